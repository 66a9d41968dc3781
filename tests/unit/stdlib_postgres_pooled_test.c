// sql through a pooler that hands the server's only session from one client to the next: what a
// step leaves in it the application would find.
#include "action_bench.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"

#include <libpq-fe.h>

static PgServer server, pooler;
static SqlConnection pooled, direct;

// The value of a query of the application, through the pooler or beside it.
static void ask(const char *url, const char *query, char *out, size_t size) {
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, query);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK && PQntuples(result) > 0)
        snprintf(out, size, "%s", PQgetvalue(result, 0, 0));
    else
        snprintf(out, size, "%s", status == PGRES_COMMAND_OK ? "done" : PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

static void check_app(const char *url, const char *query, const char *wanted) {
    char found[1024];
    ask(url, query, found, sizeof found);
    if (strcmp(found, wanted) != 0) fprintf(stderr, "%s\n", query);
    CHECK_C(sv_from_c(found), wanted);
}

static const char locks[] = "SELECT coalesce(string_agg(objid::text, ' ' ORDER BY objid), 'none') "
                            "FROM pg_locks WHERE locktype = 'advisory'";

// What the application finds in the session that the step has had.
static void check_session(void) {
    check_app(pooler.tcp, "INSERT INTO things (name) VALUES ('app')", "done");
    check_app(pooler.tcp, "SHOW default_transaction_read_only", "off");
    check_app(pooler.tcp, "SHOW datestyle", "German, DMY");
    check_app(pooler.tcp, "SHOW intervalstyle", "iso_8601");
    check_app(pooler.tcp, "SHOW search_path", "\"$user\", public");
    check_app(pooler.tcp, "SHOW statement_timeout", "0");
    check_app(pooler.tcp, "SELECT count(*) FROM pg_prepared_statements", "0");
    check_app(pooler.tcp,
              "SELECT coalesce(string_agg(name, ' '), 'none') FROM pg_settings WHERE "
              "source = 'session' AND name NOT IN ('application_name', "
              "'client_encoding', 'DateStyle', 'TimeZone', "
              "'standard_conforming_strings', 'transaction_read_only')",
              "none");
    check_app(server.tcp, locks, "none");
}

static void step(const SqlConnection *connection, const char *json, const char *outcome,
                 const char *rows) {
    Bench bench = bench_new();
    bench.connection = connection;
    bench_run(&bench, &action_sql, json);
    CHECK_C(bench_outcome(&bench), outcome);
    if (rows) CHECK_C(bench_json(&bench, &action_sql, "rows"), rows);
    bench_free(&bench);
}

static void reads(void) {
    static const char *const queries[] = {
        "SELECT 1 AS x",
        "WITH v AS (SELECT 1 AS x) SELECT x FROM v",
        "VALUES (1)",
        "SHOW search_path",
        "EXPLAIN SELECT 1",
        "SELECT doing('SET search_path = nowhere')",
        "SELECT doing('SET default_transaction_read_only = on')",
        "SELECT doing($$SELECT set_config('search_path', 'nowhere', false)$$)",
        "SELECT doing('SET statement_timeout = 7')",
        "SELECT doing($$DO 'BEGIN SET statement_timeout = 7000; END'$$)",
        "SELECT pg_try_advisory_lock(7) AS a, pg_try_advisory_lock(7) AS again, "
        "pg_try_advisory_lock_shared(8) AS b, pg_try_advisory_lock(9, -1) AS c",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        Bench bench = bench_new();
        bench.connection = &pooled;
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena, "{\"query\": \"%s\"}", queries[i]).at);
        CHECK_C(bench.out.reason, "");
        bench_free(&bench);
        check_session();
    }
}

static void reads_that_fail(void) {
    static const char *const queries[] = {
        "SELECT bad",
        "SELECT 1 / 0 AS x",
        "SELECT pg_advisory_lock(7), 1 / (random() * 0)::int AS x",
        "SELECT doing($$INSERT INTO things (name) VALUES ('x')$$)",
        "SELECT i FROM generate_series(1, 100000) i",
        "SELECT doing($$DO 'BEGIN PERFORM pg_advisory_lock(7); RAISE EXCEPTION ''no''; END'$$)",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        Bench bench = bench_new();
        bench.connection = &pooled;
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena, "{\"query\": \"%s\"}", queries[i]).at);
        CHECK(bench.out.end == OUTCOME_FAILED || bench.out.end == OUTCOME_NO_ANSWER);
        bench_free(&bench);
        check_session();
    }
}

static void changes(void) {
    step(&pooled, "{\"query\": \"UPDATE things SET name = name WHERE id = 1\", \"write\": true}",
         "answered | 1 row affected |  | ", NULL);
    check_session();
    step(&pooled,
         "{\"query\": \"UPDATE things SET name = name WHERE id = 1\", \"write\": true, "
         "\"transaction\": true}",
         "answered | 1 row affected |  | ", NULL);
    check_session();
    step(&pooled, "{\"query\": \"SET search_path = nowhere\", \"write\": true}",
         "answered | 0 rows affected |  | ", NULL);
    check_session();
    step(&pooled, "{\"query\": \"UPDATE things SET name = 1 / 0 WHERE id = 1\", \"write\": true}",
         "failed |  | division by zero (22012) | ", NULL);
    check_session();
}

// Times are read alike, whatever form the database writes them in.
static void times(const SqlConnection *connection) {
    static const char wanted[] = "[{\"d\": \"2026-03-05T00:00:00Z\", \"i\": \"93784s\"}]";
    step(connection, "{\"query\": \"SELECT made AS d, took AS i FROM times\"}",
         "answered | 1 row |  | ", wanted);
    step(connection,
         "{\"query\": \"UPDATE times SET made = made RETURNING made AS d, took AS i\", \"write\": "
         "true}",
         "answered | 1 row |  | ", wanted);
    step(connection,
         "{\"query\": \"UPDATE times SET made = made RETURNING made AS d, took AS i\", \"write\": "
         "true, \"transaction\": true}",
         "answered | 1 row |  | ", wanted);
}

// A lock that another client holds in the same session is not ours to give back.
static void locks_of_others(void) {
    PGconn *app = PQconnectdb(pooler.tcp);
    PQclear(PQexec(app, "SELECT pg_advisory_lock(5)"));
    step(&pooled, "{\"query\": \"SELECT count(*) AS n FROM times\"}", "answered | 1 row |  | ",
         NULL);
    check_app(server.tcp, locks, "5");
    step(&pooled,
         "{\"query\": \"SELECT pg_try_advisory_lock(7) AS a, pg_try_advisory_lock_shared(8) AS b, "
         "pg_try_advisory_lock(9, -1) AS c, pg_try_advisory_lock_shared(-9, 1) AS d\"}",
         "answered | 1 row |  | ", "[{\"a\": true, \"b\": true, \"c\": true, \"d\": true}]");
    check_app(server.tcp, locks, "5");
    PQclear(PQexec(app, "SELECT pg_advisory_unlock(5)"));
    check_app(server.tcp, locks, "none");
    PQfinish(app);
}

// Without a pooler the session is the step's own, and kept for the next one.
static void locks_of_a_session(void) {
    Bench bench = bench_new();
    bench.connection = &direct;
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT pg_backend_pid() AS pid, pg_try_advisory_lock(7) AS a\"}");
    Sv first = bench_json(&bench, &action_sql, "rows");
    check_app(server.tcp, locks, "none");
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT pg_backend_pid() AS pid, pg_try_advisory_lock(7) AS a\"}");
    CHECK_SV(bench_json(&bench, &action_sql, "rows"), first);
    // After an error the connection is closed, since nothing was given back.
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT pg_advisory_lock(7), 1 / (random() * 0)::int AS x\"}");
    CHECK_C(bench.out.reason, "division by zero (22012)");
    for (int i = 0; i < 100; i++) {
        char left[64];
        ask(server.tcp, locks, left, sizeof left);
        if (strcmp(left, "none") == 0) break;
        usleep(20000);
    }
    check_app(server.tcp, locks, "none");
    bench_free(&bench);
}

static void through(const char *mode) {
    CHECK(pg_pool(&server, mode, &pooler));
    pooled.sql = sv_from_c(pooler.tcp);
    reads();
    reads_that_fail();
    changes();
    times(&pooled);
    check_session();
    if (strcmp(mode, "transaction") == 0) locks_of_others();
    pg_stop(&pooler);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    direct.sql = sv_from_c(server.tcp);
    check_app(server.tcp, "ALTER DATABASE postgres SET datestyle = 'German'", "done");
    check_app(server.tcp, "ALTER DATABASE postgres SET intervalstyle = 'iso_8601'", "done");
    check_app(server.tcp, "CREATE TABLE things (id serial PRIMARY KEY, name text)", "done");
    check_app(server.tcp, "CREATE TABLE times (made date, took interval)", "done");
    check_app(server.tcp, "INSERT INTO times VALUES ('2026-03-05', '1 day 02:03:04')", "done");
    check_app(server.tcp, "INSERT INTO things (name) VALUES ('a')", "done");
    check_app(
        server.tcp,
        "CREATE FUNCTION doing(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; END'",
        "done");
    bool there = pg_pool(&server, "transaction", &pooler);
    if (!there) {
        pg_stop(&server);
        puts("skipped: pgbouncer is not installed");
        return 77;
    }
    pg_stop(&pooler);
    through("transaction");
    through("session");
    times(&direct);
    locks_of_a_session();
    pg_stop(&server);
    return check_done();
}
