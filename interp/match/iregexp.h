// I-Regexp (RFC 9485), the regular expressions of JSONPath, written again for PCRE2.
// Refuses what RFC 9485 does not have (\d, back-references, look-arounds, lazy quantifiers), so
// that a query means the same in every program that reads it. `^` and `$` outside a class bind to
// the ends of the text, as in the published suite of cases.
#ifndef MATCH_IREGEXP_H
#define MATCH_IREGEXP_H

#include "base/buf.h"
#include "base/sv.h"

// Appends the PCRE2 pattern; with `whole` it matches only a whole text. On failure *error says what
// is wrong and *at where (byte offset in the pattern), and what is in the buffer means nothing.
bool iregexp_translate(Buf *out, Sv pattern, bool whole, const char **error, size_t *at);

#endif
