// Text views: a pointer and a length, passed by value, not necessarily NUL-terminated. Owns
// nothing. Cannot become a C string if there is a NUL in it (see sv_to_c).
#ifndef BASE_SV_H
#define BASE_SV_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Lengths of files, counts of rows and nanoseconds are held in 64 bits throughout.
_Static_assert(sizeof(size_t) == 8, "runbook is built for machines of 64 bits alone");

struct Arena;

typedef struct Sv {
    const char *at; // first byte; may be NULL only when len is 0
    size_t len;     // bytes
} Sv;

#define SV(literal) ((Sv){(literal), sizeof(literal) - 1})
// For static initialisers, where a compound literal is not a constant expression.
#define SV_INIT(literal)                                                                           \
    { (literal), sizeof(literal) - 1 }
// printf("%.*s", SV_ARG(text))
#define SV_ARG(text) (int)(text).len, (text).at

// A view of a NUL-terminated string; NULL gives the empty view.
Sv sv_from_c(const char *text);
bool sv_eq(Sv a, Sv b);
bool sv_eq_c(Sv a, const char *b);
bool sv_eq_nocase(Sv a, Sv b); // ASCII only
bool sv_starts(Sv text, Sv prefix);
bool sv_ends(Sv text, Sv suffix);
// Bytewise order: negative, zero, positive.
int sv_cmp(Sv a, Sv b);
int sv_cmp_nocase(Sv a, Sv b); // the order of both in small letters, ASCII only
bool sv_has_letters(Sv text);  // ASCII only
// Offset of the first occurrence at or after `from`, or SV_NONE.
#define SV_NONE ((size_t)-1)
size_t sv_find(Sv text, Sv needle, size_t from);
size_t sv_find_char(Sv text, char c, size_t from);
// The part [from, to), clamped to the text.
Sv sv_slice(Sv text, size_t from, size_t to);
// The text without spaces, tabs, CR and LF at both ends.
Sv sv_trim(Sv text);
// Whether the pattern matches the whole text: `*` for any run of characters, `?` for one byte.
bool sv_matches(Sv pattern, Sv text);
// The same, but neither passes a slash, and a star in the text stands for anything itself
// (pass_env: [AWS_*]), so that only a star covers it.
bool sv_matches_path(Sv pattern, Sv text);
// Takes the next line off `rest` (without its LF or CRLF); false when nothing is left.
bool sv_next_line(Sv *rest, Sv *line);
// Takes the part before `separator` off `rest`; the last part is what remains. False when done.
bool sv_next_part(Sv *rest, char separator, Sv *part);
// A copy in the arena, followed by a NUL byte that is not counted.
Sv sv_copy(struct Arena *arena, Sv text);
// printf into the arena.
Sv sv_format(struct Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The concatenated parts, followed by a NUL byte that is not counted.
Sv sv_concat(struct Arena *arena, const Sv *parts, size_t count);
// A NUL-terminated copy; NULL where the text holds a NUL byte.
char *sv_to_c(struct Arena *arena, Sv text);
size_t sv_count(Sv text, char c); // how often the character occurs
// Edits needed to turn a into b (Damerau–Levenshtein, ASCII case folded), for "did you mean".
size_t sv_distance(Sv a, Sv b);
// The candidate closest to `word`, or an empty view if none is close enough to suggest.
Sv sv_closest(Sv word, const Sv *candidates, size_t count);

#endif
