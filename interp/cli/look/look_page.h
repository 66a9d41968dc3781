// Lines of a step's page, whole: where a terminal is too narrow they go on in the next row, beneath
// their own beginning; in a pipe each is one line. Nothing is left out.
#ifndef CLI_LOOK_LOOK_PAGE_H
#define CLI_LOOK_LOOK_PAGE_H

#include "cli/cli.h"
#include "report/ink.h"
#include "value/value.h"

typedef struct LookPage {
    const Cli *cli;
    Buf *out;
    size_t width; // columns of a row; 0 = rows have no end
} LookPage;

LookPage look_page_new(const Cli *cli, Buf *out);
// "label text", where the text goes on beneath its own beginning. Nothing for an empty text.
void look_line(const LookPage *page, size_t indent, const char *label, Ink ink, Sv text);
// The same, with the text at `column`.
void look_entry(const LookPage *page, size_t indent, const char *label, size_t column, Sv text);
// The same for a command to copy, so it is never broken.
void look_command(const LookPage *page, size_t indent, const char *label, size_t column,
                  Sv command);
// The rest of a line of which `at` columns are used; it goes on in that column, further lines of
// the text behind a bar.
void look_rest(const LookPage *page, size_t at, Ink ink, Sv text);
// Text from outside, each of its lines behind a bar.
void look_quoted(const LookPage *page, size_t indent, Sv text);
// "name = value": a text of several lines is quoted beneath its name, a map or a list of maps has a
// line for each entry.
void look_value(const LookPage *page, size_t indent, Sv name, Value value);

#endif
