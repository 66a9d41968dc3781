#include "plan/inputs/input_value.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "match/regex.h"
#include "url/url_parts.h"
#include "value/json.h"
#include "value/show.h"
#include "value/time.h"
#include <math.h>

enum { SHOWN = 40 };

const char *input_type_name(InputType type) {
    static const char *const names[] = {
        [INPUT_STRING] = "string", [INPUT_INT] = "int",           [INPUT_DOUBLE] = "double",
        [INPUT_BOOL] = "bool",     [INPUT_DURATION] = "duration", [INPUT_TIMESTAMP] = "timestamp",
        [INPUT_URL] = "url",       [INPUT_PATH] = "path",         [INPUT_LIST] = "list",
        [INPUT_MAP] = "map",
    };
    return names[type];
}

const char *input_type_hint(InputType type) {
    switch (type) {
    case INPUT_STRING: return "text";
    case INPUT_INT: return "a whole number";
    case INPUT_DOUBLE: return "a number";
    case INPUT_BOOL: return "true or false";
    case INPUT_DURATION: return "a duration such as 30s or 1h30m";
    case INPUT_TIMESTAMP: return "a timestamp such as 2026-03-01T09:00:00Z";
    case INPUT_URL: return "a URL such as https://example.test";
    case INPUT_PATH: return "a path";
    case INPUT_LIST: return "a list (as JSON: [\"a\", \"b\"])";
    case INPUT_MAP: return "a map (as JSON: {\"a\": 1})";
    }
    return "a value";
}

static CelType scalar_type(InputType type) {
    switch (type) {
    case INPUT_INT: return cel_type(CEL_TYPE_INT);
    case INPUT_DOUBLE: return cel_type(CEL_TYPE_DOUBLE);
    case INPUT_BOOL: return cel_type(CEL_TYPE_BOOL);
    case INPUT_DURATION: return cel_type(CEL_TYPE_DURATION);
    case INPUT_TIMESTAMP: return cel_type(CEL_TYPE_TIMESTAMP);
    case INPUT_LIST:
    case INPUT_MAP: return cel_type(CEL_TYPE_DYN);
    default: return cel_type(CEL_TYPE_STRING);
    }
}

CelType input_cel_type(Arena *arena, const Input *input) {
    CelType item = input->has_items ? scalar_type(input->items) : cel_type(CEL_TYPE_DYN);
    CelType type = scalar_type(input->type);
    if (input->type == INPUT_LIST) type = cel_type_list(arena, item);
    if (input->type == INPUT_MAP) type = cel_type_map(arena, cel_type(CEL_TYPE_STRING), item);
    type.nullable = !input->required && !input->fallback;
    return type;
}

// ── converting ──

static Sv shown(Arena *arena, const Input *input, Value value) {
    if (input->secret) return SV("the secret value");
    Buf out BUF_AUTO = buf_new(1024);
    value_show(&out, value, SHOWN);
    return buf_keep(&out, arena);
}

static bool refuse(Arena *arena, const Input *input, InputType type, Value value, Sv *error) {
    Sv text = shown(arena, input, value);
    *error = sv_format(arena, "%.*s is not %s", SV_ARG(text), input_type_hint(type));
    return false;
}

// scheme://something, without blanks.
static bool is_url(Sv text) {
    UrlParts parts = url_split(text, URL_AS_WRITTEN);
    if (!parts.has_scheme || !parts.has_authority || !ascii_is_letter(text.at[0])) return false;
    if (parts.scheme.len + 3 >= text.len) return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ') return false;
    return true;
}

static bool scalar_from_text(Arena *arena, const Input *input, InputType type, Sv text, Value *out,
                             Sv *error) {
    int64_t integer = 0;
    double number = 0;
    switch (type) {
    case INPUT_INT:
        if (!num_parse_i64(text, &integer)) break;
        *out = value_int(integer);
        return true;
    case INPUT_DOUBLE:
        if (!num_parse_double(text, &number) || !isfinite(number)) break;
        *out = value_double(number);
        return true;
    case INPUT_BOOL:
        if (!sv_eq(text, SV("true")) && !sv_eq(text, SV("false"))) break;
        *out = value_bool(sv_eq(text, SV("true")));
        return true;
    case INPUT_DURATION:
        if (!duration_parse(text, &integer)) break;
        *out = value_duration_ns(integer);
        return true;
    case INPUT_TIMESTAMP:
        if (!timestamp_parse(text, out)) break;
        return true;
    case INPUT_URL:
        if (!is_url(text)) break;
        *out = value_string(text);
        return true;
    case INPUT_PATH:
        if (text.len == 0) break;
        *out = value_string(text);
        return true;
    default: *out = value_string(text); return true;
    }
    return refuse(arena, input, type, value_string(text), error);
}

static bool convert(Arena *arena, const Input *input, InputType type, Value value, Value *out,
                    Sv *error) {
    switch ((ValueKind)value.kind) {
    case VALUE_STRING:
        if (!scalar_from_text(arena, input, type, value_text(value), out, error)) return false;
        *out = value_marked(*out, value.marks);
        return true;
    case VALUE_INT:
        if (type == INPUT_DOUBLE) {
            *out = value_double((double)value.integer);
            return true;
        }
        break;
    default: break;
    }
    bool fits = (type == INPUT_INT && value.kind == VALUE_INT) ||
                (type == INPUT_DOUBLE && value.kind == VALUE_DOUBLE) ||
                (type == INPUT_BOOL && value.kind == VALUE_BOOL) ||
                (type == INPUT_DURATION && value.kind == VALUE_DURATION) ||
                (type == INPUT_TIMESTAMP && value.kind == VALUE_TIMESTAMP);
    if (!fits) return refuse(arena, input, type, value, error);
    *out = value;
    return true;
}

static bool convert_items(Arena *arena, const Input *input, Value value, Value *out, Sv *error) {
    bool map = value.kind == VALUE_MAP;
    ListBuilder list = list_builder(arena);
    MapBuilder entries = map_builder(arena);
    for (size_t i = 0; i < value_count(value); i++) {
        Value item = map ? value_at(value, i) : value_item(value, i);
        if (input->has_items && !convert(arena, input, input->items, item, &item, error)) {
            Sv where =
                map ? sv_format(arena, "at '%.*s': ", SV_ARG(value_text(value_key(value, i))))
                    : sv_format(arena, "item %zu: ", i + 1);
            *error = sv_format(arena, "%.*s%.*s", SV_ARG(where), SV_ARG(*error));
            return false;
        }
        if (map)
            map_add(&entries, value_key(value, i), item);
        else
            list_add(&list, item);
    }
    *out = value_marked(map ? map_done(&entries) : list_done(&list), value.marks);
    return true;
}

bool input_from_value(Arena *arena, const Input *input, Value value, Value *out, Sv *error) {
    if (input->type == INPUT_LIST || input->type == INPUT_MAP) {
        ValueKind wanted = input->type == INPUT_LIST ? VALUE_LIST : VALUE_MAP;
        if (value.kind != wanted) return refuse(arena, input, input->type, value, error);
        return convert_items(arena, input, value, out, error);
    }
    return convert(arena, input, input->type, value, out, error);
}

bool input_from_text(Arena *arena, const Input *input, Sv text, Value *out, Sv *error) {
    size_t bad = 0;
    if (!utf8_valid(text, &bad)) {
        *error = sv_format(arena, "it is not UTF-8 text (byte %zu)", bad + 1);
        return false;
    }
    if (input->type != INPUT_LIST && input->type != INPUT_MAP)
        return scalar_from_text(arena, input, input->type, text, out, error);
    Value value;
    JsonError json;
    if (!json_parse(arena, text, &value, &json)) {
        *error = sv_format(arena, "it is not %s%s%s", input_type_hint(input->type),
                           input->secret ? "" : ": ", input->secret ? "" : json.message);
        return false;
    }
    return input_from_value(arena, input, value, out, error);
}

// ── choices, range, pattern ──

static bool in_choices(Arena *arena, const Input *input, Value value, Sv *error) {
    if (input->choices.kind != VALUE_LIST) return true;
    Buf list BUF_AUTO = buf_new(4096);
    size_t count = value_count(input->choices);
    for (size_t i = 0; i < count; i++) {
        Value choice = value_item(input->choices, i);
        if (value_equal(choice, value)) return true;
        if (i > 0) buf_add_c(&list, i + 1 < count ? ", " : " or ");
        if (choice.kind == VALUE_STRING)
            buf_add(&list, value_text(choice));
        else
            value_show(&list, choice, SHOWN);
    }
    Sv text = shown(arena, input, value);
    *error = sv_format(arena, "%.*s is not one of %.*s", SV_ARG(text), SV_ARG(buf_sv(&list)));
    return false;
}

static bool has_length(InputType type) {
    return type == INPUT_STRING || type == INPUT_URL || type == INPUT_PATH || type == INPUT_LIST ||
           type == INPUT_MAP;
}

static Value measured(const Input *input, Value value) {
    if (!has_length(input->type)) return value;
    return value_int(
        (int64_t)(value.kind == VALUE_STRING ? value_text(value).len : value_count(value)));
}

static bool in_range(Arena *arena, const Input *input, Value value, Sv *error) {
    Value size = measured(input, value);
    const char *what = has_length(input->type) ? " in length" : "";
    int order = 0;
    bool low = input->has_min && (!value_compare(size, input->min, &order) || order < 0);
    bool high = !low && input->has_max && (!value_compare(size, input->max, &order) || order > 0);
    if (!low && !high) return true;
    Buf bound BUF_AUTO = buf_new(256);
    value_show(&bound, low ? input->min : input->max, SHOWN);
    Sv text = shown(arena, input, value);
    *error = sv_format(arena, "%.*s is %s the %s of %.*s%s", SV_ARG(text), low ? "below" : "above",
                       low ? "min" : "max", SV_ARG(buf_sv(&bound)), what);
    return false;
}

static bool matches(Arena *arena, const Input *input, Value value, Sv *error) {
    if (input->pattern.len == 0 || value.kind != VALUE_STRING) return true;
    Sv problem;
    size_t at;
    Regex *regex = regex_compile(arena, input->pattern, &problem, &at);
    if (regex && regex_full(regex, value_text(value)) == REGEX_MATCH) return true;
    Sv text = shown(arena, input, value);
    *error = sv_format(arena, "%.*s does not match the pattern %.*s", SV_ARG(text),
                       SV_ARG(input->pattern));
    return false;
}

// ── empty texts ──

static bool is_empty_text(Value value) {
    return value.kind == VALUE_STRING && value_text(value).len == 0;
}

// A map whose values have no declared type may hold anything.
static bool holds_empty_text(const Input *input, Value value, size_t *at) {
    bool list = value.kind == VALUE_LIST, map = value.kind == VALUE_MAP && input->has_items;
    for (size_t i = 0; (list || map) && i < value_count(value); i++)
        if (is_empty_text(list ? value_item(value, i) : value_at(value, i))) {
            *at = i;
            return true;
        }
    return is_empty_text(value);
}

static bool lacks_text(const Input *input, Value value, size_t *at) {
    size_t ignored;
    if (!holds_empty_text(input, value, at)) return false;
    bool from_nothing = input->has_min && has_length(input->type) && input->min.kind == VALUE_INT &&
                        input->min.integer == 0;
    bool chosen = input->choices.kind == VALUE_LIST && value.kind == VALUE_STRING;
    bool by_default =
        input->fallback && holds_empty_text(input, input->fallback->constant, &ignored);
    return !from_nothing && !chosen && !by_default;
}

bool input_lacks_text(const Input *input, Value value) {
    size_t ignored;
    return lacks_text(input, value, &ignored);
}

static bool has_text(Arena *arena, const Input *input, Value value, Sv *error) {
    size_t at = 0;
    if (!lacks_text(input, value, &at)) return true;
    if (value.kind == VALUE_STRING)
        *error = SV("it is empty");
    else if (value.kind == VALUE_LIST)
        *error = sv_format(arena, "item %zu is empty", at + 1);
    else
        *error =
            sv_format(arena, "at '%.*s': it is empty", SV_ARG(value_text(value_key(value, at))));
    return false;
}

// A secret input is as good as declared weak; shorter ones would be found in every other word.
static bool can_be_hidden(Arena *arena, const Input *input, Value value, Sv *error) {
    size_t bytes = input->secret ? value_leaf_bytes(value).shortest : 0;
    if (bytes == 0 || bytes >= LIMIT_SECRET_WEAK_BYTES) return true;
    *error = sv_format(arena,
                       "the secret value has %zu bytes, and fewer than %d cannot be kept out of "
                       "sight (SECRET_WEAK_BYTES)",
                       bytes, LIMIT_SECRET_WEAK_BYTES);
    return false;
}

bool input_allows(Arena *arena, const Input *input, Value value, Sv *error) {
    return can_be_hidden(arena, input, value, error) && has_text(arena, input, value, error) &&
           in_choices(arena, input, value, error) && in_range(arena, input, value, error) &&
           matches(arena, input, value, error);
}
