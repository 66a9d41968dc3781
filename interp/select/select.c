#include "select/select.h"
#include "base/limits.h"
#include "select/needs.h"
#include "select/select_rows.h"
#include <stdlib.h>

// ── what was asked for ──

static bool named(const Wish *wishes, uint32_t count, const Step *step, bool whole) {
    for (uint32_t i = 0; i < count; i++) {
        const Address *address = &wishes[i].address;
        if ((!whole || address->held_count == 0) && address_covers(address, step)) return true;
    }
    return false;
}

static bool tagged_itself(const Sv *tags, uint32_t count, const SelectOptions *options) {
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < options->tag_count; k++)
            if (sv_eq(tags[i], options->tags[k])) return true;
    return false;
}

// Tags of a group or an included runbook apply to everything in it.
static bool tagged(const Step *step, const SelectOptions *options) {
    for (; step; step = step->parent ? step->parent : step->runbook->included_by) {
        if (tagged_itself(step->tags, step->tag_count, options)) return true;
        if (step->include && tagged_itself(step->include->tags, step->include->tag_count, options))
            return true;
    }
    return false;
}

// ── choosing ──

// The outermost loop around it whose iterations are named.
static const Step *outermost_loop(const Step *step) {
    const Step *outermost = step;
    for (; step; step = needs_above(step))
        if (step->loop_count > 0) outermost = step;
    return outermost;
}

// If --from names an iteration, what runs in its loop is decided while the loop runs.
static bool before_from(const Selector *selector, const Step *step) {
    const Wish *from = selector->selection->from;
    if (!from || selector->from_reached) return false;
    return from->address.held_count == 0 ||
           !needs_stands_in(step, outermost_loop(from->address.step));
}

static Sv left_out(const Selector *selector, const SelectRow *row) {
    const SelectOptions *options = &selector->selection->options;
    if (row->skipped) return SV("left out by --skip");
    if (!row->asked) return options->rerun ? SV("left out by again") : SV("left out by --only");
    if (before_from(selector, row->step)) return SV("left out by --from");
    if (options->tag_count > 0 && !tagged(row->step, options)) return SV("left out by --tags");
    return SV("");
}

static bool add_row(void *self, Step *step, const char *phase, uint32_t depth) {
    Selector *selector = self;
    (void)depth;
    // Probes and undo steps go with their step.
    if (sv_eq_c(sv_from_c(phase), "probe") || sv_eq_c(sv_from_c(phase), "undo")) return false;
    arena_grow(selector->arena, selector->rows, selector->count, selector->capacity);
    SelectRow *row = &selector->rows[selector->count];
    *row = (SelectRow){.step = step,
                       .address = step_address(selector->arena, step),
                       .phase = phase,
                       .place = selector->count++,
                       .reason = SV("")};
    return true;
}

SelectRow *select_row(const Selector *selector, const Step *step) {
    for (uint32_t i = 0; i < selector->count; i++)
        if (selector->rows[i].step == step) return &selector->rows[i];
    return NULL;
}

// The finally, and the after_rollback, of an included runbook runs if any of the runbook does.
static bool runbook_runs(const Selector *selector, const Runbook *runbook) {
    for (uint32_t i = 0; i < selector->count; i++) {
        const SelectRow *row = &selector->rows[i];
        if (row->chosen != CHOSEN_YES || phase_is_closing(row->phase)) continue;
        for (const Runbook *outer = row->step->runbook; outer; outer = outer->parent)
            if (outer == runbook) return true;
    }
    return false;
}

static void choose_closing(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        SelectRow *row = &selector->rows[i];
        if (!needs_leaf(row->step) || !phase_is_closing(row->phase)) continue;
        bool runs = !row->step->runbook->parent || runbook_runs(selector, row->step->runbook);
        row->chosen = runs ? CHOSEN_YES : CHOSEN_NO;
        row->reason = runs ? SV("") : SV("left out by choice");
    }
}

static void choose_row(Selector *selector, SelectRow *row) {
    const Selection *selection = selector->selection;
    const SelectOptions *options = &selection->options;
    row->skipped = named(selection->skip, options->skip_count, row->step, true);
    row->asked =
        options->only_count == 0 || named(selection->only, options->only_count, row->step, false);
    row->reason = left_out(selector, row);
    if (needs_leaf(row->step)) row->chosen = row->reason.len == 0 ? CHOSEN_YES : CHOSEN_NO;
}

static void choose(Selector *selector) {
    const Wish *from = selector->selection->from;
    for (uint32_t i = 0; i < selector->count; i++) {
        SelectRow *row = &selector->rows[i];
        selector->from_reached |= from && address_covers(&from->address, row->step);
        choose_row(selector, row);
    }
}

// ── what a chosen step needs ──

typedef struct Growth {
    Selector *selector;
    bool grown;
} Growth;

static void need_row(Growth *growth, SelectRow *row) {
    if (!needs_leaf(row->step) || row->step->effect != EFFECT_READ || row->needed || row->skipped)
        return;
    row->needed = true;
    growth->grown |= row->chosen == CHOSEN_NO;
    row->chosen = CHOSEN_YES;
}

// Reads whose captures are needed run as well; changes never do.
static void need_step(void *self, const Step *reader, Sv id) {
    Growth *growth = self;
    Selector *selector = growth->selector;
    for (uint32_t i = 0; id.len > 0 && i < selector->count; i++) {
        SelectRow *row = &selector->rows[i];
        if (row->step->runbook != reader->runbook || !sv_eq(row->step->id, id) ||
            row->step == reader)
            continue;
        need_row(growth, row);
    }
}

static void need_by_connection(Growth *growth, const SelectRow *of) {
    for (SelectRow *row = growth->selector->rows; row < of && of->step->via; row++)
        if (needs_by_connection(of->step, row->step)) need_row(growth, row);
}

static void choose_needed(Selector *selector) {
    const SelectOptions *options = &selector->selection->options;
    if (options->only_count == 0 && options->from.len == 0) return;
    Growth growth = {selector, true};
    while (growth.grown) {
        growth.grown = false;
        for (uint32_t i = 0; i < selector->count; i++) {
            if (selector->rows[i].chosen != CHOSEN_YES) continue;
            // The groups around it must be able to begin as well.
            for (const Step *step = selector->rows[i].step; step; step = needs_above(step))
                needs_read(step, need_step, &growth);
            need_by_connection(&growth, &selector->rows[i]);
        }
    }
}

static void mark_groups(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        if (selector->rows[i].chosen != CHOSEN_YES) continue;
        for (const Step *step = needs_above(selector->rows[i].step); step;
             step = needs_above(step)) {
            SelectRow *row = select_row(selector, step);
            if (row->chosen != CHOSEN_NO) break;
            row->chosen = CHOSEN_WITHIN;
        }
    }
}

// ── mistakes ──

static void refuse(Diags *diags, const char *option, Sv text, Sv why) {
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "%s %.*s: %.*s", option, SV_ARG(text),
             SV_ARG(why));
}

// Why the step cannot be chosen; empty if it can.
static Sv not_chosen(const Selector *selector, const char *option, const Address *address) {
    Sv phase = sv_from_c(address->phase);
    const Step *owner = address->step->parent;
    Sv whose = owner ? step_address(selector->arena, owner) : SV("");
    if (sv_eq_c(phase, "probe"))
        return sv_format(selector->arena,
                         "that looks whether '%.*s' happened, and goes with it: give '%.*s'",
                         SV_ARG(whose), SV_ARG(whose));
    if (sv_eq_c(phase, "undo"))
        return sv_format(selector->arena,
                         "that takes back '%.*s', and runs whenever that is taken back: it cannot "
                         "be chosen",
                         SV_ARG(whose));
    if (sv_eq_c(phase, "finally") && !selector->selection->options.rerun)
        return sv_format(selector->arena,
                         "that stands in finally, which runs at the end of every run: it cannot be "
                         "%s",
                         sv_eq_c(SV("--skip"), option) ? "left out" : "chosen");
    if (sv_eq_c(phase, "after_rollback") && !selector->selection->options.rerun)
        return sv_format(selector->arena,
                         "that stands in after_rollback, which runs whenever something was taken "
                         "back: it cannot be %s",
                         sv_eq_c(SV("--skip"), option) ? "left out" : "chosen");
    return SV("");
}

static void take(Selector *selector, const char *option, Sv text, Wish *out, Diags *diags) {
    Sv why;
    *out = (Wish){.option = option};
    if (!address_find(selector->addresses, text, &out->address, &why)) {
        bool other = sv_starts(why, SV(": "));
        refuse(diags, option, text,
               other ? sv_slice(why, 2, why.len)
                     : sv_format(selector->arena, "there is no such step%.*s", SV_ARG(why)));
        return;
    }
    why = not_chosen(selector, option, &out->address);
    if (why.len > 0) refuse(diags, option, text, why);
    out->index = arena_new_array(selector->arena, atomic_uint, out->address.held_count);
    selector->selection->exact |= out->address.held_count > 0;
}

static void check_tag(const Selector *selector, Sv tag, Diags *diags) {
    SelectOptions one = {.tags = &tag, .tag_count = 1};
    for (uint32_t i = 0; i < selector->count; i++)
        if (tagged(selector->rows[i].step, &one)) return;
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "--tags %.*s: no step has this tag",
             SV_ARG(tag));
}

static bool take_all(Selector *selector, Diags *diags) {
    Selection *selection = selector->selection;
    const SelectOptions *options = &selection->options;
    uint32_t before = diags->errors;
    selection->only = arena_new_array(selector->arena, Wish, options->only_count);
    selection->skip = arena_new_array(selector->arena, Wish, options->skip_count);
    for (uint32_t i = 0; i < options->only_count; i++)
        take(selector, options->rerun ? "again" : "--only", options->only[i], &selection->only[i],
             diags);
    for (uint32_t i = 0; i < options->skip_count; i++)
        take(selector, "--skip", options->skip[i], &selection->skip[i], diags);
    if (options->from.len > 0) {
        selection->from = arena_new_of(selector->arena, Wish);
        take(selector, "--from", options->from, selection->from, diags);
    }
    for (uint32_t i = 0; i < options->tag_count; i++)
        check_tag(selector, options->tags[i], diags);
    return diags->errors == before;
}

static bool something_runs(const Selector *selector, Diags *diags) {
    for (uint32_t i = 0; i < selector->count; i++)
        if (selector->rows[i].chosen == CHOSEN_YES &&
            (selector->selection->options.rerun || !phase_is_closing(selector->rows[i].phase)))
            return true;
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "the selection leaves no step to run");
    return false;
}

static int by_step(const void *a, const void *b) {
    uintptr_t x = (uintptr_t)((const SelectRow *)a)->step,
              y = (uintptr_t)((const SelectRow *)b)->step;
    return x < y ? -1 : x > y;
}

const Selection *select_steps(Arena *arena, const Plan *plan, const SelectOptions *options,
                              Diags *diags) {
    Selection *selection = arena_new_of(arena, Selection);
    *selection = (Selection){.options = *options};
    selection->narrowed = options->only_count > 0 || options->skip_count > 0 ||
                          options->from.len > 0 || options->tag_count > 0;
    if (!selection->narrowed) return selection;
    Selector selector = {.arena = arena,
                         .selection = selection,
                         .addresses = addresses_new(arena, plan),
                         .path = plan->top->path};
    plan_visit(plan->top, add_row, &selector);
    if (!take_all(&selector, diags)) return NULL;
    choose(&selector);
    if (options->rerun) {
        if (!select_rerun(&selector, plan, diags)) return NULL;
    } else {
        choose_needed(&selector);
        choose_closing(&selector);
    }
    if (!something_runs(&selector, diags)) return NULL;
    mark_groups(&selector);
    selection->rows = selector.rows;
    selection->count = selector.count;
    qsort(selection->rows, selection->count, sizeof *selection->rows, by_step);
    return selection;
}

// ── asking ──

bool select_partial(const Selection *selection) {
    return selection->narrowed;
}

const SelectRow *select_find(const Selection *selection, const Step *step) {
    SelectRow wanted = {.step = step};
    return bsearch(&wanted, selection->rows, selection->count, sizeof wanted, by_step);
}

bool select_has(const Selection *selection, const Step *step) {
    if (!selection->narrowed) return true;
    const SelectRow *row = select_find(selection, step);
    return !row || row->chosen != CHOSEN_NO;
}

Sv select_reason(const Selection *selection, const Step *step) {
    const SelectRow *row = select_find(selection, step);
    if (row && row->reason.len > 0) return row->reason;
    return selection->options.rerun ? SV("left out by again") : SV("left out by choice");
}

static void add_wishes(Buf *out, const Wish *wishes, uint32_t count, const char *word,
                       const Step *step) {
    for (uint32_t i = 0; i < count; i++) {
        const Address *address = &wishes[i].address;
        if (address->step != step || address->held_count == 0) continue;
        buf_addf(out, "%s%s%.*s", out->len ? ", " : "", word, SV_ARG(address->text));
    }
}

Sv select_iterations(Arena *arena, const Selection *selection, const Step *step) {
    if (!selection->exact) return SV("");
    BUF_AUTO Buf out = buf_new(LIMIT_EVENT_BYTES);
    add_wishes(&out, selection->only, selection->options.only_count, "only ", step);
    add_wishes(&out, selection->skip, selection->options.skip_count, "without ", step);
    if (selection->from) add_wishes(&out, selection->from, 1, "from ", step);
    return buf_keep(&out, arena);
}

// A number is recorded as the address it stands for: the runbook may be numbered differently
// tomorrow.
static Sv told(Arena *arena, const Address *address) {
    bool readable = address->number && address->held_count == 0;
    return readable ? step_address(arena, address->step) : address->text;
}

static void add_told(MapBuilder *map, const char *name, const Wish *wishes, uint32_t count,
                     Arena *arena) {
    if (count == 0) return;
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < count; i++)
        list_add(&list, value_string(told(arena, &wishes[i].address)));
    map_add_c(map, name, list_done(&list));
}

Value select_value(Arena *arena, const Selection *selection) {
    const SelectOptions *options = &selection->options;
    MapBuilder map = map_builder(arena);
    add_told(&map, "only", selection->only, options->only_count, arena);
    add_told(&map, "skip", selection->skip, options->skip_count, arena);
    if (selection->from)
        map_add_c(&map, "from", value_string(told(arena, &selection->from->address)));
    if (options->tag_count > 0) {
        ListBuilder tags = list_builder(arena);
        for (uint32_t i = 0; i < options->tag_count; i++)
            list_add(&tags, value_string(options->tags[i]));
        map_add_c(&map, "tags", list_done(&tags));
    }
    return map_done(&map);
}
