#include "mask/mask_forms.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/system/digest.h"
#include "base/utf8.h"
#include <string.h>

// Of a secret of four bytes behind one other byte four digits are its own.
enum { LEAST_BASE64 = 4 };

uint64_t anchor_hash(const char *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return (bytes * UINT64_C(0x9e3779b97f4a7c15)) >> 20;
}

static uint32_t *bucket_of(const Forms *forms, const char *at) {
    return &forms->buckets[anchor_hash(at) & (forms->bucket_count - 1)];
}

static void link_form(Forms *forms, uint32_t index) {
    SecretForm *form = &forms->items[index];
    uint32_t *bucket = bucket_of(forms, form->text.at + form->anchor);
    form->next = *bucket;
    *bucket = index + 1;
}

static void grow_buckets(Forms *forms) {
    forms->bucket_count = forms->bucket_count ? forms->bucket_count * 4 : 256;
    forms->buckets = arena_new_array(forms->arena, uint32_t, forms->bucket_count);
    for (uint32_t i = 0; i < forms->count; i++)
        if (forms->items[i].text.len >= ANCHOR_BYTES) link_form(forms, i);
}

static uint32_t chain_length(const Forms *forms, const char *at) {
    uint32_t length = 0;
    for (uint32_t i = *bucket_of(forms, at); i; i = forms->items[i - 1].next)
        length++;
    return length;
}

// Tokens of one issuer often begin alike, so of three windows the one is taken that the fewest
// other forms share.
static uint32_t best_anchor(const Forms *forms, Sv text) {
    size_t last = text.len - ANCHOR_BYTES;
    size_t candidates[] = {0, last / 2, last}, best = 0;
    uint32_t fewest = UINT32_MAX;
    for (int i = 0; i < 3; i++) {
        uint32_t length = chain_length(forms, text.at + candidates[i]);
        if (length < fewest) {
            fewest = length;
            best = candidates[i];
        }
    }
    return (uint32_t)best;
}

static bool known(const Forms *forms, Sv text) {
    for (uint32_t i = 0; i < forms->brief_count; i++)
        if (sv_eq(forms->items[forms->brief[i]].text, text)) return true;
    if (text.len < ANCHOR_BYTES || forms->bucket_count == 0) return false;
    size_t last = text.len - ANCHOR_BYTES;
    size_t candidates[] = {0, last / 2, last};
    for (int c = 0; c < 3; c++)
        for (uint32_t i = *bucket_of(forms, text.at + candidates[c]); i;
             i = forms->items[i - 1].next)
            if (sv_eq(forms->items[i - 1].text, text)) return true;
    return false;
}

static void add_one(Forms *forms, uint32_t secret, Sv text, size_t least) {
    if (text.len < least || text.len == 0 || known(forms, text)) return;
    if (forms->count * 2 >= forms->bucket_count) grow_buckets(forms);
    arena_grow(forms->arena, forms->items, forms->count, forms->capacity);
    SecretForm *form = &forms->items[forms->count];
    *form = (SecretForm){.text = sv_copy(forms->arena, text), .secret = secret};
    if (text.len > forms->longest) forms->longest = text.len;
    if (text.len >= ANCHOR_BYTES) {
        form->anchor = best_anchor(forms, text);
        link_form(forms, forms->count);
    } else {
        arena_grow(forms->arena, forms->brief, forms->brief_count, forms->brief_capacity);
        forms->brief[forms->brief_count++] = forms->count;
    }
    forms->count++;
}

static void add_form(Forms *forms, uint32_t secret, Sv text, size_t least) {
    if (text.len < least) return;
    add_one(forms, secret, text, least);
    Arena *scratch = arena_new(LIMIT_RUN_MEMORY);
    // Of one that consists of escapes less is left than it has bytes.
    Sv bare = bare_text(scratch, text);
    add_one(forms, secret, bare, LIMIT_SECRET_WEAK_BYTES);
    // Where it ends with what an escape begins with, or a quote in $'…', what follows may have been
    // taken for its rest.
    while (bare.len > 0 && memchr("%&$", bare.at[bare.len - 1], 3))
        bare.len--;
    add_one(forms, secret, bare, LIMIT_SECRET_MIN_BYTES);
    arena_free(scratch);
}

static void to_url_alphabet(Buf *text) {
    for (size_t i = 0; i < text->len; i++) {
        if (text->at[i] == '+') text->at[i] = '-';
        if (text->at[i] == '/') text->at[i] = '_';
    }
}

// The text in base64 if `before` bytes precede it in its group of three. Digits that also hold bits
// of its neighbours are left out.
static void add_base64(Forms *forms, uint32_t secret, Sv text, size_t before, size_t least) {
    static const size_t shared_digits[] = {0, 2, 3};
    BUF_AUTO Buf whole = buf_new(text.len + 2);
    buf_add_repeat(&whole, '\0', before);
    buf_add(&whole, text);
    BUF_AUTO Buf digits = buf_new(whole.len * 2 + 8);
    base64_add(&digits, buf_sv(&whole));
    Sv inner = sv_slice(buf_sv(&digits), shared_digits[before], whole.len * 8 / 6);
    add_form(forms, secret, inner, least);
    to_url_alphabet(&digits);
    add_form(forms, secret, inner, least);
}

static void add_hex(Forms *forms, uint32_t secret, Sv text) {
    BUF_AUTO Buf digits = buf_new(text.len * 2);
    hex_add(&digits, text);
    add_form(forms, secret, buf_sv(&digits), ANCHOR_BYTES);
    for (size_t i = 0; i < digits.len; i++)
        digits.at[i] = ascii_upper(digits.at[i]);
    add_form(forms, secret, buf_sv(&digits), ANCHOR_BYTES);
}

// With one byte for each letter of Latin-1: as programs wrote before UTF-8, and as `\xe9` is read
// that stands for a letter and not for a byte, in scripts of browsers as well.
static void add_narrow(Forms *forms, uint32_t secret, Sv text, size_t least) {
    BUF_AUTO Buf narrow = buf_new(text.len);
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        uint32_t code = utf8_next(text, &at);
        if (at - begin == 2 && code <= 0xFF)
            buf_add_char(&narrow, (char)code);
        else
            buf_add(&narrow, sv_slice(text, begin, at));
    }
    if (narrow.len < text.len) add_form(forms, secret, buf_sv(&narrow), least);
}

static bool is_number(Sv text) {
    double ignored;
    return num_parse_double(text, &ignored);
}

void forms_add(Forms *forms, uint32_t secret, Sv text, size_t least) {
    if (text.len < least) return;
    forms->numbers |= is_number(text);
    if (text.len > 0 && (forms->least == 0 || text.len < forms->least)) forms->least = text.len;
    add_form(forms, secret, text, least);
    add_narrow(forms, secret, text, least);
    for (size_t before = 0; before < 3; before++)
        add_base64(forms, secret, text, before, LEAST_BASE64);
    add_hex(forms, secret, text);
}
