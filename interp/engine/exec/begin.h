// The beginning and the end of a run: what it is given, its folder, its first and its last event.
#ifndef ENGINE_EXEC_BEGIN_H
#define ENGINE_EXEC_BEGIN_H

#include "base/text_list.h"
#include "engine/context/frame.h"
#include "inputs/rerun_compare.h"

// What was resolved before anything runs.
typedef struct Resolved {
    ResolvedInput *inputs;   // one for each input of the top runbook
    ResolvedSecret *secrets; // one for each secret
    TextList accepted;       // what is not as it was in the run whose step is done once more
} Resolved;

// Everything that can be wrong with what a run is given, all together. The status: 0 where nothing
// is.
int begin_resolve(Run *run, Diags *diags, Resolved *out);
// The top runbook's frame, with the secrets known to the masker.
Frame *begin_frame(Worker *worker, const Resolved *resolved);
// Makes the run's folder and its journal. False with *message.
bool begin_journal(Run *run, Sv *path, Sv *message);
void begin_tell(Worker *worker, Frame *frame, const Resolved *resolved);

#endif
