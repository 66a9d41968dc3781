#include "spec/caution.h"

Sv caution_hint(Arena *arena, const Caution *caution) {
    return sv_format(arena, "if that is meant, write beneath allow: %s: ['%.*s']", caution->bound,
                     SV_ARG(caution->whom));
}

void cautions_add(Cautions *cautions, Caution caution) {
    for (size_t i = 0; i < cautions->count; i++)
        if (sv_eq(cautions->items[i].text, caution.text)) return;
    if (cautions->count < MOST_CAUTIONS) cautions->items[cautions->count++] = caution;
}
