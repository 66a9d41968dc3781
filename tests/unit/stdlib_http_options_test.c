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

// ── parts of one name ──

static Sv parts_of(const char *multipart) {
    Value request =
        echoed(HOME, text("{\"send\": \"POST /echo\", \"multipart\": %s}", multipart).at);
    Sv body = value_text(value_field(request, "body"));
    size_t end = sv_find(body, SV("\r\n"), 0);
    Sv border = sv_slice(body, 0, end);
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    for (size_t i = 0; i < body.len; i++) {
        if (sv_starts(sv_slice(body, i, body.len), border)) {
            buf_add_c(&out, "--");
            i += border.len - 1;
        } else if (body.at[i] == '\n') {
            buf_add_char(&out, '|');
        } else if (body.at[i] != '\r') {
            buf_add_char(&out, body.at[i]);
        }
    }
    return buf_keep(&out, world.arena);
}

static void parts_of_one_name(void) {
    CHECK_C(
        parts_of(
            "{\"a\": [\"one\", 2, null, {\"text\": \"three\", \"type\": \"text/x\"}, {\"text\": null}], "
            "\"b\": [], \"c\": \"four\"}"),
        "--|Content-Disposition: form-data; name=\"a\"||one|"
        "--|Content-Disposition: form-data; name=\"a\"||2|"
        "--|Content-Disposition: form-data; name=\"a\"|Content-Type: text/x||three|"
        "--|Content-Disposition: form-data; name=\"c\"||four|----|");
}

// ── files ──

static Sv type_of(const char *name) {
    FILE *file = fopen(text("%s/%s", TEST_TOOLS, name).at, "w");
    fputs("caf\xc3\xa9\n", file);
    fclose(file);
    Value request =
        echoed(HOME, text("{\"send\": \"POST /echo\", \"file\": \"%s/%s\"}", TEST_TOOLS, name).at);
    unlink(text("%s/%s", TEST_TOOLS, name).at);
    return sent_header(request, "Content-Type");
}

// In which charset a file is, only its author knows.
static void types_by_endings(void) {
    CHECK_C(type_of("http_options.csv"), "text/csv");
    CHECK_C(type_of("http_options.txt"), "text/plain");
    CHECK_C(type_of("http_options.json"), "application/json");
    CHECK_C(type_of("http_options"), "application/octet-stream");
}

int main(void) {
    world_begin((char *[]){"plain", "plain", NULL}, (const char *[]){"PLAIN", "OTHER"});
    headers_left_out();
    parts_of_one_name();
    types_by_endings();
    return world_end();
}
