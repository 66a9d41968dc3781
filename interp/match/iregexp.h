// Translates I-Regexp (RFC 9485), the regular expressions of JSONPath, to PCRE2. Refuses what RFC
// 9485 does not have (\d, back-references, look-arounds, lazy quantifiers), so that a query means
// the same to every reader. `^` and `$` outside of a class are anchors, as in the published suite
// of cases.
#ifndef MATCH_IREGEXP_H
#define MATCH_IREGEXP_H

#include "base/buf.h"
#include "base/sv.h"

// Appends the PCRE2 pattern; with `whole` it matches only a whole text. On failure *error says what
// is wrong and *at where (byte offset in the pattern), and the buffer's content is meaningless.
bool iregexp_translate(Buf *out, Sv pattern, bool whole, const char **error, size_t *at);

#endif
