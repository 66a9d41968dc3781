// The schema of actions and connections, from the rows of their parameters.
#include "schema/schema_internal.h"

static Value of_type(SchemaMaker *maker, const char *type) {
    const char *types[] = {type, NULL};
    return schema_type(maker, types);
}

static Value any_of_types(SchemaMaker *maker, const char *type) {
    return schema_either(maker, of_type(maker, type), schema_template(maker));
}

// A value of a map; null leaves it out.
static Value or_null(SchemaMaker *maker, Value schema) {
    return schema_either(maker, schema, of_type(maker, "null"));
}

static Value text_map_value(SchemaMaker *maker, const Param *param) {
    Value text = or_null(maker, schema_text(maker)), value = text;
    if (param->flags & PARAM_REPEATS) value = schema_either(maker, value, schema_list(maker, text));
    if (param->flags & PARAM_FILE_VALUES) {
        SchemaObject file = schema_object(maker);
        schema_add(&file, "file", text, true);
        value = schema_either(maker, value, schema_object_done(maker, &file, value_null()));
    }
    return value;
}

static const Param *short_of(const Param *params, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (params[i].flags & PARAM_SHORT) return &params[i];
    }
    return NULL;
}

static Value record(SchemaMaker *maker, const Param *param) {
    Value whole = schema_params(maker, param->fields, param->field_count);
    const Param *brief = short_of(param->fields, param->field_count);
    return brief ? schema_either(maker, schema_param(maker, brief), whole) : whole;
}

static Value records_of_name(SchemaMaker *maker, const Param *param) {
    Value one = or_null(maker, record(maker, param));
    if (!(param->flags & PARAM_REPEATS)) return one;
    return schema_either(maker, one, schema_list(maker, one));
}

static Value of_kind(SchemaMaker *maker, const Param *param) {
    Value words = schema_text(maker);
    switch (param->kind) {
    case PARAM_LITERAL: return param->choices ? schema_enum(maker, param->choices) : words;
    case PARAM_TEXT:
    case PARAM_VERBATIM:
    case PARAM_SEND:
    case PARAM_URL:
    case PARAM_PATH:
    case PARAM_FILE:
    case PARAM_FOLDER: return param->flags & PARAM_CONTENT ? or_null(maker, words) : words;
    case PARAM_BOOL:
        return param->flags & PARAM_STATED ? of_type(maker, "boolean")
                                           : any_of_types(maker, "boolean");
    case PARAM_INT:
        if (!(param->flags & PARAM_SWITCH)) return any_of_types(maker, "integer");
        return schema_either(maker, any_of_types(maker, "integer"), any_of_types(maker, "boolean"));
    case PARAM_DURATION:
        return schema_either(maker, schema_duration(maker), schema_template(maker));
    case PARAM_CHOICE: return schema_enum(maker, param->choices);
    case PARAM_TEXT_MAP: {
        Value map = schema_either(maker, schema_map(maker, text_map_value(maker, param)),
                                  schema_template(maker));
        if (!param->choices) return map;
        return schema_either(maker, schema_enum(maker, param->choices), map);
    }
    case PARAM_ARGV: return schema_list(maker, words);
    case PARAM_TEXTS: return schema_either(maker, schema_list(maker, words), words);
    case PARAM_DATA: return schema_ref(maker, "data");
    case PARAM_RECORD: return record(maker, param);
    case PARAM_RECORDS: return schema_map(maker, records_of_name(maker, param));
    }
    return schema_ref(maker, "data");
}

Value schema_param(SchemaMaker *maker, const Param *param) {
    return schema_described(maker, of_kind(maker, param), param->doc);
}

Value schema_params(SchemaMaker *maker, const Param *params, size_t count) {
    SchemaObject object = schema_object(maker);
    for (size_t i = 0; i < count; i++) {
        if (params[i].flags & PARAM_BESIDE && !(params[i].flags & PARAM_EITHER)) continue;
        schema_add(&object, params[i].name, schema_param(maker, &params[i]),
                   (params[i].flags & PARAM_REQUIRED) != 0);
    }
    return schema_object_done(maker, &object, value_null());
}

Value schema_action(SchemaMaker *maker, const Action *action) {
    Value whole = schema_params(maker, action->params, action->param_count);
    const Param *brief = short_of(action->params, action->param_count);
    Value schema = brief ? schema_either(maker, schema_param(maker, brief), whole) : whole;
    return action->example_count
               ? schema_shown(maker, schema, action->summary, action->examples[0].yaml)
               : schema_described(maker, schema, action->summary);
}

// The first parameter is the key that determines the kind.
Value schema_connection(SchemaMaker *maker) {
    ListBuilder kinds = list_builder(maker->arena);
    for (size_t i = 0; i < maker->registry->kind_count; i++) {
        const ConnectionKind *kind = maker->registry->kinds[i];
        SchemaObject object = schema_object(maker);
        for (size_t k = 0; k < kind->param_count; k++)
            schema_add(&object, kind->params[k].name, schema_param(maker, &kind->params[k]),
                       k == 0);
        list_add(&kinds, schema_described(maker, schema_object_done(maker, &object, value_null()),
                                          kind->summary));
    }
    MapBuilder map = map_builder(maker->arena);
    map_add_c(&map, "anyOf", list_done(&kinds));
    return map_done(&map);
}
