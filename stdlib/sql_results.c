// What `sql` yields of an answer.
#include "sql_results.h"

#include "base/buf.h"
#include "base/limits.h"
#include "drivers/sql/sql_catalogue.h"

static bool derive_row(Arena *arena, const Value *results, Value *out, Sv *error) {
    size_t count = value_count(results[SQL_ROWS]);
    if (count != 1) {
        *error = count == 0 ? SV("the statement gave no row")
                            : sv_format(arena, "the statement gave %zu rows, not one", count);
        return false;
    }
    *out = value_item(results[SQL_ROWS], 0);
    return true;
}

// Of COPY … TO STDOUT alone; any other statement whose only column is called so has lines as well.
static bool derive_text(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value rows = results[SQL_ROWS], columns = results[SQL_COLUMNS];
    bool lines =
        value_count(columns) == 1 && sv_eq_c(value_text(value_item(columns, 0)), SQL_LINE_COLUMN);
    BUF_AUTO Buf text = buf_new(LIMIT_SQL_BYTES + LIMIT_SQL_ROWS);
    for (size_t i = 0; lines && i < value_count(rows); i++) {
        Value line = value_at(value_item(rows, i), 0);
        lines = line.kind == VALUE_STRING;
        if (!lines) break;
        buf_add(&text, value_text(line));
        buf_add_char(&text, '\n');
    }
    if (lines) {
        *out = value_tainted(value_string(buf_keep(&text, arena)), value_taint(rows));
        return true;
    }
    *error = SV("only COPY … TO STDOUT gives text; any other statement gives rows");
    return false;
}

static bool derive_affected(Arena *arena, const Value *results, Value *out, Sv *error) {
    (void)arena;
    *out = results[SQL_AFFECTED];
    if (out->kind != VALUE_NULL) return true;
    *error =
        SV("the database does not say how many rows the parts of a WITH touched: give them back "
           "by RETURNING, and count them in the SELECT");
    return false;
}

static bool derive_tables(Arena *arena, const Value *results, Value *out, Sv *error) {
    (void)arena;
    *out = results[SQL_TABLES];
    if (out->kind == VALUE_LIST) return true;
    *error = SV("the step asked for rows, not for the catalogue");
    return false;
}

static bool derive_value(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value row;
    if (!derive_row(arena, results, &row, error)) return false;
    if (value_count(row) != 1) {
        *error = sv_format(arena, "the statement gave %zu columns, not one", value_count(row));
        return false;
    }
    *out = value_at(row, 0);
    return true;
}

const ResultField sql_results[SQL_RESULT_COUNT] = {
    [SQL_ROWS] =
        {.name = "rows",
         .type = "list(map(string, dyn))",
         .doc = "The rows, each a map from column to value; asking for another column is an error.",
         .not_with = "catalogue",
         .columns = "columns"},
    [SQL_ROW] = {.name = "row",
                 .type = "map(string, dyn)",
                 .doc = "The row, where there is exactly one; an error otherwise.",
                 .not_with = "catalogue",
                 .derive = derive_row,
                 .made_from = "rows",
                 .same_as = "rows[0]"},
    [SQL_VALUE] =
        {.name = "value",
         .called = "the value",
         .type = "dyn",
         .doc = "The value, where there is exactly one row of one column; an error otherwise.",
         .not_with = "catalogue",
         .derive = derive_value,
         .made_from = "rows"},
    [SQL_COLUMNS] = {.name = "columns",
                     .type = "list(string)",
                     .not_with = "catalogue",
                     .doc = "The columns' names, in order."},
    [SQL_ROW_COUNT] = {.name = "row_count",
                       .called = "the number of rows",
                       .type = "int",
                       .range = "0..",
                       .same_as = "size(rows)",
                       .not_with = "catalogue",
                       .doc = "How many rows there are."},
    [SQL_AFFECTED] =
        {.name = "affected",
         .called = "the number of rows that it touched",
         .type = "int",
         .range = "0..",
         .not_with = "catalogue",
         .doc = "How many rows a change touched, those that triggers touched not counted; 0 for "
                "what only reads. An error where changes stand within a WITH before a SELECT: the "
                "database does not count them.",
         .derive = derive_affected,
         .made_from = "affected"},
    [SQL_TEXT] =
        {.name = "text",
         .type = "string",
         .not_with = "catalogue",
         .derive = derive_text,
         .made_from = "rows",
         .doc =
             "What `COPY … TO STDOUT` gave, each line ended by a line feed: "
             "`csv(text)` reads it where it is CSV with HEADER. An error for any other statement."},
    [SQL_TABLES] =
        {.name = "tables",
         .type = SQL_CATALOGUE_TYPE,
         .only_with = "catalogue",
         .derive = derive_tables,
         .made_from = "tables",
         .doc =
             "The tables that a name without a schema means (PostgreSQL's `search_path`; the address's database of MariaDB and MySQL; SQLite's file), sorted by name; no views, "
             "and none of the system's own. A column's `type` is in the database's words, and so is its `default`, which is null where it has none. "
             "An index's `columns` are those it is ordered by, an expression as `(expression)`; `unique` is one that lets no two rows of the table "
             "have the same there, so never a `partial` one, which holds only some rows. An index that PostgreSQL has not finished is not there."},
    [SQL_NOTICES] = {.name = "notices",
                     .type = "list(string)",
                     .doc = "What the server remarked, such as `NOTICE: …`."},
    [SQL_ANSWERED_BY] =
        {.name = "answered_by",
         .type = "string",
         .doc = "Which database was asked: host, port, name and the address that answered, or "
                "the file.",
         .not_observed = true},
    [SQL_ENCRYPTED] =
        {.name = "encrypted",
         .type = "bool",
         .doc = "Whether the connection is encrypted by TLS; never over a socket or for a "
                "file; ODBC does not tell, and it is false.",
         .not_observed = true},
    [SQL_ELAPSED] =
        {.name = "elapsed",
         .type = "duration",
         .range = "0..",
         .doc =
             "From sending the statement to its last row, with opening the connection where that was needed.",
         .not_observed = true},
};

static Value rows_of(Arena *arena, const SqlAnswer *answer) {
    Value *names = arena_new_array(arena, Value, answer->column_count);
    for (size_t c = 0; c < answer->column_count; c++)
        names[c] = value_string(answer->columns[c]);
    ListBuilder rows = list_builder(arena);
    for (size_t r = 0; r < answer->row_count && !arena_exhausted(arena); r++) {
        MapBuilder row = map_builder(arena);
        for (size_t c = 0; c < answer->column_count; c++)
            map_add(&row, names[c], answer->cells[r * answer->column_count + c]);
        list_add(&rows, map_done(&row));
    }
    return list_done(&rows);
}

static Value columns_of(Arena *arena, const SqlAnswer *answer) {
    ListBuilder columns = list_builder(arena);
    for (size_t c = 0; c < answer->column_count; c++)
        list_add(&columns, value_string(answer->columns[c]));
    return list_done(&columns);
}

Value *sql_results_of(const ActionCall *call, const SqlAnswer *answer, bool catalogue,
                      int64_t began) {
    Value *values = arena_new_array(call->arena, Value, SQL_RESULT_COUNT);
    if (catalogue) {
        values[SQL_TABLES] = sql_catalogue_tables(call->arena, answer);
    } else {
        values[SQL_COLUMNS] = columns_of(call->arena, answer);
        values[SQL_ROWS] =
            value_rows(call->arena, rows_of(call->arena, answer), values[SQL_COLUMNS]);
        values[SQL_ROW_COUNT] = value_int((int64_t)answer->row_count);
        values[SQL_AFFECTED] = answer->untold ? value_null() : value_int(answer->affected);
    }
    values[SQL_NOTICES] = answer->notices;
    values[SQL_ANSWERED_BY] = value_string(answer->server);
    values[SQL_ENCRYPTED] = value_bool(answer->encrypted);
    values[SQL_ELAPSED] = value_duration_ns(call->env->mono_ns(call->env->self) - began);
    return values;
}
