// Profiles (--inputs): each is read once, and every later question about it gets what was read
// then. Owns their digests; refuses to know which input takes a value from where.
#ifndef INPUTS_PROFILES_H
#define INPUTS_PROFILES_H

#include "base/system/file.h"
#include "plan/plan.h"

typedef struct Profiles {
    Arena *arena;
    PlanFile *files;
    uint32_t count, capacity;
} Profiles;

// The profile's bytes, read unless that was done before. `profiles` NULL = read each time.
MUST_USE FileStatus profile_text(Profiles *profiles, Sv path, Arena *arena, Sv *out);
// Sets the digest of a profile that has been read, unless it has one. It is over the file's bytes,
// with «name» in place of each value that is secret: of a secret input, or an address with a
// password in it. A weak one could be guessed from a digest over it.
void profile_digest(Profiles *profiles, Sv path, const Runbook *runbook, const Node *map);

#endif
