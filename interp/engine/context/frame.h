// A runbook while it runs: its inputs, secrets, vars and connections. The top runbook's frame has
// no parent; each include has a frame of its own.
#ifndef ENGINE_CONTEXT_FRAME_H
#define ENGINE_CONTEXT_FRAME_H

#include "engine/context/eval_context.h"

// A connection that has been evaluated.
typedef struct Opened {
    bool ready;
    const void *params;   // decoded
    uint64_t credentials; // fingerprint over all its values
    Taint taint;
    ConnectionMemory *memory;
    Texts lost; // names of what its memory held in an earlier session and is not in the journal
    Sv lost_by; // the step that was given the last of it: "1 Log in"
} Opened;

struct Frame {
    const Runbook *runbook;
    Frame *parent;
    Arena *arena;      // guarded by `lock` once the runbook's steps run
    Value inputs;      // map
    Value secrets;     // map; absent ones left out
    Value vars;        // map; those that could not be evaluated are left out
    Value subject;     // map: what is being judged, as it was at the start
    Fault *var_faults; // one for each var; an empty message = it has a value
    StepResults *step_results;
    pthread_mutex_t lock;
    Opened *opened;             // one for each connection
    ConnectionMemory *memories; // likewise
};

// Makes the frame of a runbook whose inputs and secrets are known, and evaluates its vars.
Frame *frame_new(Worker *worker, const Runbook *runbook, Frame *parent, Value inputs,
                 Value secrets);
// To be passed to arena_on_free.
void frame_drop(void *frame);

// The connection's parameters, evaluated on the first call. False with *fault.
MUST_USE bool frame_open(Frame *frame, const Connection *connection, EvalContext *eval, Opened *out,
                         Fault *fault);
// What its memory held is gone, since the step that was given it is not made again.
void frame_lose(Frame *frame, const Connection *connection, Value names, Sv by);
// Makes a password known to the masker that stands within an address, as that of a proxy.
void frame_hides(const EvalContext *eval, Sv name, Value value);
// The connection's address as shown to people; "" if it cannot be told yet.
Sv frame_target(const Connection *connection, EvalContext *eval, Arena *arena);
// What a reader must know of the way there, as far as that can be told yet.
Cautions frame_cautions(const Connection *connection, EvalContext *eval, Arena *arena);
// Its parameters with only the address evaluated; NULL if that cannot be told yet.
const void *frame_address(const Connection *connection, EvalContext *eval, Arena *arena);

#endif
