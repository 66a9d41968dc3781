// The search: the text is decoded in several ways, and each reading is searched for all forms at
// once.
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "mask/mask_forms.h"
#include <stdlib.h>
#include <string.h>

void hits_add(Hits *hits, const MaskReading *reading, size_t from, size_t len, uint32_t secret) {
    arena_grow(hits->arena, hits->items, hits->count, hits->capacity);
    Hit *hit = &hits->items[hits->count++];
    *hit = (Hit){from, from + len, secret};
    if (reading->from) hit->from = reading->from[from];
    if (reading->to) hit->to = reading->to[from + len - 1];
}

static bool stands_at(Sv text, size_t from, Sv form) {
    return from <= text.len && form.len <= text.len - from &&
           memcmp(text.at + from, form.at, form.len) == 0;
}

static void search_brief(const Forms *forms, const MaskReading *reading, Hits *hits) {
    Sv text = {reading->bytes, reading->len};
    for (uint32_t b = 0; b < forms->brief_count; b++) {
        const SecretForm *form = &forms->items[forms->brief[b]];
        for (size_t at = 0; (at = sv_find(text, form->text, at)) != SV_NONE; at += form->text.len)
            hits_add(hits, reading, at, form->text.len, form->secret);
    }
}

static void search(const Forms *forms, const MaskReading *reading, Hits *hits) {
    Sv text = {reading->bytes, reading->len};
    search_brief(forms, reading, hits);
    if (forms->bucket_count == 0) return;
    for (size_t at = 0; at + ANCHOR_BYTES <= text.len; at++) {
        uint64_t hash = anchor_hash(text.at + at);
        uint32_t next = forms->buckets[hash & (forms->bucket_count - 1)];
        for (; next; next = forms->items[next - 1].next) {
            const SecretForm *form = &forms->items[next - 1];
            if (at >= form->anchor && stands_at(text, at - form->anchor, form->text))
                hits_add(hits, reading, at - form->anchor, form->text.len, form->secret);
        }
    }
}

// ── readings: each takes the encoded character at `at`, writes what it stands for and returns its
// length; 0 if it stands for itself ──

static bool hex_at(Sv text, size_t at, size_t digits, uint64_t *out) {
    return at + digits <= text.len && num_parse_hex(sv_slice(text, at, at + digits), out);
}

static size_t read_percent(Sv text, size_t at, char out[4], size_t *written) {
    uint64_t byte;
    if (text.at[at] != '%' || !hex_at(text, at + 1, 2, &byte)) return 0;
    out[0] = (char)byte;
    *written = 1;
    return 3;
}

// In submitted forms a space is a plus.
static size_t read_form(Sv text, size_t at, char out[4], size_t *written) {
    if (text.at[at] != '+') return read_percent(text, at, out, written);
    out[0] = ' ';
    *written = 1;
    return 1;
}

static size_t read_unicode_escape(Sv text, size_t at, char out[4], size_t *written) {
    uint64_t unit, low;
    if (!hex_at(text, at + 2, 4, &unit)) return 0;
    size_t len = 6;
    bool pair = unit >= 0xD800 && unit < 0xDC00 && at + 12 <= text.len && text.at[at + 6] == '\\' &&
                text.at[at + 7] == 'u' && hex_at(text, at + 8, 4, &low) && low >= 0xDC00 &&
                low < 0xE000;
    if (pair) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        len = 12;
    }
    *written = utf8_encode((uint32_t)unit, out);
    return len;
}

// JSON's and C's escapes, and the shell's outside of quotes.
static size_t read_backslash(Sv text, size_t at, char out[4], size_t *written) {
    static const char letters[] = "nrtbf", meanings[] = "\n\r\t\b\f";
    if (text.at[at] != '\\' || at + 1 >= text.len) return 0;
    char letter = text.at[at + 1];
    uint64_t byte;
    if (letter == 'u') return read_unicode_escape(text, at, out, written);
    *written = 1;
    if (letter == 'x' && hex_at(text, at + 2, 2, &byte)) {
        out[0] = (char)byte;
        return 4;
    }
    const char *known = memchr(letters, letter, sizeof letters - 1);
    out[0] = known ? meanings[known - letters] : letter;
    return 2;
}

// A quote within the shell's single quotes.
static size_t read_quote(Sv text, size_t at, char out[4], size_t *written) {
    static const char *const forms[] = {"'\\''", "'\"'\"'"};
    for (int i = 0; i < 2; i++) {
        Sv form = sv_from_c(forms[i]);
        if (!sv_starts(sv_slice(text, at, at + form.len), form)) continue;
        out[0] = '\'';
        *written = 1;
        return form.len;
    }
    return 0;
}

static size_t read_entity(Sv text, size_t at, char out[4], size_t *written) {
    static const struct {
        const char *name;
        char meaning;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    if (text.at[at] != '&') return 0;
    Sv rest = sv_slice(text, at, at + 12);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Sv name = sv_from_c(names[i].name);
        if (!sv_starts(rest, name)) continue;
        out[0] = names[i].meaning;
        *written = 1;
        return name.len;
    }
    size_t end = sv_find_char(rest, ';', 0);
    uint64_t code;
    if (end == SV_NONE || end < 3 || rest.at[1] != '#') return 0;
    bool hex = rest.at[2] == 'x' || rest.at[2] == 'X';
    Sv digits = sv_slice(rest, hex ? 3 : 2, end);
    if (!(hex ? num_parse_hex(digits, &code) : num_parse_u64(digits, &code)) || code > 0x10FFFF)
        return 0;
    *written = utf8_encode((uint32_t)code, out);
    return end + 1;
}

// Base64 is often broken into lines.
static size_t read_broken(Sv text, size_t at, char out[4], size_t *written) {
    (void)out;
    *written = 0;
    return text.at[at] == '\n' || text.at[at] == '\r' ? 1 : 0;
}

typedef size_t ReadOne(Sv text, size_t at, char out[4], size_t *written);

// If none of the signs occurs, the reading is the text itself, which has been searched already.
static bool has_sign(Sv text, const char *signs) {
    for (const char *sign = signs; *sign; sign++)
        if (sv_find_char(text, *sign, 0) != SV_NONE) return true;
    return false;
}

static bool read_as(Arena *arena, const MaskReading *read, ReadOne *read_one, const char *signs,
                    MaskReading *out) {
    Sv text = {read->bytes, read->len};
    if (!has_sign(text, signs)) return false;
    char *bytes = arena_alloc_raw(arena, text.len + 4);
    out->from = arena_alloc_raw(arena, (text.len + 4) * sizeof *out->from);
    out->to = arena_alloc_raw(arena, (text.len + 4) * sizeof *out->to);
    out->bytes = bytes;
    out->len = 0;
    for (size_t at = 0; at < text.len;) {
        char decoded[4];
        size_t written = 0, took = read_one(text, at, decoded, &written);
        if (took == 0) {
            decoded[0] = text.at[at];
            written = took = 1;
        }
        // Places refer to the original text.
        uint32_t from = read->from ? read->from[at] : (uint32_t)at;
        uint32_t to = read->to ? read->to[at + took - 1] : (uint32_t)(at + took);
        for (size_t i = 0; i < written; i++) {
            bytes[out->len] = decoded[i];
            out->from[out->len] = from;
            out->to[out->len++] = to;
        }
        at += took;
    }
    return true;
}

static int by_place(const void *a, const void *b) {
    const Hit *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

static void join_overlaps(Hits *hits) {
    if (hits->count == 0) return;
    qsort(hits->items, hits->count, sizeof *hits->items, by_place);
    uint32_t last = 0;
    for (uint32_t i = 1; i < hits->count; i++) {
        Hit *kept = &hits->items[last], *hit = &hits->items[i];
        if (hit->from >= kept->to)
            hits->items[++last] = *hit;
        else if (hit->to > kept->to)
            kept->to = hit->to;
    }
    hits->count = last + 1;
}

typedef struct ReadingKind {
    ReadOne *read_one;
    const char *signs; // one of them must be in the text, otherwise it reads as it is
} ReadingKind;

// Text may be escaped twice: JSON within JSON, a shell's words in a log.
enum { MOST_ESCAPES = 3 };

static void find_in(const Forms *forms, const MaskReading *text, int escapes, Hits *out) {
    static const ReadingKind kinds[] = {{read_backslash, "\\"}, {read_percent, "%"},
                                        {read_form, "+"},       {read_quote, "'"},
                                        {read_entity, "&"},     {read_broken, "\n\r"}};
    search(forms, text, out);
    forms_find_cut(forms, text, out);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        MaskReading reading;
        if (!read_as(out->arena, text, kinds[i].read_one, kinds[i].signs, &reading)) continue;
        if (i == 0 && escapes < MOST_ESCAPES) {
            find_in(forms, &reading, escapes + 1, out);
            continue;
        }
        search(forms, &reading, out);
        forms_find_cut(forms, &reading, out);
    }
}

void forms_find(const Forms *forms, Sv text, Hits *out) {
    if (forms->count == 0) return;
    MaskReading as_it_is = {.bytes = text.at, .len = text.len};
    find_in(forms, &as_it_is, 0, out);
    join_overlaps(out);
}

// Fewer bytes reveal nothing, and lines would keep losing their last letters.
enum { LEAST_BEGINNING = 3 };

size_t forms_open_end(const Forms *forms, Sv text) {
    size_t begin = text.len;
    for (uint32_t i = 0; i < forms->count; i++) {
        Sv form = forms->items[i].text;
        size_t most = form.len - 1 < text.len ? form.len - 1 : text.len;
        for (size_t len = most; len >= LEAST_BEGINNING && text.len - len < begin; len--)
            if (memcmp(text.at + text.len - len, form.at, len) == 0) {
                begin = text.len - len;
                break;
            }
    }
    return begin;
}
