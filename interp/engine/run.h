// Runs a plan: scheduler, attempts, scope, masker, journal. Everything it has to say is an event.
// Owns the run's state and folder; never prints, and never knows who listens.
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "event/event.h"
#include "event/resolved.h"
#include "event/status.h"
#include "inputs/inputs.h"
#include "journal/journal.h"
#include "plan/plan.h"
#include "select/select.h"

// ── a run that is taken up again ──
typedef enum Purpose {
    PURPOSE_RESUME, // it goes on
    PURPOSE_UNDO,   // what stands is taken back
    PURPOSE_ABANDON // what must be cleaned up is, and it gets its verdict
} Purpose;

// As the command and the journal say it: resume, undo, abandon.
const char *purpose_name(Purpose purpose);

// What a person said became of a change in doubt.
typedef struct Resolution {
    Sv address; // of the step, whole
    ResolvedAs as;
    Sv reason;
} Resolution;

// A change that is kept, and whose probe is asked before anybody agrees that the run goes on.
typedef enum PeekFound { PEEK_UNKNOWN, PEEK_THERE, PEEK_NOT_THERE } PeekFound;

typedef struct Peek {
    const RecordedStep *step;
    const Step *plan;
    PeekFound found; // the run's; PEEK_UNKNOWN also where it was not asked
} Peek;

typedef struct TakeUp {
    Purpose purpose;
    const RecordedRun *recorded;
    Journal *journal; // opened by journal_open_again; not owned
    Sv path;          // of the journal
    uint64_t cut;     // bytes of a torn last line
    const Resolution *resolutions;
    uint32_t resolution_count;
    const Sv *addresses; // of undo: what is taken back, whole addresses; none = all that stands
    uint32_t address_count;
    Sv at; // the address of the step where it goes on; may be empty
    Peek *peeks;
    uint32_t peek_count;
} TakeUp;

// ── what a run is given ──
typedef struct RunOptions {
    InputSources sources;
    SelectOptions select;
    const NamedText *answers;
    uint32_t answer_count;            // --answer
    Sv as;                            // --as; empty = the user
    Sv run_dir;                       // --run-dir; empty = .runbook/runs/<id> beneath the root
    Sv waivers;                       // file; empty = none
    bool locked;                      // --locked
    bool partial_ok;                  // --partial-ok
    bool park;                        // --park: end at a question that nobody has answered ahead
    const TakeUp *take_up;            // NULL = a run of its own
    bool interactive;                 // a terminal is there and a person may be asked
    const char *(*signal_name)(void); // which signal it was; may be NULL
    // Asks a person at the terminal; NULL if nobody is there. Answers given ahead are handled by
    // the run itself.
    bool (*ask)(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                Answer *out);
    // Asks whoever takes a run up, before anything is made or written; false = it is left as it is.
    // NULL = it goes on. `by`: who; `accepted`: what differs from when it began, one line each;
    // `waiter`: ends the question where the run is asked to stop.
    bool (*agree)(void *self, Sv by, const Sv *accepted, uint32_t accepted_count,
                  const Waiter *waiter);
    // Asked to leave, the run did not come to its end: ends the process. NULL = it goes on until it
    // does.
    void (*leave)(void *self, const char *signal);
    void *self; // handed to ask, agree, leave and prompt
    const EventSink *sinks;
    uint32_t sink_count; // get every event, in order; a sink that fails ends the run with status 9
} RunOptions;

// A change whose end is not in the journal, since that could not be written any more.
typedef struct UnrecordedChange {
    Sv address, number, name;
    Sv request; // what it was about to do, one line
    Sv verdict; // its step's, as the run saw it; empty where it had not ended
    bool begun; // false: its intent could not be recorded in full, so nothing was done
    bool probe; // its step has a probe
} UnrecordedChange;

typedef struct RunResult {
    int status;
    Sv run_id;  // empty where nothing ran
    Sv journal; // path; empty where none was made
    Sv message; // for statuses without a verdict (5 of a run that was left, 7, 9): one line
    bool left;  // the third request to stop: no verdict, and no last event
    UnrecordedChange *unrecorded; // of status 9, in the order in which they began
    uint32_t unrecorded_count;
    Sv word; // how a command line names the run, where some are
} RunResult;

// Runs the plan. Inputs, secrets, selections and waivers that are wrong are reported to `diags`;
// nothing then runs, there is no journal, and the status is 2 or 3.
void run_plan(const Plan *plan, const RunOptions *options, Diags *diags, Arena *arena,
              RunResult *out);

#endif
