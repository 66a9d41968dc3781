// Diagnostics: what is wrong with a runbook, an expression, an input or a command line, where, and
// how to fix it. Never about the outcome of a step. The rows are in diags.def. Diagnostics are kept
// in order, up to a limit, and rendered in source order.
#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/arena.h"
#include "base/buf.h"
#include "diag/source.h"

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef enum DiagId {
#define DIAG(id, name, severity, title, help) DIAG_##id,
#include "diag/diags.def"
#undef DIAG
    DIAG_COUNT
} DiagId;

typedef struct DiagRow {
    const char *name; // unknown-key
    Severity severity;
    const char *title; // one sentence
    const char *help;  // one paragraph: why it is refused and how to fix it
} DiagRow;

extern const DiagRow diag_rows[DIAG_COUNT];

typedef struct Diag {
    DiagId id;
    Span span;          // where
    Sv message;         // the reason, one line, without a full stop
    Sv hint;            // what to write instead; may hold several lines; may be empty
    Span related;       // a second place ("first defined here"); source NULL = none
    Sv related_message; // "first defined here": shown as "first defined at FILE:LINE:COLUMN"
    uint32_t order;     // order in which it was added
} Diag;

typedef struct Diags {
    Arena *arena; // owns messages
    Diag *items;
    uint32_t count;
    uint32_t capacity;
    uint32_t errors;  // of severity error, including those beyond the limit
    uint32_t dropped; // beyond LIMIT_DIAGNOSTICS
} Diags;

Diags diags_new(Arena *arena);
// Adds a diagnostic and returns it, so that the caller can set hint and related. Never NULL; it
// stays at its address.
Diag *diag_add(Diags *diags, DiagId id, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// Sets the hint of a diagnostic.
void diag_hint(Diags *diags, Diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool diags_failed(const Diags *diags);
// Whether there are errors, and each is this one.
bool diags_failed_by(const Diags *diags, DiagId id);

typedef struct DiagStyle {
    bool color;   // ANSI colours
    size_t width; // columns to shorten excerpts to; 0 = do not
    bool wraps;   // prose of a hint too, as at a terminal
} DiagStyle;

// Renders all of them in source order (sources in order of first mention), each with excerpt and
// caret, then a line that counts them. Foreign bytes are escaped.
void diags_render(const Diags *diags, DiagStyle style, Buf *out);
// One of them.
void diag_render(const Diag *diag, DiagStyle style, Buf *out);
// Calls `each` with all of them, in the order in which they are rendered.
void diags_walk(const Diags *diags, void (*each)(void *self, const Diag *diag), void *self);
// Its message and its hint, without what people may not see; foreign bytes are as they are.
void diag_add_message(const Diag *diag, Buf *out);
void diag_add_hint(const Diag *diag, Buf *out);
// A row by its name; NULL if there is none.
const DiagRow *diag_row_by_name(Sv name);

#endif
