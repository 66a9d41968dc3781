// sql on a real PostgreSQL: what became of a change – given up, judged before COMMIT, or without
// any row.
#include "action_bench.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"

#include <libpq-fe.h>

static PgServer server;
static SqlConnection connection;

static Bench new_bench(void) {
    Bench bench = bench_new();
    bench.connection = &connection;
    return bench;
}

static void check(const char *json, const char *outcome, const char *rows) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, json);
    CHECK_C(bench_outcome(&bench), outcome);
    if (rows) CHECK_C(bench_json(&bench, &action_sql, "rows"), rows);
    bench_free(&bench);
}

static void set_up(const char *script) {
    PGconn *conn = PQconnectdb(server.tcp);
    PGresult *result = PQexec(conn, script);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fprintf(stderr, "%s", PQerrorMessage(conn));
    CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(conn);
}

// What ended the statement is no wrong answer, and what became of a change is known by where it
// was.
static void check_given_up(const char *state, const char *query, const char *more,
                           const char *outcome) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql,
              sv_format(bench.arena, "{\"query\": \"%s\", \"params\": {\"s\": \"%s\"}%s}", query,
                        state, more)
                  .at);
    CHECK_SV(bench_outcome(&bench), sv_format(bench.arena, "%s", outcome));
    bench_free(&bench);
}

static void gives_up(void) {
    static const char *const states[] = {"08006", "40001", "40P01", "53100",
                                         "57014", "58030", "55P03"};
    Arena *arena = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        Sv unknown = sv_format(arena, "no_answer |  | gave up (%s) | ", states[i]);
        Sv undone =
            sv_format(arena, "not_started |  | gave up (%s); nothing was changed | ", states[i]);
        Sv doubt = sv_format(
            arena, "no_answer |  | gave up (%s); whether it was done is not known | ", states[i]);
        const char *write = ", \"write\": true", *both = ", \"write\": true, \"transaction\": true";
        check_given_up(states[i], "SELECT give_up(:s) AS x", "", unknown.at);
        check_given_up(states[i], "UPDATE things SET name = give_up(:s)", write, undone.at);
        check_given_up(states[i], "UPDATE things SET name = give_up(:s)", both, undone.at);
        check_given_up(states[i], "SELECT give_up(:s) AS x", write, undone.at);
        check_given_up(states[i], "CALL give_up_later(:s)", write, doubt.at);
        check_given_up(states[i], "CALL give_up_later(:s)", both, undone.at);
        // A trigger that is put off speaks up in COMMIT.
        check_given_up(states[i], "INSERT INTO put_off VALUES (:s)", write, doubt.at);
        check_given_up(states[i], "INSERT INTO put_off VALUES (:s)", both, doubt.at);
    }
    // Other errors are answers.
    check_given_up("P0001", "SELECT give_up(:s) AS x", "", "failed |  | gave up (P0001) | ");
    check_given_up("55000", "SELECT give_up(:s) AS x", "", "failed |  | gave up (55000) | ");
    check_given_up("P0001", "INSERT INTO put_off VALUES (:s)",
                   ", \"write\": true, \"transaction\": true",
                   "failed |  | it was not committed: gave up (P0001) | ");
    check("{\"query\": \"SELECT count(*) AS n FROM put_off\"}", "answered | 1 row |  | ",
          "[{\"n\": 0}]");
    arena_free(arena);
}

static void asks(void) {
    Bench bench = new_bench();
    static const char change[] = "{\"query\": \"UPDATE things SET name = upper(name)\", \"write\": "
                                 "true, \"transaction\": true}";
    bench.takes_back = true;
    bench_run(&bench, &action_sql, change);
    CHECK_C(bench_outcome(&bench), "answered | 3 rows affected, rolled back |  | ");
    CHECK(bench.out.taken_back);
    CHECK_INT(bench.asked, 1);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT name FROM things WHERE id = 1\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "\"a\"");
    bench.takes_back = false;
    bench_run(&bench, &action_sql, change);
    CHECK_C(bench_outcome(&bench), "answered | 3 rows affected |  | ");
    bench_run(&bench, &action_sql,
              "{\"query\": \"UPDATE things SET name = lower(name)\", \"write\": true}");
    CHECK_INT(bench.asked, 2);
    // What cannot be taken is not kept either.
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO many SELECT i FROM generate_series(1, 10001) i RETURNING "
              "i\", \"write\": true, \"transaction\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | it gives more than 10000 rows (SQL_ROWS); it was rolled back | count them, or "
        "add a LIMIT");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM many\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "0");
    // What was never committed is known not to have happened.
    bench.timeout_ns = 300 * (int64_t)1000000;
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO many SELECT 1 FROM pg_sleep(20)\", \"write\": true, "
              "\"transaction\": true}");
    CHECK_C(bench_outcome(&bench),
            "not_started timed_out |  | the time allowed for the step was over "
            "while it ran; nothing was committed | ");
    bench_free(&bench);
}

static void untouched(void) {
    static const struct {
        const char *json;
        const char *untouched;
        const char *affected;
    } cases[] = {
        {"{\"query\": \"UPDATE things SET name = 'x' WHERE id = 777\", \"write\": true}",
         "it touched no row", "0"},
        {"{\"query\": \"MERGE INTO things t USING (SELECT 777 AS id) s ON t.id = s.id WHEN MATCHED "
         "THEN DELETE\", \"write\": true}",
         "it touched no row", "0"},
        {"{\"query\": \"WITH gone AS (DELETE FROM things WHERE id = 777 RETURNING name) INSERT INTO "
         "things (name) SELECT name FROM gone\", \"write\": true}",
         "it touched no row", "0"},
        {"{\"query\": \"WITH a AS (UPDATE things SET name = name RETURNING id), b AS (DELETE FROM "
         "things WHERE id = 777 RETURNING id) SELECT 1 AS x\", \"write\": true}",
         "how many rows it touched is not known",
         "error: the database does not say how many rows the parts of a WITH touched: give them back "
         "by RETURNING, and count them in the SELECT"},
        {"{\"query\": \"INSERT INTO things (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING\", "
         "\"write\": true}",
         "it touched no row", "0"},
        {"{\"query\": \"INSERT INTO things (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING\", "
         "\"write\": true, \"allow_empty\": true}",
         "", "0"},
        {"{\"query\": \"UPDATE things SET name = name\", \"write\": true}", "", "3"},
        {"{\"query\": \"CREATE TABLE IF NOT EXISTS things ()\", \"write\": true}", "", "0"},
        {"{\"query\": \"CREATE TABLE copies AS SELECT * FROM things WHERE false\", \"write\": true}",
         "", "0"},
        {"{\"query\": \"TRUNCATE copies\", \"write\": true}", "", "0"},
        {"{\"query\": \"DO 'BEGIN END'\", \"write\": true}", "", "0"},
        {"{\"query\": \"SELECT 1 AS x WHERE false\", \"write\": true}", "", "0"},
        {"{\"query\": \"WITH x AS (SELECT 1 AS update) SELECT (update) FROM x WHERE false\"}", "",
         "0"},
    };
    Bench bench = new_bench();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench_run(&bench, &action_sql, cases[i].json);
        CHECK_C(bench.out.reason, "");
        CHECK_C(bench.out.untouched, cases[i].untouched);
        CHECK_C(bench_json(&bench, &action_sql, "affected"), cases[i].affected);
    }
    bench_free(&bench);
}

// A step that says it writes is not told to say so.
static void server_only_reads(void) {
    static const char insert[] = "INSERT INTO many VALUES (1)";
    static const char said[] =
        "failed |  | cannot execute INSERT in a read-only transaction (25006) | the server itself "
        "only reads: is it a standby, or default_transaction_read_only set for this database or "
        "user? name its primary, or several hosts with ?target_session_attrs=read-write";
    set_up("ALTER ROLE CURRENT_USER SET default_transaction_read_only = on");
    static const char *const more[] = {"", ", \"transaction\": true"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        char json[200];
        snprintf(json, sizeof json, "{\"query\": \"%s\", \"write\": true%s}", insert, more[i]);
        check(json, said, NULL);
    }
    check("{\"query\": \"SELECT count(*) AS n FROM many\"}", "answered | 1 row |  | ",
          "[{\"n\": 0}]");
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    set_up(
        "CREATE TABLE things (id serial PRIMARY KEY, name text, made date DEFAULT '2026-05-05')");
    set_up("CREATE TABLE many (i int)");
    set_up("INSERT INTO things (name) VALUES ('a'), ('b'), ('c')");
    set_up(
        "CREATE FUNCTION give_up(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''gave up'' USING ERRCODE = $1; "
        "END'");
    set_up(
        "CREATE PROCEDURE give_up_later(text) LANGUAGE plpgsql AS 'BEGIN PERFORM give_up($1); END'");
    set_up("CREATE TABLE put_off (state text)");
    set_up(
        "CREATE FUNCTION speak_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM give_up(NEW.state); RETURN NEW; END'");
    set_up(
        "CREATE CONSTRAINT TRIGGER speak_up AFTER INSERT ON put_off DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "
        "speak_up()");
    gives_up();
    asks();
    untouched();
    set_up("TRUNCATE many");
    server_only_reads();
    pg_stop(&server);
    return check_done();
}
