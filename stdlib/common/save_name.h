// What a file that a run keeps may be called.
#ifndef STDLIB_COMMON_SAVE_NAME_H
#define STDLIB_COMMON_SAVE_NAME_H

#include "base/arena.h"
#include "base/must_use.h"
#include "base/sv.h"

// Empty = nothing is kept. False with *error and *hint.
MUST_USE bool save_name_usable(Sv name, Arena *arena, Sv *error, Sv *hint);

#endif
