// What an item of a loop is called in the address of its iteration: by what tells it from the
// others in any list, not by its place in this one.
#ifndef SELECT_ITEM_NAME_H
#define SELECT_ITEM_NAME_H

#include "base/buf.h"
#include "value/value.h"

// "acme"; of a map its `id`, else its `name`. False where nothing readable tells it: then its place
// must do.
bool item_name_add(Buf *out, Value item);
// The same of a text that a person typed: what was escaped already stays as it is.
void item_name_add_typed(Buf *out, Sv text);

#endif
