// Where programs are looked for, as execvp does.
#ifndef BASE_SYSTEM_LOOKUP_H
#define BASE_SYSTEM_LOOKUP_H

#include "base/arena.h"
#include "base/system/env.h"

// The folders of the caller's PATH, between colons; the system's own where it is not set.
Sv lookup_path(const Env *env);
// The file of a program: relative to `folder` if its name has a slash, else the first one in `path`
// that may be executed. Parts of `path` that are no whole paths are relative to `folder`, and are
// passed over where that is empty. False where none may be; *near is then a file of that name which
// may not be executed, or empty.
MUST_USE bool lookup_program(Arena *arena, Sv name, Sv path, Sv folder, Sv *out, Sv *near);

#endif
