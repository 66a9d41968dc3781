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
        // Method, scheme and host may be known though a part of the URL is not; of a file it is
        // known that there is one.
        if (param->kind != PARAM_SEND && param->kind != PARAM_URL && param->kind != PARAM_FILE)
            return false;
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

typedef bool KnownParam(Arena *arena, const Param *param, const ValueSource *source, Value *out);

static const void *decode_known(Arena *arena, const ParamRows *rows, ValueSource *const *sources,
                                KnownParam *known) {
    Value *values = arena_new_array(arena, Value, rows->count + 1);
    bool *given = arena_new_array(arena, bool, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++)
        given[i] = sources[i] && known(arena, &rows->rows[i], sources[i], &values[i]);
    void *out = arena_alloc(arena, rows->size + 1);
    DecodeError error;
    return params_decode(arena, rows->rows, rows->count, values, given, true, out, &error) ? out
                                                                                           : NULL;
}

const void *known_params(Arena *arena, const ParamRows *rows, ValueSource *const *sources) {
    return decode_known(arena, rows, sources, known_value);
}

Sv step_touches(Arena *arena, const Step *step) {
    const Action *action = step->action;
    if (!action || !action->touches) return step->verb;
    const ParamRows rows = {action->params, action->param_count, action->params_size};
    const void *params = decode_known(arena, &rows, step->params, written_value);
    Sv touches = params ? action->touches(params, arena) : (Sv){0};
    return touches.len ? touches : step->verb;
}

bool step_question(Arena *arena, const Step *step, Question *out, bool *own) {
    const Action *action = step->action;
    *own = false;
    if (!action || !action->question) return false;
    const ParamRows rows = {action->params, action->param_count, action->params_size};
    const void *params = decode_known(arena, &rows, step->params, written_value);
    if (params) *own = action->question(params, arena, out);
    return params != NULL;
}

Sv step_program(Arena *arena, const Step *step) {
    const Action *action = step->action;
    Sv name = {0};
    int param;
    if (!action || !action->program) return name;
    const ParamRows rows = {action->params, action->param_count, action->params_size};
    const void *params = decode_known(arena, &rows, step->params, written_value);
    if (!params) return name;
    bool known = action->program(params, &name, &param);
    const ValueSource *source = step->params[param];
    if (source && source->kind == SOURCE_LIST && source->count > 0) source = &source->items[0];
    if (source && source->kind == SOURCE_TEMPLATE) return source->template->text;
    return known ? name : (Sv){0};
}
