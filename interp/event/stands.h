// Whether what a step was to change is there: the word `stands` of its end and of run_ended.
#ifndef EVENT_STANDS_H
#define EVENT_STANDS_H

#include "base/sv.h"

// In the order of what is left to be taken back.
typedef enum Stands {
    STANDS_NOTHING, // it changes nothing, or never began to; no word is told
    STANDS_NO,      // it began, and is known to have changed nothing, or was taken back
    STANDS_YES,     // it acted
    STANDS_DOUBT    // it may have acted
} Stands;

// "" for STANDS_NOTHING.
const char *stands_word(Stands stands);
// STANDS_NOTHING where there is no such word.
Stands stands_of(Sv word);
// Whether something of it is there, or may be.
static inline bool stands_still(Stands stands) {
    return stands >= STANDS_YES;
}

#endif
