// Redirects: followed only on request, and what goes along to where they lead.
#include "http_harness.h"

static Value last_request(void) {
    Value log = server_log();
    return value_count(log) ? value_item(log, value_count(log) - 1) : value_null();
}

static Sv line_of(Value request) {
    Sv method = value_field_text(request, "method", SV("")),
       target = value_field_text(request, "target", SV(""));
    return without_ports(text("%.*s %.*s %.*s", SV_ARG(method), SV_ARG(target),
                              SV_ARG(value_field_text(request, "body", SV("")))));
}

static void not_unless_asked(void) {
    Outcome out = get("GET /redirect/302?to=/echo");
    CHECK_C(told(out), "answered: GET /redirect/302?to=/echo -> 302");
    CHECK_C(shown(out, "redirects"), "[]");
    CHECK_C(shown(out, "body"), "\"moved\"");
}

static void followed(void) {
    Outcome out = ask_via(
        HOME,
        "{\"send\": \"GET /redirect/301?to=%2Fredirect/302%3Fto%3D../echo%2523frag\", \"follow\": true}");
    CHECK_C(told(out),
            "answered: GET /redirect/301?to=%2Fredirect/302%3Fto%3D../echo%2523frag -> 200");
    CHECK_C(shown(out, "url"), "\"http://127.0.0.1:PLAIN/echo\"");
    CHECK_C(
        shown(out, "redirects"),
        "[{\"status\": 301, \"url\": \"http://127.0.0.1:PLAIN/redirect/301?to=%2Fredirect/302%3Fto%3D../echo%2523frag\", "
        "\"location\": \"http://127.0.0.1:PLAIN/redirect/302?to=../echo%23frag\"}, "
        "{\"status\": 302, \"url\": \"http://127.0.0.1:PLAIN/redirect/302?to=../echo%23frag\", "
        "\"location\": \"http://127.0.0.1:PLAIN/echo\"}]");
    // Not a redirect to follow: no Location, or another status.
    CHECK_C(told(ask_via(HOME, "{\"send\": \"GET /redirect/302\", \"follow\": true}")),
            "answered: GET /redirect/302 -> 302");
    CHECK_C(told(ask_via(HOME, "{\"send\": \"GET /redirect/300?to=/echo\", \"follow\": true}")),
            "answered: GET /redirect/300?to=/echo -> 300");
}

// RFC 9110, 15.4.
static void methods_after_a_redirect(void) {
    static const struct {
        const char *send, *arrives;
    } cases[] = {
        {"POST /redirect/301?to=/echo", "GET /echo "},
        {"POST /redirect/302?to=/echo", "GET /echo "},
        {"POST /redirect/303?to=/echo", "GET /echo "},
        {"PUT /redirect/303?to=/echo", "GET /echo "},
        {"PUT /redirect/302?to=/echo", "PUT /echo [1]"},
        {"POST /redirect/307?to=/echo", "POST /echo [1]"},
        {"PATCH /redirect/308?to=/echo", "PATCH /echo [1]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Outcome out = ask_via(
            HOME, text("{\"send\": \"%s\", \"follow\": true, \"json\": [1]}", cases[i].send).at);
        CHECK(out.end == OUTCOME_ANSWERED);
        Value request = last_request();
        CHECK_C(line_of(request), cases[i].arrives);
        bool bodiless = sv_starts(line_of(request), SV("GET"));
        CHECK_C(sent_header(request, "Content-Type"), bodiless ? "" : "application/json");
    }
    ask_via(HOME, "{\"send\": \"HEAD /redirect/303?to=/echo\", \"follow\": true}");
    CHECK_C(line_of(last_request()), "HEAD /echo ");
}

#define LADEN                                                                                                              \
    "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"headers\": {\"X-Home\": \"h\"}, \"auth\": {\"bearer\": \"secret-home\"}, " \
    "\"cookies\": {\"session\": \"s\"}}"

static void nothing_leaks_to_another_origin(void) {
    static const char to_other[] =
        "{\"send\": \"GET /redirect/302?to=http://127.0.0.1:{OTHER}/echo\", \"follow\": true, \"headers\": "
        "{\"X-Plain\": \"1\", \"X-Api-Key\": \"secret-key\"}, \"cookies\": {\"own\": \"1\"}}";
    CHECK(ask_via(LADEN, to_other).end == OUTCOME_ANSWERED);
    Value log = server_log();
    CHECK_INT(value_count(log), 2);
    Value home = value_item(log, 0), other = value_item(log, 1);
    CHECK_C(sent_header(home, "Authorization"), "Bearer secret-home");
    CHECK_C(sent_header(home, "Cookie"), "session=s; own=1");
    CHECK_C(sent_header(home, "X-Api-Key"), "secret-key");
    CHECK_SV(
        as_json(value_field(other, "headers")),
        SV("[\"Host: 127.0.0.1:OTHER\", \"Accept: */*\", \"Accept-Encoding: gzip, deflate\", \"X-Plain: 1\", \"User-Agent: "
           "runbook/" RUNBOOK_VERSION "\"]"));
    // Within the origin they do go along.
    ask_via(
        LADEN,
        "{\"send\": \"GET /redirect/302?to=/echo\", \"follow\": 1, \"headers\": {\"X-Api-Key\": \"secret-key\"}}");
    Value same = last_request();
    CHECK_C(sent_header(same, "Authorization"), "Bearer secret-home");
    CHECK_C(sent_header(same, "X-Api-Key"), "secret-key");
    CHECK_C(sent_header(same, "X-Home"), "h");
    // Once away they stay away, even where the way leads back home.
    ask_via(
        LADEN,
        "{\"send\": \"GET /redirect/302?to=http://127.0.0.1:{OTHER}/redirect/302%3Fto%3Dhttp://127.0.0.1:{PLAIN}/echo\", "
        "\"follow\": true, \"auth\": {\"basic\": {\"user\": \"u\", \"password\": \"secret-p\"}}}");
    Value back = last_request();
    CHECK_C(line_of(back), "GET /echo ");
    CHECK_INT(value_field_int(back, "listener", 0), 1);
    CHECK_C(sent_header(back, "Authorization"), "");
    CHECK_C(sent_header(back, "Cookie"), "");
    CHECK_C(sent_header(back, "X-Home"), "");
    // Another name for the same machine is another origin.
    ask_via(LADEN,
            "{\"send\": \"GET /redirect/302?to=http://localhost:{PLAIN}/echo\", \"follow\": true}");
    CHECK_C(sent_header(last_request(), "Authorization"), "");
}

static void not_followed(void) {
    CHECK_C(
        told(ask_via(
            HOME,
            "{\"send\": \"GET /redirect/302?to=http://127.0.0.1:{OTHER}/redirect/301%3Fto%3D/echo\", \"follow\": 1}")),
        "failed: GET /redirect/302?to=http://127.0.0.1:OTHER/redirect/301%3Fto%3D/echo -> 301: redirected more than once, the last "
        "time to http://127.0.0.1:OTHER/echo (does it redirect in a circle?)");
    Outcome out = ask_via(
        HOME,
        "{\"send\": \"GET /redirect/302?to=/redirect/302%3Fto%3D/redirect/302%253Fto%253D/redirect/302\", \"follow\": 2}");
    CHECK_C(without_ports(out.reason),
            "redirected more than 2 times, the last time to http://127.0.0.1:PLAIN/redirect/302");
    CHECK_C(
        told(ask_via(
            HOME, "{\"send\": \"GET /redirect/302?to=ftp://files.example/x\", \"follow\": true}")),
        "failed: GET /redirect/302?to=ftp://files.example/x -> 302: redirected to 'ftp://files.example/x', which has the scheme "
        "'ftp'");
    CHECK_C(
        told(ask_via(
            HOME, "{\"send\": \"GET /redirect/302?to=http://u:p@127.0.0.1/x\", \"follow\": true}")),
        "failed: GET /redirect/302?to=http://u:p@127.0.0.1/x -> 302: redirected to an address that holds a user name or password");
    CHECK_C(
        told(ask_via(
            HOME,
            "{\"send\": \"POST /redirect/307?to=http://127.0.0.1:{OTHER}/echo\", \"follow\": true, \"json\": "
            "{\"token\": \"secret-t\"}}")),
        "failed: POST /redirect/307?to=http://127.0.0.1:OTHER/echo -> 307: redirected to http://127.0.0.1:OTHER/echo, and a body "
        "that may hold a secret is not sent to another origin (send it there in the first place)");
    CHECK_C(
        told(ask_via(
            HOME,
            "{\"send\": \"POST /redirect/307?to=http://127.0.0.1:{OTHER}/echo\", \"follow\": true, \"json\": [1]}")),
        "answered: POST /redirect/307?to=http://127.0.0.1:OTHER/echo -> 200");
}

static void the_policy_holds_at_each_hop(void) {
    world.denied = text("127.0.0.1:%d", port_of("OTHER")).at;
    server_log();
    Outcome out = ask_via(
        HOME,
        "{\"send\": \"GET /redirect/303?to=http://127.0.0.1:{OTHER}/echo\", \"follow\": true}");
    CHECK_C(
        told(out),
        "denied: GET /redirect/303?to=http://127.0.0.1:OTHER/echo -> 303: redirected to http://127.0.0.1:OTHER/echo: "
        "'127.0.0.1:OTHER' is not among the allowed hosts");
    CHECK_INT(value_count(server_log()), 1);
    // The POST was answered: it happened, and "denied" would say that nothing did.
    out = ask_via(
        HOME,
        "{\"send\": \"POST /redirect/303?to=http://127.0.0.1:{OTHER}/echo\", \"follow\": true}");
    CHECK_C(
        told(out),
        "failed: POST /redirect/303?to=http://127.0.0.1:OTHER/echo -> 303: redirected to http://127.0.0.1:OTHER/echo: "
        "'127.0.0.1:OTHER' is not among the allowed hosts");
    CHECK_C(shown(out, "status"), "303");
    world.denied = NULL;
}

// Whatever becomes of the second request, the first one was answered.
static void broken_on_the_way(void) {
    CHECK_C(
        told(ask_via(HOME, "{\"send\": \"POST /redirect/303?to=/hang-up\", \"follow\": true}")),
        "no answer: POST /redirect/303?to=/hang-up: redirected to http://127.0.0.1:PLAIN/hang-up: the connection was closed by "
        "127.0.0.1:PLAIN before an answer came");
    CHECK_C(
        told(ask_via(
            HOME,
            "{\"send\": \"POST /redirect/303?to=http://no-such-host.invalid/\", \"follow\": true}")),
        "no answer: POST /redirect/303?to=http://no-such-host.invalid/: redirected to http://no-such-host.invalid/: no such host "
        "'no-such-host.invalid' (is the name right, and does this machine's DNS know it?)");
}

int main(void) {
    world_begin((char *[]){"plain", "plain", NULL}, (const char *[]){"PLAIN", "OTHER", NULL});
    not_unless_asked();
    followed();
    server_log();
    methods_after_a_redirect();
    nothing_leaks_to_another_origin();
    not_followed();
    the_policy_holds_at_each_hop();
    broken_on_the_way();
    return world_end();
}
