// URLs: what is read, what is refused and with what words, joining and resolving.
#include "check.h"
#include "url/url.h"

static Arena *arena;

static Sv parsed(const char *text) {
    Url url;
    UrlError error;
    if (url_parse(arena, sv_from_c(text), &url, &error)) return url_text(arena, &url);
    if (!error.hint.len) return sv_format(arena, "! %.*s", SV_ARG(error.problem));
    return sv_format(arena, "! %.*s (%.*s)", SV_ARG(error.problem), SV_ARG(error.hint));
}

static Sv checked(const char *text) {
    UrlError error;
    if (url_check(arena, sv_from_c(text), &error)) return SV("fine");
    if (!error.hint.len) return sv_format(arena, "! %.*s", SV_ARG(error.problem));
    return sv_format(arena, "! %.*s (%.*s)", SV_ARG(error.problem), SV_ARG(error.hint));
}

static Sv resolved(const char *reference) {
    Url from, url;
    UrlError error;
    CHECK(url_parse(arena, SV("http://a/b/c/d;p?q"), &from, &error));
    if (url_resolve(arena, &from, sv_from_c(reference), &url, &error)) return url_text(arena, &url);
    return sv_format(arena, "! %.*s", SV_ARG(error.problem));
}

static void reading(void) {
    CHECK_C(parsed("http://127.0.0.1:8080/x?y=1"), "http://127.0.0.1:8080/x?y=1");
    CHECK_C(parsed("HTTPS://App.Example:443"), "https://app.example/");
    CHECK_C(parsed("http://h:/x"), "http://h/x");
    CHECK_C(parsed("http://h?q"), "http://h/?q");
    CHECK_C(parsed("http://h/?"), "http://h/?");
    CHECK_C(parsed("http://[0:0::1]:80/"), "http://[::1]/");
    CHECK_C(parsed("http://h/café?q={\"a\":1}"), "http://h/caf%C3%A9?q=%7B%22a%22:1%7D");
    CHECK_C(parsed("http://h/a%2Fb;c=1,2/@x:y"), "http://h/a%2Fb;c=1,2/@x:y");
    CHECK_C(parsed("http://my_host.local/...a/.well-known/x"),
            "http://my_host.local/...a/.well-known/x");
    CHECK_C(parsed("http://1.example/"), "http://1.example/");
}

static void refusing(void) {
    CHECK_C(parsed("h/x"),
            "! is not a whole URL (write it as http://host/path or https://host/path)");
    CHECK_C(parsed(""), "! is not a whole URL (write it as http://host/path or https://host/path)");
    CHECK_C(parsed("ftp://h/x"), "! has the scheme 'ftp' (only http and https are spoken)");
    CHECK_C(parsed("http:///x"), "! has no host (write it as http://host/path)");
    CHECK_C(
        parsed("http://u:p@h/"),
        "! holds a user name or password (put them into auth: { basic: { user: …, password: … } })");
    CHECK_C(
        parsed("http://h@evil.example/"),
        "! holds a user name or password (put them into auth: { basic: { user: …, password: … } })");
    CHECK_C(
        parsed("http://h\\@evil/"),
        "! holds a backslash, which programs read in different ways (write / in a path, or %5C for the "
        "character itself)");
    CHECK_C(parsed("http://h/a b"), "! holds a space (write it as %20)");
    CHECK_C(parsed("http://h/a\tb"), "! holds the control character 0x09");
    CHECK_C(
        parsed("http://h/a#b"),
        "! holds a fragment ('#'), which is never sent to a server (leave it out, or write %23 for the character itself)");
    CHECK_C(
        parsed("http://h/100%"),
        "! holds a '%' without two hexadecimal digits behind it (write %25 for the character itself)");
    CHECK_C(parsed("http://h/a/../b"),
            "! holds a '.' or '..' segment (write the path it leads to)");
    CHECK_C(parsed("http://h/%2e%2E/b"),
            "! holds a '.' or '..' segment (write the path it leads to)");
    CHECK_C(parsed("http://h/a/."), "! holds a '.' or '..' segment (write the path it leads to)");
    CHECK_C(parsed("http://h:0/"), "! has '0' as its port (a port is a number from 1 to 65535)");
    CHECK_C(parsed("http://h:65536/"),
            "! has '65536' as its port (a port is a number from 1 to 65535)");
    CHECK_C(parsed("http://h:+80/"),
            "! has '+80' as its port (a port is a number from 1 to 65535)");
    CHECK_C(
        parsed("http://127.1/"),
        "! has the host '127.1', a number that is no dotted IPv4 address (write all four numbers: 127.0.0.1)");
    CHECK_C(
        parsed("http://127.0.0.1./"),
        "! has the host '127.0.0.1.', a number that is no dotted IPv4 address (write all four numbers: 127.0.0.1)");
    // The beginning of a password is no port to be shown.
    CHECK_C(
        parsed("http://ann:se/cret@h/"),
        "! holds a user name or password (put them into auth: { basic: { user: …, password: … } })");
    CHECK_C(
        parsed("http://2130706433/"),
        "! has the host '2130706433', a number that is no dotted IPv4 address (write all four numbers: 127.0.0.1)");
    CHECK_C(
        parsed("http://0x7f.0.0.1/"),
        "! has the host '0x7f.0.0.1', a number that is no dotted IPv4 address (write all four numbers: 127.0.0.1)");
    CHECK_C(
        parsed("http://0177.0.0.01/"),
        "! has the host '0177.0.0.01', a number that is no dotted IPv4 address (write all four numbers: 127.0.0.1)");
    CHECK_C(parsed("http://b\xc3\xbc"
                   "cher.example/"),
            "! has a host name that is not ASCII (write the name in its xn-- form (punycode))");
    CHECK_C(parsed("http://h*st/"), "! has '*' in its host name");
    CHECK_C(parsed("http://[::1/"), "! has a '[' without its ']'");
    CHECK_C(parsed("http://[::g]/"), "! has '[::g]' as its host, which is no IPv6 address");
    CHECK_C(parsed("http://[::1]x/"), "! has 'x' behind its host");
}

static void at_load_time(void) {
    CHECK_C(checked("/api/${steps.a.id}/x?y=${inputs.z}"), "fine");
    CHECK_C(checked("${inputs.base}/x"), "fine");
    CHECK_C(checked("http://h/${a['}']}"), "fine");
    CHECK_C(checked("https://status.example/${ {'a': 1}.a }"), "fine");
    CHECK_C(
        checked("http://${host}/x"),
        "! has ${…} in the middle of its host (let one ${…} at the start hold the whole address)");
    CHECK_C(checked("/a b"), "! holds a space (write it as %20)");
    CHECK_C(checked("/a/../b"), "! holds a '.' or '..' segment (write the path it leads to)");
    CHECK_C(
        checked("//h/x"),
        "! begins with '//', which names another host in a browser (write the scheme too (https://host/path), or one "
        "slash for a path)");
    CHECK_C(checked("api/x"), "! is neither a path nor a whole URL (write /api/x)");
    CHECK_C(checked("localhost:8080/x"),
            "! is neither a path nor a whole URL (write http://localhost:8080/x)");
    CHECK_C(checked("ws://h/x"), "! has the scheme 'ws' (only http and https are spoken)");
    CHECK_C(checked(""), "! is empty (write a path such as /health)");
}

static Sv joined(const char *base, const char *path) {
    Url from, url;
    UrlError error;
    CHECK(url_parse(arena, sv_from_c(base), &from, &error));
    if (url_join(arena, &from, sv_from_c(path), &url, &error)) return url_text(arena, &url);
    return sv_format(arena, "! %.*s", SV_ARG(error.problem));
}

static void joining(void) {
    CHECK_C(joined("http://h:8080", "/x?y"), "http://h:8080/x?y");
    CHECK_C(joined("http://h/app/", "/x"), "http://h/app/x");
    CHECK_C(joined("http://h/app", "/"), "http://h/app/");
    CHECK_C(joined("http://h/app", "//evil.example/x"),
            "! begins with '//', which names another host in a browser");
    CHECK_C(joined("http://h/app", "x"), "! is neither a path nor a whole URL");
    CHECK_C(joined("http://h/app", "/../x"), "! holds a '.' or '..' segment");
    Url url;
    UrlError error;
    CHECK(url_parse(arena, SV("http://h/x"), &url, &error));
    url_add_query(arena, &url, SV("a=1"));
    url_add_query(arena, &url, SV("b=2"));
    url_add_query(arena, &url, SV(""));
    CHECK_C(url_target(arena, &url), "/x?a=1&b=2");
    CHECK_C(url_address(arena, &url), "h:80");
    CHECK_C(url_port(arena, &url), "80");
    CHECK_C(url_place(arena, &url), "h");
}

// RFC 3986, 5.4, without the examples that keep a fragment.
static void resolving(void) {
    static const char *const cases[][2] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {";x", "http://a/b/c/;x"},
        {"g;x=1", "http://a/b/c/g;x=1"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"https://b:8443/x", "https://b:8443/x"},
        {"http:g", "! is not a whole URL"},
        {"javascript:alert(1)", "! is not a whole URL"},
        {"%2e%2e/g", "http://a/b/g"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_C(resolved(cases[i][0]), cases[i][1]);
}

static void origins(void) {
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"http://h/x", "http://H:80/y", true},
        {"http://h", "https://h", false},
        {"http://h:81", "http://h:82", false},
        {"http://localhost", "http://127.0.0.1", false},
        {"http://[::1]", "http://[0:0:0:0:0:0:0:1]", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Url a, b;
        UrlError error;
        CHECK(url_parse(arena, sv_from_c(cases[i].a), &a, &error) &&
              url_parse(arena, sv_from_c(cases[i].b), &b, &error));
        CHECK_INT(url_same_origin(&a, &b), cases[i].same);
    }
}

static void loopback(void) {
    static const char *const here[] = {"localhost",    "LOCALHOST",       "localhost.",
                                       "db.localhost", "127.0.0.1",       "127.255.255.255",
                                       "::1",          "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"};
    static const char *const elsewhere[] = {"",
                                            "localhost.example",
                                            "notlocalhost",
                                            "localhos",
                                            "128.0.0.1",
                                            "10.0.0.1",
                                            "0.0.0.0",
                                            "::",
                                            "127.0.0.1.example",
                                            "::2",
                                            "::ffff:10.0.0.1",
                                            "127.1",
                                            "."};
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        CHECK(url_host_is_loopback(sv_from_c(here[i])));
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        CHECK(!url_host_is_loopback(sv_from_c(elsewhere[i])));
}

int main(void) {
    arena = arena_new(16 * 1024 * 1024);
    reading();
    refusing();
    at_load_time();
    joining();
    resolving();
    origins();
    loopback();
    arena_free(arena);
    return check_done();
}
