// Version numbers of programs: 1.10.0, v1.9, 24.04, 2.0.0-rc.1, 1.4.2+build.7. Any number of parts
// of any size, missing ones are 0; pre-releases are ordered as in Semantic Versioning; what follows
// + does not affect the order. The value keeps its text as it was written.
#ifndef VALUE_VERSION_H
#define VALUE_VERSION_H

#include "value/value.h"

// False if the text is not a version; *good (may be NULL) is the number of leading bytes that are
// fine. The text is not copied.
MUST_USE bool value_version(Sv text, Value *out, size_t *good);
// Both are texts that value_version accepted.
int version_compare(Sv a, Sv b);
uint64_t version_hash(Sv text); // equal versions hash alike

#endif
