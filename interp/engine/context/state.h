// What a run is made of while it runs. For the files of this layer alone.
#ifndef ENGINE_CONTEXT_STATE_H
#define ENGINE_CONTEXT_STATE_H

#include "engine/context/lock.h"
#include "engine/run.h"
#include "journal/journal.h"
#include "mask/masker.h"
#include <pthread.h>
#include <stdatomic.h>

typedef enum Verdict {
    VERDICT_PASSED,
    VERDICT_WARNED,
    VERDICT_FAILED,
    VERDICT_UNDECIDED,
    VERDICT_IN_DOUBT,
    VERDICT_SKIPPED,
    VERDICT_WAIVED,
    VERDICT_COUNT
} Verdict;

typedef struct Waivers Waivers;         // waivers.h
typedef struct Answers Answers;         // inputs/answers.h
typedef struct StepResults StepResults; // step_results.h
typedef struct Frame Frame;             // frame.h

// Who ends a run from outside. Written by the watcher alone.
typedef struct Cancel {
    pthread_t watcher;
    bool watched;            // the watcher runs
    int quit_fd;             // tells the watcher that the run is over
    int stop_fd;             // readable once the run is to stop: what steps wait with
    int abandon_fd;          // readable once it is to be abandoned: what finally waits with
    atomic_bool stopping;    // the first request came
    atomic_bool abandoned;   // the second
    const char *signal;      // name of the first, valid once stopping
    pthread_mutex_t telling; // held by the watcher from the first request until it is told
} Cancel;

// Why the run is not GO, or what stands beside a GO: an entry of run_ended's reasons.
typedef struct Reason {
    Sv address, name, reason;
    Verdict verdict;
} Reason;

// Sums over the ends of steps. Behind the emitter's lock.
typedef struct VerdictSummary {
    int64_t steps[VERDICT_COUNT];             // steps and finally
    int64_t undone[VERDICT_COUNT];            // undo steps
    int64_t held, missed, not_applied;        // must expectations
    int64_t confirmed;                        // questions that had to be answered well, and were
    bool failed, undecided, in_doubt, denied; // of what must hold
    bool evidence;                            // something was seen to hold
    Stamp stale;         // from which on, by either clock, some result is too old; zeros = never
    int64_t set_back_ns; // how far the wall clock was seen behind what has passed; 0 = never
    Reason *reasons;
    uint32_t reason_count, reason_capacity;
} VerdictSummary;

// A step that changed something and knows how to be reverted.
typedef struct Acted Acted;

typedef struct Run {
    const Plan *plan;
    const RunOptions *options;
    const Env *env;
    Arena *arena; // of the whole run; the first thread's, or behind `emitting`
    Sv id;
    Sv folder; // where processes start, absolute
    Sv by;     // who runs it
    Sv inputs_digest;
    Stamp started;
    Value about; // {id, started, by}
    Texts secret_variables;
    Masker *masker;
    Journal *journal;
    int lock;          // descriptor; -1 = none
    LockHolder holder; // what it says
    Pool *pool;
    pthread_mutex_t emitting; // journal, sinks, tally, waivers
    pthread_mutex_t asking;   // one question at a time
    atomic_bool broken;       // the journal or a sink has failed: nothing new begins
    bool lost;                // it was the journal: nothing more is told; behind `emitting`
    uint64_t deaf;            // sinks that have failed, one bit each; behind `emitting`
    Sv broken_reason;
    Cancel cancel;
    atomic_int threads; // workers beyond the first
    VerdictSummary summary;
    const Selection *selection;
    Answers *answers;            // given ahead, and which question each is for
    struct Addresses *addresses; // NULL where nothing was given that needs them
    Waivers *waivers;
    struct Needs *needs;     // made when first asked for; behind `emitting`
    Sv rerun_word;           // how a command line names this run; likewise
    Acted *acted;            // newest first; behind `emitting`
    struct Fetched *fetched; // secrets whose source was asked; behind `asking`
    Arena *secrets_arena;    // theirs
} Run;

// One thread that runs steps, with its memory.
typedef struct Worker {
    Run *run;
    Arena *keep;    // what outlives a step: names, captures; freed with the run
    Arena *step;    // reset before each step
    Arena *attempt; // reset before each attempt
    Arena *events;  // reset once what was sent is written
    bool holding;   // events are gathered
    Event *held;    // written to the journal's buffer, not yet shown
    uint32_t held_count, held_capacity;
} Worker;

// Where a step stands: handed down from group to child.
typedef struct StepContext {
    Frame *frame;              // the runbook it belongs to
    StepResults *step_results; // results that it may read; its own goes there
    const Value *loops;        // values of the loop names, outer ones first
    uint32_t loop_count;       // of them
    Sv path;                   // addresses of children begin so: "pre_deploy/"
    Sv number;                 // numbers of children begin so: "3"; empty at the top
    uint32_t depth;            // of the children
    const char *phase;         // "steps", "finally", "undo"
    Level level;               // no child counts for more
    OnFailure rule;            // what a failure does; never ON_FAILURE_INHERIT
    int64_t deadline_ns;       // of all of it
    bool chosen;               // by the selection, as a whole
    int cancel_fd;             // what its waits are ended by
} StepContext;

// A step at its place.
typedef struct StepInstance {
    StepContext context; // of the step itself
    const Step *step;
    Sv address, number;
    Sv name;        // for people, evaluated
    Level level;    // its own, or weaker by where it stands
    Sv key;         // step.key
    bool iteration; // one of its loop's, not the loop itself
} StepInstance;

// How a step or a group ended, as its surroundings need to know it.
typedef struct StepOutcome {
    Verdict verdict;
    bool stops;    // nothing after it is to begin
    bool rollback; // and what acted is to be undone
    bool failing;  // something in it failed, is undecided or in doubt at must: what stops asks for
                   // this
    bool shown;    // something in it was seen to hold
    bool lacking;  // it is a skip that was not the runbook's wish, or holds one
    Sv why;        // "3.2 failed"; empty where nothing is wrong
} StepOutcome;

// The time that `now` stands for outside of attempts.
Stamp run_now(const Run *run);
// What the wall clock would say had nobody set it back since the run began: ages and expiries are
// counted with it.
int64_t run_wall_ns(const Run *run, Stamp stamp);

const char *verdict_name(Verdict verdict);
// "failed", "is undecided", "is in doubt": as the reason for what follows.
const char *verdict_sentence(Verdict verdict);
// Failed, undecided or in doubt.
bool verdict_is_bad(Verdict verdict);
bool verdict_is_well(Verdict verdict); // passed or warned: it was answered, and left what it was to
// The worse of two, as a group sees its children.
Verdict verdict_worse(Verdict a, Verdict b);

#endif
