// What an SQLite file holds, for the catalogue.
#include "drivers/sql/sql_catalogue.h"

// Without an index of its own, a primary key is the row's number, which is never null, and by which
// the table itself is ordered.
#define IS_ROW_NUMBER                                                                              \
    "NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name, 'main') p WHERE p.origin = 'pk')"

const char sqlite_catalogue[] =
    "WITH t AS (SELECT name FROM main.sqlite_master WHERE type = 'table' "
    "AND lower(substr(name, 1, 7)) <> 'sqlite_') "
    "SELECT name AS \"table\", NULL AS \"index\", NULL AS \"column\", NULL AS type, "
    "NULL AS nullable, NULL AS \"default\", NULL AS primary_key, NULL AS \"unique\", "
    "NULL AS partial, 0 AS place FROM t "
    "UNION ALL "
    "SELECT t.name, NULL, c.name, c.type, c.\"notnull\" = 0 AND NOT (c.pk > 0 AND " IS_ROW_NUMBER
    "), c.dflt_value, c.pk > 0, NULL, NULL, c.cid "
    "FROM t JOIN pragma_table_xinfo(t.name, 'main') c WHERE c.hidden <> 1 "
    "UNION ALL "
    "SELECT t.name, i.name, CASE x.cid WHEN -2 THEN '" SQL_CATALOGUE_EXPRESSION "' "
    "WHEN -1 THEN 'rowid' ELSE x.name END, NULL, NULL, NULL, i.origin = 'pk', "
    "i.\"unique\" AND NOT i.partial, i.partial, x.seqno "
    "FROM t JOIN pragma_index_list(t.name, 'main') i "
    "JOIN pragma_index_xinfo(i.name, 'main') x WHERE x.key "
    "UNION ALL "
    "SELECT t.name, 'rowid', c.name, NULL, NULL, NULL, 1, 1, 0, 0 "
    "FROM t JOIN pragma_table_xinfo(t.name, 'main') c WHERE c.pk > 0 AND " IS_ROW_NUMBER
    " ORDER BY place";
