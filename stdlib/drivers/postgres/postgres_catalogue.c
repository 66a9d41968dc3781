// What a PostgreSQL database holds, for the catalogue.
#include "drivers/sql/sql_catalogue.h"

// A name without a schema means the first along the search path that has it, be that a table or
// something else. The system's own schemas are left out, wherever in the path they stand. An index
// that could not be built, or still is, is none yet.
const char postgres_catalogue[] =
    "WITH known AS (SELECT DISTINCT ON (c.relname) c.oid, c.relname::text AS name, c.relkind "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = ANY (pg_catalog.current_schemas(false)) "
    "AND n.nspname !~ '^(pg_|information_schema$)' "
    "ORDER BY c.relname, pg_catalog.array_position(pg_catalog.current_schemas(false), n.nspname)), "
    "t AS (SELECT oid, name FROM known WHERE relkind IN ('r', 'p', 'f')) "
    "SELECT name AS \"table\", NULL::text AS \"index\", NULL::text AS \"column\", "
    "NULL::text AS type, NULL::boolean AS nullable, NULL::text AS \"default\", "
    "NULL::boolean AS primary_key, NULL::boolean AS \"unique\", NULL::boolean AS partial, "
    "0 AS place FROM t "
    "UNION ALL "
    "SELECT t.name, NULL, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), "
    "NOT (a.attnotnull OR (y.typtype = 'd' AND y.typnotnull)), "
    "CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, "
    "EXISTS (SELECT 1 FROM pg_catalog.pg_index i WHERE i.indrelid = t.oid AND i.indisprimary "
    "AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])), NULL, NULL, a.attnum::int "
    "FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 "
    "AND NOT a.attisdropped JOIN pg_catalog.pg_type y ON y.oid = a.atttypid "
    "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum "
    "UNION ALL "
    "SELECT t.name, x.relname::text, coalesce(a.attname::text, '" SQL_CATALOGUE_EXPRESSION "'), "
    "NULL, NULL, NULL, i.indisprimary, i.indisunique AND i.indpred IS NULL, "
    "i.indpred IS NOT NULL, k.place "
    "FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND i.indisvalid "
    "JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
    "CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnkeyatts::int) AS k (place) "
    "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid "
    "AND a.attnum = i.indkey[k.place - 1] AND a.attnum <> 0 "
    "ORDER BY place";
