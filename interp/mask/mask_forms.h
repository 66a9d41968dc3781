// The forms of secrets as texts to search for, and the search. A part of the masker.
#ifndef MASK_MASK_FORMS_H
#define MASK_MASK_FORMS_H

#include "base/arena.h"
#include "base/sv.h"

enum { ANCHOR_BYTES = 8 }; // of each form that long, this many are looked up; the rest is compared

typedef struct SecretForm {
    Sv text;
    uint32_t secret; // whose it is
    uint32_t anchor; // offset of the bytes that are looked up
    uint32_t next;   // in its bucket, index + 1; 0 = last
} SecretForm;

typedef struct Forms {
    Arena *arena;
    SecretForm *items;
    uint32_t count, capacity;
    uint32_t *buckets; // index + 1 of the first form; a power of two of them
    uint32_t bucket_count;
    uint32_t *brief; // forms shorter than an anchor
    uint32_t brief_count, brief_capacity;
    size_t longest; // bytes of the longest form
} Forms;

// Of the ANCHOR_BYTES bytes there.
uint64_t anchor_hash(const char *at);
// Adds a secret's text and what it becomes in base64, base64url and hex.
void forms_add(Forms *forms, uint32_t secret, Sv text, size_t least);

// A place where a secret stands.
typedef struct Hit {
    size_t from, to;
    uint32_t secret;
} Hit;

typedef struct Hits {
    Arena *arena;
    Hit *items;
    uint32_t count, capacity;
} Hits;

// A text as it reads once decoded, with the place in the original where each byte began and ended.
typedef struct MaskReading {
    const char *bytes;
    uint32_t *from, *to; // of each byte; NULL = as they are
    size_t len;
} MaskReading;

void hits_add(Hits *hits, const MaskReading *reading, size_t from, size_t len, uint32_t secret);

// What is left of a form at a place where the text was shortened (…): its beginning before that
// place, its end behind it, or a part of it between two such places.
void forms_find_cut(const Forms *forms, const MaskReading *reading, Hits *hits);
// All places in the text, read as it is, percent-decoded, with backslash escapes, with XML
// entities, and with line breaks left out; in order, without overlap.
void forms_find(const Forms *forms, Sv text, Hits *out);
// Where an end of the text begins that could be the beginning of a form; text.len where there is
// none.
size_t forms_open_end(const Forms *forms, Sv text);

#endif
