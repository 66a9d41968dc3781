// The search: the text is read in several ways (mask_read.c, mask_encoded.c), and each reading is
// searched for all forms at once.
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

// What is encoded in what was encoded: a token in a page in a message.
enum { MOST_ENCODINGS = 2 };

typedef struct Finding {
    const Forms *forms;
    Hits *hits;
    int encodings; // around the text that is read now
} Finding;

static void look_at(const Finding *finding, const MaskReading *reading) {
    search(finding->forms, reading, finding->hits);
    forms_find_cut(finding->forms, reading, finding->hits);
}

static void find_in(Finding *finding, const MaskReading *text);

static void take_decoded(void *self, const MaskReading *decoded) {
    Finding within = *(Finding *)self;
    within.encodings++;
    find_in(&within, decoded);
}

static void find_encoded(Finding *finding, const MaskReading *reading) {
    if (finding->encodings < MOST_ENCODINGS)
        encoded_find(finding->hits->arena, reading, finding->forms->least, take_decoded, finding);
}

static void find_in(Finding *finding, const MaskReading *text) {
    Arena *arena = finding->hits->arena;
    MaskReading last = *text, next;
    look_at(finding, &last);
    find_encoded(finding, &last);
    for (int level = 0; level < MOST_ESCAPES && reading_unescaped(arena, &last, &next); level++) {
        look_at(finding, &next);
        find_encoded(finding, &next);
        last = next;
    }
    if (reading_bare(arena, &last, &next)) look_at(finding, &next);
}

void forms_find(const Forms *forms, Sv text, Hits *out) {
    if (forms->count == 0) return;
    MaskReading as_it_is = {.bytes = text.at, .len = text.len};
    Finding finding = {forms, out, 0};
    find_in(&finding, &as_it_is);
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
