#include "drivers/sql/sql_words.h"

#define NOTE_READS  "reads"
#define NOTE_ACTS   "needs `write: true`"
#define NOTE_WITHIN "needs `write: true`, `transaction: true`"
#define NOTE_ALONE  "refused"

static const ActionWord statements[] = {
#define SQL_STATEMENT(kind, word, does, hint) {word, NOTE_##kind ": " does},
#include "drivers/sql/sql_statements.def"
#undef SQL_STATEMENT
};

static const ActionWord functions[] = {
#define SQL_FUNCTION(name, does)            {name, does},
#define SQL_FUNCTION_OF(schema, name, does) {schema "." name, does},
#include "drivers/sql/sql_functions.def"
#undef SQL_FUNCTION
#undef SQL_FUNCTION_OF
};

static const ActionWord pragmas[] = {
#define NOTE_true                         "; with an argument too"
#define NOTE_false                        ""
#define SQL_PRAGMA(name, argument, tells) {name, tells NOTE_##argument},
#include "drivers/sql/sql_pragmas.def"
#undef SQL_PRAGMA
};

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

const ActionWords sql_words[SQL_WORDS_COUNT] = {
    {"sql-statements", "Kinds of statements",
     "By its first word, behind any comments and parentheses, a statement reads or acts. Without `write: true` only what "
     "reads is taken: a WITH whose parts and whose statement do, an EXPLAIN with ANALYZE of what reads, a SELECT without "
     "INTO and without FOR UPDATE or SHARE, which calls none of the functions that act. A word that is not listed is no kind that is "
     "known to only read.",
     statements, COUNT(statements)},
    {"sql-functions", "Functions that act",
     "Functions of PostgreSQL, of its usual extensions, of MariaDB, MySQL and SQLite that do more than to read, many of them even in a "
     "transaction that only reads. A statement that calls one of them, by any schema and however it is quoted, needs `write: true`. "
     "A `*` stands for any ending. Others may act as well: functions of your own, what views and operators call, foreign tables. "
     "They are not looked into, so the connection's user must be one that may not do what must not be done. "
     "Advisory locks are not listed: they are given back with the step.",
     functions, COUNT(functions)},
    {"sql-pragmas", "PRAGMAs that read",
     "In SQLite a PRAGMA of these only reads, as it stands or, where that is said, with an argument in parentheses. Any other one, "
     "one with `=`, and any other argument needs `write: true`.",
     pragmas, COUNT(pragmas)},
};
