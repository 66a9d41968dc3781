// How a place within a value is written: rows[].created_at, headers["set-cookie"].
#ifndef JOURNAL_TYPE_NOTES_PATH_H
#define JOURNAL_TYPE_NOTES_PATH_H

#include "base/buf.h"

void type_notes_path_key(Buf *path, Sv key);
// Of all items of a list.
void type_notes_path_item(Buf *path);

// Beside a text: a name that ignores case; beside a map: its keys are such names.
#define TYPE_NOTES_NAME "name"
// Beside a list of rows of a table, with the names of their columns as JSON behind it.
#define TYPE_NOTES_ROWS "rows "

#endif
