#include "run/select.h"
#include "run/needs.h"
#include "run/select_rows.h"
#include <stdlib.h>

// ── addresses ──

// "revoke[tenant=acme]/x" names the steps that "revoke/x" does, of one iteration.
Sv select_plain(Arena *arena, Sv address) {
    BUF_AUTO Buf plain = buf_new(address.len + 1);
    bool within = false;
    for (size_t i = 0; i < address.len; i++) {
        if (address.at[i] == '[') within = true;
        if (!within) buf_add_char(&plain, address.at[i]);
        if (address.at[i] == ']') within = false;
    }
    return buf_keep(&plain, arena);
}

static bool is_or_beneath(Sv address, Sv above) {
    if (!sv_starts(address, above)) return false;
    return address.len == above.len || address.at[above.len] == '/';
}

static bool named(const Selector *selector, const Sv *list, uint32_t count, Sv address) {
    for (uint32_t i = 0; i < count; i++)
        if (is_or_beneath(address, select_plain(selector->arena, list[i]))) return true;
    return false;
}

static bool tagged_itself(const Sv *tags, uint32_t count, const RunOptions *options) {
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < options->tag_count; k++)
            if (sv_eq(tags[i], options->tags[k])) return true;
    return false;
}

// A group's tags, and an included runbook's, are those of all in it.
static bool tagged(const Step *step, const RunOptions *options) {
    for (; step; step = step->parent ? step->parent : step->runbook->included_by) {
        if (tagged_itself(step->tags, step->tag_count, options)) return true;
        if (step->include && tagged_itself(step->include->tags, step->include->tag_count, options))
            return true;
    }
    return false;
}

// ── choosing ──

static Sv left_out(const Selector *selector, Row *row) {
    const RunOptions *options = selector->selection->options;
    if (options->only_count > 0 &&
        !named(selector, options->only, options->only_count, row->address))
        return options->again ? SV("left out by again") : SV("left out by --only");
    if (options->skip_count > 0 &&
        named(selector, options->skip, options->skip_count, row->address))
        return SV("left out by --skip");
    if (options->from.len > 0 && !selector->from_reached) return SV("left out by --from");
    if (options->tag_count > 0 && !tagged(row->step, options)) return SV("left out by --tags");
    return SV("");
}

static bool add_row(void *self, Step *step, const char *phase, uint32_t depth) {
    Selector *selector = self;
    (void)depth;
    // A probe and an undo go with their step.
    if (sv_eq_c(sv_from_c(phase), "probe") || sv_eq_c(sv_from_c(phase), "undo")) return false;
    arena_grow(selector->arena, selector->rows, selector->count, selector->capacity);
    selector->rows[selector->count++] = (Row){.step = step,
                                              .address = step_address(selector->arena, step),
                                              .phase = phase,
                                              .reason = SV("")};
    return true;
}

Row *select_row(const Selector *selector, const Step *step) {
    for (uint32_t i = 0; i < selector->count; i++)
        if (selector->rows[i].step == step) return &selector->rows[i];
    return NULL;
}

// What an included runbook cleans up, it cleans up where any of it runs.
static bool book_runs(const Selector *selector, const Runbook *runbook) {
    for (uint32_t i = 0; i < selector->count; i++) {
        const Row *row = &selector->rows[i];
        if (row->chosen != CHOSEN_YES || sv_eq_c(sv_from_c(row->phase), "finally")) continue;
        for (const Runbook *book = row->step->runbook; book; book = book->parent)
            if (book == runbook) return true;
    }
    return false;
}

static void choose_finally(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        Row *row = &selector->rows[i];
        if (!needs_leaf(row->step) || !sv_eq_c(sv_from_c(row->phase), "finally")) continue;
        bool runs = !row->step->runbook->parent || book_runs(selector, row->step->runbook);
        row->chosen = runs ? CHOSEN_YES : CHOSEN_NO;
        row->reason = runs ? SV("") : SV("left out by choice");
    }
}

static void choose(Selector *selector) {
    const RunOptions *options = selector->selection->options;
    for (uint32_t i = 0; i < selector->count; i++) {
        Row *row = &selector->rows[i];
        if (options->from.len > 0 &&
            is_or_beneath(row->address, select_plain(selector->arena, options->from)))
            selector->from_reached = true;
        if (!needs_leaf(row->step)) continue;
        row->reason = left_out(selector, row);
        row->chosen = row->reason.len == 0 ? CHOSEN_YES : CHOSEN_NO;
    }
}

// ── what a chosen step needs ──

typedef struct Growth {
    Selector *selector;
    bool grown;
} Growth;

// A read whose captures it needs is run as well; a change never is.
static void need_step(void *self, const Step *reader, Sv id) {
    Growth *growth = self;
    Selector *selector = growth->selector;
    for (uint32_t i = 0; id.len > 0 && i < selector->count; i++) {
        Row *row = &selector->rows[i];
        if (row->step->runbook != reader->runbook || !sv_eq(row->step->id, id) ||
            row->step == reader)
            continue;
        if (row->chosen != CHOSEN_NO || !needs_leaf(row->step) || row->step->effect != EFFECT_READ)
            continue;
        row->chosen = CHOSEN_YES;
        growth->grown = true;
    }
}

static void choose_needed(Selector *selector) {
    const RunOptions *options = selector->selection->options;
    if (options->only_count == 0 && options->from.len == 0) return;
    Growth growth = {selector, true};
    while (growth.grown) {
        growth.grown = false;
        for (uint32_t i = 0; i < selector->count; i++) {
            if (selector->rows[i].chosen != CHOSEN_YES) continue;
            // What it stands in must be able to begin as well.
            for (const Step *step = selector->rows[i].step; step; step = needs_above(step))
                needs_read(step, need_step, &growth);
        }
    }
}

static void mark_groups(Selector *selector) {
    for (uint32_t i = 0; i < selector->count; i++) {
        if (selector->rows[i].chosen != CHOSEN_YES) continue;
        for (const Step *step = needs_above(selector->rows[i].step); step;
             step = needs_above(step)) {
            Row *row = select_row(selector, step);
            if (row->chosen != CHOSEN_NO) break;
            row->chosen = CHOSEN_WITHIN;
        }
    }
}

// ── mistakes ──

static bool some_address(const Selector *selector, Sv wanted) {
    Sv plain = select_plain(selector->arena, wanted);
    for (uint32_t i = 0; i < selector->count; i++)
        if (sv_eq(selector->rows[i].address, plain)) return true;
    return false;
}

static void check_address(const Selector *selector, const char *option, Sv wanted, Diags *diags) {
    if (some_address(selector, wanted)) return;
    Sv *addresses = arena_new_array(selector->arena, Sv, selector->count);
    for (uint32_t i = 0; i < selector->count; i++)
        addresses[i] = selector->rows[i].address;
    Sv meant = sv_closest(wanted, addresses, selector->count);
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "%s %.*s: there is no such step%s%.*s%s",
             option, SV_ARG(wanted), meant.len ? "; did you mean '" : "", SV_ARG(meant),
             meant.len ? "'?" : "");
}

static void check_tag(const Selector *selector, Sv tag, Diags *diags) {
    RunOptions one = {.tags = &tag, .tag_count = 1};
    for (uint32_t i = 0; i < selector->count; i++)
        if (tagged(selector->rows[i].step, &one)) return;
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "--tags %.*s: no step has this tag",
             SV_ARG(tag));
}

static bool check(const Selector *selector, Diags *diags) {
    const RunOptions *options = selector->selection->options;
    uint32_t before = diags->errors;
    for (uint32_t i = 0; i < options->only_count; i++)
        check_address(selector, options->again ? "again" : "--only", options->only[i], diags);
    for (uint32_t i = 0; i < options->skip_count; i++)
        check_address(selector, "--skip", options->skip[i], diags);
    if (options->from.len > 0) check_address(selector, "--from", options->from, diags);
    for (uint32_t i = 0; i < options->tag_count; i++)
        check_tag(selector, options->tags[i], diags);
    return diags->errors == before;
}

static bool something_runs(const Selector *selector, Diags *diags) {
    for (uint32_t i = 0; i < selector->count; i++)
        if (selector->rows[i].chosen == CHOSEN_YES &&
            (selector->selection->options->again ||
             !sv_eq_c(sv_from_c(selector->rows[i].phase), "finally")))
            return true;
    diag_add(diags, DIAG_SELECTION_EMPTY, (Span){0}, "the selection leaves no step to run");
    return false;
}

static int by_step(const void *a, const void *b) {
    uintptr_t x = (uintptr_t)((const Row *)a)->step, y = (uintptr_t)((const Row *)b)->step;
    return x < y ? -1 : x > y;
}

const Selection *select_steps(Arena *arena, const Plan *plan, const RunOptions *options,
                              Diags *diags) {
    Selection *selection = arena_new_of(arena, Selection);
    *selection = (Selection){.options = options};
    selection->narrowed = options->only_count > 0 || options->skip_count > 0 ||
                          options->from.len > 0 || options->tag_count > 0;
    if (!selection->narrowed) return selection;
    Selector selector = {.arena = arena, .selection = selection, .path = plan->top->path};
    plan_visit(plan->top, add_row, &selector);
    if (!check(&selector, diags)) return NULL;
    choose(&selector);
    if (options->again) {
        if (!select_again(&selector, plan, diags)) return NULL;
    } else {
        choose_needed(&selector);
        choose_finally(&selector);
    }
    if (!something_runs(&selector, diags)) return NULL;
    mark_groups(&selector);
    for (uint32_t i = 0; i < options->only_count; i++)
        selection->brackets |= sv_find_char(options->only[i], '[', 0) != SV_NONE;
    selection->reached = arena_new_array(arena, atomic_bool, options->only_count);
    selection->rows = selector.rows;
    selection->count = selector.count;
    qsort(selection->rows, selection->count, sizeof *selection->rows, by_step);
    return selection;
}

// ── asking ──

bool select_partial(const Selection *selection) {
    return selection->narrowed;
}

static const Row *find(const Selection *selection, const Step *step) {
    Row wanted = {.step = step};
    return bsearch(&wanted, selection->rows, selection->count, sizeof wanted, by_step);
}

bool select_has(const Selection *selection, const Step *step) {
    if (!selection->narrowed) return true;
    const Row *row = find(selection, step);
    return !row || row->chosen != CHOSEN_NO;
}

// Whether the address is that of the last iteration that the wanted one names.
static bool is_last_iteration(Sv wanted, Sv address) {
    size_t end = wanted.len;
    while (end > 0 && wanted.at[end - 1] != ']')
        end--;
    return end > 0 && sv_eq(sv_slice(wanted, 0, end), address);
}

Sv select_not_reached(const Selection *selection) {
    const RunOptions *options = selection->options;
    for (uint32_t i = 0; selection->brackets && i < options->only_count; i++)
        if (sv_find_char(options->only[i], '[', 0) != SV_NONE &&
            !atomic_load(&selection->reached[i]))
            return options->only[i];
    return SV("");
}

bool select_has_iteration(const Selection *selection, Sv address) {
    if (!selection->narrowed || !selection->brackets) return true;
    const RunOptions *options = selection->options;
    bool about_it = false;
    for (uint32_t i = 0; i < options->only_count; i++) {
        Sv wanted = options->only[i];
        if (is_last_iteration(wanted, address)) atomic_store(&selection->reached[i], true);
        if (is_or_beneath(address, wanted) || is_or_beneath(wanted, address)) return true;
        // Whether some address names another iteration of the same loop.
        size_t bracket = address.len;
        while (bracket > 0 && address.at[bracket - 1] != '[')
            bracket--;
        about_it |= bracket > 0 && sv_starts(wanted, sv_slice(address, 0, bracket));
    }
    return !about_it;
}

Sv select_reason(const Selection *selection, const Step *step) {
    const Row *row = find(selection, step);
    if (row && row->reason.len > 0) return row->reason;
    return selection->options->again ? SV("left out by again") : SV("left out by choice");
}

static void add_words(MapBuilder *map, const char *name, const Sv *words, uint32_t count,
                      Arena *arena) {
    if (count == 0) return;
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < count; i++)
        list_add(&list, value_string(words[i]));
    map_add_c(map, name, list_done(&list));
}

Value select_value(Arena *arena, const RunOptions *options) {
    MapBuilder map = map_builder(arena);
    add_words(&map, "only", options->only, options->only_count, arena);
    add_words(&map, "skip", options->skip, options->skip_count, arena);
    if (options->from.len > 0) map_add_c(&map, "from", value_string(options->from));
    add_words(&map, "tags", options->tags, options->tag_count, arena);
    return map_done(&map);
}
