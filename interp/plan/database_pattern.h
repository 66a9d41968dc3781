// Patterns of allow.databases. Owns what they mean; refuses to know how a driver finds out where an
// address leads.
//
//   *                           any database
//   postgres://HOST:PORT/NAME   as messages name it; PORT, or the scheme, may be left out
//   sqlite:PATH, or PATH        a file by its real path, relative to the file that names it
//
// `*` stands for any run of characters but a slash, `?` for one.
#ifndef PLAN_DATABASE_PATTERN_H
#define PLAN_DATABASE_PATTERN_H

#include "base/arena.h"
#include "base/sv.h"

// `place` is one that a driver names; `folder` is that of the file in which the pattern stands.
bool database_matches(Arena *arena, Sv folder, Sv pattern, Sv place);

#endif
