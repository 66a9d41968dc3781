#include "mask/masker.h"
#include "base/heap.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "mask/mask_forms.h"
#include "value/json.h"
#include "value/time.h"
#include <pthread.h>
#include <string.h>

enum {
    TAINT_BITS = 32,
    // How many bytes one byte of a secret may become in an encoded text: \u0041, &#x0041;
    WIDEST_ESCAPE = 8
};

struct Masker {
    pthread_rwlock_t lock;
    Arena *arena;
    Sv *names; // of the secrets, by number
    uint32_t count, capacity;
    Forms forms;
};

Masker *masker_new(void) {
    Masker *masker = heap_alloc(sizeof *masker);
    pthread_rwlock_init(&masker->lock, NULL);
    masker->arena = arena_new(LIMIT_RUN_MEMORY);
    masker->forms.arena = masker->arena;
    return masker;
}

void masker_free(Masker *masker) {
    if (!masker) return;
    pthread_rwlock_destroy(&masker->lock);
    arena_free(masker->arena);
    heap_free(masker);
}

// ── making secrets known ──

static void add_texts_within(Masker *masker, uint32_t secret, Value value, size_t least);

static void add_text(Masker *masker, uint32_t secret, Sv text, size_t least) {
    forms_add(&masker->forms, secret, text, least);
    Sv rest = text, line;
    while (sv_next_line(&rest, &line)) {
        line = sv_trim(line);
        if (line.len < text.len && line.len >= LIMIT_SECRET_MIN_BYTES)
            forms_add(&masker->forms, secret, line, LIMIT_SECRET_MIN_BYTES);
    }
    Sv trimmed = sv_trim(text);
    Value parsed;
    JsonError error;
    if (trimmed.len < 2 || (trimmed.at[0] != '{' && trimmed.at[0] != '[')) return;
    if (json_parse(masker->arena, trimmed, &parsed, &error))
        add_texts_within(masker, secret, parsed, LIMIT_SECRET_MIN_BYTES);
}

static void add_texts_within(Masker *masker, uint32_t secret, Value value, size_t least) {
    switch (value.kind) {
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_VERSION:
    case VALUE_DECIMAL: add_text(masker, secret, value_text(value), least); return;
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(value); i++)
            add_texts_within(masker, secret, value_item(value, i), least);
        return;
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++)
            add_texts_within(masker, secret, value_at(value, i), least);
        return;
    default: return;
    }
}

// One name may stand for many values (a loop that opens sessions); they share a taint.
static uint32_t number_of(Masker *masker, Sv name) {
    for (uint32_t i = 0; i < masker->count; i++)
        if (sv_eq(masker->names[i], name)) return i;
    arena_grow(masker->arena, masker->names, masker->count, masker->capacity);
    masker->names[masker->count] = sv_copy(masker->arena, name);
    return masker->count++;
}

Taint masker_add_value(Masker *masker, Sv name, Value secret, size_t least) {
    pthread_rwlock_wrlock(&masker->lock);
    uint32_t number = number_of(masker, name);
    add_texts_within(masker, number, secret, least);
    pthread_rwlock_unlock(&masker->lock);
    return (Taint)1 << (number < TAINT_BITS ? number : TAINT_BITS - 1);
}

Taint masker_add(Masker *masker, Sv name, Sv secret, size_t least) {
    return masker_add_value(masker, name, value_string(secret), least);
}

// ── texts ──

static void add_name(Buf *out, Sv name) {
    buf_add_c(out, "\xc2\xab");
    buf_add(out, name);
    buf_add_c(out, "\xc2\xbb");
}

// The first hit that ends behind the place; they are in order and do not overlap.
static uint32_t first_hit(const Hits *hits, size_t from) {
    uint32_t low = 0, high = hits->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hits->items[middle].to <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The hits that reach into [from, to). Call with the lock held.
static Sv replace(const Masker *masker, Arena *arena, Sv text, const Hits *hits, size_t from,
                  size_t to) {
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    size_t at = from;
    for (uint32_t i = first_hit(hits, from); i < hits->count && hits->items[i].from < to; i++) {
        const Hit *hit = &hits->items[i];
        if (hit->from > at) buf_add(&out, sv_slice(text, at, hit->from));
        add_name(&out, masker->names[hit->secret]);
        at = hit->to;
    }
    if (at < to) buf_add(&out, sv_slice(text, at, to));
    return buf_keep(&out, arena);
}

Sv masker_part(Masker *masker, Arena *arena, Sv text, size_t from, size_t to) {
    if (to > text.len) to = text.len;
    pthread_rwlock_rdlock(&masker->lock);
    Sv result = sv_slice(text, from, to);
    if (masker->forms.count > 0) {
        // Looks at whatever could lie across a border, and no further.
        size_t reach = masker->forms.longest * WIDEST_ESCAPE;
        size_t begin = from > reach ? from - reach : 0;
        Sv around = sv_slice(text, begin, to + reach);
        Hits hits = {.arena = arena};
        forms_find(&masker->forms, around, &hits);
        if (hits.count > 0)
            result = replace(masker, arena, around, &hits, from - begin, to - begin);
    }
    pthread_rwlock_unlock(&masker->lock);
    return result;
}

Sv masker_text(Masker *masker, Arena *arena, Sv text) {
    return masker_part(masker, arena, text, 0, text.len);
}

Sv masker_open_text(Masker *masker, Arena *arena, Sv text) {
    Sv masked = masker_text(masker, arena, text);
    pthread_rwlock_rdlock(&masker->lock);
    size_t end = forms_open_end(&masker->forms, masked);
    pthread_rwlock_unlock(&masker->lock);
    return sv_slice(masked, 0, end);
}

Sv masker_shown(Masker *masker, Arena *arena, Taint taint) {
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    pthread_rwlock_rdlock(&masker->lock);
    for (uint32_t i = 0; i < TAINT_BITS; i++) {
        if (!(taint >> i & 1)) continue;
        if (out.len > 0) buf_add_char(&out, ' ');
        bool one = i < masker->count && (i < TAINT_BITS - 1 || masker->count == TAINT_BITS);
        add_name(&out, one ? masker->names[i] : SV("secret"));
    }
    pthread_rwlock_unlock(&masker->lock);
    return buf_keep(&out, arena);
}

// ── values ──

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
        list_add(&items, value_string(replace(masker, arena, buf_sv(&whole), &hits, from, to)));
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
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_DECIMAL: return value;
    case VALUE_UINT:
        return value.uinteger <= INT64_MAX ? value_int((int64_t)value.uinteger) : value;
    case VALUE_DOUBLE:
        return value.number - value.number == 0 ? value : as_text(masker, arena, value);
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
