// Files that a run kept beneath its folder.
#ifndef HISTORY_SAVED_FILE_H
#define HISTORY_SAVED_FILE_H

#include "value/value.h"

// Why the file of a `saved` event is not the one that was kept, one line; empty where it is.
// `home`: the run's folder.
Sv saved_file_problem(Arena *arena, Sv home, Value saved);

#endif
