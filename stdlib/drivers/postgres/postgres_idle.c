// Whether a change that touched no row can have done something all the same: "INSERT 0 0" is also
// said where a trigger or a rule has put the row elsewhere.
#include "drivers/postgres/postgres.h"

enum { MOST_TABLES = 2000 };

// The tables at which more may happen than is counted. What happens at a part of a table is known
// by the name of the whole, so such a part has none.
static const char tables[] =
    "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) THEN '' "
    "ELSE c.relname::text END FROM pg_catalog.pg_class c WHERE c.relnamespace <> ALL (ARRAY(SELECT "
    "n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname IN ('pg_catalog', 'information_schema'))) "
    "AND (c.relkind IN ('v', 'f') OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = "
    "c.oid AND NOT t.tgisinternal) OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = "
    "c.oid AND r.rulename <> '_RETURN')) LIMIT 2000";

// A name that is written in codes, or with a quote in it, is not found by its letters.
static bool is_plainly_written(Sv text) {
    return !sql_is_named(text, SV("U&\"")) && sv_find(text, SV("\"\""), 0) == SV_NONE;
}

bool postgres_does_no_more(PostgresSession *session) {
    const SqlText *text = session->statement->text;
    if (!text->changes_rows || text->acts_aside || !is_plainly_written(text->text)) return false;
    PGresult *result;
    Outcome told = *session->failure;
    bool asked = postgres_simple(session, tables, &result);
    *session->failure = told;
    if (!asked) return false;
    int count = PQntuples(result);
    bool known = PQresultStatus(result) == PGRES_TUPLES_OK && count < MOST_TABLES;
    for (int row = 0; known && row < count; row++)
        known = !sql_is_named(text->text, sv_from_c(PQgetvalue(result, row, 0)));
    PQclear(result);
    return known;
}
