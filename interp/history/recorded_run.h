// An earlier run, as told by its journal: what it was given, and what became of each step. Used to
// take it up again, to do a step again, and to look at what a step saw. Refuses a journal that is
// not intact. Where the run was taken up again the state of a step is the last one that was told:
// what an earlier session decided stands until it is made anew.
#ifndef HISTORY_RECORDED_RUN_H
#define HISTORY_RECORDED_RUN_H

#include "base/map.h"
#include "journal/journal.h"

// A step, group, include, loop or iteration, by its address.
typedef struct RecordedStep {
    Sv address, number, phase;
    Sv kind;               // group, include, loop or iteration; empty for a leaf
    uint64_t began, ended; // number of the event; 0 = never
    uint64_t made;         // number of the event by which it last began to be made; 0 = never
    int64_t began_ns;      // wall clock
    Value begin, end;      // fields of its first and last event; null if there is none
    Value attempt;         // fields of its last attempt_ended; null if there is none; see
                           // seen_is_left_out
    int64_t attempted_ns;  // wall clock of that event
    uint64_t decided;      // number of the step_ended that decided it, whichever session told that;
                           // 0 = nothing has: it never began, was not reached, or was cut off
    int64_t decided_ns;    // wall clock of that event
    uint64_t counted;      // number of the last event that decided it or told that it is kept
    uint64_t intent;       // number of the last step_intent, since it began; 0 = none
    int64_t intent_ns;     // wall clock of that event
    bool said_done;        // a person said that it had happened
    Sv doubt;              // why it is in doubt, as its own attempt told; empty where none did
    bool torn;             // it was done, and came into doubt by its undo steps
    bool looked;           // it began last to be looked at, and not made
    Value said;            // what a person said of it as a session began, since it acted: the entry
                           // of `resolutions`; null if nobody did
    struct RecordedStep *before; // as it was decided, while it is made anew and has not ended
    Value asked, answered;       // fields of its last question, and of the answer; null if none
    int64_t answered_ns;         // wall clock of that event
    Value saved;                 // fields of its last `saved` event; null if it kept no file
    Value cookies;               // names that its connection kept of its answers; null if none
    Value *captures;             // fields of each `captured` event
    uint32_t capture_count, capture_capacity;
} RecordedStep;

// A session behind the first one.
typedef struct RecordedSession {
    uint64_t began; // number of its first event
    Value resumed;  // fields of that event
} RecordedSession;

// A rollback of the last session that is not known to have been gone through.
typedef struct RecordedRollback {
    bool begun;
    Sv beneath; // number of the group of which the changes are taken back; empty = of the run
} RecordedRollback;

typedef struct RecordedRun {
    Arena *arena;
    bool seen_is_left_out; // set before it is read: of an attempt that no person answered only
                           // `end` is kept
    uint64_t until;        // set before it is read: the number of the first event that is left out;
                           // 0 = none is
    Sv id;
    Value started, ended; // fields of run_started and of the last session's run_ended, null if not
                          // there
    int64_t started_ns, ended_ns;
    Value resumed;         // fields of the last run_resumed; null where it was never taken up
    Value accepted;        // of the last one by which somebody accepted that something differs
    uint64_t accepted_seq; // number of that event; 0 = nobody ever did
    RecordedSession *resumes;
    uint32_t resume_count, resume_capacity;
    Value stopped, parked; // fields of what ended the last session so; null if nothing did
    int64_t sessions;
    int64_t lasted_ns;         // all sessions together, each from its first to its last event
    int64_t last_ns;           // wall clock of the last event
    bool finishing;            // the last session had turned to `finally`
    RecordedRollback rollback; // of the last session
    int64_t session_mono_ns, last_mono_ns; // while it is read
    uint64_t session_began;                // number of the event that began the last session
    uint64_t shifted; // number of the event that began the last session behind the first one in
                      // which a step acted, or ended otherwise than before: what it did not come to
                      // may be otherwise by now
    Value like[EVENT_KIND_COUNT]; // likewise: the keys of each kind of event
    RecordedStep *at;             // likewise: the one of the last event
    RecordedStep **unsettled;     // likewise: those that are made anew
    uint32_t unsettled_count, unsettled_capacity;
    RecordedStep **steps; // in order of their first event
    uint32_t count, capacity;
    RecordedStep **groups; // the groups, includes, loops and iterations among them
    uint32_t group_count, group_capacity;
    SvMap by_address; // → RecordedStep *; the first one if an address occurs twice (finally)
    SvMap by_number;  // → RecordedStep *, as the last session that told it counted
} RecordedRun;

// False with *message, one line: the file cannot be read, is damaged, or is no journal.
MUST_USE bool recorded_run_read(Arena *arena, Sv journal, RecordedRun *out, Sv *message);
// The same, and of a run that was taken up again only as far as the session went that made the step
// of that address last: what later ones found is not what it saw.
MUST_USE bool recorded_run_read_until_made(Arena *arena, Sv journal, Sv address, RecordedRun *out,
                                           Sv *message);
// In parts, for whoever reads the journal anyway: recorded_run_init, each event in order, and
// recorded_run_settle behind the last one.
void recorded_run_init(Arena *arena, RecordedRun *out);
EventSink recorded_run_sink(RecordedRun *recorded);
EventParts recorded_run_parts(const RecordedRun *recorded); // what it need not be given
void recorded_run_settle(RecordedRun *recorded);
// The one of that phase; NULL if there is none.
const RecordedStep *recorded_run_step_of(const RecordedRun *recorded, Sv address, Sv phase);
typedef enum UndoneAt {
    UNDONE_NOT,      // at least one undo step was not made, or did not end well
    UNDONE_LEFT_OUT, // their own conditions left out all of them
    UNDONE_SAID,     // all that was not is said to have happened
    UNDONE_ALL
} UndoneAt;

// What became, since the event `since`, of the undo steps, so many, of the step or group of that
// number.
UndoneAt recorded_run_undone_at(const RecordedRun *recorded, Sv number, uint32_t undo_count,
                                uint64_t since);
// The undo step at that place, from 1, of what has that number; NULL if none was told of.
const RecordedStep *recorded_run_undo(const RecordedRun *recorded, Sv number, uint32_t place);
// How long all its sessions took together.
int64_t recorded_run_lasted_ns(const RecordedRun *recorded);
// The step that a person means by an address, or by the number that the transcript shows; NULL if
// the run had no such step.
const RecordedStep *recorded_run_meant(const RecordedRun *recorded, Sv word);
// Whether a mistyped word may stand for the address: another item of a loop is another thing,
// however alike the two are written.
bool recorded_run_may_mean(Sv word, Sv address);
// NULL if the run had no such step.
const RecordedStep *recorded_run_step(const RecordedRun *recorded, Sv address);
// A field of what the run was given, as it was last accepted: of run_started, unless a session that
// accepted other things says it anew.
Value recorded_run_given(const RecordedRun *recorded, const char *field);
// The fields of the event that holds it.
Value recorded_run_giving(const RecordedRun *recorded, const char *field);
// The run as it was when a step was made last: by whom it had been taken up, and what had been
// accepted.
RecordedRun recorded_run_when(const RecordedRun *recorded, const RecordedStep *step);
// An input as it was given, or last accepted: true with its value, null if it had none. A value
// that the journal does not hold carries a taint, see type_notes.h. False if the run had no such
// input.
MUST_USE bool recorded_run_input(const RecordedRun *recorded, Arena *arena, Sv name, Value *out);
// The same for an input of the include at an address.
MUST_USE bool recorded_run_include_input(const RecordedRun *recorded, Arena *arena, Sv address,
                                         Sv name, Value *out);

#endif
