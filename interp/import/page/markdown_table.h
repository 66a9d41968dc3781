// Tables of a page as lists, and what stands about the page between --- at its top as nothing,
// which is what a reader of steps can follow: each row is an item. Every line stays the line that
// it was, so that what is said of the page names the right ones.
#ifndef IMPORT_PAGE_MARKDOWN_TABLE_H
#define IMPORT_PAGE_MARKDOWN_TABLE_H

#include "base/arena.h"
#include "base/sv.h"

// | Step | Command | Expected |      →  (empty)
// |------|---------|----------|      →  (empty)
// | Back up | `pg_dump x` | 0 |      →  - Back up: `pg_dump x`; Expected: 0
Sv markdown_tables_as_lists(Arena *arena, Sv text);

#endif
