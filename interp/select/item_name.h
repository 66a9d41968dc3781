// How an item of a loop is called in the address of its iteration: by something that tells it apart
// in any list, not by its place in this one.
#ifndef SELECT_ITEM_NAME_H
#define SELECT_ITEM_NAME_H

#include "base/buf.h"
#include "value/value.h"

// Adds "acme", or for a map its `id`, else its `name`. False if nothing readable identifies the
// item: then its place has to do. *by is the value it is called by, which may be longer than the
// name.
bool item_name_add(Buf *out, Value item, Value *by);
// The same for text that a person typed: what is escaped already stays as it is.
void item_name_add_typed(Buf *out, Sv text);

#endif
