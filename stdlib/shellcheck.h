// ShellCheck, where it is installed, over one script: what it found, as JSON of its own.
#ifndef STDLIB_SHELLCHECK_H
#define STDLIB_SHELLCHECK_H

#include "base/arena.h"
#include "base/system/waiter.h"

typedef enum ShellCheckStatus {
    SHELLCHECK_DONE,    // *out is its JSON
    SHELLCHECK_MISSING, // it is not installed
    SHELLCHECK_FAILED   // *out says why, one line
} ShellCheckStatus;

// `dialect` is one of its names for shells: bash, sh, dash, ksh.
MUST_USE ShellCheckStatus shellcheck_run(Arena *arena, Sv script, const char *dialect, Sv folder,
                                         const Waiter *waiter, Sv *out);

#endif
