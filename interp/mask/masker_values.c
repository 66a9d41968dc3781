// Values as they are written to events.
#include "base/limits.h"
#include "base/utf8.h"
#include "mask/masker_internal.h"
#include "value/json.h"
#include <string.h>

static Value masked_string(Masker *masker, Arena *arena, Sv text) {
    return value_string(masker_text(masker, arena, text));
}

// Kinds that JSON lacks become the text that the journal's reader will find.
static Value as_text(Masker *masker, Arena *arena, Value value) {
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, value, JSON_COMPACT);
    Sv text = buf_sv(&json);
    if (text.len >= 2 && text.at[0] == '"') text = sv_slice(text, 1, text.len - 1);
    return masked_string(masker, arena, sv_copy(arena, text));
}

static Value masked_bytes(Masker *masker, Arena *arena, Value value) {
    if (utf8_valid(value_text(value), NULL)) return masked_string(masker, arena, value_text(value));
    return as_text(masker, arena, value);
}

// A number is masked where all its digits are a secret's; by chance it may hold them.
static Value masked_number(Masker *masker, Arena *arena, Value value) {
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, value, JSON_COMPACT);
    Sv text = masker_text(masker, arena, buf_sv(&json));
    Sv rest = sv_slice(text, sv_starts(text, SV("-")) ? 1 : 0, text.len);
    bool hidden = sv_starts(rest, SV("\xc2\xab")) &&
                  (sv_ends(rest, SV("\xc2\xbb")) || sv_ends(rest, SV("\xc2\xbb.0")));
    return hidden ? value_string(sv_copy(arena, text)) : value;
}

static bool knows_numbers(Masker *masker) {
    pthread_rwlock_rdlock(&masker->lock);
    bool numbers = masker->forms.numbers;
    pthread_rwlock_unlock(&masker->lock);
    return numbers;
}

static Value masked_value(Masker *masker, Arena *arena, Value value);

static bool all_strings(Value list) {
    for (size_t i = 0; i < value_count(list); i++)
        if (value_item(list, i).kind != VALUE_STRING || value_item(list, i).taint) return false;
    return value_count(list) > 1;
}

// The items are lines of one text: a secret may continue from one to the next.
static Value masked_lines(Masker *masker, Arena *arena, Value list) {
    BUF_AUTO Buf whole = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 0; i < value_count(list); i++) {
        buf_add(&whole, value_text(value_item(list, i)));
        buf_add_char(&whole, '\n');
    }
    Hits hits = {.arena = arena};
    pthread_rwlock_rdlock(&masker->lock);
    forms_find(&masker->forms, buf_sv(&whole), &hits);
    ListBuilder items = list_builder(arena);
    size_t from = 0;
    for (size_t i = 0; i < value_count(list); i++) {
        size_t to = from + value_text(value_item(list, i)).len;
        list_add(&items,
                 value_string(masker_replace(masker, arena, buf_sv(&whole), &hits, from, to)));
        from = to + 1;
    }
    pthread_rwlock_unlock(&masker->lock);
    return list_done(&items);
}

static Value masked_list(Masker *masker, Arena *arena, Value value) {
    if (all_strings(value)) return masked_lines(masker, arena, value);
    ListBuilder items = list_builder(arena);
    for (size_t i = 0; i < value_count(value); i++)
        list_add(&items, masked_value(masker, arena, value_item(value, i)));
    return list_done(&items);
}

static Value masked_map(Masker *masker, Arena *arena, Value value) {
    MapBuilder entries = map_builder(arena);
    for (size_t i = 0; i < value_count(value); i++) {
        Value key = masked_value(masker, arena, value_key(value, i));
        if (key.kind != VALUE_STRING) key = as_text(masker, arena, key);
        map_add(&entries, key, masked_value(masker, arena, value_at(value, i)));
    }
    return map_done(&entries);
}

static Value masked_value(Masker *masker, Arena *arena, Value value) {
    if (value.taint) return value_string(masker_shown(masker, arena, value.taint));
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL: return value;
    case VALUE_UINT:
        if (value.uinteger <= INT64_MAX) value = value_int((int64_t)value.uinteger);
        return knows_numbers(masker) ? masked_number(masker, arena, value) : value;
    case VALUE_DOUBLE:
        if (value.number - value.number != 0) return as_text(masker, arena, value);
        return knows_numbers(masker) ? masked_number(masker, arena, value) : value;
    case VALUE_INT:
    case VALUE_DECIMAL: return knows_numbers(masker) ? masked_number(masker, arena, value) : value;
    case VALUE_STRING: return masked_string(masker, arena, value_text(value));
    case VALUE_BYTES: return masked_bytes(masker, arena, value);
    case VALUE_LIST: return masked_list(masker, arena, value);
    case VALUE_MAP: return masked_map(masker, arena, value);
    case VALUE_OPTIONAL:
        return value_count(value) > 0 ? masked_value(masker, arena, value_item(value, 0))
                                      : value_null();
    default: return as_text(masker, arena, value);
    }
}

// Only kinds that reading a journal gives back.
static bool plain(Value value) {
    if (value.taint) return false;
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_DECIMAL:
    case VALUE_STRING: return true;
    case VALUE_DOUBLE: return value.number - value.number == 0;
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(value); i++)
            if (!plain(value_item(value, i))) return false;
        return true;
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++)
            if (value_key(value, i).kind != VALUE_STRING || !plain(value_at(value, i)))
                return false;
        return true;
    default: return false;
    }
}

bool masker_is_empty(Masker *masker) {
    pthread_rwlock_rdlock(&masker->lock);
    bool nothing = masker->forms.count == 0;
    pthread_rwlock_unlock(&masker->lock);
    return nothing;
}

Value masker_value(Masker *masker, Arena *arena, Value value) {
    if (masker_is_empty(masker) && plain(value)) return value;
    return masked_value(masker, arena, value);
}
