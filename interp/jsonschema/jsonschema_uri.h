// URI references against a base (RFC 3986, section 5.2), as far as identifiers of schemas need it.
#ifndef JSONSCHEMA_JSONSCHEMA_URI_H
#define JSONSCHEMA_JSONSCHEMA_URI_H

#include "base/arena.h"
#include "base/sv.h"

// The absolute URI, in the arena. A fragment is kept.
Sv uri_resolve(Arena *arena, Sv base, Sv reference);
// Cuts the fragment off: what stands before '#' and what after it (empty where there is none).
void uri_split(Sv uri, Sv *without_fragment, Sv *fragment);
// With %XX decoded; False where malformed.
MUST_USE bool uri_decode(Arena *arena, Sv text, Sv *out);

#endif
