#include "report/compare/compare.h"
#include "base/num.h"
#include "report/failure.h"

#include <stdlib.h>

enum { NOTABLE_NS = 100 * 1000 * 1000, NOTABLE_PERCENT = 50 };

Sv compare_run_id(const ReportModel *record) {
    return value_field_text(record->started, "run", SV(""));
}

Sv compare_run_state(const ReportModel *record) {
    if (record->running) return SV("running");
    return record->intact ? report_model_verdict(record) : SV("no verdict");
}

// ── values ──

static void add_value(Comparison *comparison, RunDifferences *out, Sv name, Sv a, Sv b) {
    arena_grow(comparison->arena, out->items, out->count, out->capacity);
    out->items[out->count++] = (RunDifference){NULL, name, a, b};
}

static const Value *like(const StepNotes *notes, Value expectation) {
    Sv text = value_field_text(expectation, "text", SV(""));
    int64_t index = value_field_int(expectation, "index", 0);
    const Value *found = NULL;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        const Value *each = &notes->expectations[i];
        if (!sv_eq(value_field_text(*each, "text", SV("")), text)) continue;
        if (!found || value_field_int(*each, "index", 0) == index) found = each;
    }
    return found;
}

static Sv part_value(Value expectation, Sv text) {
    Value parts = value_field(expectation, "parts");
    for (size_t i = 0; i < value_count(parts); i++)
        if (sv_eq(value_field_text(value_item(parts, i), "text", SV("")), text))
            return value_field_text(value_item(parts, i), "value", SV(""));
    return (Sv){0};
}

// How long something took is told with the times.
static bool is_time(Sv a, Sv b) {
    int64_t ns;
    return duration_parse(a, &ns) && duration_parse(b, &ns);
}

static void compare_parts(Comparison *comparison, Value was, Value is, RunDifferences *out) {
    Value parts = value_field(is, "parts");
    for (size_t i = 0; i < value_count(parts); i++) {
        // A difference of lines comes from values that are told themselves.
        if (failure_is_lines(value_item(parts, i))) continue;
        Sv text = value_field_text(value_item(parts, i), "text", SV(""));
        Sv a = part_value(was, text), b = value_field_text(value_item(parts, i), "value", SV(""));
        if (a.at && !sv_eq(a, b) && !is_time(a, b)) add_value(comparison, out, text, a, b);
    }
}

// What is computed from another value that differs says more than that one: json.alerts.size() than
// json.alerts.
static void leave_inner(RunDifferences *values, uint32_t from) {
    uint32_t kept = from;
    for (uint32_t i = from; i < values->count; i++) {
        bool inner = false;
        for (uint32_t k = from; k < values->count && !inner; k++)
            inner = k != i && values->items[k].name.len > values->items[i].name.len &&
                    sv_find(values->items[k].name, values->items[i].name, 0) != SV_NONE;
        if (!inner) values->items[kept++] = values->items[i];
    }
    values->count = kept;
}

static bool has(const RunDifferences *values, uint32_t until, Sv name) {
    for (uint32_t i = 0; i < until; i++)
        if (sv_eq(values->items[i].name, name)) return true;
    return false;
}

static void compare_values(Comparison *comparison, StepDifference *step) {
    RunDifferences *values = &step->values;
    for (uint32_t i = 0; i < step->b->notes.expectation_count; i++) {
        Value is = step->b->notes.expectations[i];
        const Value *was = like(&step->a->notes, is);
        if (!was) continue;
        uint32_t from = values->count, kept;
        compare_parts(comparison, *was, is, values);
        leave_inner(values, from);
        kept = from;
        for (uint32_t k = from; k < values->count; k++)
            if (!has(values, from, values->items[k].name)) values->items[kept++] = values->items[k];
        values->count = kept;
    }
}

// ── steps ──

static Sv key_of(Arena *arena, const ReportEntry *entry) {
    return sv_format(arena, "%.*s %.*s", SV_ARG(entry_text(entry, "phase")),
                     SV_ARG(entry_text(entry, "address")));
}

static SvMap by_place(Arena *arena, const ReportModel *record) {
    SvMap map = svmap_new(arena);
    for (uint32_t i = 0; i < record->count; i++)
        if (record->entries[i].kind == ENTRY_STEP)
            svmap_add(&map, key_of(arena, &record->entries[i]), &record->entries[i]);
    return map;
}

static void note_time(Comparison *comparison, const StepDifference *step) {
    int64_t a = entry_int(step->a, "elapsed"), b = entry_int(step->b, "elapsed");
    int64_t by = a > b ? a - b : b - a, least = a < b ? a : b;
    bool made = entry_int(step->a, "attempts") > 0 && entry_int(step->b, "attempts") > 0;
    if (!made || by < NOTABLE_NS || by < least / 100 * NOTABLE_PERCENT) return;
    arena_grow(comparison->arena, comparison->slower, comparison->slower_count,
               comparison->slower_capacity);
    comparison->slower[comparison->slower_count++] = *step;
}

static bool left_out(const ReportEntry *entry) {
    return sv_eq_c(value_field_text(entry->end, "cause", SV("")), "selection");
}

static void compare_step(Comparison *comparison, const ReportEntry *a, const ReportEntry *b) {
    if (left_out(a) != left_out(b)) {
        comparison->left_out++;
        return;
    }
    StepDifference step = {.a = a, .b = b};
    compare_values(comparison, &step);
    note_time(comparison, &step);
    bool verdict = !sv_eq(entry_verdict(a), entry_verdict(b));
    if (!verdict && step.values.count == 0) {
        comparison->alike++;
        return;
    }
    arena_grow(comparison->arena, comparison->steps, comparison->step_count,
               comparison->step_capacity);
    comparison->steps[comparison->step_count++] = step;
}

// Whether the run left out by choice what the step stands in: then that alone is told.
static bool covered(const ReportModel *record, const ReportEntry *entry) {
    Sv address = entry_text(entry, "address");
    for (uint32_t i = 0; i < record->count; i++) {
        if (record->entries[i].kind != ENTRY_STEP || !left_out(&record->entries[i])) continue;
        Sv outer = entry_text(&record->entries[i], "address");
        if (address.len > outer.len && sv_starts(address, outer) &&
            (address.at[outer.len] == '/' || address.at[outer.len] == '['))
            return true;
    }
    return false;
}

// Of one run alone; `other` is the other one.
static void add_entry(Comparison *comparison, StepList *entries, const ReportEntry *entry,
                      const ReportModel *other) {
    if (left_out(entry) || covered(other, entry)) {
        comparison->left_out++;
        return;
    }
    arena_grow(comparison->arena, entries->items, entries->count, entries->capacity);
    entries->items[entries->count++] = entry;
}

static int64_t by_how_much(const StepDifference *step) {
    int64_t by = entry_int(step->b, "elapsed") - entry_int(step->a, "elapsed");
    return by < 0 ? -by : by;
}

static int most_first(const void *a, const void *b) {
    int64_t one = by_how_much(a), other = by_how_much(b);
    return one < other ? 1 : one > other ? -1 : 0;
}

void compare(Arena *arena, const ReportModel *a, const ReportModel *b, Comparison *out) {
    *out = (Comparison){.arena = arena, .a = a, .b = b};
    compare_given(out);
    SvMap in_a = by_place(arena, a), in_b = by_place(arena, b);
    for (uint32_t i = 0; i < b->count; i++) {
        const ReportEntry *entry = &b->entries[i];
        if (entry->kind != ENTRY_STEP) continue;
        const ReportEntry *other = svmap_get(&in_a, key_of(arena, entry));
        if (other)
            compare_step(out, other, entry);
        else
            add_entry(out, &out->only_b, entry, a);
    }
    for (uint32_t i = 0; i < a->count; i++) {
        const ReportEntry *entry = &a->entries[i];
        if (entry->kind == ENTRY_STEP && !svmap_has(&in_b, key_of(arena, entry)))
            add_entry(out, &out->only_a, entry, b);
    }
    if (out->slower_count > 1)
        qsort(out->slower, out->slower_count, sizeof *out->slower, most_first);
}
