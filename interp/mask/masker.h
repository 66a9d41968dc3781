// What keeps secrets out of every event: values that a secret took part in are replaced by its
// name, and every text is searched for every form of every secret. Owns the list of the run's
// secrets. Safe to use from several threads.
#ifndef MASK_MASKER_H
#define MASK_MASKER_H

#include "value/value.h"

typedef struct Masker Masker;

Masker *masker_new(void);
void masker_free(Masker *masker);

// Makes a secret known from now on: as it is, its lines, its leaves where it is JSON, each of them
// also in base64, base64url and hex. (Percent-encoded and escaped forms are found by reading the
// text that way.) Texts shorter than `least` bytes are left out. The taint that stands for it.
Taint masker_add(Masker *masker, Sv name, Sv secret, size_t least);
// The same for all texts within a value.
Taint masker_add_value(Masker *masker, Sv name, Value secret, size_t least);

// The text with «name» for each secret in it; the text itself where there is none.
Sv masker_text(Masker *masker, Arena *arena, Sv text);
// The part [from, to) of the masked text; a secret that lies across a border is replaced as a
// whole.
Sv masker_part(Masker *masker, Arena *arena, Sv text, size_t from, size_t to);
// For a text that goes on: without an end that could be the beginning of a secret.
Sv masker_open_text(Masker *masker, Arena *arena, Sv text);
// A value of nothing but null, bool, numbers, text, lists and maps, as it stands in events: masked,
// tainted parts by name, and other kinds as text. What is read back from a journal is the same.
Value masker_value(Masker *masker, Arena *arena, Value value);
// "«admin_token»"; of several secrets "«admin_token» «api_key»".
Sv masker_shown(Masker *masker, Arena *arena, Taint taint);

#endif
