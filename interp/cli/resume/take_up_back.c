// How what stands is taken back, as far as is known before a probe looked. Part of take_up_view.h.
#include "cli/resume/take_up_view.h"

static bool is_asked_for(const Asked *asked, Sv address) {
    for (uint32_t i = 0; i < asked->count; i++)
        if (sv_eq(asked->addresses[i], address)) return true;
    return asked->count == 0;
}

// A person leaves it open: it is not taken back.
static bool is_left_open(const FoundFate *found) {
    bool left = fate_is_left_open(found->step) && sv_eq_c(found->step->phase, "steps");
    return found->as == RESOLVED_SKIP || (found->as == RESOLVED_UNKNOWN && left);
}

// An undo step in doubt stops what is undone after it, where it is its turn at all.
static bool stops_undoing(const TakeUpView *view, const RecordedStep *undo, const Asked *asked) {
    size_t at = sv_find(undo->number, SV(".undo"), 0);
    const RecordedStep *of =
        at == SV_NONE ? NULL : svmap_get(&view->recorded->by_number, sv_slice(undo->number, 0, at));
    return of && is_asked_for(asked, of->address);
}

// What keeps the undo steps of `plan` from being made, as far as is known before a probe looked;
// NULL if nothing does.
static const RecordedStep *held_by(const TakeUpView *view, const FoundFate *found, const Step *plan,
                                   const Asked *asked) {
    if (take_up_view_is_open(found) || is_left_open(found)) return found->step;
    for (uint32_t i = 0; i < view->count; i++) {
        const FoundFate *other = &view->items[i];
        if (!take_up_view_is_open(other)) continue;
        if (sv_eq_c(other->step->phase, "steps") && !fate_undo_may_repeat(plan)) return other->step;
        if (sv_eq_c(other->step->phase, "undo") && stops_undoing(view, other->step, asked))
            return other->step;
    }
    return NULL;
}

static UndoWay unless_held(const TakeUpView *view, const FoundFate *found, const Step *plan,
                           const Asked *asked, UndoWay way, const RecordedStep **by) {
    if (recorded_run_undone_at(view->recorded, (*by)->number, plan->undo_count,
                               fate_acted(found->step)) == UNDONE_SAID)
        return UNDO_SAID;
    if (asked->count == 0 && !view->accepts &&
        fate_undo_is_lost(view->recorded, (*by)->number, plan, fate_acted(found->step)))
        return UNDO_LOST;
    const RecordedStep *held = held_by(view, found, plan, asked);
    if (held) *by = held;
    return held ? UNDO_HELD : way;
}

UndoWay take_up_view_way(const TakeUpView *view, const FoundFate *found, const Asked *asked,
                         const RecordedStep **by) {
    const RecordedRun *recorded = view->recorded;
    const Step *plan = found->plan;
    *by = found->step;
    if (!sv_eq_c(found->step->phase, "steps") || found->left == STANDS_NOTHING ||
        fate_is_undone(recorded, found->step, plan))
        return UNDO_NOTHING;
    if (found->gone) return UNDO_GONE;
    if (plan->undo_count > 0)
        return is_asked_for(asked, found->step->address)
                   ? unless_held(view, found, plan, asked, UNDO_OWN, by)
                   : UNDO_UNASKED;
    Sv number = found->step->number;
    for (; fate_above(plan); plan = fate_above(plan)) {
        number = fate_around(number, plan);
        const Step *above = fate_above(plan);
        const RecordedStep *around = svmap_get(&recorded->by_number, number);
        if (!around || above->undo_count == 0) continue;
        *by = around;
        return is_asked_for(asked, around->address)
                   ? unless_held(view, found, above, asked, UNDO_AROUND, by)
                   : UNDO_UNASKED;
    }
    return UNDO_NONE;
}

bool take_up_view_undoes(const TakeUpView *view, const Asked *asked, const RecordedStep **held) {
    *held = NULL;
    for (uint32_t i = view->count; i > 0; i--) {
        const RecordedStep *by;
        UndoWay way = take_up_view_way(view, &view->items[i - 1], asked, &by);
        if (way == UNDO_OWN || way == UNDO_AROUND) return true;
        if (way == UNDO_HELD && !*held) *held = by;
    }
    return false;
}

const RecordedStep *take_up_view_lost(const TakeUpView *view) {
    const Asked all = {0};
    for (uint32_t i = view->count; i > 0; i--) {
        const RecordedStep *by;
        if (take_up_view_way(view, &view->items[i - 1], &all, &by) == UNDO_LOST) return by;
    }
    return NULL;
}
