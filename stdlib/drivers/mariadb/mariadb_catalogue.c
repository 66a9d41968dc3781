// What a database of MariaDB or MySQL holds, for the catalogue.
#include "drivers/sql/sql_catalogue.h"

// MariaDB writes NULL for what has no default, MySQL has nothing there. No index holds some rows
// only.
const char mariadb_catalogue[] =
    "SELECT t.table_name AS `table`, NULL AS `index`, NULL AS `column`, NULL AS type, "
    "NULL AS nullable, NULL AS `default`, NULL AS primary_key, NULL AS `unique`, NULL AS partial, "
    "0 AS place FROM information_schema.tables t WHERE t.table_schema = DATABASE() "
    "AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') "
    "UNION ALL "
    "SELECT t.table_name, NULL, c.column_name, c.column_type, c.is_nullable = 'YES', "
    "NULLIF(c.column_default, 'NULL'), c.column_key = 'PRI', NULL, NULL, c.ordinal_position "
    "FROM information_schema.tables t JOIN information_schema.columns c "
    "ON c.table_schema = t.table_schema AND c.table_name = t.table_name "
    "WHERE t.table_schema = DATABASE() AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') "
    "UNION ALL "
    "SELECT t.table_name, s.index_name, COALESCE(s.column_name, '" SQL_CATALOGUE_EXPRESSION "'), "
    "NULL, NULL, NULL, s.index_name = 'PRIMARY', s.non_unique = 0, 0, s.seq_in_index "
    "FROM information_schema.tables t JOIN information_schema.statistics s "
    "ON s.table_schema = t.table_schema AND s.table_name = t.table_name "
    "WHERE t.table_schema = DATABASE() AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') "
    "ORDER BY place";
