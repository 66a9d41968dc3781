// What can be had back from the journal: values are capped there, and the field "kinds" tells what
// JSON does not say of them.
#include "engine/events/emit.h"
#include "engine/events/observed.h"
#include "journal/kinds.h"
#include <string.h>

enum { MAP_BYTES = 128 * 1024 }; // of one map of values in an event

void draft_keeps(Draft *draft, Kept kept) {
    arena_grow(draft->arena, draft->kept, draft->kept_count, draft->kept_capacity);
    draft->kept[draft->kept_count++] = kept;
}

void draft_kept_map(Draft *draft, const char *name, Value map) {
    MapBuilder shown = map_builder(draft->arena);
    size_t left = MAP_BYTES;
    for (size_t i = 0; map.kind == VALUE_MAP && i < value_count(map); i++) {
        Sv entry = value_text(value_key(map, i));
        Value value = value_at(map, i);
        map_add_sv(&shown, entry, observed_within(draft->run, draft->arena, value, &left));
        draft_keeps(draft, (Kept){.field = name, .entry = entry, .before = value});
    }
    if (shown.count > 0) draft_value(draft, name, map_done(&shown));
}

// Which columns rows have stands in another result beside them.
static Value plain_rows(Arena *arena, const ResultField *field, Value value) {
    if (!field->columns || value.kind != VALUE_LIST) return value;
    ValueList *list = arena_copy(arena, value.list, sizeof *list);
    list->columns = NULL;
    value.list = list;
    return value;
}

void draft_observed(Draft *draft, const Action *action, const Value *results) {
    draft_value(draft, "observed", observed_results(draft->run, draft->arena, action, results));
    for (size_t i = 0; results && i < action->result_count; i++) {
        const ResultField *field = &action->results[i];
        if (field->derive && results[i].kind == VALUE_NULL) continue;
        draft_keeps(draft, (Kept){.field = "observed",
                                  .entry = sv_from_c(field->name),
                                  .before = plain_rows(draft->arena, field, results[i]),
                                  .typed = strstr(field->type, "dyn") == NULL});
    }
}

void draft_loop(Draft *draft, const StepInstance *instance) {
    const Step *step = instance->step;
    if (!instance->iteration) return;
    MapBuilder names = map_builder(draft->arena);
    const Value *own = instance->context.loops + (step->loop_name_count - step->loop_count);
    for (uint32_t i = 0; i < step->loop_count; i++)
        map_add_sv(&names, step->loops[i].name, own[i]);
    draft_kept_map(draft, "loop", map_done(&names));
}

// What was kept stands in the event in the same order, so the place after the last one is looked at
// first.
static const Value *entry_of(const Value *map, Sv entry, size_t *next) {
    size_t at = *next;
    if (at >= value_count(*map) || !sv_eq(value_text(value_key(*map, at)), entry))
        return value_get_sv(*map, entry);
    *next = at + 1;
    return &map->map->values[at];
}

static const Value *told_value(Value fields, const Kept *kept, size_t *next) {
    const Value *field = value_get_c(fields, kept->field);
    if (!field || kept->entry.len == 0) return field;
    if (field->kind == VALUE_MAP) return entry_of(field, kept->entry, next);
    for (size_t i = 0; i < value_count(*field); i++) {
        Value item = value_item(*field, i);
        if (sv_eq(value_field_text(item, "name", SV("")), kept->entry))
            return value_get_c(item, "value");
    }
    return NULL;
}

static Value with_field(Arena *arena, Value fields, const char *name, Value value) {
    MapBuilder all = map_builder(arena);
    for (size_t i = 0; i < value_count(fields); i++)
        map_add(&all, value_key(fields, i), value_at(fields, i));
    map_add_c(&all, name, value);
    return map_done(&all);
}

Value draft_kinds(const Draft *draft, Value fields) {
    MapBuilder kinds = map_builder(draft->arena);
    size_t next = 0;
    for (uint32_t i = 0; i < draft->kept_count; i++) {
        const Kept *kept = &draft->kept[i];
        const Value *told = told_value(fields, kept, &next);
        if (told) kinds_note(&kinds, kept->field, kept->entry, kept->before, *told, kept->typed);
    }
    return kinds.count == 0 ? fields : with_field(draft->arena, fields, "kinds", map_done(&kinds));
}
