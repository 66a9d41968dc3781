// The schema of one line of a journal.
#include "event/event.h"
#include "schema/schema_internal.h"
#include "value/json.h"

#include <string.h>

enum { SCHEMA_BYTES = 16 * 1024 * 1024 };

static Value of_type(SchemaMaker *maker, const char *type) {
    static const struct {
        const char *type, *json;
    } types[] = {{"word", "string"},      {"text", "string"},  {"int", "integer"},
                 {"duration", "integer"}, {"bool", "boolean"}, {"list", "array"},
                 {"map", "object"}};
    Sv name = sv_from_c(type);
    if (sv_ends(name, SV("?"))) name.len--;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *json[] = {types[i].json, NULL};
        if (sv_eq_c(name, types[i].type)) return schema_type(maker, json);
    }
    return map_done(&(MapBuilder){.arena = maker->arena});
}

static Value constant(SchemaMaker *maker, const char *word) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "const", value_string(sv_from_c(word)));
    return map_done(&map);
}

static void add_envelope(SchemaMaker *maker, SchemaObject *object) {
    static const char *const integer[] = {"integer", NULL}, *const string[] = {"string", NULL};
    schema_add(object, "seq",
               schema_described(maker, schema_type(maker, integer), "1, 2, 3 … without a gap"),
               true);
    schema_add(object, "time",
               schema_described(maker, schema_type(maker, string), "wall-clock time, RFC 3339"),
               true);
    schema_add(object, "mono",
               schema_described(maker, schema_type(maker, integer), "the monotonic clock, ns"),
               true);
    schema_add(object, "prev",
               schema_described(maker, schema_type(maker, string),
                                "SHA-256 of the line before, hex; zeros in the first"),
               true);
}

static Value event_schema(SchemaMaker *maker, const EventRow *row) {
    SchemaObject object = schema_object(maker);
    add_envelope(maker, &object);
    schema_add(&object, "event", constant(maker, row->name), true);
    for (size_t i = 0; i < row->field_count; i++) {
        const EventField *field = &row->fields[i];
        bool required = !strchr(field->type, '?');
        schema_add(&object, field->name,
                   schema_described(maker, of_type(maker, field->type), field->doc), required);
    }
    return schema_described(maker, schema_object_done(maker, &object, value_null()), row->doc);
}

void schema_journal(Buf *out) {
    SchemaMaker maker = {.arena = arena_new(SCHEMA_BYTES)};
    ListBuilder kinds = list_builder(maker.arena);
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
        if (!(event_rows[i].flags & EVENT_LIVE_ONLY))
            list_add(&kinds, event_schema(&maker, &event_rows[i]));
    }
    MapBuilder map = map_builder(maker.arena);
    map_add_c(&map, "$schema", value_string(SV("https://json-schema.org/draft/2020-12/schema")));
    map_add_c(&map, "$id", value_string(SV("journal.schema.json")));
    map_add_c(&map, "title", value_string(SV("One line of a journal")));
    map_add_c(&map, "oneOf", list_done(&kinds));
    json_write(out, map_done(&map), JSON_PRETTY);
    buf_add_char(out, '\n');
    arena_free(maker.arena);
}
