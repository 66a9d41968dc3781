// The names in the folder of runs, without looking into one of them.
#ifndef CLI_FOUND_RUN_NAMES_H
#define CLI_FOUND_RUN_NAMES_H

#include "base/text_list.h"
#include "index/index.h"

// Those of folders, in no order, and when the list was so. False with errno where it cannot be
// listed.
MUST_USE bool run_names_read(Arena *arena, Sv folder, TextList *names, IndexStamp *stamp);

#endif
