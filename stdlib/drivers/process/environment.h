// The environment of a command: a small base, what the step lets through, what the step sets;
// nothing else.
#ifndef STDLIB_DRIVERS_PROCESS_ENVIRONMENT_H
#define STDLIB_DRIVERS_PROCESS_ENVIRONMENT_H

#include "base/arena.h"
#include "base/system/env.h"
#include "spec/param.h"

typedef struct Environment {
    const Sv *entries; // NAME=value, each name once
    size_t count;
    Sv path;                    // its PATH; the system's default if there is none
    const char *private_folder; // holds the files of `file:` values, to be removed afterwards; NULL
                                // = none was needed
} Environment;

typedef struct EnvironmentSpec {
    const Pairs *set;  // `env`; a value that is a map { file: text } becomes a private file's path
    const Texts *pass; // `pass_env`: names, or patterns with * and ?
    const Texts *barred; // names that no pattern lets through
} EnvironmentSpec;

// False with *error if a name or value is impossible, or a private file cannot be made.
MUST_USE bool environment_build(Arena *arena, const Env *env, const EnvironmentSpec *spec,
                                Environment *out, Sv *error);
// Removes the files that were made for it.
void environment_end(const Environment *environment);

#endif
