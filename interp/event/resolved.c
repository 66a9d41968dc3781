#include "event/resolved.h"

static const char *const words[] = {[RESOLVED_UNKNOWN] = "",
                                    [RESOLVED_DONE] = "done",
                                    [RESOLVED_AGAIN] = "again",
                                    [RESOLVED_SKIP] = "skip"};

const char *resolved_word(ResolvedAs as) {
    return words[as];
}

ResolvedAs resolved_as(Sv word) {
    for (ResolvedAs as = RESOLVED_DONE; as <= RESOLVED_SKIP; as++)
        if (sv_eq_c(word, words[as])) return as;
    return RESOLVED_UNKNOWN;
}
