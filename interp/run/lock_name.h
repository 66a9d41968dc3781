// Which runs exclude each other: what a run's lock is called. Takes none.
#ifndef RUN_LOCK_NAME_H
#define RUN_LOCK_NAME_H

#include "run/frame.h"

// A runbook that only reads needs no lock, unless it asks for one by name. Undo, finally and
// includes count.
bool lock_wanted(const Plan *plan);
// Its `lock`, else its name and where its connections lead, those of its includes too; without any
// (or where one cannot be said yet) its root and its path as well.
Sv lock_name(Worker *worker, Frame *frame);

#endif
