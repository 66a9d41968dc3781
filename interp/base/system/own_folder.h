// .runbook, in the root of a project: what is in it belongs to this machine, not to the repository.
#ifndef BASE_SYSTEM_OWN_FOLDER_H
#define BASE_SYSTEM_OWN_FOLDER_H

#include "base/arena.h"
#include "base/sv.h"

// Its path; made where that can be done, and kept out of git.
Sv own_folder_make(Arena *arena, Sv root);

#endif
