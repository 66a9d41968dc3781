// The keywords of JSON Schema that look at a value by itself: type, enum, numbers, strings, sizes,
// required.
#include "base/utf8.h"
#include "jsonschema/jsonschema_node.h"
#include "match/item_set.h"
#include "value/show.h"

#include <math.h>

// Columns of a value that a mismatch shows.
enum { SHOWN_COLUMNS = 40 };

static Sv shown(SchemaFrame *frame, Value value) {
    BUF_AUTO Buf text = buf_new(4096);
    value_show(&text, value, SHOWN_COLUMNS);
    return buf_keep(&text, frame->run->work->arena);
}

// ── any value ──

bool schema_is_integer(Value value) {
    switch (value.kind) {
    case VALUE_INT:
    case VALUE_UINT: return true;
    case VALUE_DOUBLE: return isfinite(value.number) && trunc(value.number) == value.number;
    // In canonical form a decimal has a point only if it has a fraction, and a power of ten only if
    // that is far off.
    case VALUE_DECIMAL:
        return sv_find_char(value_text(value), '.', 0) == SV_NONE &&
               sv_find(value_text(value), SV("e-"), 0) == SV_NONE;
    default: return false;
    }
}

// JSON's name of a value's type.
static const char *json_type(Value value) {
    switch (value.kind) {
    case VALUE_NULL: return "null";
    case VALUE_BOOL: return "boolean";
    case VALUE_LIST: return "array";
    case VALUE_MAP: return "object";
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_DECIMAL: return "number";
    case VALUE_STRING: return "string";
    default: return value_kind_name((ValueKind)value.kind);
    }
}

static bool has_type(Value value, Sv name) {
    if (sv_eq(name, SV("integer"))) return schema_is_integer(value);
    return sv_eq_c(name, json_type(value));
}

bool schema_check_type(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    bool several = rule->value.kind == VALUE_LIST;
    size_t count = several ? value_count(rule->value) : 1;
    for (size_t i = 0; i < count; i++) {
        Value name = several ? value_item(rule->value, i) : rule->value;
        if (has_type(value, value_text(name))) return true;
    }
    *holds = false;
    if (!schema_goes_on(frame)) return true;
    Sv found = shown(frame, value), wanted = shown(frame, rule->value);
    const char *type = schema_is_integer(value) ? "integer" : json_type(value);
    schema_error(frame, rule, "%.*s is of type %s, not %.*s", SV_ARG(found), type, SV_ARG(wanted));
    return true;
}

// Charges for comparing a value with others before it is done.
static bool spend_size(Work *work, Value value) {
    bool deep = value.kind == VALUE_LIST || value.kind == VALUE_MAP;
    if (value.kind == VALUE_STRING) return work_spend(work, value.text.len / 64 + 1);
    if (!work_spend(work, 1)) return false;
    for (size_t i = 0; deep && i < value_count(value); i++) {
        if (!spend_size(work, value.kind == VALUE_LIST ? value_item(value, i) : value_at(value, i)))
            return false;
    }
    return true;
}

bool schema_check_enum(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    for (size_t i = 0; i < value_count(rule->value); i++) {
        if (!spend_size(frame->run->work, value_item(rule->value, i))) return false;
        if (value_equal(value, value_item(rule->value, i))) return true;
    }
    *holds = false;
    if (!schema_goes_on(frame)) return true;
    Sv found = shown(frame, value), wanted = shown(frame, rule->value);
    schema_error(frame, rule, "%.*s is none of %.*s", SV_ARG(found), SV_ARG(wanted));
    return true;
}

bool schema_check_const(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (!spend_size(frame->run->work, rule->value)) return false;
    *holds = value_equal(value, rule->value);
    if (*holds || !schema_goes_on(frame)) return true;
    Sv found = shown(frame, value), wanted = shown(frame, rule->value);
    schema_error(frame, rule, "%.*s is not %.*s", SV_ARG(found), SV_ARG(wanted));
    return true;
}

// ── numbers ──

bool schema_check_multiple_of(SchemaFrame *frame, const SchemaRule *rule, Value value,
                              bool *holds) {
    if (!value_is_number(value) || (value.kind == VALUE_DOUBLE && !isfinite(value.number)))
        return true;
    Value rest = value_null();
    if (!work_spend(frame->run->work, 20)) return false;
    bool computed = decimal_arithmetic(frame->run->work->arena, '%', value, rule->value, &rest);
    *holds = computed && value_equal(rest, value_int(0));
    if (*holds || !schema_goes_on(frame)) return true;
    Sv found = shown(frame, value), wanted = shown(frame, rule->value);
    schema_error(frame, rule, "%.*s is no multiple of %.*s", SV_ARG(found), SV_ARG(wanted));
    return true;
}

// `sign` is the side on which a number is wrong: 1 above, -1 below.
static bool check_bound(SchemaFrame *frame, const SchemaRule *rule, Value value, int sign,
                        bool exclusive, bool *holds) {
    int order = 0;
    if (!value_is_number(value)) return true;
    *holds = value_compare(value, rule->value, &order) && order * sign <= (exclusive ? -1 : 0);
    if (*holds || !schema_goes_on(frame)) return true;
    Sv found = shown(frame, value), wanted = shown(frame, rule->value);
    schema_error(frame, rule, "%.*s is not %s%s %.*s", SV_ARG(found),
                 sign > 0 ? "less than" : "greater than", exclusive ? "" : " or equal to",
                 SV_ARG(wanted));
    return true;
}

bool schema_check_maximum(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return check_bound(frame, rule, value, 1, false, holds);
}

bool schema_check_exclusive_maximum(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                    bool *holds) {
    return check_bound(frame, rule, value, 1, true, holds);
}

bool schema_check_minimum(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return check_bound(frame, rule, value, -1, false, holds);
}

bool schema_check_exclusive_minimum(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                    bool *holds) {
    return check_bound(frame, rule, value, -1, true, holds);
}

// ── sizes ──

// `sign` as in check_bound. `what` is the plural: "items".
static bool check_size(SchemaFrame *frame, const SchemaRule *rule, size_t size, int sign,
                       const char *what, bool *holds) {
    int order = 0;
    *holds = value_compare(value_int((int64_t)size), rule->value, &order) && order * sign <= 0;
    if (*holds || !schema_goes_on(frame)) return true;
    Sv wanted = shown(frame, rule->value);
    schema_error(frame, rule, "%zu %s are %s than %.*s", size, what, sign > 0 ? "more" : "fewer",
                 SV_ARG(wanted));
    return true;
}

static bool check_length(SchemaFrame *frame, const SchemaRule *rule, Value value, int sign,
                         bool *holds) {
    if (value.kind != VALUE_STRING) return true;
    if (!work_spend(frame->run->work, value.text.len / 64)) return false;
    return check_size(frame, rule, utf8_count(value_text(value)), sign, "characters", holds);
}

bool schema_check_max_length(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return check_length(frame, rule, value, 1, holds);
}

bool schema_check_min_length(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return check_length(frame, rule, value, -1, holds);
}

bool schema_check_max_items(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return value.kind != VALUE_LIST ||
           check_size(frame, rule, value_count(value), 1, "items", holds);
}

bool schema_check_min_items(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return value.kind != VALUE_LIST ||
           check_size(frame, rule, value_count(value), -1, "items", holds);
}

bool schema_check_max_properties(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                 bool *holds) {
    return value.kind != VALUE_MAP ||
           check_size(frame, rule, value_count(value), 1, "properties", holds);
}

bool schema_check_min_properties(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                 bool *holds) {
    return value.kind != VALUE_MAP ||
           check_size(frame, rule, value_count(value), -1, "properties", holds);
}

bool schema_check_unique_items(SchemaFrame *frame, const SchemaRule *rule, Value value,
                               bool *holds) {
    if (value.kind != VALUE_LIST || !rule->value.boolean) return true;
    ItemSet set;
    if (!item_set_new(frame->run->work, value_count(value), &set)) return false;
    for (size_t i = 0; i < value_count(value); i++) {
        bool added = false;
        if (!item_set_add(&set, value_item(value, i), &added)) return false;
        if (added) continue;
        *holds = false;
        if (!schema_goes_on(frame)) return true;
        Sv twice = shown(frame, value_item(value, i));
        schema_error(frame, rule, "the item %.*s is there twice", SV_ARG(twice));
        return true;
    }
    return true;
}

// ── strings and names ──

bool schema_check_pattern(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (value.kind != VALUE_STRING) return true;
    if (!work_matches(frame->run->work, rule->regexes[0], value_text(value), holds)) return false;
    if (*holds || !schema_goes_on(frame)) return true;
    Sv found = shown(frame, value);
    schema_error(frame, rule, "%.*s does not match '%.*s'", SV_ARG(found),
                 SV_ARG(value_text(rule->value)));
    return true;
}

static bool check_names(SchemaFrame *frame, const SchemaRule *rule, Value names, Value value,
                        Sv because, bool *holds) {
    for (size_t i = 0; i < value_count(names); i++) {
        Sv name = value_text(value_item(names, i));
        if (!work_spend(frame->run->work, 1)) return false;
        if (value_get_sv(value, name) != NULL) continue;
        *holds = false;
        if (because.len == 0)
            schema_error(frame, rule, "the key '%.*s' is missing", SV_ARG(name));
        else
            schema_error(frame, rule, "there is '%.*s', so the key '%.*s' is missing",
                         SV_ARG(because), SV_ARG(name));
        if (!schema_goes_on(frame)) return true;
    }
    return true;
}

bool schema_check_required(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    return check_names(frame, rule, rule->value, value, (Sv){0}, holds);
}

bool schema_check_dependent_required(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                     bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(rule->value); i++) {
        Sv name = value_text(value_key(rule->value, i));
        if (value_get_sv(value, name) == NULL) continue;
        if (!check_names(frame, rule, value_at(rule->value, i), value, name, holds)) return false;
    }
    return true;
}
