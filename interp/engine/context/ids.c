#include "engine/context/ids.h"

Ids *ids_new(Arena *arena, Ids *parent) {
    Ids *ids = arena_new_of(arena, Ids);
    *ids = (Ids){parent, arena, svmap_new(arena)};
    return ids;
}

const Value *ids_find(const Ids *ids, Sv id) {
    for (; ids; ids = ids->parent) {
        const Value *record = svmap_get(&ids->records, id);
        if (record) return record;
    }
    return NULL;
}

void ids_set(Ids *ids, Sv id, Value record) {
    Value *kept = arena_new_of(ids->arena, Value);
    *kept = record.kind == VALUE_MAP ? value_marked(record, VALUE_RECORD) : record;
    svmap_set(&ids->records, id, kept);
}

void ids_merge(Ids *into, const Ids *branch) {
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

// A step within two loops has a list in each outer iteration: outside of both it is one list.
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

void ids_gather(Ids *into, const Iteration *iterations, uint32_t count, const Loop *loops,
                uint32_t loop_count) {
    // By id, in the order in which they first appeared.
    SvMap lists = svmap_new(into->arena);
    for (uint32_t i = 0; i < count; i++) {
        const SvMap *records = &iterations[i].ids->records;
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
        ids_set(into, lists.entries[i].key, list_done(lists.entries[i].value));
}
