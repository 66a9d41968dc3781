#include "event/stands.h"

static const char *const words[] = {
    [STANDS_NOTHING] = "", [STANDS_NO] = "no", [STANDS_YES] = "yes", [STANDS_DOUBT] = "doubt"};

const char *stands_word(Stands stands) {
    return words[stands];
}

Stands stands_of(Sv word) {
    for (Stands stands = STANDS_NO; stands <= STANDS_DOUBT; stands++)
        if (sv_eq_c(word, words[stands])) return stands;
    return STANDS_NOTHING;
}
