#include "drivers/sql/sql_reads.h"

static bool is_word(const SqlToken *token, const char *word) {
    return token->kind == SQL_TOKEN_WORD && sv_eq_nocase(token->text, sv_from_c(word));
}

static bool is_one_of(const SqlToken *token, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_word(token, words[i])) return true;
    return false;
}
#define IS_ONE_OF(token, words) is_one_of((token), (words), sizeof(words) / sizeof *(words))

static bool is_mark(const SqlToken *token, char mark) {
    return token->kind == SQL_TOKEN_MARK && token->text.len == 1 && token->text.at[0] == mark;
}

static const char *const queries[] = {"select", "values", "table"};
static const char *const changes[] = {"insert", "update", "delete", "merge", "replace"};

// What is found first is what is told.
static void find(SqlReading *reading, Sv acts, Sv hint) {
    // To plan a query MariaDB and MySQL may carry a part of it out.
    bool planned = reading->explained && !(reading->mysql && reading->stage == SQL_STAGE_QUERY);
    if (reading->acts.len || planned) return;
    reading->acts = acts;
    reading->hint = hint;
}

#define FOUND(reading, hint, ...) find((reading), sv_format((reading)->arena, __VA_ARGS__), (hint))

// ── groups ──

static SqlGroupKind group(const SqlReading *reading) {
    return reading->groups[reading->depth];
}

static void set_group(SqlReading *reading, SqlGroupKind kind) {
    reading->groups[reading->depth] = (unsigned char)kind;
}

// Whether a lock or an INTO may stand here: the parts of a function's call are no query.
static bool in_query(const SqlReading *reading) {
    SqlGroupKind kind = group(reading);
    return kind == SQL_GROUP_QUERY || kind == SQL_GROUP_WITH ||
           (kind == SQL_GROUP_OPENS && reading->depth == 0);
}

// WITH name(column) AS …, or … AS name(column): names that are given, not called.
static bool is_named(const SqlReading *reading, const SqlToken *before) {
    if (is_word(before, "as")) return true;
    return group(reading) == SQL_GROUP_WITH &&
           (is_word(before, "with") || is_mark(before, ',') || is_word(before, "recursive"));
}

// WITH … AS (…) (SELECT …): the statement behind the parts, in parentheses of its own.
static bool is_behind_parts(const SqlReading *reading) {
    static const char *const before_part[] = {"as", "materialized"};
    return group(reading) == SQL_GROUP_WITH && !IS_ONE_OF(&reading->last[0], before_part) &&
           !is_named(reading, &reading->last[1]);
}

static void open_group(SqlReading *reading) {
    if (group(reading) == SQL_GROUP_NEW) set_group(reading, SQL_GROUP_OPENS);
    if (is_behind_parts(reading)) set_group(reading, SQL_GROUP_QUERY);
    if (reading->depth == LIMIT_SQL_NESTING) {
        // What is not followed could be anything.
        FOUND(reading, SV("nest them less deeply"),
              "more than %d parentheses stand within each other (SQL_NESTING)", LIMIT_SQL_NESTING);
        return;
    }
    reading->depth++;
    bool options = reading->stage == SQL_STAGE_EXPLAIN && is_word(&reading->last[0], "explain");
    set_group(reading, options ? SQL_GROUP_OPTIONS : SQL_GROUP_NEW);
}

static void close_group(SqlReading *reading) {
    if (reading->depth == 0) return;
    bool query = in_query(reading);
    reading->depth--;
    if (query && group(reading) == SQL_GROUP_OPENS) set_group(reading, SQL_GROUP_QUERY);
}

// ── calls ──

static void take_call(SqlReading *reading) {
    const SqlToken *last = reading->last, *name = &last[0];
    bool may_call = reading->stage == SQL_STAGE_QUERY || reading->depth > 0;
    if (!may_call || is_named(reading, &last[1])) return;
    // U&"…" UESCAPE '!' (
    if (name->kind == SQL_TOKEN_TEXT && is_word(&last[1], "uescape")) name = &last[2];
    if (name->kind == SQL_TOKEN_CODED) {
        FOUND(reading, SV("write the name of the function plainly"),
              "U&\"%.*s\" is called, and what that is cannot be read", SV_ARG(name->text));
        return;
    }
    if (name->kind != SQL_TOKEN_WORD && name->kind != SQL_TOKEN_NAME) return;
    Sv schema = is_mark(&last[1], '.') ? last[2].text : (Sv){0};
    const char *does = sql_function_acts(schema, name->text);
    if (does) FOUND(reading, (Sv){0}, "%.*s() %s", SV_ARG(name->text), does);
}

// ── the kinds of statements ──

static void find_unknown(SqlReading *reading, Sv word) {
    Sv meant = sql_statement_closest(reading->arena, word);
    FOUND(reading,
          meant.len ? sv_format(reading->arena, "did you mean %.*s?", SV_ARG(meant)) : (Sv){0},
          "%.*s begins no kind of statement that is known to only read", SV_ARG(word));
}

// In MySQL's dialect a table may be explained as well: its columns are told.
static bool explains(const SqlReading *reading, const SqlToken *token) {
    static const char *const of_mysql[] = {"describe", "desc"};
    return is_word(token, "explain") || (reading->mysql && IS_ONE_OF(token, of_mysql));
}

static void take_verb(SqlReading *reading, const SqlToken *token) {
    const SqlStatementRow *row = sql_statement_row(token->text);
    bool query = IS_ONE_OF(token, queries), with = is_word(token, "with");
    if (query || with) {
        reading->stage = SQL_STAGE_QUERY;
        set_group(reading, query ? SQL_GROUP_QUERY : SQL_GROUP_WITH);
    } else if (explains(reading, token) && !reading->analyzed && !reading->explained) {
        reading->stage = SQL_STAGE_EXPLAIN;
        reading->explained = true;
    } else if (is_word(token, "copy")) {
        reading->stage = SQL_STAGE_COPY;
    } else if (is_word(token, "pragma")) {
        // SQLite carries some out even where they are only to be explained.
        reading->explained = false;
        reading->stage = SQL_STAGE_PRAGMA;
    } else {
        reading->stage = SQL_STAGE_ANYTHING;
        if (!row)
            find_unknown(reading, token->text);
        else if (row->kind != SQL_READS)
            FOUND(reading, sv_from_c(row->hint ? row->hint : ""), "%s%s %s",
                  reading->analyzed ? "EXPLAIN ANALYZE carries it out: " : "", row->word,
                  row->does);
        reading->within = row && row->kind == SQL_WITHIN;
    }
}

static void take_explain(SqlReading *reading, const SqlToken *token) {
    static const char *const options[] = {"verbose", "query",    "plan",       "format",     "json",
                                          "tree",    "extended", "partitions", "traditional"};
    static const char *const analyze[] = {"analyze", "analyse"};
    static const char *const off[] = {"off", "false"};
    bool within = group(reading) == SQL_GROUP_OPTIONS;
    SqlToken before = {SQL_TOKEN_WORD, reading->last[0].text};
    bool said = within && IS_ONE_OF(&before, analyze);
    SqlToken value = {SQL_TOKEN_WORD, token->text};
    bool not_so = said && (IS_ONE_OF(&value, off) || sv_eq_c(token->text, "0"));
    if (not_so) reading->analyzed = false, reading->explained = true;
    // The name of an option may stand in quotes, or in codes that are not read here.
    bool quoted = within && (token->kind == SQL_TOKEN_NAME || token->kind == SQL_TOKEN_CODED);
    if (token->kind != SQL_TOKEN_WORD && !quoted) return;
    if (IS_ONE_OF(quoted ? &value : token, analyze) || token->kind == SQL_TOKEN_CODED) {
        reading->analyzed = true;
        reading->explained = false;
        return;
    }
    // EXPLAIN (SELECT …) has no options.
    bool begins =
        is_mark(&reading->last[0], '(') && (IS_ONE_OF(token, queries) || is_word(token, "with"));
    if (quoted) return;
    if (begins || (!within && !IS_ONE_OF(token, options))) take_verb(reading, token);
}

// The statement behind a WITH, or a part of one. Names of tables and columns may be such words too.
static void take_change(SqlReading *reading, const SqlToken *token) {
    const SqlToken *before = &reading->last[0];
    SqlGroupKind kind = group(reading);
    bool with = kind == SQL_GROUP_WITH;
    if (with && (is_word(before, "with") || is_word(before, "recursive") || is_mark(before, ',')))
        return;
    if (with && IS_ONE_OF(token, queries)) set_group(reading, SQL_GROUP_QUERY);
    if (with && IS_ONE_OF(token, changes))
        FOUND(reading, (Sv){0}, "a WITH before %.*s changes rows", SV_ARG(token->text));
    if (kind == SQL_GROUP_NEW) {
        bool query = IS_ONE_OF(token, queries);
        set_group(reading, query                       ? SQL_GROUP_QUERY
                           : is_word(token, "with")    ? SQL_GROUP_WITH
                           : IS_ONE_OF(token, changes) ? SQL_GROUP_CHANGE
                                                       : SQL_GROUP_OTHER);
        return;
    }
    if (kind != SQL_GROUP_CHANGE) return;
    bool into = (is_word(before, "insert") || is_word(before, "merge")) && is_word(token, "into");
    bool from = is_word(before, "delete") && is_word(token, "from");
    if (into || from || is_word(token, "set"))
        FOUND(reading, (Sv){0}, "%s within it changes rows",
              from   ? "DELETE"
              : into ? is_word(before, "merge") ? "MERGE" : "INSERT"
                     : "UPDATE");
}

static const char *lock_of(const SqlToken *token) {
    static const char *const locks[][2] = {
        {"update", "UPDATE"}, {"share", "SHARE"}, {"no", "NO KEY UPDATE"}, {"key", "KEY SHARE"}};
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        if (is_word(token, locks[i][0])) return locks[i][1];
    return NULL;
}

static void take_query(SqlReading *reading, const SqlToken *token) {
    const char *lock = lock_of(token);
    const SqlToken *before = &reading->last[0];
    if (is_mark(before, '.') || is_word(before, "as")) return;
    if (is_word(token, "into") && group(reading) == SQL_GROUP_QUERY)
        FOUND(reading, (Sv){0},
              reading->mysql ? "SELECT … INTO writes a file of the server, or sets variables"
                             : "SELECT … INTO makes a table");
    // Of MySQL alone, and so plain that it is told of any.
    bool file =
        is_word(before, "into") && (is_word(token, "outfile") || is_word(token, "dumpfile"));
    if (file && group(reading) == SQL_GROUP_QUERY && !reading->explained)
        reading->acts = SV("SELECT … INTO OUTFILE writes a file of the server");
    if (reading->mysql && is_word(token, "share") && is_word(before, "in"))
        FOUND(reading, SV("leave LOCK IN SHARE MODE out: such a lock ends with its step"),
              "LOCK IN SHARE MODE locks the rows that are read");
    if (reading->mysql && is_word(token, "for") && is_word(before, "value"))
        FOUND(reading, (Sv){0}, "NEXT VALUE FOR takes a number that is not given back");
    if (lock && is_word(before, "for") && in_query(reading))
        FOUND(reading,
              sv_format(reading->arena, "leave FOR %s out: such a lock ends with its step", lock),
              "FOR %s locks the rows that are read", lock);
    take_change(reading, token);
}

static void take_copy(SqlReading *reading, const SqlToken *token) {
    const SqlToken *before = &reading->last[0];
    if (reading->depth > 0) {
        take_query(reading, token);
    } else if (is_word(token, "from")) {
        FOUND(reading, (Sv){0}, "COPY … FROM adds rows");
    } else if (is_word(before, "to") && is_word(token, "program")) {
        FOUND(reading, (Sv){0}, "COPY … TO PROGRAM starts a program on the server");
    } else if (is_word(before, "to") && is_word(token, "stdout")) {
        reading->copies_out = true;
    }
}

static void take_pragma(SqlReading *reading, const SqlToken *token) {
    bool first = is_word(&reading->last[0], "pragma"), of_schema = is_mark(&reading->last[0], '.');
    if (first || of_schema) reading->pragma = *token;
    if (is_mark(token, '='))
        FOUND(reading, (Sv){0}, "PRAGMA %.*s = … sets something", SV_ARG(reading->pragma.text));
    if (is_mark(token, '(')) reading->pragma_given = true;
}

static void end_pragma(SqlReading *reading) {
    Sv name = reading->pragma.text;
    if (sql_pragma_reads(name, reading->pragma_given)) return;
    if (sql_pragma_reads(name, false))
        FOUND(reading, (Sv){0}, "PRAGMA %.*s(…) sets something", SV_ARG(name));
    else
        FOUND(reading, (Sv){0}, "PRAGMA %.*s is none that is known to only read", SV_ARG(name));
}

// ── one token after the other ──

static void take_word(SqlReading *reading, const SqlToken *token) {
    switch (reading->stage) {
    case SQL_STAGE_VERB: take_verb(reading, token); break;
    case SQL_STAGE_EXPLAIN: take_explain(reading, token); break;
    case SQL_STAGE_QUERY: take_query(reading, token); break;
    case SQL_STAGE_COPY: take_copy(reading, token); break;
    case SQL_STAGE_PRAGMA:
    case SQL_STAGE_ANYTHING: break;
    }
}

void sql_reading_take(SqlReading *reading, SqlToken token) {
    bool opens = is_mark(&token, '(');
    if (reading->stage == SQL_STAGE_PRAGMA) take_pragma(reading, &token);
    if (reading->stage == SQL_STAGE_EXPLAIN && token.kind != SQL_TOKEN_WORD)
        take_explain(reading, &token);
    if (opens) take_call(reading);
    if (opens)
        open_group(reading);
    else if (is_mark(&token, ')'))
        close_group(reading);
    else if (token.kind == SQL_TOKEN_WORD)
        take_word(reading, &token);
    else if (group(reading) == SQL_GROUP_NEW)
        set_group(reading, SQL_GROUP_OTHER);
    for (size_t i = SQL_LOOKBACK - 1; i > 0; i--)
        reading->last[i] = reading->last[i - 1];
    reading->last[0] = token;
}

Sv sql_reading_end(SqlReading *reading, Sv *hint) {
    if (reading->stage == SQL_STAGE_PRAGMA) end_pragma(reading);
    if (reading->stage == SQL_STAGE_COPY && !reading->copies_out)
        FOUND(reading, (Sv){0}, "COPY … TO a file writes one on the server");
    if (reading->copies_out && reading->acts.len)
        reading->hint = SV("give the statement in its parentheses itself");
    *hint = reading->hint;
    return reading->acts;
}
