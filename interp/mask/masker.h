// Keeps secrets out of every event: a value in which a secret took part is replaced by the secret's
// name, and every text is searched for every form of every secret. Owns the list of the run's
// secrets. Safe to use from several threads.
#ifndef MASK_MASKER_H
#define MASK_MASKER_H

#include "value/value.h"

typedef struct Masker Masker;

Masker *masker_new(void);
void masker_free(Masker *masker);

// Makes a secret known: as it is, its lines, and its leaves if it is JSON, each also in base64,
// base64url and hex. (Percent-encoded and escaped forms are found by decoding the text that is
// searched.) Texts shorter than `least` bytes are left out. Returns the taint that stands for it.
Taint masker_add(Masker *masker, Sv name, Sv secret, size_t least);
// As masker_add, for all texts within a value.
Taint masker_add_value(Masker *masker, Sv name, Value secret, size_t least);

bool masker_is_empty(Masker *masker); // no secret is known

// The text with each secret replaced by «name»; the text itself if there is none.
Sv masker_text(Masker *masker, Arena *arena, Sv text);
// The part [from, to) of the masked text. A secret that lies across a border is replaced as a
// whole.
Sv masker_part(Masker *masker, Arena *arena, Sv text, size_t from, size_t to);
// For a text of which more will come: leaves out an end that could be the beginning of a secret.
Sv masker_open_text(Masker *masker, Arena *arena, Sv text);
// The value as it is written to events, made of nothing but null, bool, numbers, text, lists and
// maps: masked, tainted parts replaced by name, other kinds as text. Reading it back from a journal
// gives the same value.
Value masker_value(Masker *masker, Arena *arena, Value value);
// Whether the text is a secret as it was made known, neither more nor less: then *name is its name.
MUST_USE bool masker_names(Masker *masker, Sv text, Sv *name);

typedef struct MaskedPiece {
    Sv text;
    Sv secret;  // the name of the secret whose form it is; empty = of none
    bool whole; // it is that secret as it was made known
} MaskedPiece;
// The text in pieces, secrets and what is between them, in order.
MaskedPiece *masker_pieces(Masker *masker, Arena *arena, Sv text, size_t *count);
// "«admin_token»"; of several secrets "«admin_token» «api_key»".
Sv masker_shown(Masker *masker, Arena *arena, Taint taint);

#endif
