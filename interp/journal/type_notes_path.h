// Paths of places within a value: rows[].created_at, headers["set-cookie"].
#ifndef JOURNAL_TYPE_NOTES_PATH_H
#define JOURNAL_TYPE_NOTES_PATH_H

#include "base/buf.h"
#include "value/value.h"

void type_notes_path_key(Buf *path, Sv key);
// Adds the step to all items of a list.
void type_notes_path_item(Buf *path);

// Where values of several kinds share a path, the words of each, in order, stand beside it.
Sv type_notes_path_each(Arena *arena, Sv path);

// Annotation of a text: it is a name that ignores case; of a map: its keys are such names.
#define TYPE_NOTES_NAME "name"
// Annotation of a map: of which kind its keys are, one word for all of them or one for each.
#define TYPE_NOTES_KEYS "keys "
// The key that stands as that text; false if it is none of that kind.
MUST_USE bool type_notes_key(Arena *arena, Sv kind, Sv text, Value *out);
// Annotation of a list of table rows, followed by their column names as JSON.
#define TYPE_NOTES_ROWS "rows "

#endif
