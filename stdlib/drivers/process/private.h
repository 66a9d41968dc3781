// Files that only one command may read, in a folder of their own (0700), held in memory if the
// system has such a place. No name contains any of the content, and the folder is removed when the
// command has ended.
#ifndef STDLIB_DRIVERS_PROCESS_PRIVATE_H
#define STDLIB_DRIVERS_PROCESS_PRIVATE_H

#include "base/arena.h"
#include "base/sv.h"
#include "base/system/env.h"

// Makes a folder in $XDG_RUNTIME_DIR, /dev/shm, $TMPDIR or /tmp, whichever works first; NULL if
// none does (errno).
const char *private_folder_new(Arena *arena, const Env *env);
// Makes a file (0600) with this content and returns its path, empty if it cannot be written
// (errno).
Sv private_file_new(Arena *arena, const char *folder, const char *name, Sv content);
// Removes the folder and the files in it.
void private_folder_remove(const char *folder);

#endif
