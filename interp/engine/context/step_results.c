#include "engine/context/step_results.h"

StepResults *step_results_new(Arena *arena, StepResults *parent) {
    StepResults *step_results = arena_new_of(arena, StepResults);
    *step_results = (StepResults){parent, arena, svmap_new(arena)};
    return step_results;
}

const Value *step_results_find(const StepResults *step_results, Sv id) {
    for (; step_results; step_results = step_results->parent) {
        const Value *record = svmap_get(&step_results->records, id);
        if (record) return record;
    }
    return NULL;
}

void step_results_set(StepResults *step_results, Sv id, Value record) {
    Value *kept = arena_new_of(step_results->arena, Value);
    *kept = record.kind == VALUE_MAP ? value_marked(record, VALUE_RECORD) : record;
    svmap_set(&step_results->records, id, kept);
}

void step_results_merge(StepResults *into, const StepResults *branch) {
    for (uint32_t i = 0; i < branch->records.count; i++) {
        SvMapEntry *entry = &branch->records.entries[i];
        svmap_set(&into->records, entry->key, entry->value);
    }
}

static Value with_names(Arena *arena, Value record, const Iteration *iteration, const Loop *loops,
                        uint32_t loop_count) {
    MapBuilder fields = map_builder(arena);
    for (uint32_t i = 0; i < loop_count; i++)
        map_add_sv(&fields, loops[i].name, iteration->values[i]);
    for (size_t i = 0; i < value_count(record); i++)
        map_add(&fields, value_key(record, i), value_at(record, i));
    return value_marked(map_done(&fields), record.marks);
}

// A step within two loops has a list in each outer iteration; outside of both these are one list.
static void add_records(ListBuilder *list, Value record, const Iteration *iteration,
                        const Loop *loops, uint32_t loop_count) {
    if (record.kind != VALUE_LIST) {
        list_add(list, with_names(list->arena, record, iteration, loops, loop_count));
        return;
    }
    for (size_t i = 0; i < value_count(record); i++)
        list_add(list,
                 with_names(list->arena, value_item(record, i), iteration, loops, loop_count));
}

void step_results_gather(StepResults *into, const Iteration *iterations, uint32_t count,
                         const Loop *loops, uint32_t loop_count) {
    // By id, in the order in which they first appeared.
    SvMap lists = svmap_new(into->arena);
    for (uint32_t i = 0; i < count; i++) {
        const SvMap *records = &iterations[i].step_results->records;
        for (uint32_t r = 0; r < records->count; r++) {
            ListBuilder *list = svmap_get(&lists, records->entries[r].key);
            if (!list) {
                list = arena_new_of(into->arena, ListBuilder);
                *list = list_builder(into->arena);
                svmap_add(&lists, records->entries[r].key, list);
            }
            const Value *record = records->entries[r].value;
            add_records(list, *record, &iterations[i], loops, loop_count);
        }
    }
    for (uint32_t i = 0; i < lists.count; i++)
        step_results_set(into, lists.entries[i].key, list_done(lists.entries[i].value));
}
