// A Markdown page as a tree of blocks with their text, read by libcmark, which only markdown.c
// uses. Keeps what an operator's page consists of (headings, paragraphs, lists, fenced text, code,
// links; rows of tables as list items, text in raw HTML as a paragraph), and drops the rest (tags,
// images, emphasis).
#ifndef IMPORT_PAGE_MARKDOWN_H
#define IMPORT_PAGE_MARKDOWN_H

#include "diag/diag.h"

typedef enum BlockKind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_LIST,
    BLOCK_ITEM,
    BLOCK_CODE, // fenced or indented
    BLOCK_QUOTE
} BlockKind;

typedef struct Piece { // of a paragraph or heading
    Sv text;           // as written, except in code; lines end with LF
    bool code;         // `text`
    Sv url;            // of a link: what it leads to; empty = none
} Piece;

typedef struct Block Block;
struct Block {
    BlockKind kind;
    uint32_t line;  // from 1
    uint32_t level; // of a heading
    bool ordered;   // of a list
    Piece *pieces;  // of a heading or paragraph
    uint32_t piece_count;
    Sv text;          // of code
    Sv info;          // of fenced code: its language
    Block **children; // of a list, item or quote
    uint32_t child_count;
};

typedef struct MarkdownPage {
    Block **blocks; // of the top
    uint32_t count;
} MarkdownPage;

// False, and reported, if the source is not text or is over a limit.
MUST_USE bool markdown_read(Arena *arena, const Source *source, Diags *diags, MarkdownPage *out);

#endif
