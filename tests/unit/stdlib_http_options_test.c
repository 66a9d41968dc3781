// The action `http`: what a step or its connection says of how it is asked – which headers are left
// out, by which version, where to.
#include "http_harness.h"

static Value echoed(const char *connection, const char *params) {
    Outcome out = ask_via(connection, params);
    CHECK(out.end == OUTCOME_ANSWERED);
    if (out.end != OUTCOME_ANSWERED) fprintf(stderr, "%.*s\n", SV_ARG(told(out)));
    return result(out, "json");
}

static Sv headers_of(const char *connection, const char *params) {
    return as_json(value_field(echoed(connection, params), "headers"));
}

// ── headers that are left out ──

#define QUIET_HOME                                                                                 \
    "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"headers\": {\"User-Agent\": null, \"X-Env\": "     \
    "\"staging\"}, \"auth\": {\"bearer\": \"secret-home\"}, \"cookies\": {\"session\": \"home\"}}"

static void headers_left_out(void) {
    CHECK_C(headers_of(HOME, "{\"send\": \"GET /echo\", \"headers\": {\"user-agent\": null}}"),
            "[\"Host: 127.0.0.1:PLAIN\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\"]");
    CHECK_C(headers_of(HOME, "{\"send\": \"GET /echo\", \"headers\": {\"Accept\": null, "
                             "\"Accept-Encoding\": null, \"User-Agent\": \"me\"}}"),
            "[\"Host: 127.0.0.1:PLAIN\", \"User-Agent: me\"]");
    CHECK_C(headers_of(HOME,
                       "{\"send\": \"GET /echo\", \"headers\": {\"Accept\": null, \"Host\": null, "
                       "\"Accept-Encoding\": null, \"User-Agent\": null, \"Expect\": null}}"),
            "[]");
    // Those of the connection too, and what it signs in with.
    CHECK_C(headers_of(QUIET_HOME, "{\"send\": \"GET /echo\", \"headers\": {\"x-env\": null, "
                                   "\"Authorization\": null, \"Cookie\": null}}"),
            "[\"Host: 127.0.0.1:PLAIN\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\"]");
    // A step has it again where its connection leaves it out; at another origin that says nothing.
    CHECK_C(headers_of(QUIET_HOME,
                       "{\"send\": \"GET /echo\", \"headers\": {\"User-Agent\": \"me\", "
                       "\"Accept\": [null, \"text/csv\"]}}"),
            "[\"Host: 127.0.0.1:PLAIN\", \"Accept-Encoding: gzip, deflate\", \"X-Env: staging\", "
            "\"User-Agent: me\", \"Accept: text/csv\", \"Authorization: Bearer secret-home\", "
            "\"Cookie: session=home\"]");
    CHECK_C(headers_of(QUIET_HOME, "{\"send\": \"GET http://127.0.0.1:{OTHER}/echo\"}"),
            "[\"Host: 127.0.0.1:OTHER\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", "
            "\"User-Agent: runbook/" RUNBOOK_VERSION "\"]");
    CHECK_C(headers_of(
                HOME,
                "{\"send\": \"POST /echo\", \"json\": {}, \"headers\": {\"Content-Type\": null}}"),
            "[\"Host: 127.0.0.1:PLAIN\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", "
            "\"User-Agent: runbook/" RUNBOOK_VERSION "\", \"Content-Length: 2\"]");
    // The border between parts stands in it.
    Value request =
        echoed("{\"http\": \"http://127.0.0.1:{PLAIN}\", \"headers\": {\"Content-Type\": null}}",
               "{\"send\": \"POST /echo\", \"multipart\": {\"a\": \"b\"}}");
    CHECK(sv_starts(sent_header(request, "Content-Type"), SV("multipart/form-data; boundary=")));
    request = echoed(HOME, "{\"send\": \"POST /echo\", \"multipart\": {\"a\": \"b\"}, "
                           "\"headers\": {\"Content-Type\": \"multipart/mixed\"}}");
    CHECK(sv_starts(sent_header(request, "Content-Type"), SV("multipart/mixed; boundary=")));
    // What was not asked for is unpacked all the same.
    Outcome out =
        ask_via(HOME, "{\"send\": \"GET /gzip/1\", \"headers\": {\"Accept-Encoding\": null}}");
    CHECK_INT(value_field(result(out, "headers"), "content-encoding").kind, VALUE_STRING);
    CHECK_C(shown(out, "size"), "259");
}

int main(void) {
    world_begin((char *[]){"plain", "plain", NULL}, (const char *[]){"PLAIN", "OTHER"});
    headers_left_out();
    return world_end();
}
