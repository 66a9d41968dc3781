// What earlier steps left for the step that is looked at, by the rules of scope. Addresses, numbers
// and the order of events tell which these are.
#include "base/ascii.h"
#include "history/recorded_results.h"
#include "history/seen_internal.h"
#include <stdlib.h>

static bool is_kind(const RecordedStep *step, const char *kind) {
    return sv_eq_c(step->kind, kind);
}

static bool beneath(Sv address, Sv above) {
    return address.len > above.len && sv_starts(address, above) && address.at[above.len] == '/';
}

// ── which ──

Sv seen_scope(const RecordedRun *recorded, Sv address) {
    const RecordedStep *inner = NULL;
    for (uint32_t i = 0; i < recorded->group_count; i++) {
        const RecordedStep *step = recorded->groups[i];
        if (!is_kind(step, "include") || !beneath(address, step->address)) continue;
        if (!inner || step->address.len > inner->address.len) inner = step;
    }
    return inner ? sv_slice(address, 0, inner->address.len + 1) : SV("");
}

// The last part of an address without its iteration; empty where the step has no id.
static Sv id_of(const RecordedStep *step) {
    Sv address = step->address;
    size_t depth = 0, from = address.len, end = address.len;
    // A value in brackets may hold a slash.
    while (from > 0 && (depth > 0 || address.at[from - 1] != '/')) {
        char c = address.at[--from];
        if (c == ']') depth++;
        if (c == '[' && depth > 0 && --depth == 0) end = from;
    }
    Sv id = sv_slice(address, from, end);
    bool number = id.len > 0 && ascii_is_digit(id.at[0]);
    return number ? SV("") : id;
}

// The iterations that a step stands in, itself included, outer ones first, within one runbook.
typedef struct Iterations {
    const RecordedStep **items;
    uint32_t count, capacity;
} Iterations;

static int by_length(const void *a, const void *b) {
    size_t x = (*(const RecordedStep *const *)a)->address.len,
           y = (*(const RecordedStep *const *)b)->address.len;
    return (x > y) - (x < y);
}

static Iterations iterations_of(Arena *arena, const RecordedRun *recorded, Sv scope,
                                const RecordedStep *step) {
    Iterations found = {0};
    Sv address = step->address;
    for (size_t end = scope.len; end < address.len;) {
        size_t close = sv_find_char(address, ']', end);
        if (close == SV_NONE) break;
        end = close + 1;
        const RecordedStep *at = recorded_run_step(recorded, sv_slice(address, 0, end));
        if (!at) continue;
        arena_grow(arena, found.items, found.count, found.capacity);
        found.items[found.count++] = at;
    }
    if (found.count > 1) qsort(found.items, found.count, sizeof *found.items, by_length);
    return found;
}

// Children of one group that run at once do not see each other.
static bool apart(const RecordedRun *recorded, const RecordedStep *a, const RecordedStep *b) {
    for (uint32_t i = 0; i < recorded->group_count; i++) {
        const RecordedStep *group = recorded->groups[i];
        if (!is_kind(group, "group") && !is_kind(group, "iteration")) continue;
        if (value_field_int(group->begin, "parallel", 1) <= 1) continue;
        Sv within = sv_format(recorded->arena, "%.*s.", SV_ARG(group->number));
        if (!sv_starts(a->number, within) || !sv_starts(b->number, within)) continue;
        Sv rest_a = sv_slice(a->number, within.len, a->number.len), child_a;
        Sv rest_b = sv_slice(b->number, within.len, b->number.len), child_b;
        sv_next_part(&rest_a, '.', &child_a);
        sv_next_part(&rest_b, '.', &child_b);
        if (!sv_eq(child_a, child_b)) return true;
    }
    return false;
}

// Whether the results of `other` were there when the step began, as far as groups and order tell.
static bool came_before(const RecordedRun *recorded, Sv scope, const RecordedStep *other,
                        const RecordedStep *step) {
    uint64_t begun = step->began > 0 ? step->began : step->ended;
    if (other == step || other->ended == 0 || other->ended >= begun) return false;
    if (is_kind(other, "loop") || id_of(other).len == 0) return false;
    if (sv_eq_c(other->phase, "undo") && !sv_eq_c(step->phase, "undo")) return false;
    // A group around the step has not left anything yet.
    if (beneath(step->address, other->address)) return false;
    return sv_eq(seen_scope(recorded, other->address), scope) && !apart(recorded, other, step);
}

// ── what ──

static void add_outputs(MapBuilder *record, const RecordedStep *step) {
    Value outputs = value_field(step->end, "outputs");
    for (size_t i = 0; outputs.kind == VALUE_MAP && i < value_count(outputs); i++) {
        Sv name = value_text(value_key(outputs, i));
        map_add_sv(record, name,
                   seen_restored(record->arena, step->end, "outputs", name, value_at(outputs, i),
                                 cel_type(CEL_TYPE_DYN)));
    }
}

static void add_record(MapBuilder *record, const Registry *registry, const RecordedStep *step) {
    bool leaf = value_get_c(step->end, "attempts") != NULL;
    map_add_c(record, "verdict", value_field(step->end, "verdict"));
    map_add_c(record, "attempts", leaf ? value_field(step->end, "attempts") : value_int(1));
    map_add_c(record, "elapsed",
              value_duration_ns(leaf ? value_field_int(step->end, "elapsed", 0) : 0));
    recorded_results_answer(record, registry, step);
    add_outputs(record, step);
    recorded_results_captures(record, step);
}

// ── lists: what a loop that is over left ──

static void add_names(MapBuilder *record, const RecordedStep *iteration) {
    Value names =
        iteration->begin.kind == VALUE_MAP ? value_field(iteration->begin, "loop") : value_null();
    for (size_t i = 0; names.kind == VALUE_MAP && i < value_count(names); i++) {
        Sv name = value_text(value_key(names, i));
        map_add_sv(record, name,
                   seen_restored(record->arena, iteration->begin, "loop", name, value_at(names, i),
                                 cel_type(CEL_TYPE_DYN)));
    }
}

// "2.10" comes after "2.9".
static int compare_numbers(Sv a, Sv b) {
    Sv part_a, part_b;
    for (;;) {
        bool more_a = sv_next_part(&a, '.', &part_a), more_b = sv_next_part(&b, '.', &part_b);
        if (!more_a || !more_b) return (int)more_a - (int)more_b;
        if (part_a.len != part_b.len) return part_a.len < part_b.len ? -1 : 1;
        int order = sv_cmp(part_a, part_b);
        if (order != 0) return order;
    }
}

static int by_number(const void *a, const void *b) {
    return compare_numbers((*(const RecordedStep *const *)a)->number,
                           (*(const RecordedStep *const *)b)->number);
}

typedef struct Left {
    Arena *arena;
    const RecordedRun *recorded;
    const Registry *registry;
    const RecordedStep *step; // that looks
    Sv scope;
    Iterations own; // of that step
    SvMap lists;    // id → ListBuilder
    MapBuilder steps;
} Left;

static bool shares(const Left *left, const RecordedStep *iteration) {
    for (uint32_t i = 0; i < left->own.count; i++)
        if (left->own.items[i] == iteration) return true;
    return false;
}

// "revoke[" of "revoke[tenant=acme]".
static Sv loop_of(Sv iteration) {
    size_t from = iteration.len, depth = 0;
    while (from > 0) {
        char c = iteration.at[--from];
        if (c == ']') depth++;
        if (c == '[' && --depth == 0) break;
    }
    return sv_slice(iteration, 0, from + 1);
}

// A loop that never reached its iterations leaves nothing; one over an empty list that allows that
// leaves an empty list.
static void add_loop(Left *left, const RecordedStep *loop) {
    bool empty = sv_eq_c(value_field_text(loop->end, "cause", SV("")), "empty_loop") &&
                 sv_eq_c(value_field_text(loop->end, "verdict", SV("")), "skipped");
    if (empty) map_add_sv(&left->steps, id_of(loop), value_list(left->arena, NULL, 0));
}

static void add_left(Left *left, const RecordedStep *other) {
    Iterations around = iterations_of(left->arena, left->recorded, left->scope, other);
    uint32_t shared = 0;
    while (shared < around.count && shares(left, around.items[shared]))
        shared++;
    MapBuilder record = map_builder(left->arena);
    if (shared == around.count && value_field_bool(other->end, "loop", false)) {
        add_loop(left, other);
        return;
    }
    if (shared == around.count) {
        add_record(&record, left->registry, other);
        map_add_sv(&left->steps, id_of(other), map_done(&record));
        return;
    }
    // Another iteration of a loop that the step is in.
    if (sv_starts(left->step->address, loop_of(around.items[shared]->address))) return;
    for (uint32_t i = shared; i < around.count; i++)
        add_names(&record, around.items[i]);
    add_record(&record, left->registry, other);
    ListBuilder *list = svmap_get(&left->lists, id_of(other));
    if (!list) {
        list = arena_new_of(left->arena, ListBuilder);
        *list = list_builder(left->arena);
        svmap_add(&left->lists, id_of(other), list);
    }
    list_add(list, map_done(&record));
}

Value seen_steps(Arena *arena, const RecordedRun *recorded, const Registry *registry,
                 const RecordedStep *step) {
    Left left = {.arena = arena,
                 .recorded = recorded,
                 .registry = registry,
                 .step = step,
                 .scope = seen_scope(recorded, step->address),
                 .lists = svmap_new(arena),
                 .steps = map_builder(arena)};
    left.own = iterations_of(arena, recorded, left.scope, step);
    const RecordedStep **before = arena_new_array(arena, const RecordedStep *, recorded->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < recorded->count; i++)
        if (came_before(recorded, left.scope, recorded->steps[i], step))
            before[count++] = recorded->steps[i];
    if (count > 1) qsort(before, count, sizeof *before, by_number);
    for (uint32_t i = 0; i < count; i++)
        add_left(&left, before[i]);
    for (uint32_t i = 0; i < left.lists.count; i++)
        map_add_sv(&left.steps, left.lists.entries[i].key, list_done(left.lists.entries[i].value));
    return map_done(&left.steps);
}
