#include "import/page/markdown_lettered.h"

#include "base/ascii.h"

// How the items are marked.
typedef struct Style {
    char first; // 'a', 'A' or '1'
    bool open;  // (a)
    char close; // ')' or '.'
} Style;

typedef struct Marker {
    uint32_t piece;
    size_t at, end; // of the marker within the piece
} Marker;

enum { MOST_ITEMS = 26, MOST_DIGITS = 9 };

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

// The end of a marker "(b)", "b)" or "2." that is followed by a blank, or 0.
static size_t marker_end(Sv text, size_t at, const Style *style, uint32_t number) {
    size_t i = at;
    if (style->open && (i >= text.len || text.at[i++] != '(')) return 0;
    if (i >= text.len || text.at[i++] != (char)(style->first + (int)number)) return 0;
    if (i >= text.len || text.at[i++] != style->close) return 0;
    return i >= text.len || is_blank(text.at[i]) ? i : 0;
}

// The first one must not be within a sentence: "plan a) is better than plan b)".
static bool may_begin(Sv text, size_t at, uint32_t piece) {
    size_t end = at;
    while (end > 0 && ascii_is_space(text.at[end - 1]))
        end--;
    if (end == 0) return piece == 0;
    char last = text.at[end - 1];
    return last == ':' || last == '.' || last == ',' || last == ';' || text.at[at - 1] == '\n';
}

static bool find_marker(const Block *block, const Style *style, uint32_t number, Marker from,
                        Marker *out) {
    for (uint32_t p = from.piece; p < block->piece_count; p++) {
        const Piece *piece = &block->pieces[p];
        if (piece->code || piece->url.len) continue;
        for (size_t i = p == from.piece ? from.end : 0; i < piece->text.len; i++) {
            char before = i > 0 ? piece->text.at[i - 1] : p == 0 ? '\n' : 'x';
            bool apart = style->close == '.' ? before == '\n' : is_blank(before);
            size_t end = apart ? marker_end(piece->text, i, style, number) : 0;
            // Looking back comes last: a page may be one long row of blanks.
            if (!end || (number == 0 && !may_begin(piece->text, i, p))) continue;
            *out = (Marker){p, i, end};
            return true;
        }
    }
    return false;
}

static uint32_t find_all(const Block *block, const Style *style, Marker out[MOST_ITEMS]) {
    uint32_t most = style->first == '1' ? MOST_DIGITS : MOST_ITEMS, count = 0;
    Marker from = {0};
    while (count < most && find_marker(block, style, count, from, &out[count]))
        from = out[count++];
    return count;
}

static uint32_t lines_before(const Block *block, Marker place) {
    uint32_t lines = 0;
    for (uint32_t p = 0; p <= place.piece; p++) {
        Sv text = block->pieces[p].text;
        size_t end = p == place.piece ? place.at : text.len;
        for (size_t i = 0; i < end; i++)
            lines += text.at[i] == '\n';
    }
    return lines;
}

// Text that only separates items: a comma, "and" before the last.
static Sv without_joint(Sv text) {
    text = sv_trim(text);
    if (sv_ends(text, SV(" and"))) text = sv_trim(sv_slice(text, 0, text.len - 4));
    while (sv_ends(text, SV(",")) || sv_ends(text, SV(";")))
        text = sv_trim(sv_slice(text, 0, text.len - 1));
    return text;
}

// The pieces between two places as a paragraph; NULL if there is nothing.
static Block *part(Arena *arena, const Block *block, Marker from, Marker to, bool item) {
    uint32_t count = to.piece - from.piece + 1;
    Piece *pieces = arena_new_array(arena, Piece, count);
    uint32_t kept = 0;
    for (uint32_t p = from.piece; p <= to.piece && p < block->piece_count; p++) {
        Piece piece = block->pieces[p];
        size_t start = p == from.piece ? from.end : 0, end = p == to.piece ? to.at : piece.text.len;
        bool last = p == to.piece || p + 1 == block->piece_count;
        if (!piece.code && !piece.url.len) piece.text = sv_slice(piece.text, start, end);
        if (!piece.code && !piece.url.len && last && item) {
            Sv text = without_joint(piece.text);
            bool joint = sv_eq_c(text, "and") || !text.len;
            if (kept == 0 || joint) piece.text = joint && kept ? (Sv){0} : text;
        }
        if (sv_trim(piece.text).len) pieces[kept++] = piece;
    }
    if (!kept) return NULL;
    while (!pieces[0].code && is_blank(pieces[0].text.at[0]))
        pieces[0].text = sv_slice(pieces[0].text, 1, pieces[0].text.len);
    Block *out = arena_new_of(arena, Block);
    *out = (Block){.kind = BLOCK_PARAGRAPH,
                   .line = block->line + (item ? lines_before(block, from) : 0),
                   .pieces = pieces,
                   .piece_count = kept};
    return out;
}

static Block *holding(Arena *arena, BlockKind kind, Block *child, uint32_t line) {
    Block *out = arena_new_of(arena, Block);
    out->kind = kind;
    out->line = line;
    out->children = arena_new_array(arena, Block *, 1);
    out->children[0] = child;
    out->child_count = 1;
    return out;
}

static bool take_apart(Arena *arena, const Block *block, const Marker *places, uint32_t count,
                       Block **lead, Block **list) {
    Marker start = {0}, end = {.piece = block->piece_count - 1,
                               .at = block->pieces[block->piece_count - 1].text.len};
    Block *items = arena_new_of(arena, Block);
    *items = (Block){.kind = BLOCK_LIST, .line = block->line, .ordered = true};
    items->children = arena_new_array(arena, Block *, count);
    for (uint32_t i = 0; i < count; i++) {
        Block *words = part(arena, block, places[i], i + 1 < count ? places[i + 1] : end, true);
        if (!words) return false;
        items->children[items->child_count++] = holding(arena, BLOCK_ITEM, words, words->line);
    }
    *lead = part(arena, block, start, places[0], false);
    Piece *last = *lead ? &(*lead)->pieces[(*lead)->piece_count - 1] : NULL;
    if (last && !last->code && !last->url.len && sv_ends(sv_trim(last->text), SV(",")))
        last->text = sv_slice(sv_trim(last->text), 0, sv_trim(last->text).len - 1);
    *list = items;
    return true;
}

bool markdown_lettered(Arena *arena, const Block *paragraph, Block **lead, Block **list) {
    static const Style styles[] = {{'a', true, ')'},  {'1', true, ')'},  {'A', true, ')'},
                                   {'a', false, ')'}, {'1', false, ')'}, {'A', false, ')'},
                                   {'a', false, '.'}, {'1', false, '.'}, {'A', false, '.'}};
    Marker places[MOST_ITEMS];
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        uint32_t count = find_all(paragraph, &styles[i], places);
        if (count >= 2) return take_apart(arena, paragraph, places, count, lead, list);
    }
    return false;
}
