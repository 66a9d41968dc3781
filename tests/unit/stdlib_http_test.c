// The action `http`: what is sent, and what it yields of an answer.
#include "http_harness.h"

static Value echoed(const char *connection, const char *params) {
    Outcome out = ask_via(connection, params);
    CHECK(out.end == OUTCOME_ANSWERED);
    if (out.end != OUTCOME_ANSWERED) fprintf(stderr, "%.*s\n", SV_ARG(told(out)));
    return result(out, "json");
}

static Sv field(Value request, const char *name) {
    return without_ports(value_field_text(request, name, SV("(absent)")));
}

static void what_a_get_sends(void) {
    Value request = echoed(HOME, "{\"send\": \"GET /echo\"}");
    CHECK_SV(as_json(value_field(request, "headers")),
             SV("[\"Host: 127.0.0.1:PLAIN\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", "
                "\"User-Agent: runbook/" RUNBOOK_VERSION "\"]"));
    CHECK_C(field(request, "method"), "GET");
    CHECK_C(field(request, "target"), "/echo");
    CHECK_C(field(request, "body"), "");
}

static void urls_and_queries(void) {
    CHECK_C(
        field(
            echoed(
                HOME,
                "{\"send\": \"GET /echo?a=1\", \"query\": {\"name\": \"Ac&me é\", \"tag\": [\"x\", 2], \"none\": null}}"),
            "target"),
        "/echo?a=1&name=Ac%26me%20%C3%A9&tag=x&tag=2");
    CHECK_C(field(echoed(HOME, "{\"method\": \"PATCH\", \"url\": \"/echo/café\"}"), "target"),
            "/echo/caf%C3%A9");
    CHECK_C(field(echoed(HOME, "{\"url\": \"/echo\"}"), "method"), "GET");
    CHECK_C(field(echoed("{\"http\": \"http://127.0.0.1:{PLAIN}/echo/\"}",
                         "{\"send\": \"GET /api/x\"}"),
                  "target"),
            "/echo/api/x");
    CHECK_C(field(echoed(NULL, "{\"send\": \"GET http://[::1]:{SIX}/echo\"}"), "method"), "GET");
    Outcome out = ask_via(HOME, "{\"send\": \"GET /echo\", \"query\": {\"q\": \"1\"}}");
    CHECK_C(out.request, "GET /echo?q=1");
    CHECK_C(out.answer, "200");
    CHECK_C(
        without_ports(ask_via(HOME, "{\"send\": \"GET http://127.0.0.1:{OTHER}/echo\"}").request),
        "GET http://127.0.0.1:OTHER/echo");
}

static void bodies(void) {
    Value request = echoed(
        HOME,
        "{\"send\": \"POST /echo\", \"json\": {\"title\": \"a \\\"b\\\"\", \"n\": 9007199254740993}}");
    CHECK_C(field(request, "body"), "{\"title\":\"a \\\"b\\\"\",\"n\":9007199254740993}");
    CHECK_C(sent_header(request, "Content-Type"), "application/json");
    request =
        echoed(HOME, "{\"send\": \"POST /echo\", \"form\": {\"a b\": \"c&d\", \"e\": [1, true]}}");
    CHECK_C(field(request, "body"), "a+b=c%26d&e=1&e=true");
    CHECK_C(sent_header(request, "Content-Type"), "application/x-www-form-urlencoded");
    request = echoed(HOME, "{\"send\": \"PUT /echo\", \"body\": \"plain\"}");
    CHECK_C(field(request, "body"), "plain");
    CHECK_C(sent_header(request, "Content-Type"), "text/plain; charset=utf-8");
    request = echoed(
        HOME,
        "{\"send\": \"POST /echo\", \"json\": [], \"headers\": {\"content-type\": \"application/vnd.x+json\"}}");
    CHECK_C(sent_header(request, "Content-Type"), "application/vnd.x+json");
    request = echoed(HOME, "{\"send\": \"POST /echo\"}");
    CHECK_C(sent_header(request, "Content-Length"), "0");
    CHECK_C(sent_header(request, "Content-Type"), "");
    request = echoed(HOME, "{\"send\": \"DELETE /echo\"}");
    CHECK_C(field(request, "method"), "DELETE");
    CHECK_C(sent_header(request, "Content-Length"), "");
    request = echoed(HOME, "{\"send\": \"GET /echo\", \"json\": {\"query\": {}}}");
    CHECK_C(field(request, "method"), "GET");
    CHECK_C(field(request, "body"), "{\"query\":{}}");
}

static void files_and_parts(void) {
    static const char path[] = TEST_TOOLS "/http_body.json";
    FILE *file = fopen(path, "w");
    fputs("{\"from\": \"a file\"}", file);
    fclose(file);
    Value request = echoed(HOME, text("{\"send\": \"POST /echo\", \"file\": \"%s\"}", path).at);
    CHECK_C(field(request, "body"), "{\"from\": \"a file\"}");
    CHECK_C(sent_header(request, "Content-Type"), "application/json");
    CHECK_C(sent_header(request, "Content-Length"), "18");
    request = echoed(
        HOME,
        text(
            "{\"send\": \"POST /echo\", \"multipart\": {\"note\": \"hello\", \"report\": {\"file\": \"%s\"}, "
            "\"raw\": {\"text\": \"<a/>\", \"filename\": \"a.xml\", \"type\": \"text/xml\"}}}",
            path)
            .at);
    Sv type = sent_header(request, "Content-Type");
    CHECK(sv_starts(type, SV("multipart/form-data; boundary=")));
    Sv boundary = sv_slice(type, sizeof "multipart/form-data; boundary=" - 1, type.len);
    Sv wanted = text(
        "--%.*s\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
        "--%.*s\r\nContent-Disposition: form-data; name=\"report\"; filename=\"http_body.json\"\r\n"
        "Content-Type: application/json\r\n\r\n{\"from\": \"a file\"}\r\n"
        "--%.*s\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"a.xml\"\r\n"
        "Content-Type: text/xml\r\n\r\n<a/>\r\n--%.*s--\r\n",
        SV_ARG(boundary), SV_ARG(boundary), SV_ARG(boundary), SV_ARG(boundary));
    CHECK_SV(field(request, "body"), wanted);
    unlink(path);
    CHECK_SV(told(ask_via(HOME, text("{\"send\": \"POST /echo\", \"file\": \"%s\"}", path).at)),
             text("bad value: POST /echo: the file '%s' cannot be read: No such file or directory",
                  path));
    CHECK_SV(told(ask_via(
                 HOME, "{\"send\": \"POST /echo\", \"multipart\": {\"x\": {\"file\": \"/dev\"}}}")),
             SV("bad value: POST /echo: '/dev' is not a regular file"));
    world.denied = "http_body";
    CHECK_SV(told(ask_via(HOME, text("{\"send\": \"POST /echo\", \"file\": \"%s\"}", path).at)),
             text("denied: POST /echo: '%s' is not among the allowed paths", path));
    world.denied = NULL;
}

#define FULL_HOME                                                                                        \
    "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"headers\": {\"X-Env\": \"staging\", \"X-Two\": \"c\"}, " \
    "\"auth\": {\"bearer\": \"secret-home\"}, \"cookies\": {\"session\": \"home\", \"lang\": \"en\"}}"

static void headers_cookies_auth(void) {
    Value request = echoed(FULL_HOME, "{\"send\": \"GET /echo\"}");
    CHECK_C(sent_header(request, "X-Env"), "staging");
    CHECK_C(sent_header(request, "Authorization"), "Bearer secret-home");
    CHECK_C(sent_header(request, "Cookie"), "session=home; lang=en");
    request = echoed(
        FULL_HOME,
        "{\"send\": \"GET /echo\", \"headers\": {\"x-two\": [\"s\", \"t\"], \"X-None\": null, \"X-Empty\": \"\"}, "
        "\"cookies\": {\"session\": \"step\"}, \"auth\": {\"basic\": {\"user\": \"ann\", \"password\": \"p:w\"}}}");
    CHECK_SV(
        as_json(value_field(request, "headers")),
        SV("[\"Host: 127.0.0.1:PLAIN\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", \"X-Env: staging\", \"x-two: s\", "
           "\"x-two: t\", \"X-Empty:\", \"Authorization: Basic YW5uOnA6dw==\", \"Cookie: lang=en; session=step\", "
           "\"User-Agent: runbook/" RUNBOOK_VERSION "\"]"));
    request = echoed(
        FULL_HOME,
        "{\"send\": \"GET /echo\", \"headers\": {\"Authorization\": \"Negotiate x\", \"User-Agent\": \"me\", "
        "\"Host\": \"app.example\", \"Cookie\": \"own=1\"}}");
    CHECK_C(sent_header(request, "Authorization"), "Negotiate x");
    CHECK_C(sent_header(request, "User-Agent"), "me");
    CHECK_C(sent_header(request, "Host"), "app.example");
    CHECK_C(sent_header(request, "Cookie"), "own=1");
    // Another origin gets nothing of it, and the same one gets it by its whole URL too.
    request = echoed(
        FULL_HOME,
        "{\"send\": \"GET http://127.0.0.1:{OTHER}/echo\", \"headers\": {\"X-Own\": \"1\"}}");
    CHECK_SV(
        as_json(value_field(request, "headers")),
        SV("[\"Host: 127.0.0.1:OTHER\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", \"X-Own: 1\", "
           "\"User-Agent: runbook/" RUNBOOK_VERSION "\"]"));
    request = echoed(FULL_HOME, "{\"send\": \"GET http://localhost:{PLAIN}/echo\"}");
    CHECK_C(sent_header(request, "Authorization"), "");
    request = echoed(FULL_HOME, "{\"send\": \"GET HTTP://127.0.0.1:{PLAIN}/echo\"}");
    CHECK_C(sent_header(request, "Authorization"), "Bearer secret-home");
}

static void results(void) {
    Outcome out = get("GET /odd-headers");
    CHECK_C(shown(out, "status"), "200");
    CHECK_C(shown(out, "reason"), "\"OK\"");
    CHECK_C(shown(out, "http_version"), "\"1.1\"");
    CHECK_C(shown(out, "url"), "\"http://127.0.0.1:PLAIN/odd-headers\"");
    CHECK_C(shown(out, "headers"),
            "{\"content-type\": \"text/plain\", \"x-latin\": \"café\", \"x-twice\": \"one, two\", "
            "\"x-folded\": \"first second\", \"x-empty\": \"\", \"content-length\": \"2\"}");
    CHECK_C(
        shown(out, "header_list"),
        "[{\"name\": \"Content-Type\", \"value\": \"text/plain\"}, {\"name\": \"X-Latin\", \"value\": \"café\"}, "
        "{\"name\": \"X-Twice\", \"value\": \"one\"}, {\"name\": \"X-Folded\", \"value\": \"first second\"}, "
        "{\"name\": \"X-Twice\", \"value\": \"two\"}, {\"name\": \"X-Empty\", \"value\": \"\"}, "
        "{\"name\": \"Content-Length\", \"value\": \"2\"}]");
    CHECK_C(shown(out, "body"), "\"ok\"");
    CHECK_C(shown(out, "size"), "2");
    CHECK_C(shown(out, "redirects"), "[]");
    CHECK_C(shown(out, "remote_ip"), "\"127.0.0.1\"");
    CHECK_C(shown(out, "tls"), "null");
    CHECK(!out.gateway_unsure);
    CHECK_C(shown(get("GET /cookies"), "cookies"), "{\"session\": \"def\", \"theme\": \"dark\"}");
    out = get("GET /early-hints");
    CHECK_C(shown(out, "headers"), "{\"x-final\": \"yes\", \"content-length\": \"2\"}");
    CHECK_C(shown(get("GET /no-content"), "status"), "204");
    CHECK_C(shown(get("GET /until-close"), "body"), "\"up to the end\"");
    out = ask_via(HOME, "{\"send\": \"HEAD /echo\"}");
    CHECK_C(shown(out, "size"), "0");
    CHECK(value_kind_name((ValueKind)result(out, "headers").kind) != NULL);
    out = get("GET /status/502");
    CHECK_C(told(out), "answered: GET /status/502 -> 502");
    CHECK(out.gateway_unsure);
    CHECK(get("GET /status/504").gateway_unsure);
    CHECK(!get("GET /status/503").gateway_unsure);
}

static void every_result_has_its_kind(void) {
    static const struct {
        const char *name;
        ValueKind kind;
    } kinds[] = {
        {"status", VALUE_INT},       {"reason", VALUE_STRING},    {"http_version", VALUE_STRING},
        {"url", VALUE_STRING},       {"headers", VALUE_MAP},      {"header_list", VALUE_LIST},
        {"cookies", VALUE_MAP},      {"cookie_list", VALUE_LIST}, {"body", VALUE_STRING},
        {"bytes", VALUE_BYTES},      {"json", VALUE_MAP},         {"size", VALUE_INT},
        {"elapsed", VALUE_DURATION}, {"timing", VALUE_MAP},       {"redirects", VALUE_LIST},
        {"remote_ip", VALUE_STRING}, {"tls", VALUE_NULL},         {"saved", VALUE_NULL}};
    Outcome out = get("GET /echo");
    CHECK_INT(action_http.result_count, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < action_http.result_count; i++) {
        CHECK_C(sv_from_c(action_http.results[i].name), kinds[i].name);
        CHECK_INT(result(out, kinds[i].name).kind, kinds[i].kind);
    }
    Value timing = result(out, "timing");
    static const char *const parts[] = {"dns", "connect", "tls", "first_byte", "total"};
    CHECK_INT(value_count(timing), 5);
    for (size_t i = 0; i < 5; i++)
        CHECK_INT(value_field(timing, parts[i]).kind, VALUE_DURATION);
    CHECK(value_duration_to_ns(value_field(timing, "total")) >=
          value_duration_to_ns(value_field(timing, "first_byte")));
    CHECK(value_duration_to_ns(result(out, "elapsed")) > 0);
}

static void bodies_that_are_something_else(void) {
    CHECK_C(shown(get("GET /json"), "json"), "{\"sessions\": [], \"count\": 0}");
    CHECK_C(shown(get("GET /html"), "json"),
            "\"error: the body is HTML, not JSON: it begins with '<!doctype html>'\"");
    CHECK_C(shown(get("GET /empty"), "json"), "\"error: the body is empty, not JSON\"");
    CHECK_C(shown(get("GET /empty"), "body"), "\"\"");
    CHECK_C(shown(get("GET /bad-json"), "json"),
            "\"error: the body is malformed JSON at byte 15: expected a value but found '}'\"");
    Outcome out = get("GET /binary");
    CHECK_C(shown(out, "json"), "\"error: the body is binary, not JSON\"");
    CHECK_C(
        shown(out, "body"),
        "\"error: the body is not UTF-8 text: byte 3 is 0xff (the bytes themselves are in `bytes`)\"");
    CHECK_C(shown(out, "bytes"), "\"YWL/AGM=\"");
    CHECK_C(shown(get("GET /gzip/4"), "size"), "1033");
}

// The body and its JSON by what the answer says of its character set.
static void bodies_in_character_sets(void) {
    static const struct {
        const char *type, *bytes, *body, *json;
    } cases[] = {
        {"application/json;%20charset=ISO-8859-1", "%22caf%e9%22", "\"\\\"café\\\"\"", "\"café\""},
        {"text/plain;%20charset=%22Shift_JIS%22", "%22%82%a0%22", "\"\\\"あ\\\"\"", "\"あ\""},
        {"text/plain;charset=utf-16", "%fe%ff%00%34", "\"4\"", "4"},
        {"text/plain;charset=utf8", "%c3%a9", "\"é\"",
         "\"error: the body is plain text, not JSON: it begins with 'é'\""},
        {"text/plain", "%ff%fe%34%00", "\"4\"", "4"},
        {"text/xml", "%3c?xml%20version='1.0'%20encoding='windows-1252'?%3e%3ca%3e%80%3c/a%3e",
         "\"<?xml version='1.0' encoding='windows-1252'?><a>€</a>\"",
         "\"error: the body is XML, not JSON: it begins with '<?xml version='1.0' "
         "encoding='windows-12…'\""},
        {"text/html", "%3cMETA%20http-equiv=x%20content='text/html;%20charset=koi8-r'%3e%c1",
         "\"<META http-equiv=x content='text/html; charset=koi8-r'>а\"",
         "\"error: the body is XML, not JSON: it begins with '<META http-equiv=x "
         "content='text/html; c…'\""},
        {"text/plain", "%3cmeta%20charset=koi8-r%3e%41", "\"<meta charset=koi8-r>A\"",
         "\"error: the body is XML, not JSON: it begins with '<meta charset=koi8-r>A'\""},
        {"text/html;charset=gb18030", "%3cmeta%20charset=utf-8%3e%c4%e3",
         "\"<meta charset=utf-8>你\"",
         "\"error: the body is XML, not JSON: it begins with '<meta charset=utf-8>你'\""},
        {"text/plain;charset=gb18030", "ab%ff",
         "\"error: its Content-Type says 'gb18030', but the body is not gb18030 text: byte 3 is 0xff "
         "(the bytes themselves are in `bytes`)\"",
         "\"error: the body is plain text, not JSON: it begins with 'ab\\\\xff'\""},
        {"text/plain;charset=shiftjus", "1",
         "\"error: its Content-Type says 'shiftjus': the character set 'shiftjus' is not known; did "
         "you mean 'shiftjis'? (the bytes themselves are in `bytes`)\"",
         "\"error: its Content-Type says 'shiftjus': the character set 'shiftjus' is not known; did "
         "you mean 'shiftjis'? (the bytes themselves are in `bytes`)\""},
        {"text/plain;charset=latin1|text/plain;charset=koi8-r", "1",
         "\"error: the body is in 'latin1' by one Content-Type and in 'koi8-r' by another (the bytes "
         "themselves are in `bytes`)\"",
         "\"error: the body is in 'latin1' by one Content-Type and in 'koi8-r' by another (the bytes "
         "themselves are in `bytes`)\""},
        {"text/plain;charset=us-ascii", "%c3%a9",
         "\"error: its Content-Type says 'us-ascii', but the body is not us-ascii text: byte 1 is "
         "0xc3 (the bytes themselves are in `bytes`)\"",
         "\"error: the body is plain text, not JSON: it begins with 'é'\""},
        {"text/plain;charset=", "%c3%a9", "\"é\"",
         "\"error: the body is plain text, not JSON: it begins with 'é'\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sv step = text("GET /typed?type=%s&body=%s", cases[i].type, cases[i].bytes);
        Outcome out = get(sv_to_c(world.arena, step));
        CHECK_C(shown(out, "body"), cases[i].body);
        CHECK_C(shown(out, "json"), cases[i].json);
    }
}

static void connections_are_kept(void) {
    pool_free(world.pool);
    world.pool = pool_new();
    Value first = result(ask_via(HOME, "{\"send\": \"GET /connection\"}"), "json");
    Value second = result(ask_via(HOME, "{\"send\": \"GET /connection\"}"), "json");
    CHECK_INT(value_field_int(second, "connection", -1), value_field_int(first, "connection", -2));
    CHECK_INT(value_field_int(second, "requests", -1), 2);
    Outcome third = ask_via(HOME, "{\"send\": \"GET /connection\"}");
    CHECK_INT(value_duration_to_ns(value_field(result(third, "timing"), "connect")), 0);
    // Never between different credentials, whether of the connection or of the step.
    static const char *const others[][2] = {
        {"{\"http\": \"http://127.0.0.1:{PLAIN}\", \"auth\": {\"bearer\": \"secret-a\"}}",
         "{\"send\": \"GET /connection\"}"},
        {"{\"http\": \"http://127.0.0.1:{PLAIN}\", \"auth\": {\"bearer\": \"secret-b\"}}",
         "{\"send\": \"GET /connection\"}"},
        {HOME, "{\"send\": \"GET /connection\", \"auth\": {\"bearer\": \"secret-c\"}}"},
        {HOME, "{\"send\": \"GET /connection\", \"headers\": {\"X-Api-Key\": \"secret-d\"}}"},
        {HOME, "{\"send\": \"GET /connection\", \"cookies\": {\"session\": \"e\"}}"},
        {NULL, "{\"send\": \"GET http://127.0.0.1:{PLAIN}/connection\"}"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Value fresh = result(ask_via(others[i][0], others[i][1]), "json");
        CHECK_INT(value_field_int(fresh, "requests", -1), 1);
        Value again = result(ask_via(others[i][0], others[i][1]), "json");
        CHECK_INT(value_field_int(again, "requests", -1), 2);
    }
    // A header that tells requests apart is no credential.
    Value tagged = result(
        ask_via(HOME, "{\"send\": \"GET /connection\", \"headers\": {\"X-Request-Id\": \"1\"}}"),
        "json");
    CHECK_INT(value_field_int(tagged, "requests", -1), 4);
}

// A request on a kept connection may have to be sent again where the connection is dead: reads are,
// changes never.
static void changes_are_sent_once(void) {
    CHECK_C(told(get("GET /stale")), "answered: GET /stale -> 200");
    CHECK_C(told(get("GET /echo")), "answered: GET /echo -> 200");
    server_log();
    CHECK_C(told(get("GET /fatal-second")), "answered: GET /fatal-second -> 200");
    CHECK_C(told(get("POST /fatal-second")), "answered: POST /fatal-second -> 200");
    CHECK_C(told(get("GET /fatal-second")), "answered: GET /fatal-second -> 200");
    Value log = server_log();
    size_t posts = 0;
    for (size_t i = 0; i < value_count(log); i++)
        posts += sv_eq(value_field_text(value_item(log, i), "method", SV("")), SV("POST"));
    CHECK_INT(posts, 1);
    CHECK_C(
        told(get("POST /hang-up")),
        "no answer: POST /hang-up: the connection was closed by 127.0.0.1:PLAIN before an answer came");
    log = server_log();
    CHECK_INT(value_count(log), 1);
}

static void proxies(void) {
    Value request = echoed(
        NULL, "{\"send\": \"GET http://app.example/x\", \"proxy\": \"http://127.0.0.1:{OTHER}\"}");
    CHECK_C(field(request, "target"), "http://app.example/x");
    unsetenv("no_proxy");
    unsetenv("NO_PROXY");
    request = echoed(
        NULL,
        "{\"send\": \"GET http://app.example/x\", \"proxy\": \"http://ann:p%40w@127.0.0.1:{OTHER}\"}");
    CHECK_C(sent_header(request, "Proxy-Authorization"), "Basic YW5uOnBAdw==");
    world.denied = text("127.0.0.1:%d", port_of("OTHER")).at;
    CHECK_C(
        told(ask_via(
            NULL,
            "{\"send\": \"GET http://app.example/x\", \"proxy\": \"http://ann:p%40w@127.0.0.1:{OTHER}\"}")),
        "denied: GET http://app.example/x: '127.0.0.1:OTHER' is not among the allowed proxies (if that is meant, write "
        "beneath allow: proxies: ['127.0.0.1:OTHER'])");
    world.denied = NULL;
    setenv("http_proxy", text("http://127.0.0.1:%d", port_of("OTHER")).at, 1);
    CHECK_C(field(echoed(HOME, "{\"send\": \"GET /echo\"}"), "target"), "/echo");
    CHECK_C(field(echoed(HOME, "{\"send\": \"GET /echo\", \"proxy\": \"environment\"}"), "target"),
            "http://127.0.0.1:PLAIN/echo");
    setenv("no_proxy", "localhost,127.0.0.1", 1);
    CHECK_C(field(echoed(HOME, "{\"send\": \"GET /echo\", \"proxy\": \"environment\"}"), "target"),
            "/echo");
    static const char proxied[] =
        "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"proxy\": \"http://127.0.0.1:{OTHER}\"}";
    CHECK_C(field(echoed(proxied, "{\"send\": \"GET /echo\"}"), "target"),
            "http://127.0.0.1:PLAIN/echo");
    CHECK_C(field(echoed(proxied, "{\"send\": \"GET /echo\", \"proxy\": \"none\"}"), "target"),
            "/echo");
    unsetenv("http_proxy");
    unsetenv("no_proxy");
}

int main(void) {
    world_begin((char *[]){"plain", "plain", "plain6", NULL},
                (const char *[]){"PLAIN", "OTHER", "SIX", NULL});
    what_a_get_sends();
    urls_and_queries();
    bodies();
    files_and_parts();
    headers_cookies_auth();
    results();
    every_result_has_its_kind();
    bodies_that_are_something_else();
    bodies_in_character_sets();
    connections_are_kept();
    changes_are_sent_once();
    proxies();
    return world_end();
}
