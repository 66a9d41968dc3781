// Rows of a catalogue to a value.
#include "drivers/sql/sql_catalogue.h"

#include <stdlib.h>

typedef struct CatalogueRow {
    const Value *cells;
    size_t number; // as it came
} CatalogueRow;

static Sv text_at(const CatalogueRow *row, SqlCatalogueColumn column) {
    return value_text(row->cells[column]);
}

static bool is_at(const CatalogueRow *row, SqlCatalogueColumn column) {
    Value value = row->cells[column];
    // As some drivers of ODBC give it where a row above had none.
    if (value.kind == VALUE_STRING) return sv_eq_c(value_text(value), "1");
    return value.kind == VALUE_BOOL ? value.boolean : value.kind == VALUE_INT && value.integer != 0;
}

static bool is_null(const CatalogueRow *row, SqlCatalogueColumn column) {
    return row->cells[column].kind == VALUE_NULL;
}

// By bytes, whatever order the database has its texts in. A table's own rows have no index, and
// come before those that have one.
static int compare(const void *a, const void *b) {
    const CatalogueRow *first = a, *second = b;
    int order = sv_cmp(text_at(first, SQL_CATALOGUE_TABLE), text_at(second, SQL_CATALOGUE_TABLE));
    if (order) return order;
    order = is_null(second, SQL_CATALOGUE_INDEX) - is_null(first, SQL_CATALOGUE_INDEX);
    if (!order && !is_null(first, SQL_CATALOGUE_INDEX))
        order = sv_cmp(text_at(first, SQL_CATALOGUE_INDEX), text_at(second, SQL_CATALOGUE_INDEX));
    if (order) return order;
    return (first->number > second->number) - (first->number < second->number);
}

static Value column_of(Arena *arena, const CatalogueRow *row) {
    MapBuilder column = map_builder(arena);
    map_add_c(&column, "name", row->cells[SQL_CATALOGUE_COLUMN]);
    map_add_c(&column, "type", row->cells[SQL_CATALOGUE_TYPE_OF]);
    map_add_c(&column, "nullable", value_bool(is_at(row, SQL_CATALOGUE_NULLABLE)));
    map_add_c(&column, "default", row->cells[SQL_CATALOGUE_DEFAULT]);
    map_add_c(&column, "primary_key", value_bool(is_at(row, SQL_CATALOGUE_PRIMARY_KEY)));
    return map_done(&column);
}

// What a table's rows are taken from, one after the other.
typedef struct CatalogueRows {
    Arena *arena;
    const CatalogueRow *rows;
    size_t at, count;
} CatalogueRows;

static const CatalogueRow *more_of(const CatalogueRows *rows, const CatalogueRow *first,
                                   SqlCatalogueColumn column) {
    const CatalogueRow *next = rows->at < rows->count ? &rows->rows[rows->at] : NULL;
    if (!next || !sv_eq(text_at(next, SQL_CATALOGUE_TABLE), text_at(first, SQL_CATALOGUE_TABLE)))
        return NULL;
    if (column == SQL_CATALOGUE_TABLE) return next;
    return sv_eq(text_at(next, column), text_at(first, column)) ? next : NULL;
}

static Value take_index(CatalogueRows *rows, const CatalogueRow *first) {
    ListBuilder columns = list_builder(rows->arena);
    for (const CatalogueRow *row; (row = more_of(rows, first, SQL_CATALOGUE_INDEX)); rows->at++)
        list_add(&columns, row->cells[SQL_CATALOGUE_COLUMN]);
    MapBuilder index = map_builder(rows->arena);
    map_add_c(&index, "name", first->cells[SQL_CATALOGUE_INDEX]);
    map_add_c(&index, "columns", list_done(&columns));
    map_add_c(&index, "unique", value_bool(is_at(first, SQL_CATALOGUE_UNIQUE)));
    map_add_c(&index, "partial", value_bool(is_at(first, SQL_CATALOGUE_PARTIAL)));
    map_add_c(&index, "primary_key", value_bool(is_at(first, SQL_CATALOGUE_PRIMARY_KEY)));
    return map_done(&index);
}

static Value take_table(CatalogueRows *rows) {
    const CatalogueRow *first = &rows->rows[rows->at];
    ListBuilder columns = list_builder(rows->arena), indexes = list_builder(rows->arena);
    for (const CatalogueRow *row; (row = more_of(rows, first, SQL_CATALOGUE_TABLE));) {
        if (!is_null(row, SQL_CATALOGUE_INDEX)) {
            list_add(&indexes, take_index(rows, row));
            continue;
        }
        if (!is_null(row, SQL_CATALOGUE_COLUMN)) list_add(&columns, column_of(rows->arena, row));
        rows->at++;
    }
    MapBuilder table = map_builder(rows->arena);
    map_add_c(&table, "name", first->cells[SQL_CATALOGUE_TABLE]);
    map_add_c(&table, "columns", list_done(&columns));
    map_add_c(&table, "indexes", list_done(&indexes));
    return map_done(&table);
}

Value sql_catalogue_tables(Arena *arena, const SqlAnswer *answer) {
    CatalogueRow *sorted = arena_new_array(arena, CatalogueRow, answer->row_count + 1);
    for (size_t i = 0; i < answer->row_count; i++)
        sorted[i] = (CatalogueRow){answer->cells + i * answer->column_count, i};
    qsort(sorted, answer->row_count, sizeof *sorted, compare);
    CatalogueRows rows = {.arena = arena, .rows = sorted, .count = answer->row_count};
    ListBuilder tables = list_builder(arena);
    while (rows.at < rows.count && !arena_exhausted(arena))
        list_add(&tables, take_table(&rows));
    return list_done(&tables);
}
