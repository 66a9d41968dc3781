// Reads one SQL statement as far as is needed to bind values: tells strings, comments,
// dollar-quoted bodies and casts from `:name`. Knows no grammar: what a statement means is up to
// the database.
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
    bool may_give_rows; // it begins like a statement that gives rows, or has RETURNING
    bool plain;         // a SELECT that only calls functions known to leave no trace in a session
    bool changes_rows;  // INSERT, UPDATE, DELETE, MERGE and the like, which may touch no row at all
    bool changes_aside; // its WITH changes rows, but the count is that of a SELECT
    bool acts_aside; // its WITH changes rows, or it calls a function that is not well known: what
                     // it counts is not all that it does
    bool
        own_blocks; // outside of a transaction it may commit on its way: CALL, VACUUM, CONCURRENTLY
    bool copies_out; // COPY … TO STDOUT
    Sv acts; // what it does besides reading, as far as can be seen: "DO runs code, …"; empty =
             // nothing
    Sv acts_hint;     // what to do instead of declaring that; may be empty
    bool acts_within; // what it does needs a transaction around it
} SqlText;

typedef struct SqlProblem {
    Sv error; // one line
    Sv hint;  // may be empty
} SqlProblem;

// How a database reads quotes and comments.
typedef enum SqlDialect {
    SQL_STANDARD, // PostgreSQL, SQLite and most others
    // MariaDB and MySQL: a backslash escapes, "…" is a text, `…` a name, # begins a comment, --
    // only with a blank behind it, and what stands in /*! … */ is carried out
    SQL_MYSQL
} SqlDialect;

// False with *problem if it is empty, more than one statement, cut off within a string or comment,
// a command of a database shell, or makes no sense by itself (BEGIN, COMMIT …).
MUST_USE bool sql_lex_as(Arena *arena, Sv query, SqlDialect dialect, SqlText *out,
                         SqlProblem *problem);
// In the standard's dialect.
MUST_USE bool sql_lex(Arena *arena, Sv query, SqlText *out, SqlProblem *problem);
// Whether something stands in it that only MySQL's dialect has, or reads otherwise.
bool sql_may_be_mysql(Sv query);
// Whether `word ( …` calls nothing that could leave a trace in the session: a keyword, or one of
// the well-known functions.
bool sql_call_is_plain(Sv word); // sql_plain.c
// Checks that exactly the names in the text are given.
MUST_USE bool sql_check_names(Arena *arena, const SqlText *text, const Sv *given, size_t count,
                              SqlProblem *problem);
// The text with $1, $2 … in place of the names, as PostgreSQL takes it.
Sv sql_numbered(Arena *arena, const SqlText *text);
// The offset in the original text for a byte offset in the text from sql_numbered.
size_t sql_original_offset(const SqlText *text, size_t numbered);
// The same with ? in place of the names: a value for each bind, in order.
Sv sql_marked(Arena *arena, const SqlText *text);
size_t sql_marked_offset(const SqlText *text, size_t marked);
// Whether the text names it anywhere, in capital letters or small ones.
bool sql_is_named(Sv query, Sv name);
// One line for people: the first line with content, and … if more follows.
Sv sql_shown(Arena *arena, Sv query);
// The line around the offset and a caret below it, for an error of the database.
Sv sql_caret(Arena *arena, Sv query, size_t offset);

#endif
