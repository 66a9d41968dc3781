// Digest authentication of the action `http`: by the examples of RFC 7616, 2617 and 2069, and
// against a server that computes it by OpenSSL.
#include "http_harness.h"

#include "http/http_digest.h"

#define SAID                                                                                       \
    "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "                                    \
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "                                     \
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
#define OLD "realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""

static Sv answered(const char *field, const char *password, const char *cnonce) {
    DigestChallenge challenge;
    Sv why = {0};
    switch (digest_read(world.arena, sv_from_c(field), &challenge, &why)) {
    case DIGEST_NONE: return SV("none");
    case DIGEST_UNKNOWN: return why;
    case DIGEST_USABLE: break;
    }
    DigestRequest request = {.method = SV("GET"),
                             .uri = SV("/dir/index.html"),
                             .user = SV("Mufasa"),
                             .password = sv_from_c(password),
                             .cnonce = sv_from_c(cnonce)};
    return digest_answer(world.arena, &challenge, &request);
}

static void examples(void) {
    static const char cnonce[] = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    static const char front[] =
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
        "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", ";
    static const char back[] =
        "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, "
        "nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"";
    Sv md5 =
        text("%sresponse=\"8ca523f5e9506fed4657c9700eebdbec\", algorithm=MD5, %s", front, back);
    Sv sha =
        text("%sresponse=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
             "algorithm=SHA-256, %s",
             front, back);
    CHECK_SV(answered("Digest " SAID ", algorithm=MD5", "Circle of Life", cnonce), md5);
    CHECK_SV(answered("Digest " SAID ", algorithm=SHA-256", "Circle of Life", cnonce), sha);
    // The stronger one, wherever it stands, among others that are none of ours.
    CHECK_SV(answered("Basic realm=\"a, Digest b\", Digest " SAID
                      ", algorithm=MD5, NTLM abc==, digest " SAID " ,ALGORITHM = SHA-256",
                      "Circle of Life", cnonce),
             sha);
    CHECK_SV(answered("Digest " SAID ", algorithm=SHA-256, Digest " SAID ", algorithm=MD5",
                      "Circle of Life", cnonce),
             sha);
    // By another implementation: the RFC's own example of it is wrong (erratum 4897).
    CHECK_SV(
        answered("Digest " SAID ", algorithm=SHA-256, Digest " SAID
                 ", algorithm=SHA-512-256, Digest " SAID,
                 "Circle of Life", cnonce),
        text("%sresponse=\"430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0\", "
             "algorithm=SHA-512-256, %s",
             front, back));
    CHECK_SV(answered("Digest " SAID ", algorithm=SHA-1, Digest " SAID ", algorithm=MD5",
                      "Circle of Life", cnonce),
             md5);
    CHECK(sv_find(answered("Digest " OLD ", qop=auth", "Circle Of Life", "0a4f113b"),
                  SV("response=\"6629fae49393a05397450978507c4ef1\""), 0) != SV_NONE);
    CHECK_C(answered("Digest " OLD, "CircleOfLife", "unused"),
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            "response=\"1949323746fe6a43ef61f9606e7febea\"");
}

static void odd_ones(void) {
    CHECK_C(answered("Basic realm=\"x\"", "p", "c"), "none");
    CHECK_C(answered("Basic realm=\"Digest nonce=1\"", "p", "c"), "none");
    CHECK_C(answered("", "p", "c"), "none");
    CHECK_C(answered("Digest", "p", "c"), "its challenge has no nonce");
    CHECK_C(answered("Digest realm=\"never ends", "p", "c"), "its challenge has no nonce");
    CHECK_C(answered("Digest nonce=", "p", "c"), "its challenge has no nonce");
    CHECK_C(answered("Digest nonce=1, algorithm=SHA-1", "p", "c"),
            "its algorithm is SHA-1, and here are MD5, SHA-256 and SHA-512-256");
    CHECK_C(answered("Digest nonce=1, qop=\"auth-int\"", "p", "c"),
            "its quality of protection is auth-int, and here is auth");
    // What is quoted stays quoted.
    CHECK_C(
        answered("Digest nonce=\"a\\\"b\\\\c\", realm=\"\"", "p", "c"),
        "Digest username=\"Mufasa\", realm=\"\", nonce=\"a\\\"b\\\\c\", uri=\"/dir/index.html\", "
        "response=\"1a9de61244ce66af3d0a73c86631f781\"");
}

#define ANN  "\"auth\": {\"digest\": {\"user\": \"ann\", \"password\": \"open \\\"sesame\\\"\"}}"
#define SHOP "{\"http\": \"http://127.0.0.1:{PLAIN}\", " ANN "}"

static size_t requests_seen(void) {
    return value_count(server_log());
}

static void real_ones(void) {
    static const char *const asked[] = {"algorithm=MD5&qop=auth",
                                        "algorithm=SHA-256&qop=auth",
                                        "algorithm=MD5-sess&qop=auth",
                                        "algorithm=SHA-256-sess&qop=auth",
                                        "algorithm=SHA-512-256&qop=auth",
                                        "algorithm=SHA-512-256-sess&qop=auth",
                                        "algorithm=MD5",
                                        "qop=auth",
                                        "a=b%20c"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        server_log();
        Sv path = text("/digest?%s", asked[i]);
        CHECK_SV(told(ask_via(HOME, text("{\"send\": \"GET %.*s\", " ANN "}", SV_ARG(path)).at)),
                 text("answered: GET %.*s -> 200", SV_ARG(path)));
        CHECK(requests_seen() == 2);
        Outcome out = ask_via(
            SHOP, text("{\"send\": \"POST %.*s\", \"body\": \"all of it\"}", SV_ARG(path)).at);
        CHECK_SV(told(out), text("answered: POST %.*s -> 200", SV_ARG(path)));
        CHECK_C(value_text(value_field(result(out, "json"), "body")), "all of it");
        CHECK(requests_seen() == 2);
    }
    // Who answers without a challenge is asked once.
    CHECK_C(told(ask_via(SHOP, "{\"send\": \"GET /echo\"}")), "answered: GET /echo -> 200");
    CHECK(requests_seen() == 1);
    // A wrong password is refused, and not tried again.
    static const char wrong[] =
        "{\"send\": \"GET /digest?qop=auth\", \"auth\": {\"digest\": {\"user\": "
        "\"ann\", \"password\": \"secret-guess\"}}}";
    Outcome out = ask_via(HOME, wrong);
    CHECK_C(told(out), "answered: GET /digest?qop=auth -> 401");
    CHECK(requests_seen() == 2);
    // A header of null takes the connection's away.
    CHECK_C(
        told(ask_via(
            SHOP, "{\"send\": \"GET /digest?qop=auth\", \"headers\": {\"Authorization\": null}}")),
        "answered: GET /digest?qop=auth -> 401");
    CHECK(requests_seen() == 1);
}

static void refused_ones(void) {
    CHECK_C(told(ask_via(SHOP, "{\"send\": \"GET /challenge?with=Basic%20realm=x\"}")),
            "answered: GET /challenge?with=Basic%20realm=x -> 401");
    CHECK_C(
        told(ask_via(SHOP, "{\"send\": \"GET /challenge?with=Digest%20nonce=1,algorithm=SHA-1\"}")),
        "failed: GET /challenge?with=Digest%20nonce=1,algorithm=SHA-1 -> 401: the server asks for a "
        "digest of the credentials that is not there: its algorithm is SHA-1, and here are MD5, SHA-256 "
        "and SHA-512-256 (does it take basic or bearer?)");
    CHECK(requests_seen() == 2);
}

static void origins(void) {
    static const char there[] =
        "{\"send\": \"GET /redirect/302?to=http://localhost:{PLAIN}/digest?qop=auth\", \"follow\": 2}";
    server_log();
    Outcome out = ask_via(SHOP, there);
    CHECK_C(told(out),
            "answered: GET /redirect/302?to=http://localhost:PLAIN/digest?qop=auth -> 401");
    Value log = server_log();
    CHECK(value_count(log) == 2);
    for (size_t i = 0; i < value_count(log); i++)
        CHECK_C(sent_header(value_item(log, i), "Authorization"), "");
    // The step's own stays behind as well.
    out = ask_via(HOME, text("%.*s, " ANN "}", (int)strlen(there) - 1, there).at);
    CHECK(out.end == OUTCOME_ANSWERED);
    log = server_log();
    CHECK(value_count(log) == 2);
    for (size_t i = 0; i < value_count(log); i++)
        CHECK_C(sent_header(value_item(log, i), "Authorization"), "");
    // Within the origin it is asked for and answered anew.
    CHECK_C(
        told(ask_via(SHOP, "{\"send\": \"GET /redirect/302?to=/digest?qop=auth\", \"follow\": 2}")),
        "answered: GET /redirect/302?to=/digest?qop=auth -> 200");
    CHECK(requests_seen() == 3);
}

static void by_hand(void) {
    Outcome out = ask_via(SHOP, "{\"send\": \"GET /digest?qop=auth\"}");
    CHECK(out.by_hand.count == 1);
}

static void mistakes(void) {
    CHECK_C(
        told(ask_via(
            HOME,
            "{\"send\": \"GET /echo\", \"auth\": {\"digest\": {\"user\": \"a:b\", \"password\": \"p\"}}}")),
        "bad value: GET /echo: the user's name holds a ':', where the password would begin");
    CHECK_C(
        told(ask_via(HOME, "{\"send\": \"GET /echo\", \"headers\": {\"Authorization\": \"x\"}, " ANN
                           "}")),
        "bad value: GET /echo: the header 'Authorization' stands beside 'auth', which sets it too (keep one of them)");
}

int main(void) {
    world_begin((char *[]){"plain", NULL}, (const char *[]){"PLAIN"});
    examples();
    odd_ones();
    real_ones();
    refused_ones();
    origins();
    by_hand();
    mistakes();
    return world_end();
}
