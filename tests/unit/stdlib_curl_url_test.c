// Two readers of one URL: ours, which decides who may be spoken to, and libcurl's, which speaks.
// What ours takes, libcurl reads in the same way; parts that it would read otherwise are refused.
#include "check.h"
#include "drivers/http/http_line.h"
#include "late/late.h"

static Arena *arena;

static Sv part_of(CURLU *handle, CURLUPart part, unsigned flags) {
    char *text = NULL;
    if (curl_url_get(handle, part, &text, flags) != CURLUE_OK) return SV("(none)");
    Sv copy = sv_copy(arena, sv_from_c(text));
    curl_free(text);
    return copy;
}

static Sv place_by(CURLU *handle) {
    return sv_format(arena, "%.*s://%.*s:%.*s", SV_ARG(part_of(handle, CURLUPART_SCHEME, 0)),
                     SV_ARG(part_of(handle, CURLUPART_HOST, 0)),
                     SV_ARG(part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT)));
}

// Whom libcurl would speak to if it were given the text itself.
static Sv place_of_text(const char *text) {
    CURLU *handle = curl_url();
    bool read = curl_url_set(handle, CURLUPART_URL, text, CURLU_PATH_AS_IS) == CURLUE_OK;
    Sv place = read ? place_by(handle) : SV("(refused)");
    curl_url_cleanup(handle);
    return place;
}

static void both(const char *text, bool kept) {
    Url url;
    UrlError error;
    CURLU *handle = curl_url();
    Sv why = {0};
    CHECK(url_parse(arena, sv_from_c(text), &url, &error));
    // A new handle, and one that asked the same server for something else before.
    if (kept) {
        Url before = url;
        before.path = SV("/before");
        before.has_query = true, before.query = SV("q");
        CHECK(curl_url_fill(arena, handle, &before, &why));
    }
    CHECK(curl_url_fill(arena, handle, &url, &why));
    CHECK_SV(part_of(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT), url_text(arena, &url));
    Sv scheme = url.https ? SV("https") : SV("http");
    CHECK_SV(place_by(handle),
             sv_format(arena, "%.*s://%.*s", SV_ARG(scheme), SV_ARG(url_address(arena, &url))));
    CHECK(sv_eq_nocase(place_of_text(text), place_by(handle)));
    curl_url_cleanup(handle);
}

static void the_same(void) {
    static const char *const texts[] = {
        "http://127.0.0.1:8080/x?y=1",
        "HTTPS://App.Example:443",
        "http://h:/x",
        "http://h?q",
        "https://h:80/",
        "http://h:00081/x",
        "http://[0:0::1]:80/",
        "http://[::ffff:127.0.0.1]/",
        "https://[2001:DB8::1]:8443/a",
        "http://h/caf\xc3\xa9?q={\"a\":1}",
        "http://h/a%2Fb%c3%A9;c=1,2/@x:y",
        "http://h/a//b///",
        "http://h/...a/.well-known/x",
        "http://h/?a=b?c=d/e@f:g",
        "http://h/x?u=http://a:b@c/",
        "http://my_host.local/",
        "http://1.example/",
        "http://-a-.b-/",
        "http://h./x",
        "http://a..b/x",
        "http://xn--bcher-kva.example/",
        "http://h/[x]|^`",
        "http://h/a'b(c)*!$&+,=~",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        both(texts[i], false), both(texts[i], true);
}

// Texts that libcurl reads, and in which it finds another host than a person might: none is ours.
static void ours_alone(void) {
    static const char *const texts[][2] = {
        {"http://127.1/", "http://127.0.0.1:80"},
        {"http://0x7f000001/", "http://127.0.0.1:80"},
        {"http://017700000001/", "http://127.0.0.1:80"},
        {"http://good.example@evil.example/", "http://evil.example:80"},
        {"http://good.example:80@evil.example/", "http://evil.example:80"},
        {"http:/evil.example/", "http://evil.example:80"},
        {"http:///evil.example/", "http://evil.example:80"},
        {"http://evil%2eexample/", "http://evil.example:80"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Url url;
        UrlError error;
        CHECK(!url_parse(arena, sv_from_c(texts[i][0]), &url, &error));
        CHECK_C(place_of_text(texts[i][0]), texts[i][1]);
    }
}

static Sv made(Url url) {
    CURLU *handle = curl_url();
    Sv why = {0}, text = {0};
    bool taken = curl_url_fill(arena, handle, &url, &why);
    if (taken) text = part_of(handle, CURLUPART_URL, 0);
    curl_url_cleanup(handle);
    return taken ? text : why;
}

// Parts that no text of ours has: should one ever come here, nothing is sent.
static void refused(void) {
    Url plain = {.host = SV("h"), .port = 80, .path = SV("/x")}, url = plain;
    CHECK_C(made(url), "http://h/x");
    url.has_query = true, url.query = SV("a%2Fb%3f");
    CHECK_C(made(url), "http://h/x?a%2Fb%3f");
    static const struct {
        const char *host, *why;
    } hosts[] = {
        {"h/y", "libcurl reads the host of 'http://h/y/x' in another way than we do"},
        {"a@h", "libcurl reads the host of 'http://a@h/x' in another way than we do"},
        {"h:81", "libcurl reads the host of 'http://h:81/x' in another way than we do"},
        {"127.1", "libcurl reads the host of 'http://127.1/x' in another way than we do"},
        {"h%41", "libcurl reads the host of 'http://h%41/x' in another way than we do"},
        {"h i", "libcurl reads the text of 'http://h i/x' in another way than we do"},
        {"", "libcurl reads the host of 'http:///x' in another way than we do"},
    };
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        url = plain, url.host = sv_from_c(hosts[i].host);
        CHECK_C(made(url), hosts[i].why);
    }
    url = plain, url.path = SV("/a?b");
    CHECK_C(made(url), "libcurl reads the path of 'http://h/a?b' in another way than we do");
    url = plain, url.has_query = true, url.query = SV("a#b");
    CHECK_C(made(url), "libcurl reads the query of 'http://h/x?a#b' in another way than we do");
    url = plain, url.host = SV("::1::"), url.ipv6 = true;
    CHECK_C(made(url), "libcurl reads the text of 'http://[::1::]/x' in another way than we do");
}

int main(void) {
    arena = arena_new(1024 * 1024);
    LateFailure missing;
    CHECK(late_load(LATE_CURL, &missing));
    the_same();
    ours_alone();
    refused();
    arena_free(arena);
    return check_done();
}
