// Decodes evaluated values into the struct that an action reads.
#include "spec/decode.h"

#include <string.h>

static const char *const kind_names[] = {
    [PARAM_TEXT] = "text",
    [PARAM_VERBATIM] = "verbatim text",
    [PARAM_LITERAL] = "literal text",
    [PARAM_SEND] = "method and URL",
    [PARAM_URL] = "URL",
    [PARAM_PATH] = "path",
    [PARAM_FILE] = "path",
    [PARAM_FOLDER] = "folder",
    [PARAM_BOOL] = "bool",
    [PARAM_INT] = "int",
    [PARAM_DURATION] = "duration",
    [PARAM_CHOICE] = "choice",
    [PARAM_TEXT_MAP] = "map of texts",
    [PARAM_ARGV] = "list of texts",
    [PARAM_TEXTS] = "text or list of texts",
    [PARAM_DATA] = "data",
    [PARAM_RECORD] = "map",
    [PARAM_RECORDS] = "map of maps",
};

const char *param_kind_name(ParamKind kind) {
    return kind_names[kind];
}

Decoder decode_within(const Decoder *decoder, Sv name) {
    Decoder inner = *decoder;
    inner.where = sv_format(decoder->arena, "%.*s.%.*s", SV_ARG(decoder->where), SV_ARG(name));
    return inner;
}

static void *field_of(void *record, const Param *param) {
    return (char *)record + param->offset;
}

static void mark_given(void *record, const Param *param) {
    if (param->given_offset == SIZE_MAX) return;
    bool given = true;
    memcpy((char *)record + param->given_offset, &given, sizeof given);
}

static const Param *short_field(const Param *param) {
    for (size_t i = 0; i < param->field_count; i++)
        if (param->fields[i].flags & PARAM_SHORT) return &param->fields[i];
    return NULL;
}

// A record whose content is null or none is left out.
static bool is_left_out(const Param *param, Value record) {
    for (size_t i = 0; i < param->field_count; i++) {
        const Value *found = param->fields[i].flags & PARAM_CONTENT
                                 ? value_get_c(record, param->fields[i].name)
                                 : NULL;
        Value value;
        if (found && (!decode_present(*found, &value) || value.kind == VALUE_NULL)) return true;
    }
    return false;
}

typedef struct RecordsBuilder {
    char *items;
    Sv *names;
    size_t count;
} RecordsBuilder;

static bool add_record(const Decoder *decoder, const Param *param, Sv name, Value raw,
                       RecordsBuilder *out) {
    Value entry;
    if (!decode_present(raw, &entry) || entry.kind == VALUE_NULL) return true;
    const Param *plain = short_field(param);
    void *record = out->items + out->count * param->record_size;
    if (entry.kind == VALUE_MAP && is_left_out(param, entry)) return true;
    if (entry.kind != VALUE_MAP && plain) {
        if (!decode_field(decoder, plain, entry, field_of(record, plain))) return false;
        mark_given(record, plain);
    } else if (!decode_record(decoder, param, entry, record)) {
        return false;
    }
    out->names[out->count++] = name;
    return true;
}

// One that may repeat has a list of records.
static bool is_several(const Param *param, Value entry) {
    return entry.kind == VALUE_LIST && param->flags & PARAM_REPEATS;
}

static bool decode_records(const Decoder *decoder, const Param *param, Value value,
                           Records *field) {
    if (value.kind != VALUE_MAP) return decode_refuse_value(decoder, "a map", value, (Sv){0});
    size_t most = 0;
    for (size_t i = 0; i < value_count(value); i++) {
        Value entry = value_at(value, i);
        most += is_several(param, entry) ? value_count(entry) : 1;
    }
    RecordsBuilder builder = {.items = arena_alloc_array(decoder->arena, param->record_size, most),
                              .names = arena_new_array(decoder->arena, Sv, most)};
    for (size_t i = 0; i < value_count(value); i++) {
        Sv name;
        if (!value_as_text(decoder->arena, value_key(value, i), &name))
            continue; // keys always have a text
        Decoder inner = decode_within(decoder, name);
        Value entry = value_tainted(value_at(value, i), value.taint);
        if (!is_several(param, entry)) {
            if (!add_record(&inner, param, name, entry, &builder)) return false;
            continue;
        }
        for (size_t k = 0; k < value_count(entry); k++) {
            Value item = value_tainted(value_item(entry, k), entry.taint);
            if (!add_record(&inner, param, name, item, &builder)) return false;
        }
    }
    *field = (Records){builder.items, builder.names, builder.count};
    return true;
}

bool decode_field(const Decoder *decoder, const Param *param, Value value, void *field) {
    switch (param->kind) {
    case PARAM_TEXT_MAP:
    case PARAM_ARGV:
    case PARAM_TEXTS: return decode_many(decoder, param, value, field);
    case PARAM_DATA: memcpy(field, &value, sizeof value); return true;
    case PARAM_RECORD: return decode_record(decoder, param, value, field);
    case PARAM_RECORDS: return decode_records(decoder, param, value, field);
    default: return decode_scalar(decoder, param, value, field);
    }
}

// ── several parameters at once ──

static Sv joined_names(Arena *arena, const Param *params, const bool *given, size_t count) {
    Sv list = {0};
    for (size_t i = 0; i < count; i++) {
        if (!given[i] || !(params[i].flags & PARAM_EXCLUSIVE)) continue;
        list = list.len ? sv_format(arena, "%.*s or '%s'", SV_ARG(list), params[i].name)
                        : sv_format(arena, "'%s'", params[i].name);
    }
    return list;
}

static bool check_exclusive(const Decoder *decoder, const Param *params, const bool *given,
                            size_t count, bool top) {
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!given[i] || !(params[i].flags & PARAM_EXCLUSIVE)) continue;
        if (first == SIZE_MAX) {
            first = i;
            continue;
        }
        Decoder at = *decoder;
        if (top) at.param = i;
        at.where = top ? sv_from_c(params[i].name)
                       : decode_within(decoder, sv_from_c(params[i].name)).where;
        if (top) at.path_from = at.where.len;
        Sv problem = sv_format(decoder->arena, "cannot stand beside '%s'", params[first].name);
        Sv names = joined_names(decoder->arena, params, given, count);
        return decode_refuse(&at, problem,
                             sv_format(decoder->arena, "keep one: %.*s", SV_ARG(names)));
    }
    return true;
}

static bool decode_absent(const Decoder *decoder, const Param *param, void *record) {
    if (param->default_text)
        return decode_field(decoder, param, value_string(sv_from_c(param->default_text)),
                            field_of(record, param));
    if (param->flags & PARAM_REQUIRED && !decoder->partial)
        return decode_refuse(decoder, SV("is missing"), (Sv){0});
    return true;
}

static bool known_field(const Param *param, Sv name) {
    for (size_t i = 0; i < param->field_count; i++)
        if (sv_eq_c(name, param->fields[i].name)) return true;
    return false;
}

static bool refuse_unknown(const Decoder *decoder, const Param *param, Sv name) {
    Sv *names = arena_new_array(decoder->arena, Sv, param->field_count);
    Sv list = {0};
    for (size_t i = 0; i < param->field_count; i++) {
        names[i] = sv_from_c(param->fields[i].name);
        list = sv_format(decoder->arena, "%.*s%s%s", SV_ARG(list), i ? ", " : "",
                         param->fields[i].name);
    }
    Sv closest = sv_closest(name, names, param->field_count);
    Sv problem = closest.len ? sv_format(decoder->arena, "has no key '%.*s'; did you mean '%.*s'?",
                                         SV_ARG(name), SV_ARG(closest))
                             : sv_format(decoder->arena, "has no key '%.*s'", SV_ARG(name));
    return decode_refuse(decoder, problem,
                         sv_format(decoder->arena, "it takes %.*s", SV_ARG(list)));
}

bool decode_record(const Decoder *decoder, const Param *param, Value value, void *record) {
    if (value.kind != VALUE_MAP) return decode_refuse_value(decoder, "a map", value, (Sv){0});
    for (size_t i = 0; i < value_count(value); i++) {
        Sv name;
        if (!value_as_text(decoder->arena, value_key(value, i), &name))
            continue; // keys always have a text
        if (!known_field(param, name)) return refuse_unknown(decoder, param, name);
    }
    bool *given = arena_new_array(decoder->arena, bool, param->field_count);
    for (size_t i = 0; i < param->field_count; i++) {
        const Param *field = &param->fields[i];
        Decoder inner = decode_within(decoder, sv_from_c(field->name));
        const Value *found = value_get_c(value, field->name);
        Value entry;
        given[i] = found && decode_present(value_tainted(*found, value.taint), &entry);
        if (!given[i]) {
            if (!decode_absent(&inner, field, record)) return false;
            continue;
        }
        if (!decode_field(&inner, field, entry, field_of(record, field))) return false;
        mark_given(record, field);
    }
    return check_exclusive(decoder, param->fields, given, param->field_count, false);
}

bool params_decode(Arena *arena, const Param *params, size_t count, const Value *values,
                   const bool *given, bool partial, void *out, DecodeError *error) {
    bool *present = arena_new_array(arena, bool, count);
    for (size_t i = 0; i < count; i++) {
        const Param *param = &params[i];
        Sv name = sv_from_c(param->name);
        Decoder decoder = {.arena = arena,
                           .partial = partial,
                           .error = error,
                           .param = i,
                           .where = name,
                           .path_from = name.len};
        Value value;
        present[i] = given[i] && decode_present(values[i], &value);
        if (!present[i]) {
            if (!decode_absent(&decoder, param, out)) return false;
            continue;
        }
        if (!decode_field(&decoder, param, value, field_of(out, param))) return false;
        mark_given(out, param);
    }
    Decoder decoder = {.arena = arena, .partial = partial, .error = error};
    return check_exclusive(&decoder, params, present, count, true);
}
