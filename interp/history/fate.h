// What becomes of a step when its run is taken up again: kept, made anew, or first to be found out.
// Decided by its effect and by what the journal tells of it. Knows no run that goes on.
#ifndef HISTORY_FATE_H
#define HISTORY_FATE_H

#include "event/resolved.h"
#include "event/stands.h"
#include "history/recorded_run.h"
#include "plan/plan.h"

typedef enum Fate {
    FATE_MAKE,  // nothing has decided it, or what it did was taken back: it is made
    FATE_KEEP,  // it was decided, and stays so
    FATE_RENEW, // it only looked, or may be repeated: it is made anew
    FATE_LEAVE, // it may have changed something, and would be made anew, were anything begun now
    FATE_DOUBT  // it may or may not have changed something, and may not be repeated
} Fate;

typedef struct FateRules {
    const RecordedRun *recorded;
    Arena *arena;   // for what is looked at on the way; of the thread that asks
    int64_t now_ns; // wall clock
    bool closed;    // nothing is begun any more: what was decided is kept, however old
    bool renew;     // reads are made anew, however young
    bool undoing;   // a person wants it taken back
} FateRules;

// `step` may be NULL: nothing was told of it.
Fate fate_of(const FateRules *rules, const RecordedStep *step, const Step *plan);
// What it left in place: STANDS_NOTHING also of what is known to have changed nothing.
Stands fate_left(const RecordedStep *step, const Step *plan);
// The same by what the journal tells alone, where no step of the plan is known for it; nothing of
// what was taken back since.
Stands fate_left_then(Arena *arena, const RecordedRun *recorded, const RecordedStep *step);
// Whether what it did was taken back since: by its own undo steps, or by those of a group or
// include around it.
bool fate_is_undone(const RecordedRun *recorded, const RecordedStep *step, const Step *plan);
// Whether that was a rollback of the last session, and nothing that somebody asked for.
bool fate_was_rolled_back(const RecordedRun *recorded, const RecordedStep *step, const Step *plan);
// Whether undo steps of it, or of a group or include around it, were begun since, and not all of
// them ended well: nobody knows how much of it is left.
bool fate_is_torn(const RecordedRun *recorded, const RecordedStep *step, const Step *plan);
// Whether one of the undo steps of what has that number needed, as it was tried last, what the
// journal does not hold. Nothing of a runbook that was changed since.
bool fate_undo_is_lost(const RecordedRun *recorded, Sv number, const Step *plan, uint64_t since);
// Whether nobody knows of one of these undo steps whether it happened.
bool fate_may_be_undone(const RecordedRun *recorded, const RecordedStep *step, const Step *plan);
// The event that left it as it is: its intent, or its end.
uint64_t fate_seq(const RecordedStep *step);
// The event by which it acted last: what undoes it came behind that. Only to look at it, or to say
// that it is there, does not begin it anew.
uint64_t fate_acted(const RecordedStep *step);
// Whether a later step may go by it: it passed, or only warned, or its failure is waived.
bool fate_is_well(const RecordedStep *step);
// Whether a person said that it happened, and nothing has confirmed it.
bool fate_is_said(const RecordedStep *step);
// Whether a person said that it stays open: it may have happened, and nothing waits for that.
bool fate_is_left_open(const RecordedStep *step);
// Whether the last session went through the whole run and did not come to it.
bool fate_is_gone(const RecordedRun *recorded, const RecordedStep *step);
// What a person said of it as a session began, since it acted, and no session came to it.
ResolvedAs fate_word(const RecordedStep *step);

// Whether its undo steps may be made at will, so that a change in doubt elsewhere does not hinder
// them.
bool fate_undo_may_repeat(const Step *plan);
// The number of the group, include or loop in which a step of that number stands.
Sv fate_around(Sv number, const Step *plan);
// The plan of what it stands in, across includes; NULL at the top.
const Step *fate_above(const Step *plan);

#endif
