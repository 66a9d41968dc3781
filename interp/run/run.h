// Running a plan: scheduler, attempts, scope, masker, journal. Everything it has to say is an
// event. Owns the run's state and its folder; never prints; never knows who listens.
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include "event/event.h"
#include "event/status.h"
#include "plan/plan.h"

// ── what a run is given ──
typedef struct Given {
    Sv name, text;
} Given; // --input k=v, --answer ID=yes[@DIGEST]

typedef struct RunOptions {
    const Env *env;
    const Given *inputs;
    uint32_t input_count; // --input
    const Sv *input_files;
    uint32_t input_file_count; // --inputs, later ones win
    const Given *answers;
    uint32_t answer_count;     // --answer
    Sv as;                     // --as; empty = the user
    Sv folder;                 // --dir; empty = the current one
    Sv run_dir;                // --run-dir; empty = .runbook/runs/<id> beneath the root
    const struct Again *again; // a step of an earlier run, done once more; NULL = a run of its own
    const Sv *only;
    uint32_t only_count; // addresses
    const Sv *skip;
    uint32_t skip_count;
    Sv from;
    const Sv *tags;
    uint32_t tag_count;
    Sv waivers;                       // file; empty = none
    bool locked;                      // --locked
    bool partial_ok;                  // --partial-ok
    bool interactive;                 // a terminal is there and a person may be asked
    int cancel_fd;                    // readable once the run is to stop; -1 = none
    const char *(*signal_name)(void); // which signal it was; may be NULL
    // Asks a person at the terminal; NULL where nobody is there. Answers given ahead are the run's
    // own business.
    bool (*ask)(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                Answer *out);
    // Reads a secret at the terminal (from: prompt); NULL where nobody is there.
    bool (*prompt)(void *self, Sv question, Arena *arena, Sv *out);
    void *self; // handed to ask and prompt
    const EventSink *sinks;
    uint32_t sink_count; // every event, in order; a sink that fails ends the run with 9
} RunOptions;

typedef struct RunResult {
    int status;
    Sv run_id;  // empty where nothing ran
    Sv journal; // path; empty where none was made
    Sv message; // for statuses without a verdict (7, 9): one line
} RunResult;

// Runs it. Inputs, secrets, selection and waivers that are wrong go to `diags` (status 2 or 3,
// nothing ran, no journal).
void run_plan(const Plan *plan, const RunOptions *options, Diags *diags, Arena *arena,
              RunResult *out);

// ── inputs and secrets, also for `plan`: what is there, what is missing ──
typedef struct ResolvedInput {
    const Input *input;
    bool present;
    Value value;
    Sv from; // "--input", "profiles/staging.yaml", "LAUNCH_BASE_URL", "default", "" where missing
} ResolvedInput;

typedef struct ResolvedSecret {
    const Secret *secret;
    bool present;
    Value value; // tainted
    Sv from;
} ResolvedSecret;

// Resolves all inputs of the top runbook; everything missing or mistyped is reported together.
bool inputs_resolve(const Plan *plan, const RunOptions *options, Arena *arena, Diags *diags,
                    ResolvedInput *out);
// With `fetch` false commands are not run and nobody is asked: only whether it could come from
// somewhere.
bool secrets_resolve(const Plan *plan, const RunOptions *options, bool fetch, Arena *arena,
                     Diags *diags, ResolvedSecret *out);

#endif
