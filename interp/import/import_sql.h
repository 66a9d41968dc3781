// SQL on a page, read as far as a draft needs it: where one statement ends, whether it may change
// something, and what in it stands for a value. Knows no grammar; when in doubt it says that a
// statement changes something.
#ifndef IMPORT_IMPORT_SQL_H
#define IMPORT_IMPORT_SQL_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct SqlPiece {
    Sv text;            // one statement without its semicolon, or a line for the database's shell
    Sv comment;         // the words of the comment in front of it; may be empty
    uint32_t line;      // within the text, from 0
    bool changes;       // it writes, or calls what sounds like it
    bool rows;          // it gives rows
    bool single;        // these are one number: SELECT count(…)
    bool begins, ends;  // a transaction
    bool of_session;    // it means nothing to a statement that is sent alone (SET, SAVEPOINT)
    bool shell_command; // \d
} SqlPiece;

typedef struct SqlPieces {
    SqlPiece *items;
    uint32_t count, capacity;
} SqlPieces;

typedef struct SqlName {
    Sv name;    // snake_case
    Sv written; // as on the page: <org-id>
} SqlName;

typedef struct SqlBound {
    Sv text; // with :name where something stood for a value
    SqlName *names;
    uint32_t count, capacity;
} SqlBound;

// False where a string or comment does not end, or a routine's body may hold semicolons.
MUST_USE bool sql_pieces(Arena *arena, Sv text, SqlPieces *out);
// False where what stands for a value cannot be bound: within a string, by position, as a name.
MUST_USE bool sql_bind(Arena *arena, Sv statement, SqlBound *out);
// Behind the string, comment or body in dollars that begins at `at`; `at` where none does, SV_NONE
// where it does not end.
size_t sql_quiet_end(Sv text, size_t at);
bool sql_is_comment(Sv text, size_t at);
bool sql_is_letter(char c);
size_t sql_word_end(Sv text, size_t at);
// It begins as statements do.
bool sql_looks_so(Sv text);

#endif
