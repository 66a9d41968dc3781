// The schema of the keys of the language, from their rows.
#include "schema/schema_internal.h"
#include "schema/snippets.h"

#include <string.h>

// Keys of the language whose entries have no rows of their own.
static Value entry_of(SchemaMaker *maker, const KeyRow *row) {
    Sv name = sv_from_c(row->name);
    if (sv_eq(name, SV("connections"))) return schema_ref(maker, "connection");
    if (sv_eq(name, SV("for_each")))
        return schema_either(maker, schema_expression(maker),
                             schema_list(maker, schema_ref(maker, "data")));
    if (sv_eq(name, SV("outputs"))) return schema_expression(maker);
    if (sv_eq(name, SV("subject")))
        return schema_either(maker, schema_text(maker), schema_list(maker, schema_text(maker)));
    return schema_ref(maker, "data");
}

static Value ref_to(SchemaMaker *maker, KeyPlace place) {
    return schema_ref(maker, place_rows[place].schema);
}

static Value words(SchemaMaker *maker) {
    return schema_either(maker, schema_text(maker), schema_list(maker, schema_text(maker)));
}

// Some keys stand beside the names of secrets.
static Value secrets(SchemaMaker *maker) {
    SchemaObject object = schema_object(maker);
    schema_add_keys(maker, &object, KEY_SECRETS);
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "type", value_string(SV("object")));
    map_add_c(&map, "properties", map_done(&object.properties));
    map_add_c(&map, "additionalProperties", ref_to(maker, KEY_SECRET));
    return map_done(&map);
}

static Value map_of(SchemaMaker *maker, const KeyRow *row) {
    if (row->inner == KEY_SECRET) return secrets(maker);
    if (row->inner == KEY_PLACE_COUNT) return schema_map(maker, entry_of(maker, row));
    Value inner = ref_to(maker, row->inner);
    if (row->inner == KEY_CAPTURE) inner = schema_either(maker, schema_expression(maker), inner);
    return schema_map(maker, inner);
}

static Value expressions(SchemaMaker *maker) {
    Value each = schema_either(maker, schema_expression(maker), ref_to(maker, KEY_EXPECT));
    return schema_either(maker, schema_expression(maker), schema_list(maker, each));
}

static Value of_shape(SchemaMaker *maker, const KeyRow *row) {
    const char *const boolean[] = {"boolean", NULL}, *const integer[] = {"integer", NULL};
    const char *const number[] = {"number", NULL}, *const nothing[] = {"null", NULL};
    switch (row->shape) {
    case SHAPE_TEXT:
    case SHAPE_WORD:
    case SHAPE_SENTENCE: return schema_text(maker);
    case SHAPE_ID: return schema_ref(maker, "id");
    case SHAPE_EXPRESSION: return schema_expression(maker);
    case SHAPE_EXPRESSIONS: return expressions(maker);
    case SHAPE_BOOL: return schema_type(maker, boolean);
    case SHAPE_INT: return schema_type(maker, integer);
    case SHAPE_NUMBER: return schema_type(maker, number);
    case SHAPE_DURATION: return schema_duration(maker);
    case SHAPE_CHOICE: return schema_enum(maker, row->choices);
    case SHAPE_WORDS: return words(maker);
    case SHAPE_TEXT_MAP:
        return schema_map(maker,
                          schema_either(maker, schema_text(maker), schema_type(maker, nothing)));
    case SHAPE_MAP: return map_of(maker, row);
    case SHAPE_DATA: return schema_ref(maker, "data");
    case SHAPE_STEPS: return schema_list(maker, ref_to(maker, row->inner));
    case SHAPE_STEP:
    case SHAPE_OBJECT: return ref_to(maker, row->inner);
    case SHAPE_NAMED: return schema_either(maker, schema_text(maker), ref_to(maker, row->inner));
    }
    return schema_ref(maker, "data");
}

// What an editor writes by itself, since it must be there, has the value of the example.
static Value suggested_with(SchemaMaker *maker, const KeyRow *row, Value schema) {
    Sv example = sv_from_c(row->example);
    size_t colon = sv_find(example, SV(": "), 0);
    if (!row->required || colon == SV_NONE || sv_find_char(example, '\n', 0) != SV_NONE)
        return schema;
    Sv value = sv_slice(example, colon + 2, example.len);
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "body", value_string(sv_format(maker->arena, "${1:%.*s}", SV_ARG(value))));
    Value snippet = map_done(&map);
    return schema_with(maker, schema, "defaultSnippets", value_list(maker->arena, &snippet, 1));
}

void schema_add_keys(SchemaMaker *maker, SchemaObject *object, KeyPlace place) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != place) continue;
        Value schema = suggested_with(maker, row, of_shape(maker, row));
        schema_add(object, row->name, schema_shown(maker, schema, row->doc, row->example),
                   row->required);
    }
}

// ── a step: one verb, and what may stand beside it ──

typedef struct Verbs {
    ListBuilder alternatives; // {"required": [verb]}
    MapBuilder beside;        // parameter → the verbs that it may be beside
} Verbs;

static Value required(SchemaMaker *maker, const char *name) {
    Value word = value_string(sv_from_c(name));
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "required", value_list(maker->arena, &word, 1));
    return map_done(&map);
}

static Value any_of_verbs_with(SchemaMaker *maker, const char *param) {
    ListBuilder verbs = list_builder(maker->arena);
    for (size_t i = 0; i < maker->registry->action_count; i++) {
        const Action *action = maker->registry->actions[i];
        int index = action_param(action, sv_from_c(param));
        if (index >= 0 && action->params[index].flags & PARAM_BESIDE)
            list_add(&verbs, required(maker, action->name));
    }
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "anyOf", list_done(&verbs));
    return map_done(&map);
}

// An editor that keeps the order of the schema has the verbs first in its list.
static void add_verbs(SchemaMaker *maker, SchemaObject *object, Verbs *verbs, KeyPlace place) {
    for (size_t i = 0; i < maker->registry->action_count; i++) {
        const Action *action = maker->registry->actions[i];
        schema_add(object, action->name, schema_action(maker, action), false);
        list_add(&verbs->alternatives, required(maker, action->name));
    }
    if (place != KEY_STEP) return;
    schema_add_keys(maker, object, KEY_VERB);
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_VERB)
            list_add(&verbs->alternatives, required(maker, key_rows[i].name));
    }
}

static void add_beside(SchemaMaker *maker, SchemaObject *object, Verbs *verbs) {
    for (size_t i = 0; i < maker->registry->action_count; i++) {
        const Action *action = maker->registry->actions[i];
        for (size_t k = 0; k < action->param_count; k++) {
            const Param *param = &action->params[k];
            if (!(param->flags & PARAM_BESIDE)) continue;
            schema_add(object, param->name, schema_param(maker, param), false);
            map_add_c(&verbs->beside, param->name, any_of_verbs_with(maker, param->name));
        }
    }
}

// A step of each verb, as its first example has it. Editors sort by `sortText`, and what has none
// by its name: a digit is before any.
static Value suggested(SchemaMaker *maker) {
    ListBuilder list = list_builder(maker->arena);
    Snippets all = snippets_of(maker->arena, maker->registry);
    const char *last = "";
    for (size_t i = 0; i < all.count; i++) {
        const Snippet *snippet = &all.items[i];
        bool first = strcmp(snippet->verb, last) != 0;
        last = snippet->verb;
        Value body = first ? snippet_body(maker->arena, snippet->yaml) : value_null();
        if (body.kind == VALUE_NULL) continue;
        MapBuilder map = map_builder(maker->arena);
        map_add_c(&map, "label", value_string(sv_format(maker->arena, "%s …", snippet->verb)));
        map_add_c(&map, "sortText", value_string(sv_format(maker->arena, "0%02zu", i)));
        map_add_c(&map, "description", value_string(sv_from_c(snippet->title)));
        map_add_c(&map, "body", body);
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

Value schema_step(SchemaMaker *maker, KeyPlace place) {
    SchemaObject object = schema_object(maker);
    Verbs verbs = {list_builder(maker->arena), map_builder(maker->arena)};
    add_verbs(maker, &object, &verbs, place);
    schema_add_keys(maker, &object, place);
    add_beside(maker, &object, &verbs);
    MapBuilder more = map_builder(maker->arena);
    map_add_c(&more, "oneOf", list_done(&verbs.alternatives));
    map_add_c(&more, "dependentSchemas", map_done(&verbs.beside));
    if (place == KEY_STEP) map_add_c(&more, "defaultSnippets", suggested(maker));
    return schema_object_done(maker, &object, map_done(&more));
}
