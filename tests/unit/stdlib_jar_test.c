// The cookies that a connection keeps: which are taken, with which requests they go (RFC 6265),
// what branches side by side see of each other, and files of them.
#include "check.h"

#include "http/jar/jar.h"
#include "late/late.h"

#include <stdlib.h>
#include <string.h>

enum { NOW = 1750000000 };

static Arena *arena;

static Url url_of(const char *text) {
    Url url;
    UrlError error;
    if (!url_parse(arena, sv_from_c(text), &url, &error)) abort();
    return url;
}

typedef struct Session {
    ConnectionMemory memory;
    CookieJars *jars;
} Session;

static Session session_new(void) {
    Session session = {0};
    bool made;
    connection_memory_init(&session.memory);
    session.jars = cookie_jars_in(&session.memory, &made);
    if (!made) abort();
    return session;
}

static const char *set_in(Session *session, const char *branch, const char *from,
                          const char *header) {
    Url url = url_of(from);
    Cookie cookie;
    const char *why = "";
    if (!cookie_parse(arena, sv_from_c(header), &url, NOW, &cookie)) return "not a cookie";
    CookieJar *jar = cookie_jar(session->jars, sv_from_c(branch));
    JarTakes takes = cookie_jar_take(jar, &cookie, &url, NOW, &why);
    return takes == JAR_TAKES ? "" : takes == JAR_DELETES ? "deleted" : why;
}

static const char *set(Session *session, const char *from, const char *header) {
    return set_in(session, "", from, header);
}

static Sv sent_at(Session *session, const char *branch, const char *to, int64_t now) {
    Url url = url_of(to);
    size_t count;
    JarCookie *cookies =
        cookie_jar_matching(cookie_jar(session->jars, sv_from_c(branch)), arena, &url, now, &count);
    Buf out BUF_AUTO = buf_new(65536);
    for (size_t i = 0; i < count; i++)
        buf_addf(&out, "%s%.*s=%.*s", i ? "; " : "", SV_ARG(cookies[i].name),
                 SV_ARG(cookies[i].value));
    return buf_keep(&out, arena);
}

static Sv sent(Session *session, const char *to) {
    return sent_at(session, "", to, NOW);
}

static void hosts_ports_and_schemes(void) {
    Session session = session_new();
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", "own=1")), "");
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", "all=2; Domain=.Example.com")), "");
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", "safe=3; Secure")), "");
    CHECK_C(sent(&session, "https://app.example.com/"), "own=1; all=2; safe=3");
    CHECK_C(sent(&session, "https://APP.example.com/"), "own=1; all=2; safe=3");
    CHECK_C(sent(&session, "http://app.example.com/"), "own=1; all=2");
    CHECK_C(sent(&session, "https://api.example.com/"), "all=2");
    CHECK_C(sent(&session, "https://example.com/"), "all=2");
    CHECK_C(sent(&session, "https://badexample.com/"), "");
    CHECK_C(sent(&session, "https://app.example.com.evil.test/"), "");
    CHECK_C(sent(&session, "https://app.example.com:8443/"), "");
    CHECK_C(sent(&session, "https://deep.app.example.com/"), "all=2");
    connection_memory_end(&session.memory);
}

static void another_port_is_another_place(void) {
    Session session = session_new();
    CHECK_C(sv_from_c(set(&session, "http://127.0.0.1:8080/", "a=1; Domain=127.0.0.1")), "");
    CHECK_C(sent(&session, "http://127.0.0.1:8080/x"), "a=1");
    CHECK_C(sent(&session, "http://127.0.0.1:8081/x"), "");
    CHECK_C(sent(&session, "http://127.0.0.1/x"), "");
    connection_memory_end(&session.memory);
}

static void what_is_not_taken(void) {
    static const struct {
        const char *from, *header, *why;
    } cases[] = {
        {"https://app.example.com/", "a=1; Domain=com",
         "its Domain is a public suffix, below which anybody has names"},
        {"https://shop.co.uk/", "a=1; Domain=co.uk",
         "its Domain is a public suffix, below which anybody has names"},
        {"https://shop.co.uk./", "a=1; Domain=co.uk.",
         "its Domain is a public suffix, below which anybody has names"},
        {"https://app.example.com/", "a=1; Path=/x\ty", "there is a control character in its Path"},
        {"https://app.github.io/", "a=1; Domain=github.io",
         "its Domain is a public suffix, below which anybody has names"},
        {"https://app.example.com/", "a=1; Domain=other.example.com",
         "its Domain is not one that the host belongs to"},
        {"https://app.example.com/", "a=1; Domain=deep.app.example.com",
         "its Domain is not one that the host belongs to"},
        {"https://app.example.com/", "a=1; Domain=ample.com",
         "its Domain is not one that the host belongs to"},
        {"http://10.0.0.1/", "a=1; Domain=0.0.1", "its Domain is not one that the host belongs to"},
        {"http://app.example.com/", "a=1; Secure", "it is Secure, and came without TLS"},
        {"https://app.example.com/", "__Secure-a=1",
         "its name begins with __Secure-, and Secure is not said"},
        {"https://app.example.com/", "__Host-a=1; Path=/",
         "its name begins with __Host-, and Secure is not said"},
        {"https://app.example.com/", "__Host-a=1; Secure; Path=/; Domain=app.example.com",
         "its name begins with __Host-, and a Domain is said"},
        {"https://app.example.com/", "__host-a=1; Secure; Path=/x",
         "its name begins with __Host-, and Path=/ is not said"},
        {"https://app.example.com/", "a=\x01", "there is a control character in it"},
        {"https://app.example.com/", "a=1\t2", "there is a control character in it"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Session session = session_new();
        CHECK_C(sv_from_c(set(&session, cases[i].from, cases[i].header)), cases[i].why);
        CHECK_C(sent(&session, cases[i].from), "");
        connection_memory_end(&session.memory);
    }
    Session session = session_new();
    BUF_AUTO Buf longest = buf_new(8192);
    buf_add_c(&longest, "a=");
    buf_add_repeat(&longest, 'x', 4096);
    buf_add_char(&longest, '\0');
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", longest.at)),
            "it is longer than 4096 bytes");
    longest.at[4097] = '\0';
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", longest.at)), "");
    CHECK_C(sv_from_c(set(&session, "https://app.example.com/", "__Host-a=1; Secure; Path=/")), "");
    CHECK_C(sv_from_c(set(&session, "http://localhost/", "s=1; Secure")), "");
    CHECK_C(sent(&session, "http://localhost/"), "s=1");
    connection_memory_end(&session.memory);
}

static void a_public_host_has_its_own(void) {
    Session session = session_new();
    CHECK_C(sv_from_c(set(&session, "https://github.io/", "a=1; Domain=github.io")), "");
    CHECK_C(sent(&session, "https://github.io/"), "a=1");
    CHECK_C(sent(&session, "https://someone.github.io/"), "");
    connection_memory_end(&session.memory);
}

static void paths_and_their_order(void) {
    Session session = session_new();
    set(&session, "https://a.example/docs/index.html", "default=1");
    set(&session, "https://a.example/", "root=2; Path=/");
    set(&session, "https://a.example/", "docs=3; Path=/docs");
    set(&session, "https://a.example/", "slash=4; Path=/docs/");
    CHECK_C(sent(&session, "https://a.example/docs/x"), "slash=4; default=1; docs=3; root=2");
    CHECK_C(sent(&session, "https://a.example/docs"), "default=1; docs=3; root=2");
    CHECK_C(sent(&session, "https://a.example/docsx"), "root=2");
    // It keeps its place where it is set anew.
    set(&session, "https://a.example/docs/other", "default=9");
    CHECK_C(sent(&session, "https://a.example/docs"), "default=9; docs=3; root=2");
    connection_memory_end(&session.memory);
}

static void ends(void) {
    Session session = session_new();
    set(&session, "https://a.example/", "a=1; Max-Age=10");
    set(&session, "https://a.example/", "b=2; Expires=Wed, 21 Oct 2099 07:28:00 GMT");
    set(&session, "https://a.example/", "c=3; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    set(&session, "https://a.example/", "d=4; Max-Age=99999999999999999999");
    set(&session, "https://a.example/", "e=");
    CHECK_C(sent(&session, "https://a.example/"), "a=1; b=2; c=3; d=4; e=");
    CHECK_C(sent_at(&session, "", "https://a.example/", NOW + 10), "b=2; d=4; e=");
    CHECK_C(sv_from_c(set(&session, "https://a.example/", "b=; Max-Age=0")), "deleted");
    CHECK_C(sv_from_c(set(&session, "https://a.example/x", "a=; Max-Age=0; Path=/x")), "deleted");
    CHECK_C(sent(&session, "https://a.example/"), "a=1; c=3; d=4; e=");
    connection_memory_end(&session.memory);
}

static void a_secure_one_is_not_replaced_without_tls(void) {
    Session session = session_new();
    set(&session, "https://a.example/", "sid=good; Secure");
    CHECK_C(sv_from_c(set(&session, "http://a.example/", "sid=bad")),
            "a cookie of its name is Secure, and it came without TLS");
    CHECK_C(sent(&session, "https://a.example/"), "sid=good");
    connection_memory_end(&session.memory);
}

static void there_is_an_end_to_them(void) {
    Session session = session_new();
    char header[64];
    for (int i = 0; i < 1000; i++) {
        snprintf(header, sizeof header, "c%d=1; Max-Age=%d", i, i == 7 ? 1 : 1000);
        CHECK_C(sv_from_c(set(&session, "https://a.example/", header)), "");
    }
    CHECK_C(sv_from_c(set(&session, "https://a.example/", "more=1")),
            "there are 1000 of them (HTTP_COOKIES)");
    CHECK_C(sv_from_c(set(&session, "https://a.example/", "c1=2")), "");
    connection_memory_end(&session.memory);
}

// "g" is a group, "p" a place in it: eight characters each.
static void branches(void) {
    Session session = session_new();
    const char *first = "0000000000000000", *second = "0000000000000001";
    set(&session, "https://a.example/", "sid=root");
    set_in(&session, second, "https://a.example/", "sid=second");
    set_in(&session, first, "https://a.example/", "sid=first");
    set_in(&session, first, "https://a.example/", "one=1");
    CHECK_C(sent_at(&session, first, "https://a.example/", NOW), "sid=first; one=1");
    CHECK_C(sent_at(&session, second, "https://a.example/", NOW), "sid=second");
    set_in(&session, "00000000000000010000000100000000", "https://a.example/", "inner=2");
    CHECK_C(sent_at(&session, "00000000000000010000000100000001", "https://a.example/", NOW),
            "sid=second");
    CHECK_C(sent_at(&session, second, "https://a.example/", NOW), "sid=second; inner=2");
    // A later group sees what the earlier one left, in the order of its branches.
    CHECK_C(sent_at(&session, "0000000200000000", "https://a.example/", NOW),
            "sid=second; one=1; inner=2");
    set_in(&session, "0000000200000000", "https://a.example/", "sid=; Max-Age=0");
    CHECK_C(sent(&session, "https://a.example/"), "one=1; inner=2");
    connection_memory_end(&session.memory);
}

static void a_file_of_branches(void) {
    Session session = session_new();
    set_in(&session, "0000000000000001", "https://a.example/", "sid=second");
    set_in(&session, "0000000000000000", "https://a.example/", "sid=first");
    set_in(&session, "0000000000000000", "https://a.example/", "one=1");
    BUF_AUTO Buf out = buf_new(65536);
    cookie_jars_write(session.jars, NOW, &out);
    size_t at = sv_find(buf_sv(&out), SV("a.example"), 0);
    CHECK_C(sv_slice(buf_sv(&out), at, out.len), "a.example\tFALSE\t/\tFALSE\t0\tsid\tsecond\n"
                                                 "a.example\tFALSE\t/\tFALSE\t0\tone\t1\n");
    connection_memory_end(&session.memory);
}

static const char *read_text(Session *session, const char *text, size_t *line) {
    const char *why = "";
    return cookie_jar_read(cookie_jar(session->jars, SV("")), arena, sv_from_c(text), NOW, line,
                           &why)
               ? ""
               : why;
}

static void files(void) {
    Session session = session_new();
    size_t line;
    CHECK_C(sv_from_c(read_text(&session,
                                "# Netscape HTTP Cookie File\n\n"
                                ".Example.com\tTRUE\t/\tFALSE\t0\tall\t1\n"
                                "#HttpOnly_app.example.com\tFALSE\t/x\tTRUE\t4102444800\town\t2\r\n"
                                "app.example.com\tFALSE\t/\tFALSE\t12\tover\t3\n"
                                "app.example.com\tFALSE\t/\tFALSE\t0\tempty\n",
                                &line)),
            "");
    CHECK_C(sent(&session, "https://app.example.com/x"), "own=2; all=1; empty=");
    CHECK_C(sent(&session, "http://other.example.com/x"), "all=1");
    BUF_AUTO Buf out = buf_new(65536);
    cookie_jars_write(session.jars, NOW, &out);
    CHECK_C(buf_sv(&out),
            "# Netscape HTTP Cookie File\n"
            "# Written by runbook. Whoever has it can act as those that these cookies are of.\n\n"
            ".example.com\tTRUE\t/\tFALSE\t0\tall\t1\n"
            "#HttpOnly_app.example.com\tFALSE\t/x\tTRUE\t4102444800\town\t2\n"
            "app.example.com\tFALSE\t/\tFALSE\t0\tempty\t\n");
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"a.example TRUE / FALSE 0 a 1",
         "it has not the seven fields of a cookie, with tabs between them"},
        {"a.example\tFALSE\t/\tFALSE\t0\ta\t1\t2", "it has more than the seven fields of a cookie"},
        {"a.example\tyes\t/\tFALSE\t0\ta\t1", "its second field is not TRUE or FALSE"},
        {"a.example\tFALSE\tx\tFALSE\t0\ta\t1", "its third field is not a path"},
        {"a.example\tFALSE\t/\t1\t0\ta\t1", "its fourth field is not TRUE or FALSE"},
        {"a.example\tFALSE\t/\tFALSE\tsoon\ta\t1", "its fifth field is not a time in seconds"},
        {"a.example\tFALSE\t/\tFALSE\t0\t\t1", "the cookie has no name"},
        {"\tFALSE\t/\tFALSE\t0\ta\t1", "its first field is no host"},
        {".com\tTRUE\t/\tFALSE\t0\ta\t1",
         "its Domain is a public suffix, below which anybody has names"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_C(sv_from_c(read_text(&session, cases[i].text, &line)), cases[i].why);
        CHECK_INT(line, 1);
    }
    connection_memory_end(&session.memory);
}

int main(void) {
    LateFailure missing;
    if (!late_load(LATE_PSL, &missing)) {
        printf("skipped: %s\n", missing.reason);
        return 77;
    }
    arena = arena_new((size_t)64 * 1024 * 1024);
    hosts_ports_and_schemes();
    another_port_is_another_place();
    what_is_not_taken();
    a_public_host_has_its_own();
    paths_and_their_order();
    ends();
    a_secure_one_is_not_replaced_without_tls();
    there_is_an_end_to_them();
    branches();
    a_file_of_branches();
    files();
    arena_free(arena);
    return check_done();
}
