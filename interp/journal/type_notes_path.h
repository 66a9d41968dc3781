// Paths of places within a value: rows[].created_at, headers["set-cookie"].
#ifndef JOURNAL_TYPE_NOTES_PATH_H
#define JOURNAL_TYPE_NOTES_PATH_H

#include "base/buf.h"

void type_notes_path_key(Buf *path, Sv key);
// Adds the step to all items of a list.
void type_notes_path_item(Buf *path);

// Annotation of a text: it is a name that ignores case; of a map: its keys are such names.
#define TYPE_NOTES_NAME "name"
// Annotation of a list of table rows, followed by their column names as JSON.
#define TYPE_NOTES_ROWS "rows "

#endif
