// Values into and out of SQLite: by the value's own kind, never by the column's declared type.
#ifndef STDLIB_DRIVERS_SQLITE_SQLITE_VALUE_H
#define STDLIB_DRIVERS_SQLITE_SQLITE_VALUE_H

#include "late/sqlite.h"
#include "value/value.h"

// Binds parameter `index`. Booleans become 0 and 1, timestamps RFC 3339 text, lists and maps JSON
// text. False with *error, which continues a sentence that begins with the parameter's name.
MUST_USE bool sqlite_bind(sqlite3_stmt *statement, int index, Value value, Arena *arena, Sv *error);
// Bytes of text or blob in a column of the current row; 8 for anything else.
size_t sqlite_column_size(sqlite3_stmt *statement, int column);
// One column of the current row, copied. False with *error, which continues a sentence that begins
// with the column's name.
MUST_USE bool sqlite_column(sqlite3_stmt *statement, int column, Arena *arena, Value *out,
                            Sv *error);

#endif
