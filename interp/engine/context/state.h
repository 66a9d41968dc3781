// The state of a run while it runs. For the files of this layer alone.
#ifndef ENGINE_CONTEXT_STATE_H
#define ENGINE_CONTEXT_STATE_H

#include "base/map.h"
#include "engine/context/lock.h"
#include "engine/context/shared_hold.h"
#include "engine/run.h"
#include "event/stands.h"
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

// Steps of a `finally` that are still to run, as far as the run has come into it. Guarded by
// `emitting`.
typedef struct CleanupToCome {
    const Runbook *runbook;
    Sv number;      // what the numbers of its steps begin with
    uint32_t begun; // how many of its steps have begun
    bool *kept;     // for each of its steps: an earlier session made it, and this one will not
                    // unless it changes something; NULL = that is so of none
    bool over;      // none of them is made any more
    struct CleanupToCome
        *before; // of the runbook that includes this one, or of one that runs beside it
} CleanupToCome;

// How many requests to stop there are: the first stops the run, the second ends what still runs,
// the third leaves.
enum { STOP_ONCE = 1, STOP_TWICE, STOP_LEAVE };

// What the clocks showed when they were last looked at, or told of. Guarded by `telling`.
typedef struct Clocks {
    bool looked;
    int64_t ahead_ns;  // the wall clock of the monotonic one
    int64_t asleep_ns; // how long the machine slept, from some time on
    int64_t awake_ns;  // how long it did not
} Clocks;

// A stop from outside. Written by the watcher thread alone.
typedef struct Cancel {
    pthread_t watcher;
    bool watched;                    // the watcher has been started
    int quit_fd;                     // tells the watcher that the run is over
    atomic_bool over;                // likewise, for a watcher that is not woken
    int fds[STOP_LEAVE];             // fds[n - 1] is readable once there were n requests
    atomic_int requests;             // so far, STOP_LEAVE at most
    int told;                        // of them; guarded by `telling`
    const char *signals[STOP_LEAVE]; // by request
    int64_t last_ns;                 // when the last one came, by the monotonic clock
    pthread_mutex_t telling;         // held by the watcher from a request until it has been told
    bool open;               // requests are told: the first event was, the last was not; likewise
    CleanupToCome *cleanups; // of runbooks that have begun, newest first; guarded by `emitting`
    uint32_t rollbacks;      // that are going on; guarded by `emitting`
} Cancel;

// What this session of a run that was taken up again has done so far.
typedef struct Session {
    const TakeUp *take_up; // NULL = a run of its own
    atomic_bool acted;     // a change acted, or may have
    atomic_bool shifted;   // a step left something else than before for those that come later
    atomic_bool lost;      // something that an earlier session captured is not in the journal
    SvMap decided;         // numbers of steps that were decided, and of all around them; guarded
                           // by `emitting`
    bool decided_made;     // likewise
    SvMap met;             // addresses of the steps of earlier sessions that were come to; guarded
                           // by `emitting`
    bool met_made;         // likewise
} Session;

// The question at which the run ends to wait for a person. Guarded by `emitting`.
typedef struct Parked {
    atomic_bool there;
    Sv address, number, question, digest;
} Parked;

// Why the run is not GO, or what is said beside a GO: an entry of `reasons` in run_ended.
typedef struct Reason {
    Sv address, name, reason;
    Verdict verdict;
    // The step has no probe, or that could not tell when it looked again: only a person can say
    // what became of it.
    bool unprobed;
    bool undo;  // it is an undo step
    bool gone;  // the run does not come to it any more, and cannot make it again
    bool said;  // a person said what became of it
    bool stays; // to take the run up again leaves it as it is, as long as what it did stands
} Reason;

// Sums over the ends of steps. Guarded by `emitting`.
typedef struct VerdictSummary {
    int64_t steps[VERDICT_COUNT];      // of steps and finally
    int64_t undone[VERDICT_COUNT];     // of undo steps
    int64_t held, missed, not_applied; // must expectations
    int64_t confirmed;                 // questions that had to be answered positively, and were
    bool failed, undecided, in_doubt, denied; // among what must hold
    bool evidence;                            // something was seen to hold
    Stamp stale;         // when, by either clock, some result becomes too old; zeros = never
    int64_t set_back_ns; // how far the wall clock was seen to have been set back; 0 = never
    Reason *reasons;
    uint32_t reason_count, reason_capacity;
} VerdictSummary;

// A step that changed something, or a group in which one did.
typedef struct Acted Acted;
typedef struct ToldWay ToldWay;       // ways.c
typedef struct Unrecorded Unrecorded; // unrecorded.c

typedef struct Worker Worker;

// The events that a worker holds, once they are written, in the order in which they are shown.
typedef struct Turn {
    Worker *worker;
    bool durable;  // they are shown once they last
    uint64_t upto; // bytes of the journal up to the last of them
    bool over;     // shown, or never to be
    struct Turn *next;
} Turn;

typedef struct Run {
    const Plan *plan;
    // Files that belong to the run: those of the plan, and what else was read before the first
    // step. Does not change after that.
    PlanFile *files;
    uint32_t file_count, file_capacity;
    UsedFiles later; // those that only expressions could name; guarded by `emitting`
    const RunOptions *options;
    const Env *env;
    Arena *arena; // for the whole run; used by the first thread, or with `emitting` held
    Sv id;
    Sv folder; // where processes start, absolute
    Sv by;     // who runs it
    Sv inputs_digest;
    Stamp started;
    Value about; // {id, started, by}
    // {verdict, rolled_back, stopped} as they are now.
    Value (*outlook)(struct Run *run, Arena *arena);
    Texts secret_variables;
    Masker *masker;
    Journal *journal;
    Sv home;            // the folder that holds the journal, absolute
    RunLock *lock;      // NULL = it needs none
    SharedHold *shared; // between hosts; NULL = it has none
    Pool *pool;
    pthread_mutex_t emitting; // guards journal, sinks, summary and waivers
    pthread_cond_t told;      // the disk was waited for, or somebody's events were shown
    bool syncing;             // one thread waits for the disk; guarded by `emitting`
    Turn *first, *last;       // whose events are written and not shown; guarded by `emitting`
    pthread_mutex_t asking;   // one question at a time
    atomic_bool broken;       // the journal or a sink has failed: nothing new may begin
    bool begun;               // the first event was sent; guarded by `emitting`
    bool lost;                // it was the journal: nothing more is told; guarded by `emitting`
    uint64_t deaf;            // sinks that have failed, one bit each; guarded by `emitting`
    Sv broken_reason;
    Cancel cancel;
    Clocks clocks;
    Session session;
    Parked parked;
    atomic_int threads;  // workers beyond the first
    atomic_uint spreads; // groups and loops whose branches stand side by side, so far
    VerdictSummary summary;
    const Selection *selection;
    Answers *answers;            // given ahead, and which question each is for
    struct Addresses *addresses; // NULL if nothing that was given needs them
    Waivers *waivers;
    struct Needs *needs;     // made on first use; guarded by `emitting`
    Sv rerun_word;           // how a command line names this run; likewise
    Acted *acted;            // newest first; guarded by `emitting`
    atomic_bool taking_back; // a rollback has begun …
    atomic_bool left;        // … and left something of what it was to take back
    ToldWay *told_ways;      // newest first; guarded by `emitting`
    Unrecorded *unrecorded;  // newest first; guarded by `emitting`
    struct Fetched *fetched; // secrets whose source was asked; guarded by `asking`
    Arena *secrets_arena;    // memory of `fetched`
} Run;

// One thread that runs steps, with its memory.
struct Worker {
    Run *run;
    Arena *keep;    // for what outlives a step: names, captures; freed with the run
    Arena *step;    // reset before each step
    Arena *attempt; // reset before each attempt
    Arena *events;  // reset once the events are written
    bool holding;   // events are being gathered
    Event *held;    // in the journal's buffer, but not shown yet
    uint32_t held_count, held_capacity;
    bool owed;    // the end of a change is among them, which must last before anything else acts
    bool gathers; // what is sent now is known from an earlier session
    uint32_t held_apart; // so many of those that are held have fields of their own memory
};

// A step's surroundings, handed down from group to child.
typedef struct StepContext {
    Frame *frame;              // the runbook it belongs to
    StepResults *step_results; // results that it may read; its own is added there
    const Value *loops;        // values of the loop names, outermost first
    uint32_t loop_count;       // number of loop names
    Sv path;                   // what addresses of children begin with: "pre_deploy/"
    Sv number;                 // what numbers of children begin with: "3"; empty at the top
    uint32_t depth;            // of the children
    const char *phase;         // "steps", "after_rollback", "finally", "undo"
    Level level;               // no child has a higher one
    OnFailure rule;            // what a failure does; never ON_FAILURE_INHERIT
    int64_t deadline_ns;       // of the surroundings as a whole
    bool chosen;               // chosen by the selection as a whole
    Sv closed;  // why no step begins any more, though those around are walked through: what an
                // earlier session decided is told; empty = steps begin
    bool moved; // items of a list around it, which have only their places, are others than before
    bool anew;  // what is beneath was made in this session: nothing of it is kept
    uint64_t undoes; // of undo steps: the last event of what they undo; what an earlier session
                     // told of them before that was for something that was made again since
    int patience;    // how many requests to stop end it: patience.h
    Sv branch;       // as in ActionCall
    CleanupToCome *cleanup; // its steps are those of this `finally` itself; NULL for all others
} StepContext;

// A step at its place.
typedef struct StepInstance {
    StepContext context; // of the step itself
    const Step *step;
    Sv address, number;
    Sv name;        // for people, evaluated
    Level level;    // its own, or the lower one of its surroundings
    Sv key;         // step.key
    bool iteration; // it is an iteration, not the loop itself
    Value outlook;  // of a step that foresees: {verdict, rolled_back, stopped} when it began
} StepInstance;

// How a step or a group ended, as its surroundings need to know it.
typedef struct StepOutcome {
    Verdict verdict;
    bool stops;    // nothing after it may begin
    bool rollback; // what acted is to be undone
    bool failing;  // something in it failed, is undecided or in doubt at `must`: a precondition for
                   // stopping
    bool shown;    // something in it was seen to hold
    bool lacking;  // it is, or contains, a skip that the runbook did not ask for
    bool bad;      // it, or something in it, did not do what it was to, at whatever level, waived
                   // or not
    bool unsure;   // of a change in it nobody knows whether it is there
    bool owed;     // it is bad or lacking, and nobody said that it was done after all
    bool lost;     // it needs what was there once, and the journal does not hold it
    Sv why;        // "3.2 failed"; empty if nothing is wrong
} StepOutcome;

// The value of `now` outside of attempts.
Stamp run_now(const Run *run);
// What the wall clock would show if nobody had set it back since the run began. Ages and expiries
// are computed with it.
int64_t run_wall_ns(const Run *run, Stamp stamp);

const char *verdict_name(Verdict verdict);
// "failed", "is undecided", "is in doubt": as the reason for what follows from it.
const char *verdict_sentence(Verdict verdict);
// Whether it is failed, undecided or in doubt.
bool verdict_is_bad(Verdict verdict);
bool verdict_is_well(Verdict verdict); // passed or warned: it left its results
// The worse of two, as a group sees its children.
Verdict verdict_worse(Verdict a, Verdict b);

#endif
