#include "plan/read/known_param.h"

static Value known_or_null(Arena *arena, const Param *param, const ValueSource *source) {
    Value value;
    return known_value(arena, param, source, &value) ? value : value_null();
}

static const Param *field_of(const Param *param, Sv name) {
    for (size_t i = 0; i < param->field_count; i++)
        if (sv_eq_c(name, param->fields[i].name)) return &param->fields[i];
    return param;
}

static Value known_list(Arena *arena, const Param *param, const ValueSource *source) {
    bool texts = param->kind == PARAM_ARGV || param->kind == PARAM_TEXTS;
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < source->count; i++) {
        const ValueSource *item = &source->items[i];
        bool written = texts && item->kind == SOURCE_TEMPLATE;
        list_add(&list,
                 written ? value_string(item->template->text) : known_or_null(arena, param, item));
    }
    return list_done(&list);
}

static Value known_map(Arena *arena, const Param *param, const ValueSource *source) {
    bool record = param->kind == PARAM_RECORD, records = param->kind == PARAM_RECORDS;
    // Each name has a record.
    Param one = *param;
    one.kind = PARAM_RECORD;
    MapBuilder map = map_builder(arena);
    for (uint32_t i = 0; i < source->count; i++) {
        const Param *field = records ? &one : record ? field_of(param, source->keys[i]) : param;
        Value value;
        if (known_value(arena, field, &source->items[i], &value))
            map_add_sv(&map, source->keys[i], value);
        else if (!record)
            map_add_sv(&map, source->keys[i], value_null());
    }
    return map_done(&map);
}

bool known_value(Arena *arena, const Param *param, const ValueSource *source, Value *out) {
    switch (source->kind) {
    case SOURCE_CONSTANT: *out = source->constant; return true;
    case SOURCE_LIST: *out = known_list(arena, param, source); return true;
    case SOURCE_MAP: *out = known_map(arena, param, source); return true;
    case SOURCE_TEMPLATE:
        // Method, scheme and host may be known though a part of the URL is not.
        if (param->kind != PARAM_SEND && param->kind != PARAM_URL) return false;
        *out = value_string(source->template->text);
        return true;
    case SOURCE_EXPR: return false;
    }
    return false;
}

// What `known_value` cannot give is shown as it is written; kinds that are not text stay unknown.
static bool written_value(Arena *arena, const Param *param, const ValueSource *source, Value *out) {
    bool text =
        param->kind == PARAM_TEXT || param->kind == PARAM_FOLDER || param->kind == PARAM_PATH;
    if (source->kind != SOURCE_TEMPLATE || !text) return known_value(arena, param, source, out);
    *out = value_string(source->template->text);
    return true;
}

// Its parameters as far as they are written; NULL if even those are none.
static void *written_params(Arena *arena, const Step *step) {
    const Action *action = step->action;
    Value *values = arena_new_array(arena, Value, action->param_count + 1);
    bool *given = arena_new_array(arena, bool, action->param_count + 1);
    for (size_t i = 0; i < action->param_count; i++)
        given[i] = step->params[i] &&
                   written_value(arena, &action->params[i], step->params[i], &values[i]);
    void *params = arena_alloc(arena, action->params_size + 1);
    DecodeError error;
    return params_decode(arena, action->params, action->param_count, values, given, true, params,
                         &error)
               ? params
               : NULL;
}

Sv step_touches(Arena *arena, const Step *step) {
    const Action *action = step->action;
    if (!action || !action->touches) return step->verb;
    void *params = written_params(arena, step);
    Sv touches = params ? action->touches(params, arena) : (Sv){0};
    return touches.len ? touches : step->verb;
}

Sv step_program(Arena *arena, const Step *step) {
    const Action *action = step->action;
    void *params = action && action->program ? written_params(arena, step) : NULL;
    Sv name = {0};
    int param;
    if (!params) return name;
    bool known = action->program(params, &name, &param);
    const ValueSource *source = step->params[param];
    if (source && source->kind == SOURCE_LIST && source->count > 0) source = &source->items[0];
    if (source && source->kind == SOURCE_TEMPLATE) return source->template->text;
    return known ? name : (Sv){0};
}
