// A step or group while a session of a run is counted again. For the files of recount.h alone.
#ifndef REPORT_RECOUNT_INTERNAL_H
#define REPORT_RECOUNT_INTERNAL_H

#include "event/resolved.h"
#include "event/stands.h"
#include "report/recount/recount.h"

enum { COUNTED_VERDICTS = 7 };

struct CountedStep {
    CountedStep *above; // the group it stands in; NULL for an undo step
    Sv number, address, phase;
    Sv kind;                // group, include, loop or iteration; empty for a step
    Sv verb, effect, level; // of a step that began
    bool began, ended, undo;
    int64_t depth;
    int64_t began_ns, asked_ns; // the monotonic clock; of a question that is open, else 0
    int64_t attempts, intents;  // the last one of each
    bool answered;              // the last attempt was
    bool open;                  // the last attempt left something that nobody knows the end of
    bool agreed, declined;      // a person said yes; said no
    bool happened;              // a probe saw that it did
    int64_t told;               // expectations
    int64_t written;            // of those the ones that are written in the runbook
    int64_t weak;               // should expectations that did not hold
    int64_t held, missed;       // must expectations
    int64_t unsure;             // must expectations that could not be judged
    int64_t children, ends;     // of a group: how many it has, how many ended
    int64_t last_place;         // of a group: the greatest place that one of them has
    bool left_out;              // of a group: nothing in it is run
    int worst;                  // of a group: rank of its children's worst verdict
    Stands left;                // what is said of it
    bool undone;                // an undo step of it was done
    uint64_t undone_seq;        // the last event by which one was; 0 = none
    bool owed;                  // an undo step of it was not, or not wholly
    bool shared;                // another step has its address, as one of `finally` may
    bool lacks;                 // it is, or holds, a skip that the runbook did not ask for
    int verdict;                // once it ended: index in the names of verdicts
    // What later sessions are held against.
    uint64_t intent_seq, end_seq; // events; 0 = none
    uint64_t acted;  // the event by which it acted last, perhaps in an earlier session; 0 = none
    uint64_t origin; // the event that decided it: end_seq, or that of an earlier session
    int64_t ended_wall_ns, elapsed_ns;
    uint64_t reason; // its hash
    Sv cause, expires;
    Sv digest, answer, by;    // of the question and its answer
    uint64_t taken_up;        // the event that is looked at again; 0 = none
    const CountedStep *since; // what is known of it from earlier sessions
    ResolvedAs resolved;      // by a person
    bool said;                // a person said what became of it as a later session began
    uint32_t session;         // that told it
    bool kept;                // it is told from an earlier session
    bool absent;              // a probe saw that it did not happen
    CountedStep *same;        // another one of its session that has its phase and address
    const CountedStep *answered_earlier; // likewise of any session, and answered before it
};

// Says what is wrong with the event; the first is kept.
void recount_refuse(Recount *recount, const Event *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The index of a verdict; -1 if there is no such word.
int recount_verdict(Sv word);
extern const char *const recount_verdicts[COUNTED_VERDICTS];
// Worse ones are greater.
int recount_rank(int verdict);
CountedStep *recount_step(const Recount *recount, const Event *event);
bool recount_is(const Event *event, const char *field, const char *word);

// What every event of a step says of it stays the same.
bool recount_is_same(Recount *recount, const CountedStep *step, const Event *event);

// What happens in a step that is under way.
void recount_within(Recount *recount, const Event *event);

// ── sessions ──

// The run is taken up again: what was counted so far becomes what is known, and counting begins
// anew.
void recount_resume(Recount *recount, const Event *event);
// What is known from earlier sessions of the step that the event tells of, in the first of which
// `wanted` is one of its events (0 = whichever); NULL where there is nothing.
const CountedStep *recount_known(const Recount *recount, const Event *event, uint64_t wanted);
// The last one of earlier sessions that a person answered, whatever became of it; NULL = none.
const CountedStep *recount_answered(const Recount *recount, const CountedStep *step);
// Whether nobody knows what became of it: a change that was about to act and has no end, or says
// so.
bool recount_is_in_doubt(const CountedStep *known);
// Whether an earlier session began to take back what was done at the number, or around it: then it
// may be in doubt, though it was decided.
bool recount_was_undone(const Recount *recount, Sv number);
// Whether an undo step of it, or of what it stands in, was done in an earlier session, and since it
// acted last: no later session tells of that once more.
bool recount_is_gone(const Recount *recount, const CountedStep *step);
// Of a step of `finally`: whether something was changed since an earlier session did it.
bool recount_is_left_behind(const Recount *recount, const CountedStep *cleanup);
// A step that begins: whether it may be taken up, and from where.
void recount_take_up(Recount *recount, CountedStep *step, const Event *event);
// Of an undo step: what it undoes was made again since an earlier session came to it, and that is
// another thing.
bool recount_undoes_another(const Recount *recount, const CountedStep *step,
                            const CountedStep *known);
// Whether an earlier session decided it, so that it may only be looked at.
bool recount_only_looks(const Recount *recount, const CountedStep *step);
// A change that is about to act: not what was done in an earlier session, nor what is in doubt.
void recount_may_act(Recount *recount, const CountedStep *step, const Event *event);
void recount_resolved(Recount *recount, CountedStep *step, const Event *event);
// Whether the end of a step is told from an earlier session. It is held against what is known.
bool recount_keep(Recount *recount, CountedStep *step, const Event *event);
// An end of this session's own, held against what is known.
void recount_not_kept(Recount *recount, CountedStep *step, const Event *event);
// A change of an earlier session that stands, or may, and that this one did not come to; NULL where
// there is none.
const CountedStep *recount_gone(const Recount *recount, Sv address);
// One of those of which nobody knows whether it happened leaves the run in doubt.
void recount_doubt_gone(Recount *recount);
void recount_parked(Recount *recount, const Event *event);
// run_ended: where it waits.
void recount_session_end(Recount *recount, const Event *event);

// What ends: each is held against what was told before.
void recount_step_end(Recount *recount, CountedStep *step, const Event *event);
void recount_group_end(Recount *recount, CountedStep *group, const Event *event);
void recount_run_end(Recount *recount, const Event *event);

#endif
