#include "schema/schema_internal.h"

#include "base/num.h"

#include <string.h>

static Value text(const char *words) {
    return value_string(sv_from_c(words));
}

static Value one(SchemaMaker *maker, const char *key, Value value) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, key, value);
    return map_done(&map);
}

Value schema_type(SchemaMaker *maker, const char *const *types) {
    if (!types[1]) return one(maker, "type", text(types[0]));
    ListBuilder list = list_builder(maker->arena);
    for (size_t i = 0; types[i]; i++)
        list_add(&list, text(types[i]));
    return one(maker, "type", list_done(&list));
}

Value schema_ref(SchemaMaker *maker, const char *name) {
    return one(maker, "$ref", value_string(sv_format(maker->arena, "#/$defs/%s", name)));
}

// An editor shows the description of what matched most closely: of one of these it would hide that
// of the key.
static Value undescribed(SchemaMaker *maker, Value schema) {
    MapBuilder map = map_builder(maker->arena);
    for (size_t i = 0; i < value_count(schema); i++) {
        Value key = value_key(schema, i);
        Sv name = value_text(key);
        if (!sv_eq(name, SV("description")) && !sv_eq(name, SV("markdownDescription")))
            map_add(&map, key, value_at(schema, i));
    }
    return map_done(&map);
}

Value schema_either(SchemaMaker *maker, Value a, Value b) {
    Value both[] = {undescribed(maker, a), undescribed(maker, b)};
    return one(maker, "anyOf", value_list(maker->arena, both, 2));
}

Value schema_list(SchemaMaker *maker, Value items) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "type", text("array"));
    map_add_c(&map, "items", items);
    return map_done(&map);
}

Value schema_map(SchemaMaker *maker, Value values) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "type", text("object"));
    map_add_c(&map, "additionalProperties", values);
    return map_done(&map);
}

Value schema_enum(SchemaMaker *maker, const char *const *words) {
    ListBuilder list = list_builder(maker->arena);
    for (size_t i = 0; words[i]; i++) {
        list_add(&list, text(words[i]));
        // Editors read a plain 1.1 as a number.
        double number;
        if (num_parse_double(sv_from_c(words[i]), &number)) list_add(&list, value_double(number));
    }
    return one(maker, "enum", list_done(&list));
}

Value schema_text(SchemaMaker *maker) {
    return schema_ref(maker, "text");
}

Value schema_template(SchemaMaker *maker) {
    return schema_ref(maker, "template");
}

Value schema_expression(SchemaMaker *maker) {
    return schema_ref(maker, "expression");
}

Value schema_duration(SchemaMaker *maker) {
    return schema_ref(maker, "duration");
}

Value schema_with(SchemaMaker *maker, Value schema, const char *key, Value more) {
    MapBuilder map = map_builder(maker->arena);
    for (size_t i = 0; i < value_count(schema); i++)
        map_add(&map, value_key(schema, i), value_at(schema, i));
    map_add_c(&map, key, more);
    return map_done(&map);
}

Value schema_commented(SchemaMaker *maker, Value schema, const char *comment) {
    return schema_with(maker, schema, "$comment", text(comment));
}

Value schema_described(SchemaMaker *maker, Value schema, const char *doc) {
    if (!doc || !*doc) return schema;
    Value described = schema_with(maker, schema, "description", text(doc));
    if (!strchr(doc, '`')) return described;
    return schema_with(maker, described, "markdownDescription", text(doc));
}

Value schema_shown(SchemaMaker *maker, Value schema, const char *doc, const char *example) {
    Sv yaml = sv_from_c(example);
    if (sv_ends(yaml, SV("\n"))) yaml.len--;
    Sv page = sv_format(maker->arena, "%s\n\n```yaml\n%.*s\n```", doc, SV_ARG(yaml));
    return schema_with(maker, schema_with(maker, schema, "description", text(doc)),
                       "markdownDescription", value_string(page));
}

SchemaObject schema_object(SchemaMaker *maker) {
    return (SchemaObject){map_builder(maker->arena), list_builder(maker->arena)};
}

void schema_add(SchemaObject *object, const char *name, Value schema, bool required) {
    if (map_add_c(&object->properties, name, schema) && required)
        list_add(&object->required, text(name));
}

Value schema_object_done(SchemaMaker *maker, SchemaObject *object, Value more) {
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "type", text("object"));
    map_add_c(&map, "properties", map_done(&object->properties));
    map_add_c(&map, "additionalProperties", value_bool(false));
    if (object->required.count) map_add_c(&map, "required", list_done(&object->required));
    for (size_t i = 0; i < value_count(more); i++)
        map_add(&map, value_key(more, i), value_at(more, i));
    return map_done(&map);
}
