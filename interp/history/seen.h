// What a step of an earlier run saw: the names in its expressions and their values, reconstructed
// from the journal alone, so that an expression can be tried on what a system really answered. A
// value that the journal does not hold exactly is not known, and reading it is a fault.
#ifndef HISTORY_SEEN_H
#define HISTORY_SEEN_H

#include "cel/cel.h"
#include "history/recorded_run.h"
#include "spec/action.h"

typedef struct Seen Seen;

// NULL with *error, one line with what to do: there is no such step, or it is one that sees
// nothing.
Seen *seen_new(Arena *arena, const RecordedRun *recorded, const Registry *registry, Sv address,
               Buf *error);
// The names, with their types as far as known.
const CelNames *seen_names(const Seen *seen);
// The values of the names. Lives as long as `seen`; not for several threads.
CelBinding seen_binding(Seen *seen);
// Options to evaluate as runbooks do, with lost values unknown.
CelOptions seen_options(void);
// The runbook that an address belongs to: the address of the include around it and a slash, empty
// at the top.
Sv seen_scope(const RecordedRun *recorded, Sv address);
// `steps` as the step saw it: {id: {verdict, attempts, elapsed, captures…}}, with lists for steps
// in loops that had ended.
Value seen_steps(Arena *arena, const RecordedRun *recorded, const Registry *registry,
                 const RecordedStep *step);
// The file of the runbook that the step belongs to, as it was named.
Sv seen_file(const Seen *seen);

#endif
