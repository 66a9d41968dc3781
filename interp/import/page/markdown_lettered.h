// Lists that Markdown knows nothing of and people write all the same: "Do this: a) stop, b) start",
// "(1) … (2) …", all within one paragraph.
#ifndef IMPORT_PAGE_MARKDOWN_LETTERED_H
#define IMPORT_PAGE_MARKDOWN_LETTERED_H

#include "import/page/markdown.h"

// Takes the paragraph apart into the words in front (NULL where there are none) and a list. Every
// word of it is in one of them. False where it holds no such list.
bool markdown_lettered(Arena *arena, const Block *paragraph, Block **lead, Block **list);

#endif
