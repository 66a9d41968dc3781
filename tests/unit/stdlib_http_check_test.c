// The row of the action `http` and of its kind of connection: what is refused before anything runs.
#include "http_harness.h"

static Sv problem_of(const Param *params, size_t count, size_t size,
                     bool (*validate)(const void *, Arena *, int *, Sv *, Sv *), const char *json) {
    void *out = arena_alloc(world.arena, size);
    DecodeError error;
    if (!decode(params, count, json_value(sv_from_c(json)), out, &error)) {
        if (!error.hint.len)
            return text("%s: %.*s", params[error.param].name, SV_ARG(error.message));
        return text("%s: %.*s (%.*s)", params[error.param].name, SV_ARG(error.message),
                    SV_ARG(error.hint));
    }
    int param = -1;
    Sv problem = {0}, hint = {0};
    if (validate(out, world.arena, &param, &problem, &hint)) return SV("fine");
    const char *name = param >= 0 ? params[param].name : "-";
    if (!hint.len) return text("%s: %.*s", name, SV_ARG(problem));
    return text("%s: %.*s (%.*s)", name, SV_ARG(problem), SV_ARG(hint));
}

static Sv step(const char *json) {
    return problem_of(action_http.params, action_http.param_count, action_http.params_size,
                      action_http.validate, json);
}

static Sv connection(const char *json) {
    return problem_of(connection_http.params, connection_http.param_count,
                      connection_http.params_size, connection_http.validate, json);
}

static void methods_and_urls(void) {
    CHECK_C(step("{\"send\": \"GET /health\"}"), "fine");
    CHECK_C(step("{\"send\": \" PROPFIND  /dav \"}"), "fine");
    CHECK_C(step("{\"send\": \"GET ${inputs.base}/x\"}"), "fine");
    CHECK_C(step("{\"method\": \"DELETE\", \"url\": \"/x\"}"), "fine");
    CHECK_C(step("{\"send\": \"/health\"}"),
            "send: there is no method in front of the URL (write GET /health)");
    CHECK_C(step("{\"send\": \"https://h/x\"}"),
            "send: there is no method in front of the URL (write GET https://h/x)");
    CHECK_C(step("{\"send\": \"${vars.url}\"}"),
            "send: there is no method in front of the URL (write GET ${vars.url})");
    CHECK_C(step("{\"send\": \"GET\"}"),
            "send: there is no URL behind 'GET' (write method and URL, as in GET /health)");
    CHECK_C(step("{\"send\": \"GTE /x\"}"),
            "send: no HTTP method is called 'GTE'; did you mean GET?");
    CHECK_C(step("{\"send\": \"get /x\"}"),
            "send: no HTTP method is called 'get' (methods are in upper case: GET)");
    CHECK_C(step("{\"send\": \"FETCHALL /x\"}"), "send: no HTTP method is called 'FETCHALL'");
    CHECK_C(
        step("{\"send\": \"${m} /x\"}"),
        "send: the method cannot be a template: whether a step reads or changes is known at load time (write the method out, one step for each)");
    CHECK_C(
        step("{\"send\": \"CONNECT h:443\"}"),
        "send: CONNECT opens a tunnel and has no answer to judge (use proxy: to go through one)");
    CHECK_C(step("{\"send\": \"GET health\"}"),
            "send: 'health' is neither a path nor a whole URL (write /health)");
    CHECK_C(
        step("{\"send\": \"GET http://u:p@h/\"}"),
        "send: 'http://u:p@h/' holds a user name or password (put them into auth: { basic: { user: …, password: … } })");
    CHECK_C(step("{\"send\": \"GET /x\", \"url\": \"/y\"}"),
            "send: 'send' holds method and URL already (keep 'send', or 'method' and 'url')");
    CHECK_C(step("{\"method\": \"POTS\", \"url\": \"/y\"}"),
            "method: no HTTP method is called 'POTS'; did you mean POST?");
    CHECK_C(step("{\"method\": \"GET\", \"url\": \"y\"}"),
            "url: 'y' is neither a path nor a whole URL (write /y)");
    CHECK_C(step("{\"method\": \"GET\"}"),
            "-: there is nothing to ask for (write send: GET /health, or method and url)");
    CHECK_C(step("{\"send\": \"HEAD /x\", \"body\": \"b\"}"),
            "send: a HEAD request carries no body");
}

static void everything_else(void) {
    CHECK_C(step("{\"send\": \"POST /x\", \"json\": {}, \"form\": {}}"),
            "form: 'form' cannot stand beside 'json' (keep one: 'json' or 'form')");
    CHECK_C(step("{\"send\": \"GET /x\", \"headers\": {\"X Y\": \"1\"}}"),
            "headers: 'X Y' is no header name (letters, digits and - make a header name)");
    CHECK_C(step("{\"send\": \"GET /x\", \"headers\": {\"content-length\": 1}}"),
            "headers: the header 'content-length' is set by the program itself (leave it out)");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"headers\": {\"Transfer-Encoding\": null}}"),
        "headers: the header 'Transfer-Encoding' says where the request ends: it cannot be left out (take the line away; without a body no length is sent)");
    CHECK_C(step("{\"send\": \"GET /x\", \"headers\": {\"Expect\": null}}"), "fine");
    CHECK_C(
        step(
            "{\"send\": \"POST /x\", \"headers\": {\"content-type\": null}, \"multipart\": {\"a\": \"b\"}}"),
        "headers: the header 'Content-Type' holds the border between the parts: without it nobody could read them (take the line away, or give another type: multipart/mixed)");
    CHECK_C(
        step(
            "{\"send\": \"GET /x\", \"headers\": {\"Authorization\": \"x\"}, \"auth\": {\"bearer\": \"y\"}}"),
        "headers: the header 'Authorization' stands beside 'auth', which sets it too (keep one of them)");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"headers\": {\"cookie\": \"x=1\"}, \"cookies\": {\"y\": 1}}"),
        "headers: the header 'cookie' stands beside 'cookies', which sets it too (keep one of them)");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"cookies\": {\"a\": \"1; b=2\"}}"),
        "cookies: the value of cookie 'a' holds a ';', which would begin another cookie (write %3B for the character itself)");
    CHECK_C(step("{\"send\": \"GET /x\", \"cookies\": {\"a b\": 1}}"),
            "cookies: 'a b' is no cookie name");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"auth\": {\"bearer\": \"Bearer abc\"}}"),
        "auth: the bearer token begins with 'Bearer ', which is added by itself (give the token alone)");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"auth\": {\"bearer\": \"\"}}"),
        "auth: the bearer token is empty (to leave it out where there is none, let the expression yield optional.none())");
    CHECK_C(
        step(
            "{\"send\": \"GET /x\", \"auth\": {\"basic\": {\"user\": \"a:b\", \"password\": \"c\"}}}"),
        "auth: the user's name holds a ':', where the password would begin");
    CHECK_C(step("{\"send\": \"GET /x\", \"auth\": {\"basic\": {\"user\": \"a\"}}}"),
            "auth: 'auth.basic.password' is missing");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"auth\": {\"baerer\": \"a\"}}"),
        "auth: 'auth' has no key 'baerer'; did you mean 'bearer'? (it takes bearer, basic, digest, aws_sigv4, netrc)");
    CHECK_C(
        step(
            "{\"send\": \"GET /x\", \"auth\": {\"bearer\": \"a\", \"basic\": {\"user\": \"a\", \"password\": \"b\"}}}"),
        "auth: 'auth.basic' cannot stand beside 'bearer' (keep one: 'bearer' or 'basic')");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"proxy\": \"proxy:3128\"}"),
        "proxy: the proxy's address is not a whole URL (write http://host:port, environment or none)");
    CHECK_C(step("{\"send\": \"GET /x\", \"proxy\": \"http://u:p@proxy:3128\"}"), "fine");
    CHECK_C(step("{\"send\": \"GET /x\", \"proxy\": \"https://proxy\"}"), "fine");
    // curl would take port 1080, most others 80.
    CHECK_C(step("{\"send\": \"GET /x\", \"proxy\": \"http://u:p@proxy/\"}"),
            "proxy: the proxy's address has no port (write http://host:port, environment or none)");
    CHECK_C(
        step("{\"send\": \"GET /x\", \"proxy\": \"http://u:p/w@proxy:3128\"}"),
        "proxy: the proxy's address holds a '/', '?' or '#' in its password (write %2F, %3F or %23 "
        "for the character itself)");
    CHECK_C(step("{\"send\": \"GET /x\", \"follow\": true}"), "fine");
    CHECK_C(step("{\"send\": \"GET /x\", \"follow\": 51}"),
            "follow: 'follow' must be true, false or a whole number from 0 to 50, found 51");
    CHECK_C(step("{\"send\": \"GET /x\", \"follow\": \"always\"}"),
            "follow: 'follow' must be true, false or a whole number, found \"always\"");
    CHECK_C(step("{\"send\": \"GET /x\", \"tls\": {\"insecure\": \"yes\"}}"),
            "tls: 'tls.insecure' must be true or false, found \"yes\" (write true)");
    CHECK_C(
        step(
            "{\"send\": \"POST /x\", \"multipart\": {\"a\": {\"text\": \"x\", \"filename\": \"a\\nb\"}}}"),
        "multipart: the value of part 'a' holds a line break (LF)");
    CHECK_C(
        step("{\"send\": \"POST /x\", \"multipart\": {\"a\": {\"text\": \"x\", \"file\": \"y\"}}}"),
        "multipart: 'multipart.a.file' cannot stand beside 'text' (keep one: 'text' or 'file')");
}

static void connections(void) {
    CHECK_C(connection("{\"http\": \"https://app.example/base\"}"), "fine");
    CHECK_C(connection("{\"http\": \"${inputs.base_url}\"}"), "fine");
    CHECK_C(connection("{\"headers\": {}}"), "http: 'http' is missing");
    CHECK_C(
        connection("{\"http\": \"app.example\"}"),
        "http: 'app.example' is not a whole URL (write it as http://host/path or https://host/path)");
    CHECK_C(
        connection("{\"http\": \"http://h/?a=1\"}"),
        "http: 'http://h/?a=1' holds a query, which no path could be joined to (give the query in each step, by query:)");
    CHECK_C(
        connection("{\"http\": \"http://h\", \"timeout\": 5}"),
        "timeout: 'timeout' must be a duration such as 250ms, 30s, 5m or 1h30m, found 5 (a number needs its unit: 5s)");
    void *params = decoded(
        connection_http.params, connection_http.param_count, connection_http.params_size,
        "{\"http\": \"HTTPS://App.Example:443/base\", \"auth\": {\"bearer\": \"secret-x\"}}", NULL);
    CHECK_C(connection_http.show(params, (Sv){0}, world.arena), "https://app.example/base");
}

static const void *step_params(const char *json) {
    return decoded(action_http.params, action_http.param_count, action_http.params_size, json,
                   NULL);
}

static void effects(void) {
    static const struct {
        const char *json;
        Effect effect;
        bool needs_connection;
        const char *touches;
    } cases[] = {
        {"{\"send\": \"GET /x\"}", EFFECT_READ, true, "GET /x"},
        {"{\"send\": \"HEAD ${vars.x}\"}", EFFECT_READ, false, "HEAD ${vars.x}"},
        {"{\"send\": \"OPTIONS http://h/\"}", EFFECT_READ, false, "OPTIONS http://h/"},
        {"{\"send\": \"POST /x\"}", EFFECT_CHANGE, true, "POST /x"},
        {"{\"send\": \"PUT /x\"}", EFFECT_CHANGE, true, "PUT /x"},
        {"{\"method\": \"DELETE\", \"url\": \"/y\"}", EFFECT_CHANGE, true, "DELETE /y"},
        {"{\"url\": \"/y\"}", EFFECT_READ, true, "GET /y"},
        {"{}", EFFECT_CHANGE, false, "GET "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const void *params = step_params(cases[i].json);
        CHECK_INT(action_http.effect_of(params), cases[i].effect);
        CHECK_INT(action_http.needs_connection(params), cases[i].needs_connection);
        CHECK_C(action_http.touches(params, world.arena), cases[i].touches);
    }
}

int main(void) {
    world_begin(NULL, NULL);
    methods_and_urls();
    everything_else();
    connections();
    effects();
    return world_end();
}
