// Set-Cookie as a browser reads it: dates in any form, attributes in any case, and what is gone.
#include "check.h"

#include "http/jar/cookie.h"

#include <stdlib.h>

enum { NOW = 1750000000 };

static Arena *arena;

static int64_t date(const char *text) {
    int64_t seconds = -1;
    return cookie_date(sv_from_c(text), &seconds) ? seconds : -1;
}

static void dates(void) {
    CHECK_INT(date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);  // IMF-fixdate
    CHECK_INT(date("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777); // RFC 850
    CHECK_INT(date("Sun Nov  6 08:49:37 1994"), 784111777);       // asctime
    CHECK_INT(date("Sun, 06-Nov-1994 08:49:37 GMT"), 784111777);
    CHECK_INT(date("1994 november 6 8:49:37"), 784111777);
    CHECK_INT(date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    CHECK_INT(date("Thu, 01-Jan-70 00:00:00 GMT"), 0);
    CHECK_INT(date("Tue, 01-Jan-69 00:00:00 GMT"), 3124224000);     // 2069
    CHECK_INT(date("Wed, 31 Dec 2036 23:59:59 +0900"), 2114380799); // zones are not read
    CHECK_INT(date("Mon, 30 Feb 2026 00:00:00 GMT"), -1);
    CHECK_INT(date("Mon, 29 Feb 2028 00:00:00 GMT"), 1835395200);
    CHECK_INT(date("Mon, 01 Jan 1600 00:00:00 GMT"), -1);
    CHECK_INT(date("Mon, 01 Jan 2026 24:00:00 GMT"), -1);
    CHECK_INT(date("Mon, 01 Jan 2026"), -1);
    CHECK_INT(date("01:02:03 2026 Jan"), -1);
    CHECK_INT(date("0"), -1);
    CHECK_INT(date(""), -1);
}

static bool parse(const char *header, Cookie *out) {
    Url from;
    UrlError error;
    if (!url_parse(arena, SV("https://app.example/api/logout?now"), &from, &error)) abort();
    return cookie_parse(arena, sv_from_c(header), &from, NOW, out);
}

static bool gone(const char *header) {
    Cookie cookie;
    return parse(header, &cookie) && cookie.gone;
}

static void attributes(void) {
    Cookie cookie;
    CHECK(parse(
        " session = abc=d ; PATH=/x; Domain=.APP.example; expires=Sun, 06 Nov 2094 08:49:37 GMT;"
        "max-age=60 ;secure;HttpOnly; samesite=STRICT; Partitioned",
        &cookie));
    CHECK_C(cookie.name, "session");
    CHECK_C(cookie.value, "abc=d");
    CHECK_C(cookie.path, "/x");
    CHECK_C(cookie.scope, "/x");
    CHECK_C(cookie.domain, "app.example");
    CHECK_C(cookie.same_site, "Strict");
    CHECK_C(cookie.host, "app.example");
    CHECK(cookie.secure && cookie.http_only && cookie.has_expires && cookie.has_max_age);
    CHECK_INT(cookie.max_age, 60);
    CHECK(!cookie.gone);
    CHECK(parse("a=1", &cookie));
    CHECK(!cookie.secure && !cookie.http_only && !cookie.has_expires && !cookie.has_max_age);
    CHECK_INT(cookie.path.len + cookie.domain.len + cookie.same_site.len, 0);
    CHECK_C(cookie.scope, "/api");
    CHECK(parse("a=1; Path=; Path=relative; SameSite=odd; Max-Age=soon; Expires=never", &cookie));
    CHECK_C(cookie.scope, "/api");
    CHECK_C(cookie.same_site, "odd");
    CHECK(!cookie.has_max_age && !cookie.has_expires);
    CHECK(!parse("no pair", &cookie) && !parse("=nameless", &cookie) && !parse("", &cookie));
}

static void deleted(void) {
    CHECK(gone("a=1; Max-Age=0") && gone("a=1; max-age=-1") &&
          gone("a=1; MAX-AGE=-99999999999999999999"));
    CHECK(gone("a=; Path=/") && gone("a=") && gone("a= ; Max-Age=60"));
    CHECK(gone("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT") &&
          gone("a=1; expires=Thu, 01-Jan-70 00:00:01 GMT"));
    CHECK(!gone("a=1") && !gone("a=1; Max-Age=60") && !gone("a=1; Max-Age=99999999999999999999"));
    CHECK(!gone("a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT"));
    // The age counts before the date, whichever comes first.
    CHECK(!gone("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60"));
    CHECK(gone("a=1; Max-Age=0; Expires=Thu, 01 Jan 2099 00:00:00 GMT"));
    // What cannot be read is not there; the last of several counts.
    CHECK(!gone("a=1; Max-Age=\"0\"") && !gone("a=1; Max-Age=") && !gone("a=1; Expires=0"));
    CHECK(gone("a=1; Max-Age=60; Max-Age=0") && !gone("a=1; Max-Age=0; Max-Age=60"));
}

int main(void) {
    arena = arena_new(1024 * 1024);
    dates();
    attributes();
    deleted();
    arena_free(arena);
    return check_done();
}
