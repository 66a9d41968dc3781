// Which line of what a command said is told: each case is what it printed, a line from standard
// error marked by "2>".
#include "base/buf.h"
#include "check.h"
#include "report/failure.h"
#include "value/value.h"

static Arena *arena;

static Sv told(const char *printed) {
    Buf output BUF_AUTO = buf_new(4096), errors BUF_AUTO = buf_new(4096);
    Sv rest = sv_from_c(printed), line;
    while (sv_next_line(&rest, &line)) {
        bool error = sv_starts(line, SV("2>"));
        if (error) line = sv_slice(line, 2, line.len);
        buf_addf(&output, "%.*s\n", SV_ARG(line));
        if (error) buf_addf(&errors, "%.*s\n", SV_ARG(line));
    }
    MapBuilder observed = map_builder(arena), attempt = map_builder(arena);
    map_add_c(&observed, "stderr", value_string(buf_keep(&errors, arena)));
    map_add_c(&attempt, "output", value_string(buf_keep(&output, arena)));
    map_add_c(&attempt, "observed", map_done(&observed));
    return said_line(map_done(&attempt));
}

static void standard_error_is_preferred(void) {
    CHECK_C(told("building 1\n2>Error: the disk is full\n3 of 10 done"), "Error: the disk is full");
    CHECK_C(told("2>the queue has gone\nall in all 3"), "the queue has gone");
    CHECK_C(told("2>Error: no such host\n2>See --help"), "Error: no such host");
    CHECK_C(
        told(
            "2>Traceback (most recent call last):\n2>  File \"x.py\", line 1\n2>ValueError: not a date"),
        "ValueError: not a date");
    CHECK_C(
        told(
            "2>Exception in thread \"main\" java.lang.IllegalStateException: no key\n2>\tat A.main(A.java:3)"),
        "Exception in thread \"main\" java.lang.IllegalStateException: no key");
}

static void a_progress_there_says_nothing(void) {
    CHECK_C(told("error: no such table\n2>10%\r100% [====]"), "error: no such table");
    CHECK_C(told("error: no such table\n2>loaded 3 of 9 tables"), "error: no such table");
    CHECK_C(told("the import ended\n2>100%\n2>[####]"), "the import ended");
    CHECK_C(told("2>50% done\rdisk failed"), "disk failed");
    CHECK_C(told("Tests: 1 failed, 3 passed\n2>(node:1) Warning: this will be an error"),
            "Tests: 1 failed, 3 passed");
}

static void a_remark_is_no_trouble(void) {
    CHECK_C(told("2>note: the check of failed-rows is on\n2>the volume is over its size"),
            "the volume is over its size");
    CHECK_C(told("2>hint: see what failed\n2>error: no such branch"), "error: no such branch");
}

static void who_only_started_it_says_less(void) {
    CHECK_C(
        told(
            "tests: 3 failed\n2>npm ERR! code 1\n2>npm ERR! A complete log of this run can be found in:\n"
            "2>npm ERR!     /root/.npm/_logs/x.log"),
        "tests: 3 failed");
    CHECK_C(told("2>cc: x.c: No such file\n2>make: *** [Makefile:2: all] Error 1"),
            "cc: x.c: No such file");
    CHECK_C(told("2>make: *** [Makefile:2: all] Error 1"), "make: *** [Makefile:2: all] Error 1");
    CHECK_C(told("2>npm error code E404\n2>npm error 404 Not Found - GET https://r.example/x\n"
                 "2>npm error A complete log of this run can be found in: /root/x.log"),
            "npm error 404 Not Found - GET https://r.example/x");
}

static void none_of_them_is_none(void) {
    CHECK_C(told("1 test failed\n0 errors, no failures"), "1 test failed");
    CHECK_C(told("10 errors\nthe end"), "10 errors");
}

static void it_says_little_or_nothing(void) {
    CHECK_C(told(""), "");
    CHECK_C(told("\n  \n"), "");
    CHECK_C(told("42"), "42");
    CHECK_C(told("2>17\n42"), "42");
    CHECK_C(told("失敗しました\n2>"), "失敗しました");
    CHECK_C(said_line(value_null()), "");
}

int main(void) {
    arena = arena_new((size_t)1024 * 1024);
    standard_error_is_preferred();
    a_progress_there_says_nothing();
    a_remark_is_no_trouble();
    who_only_started_it_says_less();
    none_of_them_is_none();
    it_says_little_or_nothing();
    arena_free(arena);
    return check_done();
}
