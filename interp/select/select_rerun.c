// Selects the steps for doing one once more: all that it needs, and never a change.
#include "select/needs.h"
#include "select/select_rows.h"

static bool is_cleanup(const SelectRow *row) {
    return sv_eq_c(sv_from_c(row->phase), "finally");
}

static bool is_closing(const SelectRow *row) {
    return phase_is_closing(row->phase);
}

static Sv shown_step(Arena *arena, const Step *step) {
    return sv_format(arena, "'%.*s' (%.*s)", SV_ARG(step_address(arena, step)),
                     SV_ARG(step_touches(arena, step)));
}

static const char may_be_repeated[] =
    "where it may be repeated at will, say so beside its verb: effect: idempotent";

static const char *with_inputs(const Selector *selector) {
    return selector->selection->options.rerun_was_given ? " with the inputs it was given" : "";
}

// It is a change itself.
static void hint_change(const Selector *selector, const Step *step, Diag *diag, Diags *diags) {
    const SelectOptions *options = &selector->selection->options;
    Sv address = step_address(selector->arena, step), open = options->rerun_open;
    const SelectRow *row = select_row(selector, step);
    if (row && is_cleanup(row)) {
        diag_hint(diags, diag, "it stands in finally, which every run makes at its end; %s",
                  may_be_repeated);
        return;
    }
    if (open.len > 0 && options->rerun_unmade) {
        diag_hint(diags, diag, "to make it, go on with that run: runbook resume %.*s",
                  SV_ARG(open));
        return;
    }
    Arena *arena = selector->arena;
    Sv resume = open.len ? sv_format(arena,
                                     "to go on with that run, which makes nothing twice: "
                                     "runbook resume %.*s\n",
                                     SV_ARG(open))
                         : SV("");
    Sv undo = open.len && step->undo_count > 0
                  ? sv_format(arena, "to take it back: runbook undo %.*s %.*s\n", SV_ARG(open),
                              SV_ARG(address))
                  : SV("");
    diag_hint(diags, diag, "%.*s%.*sto make it once more: runbook run %.*s --only %.*s%s; %s",
              SV_ARG(resume), SV_ARG(undo), SV_ARG(selector->path), SV_ARG(address),
              with_inputs(selector), may_be_repeated);
}

// What it reads comes from a change.
static void hint_reader(const Selector *selector, const Step *change, Diag *diag, Diags *diags) {
    Sv open = selector->selection->options.rerun_open;
    Sv resume = open.len ? sv_format(selector->arena,
                                     "to go on with that run, which makes nothing twice: runbook "
                                     "resume %.*s\n",
                                     SV_ARG(open))
                         : SV("");
    diag_hint(
        diags, diag,
        "%.*srun it with what comes before it: runbook run %.*s%s; where '%.*s' may be repeated "
        "at will, say so beside its verb: effect: idempotent",
        SV_ARG(resume), SV_ARG(selector->path), with_inputs(selector),
        SV_ARG(step_address(selector->arena, change)));
}

static void refuse_change(const Selector *selector, const Need *need, Diags *diags) {
    Arena *arena = selector->arena;
    const SelectOptions *options = &selector->selection->options;
    Sv change = shown_step(arena, need->step);
    if (need->reader) {
        Diag *diag =
            diag_add(diags, DIAG_AGAIN_CHANGE, need->reader->span,
                     "'%.*s' needs steps.%.*s, and %.*s changes something, which is not repeated",
                     SV_ARG(step_address(arena, need->reader)), SV_ARG(need->id), SV_ARG(change));
        hint_reader(selector, need->step, diag, diags);
        return;
    }
    bool unmade = options->rerun_open.len > 0 && options->rerun_unmade;
    Diag *diag =
        diag_add(diags, DIAG_AGAIN_CHANGE, need->step->span, "%.*s changes something, and %s",
                 SV_ARG(change),
                 unmade ? "that run never made it; again repeats what was made, and no change"
                        : "a change is not repeated");
    hint_change(selector, need->step, diag, diags);
}

static bool asked_for(const Selector *selector, const SelectRow *row) {
    const Selection *selection = selector->selection;
    for (uint32_t i = 0; i < selection->options.only_count; i++)
        if (row->step == selection->only[i].address.step) return true;
    return false;
}

// The cleanup of a group or include, and its looks after a rollback, are not part of what was asked
// for.
static void leave_cleanup(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        SelectRow *row = &selector->rows[i];
        if (row->chosen != CHOSEN_YES || !is_closing(row) || asked_for(selector, row)) continue;
        row->chosen = CHOSEN_NO;
        row->reason = SV("left out by again");
    }
}

static bool choose_needed(Selector *selector, const Plan *plan, Diags *diags) {
    const Needs *needs = needs_new(selector->arena, plan);
    NeedList all = {0};
    for (uint32_t i = 0; i < selector->count; i++)
        if (selector->rows[i].chosen == CHOSEN_YES)
            needs_all(needs, selector->arena, selector->rows[i].step, &all);
    const Need *change = needs_change(&all);
    if (change) {
        refuse_change(selector, change, diags);
        return false;
    }
    for (uint32_t i = 0; i < all.count; i++) {
        SelectRow *row = select_row(selector, all.items[i].step);
        if (!row) continue;
        row->needed |= all.items[i].reader != NULL;
        row->chosen = CHOSEN_YES;
    }
    return true;
}

typedef struct Cleanup {
    Selector *selector;
    const Step *step;
    bool needed; // it reads what a repeated step leaves behind
} Cleanup;

static void look_for_chosen(void *self, const Step *reader, Sv id) {
    Cleanup *cleanup = self;
    Selector *selector = cleanup->selector;
    for (uint32_t i = 0; i < selector->count; i++) {
        const SelectRow *row = &selector->rows[i];
        cleanup->needed |= row->chosen == CHOSEN_YES && row->step->runbook == reader->runbook &&
                           row->step != cleanup->step && sv_eq(row->step->id, id);
    }
}

// The cleanup after a repeated step is done as well, unless it changes something.
static void choose_cleanup(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        SelectRow *row = &selector->rows[i];
        if (row->chosen == CHOSEN_YES || !needs_leaf(row->step) || !is_cleanup(row)) continue;
        Cleanup cleanup = {selector, row->step, false};
        needs_read(row->step, look_for_chosen, &cleanup);
        bool change = row->step->effect == EFFECT_CHANGE;
        if (cleanup.needed && !change) row->chosen = CHOSEN_YES, row->needed = true;
        if (cleanup.needed && change)
            row->reason = SV("left out: it changes something, which again does not do");
    }
}

bool select_rerun(Selector *selector, const Plan *plan, Diags *diags) {
    leave_cleanup(selector);
    if (!choose_needed(selector, plan, diags)) return false;
    choose_cleanup(selector);
    return true;
}
