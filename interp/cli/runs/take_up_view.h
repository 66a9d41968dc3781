// What taking a run up again will do, told before it does anything: what is kept, made anew, in
// doubt, and where it goes on. From the journal and the plan alone; nothing is run.
#ifndef CLI_RUNS_TAKE_UP_VIEW_H
#define CLI_RUNS_TAKE_UP_VIEW_H

#include "base/text_list.h"
#include "cli/cli.h"
#include "history/fate.h"

typedef struct FoundFate {
    const RecordedStep *step;
    const Step *plan;
    Fate fate;
    FateLeft left;
} FoundFate;

typedef struct TakeUpView {
    Arena *arena;
    const RecordedRun *recorded;
    SvMap plan;       // number, with stars for iterations → Step *
    SvMap places;     // address and phase → index in items, from 1
    FoundFate *items; // every step that was told of and is still part of the runbook
    uint32_t count, capacity;
    Sv at, at_number, at_name; // the step where it goes on; empty where nothing is left to be made
    const Step *at_step;
    TextList vanished; // "5 Done once": acted, and is no part of the runbook any more
} TakeUpView;

void take_up_view_make(Arena *arena, const Plan *plan, const RecordedRun *recorded,
                       const FateRules *rules, TakeUpView *out);
// What became of a step; NULL if it is no part of the runbook any more.
const FoundFate *take_up_view_find(const TakeUpView *view, const RecordedStep *step);
// Whether something stands that undo steps can take back.
bool take_up_view_undoes(const TakeUpView *view);
// Its name as it was told; empty where it never was.
Sv take_up_view_name(const RecordedStep *step);

typedef struct TakeUpWords {
    Purpose purpose;
    Sv run; // as it can be typed again
    Sv by; // who takes it up
    const Resolution *resolutions;
    uint32_t resolution_count;
    const Sv *accepted;
    uint32_t accepted_count;
    const Sv *addresses; // of undo
    uint32_t address_count;
    int64_t now_ns;
    size_t width;
} TakeUpWords;

// The lines for people.
void take_up_view_write(const TakeUpView *view, const TakeUpWords *words, Buf *out);

#endif
