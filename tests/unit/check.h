// A test program in three words: CHECK, CHECK_SV, and `return check_done();`. A failed check says
// where, what was wanted and what was found, and the program goes on to the next one.
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include "base/sv.h"
#include <stdio.h>
#include <string.h>

static int check_count;
static int check_failures;

static inline void check_true(bool held, const char *what, const char *file, int line) {
    check_count++;
    if (held) return;
    check_failures++;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
}

static inline void check_sv(Sv found, Sv wanted, const char *file, int line) {
    check_count++;
    if (sv_eq(found, wanted)) return;
    check_failures++;
    fprintf(stderr, "%s:%d:\n--- wanted\n%.*s\n--- found\n%.*s\n---\n", file, line, SV_ARG(wanted),
            SV_ARG(found));
}

static inline void check_i64(long long found, long long wanted, const char *what, const char *file,
                             int line) {
    check_count++;
    if (found == wanted) return;
    check_failures++;
    fprintf(stderr, "%s:%d: %s is %lld, wanted %lld\n", file, line, what, found, wanted);
}

#define CHECK(condition)        check_true((condition), #condition, __FILE__, __LINE__)
#define CHECK_SV(found, wanted) check_sv((found), (wanted), __FILE__, __LINE__)
#define CHECK_C(found, wanted)  check_sv((found), sv_from_c(wanted), __FILE__, __LINE__)
#define CHECK_INT(found, wanted)                                                                   \
    check_i64((long long)(found), (long long)(wanted), #found, __FILE__, __LINE__)

// A test without a check is a failure: nothing was shown.
static inline int check_done(void) {
    if (check_count == 0) fprintf(stderr, "no check was made\n");
    printf("%d checks, %d failed\n", check_count, check_failures);
    return check_failures == 0 && check_count > 0 ? 0 : 1;
}

#endif
