// Lines of a command's output: a left side, something at the right margin, prose that is aligned
// after its label.
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/cli.h"
#include "report/ink.h"

typedef struct Page {
    Buf *out;
    size_t width;
    bool color;
} Page;

Page page_new(const Cli *cli, Buf *out);
// "  left                     right"; the right side gets a line of its own if both do not fit.
void page_line(const Page *page, size_t indent, Ink ink, Sv left, Sv right);
// The same with a mark in the margin, before the text, within the indent.
void page_marked(const Page *page, size_t indent, Ink mark_ink, Sv mark, Ink ink, Sv left,
                 Sv right);
// "  label  text                right", with the text wrapped and aligned at `column`.
void page_entry(const Page *page, size_t indent, Sv label, size_t column, Sv text, Sv right);
// The same of a command that is copied: it is not wrapped.
void page_command(const Page *page, size_t indent, Sv label, size_t column, Sv command);
void page_prose(const Page *page, size_t indent, Ink ink, Sv text);

#endif
