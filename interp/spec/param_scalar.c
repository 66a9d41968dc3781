// Parameters of one value: text, bool, int, duration, choice.
#include "spec/decode.h"

#include "base/num.h"
#include "value/show.h"
#include "value/time.h"
#include "words/words.h"

#include <math.h>

enum { TEXT_CEILING = 1024, SHOWN_COLUMNS = 40 };

bool value_as_text(Arena *arena, Value value, Sv *out) {
    BUF_AUTO Buf buf = buf_new(TEXT_CEILING);
    switch ((ValueKind)value.kind) {
    case VALUE_STRING:
    case VALUE_DECIMAL:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: *out = value_text(value); return true;
    case VALUE_BOOL: *out = value.boolean ? SV("true") : SV("false"); return true;
    case VALUE_INT: *out = sv_format(arena, "%lld", (long long)value.integer); return true;
    case VALUE_UINT:
        *out = sv_format(arena, "%llu", (unsigned long long)value.uinteger);
        return true;
    case VALUE_DOUBLE: num_add_double(&buf, value.number); break;
    case VALUE_DURATION: cel_duration_add(&buf, value); break;
    case VALUE_TIMESTAMP: timestamp_add(&buf, value); break;
    default: return false;
    }
    *out = buf_keep(&buf, arena);
    return true;
}

static Sv show_found(Arena *arena, Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return SV("null");
    case VALUE_LIST: return SV("a list");
    case VALUE_MAP: return SV("a map");
    case VALUE_BYTES: return SV("bytes");
    default: break;
    }
    if (value_taint(value))
        return sv_format(arena, "a secret %s", value_kind_name((ValueKind)value.kind));
    BUF_AUTO Buf buf = buf_new(TEXT_CEILING);
    value_show(&buf, value, SHOWN_COLUMNS);
    return buf_keep(&buf, arena);
}

bool decode_refuse(const Decoder *decoder, Sv problem, Sv hint) {
    Sv where = decoder->where;
    Sv path = sv_slice(where, decoder->path_from, where.len);
    if (sv_starts(path, SV("."))) path = sv_slice(path, 1, path.len);
    *decoder->error = (DecodeError){
        .param = decoder->param,
        .path = path,
        .message = sv_format(decoder->arena, "'%.*s' %.*s", SV_ARG(where), SV_ARG(problem)),
        .hint = hint,
    };
    return false;
}

bool decode_refuse_value(const Decoder *decoder, const char *expected, Value found, Sv hint) {
    Sv shown = show_found(decoder->arena, found);
    Sv problem = sv_format(decoder->arena, "must be %s, found %.*s", expected, SV_ARG(shown));
    return decode_refuse(decoder, problem, hint);
}

bool decode_present(Value value, Value *out) {
    if (value.kind == VALUE_OPTIONAL) {
        if (value_count(value) == 0) return false;
        Value inner = value_tainted(value_item(value, 0), value.taint);
        return decode_present(inner, out);
    }
    *out = value;
    return true;
}

bool decode_filled(const Decoder *decoder, const Param *param, Sv text) {
    bool path =
        param->kind == PARAM_PATH || param->kind == PARAM_FILE || param->kind == PARAM_FOLDER;
    if (text.len > 0 || !(path || param->flags & PARAM_FILLED)) return true;
    // At load time the value is literal; later it is the result of an expression.
    bool may_lack = !(param->flags & PARAM_REQUIRED);
    const char *hint = decoder->partial
                           ? may_lack ? "leave the key out, or give it a value" : "give it a value"
                       : may_lack ? "an empty text is not left out; to leave it out write "
                                    "${optional.ofNonZeroValue(…)}"
                                  : "";
    return decode_refuse(decoder, SV("is empty"), sv_from_c(hint));
}

static bool decode_text(const Decoder *decoder, const Param *param, Value value, Sv *field) {
    if (value.kind == VALUE_BYTES && param->flags & PARAM_BYTES) {
        *field = value_text(value);
        return true;
    }
    if (value_as_text(decoder->arena, value, field)) return decode_filled(decoder, param, *field);
    Sv hint = {0};
    if (value.kind == VALUE_NULL && !(param->flags & PARAM_REQUIRED))
        hint = SV("to leave it out, let the expression yield optional.none()");
    return decode_refuse_value(decoder, "text", value, hint);
}

Value file_value(Arena *arena, Sv path, Sv text) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "path", value_string(path));
    map_add_c(&map, "text", value_bytes(text));
    return map_done(&map);
}

static bool decode_file(const Decoder *decoder, const Param *param, Value value, Sv *field) {
    const Value *text = value.kind == VALUE_MAP ? value_get_c(value, "text") : NULL;
    Sv *content = (Sv *)(void *)((char *)field - param->offset + param->text_offset);
    if (text) *content = value_text(*text);
    return decode_text(decoder, param, text ? value_field(value, "path") : value, field);
}

static bool decode_bool(const Decoder *decoder, Value value, bool *field) {
    Sv text = value.kind == VALUE_STRING ? value_text(value) : (Sv){0};
    bool yes = value.kind == VALUE_BOOL ? value.boolean : sv_eq_c(text, "true");
    if (value.kind != VALUE_BOOL && !yes && !sv_eq_c(text, "false")) {
        Sv hint = {0};
        if (sv_eq_nocase(text, SV("yes")) || sv_eq_nocase(text, SV("on")) ||
            sv_eq_nocase(text, SV("true")))
            hint = SV("write true");
        if (sv_eq_nocase(text, SV("no")) || sv_eq_nocase(text, SV("off")) ||
            sv_eq_nocase(text, SV("false")))
            hint = SV("write false");
        return decode_refuse_value(decoder, "true or false", value, hint);
    }
    *field = yes;
    return true;
}

static bool read_int(Value value, int64_t *out) {
    switch ((ValueKind)value.kind) {
    case VALUE_INT: *out = value.integer; return true;
    case VALUE_UINT:
        if (value.uinteger > INT64_MAX) return false;
        *out = (int64_t)value.uinteger;
        return true;
    case VALUE_DOUBLE:
        // JSON and YAML data may have 3.0 for 3; anything with a fraction is not a count.
        if (!(fabs(value.number) < 9007199254740992.0) || value.number != floor(value.number))
            return false;
        *out = (int64_t)value.number;
        return true;
    case VALUE_STRING: return num_parse_i64(value_text(value), out);
    default: return false;
    }
}

static bool in_range(const Param *param, int64_t number) {
    if (param->min == 0 && param->max == 0) return true;
    return number >= param->min && number <= param->max;
}

static bool decode_int(const Decoder *decoder, const Param *param, Value value, int64_t *field) {
    if (param->flags & PARAM_SWITCH) {
        Sv text = value.kind == VALUE_STRING ? value_text(value) : (Sv){0};
        bool is_true = value.kind == VALUE_BOOL ? value.boolean : sv_eq_c(text, "true");
        if (is_true || value.kind == VALUE_BOOL || sv_eq_c(text, "false")) {
            *field = is_true ? param->max : 0;
            return true;
        }
    }
    int64_t number = 0;
    const char *either = param->flags & PARAM_SWITCH ? "true, false or " : "";
    if (!read_int(value, &number)) {
        Sv expected = sv_format(decoder->arena, "%sa whole number", either);
        return decode_refuse_value(decoder, expected.at, value, (Sv){0});
    }
    if (!in_range(param, number)) {
        Sv expected = sv_format(decoder->arena, "%sa whole number from %lld to %lld", either,
                                (long long)param->min, (long long)param->max);
        return decode_refuse_value(decoder, expected.at, value, (Sv){0});
    }
    *field = number;
    return true;
}

static Sv human_duration(Arena *arena, int64_t ns) {
    BUF_AUTO Buf buf = buf_new(TEXT_CEILING);
    duration_add_human(&buf, ns);
    return buf_keep(&buf, arena);
}

static bool decode_duration(const Decoder *decoder, const Param *param, Value value,
                            int64_t *field) {
    static const char expected[] = "a duration such as 250ms, 30s, 5m or 1h30m";
    int64_t ns = 0;
    if (value.kind == VALUE_DURATION) {
        ns = value_duration_to_ns(value);
    } else if (value.kind != VALUE_STRING || !duration_parse(value_text(value), &ns)) {
        int64_t number = 0;
        Sv hint = {0}, meant = {0};
        if (value.kind == VALUE_STRING && !value_taint(value))
            meant = duration_meant(decoder->arena, value_text(value));
        if (meant.len > 0)
            hint = sv_format(decoder->arena, "write: %.*s", SV_ARG(meant));
        else if (!value_taint(value) && read_int(value, &number))
            hint = sv_format(decoder->arena, "a number needs its unit: %llds", (long long)number);
        return decode_refuse_value(decoder, expected, value, hint);
    }
    if (ns < 0)
        return decode_refuse_value(decoder, "a duration that is not negative", value, (Sv){0});
    if (!in_range(param, ns)) {
        Sv min = human_duration(decoder->arena, param->min);
        Sv max = human_duration(decoder->arena, param->max);
        Sv range =
            sv_format(decoder->arena, "a duration from %.*s to %.*s", SV_ARG(min), SV_ARG(max));
        return decode_refuse_value(decoder, range.at, value, (Sv){0});
    }
    *field = ns;
    return true;
}

static Sv did_you_mean(Arena *arena, const Param *param, Sv word) {
    size_t count = 0;
    while (param->choices[count])
        count++;
    Sv *words = arena_new_array(arena, Sv, count);
    for (size_t i = 0; i < count; i++)
        words[i] = sv_from_c(param->choices[i]);
    Sv closest = word_choice(word, words, count);
    return closest.len ? sv_format(arena, "did you mean '%.*s'?", SV_ARG(closest)) : (Sv){0};
}

static bool decode_choice(const Decoder *decoder, const Param *param, Value value, int *field) {
    Sv text = {0};
    bool is_text = value_as_text(decoder->arena, value, &text);
    for (int i = 0; is_text && param->choices[i]; i++) {
        if (!sv_eq_c(text, param->choices[i])) continue;
        *field = i;
        return true;
    }
    BUF_AUTO Buf list = buf_new(TEXT_CEILING);
    for (int i = 0; param->choices[i]; i++) {
        const char *joint = i == 0 ? "" : param->choices[i + 1] ? ", " : " or ";
        buf_addf(&list, "%s%s", joint, param->choices[i]);
    }
    Sv hint = is_text && !value_taint(value) ? did_you_mean(decoder->arena, param, text) : (Sv){0};
    return decode_refuse_value(decoder, buf_keep(&list, decoder->arena).at, value, hint);
}

bool decode_scalar(const Decoder *decoder, const Param *param, Value value, void *field) {
    switch (param->kind) {
    case PARAM_BOOL: return decode_bool(decoder, value, field);
    case PARAM_INT: return decode_int(decoder, param, value, field);
    case PARAM_DURATION: return decode_duration(decoder, param, value, field);
    case PARAM_CHOICE: return decode_choice(decoder, param, value, field);
    case PARAM_FILE: return decode_file(decoder, param, value, field);
    default: return decode_text(decoder, param, value, field);
    }
}
