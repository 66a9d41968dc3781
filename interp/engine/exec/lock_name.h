// Which runs exclude each other: what a run's lock is called. Takes none.
#ifndef ENGINE_EXEC_LOCK_NAME_H
#define ENGINE_EXEC_LOCK_NAME_H

#include "engine/context/frame.h"

// A runbook that only reads needs no lock, unless it asks for one by name. Undo, finally and
// includes count.
bool lock_wanted(const Plan *plan);
// Its `lock`, else its name and where its connections lead, those of its includes too; without any
// (or where one cannot be said yet) its root and its path as well.
Sv lock_name(Worker *worker, Frame *frame);

#endif
