// Makes values restorable from the journal: the field "kinds" says what JSON cannot say about them.
#include "engine/events/emit.h"
#include "engine/events/told.h"
#include "journal/type_notes.h"
#include <string.h>

void event_keeps(EventBuilder *builder, KeptValue kept) {
    arena_grow(builder->arena, builder->kept, builder->kept_count, builder->kept_capacity);
    builder->kept[builder->kept_count++] = kept;
}

void event_put_map(EventBuilder *builder, const char *name, Value map) {
    if (map.kind != VALUE_MAP || value_count(map) == 0) return;
    for (size_t i = 0; i < value_count(map); i++)
        event_keeps(builder, (KeptValue){.field = name,
                                         .entry = value_text(value_key(map, i)),
                                         .before = value_at(map, i)});
    event_put_value(builder, name, map);
}

// The columns of rows are in another result beside them.
static Value plain_rows(Arena *arena, const ResultField *field, Value value) {
    if (!field->columns || value.kind != VALUE_LIST) return value;
    ValueList *list = arena_copy(arena, value.list, sizeof *list);
    list->columns = NULL;
    value.list = list;
    return value;
}

void event_put_observed(EventBuilder *builder, const Action *action, const Value *results) {
    event_put_value(builder, "observed", told_results(builder->arena, action, results));
    for (size_t i = 0; results && i < action->result_count; i++) {
        const ResultField *field = &action->results[i];
        if (!told_result(field, results[i])) continue;
        event_keeps(builder, (KeptValue){.field = "observed",
                                         .entry = sv_from_c(field->name),
                                         .before = plain_rows(builder->arena, field, results[i]),
                                         .typed = strstr(field->type, "dyn") == NULL});
    }
}

void event_put_loop(EventBuilder *builder, const StepInstance *instance) {
    const Step *step = instance->step;
    if (!instance->iteration) return;
    MapBuilder names = map_builder(builder->arena);
    const Value *own = instance->context.loops + (step->loop_name_count - step->loop_count);
    for (uint32_t i = 0; i < step->loop_count; i++)
        map_add_sv(&names, step->loops[i].name, own[i]);
    event_put_map(builder, "loop", map_done(&names));
}

// Values are in the event in the order in which they were kept, so look first behind the last one
// found.
static const Value *entry_of(const Value *map, Sv entry, size_t *next) {
    size_t at = *next;
    if (at >= value_count(*map) || !sv_eq(value_text(value_key(*map, at)), entry))
        return value_get_sv(*map, entry);
    *next = at + 1;
    return &map->map->values[at];
}

static const Value *told_value(Value fields, const KeptValue *kept, size_t *next) {
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

// Names of columns come from outside as well.
static void mask_columns(const EventBuilder *builder, MapBuilder *notes) {
    for (uint32_t i = 0; i < notes->count; i++) {
        if (notes->values[i].kind != VALUE_STRING) continue;
        Sv word = value_text(notes->values[i]);
        if (!type_notes_are_rows(word)) continue;
        Sv masked = masker_text(builder->run->masker, builder->arena, word);
        if (masked.at != word.at) notes->values[i] = value_string(SV("cut"));
    }
}

Value event_type_notes(const EventBuilder *builder, Value fields) {
    MapBuilder notes = map_builder(builder->arena);
    size_t next = 0;
    for (uint32_t i = 0; i < builder->kept_count; i++) {
        const KeptValue *kept = &builder->kept[i];
        const Value *told = told_value(fields, kept, &next);
        if (told)
            type_notes_add(&notes, kept->field, kept->entry, kept->before, *told, kept->typed);
        else // there was no room for it
            map_add_c(&notes, kept->field, value_string(SV("cut")));
    }
    mask_columns(builder, &notes);
    return notes.count == 0 ? fields
                            : with_field(builder->arena, fields, "kinds", map_done(&notes));
}
