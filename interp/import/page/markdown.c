#include "import/page/markdown.h"
#include "import/page/markdown_depth.h"
#include "import/page/markdown_lettered.h"
#include "import/page/markdown_table.h"

#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"

#include <cmark.h>

static void drop_node(cmark_node **node) {
    if (*node) cmark_node_free(*node);
}

typedef struct PageReader {
    Arena *arena;
    const Source *source;
    Diags *diags;
    uint32_t deep_line; // where too deep a level begins; 0 = nowhere
} PageReader;

// Characters that a renderer would not show as they are become \u{…}.
static Sv visible(const PageReader *reader, const char *text) {
    BUF_AUTO Buf out = buf_new((size_t)16 * LIMIT_PAGE_BYTES);
    shown_add_characters(&out, sv_from_c(text), true);
    return buf_keep(&out, reader->arena);
}

static void add_visible(Buf *out, cmark_node *node) {
    shown_add_characters(out, sv_from_c(cmark_node_get_literal(node)), true);
}

static Sv literal(const PageReader *reader, cmark_node *node) {
    return visible(reader, cmark_node_get_literal(node));
}

// ── the text in a block ──

// Text that follows text is one piece, however often the parser cuts it: it is gathered, and
// becomes a piece when something else follows.
typedef struct Pieces {
    const PageReader *reader;
    Piece *items;
    uint32_t count, capacity;
    Buf words;
} Pieces;

static Pieces pieces_new(const PageReader *reader) {
    return (Pieces){.reader = reader, .words = buf_new((size_t)16 * LIMIT_PAGE_BYTES)};
}

static void push_piece(Pieces *pieces, Piece piece) {
    arena_grow(pieces->reader->arena, pieces->items, pieces->count, pieces->capacity);
    pieces->items[pieces->count++] = piece;
}

static void end_words(Pieces *pieces) {
    if (pieces->words.len)
        push_piece(pieces, (Piece){.text = buf_keep(&pieces->words, pieces->reader->arena)});
    buf_clear(&pieces->words);
}

static void add_piece(Pieces *pieces, Piece piece) {
    end_words(pieces);
    push_piece(pieces, piece);
}

static void give_pieces(Pieces *pieces, Block *out) {
    end_words(pieces);
    buf_free(&pieces->words);
    out->pieces = pieces->items;
    out->piece_count = pieces->count;
}

// The text of a link without its emphasis and code.
static void add_link_text(Buf *out, cmark_node *link) {
    cmark_iter *iter = cmark_iter_new(link);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
            add_visible(out, node);
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) buf_add_char(out, ' ');
    }
    cmark_iter_free(iter);
}

static void add_link(Pieces *pieces, cmark_node *link) {
    const PageReader *reader = pieces->reader;
    BUF_AUTO Buf text = buf_new((size_t)16 * LIMIT_PAGE_BYTES);
    add_link_text(&text, link);
    Sv url = visible(reader, cmark_node_get_url(link));
    if (url.len)
        add_piece(pieces, (Piece){.text = buf_keep(&text, reader->arena), .url = url});
    else
        buf_add(&pieces->words, buf_sv(&text));
}

// Walks with an iterator, not recursively: emphasis may be nested as deeply as the page is long.
static void read_pieces(const PageReader *reader, cmark_node *block, Block *out) {
    Pieces pieces = pieces_new(reader);
    cmark_iter *iter = cmark_iter_new(block);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER) continue;
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT: add_visible(&pieces.words, node); break;
        case CMARK_NODE_CODE:
            add_piece(&pieces, (Piece){.text = literal(reader, node), .code = true});
            break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK: buf_add_char(&pieces.words, '\n'); break;
        case CMARK_NODE_LINK:
            add_link(&pieces, node);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
            break;
        default: break;
        }
    }
    cmark_iter_free(iter);
    give_pieces(&pieces, out);
}

// The visible part of raw HTML: the text between its tags, without comments.
static Sv html_text(const PageReader *reader, const char *html) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    for (Sv rest = sv_from_c(html); rest.len;) {
        bool comment = sv_starts(rest, SV("<!--"));
        if (rest.at[0] != '<') {
            buf_add_char(&out, rest.at[0]);
            rest = sv_slice(rest, 1, rest.len);
            continue;
        }
        size_t end = comment ? sv_find(rest, SV("-->"), 0) : sv_find_char(rest, '>', 0);
        if (end == SV_NONE) break;
        if (!comment) buf_add_char(&out, ' ');
        rest = sv_slice(rest, end + (comment ? 3 : 1), rest.len);
    }
    return visible(reader, buf_keep(&out, reader->arena).at);
}

static void read_html(const PageReader *reader, cmark_node *node, Block *out) {
    Pieces pieces = pieces_new(reader);
    add_piece(&pieces, (Piece){.text = html_text(reader, cmark_node_get_literal(node))});
    give_pieces(&pieces, out);
}

// ── blocks ──

typedef struct Blocks {
    Block **items;
    uint32_t count, capacity;
} Blocks;

static void read_blocks(PageReader *reader, cmark_node *parent, uint32_t depth, Blocks *out);

static bool block_kind(cmark_node_type type, BlockKind *out) {
    switch (type) {
    case CMARK_NODE_HEADING: *out = BLOCK_HEADING; return true;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_PARAGRAPH: *out = BLOCK_PARAGRAPH; return true;
    case CMARK_NODE_LIST: *out = BLOCK_LIST; return true;
    case CMARK_NODE_ITEM: *out = BLOCK_ITEM; return true;
    case CMARK_NODE_CODE_BLOCK: *out = BLOCK_CODE; return true;
    case CMARK_NODE_BLOCK_QUOTE: *out = BLOCK_QUOTE; return true;
    default: return false;
    }
}

static void read_block(PageReader *reader, cmark_node *node, uint32_t depth, Block *out) {
    out->line = (uint32_t)cmark_node_get_start_line(node);
    if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK) {
        read_html(reader, node, out);
        return;
    }
    switch (out->kind) {
    case BLOCK_HEADING: out->level = (uint32_t)cmark_node_get_heading_level(node); // fall through
    case BLOCK_PARAGRAPH: read_pieces(reader, node, out); return;
    case BLOCK_CODE:
        out->text = literal(reader, node);
        out->info = visible(reader, cmark_node_get_fence_info(node));
        return;
    case BLOCK_LIST: out->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST; break;
    default: break;
    }
    Blocks children = {0};
    read_blocks(reader, node, depth + 1, &children);
    out->children = children.items;
    out->child_count = children.count;
}

static void add_block(const PageReader *reader, Blocks *out, Block *block) {
    arena_grow(reader->arena, out->items, out->count, out->capacity);
    out->items[out->count++] = block;
}

// "Do this: a) stop, b) start" is an item with two items of its own, wherever it occurs.
static void add_paragraph(const PageReader *reader, Blocks *out, Block *block, bool in_item) {
    Block *lead = NULL, *list = NULL;
    if (!markdown_lettered(reader->arena, block, &lead, &list)) {
        add_block(reader, out, block);
        return;
    }
    if (lead && !in_item) {
        Block *item = arena_new_of(reader->arena, Block),
              *outer = arena_new_of(reader->arena, Block);
        *item = (Block){.kind = BLOCK_ITEM, .line = block->line, .child_count = 2};
        item->children = arena_new_array(reader->arena, Block *, 2);
        item->children[0] = lead;
        item->children[1] = list;
        *outer = (Block){.kind = BLOCK_LIST, .line = block->line, .child_count = 1};
        outer->children = arena_new_array(reader->arena, Block *, 1);
        outer->children[0] = item;
        add_block(reader, out, outer);
        return;
    }
    if (lead) add_block(reader, out, lead);
    add_block(reader, out, list);
}

static void read_blocks(PageReader *reader, cmark_node *parent, uint32_t depth, Blocks *out) {
    if (depth > LIMIT_PAGE_DEPTH) {
        if (!reader->deep_line) reader->deep_line = (uint32_t)cmark_node_get_start_line(parent);
        return;
    }
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
        BlockKind kind;
        if (!block_kind(cmark_node_get_type(node), &kind)) continue;
        Block *block = arena_new_of(reader->arena, Block);
        block->kind = kind;
        read_block(reader, node, depth, block);
        if (kind == BLOCK_PARAGRAPH && block->piece_count)
            add_paragraph(reader, out, block, cmark_node_get_type(parent) == CMARK_NODE_ITEM);
        else
            add_block(reader, out, block);
    }
}

// ── what is no page ──

static Span point(const Source *source, size_t offset) {
    return (Span){source, (uint32_t)offset, 0};
}

static bool is_text(const PageReader *reader) {
    const Source *source = reader->source;
    size_t bad = 0;
    if (utf8_valid(source->text, &bad)) bad = sv_find_char(source->text, '\0', 0);
    if (bad == SV_NONE) return true;
    Diag *diag = diag_add(reader->diags, DIAG_PAGE_NOT_TEXT, point(source, bad),
                          "byte %zu of the page is no text", bad + 1);
    diag_hint(reader->diags, diag, "give a Markdown page, saved as UTF-8");
    return false;
}

// The parser looks back from every bracket to the ones before it: without a limit, half a megabyte
// of brackets takes minutes.
static bool has_few_brackets(const PageReader *reader) {
    const Source *source = reader->source;
    size_t count = 0, at = sv_find_char(source->text, '[', 0);
    while (at != SV_NONE && ++count <= LIMIT_PAGE_BRACKETS)
        at = sv_find_char(source->text, '[', at + 1);
    if (at == SV_NONE) return true;
    Diag *diag =
        diag_add(reader->diags, DIAG_LIMIT, point(source, at),
                 "the page has over %d opening brackets (PAGE_BRACKETS)", LIMIT_PAGE_BRACKETS);
    diag_hint(reader->diags, diag, "no operator's page has as many links: is it the right file?");
    return false;
}

static bool refuse_depth(const PageReader *reader, Span span) {
    Diag *diag = diag_add(reader->diags, DIAG_PAGE_TOO_DEEP, span,
                          "lists or quotations stand within each other over %d levels deep "
                          "(PAGE_DEPTH)",
                          LIMIT_PAGE_DEPTH);
    diag_hint(reader->diags, diag, "no operator's page is nested like that: is it the right file?");
    return false;
}

bool markdown_read(Arena *arena, const Source *source, Diags *diags, MarkdownPage *out) {
    PageReader reader = {.arena = arena, .source = source, .diags = diags};
    if (!is_text(&reader) || !has_few_brackets(&reader)) return false;
    uint32_t deep = markdown_deep_line(source->text);
    if (deep) return refuse_depth(&reader, source_line_span(source, deep));
    Sv text = markdown_tables_as_lists(arena, source->text);
    __attribute__((cleanup(drop_node))) cmark_node *document =
        cmark_parse_document(text.at, text.len, CMARK_OPT_DEFAULT);
    Blocks blocks = {0};
    read_blocks(&reader, document, 1, &blocks);
    if (reader.deep_line) return refuse_depth(&reader, source_line_span(source, reader.deep_line));
    *out = (MarkdownPage){blocks.items, blocks.count};
    return true;
}
