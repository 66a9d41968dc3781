// Rewrites tables as lists, a row as an item, which is what a reader of steps can follow; and
// removes what is said about the page between --- at its top. The number of lines stays the same,
// so that messages about the page name the right ones.
#ifndef IMPORT_PAGE_MARKDOWN_TABLE_H
#define IMPORT_PAGE_MARKDOWN_TABLE_H

#include "base/arena.h"
#include "base/sv.h"

// | Step | Command | Expected |      →  (empty)
// |------|---------|----------|      →  (empty)
// | Back up | `pg_dump x` | 0 |      →  - Back up: `pg_dump x`; Expected: 0
Sv markdown_tables_as_lists(Arena *arena, Sv text);

#endif
