// The end of a step: its record for later steps, its event, and its part in the sums. Part of
// step.h.
#ifndef ENGINE_EXEC_STEP_END_H
#define ENGINE_EXEC_STEP_END_H

#include "engine/exec/step.h"
#include "history/recorded_run.h"

typedef struct StepEnd {
    Verdict verdict;
    const char *cause; // "" for passed
    Sv reason;         // one line; may be empty
    bool own_when;     // skipped by its own `when`
    bool began;        // step_started was sent
    Stamp started;     // the stamp of step_started
    int64_t attempts;
    int64_t held, missed;     // must expectations
    bool confirmed;           // a probe showed that it happened
    bool not_done;            // a probe showed that it did not
    bool again;               // it was in doubt, and a person said that it is to be made again
    bool said_done;           // a person said that it happened
    bool blind;               // as in Attempt
    const RecordedStep *kept; // an earlier session decided it; NULL = it was made in this one
    Stands stands;            // of a change that was begun
} StepEnd;

StepEnd step_end(Worker *worker);
void step_conclude(StepEnd *end, Verdict verdict, const char *cause, Sv reason);
void step_finish(Worker *worker, const StepInstance *instance, const StepEnd *end,
                 MapBuilder *record, StepOutcome *out);
#endif
