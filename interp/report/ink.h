// Lines for a terminal: colours if wanted, columns counted, foreign bytes escaped.
#ifndef REPORT_INK_H
#define REPORT_INK_H

#include "base/buf.h"
#include "base/sv.h"

typedef enum Ink {
    INK_PLAIN,
    INK_BOLD,
    INK_DIM,
    INK_GREEN,
    INK_YELLOW,
    INK_RED,
    INK_CYAN,
    // What is read at night has the colour that the terminal's owner chose for text, which alone
    // can be read on every background. The others are for marks and verdicts, which have a form
    // besides.
    INK_REASON = INK_PLAIN,
    INK_COMMAND = INK_BOLD,
    INK_LABEL = INK_DIM
} Ink;

// Uses the eight colours of the terminal, which its owner made readable on the chosen background.
const char *ink_code(Ink ink); // "" for the plain one
void ink_begin(Buf *out, bool color, Ink ink);
void ink_end(Buf *out, bool color, Ink ink);
// Adds `text` in a colour, escaped and on one line.
void ink_text(Buf *out, bool color, Ink ink, Sv text);

typedef struct VerdictLook {
    const char *verdict; // "passed"
    const char *mark;    // "✓"
    const char *word;    // "passed", as counts say it ("in doubt")
    Ink ink;
} VerdictLook;
// The look of a step's verdict; never NULL (an unknown word looks undecided).
const VerdictLook *verdict_look(Sv verdict);
extern const VerdictLook verdict_looks[];
extern const size_t verdict_look_count;

#endif
