// Lists that Markdown does not know and people write all the same: "Do this: a) stop, b) start",
// "(1) … (2) …", all within one paragraph.
#ifndef IMPORT_PAGE_MARKDOWN_LETTERED_H
#define IMPORT_PAGE_MARKDOWN_LETTERED_H

#include "import/page/markdown.h"

// Splits the paragraph into the words in front (NULL if there are none) and a list, without losing
// a word. False if there is no such list in it.
bool markdown_lettered(Arena *arena, const Block *paragraph, Block **lead, Block **list);

#endif
