#include "base/num.h"
#include "base/system/digest.h"
#include "value/json.h"
#include "value/version.h"
#include <math.h>

// ── to ──
static Value single(Arena *arena, const char *type, Value value) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, type, value);
    return map_done(&map);
}

static Value kept(Arena *arena, Buf *text) {
    Value value = value_string(buf_keep(text, arena));
    buf_free(text);
    return value;
}

static Value number_text(Arena *arena, Value value) {
    Buf text = buf_new(64);
    if (value.kind == VALUE_INT) num_add_i64(&text, value.integer);
    if (value.kind == VALUE_UINT) num_add_u64(&text, value.uinteger);
    if (value.kind == VALUE_DOUBLE) num_add_double(&text, value.number);
    return kept(arena, &text);
}

static Value base64_text(Arena *arena, Sv bytes) {
    Buf text = buf_new(bytes.len / 3 * 4 + 4);
    base64_add(&text, bytes);
    return kept(arena, &text);
}

static Value pair(Arena *arena, Value first, Value second) {
    Value both[] = {first, second};
    return value_list(arena, both, 2);
}

static Value typed_items(Arena *arena, Value list) {
    ListBuilder items = list_builder(arena);
    for (size_t i = 0; i < value_count(list); i++)
        list_add(&items, value_to_typed(arena, value_item(list, i)));
    return list_done(&items);
}

static Value typed_entries(Arena *arena, Value map) {
    ListBuilder entries = list_builder(arena);
    for (size_t i = 0; i < value_count(map); i++)
        list_add(&entries, pair(arena, value_to_typed(arena, value_key(map, i)),
                                value_to_typed(arena, value_at(map, i))));
    return list_done(&entries);
}

Value value_to_typed(Arena *arena, Value value) {
    const char *type = value_kind_name((ValueKind)value.kind);
    switch ((ValueKind)value.kind) {
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE: return single(arena, type, number_text(arena, value));
    case VALUE_DECIMAL:
    case VALUE_TYPE:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: return single(arena, type, value_string(value_text(value)));
    case VALUE_BYTES: return single(arena, type, base64_text(arena, value_text(value)));
    case VALUE_LIST: return single(arena, type, typed_items(arena, value));
    case VALUE_MAP: return single(arena, type, typed_entries(arena, value));
    case VALUE_DURATION:
    case VALUE_TIMESTAMP:
        return single(arena, type, pair(arena, value_int(value.seconds), value_int(value.nanos)));
    case VALUE_OPTIONAL:
        return single(arena, type,
                      value_count(value) > 0 ? value_to_typed(arena, value_item(value, 0))
                                             : value_null());
    default: return single(arena, type, value);
    }
}

// ── from ──
static bool read_double(Sv text, Value *out) {
    double number;
    if (sv_eq_nocase(text, SV("NaN")))
        number = (double)NAN;
    else if (sv_eq_nocase(text, SV("Infinity")) || sv_eq_nocase(text, SV("inf")))
        number = HUGE_VAL;
    else if (sv_eq_nocase(text, SV("-Infinity")) || sv_eq_nocase(text, SV("-inf")))
        number = -HUGE_VAL;
    else if (!num_parse_double(text, &number))
        return false;
    *out = value_double(number);
    return true;
}

static bool read_text(Arena *arena, ValueKind kind, Sv text, Value *out) {
    Buf bytes BUF_AUTO = buf_new(text.len);
    *out = (Value){.kind = (uint8_t)kind};
    switch (kind) {
    case VALUE_INT: return num_parse_i64(text, &out->integer);
    case VALUE_UINT: return num_parse_u64(text, &out->uinteger);
    case VALUE_DOUBLE: return read_double(text, out);
    case VALUE_DECIMAL: return value_decimal(arena, text, out);
    case VALUE_VERSION: return value_version(text, out, NULL);
    case VALUE_BYTES:
        if (!base64_decode(&bytes, text)) return false;
        *out = value_bytes(buf_keep(&bytes, arena));
        return true;
    case VALUE_STRING:
    case VALUE_TYPE:
    case VALUE_IP:
    case VALUE_CIDR:
        out->text.at = text.at;
        out->text.len = text.len;
        return true;
    default: return false;
    }
}

static bool read_pair(ValueKind kind, Value pair, Value *out) {
    if (pair.kind != VALUE_LIST || value_count(pair) != 2) return false;
    Value seconds = value_item(pair, 0), nanos = value_item(pair, 1);
    if (seconds.kind != VALUE_INT || nanos.kind != VALUE_INT) return false;
    if (nanos.integer > 999999999 || nanos.integer < -999999999) return false;
    *out = kind == VALUE_DURATION ? value_duration(seconds.integer, (int32_t)nanos.integer)
                                  : value_timestamp(seconds.integer, (int32_t)nanos.integer);
    return true;
}

static bool read_list(Arena *arena, Value typed, Value *out) {
    ListBuilder items = list_builder(arena);
    for (size_t i = 0; i < value_count(typed); i++) {
        Value item;
        if (!value_from_typed(arena, value_item(typed, i), &item)) return false;
        list_add(&items, item);
    }
    *out = list_done(&items);
    return true;
}

static bool read_map(Arena *arena, Value typed, Value *out) {
    MapBuilder map = map_builder(arena);
    for (size_t i = 0; i < value_count(typed); i++) {
        Value entry = value_item(typed, i), key, value;
        if (entry.kind != VALUE_LIST || value_count(entry) != 2) return false;
        if (!value_from_typed(arena, value_item(entry, 0), &key)) return false;
        if (!value_from_typed(arena, value_item(entry, 1), &value)) return false;
        if (!map_add(&map, key, value)) return false;
    }
    *out = map_done(&map);
    return true;
}

static bool read_optional(Arena *arena, Value typed, Value *out) {
    Value value;
    if (typed.kind == VALUE_NULL) {
        *out = value_optional_none();
        return true;
    }
    if (!value_from_typed(arena, typed, &value)) return false;
    *out = value_optional_of(arena, value);
    return true;
}

static ValueKind kind_named(Sv name) {
    ValueKind kind = VALUE_NULL;
    while (kind < VALUE_KIND_COUNT && !sv_eq_c(name, value_kind_name(kind)))
        kind++;
    return kind;
}

static bool read_kind(Arena *arena, ValueKind kind, Value inner, Value *out) {
    switch (kind) {
    case VALUE_NULL: *out = value_null(); return true;
    case VALUE_BOOL: *out = inner; return inner.kind == VALUE_BOOL;
    case VALUE_LIST: return inner.kind == VALUE_LIST && read_list(arena, inner, out);
    case VALUE_MAP: return inner.kind == VALUE_LIST && read_map(arena, inner, out);
    case VALUE_DURATION:
    case VALUE_TIMESTAMP: return read_pair(kind, inner, out);
    case VALUE_OPTIONAL: return read_optional(arena, inner, out);
    case VALUE_KIND_COUNT: return false;
    default: return inner.kind == VALUE_STRING && read_text(arena, kind, value_text(inner), out);
    }
}

bool value_from_typed(Arena *arena, Value typed, Value *out) {
    if (typed.kind != VALUE_MAP || value_count(typed) != 1) return false;
    Value name = value_key(typed, 0), value;
    if (name.kind != VALUE_STRING) return false;
    if (!read_kind(arena, kind_named(value_text(name)), value_at(typed, 0), &value)) return false;
    *out = value;
    return true;
}
