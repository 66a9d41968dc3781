// The texts in which secrets can appear, and the search for them. Part of the masker.
#ifndef MASK_MASK_FORMS_H
#define MASK_MASK_FORMS_H

#include "base/arena.h"
#include "base/must_use.h"
#include "base/sv.h"

enum { ANCHOR_BYTES = 8 }; // the index holds this many bytes of each form; the rest is compared

typedef struct SecretForm {
    Sv text;
    uint32_t secret; // that it is a form of
    uint32_t anchor; // offset of the bytes that are in the index
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
    size_t least;   // bytes of the shortest secret; 0 = there is none
    bool numbers;   // one of them is the text of a number
} Forms;

// The hash of the ANCHOR_BYTES bytes at `at`.
uint64_t anchor_hash(const char *at);
// Adds a secret's text, also in Latin-1, and what it becomes in base64, base64url and hex, each
// also bare (below).
void forms_add(Forms *forms, uint32_t secret, Sv text, size_t least);

// A place where a secret was found.
typedef struct Hit {
    size_t from, to;
    uint32_t secret;
} Hit;

typedef struct Hits {
    Arena *arena;
    Hit *items;
    uint32_t count, capacity;
} Hits;

// A text after decoding, with the range in the original that each byte came from.
typedef struct MaskReading {
    const char *bytes;
    uint32_t *from, *to; // for each byte; NULL = the original itself
    size_t len;
} MaskReading;

// How a byte of a reading came about: the bytes [at, at + took) of the reading before it.
typedef struct MaskedByte {
    char byte;
    size_t at, took;
} MaskedByte;

// A reading of at most `most` bytes, to be filled with reading_put.
MaskReading reading_new(Arena *arena, size_t most);
void reading_put(MaskReading *reading, const MaskReading *before, MaskedByte byte);

// One level of escapes undone: backslashes, %XX and entities, all at once. False if there are none.
MUST_USE bool reading_unescaped(Arena *arena, const MaskReading *text, MaskReading *out);
// What is left without that which quoting and folding add: quotes, backslashes, line ends and NUL;
// a plus is a space. A secret is compared in this form too, so it does not matter which of these
// were its own. False if that is the text itself.
MUST_USE bool reading_bare(Arena *arena, const MaskReading *text, MaskReading *out);
// The text unescaped until nothing is left to unescape, and bare.
Sv bare_text(Arena *arena, Sv text);
enum { MOST_ESCAPES = 6 }; // levels of escapes that are undone

typedef void TakeReading(void *self, const MaskReading *decoded);
// Hands on each text of at least `least` bytes that stands in the text in base64, in base64url or
// as bytes in hex, however they are separated.
void encoded_find(Arena *arena, const MaskReading *text, size_t least, TakeReading *take,
                  void *self);

void hits_add(Hits *hits, const MaskReading *reading, size_t from, size_t len, uint32_t secret);

// Finds what is left of a form where the text was shortened (…): its beginning before that place,
// its end behind it, or a part of it between two such places.
void forms_find_cut(const Forms *forms, const MaskReading *reading, Hits *hits);
// Finds all secrets in the text, in order and without overlap: as it is, at each level of escapes,
// bare, and in what it holds in base64 or hex, which is read in the same ways.
void forms_find(const Forms *forms, Sv text, Hits *out);
// The offset of an end of the text that could be the beginning of a form; text.len if there is
// none.
size_t forms_open_end(const Forms *forms, Sv text);

#endif
