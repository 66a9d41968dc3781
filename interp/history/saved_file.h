// Files that a run kept beneath its folder.
#ifndef HISTORY_SAVED_FILE_H
#define HISTORY_SAVED_FILE_H

#include "event/event.h"

// Why the file of a `saved` event is not the one that was kept, one line; empty where it is.
// `home`: the run's folder.
Sv saved_file_problem(Arena *arena, Sv home, Value saved);

// All that a run kept, the last of each path.
typedef struct SavedFiles {
    Arena *arena;
    Value *items; // fields of `saved` events
    uint32_t count, capacity;
} SavedFiles;

void saved_files_take(SavedFiles *files, const Event *event);
// That of the first which is not as it was kept; empty where all are.
Sv saved_files_problem(const SavedFiles *files, Sv home);

#endif
