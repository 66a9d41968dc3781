#include "report/ink.h"

#include "base/shown/shown.h"

static const char *const codes[] = {
    [INK_PLAIN] = "",         [INK_BOLD] = "\x1b[1m",    [INK_DIM] = "\x1b[2m",
    [INK_GREEN] = "\x1b[32m", [INK_YELLOW] = "\x1b[33m", [INK_RED] = "\x1b[31m",
    [INK_CYAN] = "\x1b[36m",
};

const VerdictLook verdict_looks[] = {
    {"passed", "✓", "passed", INK_GREEN},   {"warned", "!", "warned", INK_YELLOW},
    {"failed", "✗", "failed", INK_RED},     {"undecided", "?", "undecided", INK_YELLOW},
    {"in_doubt", "‽", "in doubt", INK_RED}, {"skipped", "–", "skipped", INK_DIM},
    {"waived", "!", "waived", INK_YELLOW},
};
const size_t verdict_look_count = sizeof verdict_looks / sizeof *verdict_looks;

const VerdictLook *verdict_look(Sv verdict) {
    for (size_t i = 0; i < verdict_look_count; i++) {
        if (sv_eq_c(verdict, verdict_looks[i].verdict)) return &verdict_looks[i];
    }
    return &verdict_looks[3];
}

const char *ink_code(Ink ink) {
    return codes[ink];
}

void ink_begin(Buf *out, bool color, Ink ink) {
    if (color) buf_add_c(out, codes[ink]);
}

void ink_end(Buf *out, bool color, Ink ink) {
    if (color && ink != INK_PLAIN) buf_add_c(out, "\x1b[0m");
}

void ink_text(Buf *out, bool color, Ink ink, Sv text) {
    ink_begin(out, color, ink);
    shown_add(out, text, false);
    ink_end(out, color, ink);
}
