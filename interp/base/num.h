// Numbers and text, independent of the locale, with nothing silently changed.
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/buf.h"
#include "base/sv.h"

// The whole text, optional sign, decimal digits only; false on anything else and on overflow.
MUST_USE bool num_parse_i64(Sv text, int64_t *out);
MUST_USE bool num_parse_u64(Sv text, uint64_t *out);
// Base 16, without the 0x.
MUST_USE bool num_parse_hex(Sv text, uint64_t *out);
// A decimal floating point number (C grammar without hex, inf, nan). Overflow gives ±infinity.
MUST_USE bool num_parse_double(Sv text, double *out);
// The shortest text that reads back as the same double ("1", "0.1", "1e+100", "NaN", "Infinity").
bool num_add_double(Buf *buf, double number);

bool num_add_i64(Buf *buf, int64_t number);
bool num_add_u64(Buf *buf, uint64_t number);

// Durations: ns. Runbook form: 1h30m, 250ms, 2d, 1w, 1.5s, units w d h m s ms us ns, each at most
// once, largest first; a bare number is refused.
bool duration_parse(Sv text, int64_t *out_ns);
// "1h30m" for "1 hour 30 minutes"; empty if it is not known what is meant.
Sv duration_meant(Arena *arena, Sv text);
// For people: 12ms, 3.4s, 2m 05s, 1h 02m. Never more than 8 columns.
bool duration_add_human(Buf *buf, int64_t ns);

// A time limit as its author wrote it, reconstructed from what was left of it a moment later:
// "200ms", "30s", "1h5m", rounded up to what people write; "any time" for no limit. In the arena.
Sv duration_given(Arena *arena, int64_t ns);

#endif
