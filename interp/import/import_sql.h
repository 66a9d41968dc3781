// Reads SQL on a page as far as a draft needs it: where a statement ends, whether it sounds as if
// it did something (the action itself says what is known to), and which parts are placeholders.
// Knows no grammar.
#ifndef IMPORT_IMPORT_SQL_H
#define IMPORT_IMPORT_SQL_H

#include "base/map.h"

typedef struct SqlPiece {
    Sv text;            // one statement without its semicolon, or a command of the database's shell
    Sv comment;         // the words of the comment in front of it; may be empty
    uint32_t line;      // within the text, from 0
    bool sounds_so;     // it calls something that sounds as if it acted
    bool rows;          // it gives rows
    bool single;        // the rows are a single number: SELECT count(…)
    bool begins, ends;  // a transaction
    bool of_session;    // it has no effect in a statement that is sent by itself (SET, SAVEPOINT)
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
    Sv text; // with :name in place of each placeholder
    SqlName *names;
    uint32_t count, capacity;
    SvMap taken; // the names
} SqlBound;

// False if a string or comment does not end, or the body of a routine may contain semicolons.
MUST_USE bool sql_pieces(Arena *arena, Sv text, SqlPieces *out);
// False if a placeholder cannot be bound: within a string, by position, as a name.
MUST_USE bool sql_bind(Arena *arena, Sv statement, SqlBound *out);
// The offset behind the string, comment or dollar-quoted body that begins at `at`; `at` if none
// begins there, SV_NONE if it does not end.
size_t sql_quiet_end(Sv text, size_t at);
bool sql_is_comment(Sv text, size_t at);
bool sql_is_letter(char c);
size_t sql_word_end(Sv text, size_t at);
// Whether it begins like a statement.
bool sql_looks_so(Sv text);

#endif
