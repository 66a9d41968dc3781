// https: which certificates are taken, what `tls` says of them, and that nothing is sent to the
// others.
#include "http_certs.h"

#include <time.h>

static char *listener(const char *kind, const char *name, const char *ca) {
    Sv words =
        ca ? text("%s:%s/%s.pem:%s/%s.key:%s/%s.pem", kind, folder, name, folder, name, folder, ca)
           : text("%s:%s/%s.pem:%s/%s.key", kind, folder, name, folder, name);
    return sv_to_c(world.arena, words);
}

// A GET over a connection to https://localhost that trusts the test's authority; `more` goes into
// tls.
static Outcome secure(const char *port, const char *more, const char *send) {
    Sv connection =
        text("{\"http\": \"https://localhost:{%s}\", \"tls\": {\"ca\": \"%s/ca.pem\"%s}}", port,
             folder, more);
    return ask_via(connection.at, text("{\"send\": \"%s\"}", send).at);
}

static void a_good_one(void) {
    Outcome out = secure("GOOD", "", "GET /echo");
    CHECK_C(told(out), "answered: GET /echo -> 200");
    Value tls = result(out, "tls");
    CHECK_INT(value_count(tls), 10);
    CHECK_C(value_field_text(tls, "version", SV("")), "TLSv1.3");
    CHECK_C(value_field_text(tls, "cipher", SV("")), "TLS_AES_256_GCM_SHA384");
    CHECK_C(value_field_text(tls, "subject", SV("")), "CN=localhost");
    CHECK_C(value_field_text(tls, "issuer", SV("")), "CN=Runbook Test Authority");
    CHECK_SV(as_json(value_field(tls, "san")), SV("[\"localhost\", \"127.0.0.1\"]"));
    CHECK_C(value_field_text(tls, "serial", SV("")), "1000");
    CHECK_INT(value_field_text(tls, "sha256", SV("")).len, 64);
    CHECK(value_field_bool(tls, "verified", false));
    int64_t now = (int64_t)time(NULL);
    CHECK_INT(value_field(tls, "not_after").kind, VALUE_TIMESTAMP);
    int64_t days_left = (value_field(tls, "not_after").seconds - now) / 86400;
    CHECK(days_left == 29 || days_left == 30);
    CHECK(value_field(tls, "not_before").seconds < now);
    CHECK(value_duration_to_ns(value_field(result(out, "timing"), "tls")) > 0);
    // On the kept connection too.
    out = secure("GOOD", "", "GET /connection");
    CHECK_C(value_field_text(result(out, "tls"), "subject", SV("")), "CN=localhost");
    CHECK_INT(value_field_int(result(out, "json"), "requests", 0), 2);
    CHECK_INT(value_duration_to_ns(value_field(result(out, "timing"), "tls")), 0);
}

#define TRUST_ISSUER " (name the issuer's certificate with tls.ca, if it is the one you expect)"
#define TRUST_ITSELF                                                                               \
    " (name the certificate itself as trusted with tls.ca, if it is the one you expect)"

static void others(void) {
    CHECK_C(
        told(secure("EXPIRED", "", "GET /echo")),
        "failed: GET /echo: the certificate expired on 2025-01-02 (renew it on localhost:EXPIRED)");
    CHECK_C(
        told(secure("EARLY", "", "GET /echo")),
        "failed: GET /echo: the certificate is not valid before 2090-01-01 (is this machine's clock right?)");
    CHECK_C(
        told(secure("ELSEWHERE", "", "GET /echo")),
        "failed: GET /echo: the certificate is for app.example, www.app.example, not for localhost (use a name that the certificate "
        "holds, or say which one it must hold with tls.server_name)");
    CHECK_C(
        told(secure("SELF", "", "GET /echo")),
        "failed: GET /echo: the certificate is self-signed, and it is not among the trusted ones" TRUST_ITSELF);
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"POST https://localhost:{GOOD}/echo\", \"json\": [1]}")),
        "failed: POST https://localhost:GOOD/echo: the certificate's issuer is not trusted: CN=Runbook Test Authority" TRUST_ISSUER);
}

static void what_a_refused_one_yields(void) {
    Outcome out = secure("EXPIRED", "", "GET /echo");
    Value tls = result(out, "tls");
    CHECK_C(value_field_text(tls, "subject", SV("")), "CN=localhost");
    CHECK_SV(as_json(value_field(tls, "not_after")), SV("\"2025-01-02T03:04:05Z\""));
    CHECK_SV(as_json(value_field(tls, "not_before")), SV("\"2024-01-01T00:00:00Z\""));
    CHECK(!value_field_bool(tls, "verified", true));
    CHECK_INT(value_count(tls), 10);
    CHECK_C(shown(out, "status"), "null");
}

static void other_ways(void) {
    CHECK_C(told(secure("ELSEWHERE", ", \"server_name\": \"app.example\"", "GET /echo")),
            "answered: GET /echo -> 200");
    Outcome out = secure("ELSEWHERE", ", \"server_name\": \"app.example\"", "GET /echo");
    CHECK_C(sent_header(result(out, "json"), "Host"), "localhost:ELSEWHERE");
    CHECK_C(
        told(secure("GOOD", ", \"server_name\": \"www.example\"", "GET /echo")),
        "failed: GET /echo: the certificate is for localhost, 127.0.0.1, not for www.example (use a name that the certificate holds, "
        "or say which one it must hold with tls.server_name)");
    CHECK_C(told(secure("ELSEWHERE", ", \"server_name\": \"app.example/x\"", "GET /echo")),
            "bad value: GET /echo: the server_name 'app.example/x' has '/' in its host name");
    out = secure("EXPIRED", ", \"insecure\": true", "GET /echo");
    CHECK_C(told(out), "answered: GET /echo -> 200");
    CHECK(!value_field_bool(result(out, "tls"), "verified", true));
    // What was overlooked once is looked at again by the next step.
    CHECK(secure("EXPIRED", "", "GET /echo").end == OUTCOME_FAILED);
    CHECK_C(
        told(ask_via(
            NULL,
            text(
                "{\"send\": \"GET https://localhost:{SELF}/echo\", \"tls\": {\"ca\": \"%s/self.pem\"}}",
                folder)
                .at)),
        "answered: GET https://localhost:SELF/echo -> 200");
    CHECK_SV(
        told(ask_via(
            NULL,
            text(
                "{\"send\": \"GET https://localhost:{GOOD}/echo\", \"tls\": {\"ca\": \"%s/none.pem\"}}",
                folder)
                .at)),
        text(
            "bad value: GET https://localhost:GOOD/echo: the trusted certificates cannot be read: %s/none.pem (tls.ca must name a "
            "PEM file; a relative path starts at the folder that runbook was started in, or at --dir)",
            folder));
}

static void client_certificates(void) {
    Sv client = text(", \"cert\": \"%s/client.pem\", \"key\": \"%s/client.key\"", folder, folder);
    CHECK_C(told(secure("MUTUAL", client.at, "GET /echo")), "answered: GET /echo -> 200");
    Outcome out = secure("MUTUAL", "", "GET /echo");
    CHECK_C(
        told(out),
        "no answer: GET /echo: localhost:MUTUAL takes no request without a client certificate (it asks for a client certificate: give one with tls.cert and tls.key)");
    Sv wrong = text(", \"cert\": \"%s/client.pem\", \"key\": \"%s/good.key\"", folder, folder);
    CHECK_SV(
        told(secure("MUTUAL", wrong.at, "GET /echo")),
        text(
            "bad value: GET /echo: the client certificate '%s/client.pem' with the key '%s/good.key' cannot be used (both must be "
            "PEM files, and the key must be the certificate's own; one with a passphrase needs tls.key_password)",
            folder, folder));
}

static void keys_alone(void) {
    CHECK_C(
        told(secure("MUTUAL", ", \"key\": \"client.key\"", "GET /echo")),
        "bad value: GET /echo: the key stands alone: there is no certificate that it is of (name the "
        "certificate with tls.cert)");
    CHECK_C(
        told(secure("MUTUAL", ", \"key_password\": \"locked-away\"", "GET /echo")),
        "bad value: GET /echo: there is no key that 'key_password' would open (name the certificate with "
        "tls.cert, and its key with tls.key)");
}

static void locked_keys(void) {
    Sv key =
        text(", \"cert\": \"%s/client.pem\", \"key\": \"%s/client.locked.key\"", folder, folder);
    Sv both = text(", \"cert\": \"%s/client.p12\"", folder);
    static const char right[] = ", \"key_password\": \"locked-away\"",
                      wrong[] = ", \"key_password\": \"something-else\"";
    Sv ways[] = {key, both};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        CHECK_C(told(secure("MUTUAL", text("%.*s%s", SV_ARG(ways[i]), right).at, "GET /echo")),
                "answered: GET /echo -> 200");
    CHECK_SV(
        told(secure("MUTUAL", key.at, "GET /echo")),
        text(
            "bad value: GET /echo: the client certificate '%s/client.pem' with the key '%s/client.locked.key' cannot be used (both must be "
            "PEM files, and the key must be the certificate's own; one with a passphrase needs tls.key_password)",
            folder, folder));
    CHECK_SV(
        told(secure("MUTUAL", text("%.*s%s", SV_ARG(key), wrong).at, "GET /echo")),
        text(
            "bad value: GET /echo: the client certificate '%s/client.pem' with the key '%s/client.locked.key' cannot be used (both must be "
            "PEM files, the key must be the certificate's own, and the password the key's)",
            folder, folder));
    CHECK_SV(
        told(secure("MUTUAL", both.at, "GET /echo")),
        text(
            "bad value: GET /echo: the client certificate '%s/client.p12' with the key '%s/client.p12' cannot be used (give the password "
            "of the file by tls.key_password)",
            folder, folder));
    CHECK_SV(
        told(secure("MUTUAL", text("%.*s%s", SV_ARG(both), wrong).at, "GET /echo")),
        text(
            "bad value: GET /echo: the client certificate '%s/client.p12' with the key '%s/client.p12' cannot be used (is the password "
            "right, and is it PKCS#12?)",
            folder, folder));
}

static void redirects(void) {
    Sv connection =
        text("{\"http\": \"https://localhost:{GOOD}\", \"tls\": {\"ca\": \"%s/ca.pem\"}}", folder);
    CHECK_C(
        told(ask_via(
            connection.at,
            "{\"send\": \"GET /redirect/302?to=http://localhost:{PLAIN}/echo\", \"follow\": true}")),
        "failed: GET /redirect/302?to=http://localhost:PLAIN/echo -> 302: redirected from https to http://localhost:PLAIN/echo, and "
        "that is not followed (let the server redirect to https)");
    CHECK_C(
        told(ask_via(
            connection.at,
            "{\"send\": \"GET /redirect/302?to=https://127.0.0.1:{MUTUAL}/echo\", \"follow\": true}")),
        "no answer: GET /redirect/302?to=https://127.0.0.1:MUTUAL/echo: redirected to https://127.0.0.1:MUTUAL/echo: 127.0.0.1:MUTUAL takes no request without a client certificate (it asks for a client certificate: give one with tls.cert and tls.key)");
}

// Counted by the server: the refused ones above were never sent a request.
static void nothing_was_sent(void) {
    Value log = server_log();
    for (size_t i = 0; i < value_count(log); i++) {
        int64_t number = value_field_int(value_item(log, i), "listener", 0);
        Sv name = sv_from_c(world.server.names[number - 1]);
        CHECK(!sv_eq_c(name, "EARLY"));
        CHECK(!sv_eq_c(name, "GOOD") ||
              !sv_eq_c(value_field_text(value_item(log, i), "method", SV("")), "POST"));
    }
    CHECK(value_count(log) > 0);
}

int main(void) {
    world_begin(NULL, NULL);
    if (!make_certificates()) {
        fprintf(stderr, "skipped: the openssl command is needed to make certificates\n");
        return 77;
    }
    server_start(
        &world.server,
        (char *[]){(char[]){"plain"}, listener("tls", "good", NULL),
                   listener("tls", "expired", NULL), listener("tls", "early", NULL),
                   listener("tls", "elsewhere", NULL), listener("tls", "self", NULL),
                   listener("mtls", "good", "ca"), NULL},
        (const char *[]){"PLAIN", "GOOD", "EXPIRED", "EARLY", "ELSEWHERE", "SELF", "MUTUAL", NULL});
    server_log();
    a_good_one();
    others();
    what_a_refused_one_yields();
    other_ways();
    client_certificates();
    keys_alone();
    locked_keys();
    redirects();
    nothing_was_sent();
    remove_certificates();
    return world_end();
}
