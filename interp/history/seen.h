// What a step of an earlier run saw: the names in its expressions and their values, put together
// from the journal alone, so that an expression can be tried on what a system really answered. What
// the journal does not hold as it was is not known, and reading it is a fault.
#ifndef HISTORY_SEEN_H
#define HISTORY_SEEN_H

#include "cel/cel.h"
#include "history/recorded_run.h"
#include "spec/action.h"

typedef struct Seen Seen;

// NULL with *error, one line and its mend: there is no such step, or it is one that sees nothing.
Seen *seen_new(Arena *arena, const RecordedRun *recorded, const Registry *registry, Sv address,
               Buf *error);
// The names, with the types that are known.
const CelNames *seen_names(const Seen *seen);
// Their values; lives as long as `seen`. Not for several threads.
CelBinding seen_binding(Seen *seen);
// For evaluating: as runbooks do, and what is lost is not known.
CelOptions seen_options(void);
// The file of the runbook that the step belongs to, as it was named.
Sv seen_file(const Seen *seen);

#endif
