// Parts of a test that mostly wait, each in a process of its own and all at the same time, so that
// the test takes as long as its longest part. A part sees what main had made before, and shares
// nothing afterwards.
#ifndef TESTS_UNIT_SIDE_BY_SIDE_H
#define TESTS_UNIT_SIDE_BY_SIDE_H

#include "check.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void (*Part)(void);

// The test's status, of what main itself has checked as well.
static inline int side_by_side(const Part *parts, size_t count) {
    pid_t pids[32];
    if (count > sizeof pids / sizeof *pids) abort();
    fflush(NULL);
    for (size_t i = 0; i < count; i++) {
        pids[i] = fork();
        if (pids[i] < 0) abort();
        if (pids[i] > 0) continue;
        check_count = check_failures = 0;
        parts[i]();
        exit(check_done());
    }
    for (size_t i = 0; i < count; i++) {
        int status;
        CHECK(waitpid(pids[i], &status, 0) == pids[i] && status == 0);
    }
    return check_done();
}

#endif
