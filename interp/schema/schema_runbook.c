// The schema of a file: a runbook, or one that runbooks share by `use`.
#include "schema/schema_internal.h"
#include "value/json.h"

enum { SCHEMA_BYTES = 16 * 1024 * 1024 };

static Value pattern(SchemaMaker *maker, const char *regex, const char *doc) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "type", value_string(SV("string")));
    map_add_c(&map, "pattern", value_string(sv_from_c(regex)));
    return doc ? schema_commented(maker, map_done(&map), doc) : map_done(&map);
}

static Value object_of(SchemaMaker *maker, KeyPlace place) {
    SchemaObject object = schema_object(maker);
    schema_add_keys(maker, &object, place);
    return schema_object_done(maker, &object, value_null());
}

// The keys that several runbooks may share, in the order of the table.
static Value shared(SchemaMaker *maker) {
    SchemaObject all = schema_object(maker), object = schema_object(maker);
    schema_add_keys(maker, &all, KEY_TOP);
    Value properties = map_done(&all.properties);
    for (uint32_t i = 0; i < key_row_count; i++) {
        const char *name = key_rows[i].name;
        if (key_rows[i].shared) schema_add(&object, name, value_field(properties, name), false);
    }
    return schema_object_done(maker, &object, value_null());
}

static void add_places(SchemaMaker *maker, MapBuilder *map, PlaceHolds holds) {
    for (int place = 0; place < KEY_PLACE_COUNT; place++) {
        if (place_rows[place].holds != holds) continue;
        Value schema = holds == PLACE_STEP ? schema_step(maker, (KeyPlace)place)
                                           : object_of(maker, (KeyPlace)place);
        map_add_c(map, place_rows[place].schema, schema);
    }
}

static Value definitions(SchemaMaker *maker) {
    static const char *const scalars[] = {"string", "number", "boolean", NULL};
    MapBuilder map = map_builder(maker->arena);
    add_places(maker, &map, PLACE_OBJECT);
    add_places(maker, &map, PLACE_FILE);
    map_add_c(&map, "shared", shared(maker));
    add_places(maker, &map, PLACE_STEP);
    map_add_c(&map, "connection", schema_connection(maker));
    map_add_c(&map, "text",
              schema_commented(maker, schema_type(maker, scalars),
                               "Text: whatever YAML takes it for, its characters count."));
    map_add_c(&map, "expression",
              schema_commented(maker, schema_type(maker, scalars), "An expression (CEL)."));
    map_add_c(&map, "template", pattern(maker, "\\$\\{", "Text with ${…} in it."));
    map_add_c(&map, "duration",
              pattern(maker, "^([0-9]+(\\.[0-9]+)?(w|d|h|m|s|ms|us|ns))+$",
                      "A duration: 250ms, 30s, 5m, 1h30m, 2d."));
    map_add_c(&map, "id", pattern(maker, "^[a-z][a-z0-9_]*$", NULL));
    map_add_c(
        &map, "data",
        schema_commented(maker, map_done(&(MapBuilder){.arena = maker->arena}), "Any value."));
    return map_done(&map);
}

// The keys that show that a file is meant to be a runbook, so that it is checked as one; one that
// is empty yet is to become one.
static Value means_to_be_run(SchemaMaker *maker) {
    static const char *const signs[] = {"runbook", "steps", "title"};
    ListBuilder list = list_builder(maker->arena);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        MapBuilder map = map_builder(maker->arena);
        Value name = value_string(sv_from_c(signs[i]));
        map_add_c(&map, "required", value_list(maker->arena, &name, 1));
        list_add(&list, map_done(&map));
    }
    MapBuilder empty = map_builder(maker->arena);
    map_add_c(&empty, "maxProperties", value_int(0));
    list_add(&list, map_done(&empty));
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "anyOf", list_done(&list));
    return map_done(&map);
}

void schema_runbook(const Registry *registry, Buf *out) {
    SchemaMaker maker = {arena_new(SCHEMA_BYTES), registry};
    MapBuilder map = map_builder(maker.arena);
    map_add_c(&map, "$schema", value_string(SV("https://json-schema.org/draft/2020-12/schema")));
    map_add_c(&map, "$id", value_string(SV("runbook.schema.json")));
    // A title would stand above what an editor shows of each key.
    map_add_c(&map, "$comment", value_string(SV("Runbook files, version 1 of the language")));
    map_add_c(&map, "type", value_string(SV("object")));
    map_add_c(&map, "if", means_to_be_run(&maker));
    map_add_c(&map, "then", schema_ref(&maker, place_rows[KEY_TOP].schema));
    map_add_c(&map, "else", schema_ref(&maker, "shared"));
    map_add_c(&map, "$defs", definitions(&maker));
    json_write(out, map_done(&map), JSON_PRETTY);
    buf_add_char(out, '\n');
    arena_free(maker.arena);
}
