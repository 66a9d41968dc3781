// What the undo steps that will be made read of other steps. Part of take_up_view.h.
#include "cli/resume/take_up_view.h"
#include "history/recorded_results.h"
#include "select/needs.h"

typedef struct ReadBack {
    const TakeUpView *view;
    SvMap seen; // steps and groups whose undo steps were looked at
    SvMap ids;  // ids that are read, by runbook
    bool all;   // one of them reads `steps` as a whole
} ReadBack;

static Sv key_of(Arena *arena, const void *runbook, Sv id) {
    return sv_format(arena, "%p %.*s", runbook, SV_ARG(id));
}

static void see(void *self, const Step *reader, Sv id) {
    ReadBack *back = self;
    if (id.len == 0) back->all = true;
    Sv key = key_of(back->view->arena, reader->runbook, id);
    if (!svmap_has(&back->ids, key)) svmap_add(&back->ids, key, back);
}

static void look_in(ReadBack *back, const Step *undo) {
    needs_read(undo, see, back);
    for (uint32_t i = 0; i < undo->child_count; i++)
        look_in(back, undo->children[i]);
}

static void look(ReadBack *back, const Step *of) {
    Sv key = key_of(back->view->arena, of, SV(""));
    if (svmap_has(&back->seen, key)) return;
    svmap_add(&back->seen, key, back);
    for (uint32_t i = 0; i < of->undo_count; i++)
        look_in(back, of->undo[i]);
}

// The step or group whose undo steps take it back.
static const Step *undoer(const FoundFate *found, UndoWay way) {
    const Step *plan = found->plan;
    while (way == UNDO_AROUND && plan->undo_count == 0 && fate_above(plan))
        plan = fate_above(plan);
    return plan;
}

uint32_t take_up_view_lacks(const TakeUpView *view, const Asked *asked, const FoundFate **out) {
    ReadBack back = {.view = view, .seen = svmap_new(view->arena), .ids = svmap_new(view->arena)};
    const RecordedStep *by;
    for (uint32_t i = 0; i < view->count; i++) {
        UndoWay way = take_up_view_way(view, &view->items[i], asked, &by);
        if (way == UNDO_OWN || way == UNDO_AROUND) look(&back, undoer(&view->items[i], way));
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        const FoundFate *found = &view->items[i];
        bool read = back.all || svmap_has(&back.ids, key_of(view->arena, found->plan->runbook,
                                                            found->plan->id));
        // It is told with what it lacks where it is taken back itself, and where it stays.
        if (found->fate != FATE_KEEP || found->plan->id.len == 0 || !read ||
            !sv_eq_c(found->step->phase, "steps") ||
            take_up_view_way(view, found, asked, &by) != UNDO_NOTHING ||
            recorded_results_lost(view->arena, found->step).count == 0)
            continue;
        out[count++] = found;
    }
    return count;
}
