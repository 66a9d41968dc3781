// The catalogue as an ODBC driver lists it: tables, columns, primary keys and indexes.
#include "drivers/odbc/odbc_driver.h"
#include "drivers/sql/sql_catalogue.h"

enum { CATALOGUE_COLUMNS = SQL_CATALOGUE_PARTIAL + 1 };
// Columns of what SQLTables, SQLColumns, SQLPrimaryKeys and SQLStatistics give.
enum {
    TABLE_CATALOG = 1,
    TABLE_SCHEMA = 2,
    TABLE_NAME = 3,
    COLUMN_NAME = 4,
    COLUMN_TYPE = 6,
    COLUMN_NULLABLE = 11,
    COLUMN_DEFAULT = 13,
    KEY_COLUMN = 4,
    KEY_NAME = 6,
    INDEX_NOT_UNIQUE = 4,
    INDEX_NAME = 6,
    INDEX_TYPE = 7,
    INDEX_COLUMN = 9,
    INDEX_FILTER = 13
};

typedef struct OdbcListing {
    OdbcTask *task;
    ListBuilder cells;
    SqlMeter meter;
    Sv over;
} OdbcListing;

typedef struct OdbcListed {
    SqlAnswer answer;
    size_t row;
} OdbcListed;

static Value cell(const OdbcListed *asked, size_t column) {
    return column <= asked->answer.column_count
               ? asked->answer.cells[asked->row * asked->answer.column_count + column - 1]
               : value_null();
}

static bool is_null(Value value) {
    return value.kind == VALUE_NULL;
}

static int64_t number(Value value) {
    return value.kind == VALUE_INT ? value.integer : 0;
}

typedef struct Wide {
    SQLWCHAR *at; // NULL = any
    SQLSMALLINT count;
} Wide;

static bool is_same(Value a, Value b) {
    return a.kind == b.kind && sv_eq(value_text(a), value_text(b));
}

static Wide wide(OdbcTask *task, Value name) {
    if (name.kind != VALUE_STRING || !value_text(name).len) return (Wide){0};
    return (Wide){odbc_wide(task->arena, value_text(name), NULL), SQL_NTS};
}

// The database that names without one mean; null where the driver does not know.
static Value current_catalog(OdbcTask *task) {
    SQLWCHAR name[512];
    SQLINTEGER bytes = 0;
    Sv text;
    bool told = SQL_SUCCEEDED(SQLGetConnectAttrW(task->odbc->dbc, SQL_ATTR_CURRENT_CATALOG, name,
                                                 sizeof name, &bytes)) &&
                bytes > 0 && (size_t)bytes < sizeof name &&
                odbc_narrow(task->arena, name, (size_t)bytes / sizeof *name, &text);
    return told ? value_string(text) : value_null();
}

typedef enum Wanted { TABLES, COLUMNS, KEYS, INDEXES } Wanted;

static SQLRETURN list(SQLHSTMT statement, Wanted wanted, Wide catalog, Wide schema, Wide table) {
    static SQLWCHAR kinds[] = {'T', 'A', 'B', 'L', 'E', 0};
    switch (wanted) {
    case TABLES:
        return SQLTablesW(statement, catalog.at, catalog.count, NULL, 0, NULL, 0, kinds, SQL_NTS);
    case COLUMNS:
        return SQLColumnsW(statement, catalog.at, catalog.count, schema.at, schema.count, table.at,
                           table.count, NULL, 0);
    case KEYS:
        return SQLPrimaryKeysW(statement, catalog.at, catalog.count, schema.at, schema.count,
                               table.at, table.count);
    case INDEXES: break;
    }
    return SQLStatisticsW(statement, catalog.at, catalog.count, schema.at, schema.count, table.at,
                          table.count, SQL_INDEX_ALL, SQL_QUICK);
}

static bool ask(OdbcTask *task, Wanted wanted, const OdbcListed *table, OdbcListed *out) {
    *out = (OdbcListed){0};
    SQLHSTMT statement = odbc_statement_new(task);
    if (!statement) return false;
    Wide none = {0};
    SQLRETURN got =
        table ? list(statement, wanted, wide(task, cell(table, TABLE_CATALOG)),
                     wide(task, cell(table, TABLE_SCHEMA)), wide(task, cell(table, TABLE_NAME)))
              : list(statement, wanted, wide(task, current_catalog(task)), none, none);
    bool done = SQL_SUCCEEDED(got) ? odbc_take_rows(task, statement, &out->answer)
                                   : odbc_fail(task, SQL_HANDLE_STMT, statement);
    odbc_statement_end(task, statement);
    return done;
}

static void add_row(OdbcListing *listing, const Value row[CATALOGUE_COLUMNS]) {
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++)
        list_add(&listing->cells, row[i]);
    if (!listing->over.len)
        ignore_result(sql_meter_row(&listing->meter, listing->task->arena, &listing->over));
}

static bool is_key(const OdbcListed *keys, Value column) {
    OdbcListed key = *keys;
    for (key.row = 0; key.row < keys->answer.row_count; key.row++)
        if (value_equal(cell(&key, KEY_COLUMN), column)) return true;
    return false;
}

// What is asked for is a pattern to a driver: a_b is axb as well.
static void add_columns(OdbcListing *listing, const OdbcListed *of, Value table,
                        OdbcListed *columns, const OdbcListed *keys) {
    for (columns->row = 0; columns->row < columns->answer.row_count; columns->row++) {
        if (!is_same(cell(columns, TABLE_NAME), cell(of, TABLE_NAME)) ||
            !is_same(cell(columns, TABLE_SCHEMA), cell(of, TABLE_SCHEMA)))
            continue;
        Value name = cell(columns, COLUMN_NAME), row[CATALOGUE_COLUMNS] = {0};
        row[SQL_CATALOGUE_TABLE] = table;
        row[SQL_CATALOGUE_COLUMN] = name;
        row[SQL_CATALOGUE_TYPE_OF] = cell(columns, COLUMN_TYPE);
        row[SQL_CATALOGUE_NULLABLE] =
            value_bool(number(cell(columns, COLUMN_NULLABLE)) != SQL_NO_NULLS);
        row[SQL_CATALOGUE_DEFAULT] = cell(columns, COLUMN_DEFAULT);
        row[SQL_CATALOGUE_PRIMARY_KEY] = value_bool(is_key(keys, name));
        add_row(listing, row);
    }
}

static void add_indexes(OdbcListing *listing, Value table, OdbcListed *indexes,
                        const OdbcListed *keys) {
    Value key = keys->answer.row_count ? cell(keys, KEY_NAME) : value_null();
    for (indexes->row = 0; indexes->row < indexes->answer.row_count; indexes->row++) {
        Value name = cell(indexes, INDEX_NAME), row[CATALOGUE_COLUMNS] = {0};
        Value column = cell(indexes, INDEX_COLUMN), filter = cell(indexes, INDEX_FILTER);
        if (is_null(name) || number(cell(indexes, INDEX_TYPE)) == SQL_TABLE_STAT) continue;
        bool some = filter.kind == VALUE_STRING && value_text(filter).len > 0;
        Value not_unique = cell(indexes, INDEX_NOT_UNIQUE);
        row[SQL_CATALOGUE_TABLE] = table;
        row[SQL_CATALOGUE_INDEX] = name;
        row[SQL_CATALOGUE_COLUMN] =
            is_null(column) ? value_string(SV(SQL_CATALOGUE_EXPRESSION)) : column;
        row[SQL_CATALOGUE_PRIMARY_KEY] = value_bool(!is_null(key) && value_equal(key, name));
        row[SQL_CATALOGUE_UNIQUE] =
            value_bool(number(not_unique) == 0 && !is_null(not_unique) && !some);
        row[SQL_CATALOGUE_PARTIAL] = value_bool(some);
        add_row(listing, row);
    }
}

// With its schema where another one has a table of that name.
static Value name_of(OdbcTask *task, const OdbcListed *tables) {
    Value name = cell(tables, TABLE_NAME), schema = cell(tables, TABLE_SCHEMA);
    OdbcListed other = *tables;
    for (other.row = 0; other.row < other.answer.row_count; other.row++)
        if (is_same(cell(&other, TABLE_NAME), name) && !is_same(cell(&other, TABLE_SCHEMA), schema))
            return value_string(sv_format(task->arena, "%.*s.%.*s", SV_ARG(value_text(schema)),
                                          SV_ARG(value_text(name))));
    return name;
}

static bool add_table(OdbcListing *listing, const OdbcListed *tables) {
    OdbcTask *task = listing->task;
    OdbcListed columns, keys, indexes;
    Value name = name_of(task, tables), row[CATALOGUE_COLUMNS] = {0};
    if (!ask(task, COLUMNS, tables, &columns) || !ask(task, INDEXES, tables, &indexes))
        return false;
    // Not every driver has it; then no column is told to be in a key.
    Outcome told = task->told;
    if (!ask(task, KEYS, tables, &keys)) task->told = told;
    row[SQL_CATALOGUE_TABLE] = name;
    add_row(listing, row);
    add_columns(listing, tables, name, &columns, &keys);
    add_indexes(listing, name, &indexes, &keys);
    return true;
}

bool odbc_list_catalogue(OdbcTask *task) {
    OdbcListing listing = {.task = task, .cells = list_builder(task->arena)};
    OdbcListed tables;
    if (!ask(task, TABLES, NULL, &tables)) return false;
    for (; tables.row < tables.answer.row_count && !listing.over.len; tables.row++)
        if (!add_table(&listing, &tables)) return false;
    if (listing.over.len)
        return sql_fail_limit(&task->told, task->arena, &task->statement, listing.over, (Sv){0});
    task->answer = (SqlAnswer){.columns = arena_new_array(task->arena, Sv, CATALOGUE_COLUMNS),
                               .column_count = CATALOGUE_COLUMNS,
                               .cells = listing.cells.items,
                               .row_count = listing.cells.count / CATALOGUE_COLUMNS};
    return true;
}
