#include "base/heap.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/wrap.h"
#include "diag/diag.h"
#include "diag/excerpt.h"
#include "diag/hidden.h"
#include <stdlib.h>

// Colours that are readable on light and dark backgrounds.
#define BOLD    "\x1b[1m"
#define RED     "\x1b[1;31m"
#define MAGENTA "\x1b[1;35m"
#define CYAN    "\x1b[36m"
#define PLAIN   "\x1b[0m"

enum { GUTTER = 5 }; // columns of a line number, at least

static void add_colored(Buf *out, DiagStyle style, const char *color, Sv text) {
    if (style.color && text.len > 0) buf_add_c(out, color);
    buf_add(out, text);
    if (style.color && text.len > 0) buf_add_c(out, PLAIN);
}

static void add_head(const Diag *diag, DiagStyle style, Buf *out) {
    const DiagRow *row = &diag_rows[diag->id];
    if (diag->span.source) {
        Place place = source_place(diag->span.source, diag->span.offset);
        shown_add(out, diag->span.source->path, false);
        buf_addf(out, ":%u:%u: ", place.line, place.column);
    }
    bool error = row->severity == SEVERITY_ERROR;
    if (style.color) buf_add_c(out, error ? RED : MAGENTA);
    buf_addf(out, "%s[%s]:", error ? "error" : "warning", row->name);
    if (style.color) buf_add_c(out, PLAIN);
    buf_add_c(out, " ");
    if (style.color) buf_add_c(out, BOLD);
    Buf message BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    hidden_add_text(&message, diag, diag->message);
    shown_add(out, buf_sv(&message), false);
    if (style.color) buf_add_c(out, PLAIN);
    buf_add_c(out, "\n");
}

static size_t gutter_of(uint32_t line) {
    size_t digits = 1;
    for (; line >= 10; line /= 10)
        digits++;
    return digits > GUTTER ? digits : GUTTER;
}

static void add_gutter(Buf *out, DiagStyle style, size_t gutter, uint32_t line) {
    if (style.color) buf_add_c(out, CYAN);
    if (line > 0)
        buf_addf(out, "%*u |", (int)gutter, line);
    else
        buf_addf(out, "%*s |", (int)gutter, "");
    if (style.color) buf_add_c(out, PLAIN);
}

static void add_excerpt(const Diag *diag, DiagStyle style, Buf *out) {
    uint32_t line = source_place(diag->span.source, diag->span.offset).line;
    size_t gutter = gutter_of(line), taken = gutter + 3;
    size_t columns = style.width > taken ? style.width - taken : style.width > 0 ? 1 : 0;
    Excerpt excerpt = excerpt_make(diag->span, columns);
    add_gutter(out, style, gutter, line);
    if (excerpt.text.len > 0) buf_add_c(out, " ");
    buf_add(out, buf_sv(&excerpt.text));
    buf_add_c(out, "\n");
    add_gutter(out, style, gutter, 0);
    buf_add_repeat(out, ' ', excerpt.caret_at + 1);
    Buf caret BUF_AUTO = buf_new(excerpt.caret);
    buf_add_repeat(&caret, '^', excerpt.caret);
    add_colored(out, style, CYAN, buf_sv(&caret));
    buf_add_c(out, "\n");
    buf_free(&excerpt.text);
}

// "      = first line", with further lines below its text.
static void add_note(Buf *out, DiagStyle style, Sv text) {
    Sv line;
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        size_t before = out->len;
        if (first) {
            buf_add_repeat(out, ' ', GUTTER + 1);
            add_colored(out, style, CYAN, SV("="));
        } else {
            buf_add_repeat(out, ' ', GUTTER + 2);
        }
        buf_add_c(out, " ");
        // What is copied stays whole.
        bool prose = !first && sv_starts(line, SV("or ")) && style.wraps;
        if (prose)
            wrap_add(out, line, GUTTER + 3, GUTTER + 3, style.width);
        else
            shown_add(out, line, false);
        if (line.len == 0) out->len = before;
        buf_add_c(out, "\n");
    }
}

// "first defined here" reads as "first defined at FILE:LINE:COLUMN".
static void add_related(const Diag *diag, DiagStyle style, Buf *out) {
    Sv words = diag->related_message;
    if (sv_ends(words, SV(" here"))) words.len -= sizeof " here" - 1;
    Place place = source_place(diag->related.source, diag->related.offset);
    Buf note BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    buf_add(&note, words.len > 0 ? words : SV("see also"));
    buf_add_c(&note, " at ");
    shown_add(&note, diag->related.source->path, false);
    buf_addf(&note, ":%u:%u", place.line, place.column);
    add_note(out, style, buf_sv(&note));
}

void diag_render(const Diag *diag, DiagStyle style, Buf *out) {
    add_head(diag, style, out);
    if (diag->span.source) add_excerpt(diag, style, out);
    if (diag->related.source) add_related(diag, style, out);
    if (diag->hint.len == 0) return;
    Buf hint BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    hidden_add_text(&hint, diag, diag->hint);
    add_note(out, style, buf_sv(&hint));
}

typedef struct Ranked {
    const Diag *diag;
    uint32_t source; // rank of its source by first mention
} Ranked;

static int in_source_order(const void *left, const void *right) {
    const Ranked *a = left, *b = right;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    if (a->diag->span.offset != b->diag->span.offset)
        return a->diag->span.offset < b->diag->span.offset ? -1 : 1;
    return a->diag->order < b->diag->order ? -1 : a->diag->order > b->diag->order;
}

static uint32_t first_mention(const Diags *diags, uint32_t item) {
    uint32_t first = 0;
    while (diags->items[first].span.source != diags->items[item].span.source)
        first++;
    return first;
}

void diags_walk(const Diags *diags, void (*each)(void *self, const Diag *diag), void *self) {
    Ranked *ranked = heap_alloc(sizeof *ranked * (diags->count + 1));
    for (uint32_t i = 0; i < diags->count; i++)
        ranked[i] = (Ranked){&diags->items[i], first_mention(diags, i)};
    if (diags->count > 1) qsort(ranked, diags->count, sizeof *ranked, in_source_order);
    for (uint32_t i = 0; i < diags->count; i++)
        each(self, ranked[i].diag);
    heap_free(ranked);
}

typedef struct Rendering {
    DiagStyle style;
    Buf *out;
    bool begun;
} Rendering;

static void render_next(void *self, const Diag *diag) {
    Rendering *rendering = self;
    if (rendering->begun) buf_add_c(rendering->out, "\n");
    rendering->begun = true;
    diag_render(diag, rendering->style, rendering->out);
}

void diags_render(const Diags *diags, DiagStyle style, Buf *out) {
    diags_walk(diags, render_next, &(Rendering){style, out, false});
    if (diags->dropped > 0)
        buf_addf(out, "\nand %u more that %s not shown\n", diags->dropped,
                 diags->dropped == 1 ? "is" : "are");
}

void diag_add_message(const Diag *diag, Buf *out) {
    hidden_add_text(out, diag, diag->message);
}

void diag_add_hint(const Diag *diag, Buf *out) {
    hidden_add_text(out, diag, diag->hint);
}
