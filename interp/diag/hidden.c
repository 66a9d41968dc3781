#include "diag/hidden.h"

#include "base/ascii.h"
#include "url/url_secrets.h"
#include <stdlib.h>
#include <string.h>

// Shorter texts would be found in innocent words; of what the diagnostic points at even those
// count that are not so short.
enum { MOST_PARTS = 64, LEAST_TEXT = 8, LEAST_NEAR = 4 };

static const char not_shown[] = "«not shown»", password[] = "«password»";

typedef struct ReplacedPart {
    size_t from, to;
    const char *shown; // in its place
} ReplacedPart;

typedef struct ReplacedParts {
    ReplacedPart items[MOST_PARTS];
    uint32_t count;
} ReplacedParts;

// Where there is no room for another, the last one takes in all that follows.
static void add_part(ReplacedParts *parts, size_t from, size_t to, const char *shown) {
    if (parts->count < MOST_PARTS)
        parts->items[parts->count++] = (ReplacedPart){from, to, shown};
    else
        parts->items[MOST_PARTS - 1].to = SIZE_MAX;
}

static int by_place(const void *left, const void *right) {
    const ReplacedPart *a = left, *b = right;
    return a->from < b->from ? -1 : a->from > b->from;
}

static void add_passwords(ReplacedParts *parts, Sv text) {
    UrlSecret secret;
    for (size_t at = 0; url_secret_next(text, at, &secret);) {
        size_t from = (size_t)(secret.text.at - text.at);
        at = from + secret.text.len;
        add_part(parts, from, at, password);
    }
}

// Adds the text with each part replaced; moves two places in it along.
static void add_replaced(Buf *out, Sv text, ReplacedParts *parts, size_t *first, size_t *second) {
    size_t at = 0, places[] = {*first, *second}, *results[] = {first, second};
    size_t begin = out->len;
    if (parts->count > 1) qsort(parts->items, parts->count, sizeof *parts->items, by_place);
    for (uint32_t i = 0; i <= parts->count; i++) {
        bool last = i == parts->count;
        size_t from = last ? text.len : parts->items[i].from,
               to = last ? text.len : parts->items[i].to;
        if (to > text.len) to = text.len;
        bool goes_on = from < at; // the sign stands there already
        if (goes_on) from = at;
        for (int p = 0; p < 2; p++)
            if (places[p] >= at && places[p] <= from)
                *results[p] = out->len - begin + (places[p] - at);
        buf_add(out, sv_slice(text, at, from));
        if (last || to <= at) continue;
        size_t before = out->len - begin;
        if (!goes_on) buf_add_c(out, parts->items[i].shown);
        // A place within goes to the end that it marks.
        for (int p = 0; p < 2; p++)
            if (places[p] > from && places[p] < to) *results[p] = p ? out->len - begin : before;
        at = to;
        for (int p = 0; p < 2; p++)
            if (places[p] == to && p == 1) *results[p] = out->len - begin;
    }
}

void hidden_add_line(Buf *out, const Source *source, Sv part, size_t *from, size_t *to) {
    ReplacedParts parts = {.count = 0};
    size_t begin = (size_t)(part.at - source->text.at), end = begin + part.len;
    for (uint32_t i = 0; part.len > 0 && i < source->hidden_count; i++) {
        const HiddenPart *hidden = &source->hidden[i];
        if (hidden->to <= begin || hidden->from >= end) continue;
        size_t first = hidden->from > begin ? hidden->from - begin : 0;
        add_part(&parts, first, hidden->to - begin, not_shown);
    }
    add_passwords(&parts, part);
    add_replaced(out, part, &parts, from, to);
}

// ── texts ──

static void find_all(ReplacedParts *parts, Sv text, Sv word, size_t least) {
    if (word.len < least) return;
    for (size_t at = 0; (at = sv_find(text, word, at)) != SV_NONE; at += word.len)
        add_part(parts, at, at + word.len, not_shown);
}

static bool ends_word(char c) {
    static const char signs[] = "\"'\\,:;[]{}()";
    return ascii_is_space(c) || sv_find_char(sv_from_c(signs), c, 0) != SV_NONE;
}

// "exit": it may as well be the message's own.
static bool is_common(Sv word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_lower(word.at[i])) return false;
    return true;
}

// A hint may have quoted it in its own way, so of what the diagnostic points at every word counts.
static void find_words(ReplacedParts *parts, Sv text, Sv hidden) {
    for (size_t at = 0; at < hidden.len; at++) {
        size_t from = at;
        while (at < hidden.len && !ends_word(hidden.at[at]))
            at++;
        Sv word = sv_slice(hidden, from, at);
        find_all(parts, text, word, is_common(word) ? LEAST_TEXT : LEAST_NEAR);
    }
}

static bool is_near(const Source *source, const HiddenPart *hidden, Span span) {
    uint32_t line = source_place(source, span.offset).line;
    return source_place(source, hidden->from).line <= line &&
           source_place(source, hidden->to).line >= line;
}

void hidden_add_text(Buf *out, const Diag *diag, Sv text) {
    const Source *source = diag->span.source;
    ReplacedParts parts = {.count = 0};
    for (uint32_t i = 0; source && i < source->hidden_count; i++) {
        const HiddenPart *hidden = &source->hidden[i];
        bool near = is_near(source, hidden, diag->span);
        size_t least = near ? LEAST_NEAR : LEAST_TEXT;
        Sv written = sv_trim(sv_slice(source->text, hidden->from, hidden->to));
        find_all(&parts, text, hidden->text, least);
        // Of what stands around a value the words may be those of the language.
        if (hidden->text.len == 0) continue;
        find_all(&parts, text, written, least);
        if (near) find_words(&parts, text, written);
    }
    add_passwords(&parts, text);
    size_t nowhere = 0;
    add_replaced(out, text, &parts, &nowhere, &nowhere);
}
