// What taking a run up again will do, told before it does anything: what is kept, made anew, in
// doubt, and where it goes on. From the journal and the plan alone; nothing is run.
#ifndef CLI_RESUME_TAKE_UP_VIEW_H
#define CLI_RESUME_TAKE_UP_VIEW_H

#include "base/text_list.h"
#include "cli/cli.h"
#include "history/fate.h"

typedef struct FoundFate {
    const RecordedStep *step;
    const Step *plan;
    Fate fate;
    Stands left;
    ResolvedAs as; // what a person says became of it, or said where no session comes to it any more
    bool said;     // it is said now
    PeekFound peeked;
    bool gone; // the last session did not come to it, or it is no part of the runbook any more
} FoundFate;

typedef struct TakeUpView {
    Arena *arena;
    const RecordedRun *recorded;
    const Plan *whole;
    bool changed;     // the runbook may be another one than then
    bool accepts;     // … and somebody accepts that now
    SvMap by_address; // address without iterations, and phase → Step *
    SvMap plan;       // number, with stars for iterations → Step *
    SvMap places;     // address and phase → index in items, from 1
    FoundFate *items; // every step that was told of and is still part of the runbook
    uint32_t count, capacity;
    Sv at, at_number, at_name; // the step where it goes on; empty where nothing is left to be made
    const Step *at_step;
    const FoundFate *stopper;   // a kept change that did not pass, where nothing behind it is made
    const Step *stopped;        // … in this group or include; NULL = in the whole run
    const RecordedStep *unsure; // the first one that acted, has no id, and may be any step by now
    TextList vanished;          // "5 Done once": acted, and is no part of the runbook any more
} TakeUpView;

void take_up_view_make(Arena *arena, const Plan *plan, const RecordedRun *recorded,
                       const FateRules *rules, TakeUpView *out);
// What became of a step; NULL if it is no part of the runbook any more, and nothing is open of it.
FoundFate *take_up_view_find(const TakeUpView *view, const RecordedStep *step);
// What `undo` is asked to take back: addresses of steps and groups; none = all that stands.
typedef struct Asked {
    const Sv *addresses;
    uint32_t count;
} Asked;

typedef enum UndoWay {
    UNDO_NOTHING, // nothing stands that it did
    UNDO_OWN,     // its own undo steps take it back
    UNDO_AROUND,  // those of a group or include around it do
    UNDO_HELD,    // they would, were nothing in doubt
    UNDO_SAID,    // somebody said that their undo steps happened: they are not made once more
    UNDO_LOST,    // they need what the journal does not hold, as was found before
    UNDO_UNASKED, // what could take it back was not asked for
    UNDO_GONE,    // there are, and the run does not come to it any more
    UNDO_NONE     // there are no undo steps for it
} UndoWay;

// How a step's change is taken back, and what *by: the undo steps of which step or group take it
// back, or would; what is in doubt.
UndoWay take_up_view_way(const TakeUpView *view, const FoundFate *found, const Asked *asked,
                         const RecordedStep **by);
// Whether something stands that the undo steps that were asked for can take back; else *held is
// what hinders it since it is in doubt, or NULL.
bool take_up_view_undoes(const TakeUpView *view, const Asked *asked, const RecordedStep **held);
// The newest step or group whose undo steps need what the journal does not hold; NULL if there is
// none.
const RecordedStep *take_up_view_lost(const TakeUpView *view);
// Lists steps that are not taken back themselves, and have lost something that they left and that
// an undo step may read; `out` has room for all. Returns how many.
uint32_t take_up_view_lacks(const TakeUpView *view, const Asked *asked, const FoundFate **out);
// Whether it stays in doubt: it has no probe, and nobody says what became of it.
bool take_up_view_is_open(const FoundFate *found);
// The kept changes whose probes are asked before anybody agrees, as many as are listed by name; of
// `out`, with room for all, returns how many.
uint32_t take_up_view_peeks(const TakeUpView *view, Peek *out);
// A person says what became of it.
void take_up_view_resolve(TakeUpView *view, FoundFate *found, ResolvedAs as);
// Its name as it was told; empty where it never was.
Sv take_up_view_name(const RecordedStep *step);

typedef struct TakeUpWords {
    Purpose purpose;
    Sv run; // as it can be typed again
    Sv by;  // who takes it up
    const Resolution *resolutions;
    uint32_t resolution_count;
    const Sv *accepted;
    uint32_t accepted_count;
    Asked asked; // of undo
    int64_t now_ns;
    size_t width;
} TakeUpWords;

// The lines for people.
void take_up_view_write(const TakeUpView *view, const TakeUpWords *words, Buf *out);

#endif
