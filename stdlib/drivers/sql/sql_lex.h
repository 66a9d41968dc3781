// Reading one SQL statement as far as needed to bind values into it: strings, comments, dollar
// bodies and casts are told apart from `:name`. Knows no grammar: what a statement means is the
// database's business.
#ifndef STDLIB_DRIVERS_SQL_SQL_LEX_H
#define STDLIB_DRIVERS_SQL_SQL_LEX_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct SqlBind {
    Sv name;
    size_t at;     // offset of its colon
    size_t number; // index into names
} SqlBind;

typedef struct SqlText {
    Sv text;              // the statement, without a semicolon at its end
    const SqlBind *binds; // in order
    size_t bind_count;
    const Sv *names; // each once, in order of first appearance
    size_t name_count;
    Sv verb;            // its first word, in capitals: SELECT, INSERT, WITH …
    bool may_give_rows; // it begins with what gives rows, or has RETURNING
    bool plain; // a SELECT that calls nothing but functions known to leave no trace in a session
    bool changes_rows;  // INSERT, UPDATE, DELETE, MERGE and their like: it can touch no row at all
    bool changes_aside; // a part of its WITH changes rows, and what is told are those of a SELECT
    bool
        own_blocks; // outside of a transaction it may commit on its way: CALL, VACUUM, CONCURRENTLY
} SqlText;

typedef struct SqlProblem {
    Sv error; // one line
    Sv hint;  // may be empty
} SqlProblem;

// False with *problem where it is empty, more than one statement, cut off within a string or
// comment, a command of a database's own shell, or one that makes no sense alone (BEGIN, COMMIT …).
MUST_USE bool sql_lex(Arena *arena, Sv query, SqlText *out, SqlProblem *problem);
// True where `word ( …` calls nothing that could leave a trace in the database's session: a
// keyword, or one of the well-known functions.
bool sql_call_is_plain(Sv word); // sql_plain.c
// Checks that exactly the names in the text are given.
MUST_USE bool sql_check_names(Arena *arena, const SqlText *text, const Sv *given, size_t count,
                              SqlProblem *problem);
// The text with $1, $2 … in the place of names, as PostgreSQL takes it.
Sv sql_numbered(Arena *arena, const SqlText *text);
// The offset in the text itself of a byte offset in what sql_numbered made of it.
size_t sql_original_offset(const SqlText *text, size_t numbered);
// One line for people: the first line that says something, with … where more follows.
Sv sql_shown(Arena *arena, Sv query);
// The line that the offset stands in, and below it a caret: for an error of the database.
Sv sql_caret(Arena *arena, Sv query, size_t offset);

#endif
