// Files that only one command may read: a folder of its own (0700), kept in memory where the system
// has such a place. Owns their names; the content is never in a name, and the folder is removed
// when the command has ended.
#ifndef STDLIB_DRIVERS_PROCESS_PRIVATE_H
#define STDLIB_DRIVERS_PROCESS_PRIVATE_H

#include "base/arena.h"
#include "base/sv.h"
#include "base/system/env.h"

// A new folder, in $XDG_RUNTIME_DIR, /dev/shm, $TMPDIR or /tmp, whichever takes it first; NULL
// where none does (errno).
const char *private_folder_new(Arena *arena, const Env *env);
// A new file (0600) with this content; its path. Empty where it cannot be written (errno).
Sv private_file_new(Arena *arena, const char *folder, const char *name, Sv content);
// Removes the folder and the files in it.
void private_folder_remove(const char *folder);

#endif
