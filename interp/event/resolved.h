// What a person says became of a change in doubt: the words of --resolve, and of the event
// `resolved`.
#ifndef EVENT_RESOLVED_H
#define EVENT_RESOLVED_H

#include "base/sv.h"

typedef enum ResolvedAs {
    RESOLVED_UNKNOWN, // nobody said anything, or no such word
    RESOLVED_DONE,    // it happened
    RESOLVED_AGAIN,   // it is to be made now
    RESOLVED_SKIP     // it is left as it is
} ResolvedAs;

const char *resolved_word(ResolvedAs as);
ResolvedAs resolved_as(Sv word);

#endif
