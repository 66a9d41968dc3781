// What a run that has no end left in place, as its events tell: for one that was killed, and for
// each session before it is over. Of a run that has ended run_ended says it.
#ifndef REPORT_LEFT_SO_FAR_H
#define REPORT_LEFT_SO_FAR_H

#include "base/map.h"
#include "event/event.h"
#include "event/stands.h"

typedef struct LeftStep LeftStep;

typedef struct LeftSoFar {
    Arena *arena;
    SvMap steps;  // number → LeftStep, in the order in which they were told
    bool undoing; // a person wants it taken back
    Sv undid;     // of the last event, where that is the end of an undo step: what it took back;
                  // whether more undo steps were to follow is not told
} LeftSoFar;

LeftSoFar left_so_far_new(Arena *arena);
void left_so_far_take(LeftSoFar *left, const Event *event);
// The same fields as in run_ended: `standing`, and the commands `undo` and `resume` for the run as
// it can be named. `standing` is empty where nothing stands.
Value left_so_far_fields(const LeftSoFar *left, Arena *arena, Sv run);

// Of a run that died both commands are at hand, and nobody has decided between them: what each of
// them does, told where it stands, the one that goes on first. NULL after an end, and where there
// is no such command, or it is the other one.
const char *left_resume_does(Value left);
const char *left_undo_does(Value left);

#endif
