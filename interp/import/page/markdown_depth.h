// How deeply lists and quotations stand within each other, before the page is parsed: the parser
// walks through all that are open at every line, so that a thousand of them and half a million
// empty lines take seconds.
#ifndef IMPORT_PAGE_MARKDOWN_DEPTH_H
#define IMPORT_PAGE_MARKDOWN_DEPTH_H

#include "base/sv.h"

// The number, from 1, of the first line whose marks begin far more lists and quotations than
// PAGE_DEPTH allows; 0 = none. What is a little too deep is found in the parsed page.
uint32_t markdown_deep_line(Sv page);

#endif
