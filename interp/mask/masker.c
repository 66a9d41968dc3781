#include "mask/masker.h"
#include "base/ascii.h"
#include "base/heap.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "mask/masker_internal.h"
#include "value/json.h"
#include "value/time.h"
#include <string.h>

enum {
    TAINT_BITS = 31, // the last one is TAINT_LOST
    // How many bytes one byte of a secret may become in an encoded text: \u0041, &#x0041;, and that
    // in base64
    WIDEST_ESCAPE = 12
};

Masker *masker_new(void) {
    Masker *masker = heap_alloc(sizeof *masker);
    pthread_rwlock_init(&masker->lock, NULL);
    masker->arena = arena_new(LIMIT_RUN_MEMORY);
    masker->forms.arena = masker->arena;
    masker->wholes = svmap_new(masker->arena);
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

// A header's value is known by its token alone too, since that is what answers repeat.
static Sv without_scheme(Sv text) {
    static const char *const schemes[] = {"Bearer ", "Basic ", "Token "};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        Sv scheme = sv_from_c(schemes[i]);
        if (sv_eq_nocase(sv_slice(text, 0, scheme.len), scheme))
            return sv_trim(sv_slice(text, scheme.len, text.len));
    }
    return SV("");
}

static void add_text(Masker *masker, uint32_t secret, Sv text, size_t least) {
    forms_add(&masker->forms, secret, text, least);
    forms_add(&masker->forms, secret, without_scheme(text), LIMIT_SECRET_MIN_BYTES);
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

// 4.815162342 of 4815162342 and of 48151623.42.
static void add_mantissa(Masker *masker, uint32_t secret, Sv digits) {
    BUF_AUTO Buf mantissa = buf_new(digits.len + 1);
    size_t end = digits.len;
    while (end > 0 && digits.at[end - 1] == '0')
        end--;
    for (size_t i = 0; i < end; i++) {
        if (digits.at[i] == '.' || (mantissa.len == 0 && digits.at[i] == '0')) continue;
        buf_add_char(&mantissa, digits.at[i]);
        if (mantissa.len == 1) buf_add_char(&mantissa, '.');
    }
    forms_add(&masker->forms, secret, buf_sv(&mantissa), LIMIT_SECRET_MIN_BYTES);
}

// The number as it may be written elsewhere: 4815162342, 4815162342.0, 4.815162342e9.
static void add_number(Masker *masker, uint32_t secret, Sv text, size_t least) {
    Sv digits = text;
    if (sv_starts(digits, SV("-")) || sv_starts(digits, SV("+")))
        digits = sv_slice(digits, 1, digits.len);
    size_t point = sv_find_char(digits, '.', 0);
    for (size_t end = digits.len; point != SV_NONE && end > point; end--) {
        if (digits.at[end - 1] != '0' && digits.at[end - 1] != '.') break;
        digits.len = end - 1;
    }
    while (digits.len > 1 && digits.at[0] == '0' && ascii_is_digit(digits.at[1]))
        digits = sv_slice(digits, 1, digits.len);
    for (size_t i = 0; i < digits.len; i++)
        if (!ascii_is_digit(digits.at[i]) && digits.at[i] != '.') return;
    forms_add(&masker->forms, secret, digits, least);
    add_mantissa(masker, secret, digits);
}

static void add_shown(Masker *masker, uint32_t secret, Value value, size_t least) {
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, value, JSON_COMPACT);
    Sv text = buf_sv(&json);
    if (sv_starts(text, SV("\""))) text = sv_slice(text, 1, text.len - 1);
    forms_add(&masker->forms, secret, text, least);
    add_number(masker, secret, text, least);
}

static void add_texts_within(Masker *masker, uint32_t secret, Value value, size_t least) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL: return; // known by their taint alone: the words are everybody's
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_VERSION:
        add_text(masker, secret, value_text(value), least);
        add_number(masker, secret, value_text(value), least);
        return;
    case VALUE_OPTIONAL:
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(value); i++)
            add_texts_within(masker, secret, value_item(value, i), least);
        return;
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++)
            add_texts_within(masker, secret, value_at(value, i), least);
        return;
    default: add_shown(masker, secret, value, least); return;
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
    masker_keep_whole(masker, number, secret);
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

Sv masker_replace(const Masker *masker, Arena *arena, Sv text, const Hits *hits, size_t from,
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
            result = masker_replace(masker, arena, around, &hits, from - begin, to - begin);
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
