// The beginning of a run: what it is given, its folder and its first event.
#ifndef ENGINE_BEGIN_BEGIN_H
#define ENGINE_BEGIN_BEGIN_H

#include "base/text_list.h"
#include "engine/context/frame.h"
#include "engine/events/emit.h"
#include "inputs/rerun_compare.h"

// What was resolved before anything runs.
typedef struct Resolved {
    ResolvedInput *inputs;   // one for each input of the top runbook
    ResolvedSecret *secrets; // one for each secret
    TextList accepted;       // what has changed since the run whose step is done once more
    bool differs;            // the run that is taken up does; what is judged is still to be seen
} Resolved;

// Reports everything that is wrong with what the run is given, all at once. Returns the exit
// status, 0 if nothing is wrong.
int begin_resolve(Run *run, Diags *diags, Resolved *out);
// Makes the frame of the top runbook, and makes its secrets known to the masker.
Frame *begin_frame(Worker *worker, const Resolved *resolved);
// Makes the run's folder and its journal. False with *message.
bool begin_journal(Run *run, Sv *path, Sv *message);
// The inputs, so that a later session can have them from the journal.
void begin_put_inputs(EventBuilder *builder, const Frame *frame, const Resolved *resolved);
// The name of this host.
Sv begin_host(const Run *run, Arena *arena);
void begin_tell(Worker *worker, Frame *frame, const Resolved *resolved);

#endif
