// The environment of a command: a small base, what the step lets through, what the step sets;
// nothing else.
#ifndef STDLIB_DRIVERS_PROCESS_ENVIRONMENT_H
#define STDLIB_DRIVERS_PROCESS_ENVIRONMENT_H

#include "base/arena.h"
#include "base/system/env.h"
#include "drivers/process/private.h"
#include "spec/param.h"

typedef struct Environment {
    const Sv *entries; // NAME=value, each name once
    size_t count;
    Sv path;                  // its PATH; the system's default if there is none
    const PrivateFile *files; // of `file:` values: the entries lack their paths
    size_t file_count;
} Environment;

typedef struct EnvironmentSpec {
    const Pairs *set;    // `env`; a value that is a map { file: text } becomes a private file
    const Texts *pass;   // `pass_env`: names, or patterns with * and ?
    const Texts *barred; // names that no pattern lets through
} EnvironmentSpec;

// False with *error if a name or value is impossible.
MUST_USE bool environment_build(Arena *arena, const Env *env, const EnvironmentSpec *spec,
                                Environment *out, Sv *error);

#endif
