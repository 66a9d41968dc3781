// Where the parts of a URL stand, in what is one and in what is only nearly one.
#include "base/arena.h"
#include "check.h"
#include "url/url_parts.h"

static Arena *arena;

static Sv shown(const char *name, bool there, Sv part) {
    return there ? sv_format(arena, " %s=%.*s", name, SV_ARG(part)) : SV("");
}

static Sv split(const char *text, UrlLeniency leniency) {
    UrlParts parts = url_split(sv_from_c(text), leniency);
    Sv all[] = {
        shown("scheme", parts.has_scheme, parts.scheme),
        shown("user", parts.has_user, parts.user),
        shown("password", parts.has_password, parts.password),
        shown("host", parts.has_authority, parts.host),
        shown("port", parts.has_port, parts.port),
        shown("path", parts.path.len > 0, parts.path),
        shown("query", parts.has_query, parts.query),
        shown("fragment", parts.has_fragment, parts.fragment),
    };
    return sv_concat(arena, all, sizeof all / sizeof *all);
}

static Sv written(const char *text) {
    return split(text, URL_AS_WRITTEN);
}

static void as_written(void) {
    CHECK_C(written("https://ann:p%40w@h.example:8443/a/b?c=d#e"),
            " scheme=https user=ann password=p%40w host=h.example port=8443 path=/a/b query=c=d "
            "fragment=e");
    CHECK_C(written("http://h"), " scheme=http host=h");
    CHECK_C(written("http://h:/x"), " scheme=http host=h port= path=/x");
    CHECK_C(written("http://h?q"), " scheme=http host=h query=q");
    CHECK_C(written("http://h#f?g/@x"), " scheme=http host=h fragment=f?g/@x");
    CHECK_C(written("http://[::1]:80/"), " scheme=http host=[::1] port=80 path=/");
    CHECK_C(written("http://[::1/"), " scheme=http host=[::1 path=/");
    CHECK_C(written("http://[::1]x:80"), " scheme=http host=[::1]x port=80");
    CHECK_C(written("http://h:1:2"), " scheme=http host=h port=1:2");
    CHECK_C(written("http://a@b@h/@c:d"), " scheme=http user=a@b host=h path=/@c:d");
    CHECK_C(written("http://a:b@c:d@h"), " scheme=http user=a password=b@c:d host=h");
    CHECK_C(written("http://:@h"), " scheme=http user= password= host=h");
    CHECK_C(written("http:///x"), " scheme=http host= path=/x");
    CHECK_C(written("urn:uuid:1"), " scheme=urn path=uuid:1");
    CHECK_C(written("//h/x"), " host=h path=/x");
    CHECK_C(written("/a?b=http://c@d"), " path=/a query=b=http://c@d");
    CHECK_C(written("a/b:c"), " path=a/b:c");
    CHECK_C(written(""), "");
}

static Sv password(const char *text) {
    UrlParts parts = url_split(sv_from_c(text), URL_NEARLY);
    return parts.has_password ? parts.password : SV("(none)");
}

static void nearly(void) {
    CHECK_C(password("postgres://ann:secret@h/db"), "secret");
    CHECK_C(password("see postgres://ann:secret@h/db, or else"), "secret");
    CHECK_C(password("://ann:secret@h"), "secret");
    CHECK_C(password("http:/ann:secret@h"), "secret");
    CHECK_C(password("http:///ann:secret@h"), "secret");
    CHECK_C(password("http:/ann:secret@h/http://x"), "secret");
    CHECK_C(password("postgres://ann:sec?ret@h/db?x=y@z"), "sec?ret");
    CHECK_C(password("postgres://ann:sec#ret@h/db"), "sec#ret");
    CHECK_C(password("postgres://ann:sec/ret@h/db/a@b"), "sec/ret");
    CHECK_C(password("postgres://ann:sec/r@t@h/db/a@b"), "sec/r@t");
    CHECK_C(password("postgres://ann:12@34@h/db"), "12@34");
    // What may well stand in a URL that holds none.
    CHECK_C(password("https://h/@scope/name"), "(none)");
    CHECK_C(password("https://h:8080/@scope/name"), "(none)");
    CHECK_C(password("https://h:8080?mail=a@b"), "(none)");
    CHECK_C(password("https://h:/a@b"), "(none)");
    CHECK_C(password("https://[::1]/a@b"), "(none)");
    CHECK_C(password("https://h:x/a b@c"), "(none)");
    CHECK_C(password("postgres://ann@h/db"), "(none)");
    CHECK_C(password("mail ann:secret@h"), "(none)");
    CHECK_C(split("postgres:///db?host=h", URL_NEARLY),
            " scheme=postgres host= path=/db query=host=h");
    CHECK_C(split("sqlite:/srv/a@b.db", URL_NEARLY), " path=sqlite:/srv/a@b.db");
    CHECK_C(split("x http://a:b/c@h:1/p?q#f y", URL_NEARLY),
            " scheme=http user=a password=b/c host=h port=1 path=/p query=q fragment=f");
}

int main(void) {
    arena = arena_new(1024 * 1024);
    as_written();
    nearly();
    arena_free(arena);
    return check_done();
}
