#include "cli/compare/compare_print.h"
#include "report/failure.h"
#include "value/json.h"
#include "value/time.h"

static void put_text(MapBuilder *map, const char *name, Sv text) {
    map_add_c(map, name, text.at ? value_string(text) : value_null());
}

static Value run_value(Arena *arena, const ReportModel *record) {
    MapBuilder map = map_builder(arena);
    BUF_AUTO Buf began = buf_new(64);
    timestamp_add(&began, timestamp_from_ns(record->started_ns));
    put_text(&map, "run", compare_run_id(record));
    put_text(&map, "name", value_field_text(record->started, "name", SV("")));
    put_text(&map, "verdict", compare_run_state(record));
    put_text(&map, "began", buf_keep(&began, arena));
    map_add_c(&map, "elapsed", value_int(value_field_int(record->ended, "elapsed", 0)));
    return map_done(&map);
}

static Value differences_value(Arena *arena, const RunDifferences *all) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < all->count; i++) {
        const RunDifference *each = &all->items[i];
        MapBuilder map = map_builder(arena);
        if (each->what) put_text(&map, "what", sv_from_c(each->what));
        if (each->name.len || !each->what) put_text(&map, each->what ? "name" : "text", each->name);
        put_text(&map, "a", each->a);
        put_text(&map, "b", each->b);
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static MapBuilder step_map(Arena *arena, const ReportEntry *entry) {
    MapBuilder map = map_builder(arena);
    put_text(&map, "address", entry_text(entry, "address"));
    put_text(&map, "number", entry_text(entry, "number"));
    put_text(&map, "name", entry_text(entry, "name"));
    return map;
}

static Value steps_value(Arena *arena, const Comparison *comparison) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < comparison->step_count; i++) {
        const StepDifference *step = &comparison->steps[i];
        MapBuilder map = step_map(arena, step->b);
        put_text(&map, "a", entry_verdict(step->a));
        put_text(&map, "b", entry_verdict(step->b));
        put_text(&map, "reason_a", entry_reason(step->a));
        put_text(&map, "reason_b", entry_reason(step->b));
        map_add_c(&map, "values", differences_value(arena, &step->values));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static Value times_value(Arena *arena, const Comparison *comparison) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < comparison->slower_count; i++) {
        const StepDifference *step = &comparison->slower[i];
        MapBuilder map = step_map(arena, step->b);
        map_add_c(&map, "a", value_int(entry_int(step->a, "elapsed")));
        map_add_c(&map, "b", value_int(entry_int(step->b, "elapsed")));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static Value entries_value(Arena *arena, const StepList *entries) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < entries->count; i++) {
        MapBuilder map = step_map(arena, entries->items[i]);
        put_text(&map, "verdict", entry_verdict(entries->items[i]));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

void compare_json(const Comparison *comparison, Buf *out) {
    Arena *arena = comparison->arena;
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "a", run_value(arena, comparison->a));
    map_add_c(&map, "b", run_value(arena, comparison->b));
    map_add_c(&map, "given", differences_value(arena, &comparison->given));
    map_add_c(&map, "steps", steps_value(arena, comparison));
    map_add_c(&map, "times", times_value(arena, comparison));
    map_add_c(&map, "only_in_a", entries_value(arena, &comparison->only_a));
    map_add_c(&map, "only_in_b", entries_value(arena, &comparison->only_b));
    map_add_c(&map, "alike", value_int(comparison->alike));
    map_add_c(&map, "left_out", value_int(comparison->left_out));
    BUF_AUTO Buf json = buf_new(LIMIT_REPORT_BYTES);
    json_write(&json, map_done(&map), JSON_PRETTY);
    json_add_for_log(out, buf_sv(&json));
    buf_add_char(out, '\n');
}
