// The name of a run's lock, which decides which runs exclude each other. Takes no lock.
#ifndef ENGINE_BEGIN_LOCK_NAME_H
#define ENGINE_BEGIN_LOCK_NAME_H

#include "engine/context/frame.h"

// A runbook that only reads needs no lock unless it names one. Its undo, finally and includes are
// considered too.
bool lock_wanted(const Plan *plan);
// The name given by `lock`, else the runbook's name and where its connections and those of its
// includes lead. If it has none, or one cannot be told yet, its root and path are added.
Sv lock_name(Worker *worker, Frame *frame);

#endif
