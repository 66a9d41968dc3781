// Whether a statement only reads. It is told the statement's tokens one after the other and says
// what the statement would do besides: by its kind (sql_statements.def), by the functions that it
// calls (sql_functions.def), by the PRAGMA that it is (sql_pragmas.def). Knows no schema: what
// functions, views and operators of one's own do is not seen here.
#ifndef STDLIB_DRIVERS_SQL_SQL_READS_H
#define STDLIB_DRIVERS_SQL_SQL_READS_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/sv.h"

typedef enum SqlTokenKind {
    SQL_TOKEN_NONE,
    SQL_TOKEN_WORD,  // a keyword, or a name without quotes
    SQL_TOKEN_NAME,  // a name in quotes; the text is what they hold
    SQL_TOKEN_CODED, // U&"…", whose text may hold codes of characters
    SQL_TOKEN_TEXT,  // a string; the text is what its quotes hold
    SQL_TOKEN_NUMBER,
    SQL_TOKEN_MARK // any other character
} SqlTokenKind;

typedef struct SqlToken {
    SqlTokenKind kind;
    Sv text;
} SqlToken;

enum { SQL_LOOKBACK = 4 };

// What stands between two parentheses, or the whole statement.
typedef enum SqlGroupKind {
    SQL_GROUP_NEW,     // nothing yet
    SQL_GROUP_OPENS,   // it begins with another parenthesis
    SQL_GROUP_QUERY,   // SELECT, VALUES or TABLE
    SQL_GROUP_WITH,    // the parts of a WITH, before the statement behind them
    SQL_GROUP_CHANGE,  // it begins like a change, which a column's name may do as well
    SQL_GROUP_OPTIONS, // of EXPLAIN
    SQL_GROUP_OTHER
} SqlGroupKind;

typedef enum SqlStage {
    SQL_STAGE_VERB,    // the word that says what it is comes next
    SQL_STAGE_EXPLAIN, // it is behind EXPLAIN and its options
    SQL_STAGE_QUERY,
    SQL_STAGE_COPY,
    SQL_STAGE_PRAGMA,
    SQL_STAGE_ANYTHING // what follows makes no difference
} SqlStage;

typedef struct SqlReading {
    Arena *arena;
    bool mysql; // it is in MySQL's dialect
    SqlStage stage;
    bool explained; // EXPLAIN without ANALYZE: it is planned, not carried out
    bool analyzed;
    bool copies_out; // COPY … TO STDOUT
    SqlToken pragma; // the PRAGMA's name
    bool pragma_given;
    SqlToken last[SQL_LOOKBACK]; // the latest first
    size_t depth;
    unsigned char groups[LIMIT_SQL_NESTING + 1]; // SqlGroupKind
    Sv acts;
    Sv hint;
    bool within; // it needs a transaction around it
} SqlReading;

void sql_reading_take(SqlReading *reading, SqlToken token);
// What it does besides reading, in words that its subject begins: "CHECKPOINT makes the server …";
// empty where it only reads. *hint is what to do instead of declaring a change; may be empty.
Sv sql_reading_end(SqlReading *reading, Sv *hint);

// ── the tables ──

typedef enum SqlStatementKind {
    SQL_READS, // as long as what it is about does
    SQL_ACTS,
    SQL_WITHIN, // it acts, and needs a transaction around it
    SQL_ALONE   // it makes no sense as the one statement of a step
} SqlStatementKind;

typedef struct SqlStatementRow {
    const char *word; // the first of such statements, in capitals
    SqlStatementKind kind;
    const char *does; // continues a sentence that begins with the word
    const char *hint; // NULL = declare the change
} SqlStatementRow;

extern const SqlStatementRow sql_statement_rows[];
extern const size_t sql_statement_row_count;
// NULL if it begins no statement that is known.
const SqlStatementRow *sql_statement_row(Sv word);
// The word of one that reads that may have been meant; empty if none is like it.
Sv sql_statement_closest(Arena *arena, Sv word);

// What a function of that name does besides reading, continuing a sentence; NULL if it is not among
// those that are known to. `schema` is empty where none is written.
const char *sql_function_acts(Sv schema, Sv name);
// Whether such a PRAGMA is known to only read, and with an argument in parentheses too.
bool sql_pragma_reads(Sv name, bool argument);

#endif
