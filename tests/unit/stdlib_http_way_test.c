// Which proxy stands between us and a server, by what the environment says, and what is said of the
// way.
#include "check.h"
#include "http/http_way.h"
#include "registry.h"

static Arena *arena;

// ── an environment ──

static const char *const *variables; // NAME, value, NAME, value, NULL

static const char *get(void *self, const char *name) {
    (void)self;
    for (size_t i = 0; variables[i]; i += 2)
        if (strcmp(variables[i], name) == 0) return variables[i + 1];
    return NULL;
}

static Sv chosen(const char *written, const char *url, const char *const *given) {
    Env env = *env_system();
    env.get = get;
    variables = given;
    Url to;
    UrlError error;
    HttpProxy proxy;
    HttpProblem problem;
    CHECK(url_parse(arena, sv_from_c(url), &to, &error));
    if (!http_choose_proxy(arena, sv_from_c(written), &env, &to, &proxy, &problem))
        return problem.error;
    return proxy.url.len ? proxy.url : SV("none");
}

static void by_environment(void) {
    static const char *const all[] = {"http_proxy", "http://a:1", "HTTPS_PROXY", "b:2",
                                      "ALL_PROXY",  "c:3",        NULL};
    static const char *const one[] = {"ALL_PROXY", "http://u:p@c:3", NULL};
    static const char *const both[] = {"http_proxy", "http://low:1", "HTTP_PROXY", "http://up:1",
                                       NULL};
    static const char *const empty[] = {"http_proxy", "", "HTTP_PROXY", "http://up:1", NULL};
    static const char *const none[] = {NULL};
    static const char *const odd[] = {"http_proxy", "socks5://a:1", NULL};
    CHECK_C(chosen("environment", "http://h/", all), "http://a:1");
    CHECK_C(chosen("environment", "https://h/", all), "http://b:2");
    CHECK_C(chosen("environment", "https://h/", one), "http://c:3");
    CHECK_C(chosen("environment", "http://h/", both), "http://low:1");
    CHECK_C(chosen("environment", "http://h/", empty), "http://up:1");
    CHECK_C(chosen("environment", "http://h/", none), "none");
    CHECK_C(chosen("none", "http://h/", all), "none");
    CHECK_C(chosen("", "http://h/", all), "none");
    CHECK_C(chosen("https://p", "http://h/", all), "https://p:443");
    CHECK(sv_starts(chosen("environment", "http://h/", odd), SV("the proxy's address")));
}

static void without(void) {
    static const struct {
        const char *no_proxy, *host;
        bool directly;
    } cases[] = {
        {"*", "h.example", true},
        {"h.example", "h.example", true},
        {"H.Example", "h.example", true},
        {"h.example", "a.h.example", true},
        {".h.example", "h.example", true},
        {".h.example", "a.h.example", true},
        {"h.example.", "h.example", true},
        {"h.example", "h.example.", true},
        {"a, b ,h.example", "h.example", true},
        {"a\th.example", "h.example", true},
        {"h.example", "xh.example", false},
        {"a.h.example", "h.example", false},
        {"h.example:80", "h.example", false},
        {"*.example", "h.example", false},
        {"", "h.example", false},
        {".", "h.example", false},
        {",,", "h.example", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.0/8", "10.9.8.7", true},
        {"10.0.0.0/9", "10.200.0.1", false},
        {"10.0.0.0/0", "10.200.0.1", true},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"10.0.0.0/", "10.0.0.0", false},
        {"10.0.0.0/x", "10.0.0.0", false},
        {"0.0.1", "10.0.0.1", false}, // the end of a name, but not of an address
        {"::1", "[::1]", true},
        {"[::1]", "[::1]", true},
        {"fd00::/8", "[fd12::1]", true},
        {"fd00::/8", "[fe80::1]", false},
        {"10.0.0.0/8", "[::1]", false},
        {"10.0.0.0/8", "10.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *given[] = {"http_proxy", "http://p:1", "NO_PROXY", cases[i].no_proxy, NULL};
        const char *url = sv_to_c(arena, sv_format(arena, "http://%s/", cases[i].host));
        Sv found = chosen("environment", url, given);
        check_true(sv_eq_c(found, cases[i].directly ? "none" : "http://p:1"), cases[i].no_proxy,
                   __FILE__, __LINE__);
    }
    // It speaks of the environment's proxy alone.
    static const char *const given[] = {"no_proxy", "*", NULL};
    CHECK_C(chosen("http://p:1", "http://h/", given), "http://p:1");
}

// ── what is said of it ──

static Sv said(const char *url, bool insecure, const char *proxy) {
    static const char *const none[] = {NULL};
    Env env = *env_system();
    env.get = get;
    variables = none;
    Url to;
    UrlError error;
    HttpProblem problem;
    HttpProxy between = {0};
    if (url) CHECK(url_parse(arena, sv_from_c(url), &to, &error));
    if (url && proxy)
        CHECK(http_choose_proxy(arena, sv_from_c(proxy), &env, &to, &between, &problem));
    Cautions cautions = {0};
    http_way_cautions(arena,
                      &(HttpWay){.url = url ? &to : NULL, .insecure = insecure, .proxy = &between},
                      &cautions);
    Sv text = SV("");
    for (size_t i = 0; i < cautions.count; i++) {
        const Caution *caution = &cautions.items[i];
        text = sv_format(arena, "%.*s%s%.*s [%s: %.*s]", SV_ARG(text), i ? "; " : "",
                         SV_ARG(caution->text), caution->bound ? caution->bound : "",
                         SV_ARG(caution->whom));
    }
    return text;
}

static void cautions(void) {
    CHECK_C(said("https://h/", false, NULL), "");
    CHECK_C(said("https://h/", true, NULL), "TLS is not verified [insecure: h:443]");
    CHECK_C(said("https://127.0.0.1:1/", true, NULL),
            "TLS is not verified [insecure: 127.0.0.1:1]");
    CHECK_C(said(NULL, true, NULL), "TLS is not verified [insecure: ]");
    CHECK_C(said(NULL, false, NULL), "");
    CHECK_C(said("http://h/", false, NULL), "not encrypted [: h:80]");
    CHECK_C(said("http://h/", true, NULL), "not encrypted [: h:80]");
    CHECK_C(said("http://127.0.0.1:8080/", false, NULL), "");
    CHECK_C(said("http://[::1]/", true, NULL), "");
    // Through a proxy it leaves this machine, or may.
    CHECK_C(said("http://127.0.0.1:8080/", false, "http://u:geheim@p:3128"),
            "not encrypted [: 127.0.0.1:8080]; through the proxy http://p:3128 [proxies: p:3128]");
    CHECK_C(said("https://h/", false, "https://p"),
            "through the proxy https://p:443 [proxies: p:443]");
}

int main(void) {
    arena = arena_new((size_t)16 << 20);
    by_environment();
    without();
    cautions();
    arena_free(arena);
    return check_done();
}
