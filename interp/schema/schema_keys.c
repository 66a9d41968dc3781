// The schema of the keys of the language, from their rows.
#include "schema/schema_internal.h"

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

void schema_add_keys(SchemaMaker *maker, SchemaObject *object, KeyPlace place) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != place) continue;
        schema_add(object, row->name, schema_described(maker, of_shape(maker, row), row->doc),
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

static void add_action(SchemaMaker *maker, SchemaObject *object, Verbs *verbs,
                       const Action *action) {
    schema_add(object, action->name, schema_action(maker, action), false);
    list_add(&verbs->alternatives, required(maker, action->name));
    for (size_t i = 0; i < action->param_count; i++) {
        const Param *param = &action->params[i];
        if (!(param->flags & PARAM_BESIDE)) continue;
        schema_add(object, param->name, schema_param(maker, param), false);
        map_add_c(&verbs->beside, param->name, any_of_verbs_with(maker, param->name));
    }
}

static void add_structural_verbs(SchemaMaker *maker, SchemaObject *object, Verbs *verbs) {
    schema_add_keys(maker, object, KEY_VERB);
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_VERB)
            list_add(&verbs->alternatives, required(maker, key_rows[i].name));
    }
}

Value schema_step(SchemaMaker *maker, KeyPlace place) {
    SchemaObject object = schema_object(maker);
    Verbs verbs = {list_builder(maker->arena), map_builder(maker->arena)};
    schema_add_keys(maker, &object, place);
    for (size_t i = 0; i < maker->registry->action_count; i++)
        add_action(maker, &object, &verbs, maker->registry->actions[i]);
    if (place == KEY_STEP) add_structural_verbs(maker, &object, &verbs);
    MapBuilder more = map_builder(maker->arena);
    map_add_c(&more, "oneOf", list_done(&verbs.alternatives));
    map_add_c(&more, "dependentSchemas", map_done(&verbs.beside));
    return schema_object_done(maker, &object, map_done(&more));
}
