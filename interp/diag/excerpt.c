#include "diag/excerpt.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "diag/hidden.h"

enum {
    TAB_STOP = 4,
    NEAR = 4096, // bytes on each side of the caret that are considered if the line is cut anyway
    LEAST_WIDTH = 20
};

// A part of a line, with the marked bytes as offsets into it.
typedef struct ExcerptPiece {
    Sv text;
    size_t from, to; // the marked part
    bool cut_left, cut_right;
} ExcerptPiece;

static bool inside_character(Sv text, size_t at) {
    return at > 0 && at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80;
}

static ExcerptPiece marked_line(Span span, size_t columns) {
    Sv line = source_line(span.source, source_place(span.source, span.offset).line);
    size_t begin = line.len > 0 ? (size_t)(line.at - span.source->text.at) : 0;
    size_t from = span.offset > begin ? span.offset - begin : 0;
    if (from > line.len) from = line.len;
    size_t to = from + span.length < line.len ? from + span.length : line.len;
    if (columns == 0) return (ExcerptPiece){line, from, to, false, false};
    size_t left = from > NEAR ? from - NEAR : 0;
    size_t right = line.len - from > NEAR ? from + NEAR : line.len;
    while (inside_character(line, left))
        left++;
    while (inside_character(line, right))
        right--;
    if (to > right) to = right;
    return (ExcerptPiece){sv_slice(line, left, right), from - left, to - left, left > 0,
                          right < line.len};
}

// Adds text as shown, tabs as spaces; `column` is where it begins, and where it ends afterwards.
static void add_expanded(Buf *out, Sv text, size_t *column) {
    Sv rest = text, part;
    bool first = true;
    while (sv_next_part(&rest, '\t', &part)) {
        if (!first) {
            size_t gap = TAB_STOP - *column % TAB_STOP;
            buf_add_repeat(out, ' ', gap);
            *column += gap;
        }
        first = false;
        size_t before = out->len;
        shown_add(out, part, false);
        *column += utf8_width(sv_slice(buf_sv(out), before, out->len));
    }
}

// Columns [from, to) of the whole line are kept; an ellipsis takes the first or the last of them.
static Excerpt cut(const Excerpt *whole, const ExcerptPiece *piece, size_t from, size_t to,
                   size_t width) {
    Sv text = buf_sv(&whole->text);
    bool left = from > 0 || piece->cut_left, right = to < width || piece->cut_right;
    size_t skip = left ? from + 1 : from, keep = right && to > 0 ? to - 1 : to;
    Sv before = utf8_fit(text, skip);
    // A wide character across the border leaves a column empty.
    size_t lost = skip - utf8_width(before);
    Sv rest = sv_slice(text, before.len, text.len);
    if (lost > 0) {
        size_t at = 0;
        size_t wide = utf8_char_width(utf8_next(rest, &at));
        rest = sv_slice(rest, at, rest.len);
        skip = skip - lost + wide;
        lost = wide - lost;
    }
    Excerpt part = {.text = buf_new(whole->text.ceiling)};
    if (left) buf_add_c(&part.text, "…");
    buf_add_repeat(&part.text, ' ', lost);
    buf_add(&part.text, utf8_fit(rest, keep > skip ? keep - skip : 0));
    if (right) buf_add_c(&part.text, "…");
    size_t end = whole->caret_at + whole->caret < keep ? whole->caret_at + whole->caret : keep;
    part.caret_at = whole->caret_at - from;
    part.caret = end > whole->caret_at ? end - whole->caret_at : 1;
    return part;
}

Excerpt excerpt_make(Span span, size_t columns) {
    if (columns > 0 && columns < LEAST_WIDTH) columns = LEAST_WIDTH;
    ExcerptPiece piece = marked_line(span, columns);
    Buf visible BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 4u);
    hidden_add_line(&visible, span.source, piece.text, &piece.from, &piece.to);
    piece.text = buf_sv(&visible);
    Excerpt whole = {.text = buf_new(LIMIT_FILE_BYTES * 4u)};
    size_t width = 0;
    add_expanded(&whole.text, sv_slice(piece.text, 0, piece.from), &width);
    whole.caret_at = width;
    add_expanded(&whole.text, sv_slice(piece.text, piece.from, piece.to), &width);
    whole.caret = width > whole.caret_at ? width - whole.caret_at : 1;
    add_expanded(&whole.text, sv_slice(piece.text, piece.to, piece.text.len), &width);
    bool fits = width <= columns && !piece.cut_left && !piece.cut_right;
    if (columns == 0 || fits) return whole;
    // If the caret is near the start, the start is shown; otherwise the marked part is centred.
    size_t marked = whole.caret < columns / 2 ? whole.caret : columns / 2;
    size_t middle = whole.caret_at + marked / 2, from = 0;
    if (whole.caret_at + marked + 1 >= columns || piece.cut_left)
        from = middle > columns / 2 ? middle - columns / 2 : 0;
    if (from + columns > width && width > columns) from = width - columns;
    if (from + columns > width && width <= columns) from = 0;
    size_t to = from + columns < width ? from + columns : width;
    // A caret after the last column (the end of the line) must still be visible.
    if (whole.caret_at >= from + columns) from = whole.caret_at + 1 - columns;
    Excerpt part = cut(&whole, &piece, from, to, width);
    buf_free(&whole.text);
    return part;
}
