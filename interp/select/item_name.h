// How an item of a loop is called in the address of its iteration: by something that tells it apart
// in any list, not by its place in this one.
#ifndef SELECT_ITEM_NAME_H
#define SELECT_ITEM_NAME_H

#include "base/buf.h"
#include "value/value.h"

// What identifies the item: itself, or of a map its `id`, else its `name`. False if nothing
// readable does.
MUST_USE bool item_name_of(Value item, Value *out);
// Adds "acme", or for a map its `id`, else its `name`. False if nothing readable identifies the
// item: then its place has to do.
bool item_name_add(Buf *out, Value item);
// The same for text that a person typed: what is escaped already stays as it is.
void item_name_add_typed(Buf *out, Sv text);

#endif
