// "did you mean 'users'?" for a table that is not there.
#include "drivers/postgres/postgres.h"

enum { MOST_TABLES = 2000 };

static const char tables[] =
    "SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND "
    "pg_catalog.pg_table_is_visible(oid) LIMIT 2000";

static Sv closest(Arena *arena, const PGresult *result, Sv name) {
    Sv *names = arena_new_array(arena, Sv, MOST_TABLES);
    size_t count = 0;
    for (int row = 0; row < PQntuples(result) && count < MOST_TABLES; row++)
        names[count++] = sv_copy(arena, sv_from_c(PQgetvalue(result, row, 0)));
    return sv_closest(name, names, count);
}

void postgres_suggest_table(PostgresSession *session) {
    Arena *arena = session->call->arena;
    PGresult *result;
    Outcome told = *session->failure;
    if (session->unknown.len == 0) return;
    bool asked = postgres_simple(session, tables, &result);
    *session->failure = told;
    if (!asked) return;
    Sv meant = closest(arena, result, session->unknown);
    PQclear(result);
    if (meant.len)
        session->failure->hint = sv_format(arena, "%.*s%sdid you mean '%.*s'?", SV_ARG(told.hint),
                                           told.hint.len ? "\n" : "", SV_ARG(meant));
}
