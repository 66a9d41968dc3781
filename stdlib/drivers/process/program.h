// Finds the file of a program as execvp would, and says why it cannot be started.
#ifndef STDLIB_DRIVERS_PROCESS_PROGRAM_H
#define STDLIB_DRIVERS_PROCESS_PROGRAM_H

#include "base/arena.h"
#include "base/sv.h"

// Why a program could not be started, one line, and what to try.
typedef struct Refusal {
    Sv reason;
    Sv hint; // may be empty
} Refusal;

// The file of program `name`: relative to `folder` if the name has a slash, else the first
// executable one in `path` (folders between colons). False with *refusal.
MUST_USE bool program_find(Arena *arena, Sv name, Sv path, Sv folder, Sv *out, Refusal *refusal);
// Why starting `file` (found for `name`) in `folder` ended with this errno.
Refusal program_refused(Arena *arena, Sv name, Sv file, Sv folder, int error);
// "SIGSEGV"; "signal 99" for one without a name.
Sv signal_name(Arena *arena, int signal);

#endif
