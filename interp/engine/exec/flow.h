// The order of steps: sequences, groups, loops and parallel steps; what stops them, and what is
// then not reached.
#ifndef ENGINE_EXEC_FLOW_H
#define ENGINE_EXEC_FLOW_H

#include "engine/context/eval_context.h"

// Runs the steps in order, or up to `parallel` of them at once.
void flow_run(Worker *worker, const StepContext *context, Step *const *steps, uint32_t count,
              uint32_t parallel, StepOutcome *out);
// Tells every leaf beneath the step as skipped.
void flow_skip(Worker *worker, const StepContext *context, const Step *step, const char *cause,
               Sv reason, StepOutcome *out);
// The same for a list of steps; those that a selection left out are told as that.
void flow_skip_all(Worker *worker, const StepContext *context, Step *const *steps, uint32_t count,
                   const char *cause, Sv reason, StepOutcome *out);
// Adds up how children ended: flow_nothing is where a group begins, flow_join adds a child.
StepOutcome flow_nothing(void);
void flow_join(StepOutcome *group, const StepOutcome *child);

// Where a step was not reached since the run keeps too much: what a failure does is done.
void flow_stop_if_full(Worker *worker, const StepContext *context, StepOutcome *ended);

// Runs a step that has no loop, or one iteration of one that has: an action, a group ("group",
// "iteration") or an include.
void flow_one(Worker *worker, StepInstance *instance, const char *kind, StepOutcome *out);

// How a group ended as its surroundings see it, which takes its own level and `on_failure` into
// account.
StepOutcome flow_outcome(const StepInstance *instance, const StepOutcome *children);

typedef struct FlowStart {
    const char *kind;  // "group", "include", "loop", "iteration"
    uint32_t parallel; // how many at once; 0 = 1
    uint32_t children;
    Sv path;            // of an include
    const Frame *frame; // of an include whose inputs are known
    Sv skipped;         // why nothing in it is run
} FlowStart;

// Send the events of a group. `outputs` are those of an include, otherwise null.
void flow_tell_start(Worker *worker, const StepInstance *instance, const FlowStart *start,
                     Stamp *stamp);
void flow_tell_end(Worker *worker, const StepInstance *instance, const char *kind,
                   const StepOutcome *ended, Sv reason, Value outputs, Stamp started);

#endif
