// The catalogue of a database: its tables with their columns and indexes, in one form whichever
// database it is. A driver says by one statement what is there, and here it becomes a value.
#ifndef STDLIB_DRIVERS_SQL_SQL_CATALOGUE_H
#define STDLIB_DRIVERS_SQL_SQL_CATALOGUE_H

#include "drivers/sql/sql_driver.h"

// The type of what sql_catalogue_tables makes, as cel_type_parse reads it.
#define SQL_CATALOGUE_TYPE                                                                         \
    "list(table{name: string, columns: list(column{name: string, type: string, nullable: bool, "   \
    "default: string?, primary_key: bool}), indexes: list(index{name: string, columns: "           \
    "list(string), unique: bool, partial: bool, primary_key: bool})})"

// Each driver's statement, NAME_catalogue, gives a row for each table, each of its columns and each
// column of each index, with these columns first. Of one table or index they come in their order.
// Truths are booleans or numbers. An expression in an index stands as SQL_CATALOGUE_EXPRESSION.
typedef enum SqlCatalogueColumn {
    SQL_CATALOGUE_TABLE,
    SQL_CATALOGUE_INDEX,   // its name; NULL in the row of a table or of its column
    SQL_CATALOGUE_COLUMN,  // NULL in the row of a table
    SQL_CATALOGUE_TYPE_OF, // in the database's own words
    SQL_CATALOGUE_NULLABLE,
    SQL_CATALOGUE_DEFAULT,     // as the database writes it; NULL where it has none
    SQL_CATALOGUE_PRIMARY_KEY, // the column is in the primary key; the index is its own
    SQL_CATALOGUE_UNIQUE,      // no two rows of the table have the same there
    SQL_CATALOGUE_PARTIAL      // it holds some rows only
} SqlCatalogueColumn;
#define SQL_CATALOGUE_EXPRESSION "(expression)"

// From the rows of such a statement: the tables by name, their columns as they stand, their indexes
// by name.
Value sql_catalogue_tables(Arena *arena, const SqlAnswer *answer);

#endif
