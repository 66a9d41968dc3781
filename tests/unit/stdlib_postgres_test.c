// sql on a real PostgreSQL: types, what a read may not do, errors with their place, and connections
// that break.
#include "action_bench.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>

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

static void check_value(const char *expression, const char *kind, const char *json) {
    Bench bench = new_bench();
    Value value = value_null();
    Sv error = {0};
    bench_run(&bench, &action_sql,
              sv_format(bench.arena, "{\"query\": \"SELECT %s AS x\"}", expression).at);
    CHECK_C(bench.out.reason, "");
    CHECK(bench_result(&bench, &action_sql, "value", &value, &error));
    CHECK_C(sv_from_c(value_kind_name((ValueKind)value.kind)), kind);
    CHECK_C(bench_json(&bench, &action_sql, "value"), json);
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

// 127.0.0.1:PORT
static Sv server_place(void) {
    Sv here = sv_from_c(strstr(server.tcp, "127.0.0.1"));
    return sv_slice(here, 0, sv_find_char(here, '/', 0));
}

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

// ── values ──

static void values_out(void) {
    check_value("1::int2", "int", "1");
    check_value("9223372036854775807", "int", "9223372036854775807");
    check_value("0.1::float8", "double", "0.1");
    check_value("'NaN'::float8", "double", "\"NaN\"");
    check_value("1.10::numeric", "decimal", "1.1");
    check_value("123456789012345678901234567890.5", "decimal", "123456789012345678901234567890.5");
    check_value("true", "bool", "true");
    check_value("NULL::int", "null", "null");
    check_value("'té'::text", "string", "\"té\"");
    check_value("'ab'::char(4)", "string", "\"ab  \"");
    check_value("'\\\\x00ff'::bytea", "bytes", "\"AP8=\"");
    check_value("'2026-03-01 02:03:04.5+02'::timestamptz", "timestamp",
                "\"2026-03-01T00:03:04.5Z\"");
    check_value("'2026-03-01 02:03:04'::timestamp", "timestamp", "\"2026-03-01T02:03:04Z\"");
    check_value("'2026-03-01'::date", "timestamp", "\"2026-03-01T00:00:00Z\"");
    check_value("'0001-01-01'::date", "timestamp", "\"0001-01-01T00:00:00Z\"");
    check_value("interval '1 day 02:03:04.5'", "duration", "\"93784.5s\"");
    check_value("interval '-1 day +02:00'", "duration", "\"-79200s\"");
    check_value("interval '-0.5 s'", "duration", "\"-0.5s\"");
    check_value("interval '0'", "duration", "\"0s\"");
    check_value("'{\\\"a\\\": [1, 2.50]}'::json", "map", "{\"a\": [1, 2.5]}");
    check_value("'[1]'::jsonb", "list", "[1]");
    check_value("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "string",
                "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"");
    check_value("'10.0.0.1/8'::inet", "string", "\"10.0.0.1/8\"");
    check_value("ARRAY[1, NULL, 3]", "list", "[1, null, 3]");
    check_value("ARRAY[['a,b', 'say \\\"hi\\\"'], ['NULL', '']]", "list",
                "[[\"a,b\", \"say \\\"hi\\\"\"], [\"NULL\", \"\"]]");
    check_value("'{}'::int[]", "list", "[]");
    check_value("'[0:1]={5,6}'::int[]", "list", "[5, 6]");
    check_value("'happy'::mood", "string", "\"happy\"");
    check_value("ARRAY['happy', 'sad']::mood[]", "list", "[\"happy\", \"sad\"]");
    check_value("ARRAY['2026-03-01'::date]", "list", "[\"2026-03-01T00:00:00Z\"]");
    check_value("'08:30'::time", "string", "\"08:30:00\"");
    check_value("(1, 'x')", "string", "\"(1,x)\"");
}

static void values_that_do_not_fit(void) {
    check(
        "{\"query\": \"SELECT interval '1 month 2 days' AS i\"}",
        "no_answer |  | column 'i' holds '1 mon 2 days', whose months have no fixed length | take it as text: i::text",
        NULL);
    check(
        "{\"query\": \"SELECT 'infinity'::timestamptz AS t\"}",
        "no_answer |  | column 't' holds 'infinity', which no timestamp can be (years 1 to 9999) | take it as text: t::text",
        NULL);
    check(
        "{\"query\": \"SELECT '0044-03-15 BC'::date AS t\"}",
        "no_answer |  | column 't' holds '0044-03-15 BC', which no timestamp can be (years 1 to 9999) | take it as text: t::text",
        NULL);
    check(
        "{\"query\": \"SELECT '{\\\"a\\\":1,\\\"a\\\":2}'::json AS j\"}",
        "no_answer |  | column 'j' holds JSON that is not taken: duplicate key \"a\" at byte 7 | take it as "
        "text: j::text",
        NULL);
    check(
        "{\"query\": \"SELECT 1, 2\"}",
        "no_answer |  | two columns are called '?column?', and a row holds a name once | name them: SELECT 1 AS first, 2 AS second",
        NULL);
    check(
        "{\"query\": \"SELECT t.id, u.id FROM things t, things u\"}",
        "no_answer |  | two columns are called 'id', and a row holds a name once | name them apart: SELECT a.id AS a_id, …",
        NULL);
}

static void values_in(void) {
    check(
        "{\"query\": \"SELECT pg_typeof(:i)::text AS i, pg_typeof(:big)::text AS big, pg_typeof(:d)::text AS d, "
        "pg_typeof(:b)::text AS b, :t || 'x' AS t, :n::int AS n\", \"params\": {\"i\": 1, \"big\": 5000000000, \"d\": 1.5, \"b\": "
        "true, \"t\": \"té\", \"n\": null}}",
        "answered | 1 row |  | ",
        "[{\"i\": \"integer\", \"big\": \"bigint\", \"d\": \"double precision\", \"b\": \"boolean\", \"t\": \"téx\", \"n\": null}]");
    check(
        "{\"query\": \"SELECT id FROM things WHERE id = ANY(:ids) ORDER BY id\", \"params\": {\"ids\": [1, 3, 9]}}",
        "answered | 2 rows |  | ", "[{\"id\": 1}, {\"id\": 3}]");
    check(
        "{\"query\": \"SELECT :list::text[] AS l, :doc::jsonb AS d\", \"params\": {\"list\": [\"a,b\", null, \"q\\\"\\\\\"], \"doc\": "
        "{\"k\": [1, null]}}}",
        "answered | 1 row |  | ",
        "[{\"l\": [\"a,b\", null, \"q\\\"\\\\\"], \"d\": {\"k\": [1, null]}}]");
    check(
        "{\"query\": \"SELECT count(*) AS n FROM things WHERE made < :day AND mood = :mood\", \"params\": {\"day\": \"2026-06-01\", "
        "\"mood\": \"sad\"}}",
        "answered | 1 row |  | ", "[{\"n\": 1}]");
    check(
        "{\"query\": \"SELECT name FROM things WHERE name = :name\", \"params\": {\"name\": \"x'; DROP TABLE things; --\"}}",
        "answered | 0 rows |  | ", "[]");
    check("{\"query\": \"SELECT :x::text AS x\", \"params\": {\"x\": \"a\\u0000b\"}}",
          "bad_value |  | params.x holds a NUL byte, which no text of PostgreSQL can | ", NULL);
    check("{\"query\": \"SELECT 1 LIMIT :n\", \"params\": {\"n\": 1}}", "answered | 1 row |  | ",
          NULL);
}

// ── reads do not write ──

static void check_refused_write(const char *query) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, sv_format(bench.arena, "{\"query\": \"%s\"}", query).at);
    CHECK_INT(bench.out.end, OUTCOME_FAILED);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM things\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "3");
    // The next step on the same connection can still do nothing.
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT add_thing('late')\"}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | the step only reads: cannot execute INSERT in a read-only transaction (25006) | "
        "add write: true if this step is meant to change data");
    bench_free(&bench);
}

// What a function does is not seen before it runs; what it may not do the server refuses.
static void only_reads(void) {
    check(
        "{\"query\": \"INSERT INTO things (name) VALUES ('x')\"}",
        "bad_value |  | INSERT adds rows, and the step only reads | add write: true if this step is "
        "meant to change data",
        NULL);
    check(
        "{\"query\": \"SELECT doing($$INSERT INTO things (name) VALUES ('x')$$)\"}",
        "failed |  | the step only reads: cannot execute INSERT in a read-only transaction (25006) | add write: true if this step "
        "is meant to change data",
        NULL);
    check_refused_write("SELECT add_thing('sly')");
    check_refused_write("SELECT doing('COMMIT')");
    check_refused_write("SELECT doing($$CALL add_thing_later('sly')$$)");
    check_refused_write(
        "SELECT doing($$WITH x AS (INSERT INTO things (name) VALUES ('sly') RETURNING id) SELECT * FROM x$$)");
    check_refused_write(
        "SELECT doing($$SELECT set_config('transaction_read_only', 'off', false), add_thing('sly')$$)");
    check_refused_write("SELECT doing($$SELECT nextval('things_id_seq')$$)");
    check_refused_write("SELECT doing($$CREATE TABLE sly (x int)$$)");
    check_refused_write(
        "SELECT doing($$EXPLAIN ANALYZE INSERT INTO things (name) VALUES ('sly')$$)");
    check_refused_write("EXPLAIN ANALYZE SELECT add_thing('sly')");
    // What a read may set is gone with it.
    Bench bench = new_bench();
    static const char *const sets[] = {
        "SELECT doing('SET default_transaction_read_only = off')",
        "SELECT doing('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE')",
        "SELECT doing('SET TRANSACTION READ WRITE')",
        "SELECT doing($$SELECT set_config('default_transaction_read_only', 'off', false)$$)"};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        bench_run(&bench, &action_sql, sv_format(bench.arena, "{\"query\": \"%s\"}", sets[i]).at);
        bench_run(&bench, &action_sql, "{\"query\": \"SELECT add_thing('late')\"}");
        CHECK_INT(bench.out.end, OUTCOME_FAILED);
    }
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM things\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "3");
    // Nor does anything else that a read sets reach the next one.
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT doing($$SET search_path = nowhere$$) AS p\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM things\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "3");
    bench_free(&bench);
}

static void writes(void) {
    check(
        "{\"query\": \"INSERT INTO things (name) VALUES (:a), (:b)\", \"params\": {\"a\": \"d\", \"b\": \"e\"}, \"write\": true}",
        "answered | 2 rows affected |  | ", "[]");
    check(
        "{\"query\": \"UPDATE things SET name = upper(name) WHERE name IN ('d', 'e') RETURNING name\", \"write\": true, "
        "\"transaction\": true}",
        "answered | 2 rows |  | ", "[{\"name\": \"D\"}, {\"name\": \"E\"}]");
    check("{\"query\": \"DELETE FROM things WHERE name IN ('D', 'E')\", \"write\": true}",
          "answered | 2 rows affected |  | ", NULL);
    check("{\"query\": \"SELECT add_thing('f')\", \"write\": true}", "answered | 1 row |  | ",
          NULL);
    check("{\"query\": \"DELETE FROM things WHERE name = 'f'\", \"write\": true}",
          "answered | 1 row affected |  | ", NULL);
    check("{\"query\": \"VACUUM things\", \"write\": true}", "answered | 0 rows affected |  | ",
          NULL);
    check(
        "{\"query\": \"VACUUM things\", \"write\": true, \"transaction\": true}",
        "failed |  | VACUUM cannot run inside a transaction block (25001) | leave transaction: true out: this statement cannot be in "
        "a transaction",
        NULL);
    // A constraint that is checked at the end of the transaction.
    check(
        "{\"query\": \"INSERT INTO parts (thing) VALUES (99)\", \"write\": true}",
        "failed |  | insert or update on table \"parts\" violates foreign key constraint \"parts_thing_fkey\" (23503) | "
        "the server's detail: Key (thing)=(99) is not present in table \"things\".",
        NULL);
    check(
        "{\"query\": \"INSERT INTO parts (thing) VALUES (99)\", \"write\": true, \"transaction\": true}",
        "failed |  | it was not committed: insert or update on table \"parts\" violates foreign key constraint \"parts_thing_fkey\" (23503) | "
        "the server's detail: Key (thing)=(99) is not present in table \"things\".",
        NULL);
    check(
        "{\"query\": \"INSERT INTO things (id, name) VALUES (1, 'again')\", \"write\": true}",
        "failed |  | duplicate key value violates unique constraint \"things_pkey\" (23505) | the server's detail: Key (id)=(1) already exists.",
        NULL);
    check("{\"query\": \"SELECT count(*) AS n FROM parts\"}", "answered | 1 row |  | ",
          "[{\"n\": 0}]");
    // What a write sets in its session does not reach the next step.
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SET search_path = nowhere\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 rows affected |  | ");
    bench_run(&bench, &action_sql,
              "{\"query\": \"UPDATE things SET name = name\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 3 rows affected |  | ");
    bench_free(&bench);
}

// ── what the server says ──

static void errors(void) {
    check(
        "{\"query\": \"SELECT :a::int,\\n  nam\\nFROM things\", \"params\": {\"a\": 1}}",
        "failed |  | column \"nam\" does not exist (42703) |   nam\n  ^\nthe server's hint: Perhaps you meant to reference the column "
        "\"things.name\".",
        NULL);
    check(
        "{\"query\": \"SELECT :verylongname::int, bad\", \"params\": {\"verylongname\": 1}}",
        "failed |  | column \"bad\" does not exist (42703) | SELECT :verylongname::int, bad\n                           ^",
        NULL);
    check("{\"query\": \"SELECT 'é', bad\"}",
          "failed |  | column \"bad\" does not exist (42703) | SELECT 'é', bad\n            ^",
          NULL);
    check(
        "{\"query\": \"SELECT 1 FRM things\"}",
        "failed |  | syntax error at or near \"things\" (42601) | SELECT 1 FRM things\n             ^",
        NULL);
    check("{\"query\": \"SELECT 1 / :n::int\", \"params\": {\"n\": 0}}",
          "failed |  | division by zero (22012) | ", NULL);
    check(
        "{\"query\": \"SELECT * FROM thing\"}",
        "failed |  | relation \"thing\" does not exist (42P01) | SELECT * FROM thing\n              ^\ndid you mean 'things'?",
        NULL);
    check(
        "{\"query\": \"SELECT :a + :b AS x\", \"params\": {\"a\": \"1\", \"b\": \"2\"}}",
        "failed |  | operator is not unique: unknown + unknown (42725) | SELECT :a + :b AS x\n          ^\nthe server's hint: Could not choose a "
        "best candidate operator. You might need to add explicit type casts.\ngive the parameters their types: :name::text",
        NULL);
    check(
        "{\"query\": \"COPY things TO '/nowhere/x'\", \"write\": true}",
        "not_started |  | could not open file \"/nowhere/x\" for writing: No such file or directory (58P01); nothing was changed | the server's hint: COPY TO instructs the "
        "PostgreSQL server process to write a file. You may want a client-side facility such as psql's \\copy.",
        NULL);
    // After an error the connection is as good as before.
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    Sv before = bench_json(&bench, &action_sql, "value");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT bad\"}");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    CHECK_SV(bench_json(&bench, &action_sql, "value"), before);
    bench_free(&bench);
}

static void notices(void) {
    Bench bench = new_bench();
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"DO $$ BEGIN RAISE NOTICE 'hello %', 1; RAISE WARNING 'careful'; END $$\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 rows affected |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "notices"),
            "[\"NOTICE: hello 1\", \"WARNING: careful\"]");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_C(bench_json(&bench, &action_sql, "notices"), "[]");
    bench_free(&bench);
}

static void limits(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT i FROM generate_series(1, 10000) i\"}");
    CHECK_C(bench_outcome(&bench), "answered | 10000 rows |  | ");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT i FROM generate_series(1, 100000) i\"}");
    CHECK_C(bench_outcome(&bench),
            "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT repeat('x', 1048577) AS x\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | a field of row 1 holds 1048577 bytes; at most 1048576 are taken (SQL_FIELD_BYTES) "
        "| select less of it");
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT repeat('x', 1000000) AS x FROM generate_series(1, 40)\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | the rows hold more than 33554432 bytes (SQL_BYTES) | select less of it");
    // A change is followed to its end all the same.
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"INSERT INTO many SELECT i FROM generate_series(1, 10001) i RETURNING i\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | it was carried out, but it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM many\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "10001");
    bench_free(&bench);
}

// ── time ──

static int running(const char *what) {
    PGconn *conn = PQconnectdb(server.tcp);
    const char *values[] = {what};
    PGresult *result = PQexecParams(
        conn, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1", 1,
        NULL, values, NULL, NULL, 0);
    int count = PQgetvalue(result, 0, 0)[0] - '0';
    PQclear(result);
    PQfinish(conn);
    return count;
}

static void *cancel_soon(void *what) {
    usleep(200000);
    CHECK(write(((Bench *)what)->cancel[1], "x", 1) == 1);
    return NULL;
}

static void stopping(void) {
    Bench bench = new_bench();
    bench.timeout_ns = 300 * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_sleep(20) AS slept\"}");
    CHECK(now_ms() - began < 550);
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    // The server was asked to stop, and did.
    CHECK_INT(running("SELECT pg_sleep(20)%"), 0);
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO many SELECT 1 FROM pg_sleep(20)\", \"write\": true}");
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    // And it said so.
    CHECK(bench.out.over && bench.out.over_by_ns > now_ms() * 1000000);
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO many SELECT 1 FROM pg_sleep(20)\", \"write\": true, "
              "\"transaction\": true}");
    CHECK(bench.out.over);
    CHECK(bench.out.over_by_ns > now_ms() * 1000000);
    CHECK_INT(running("INSERT INTO many SELECT 1 FROM pg_sleep(20)%"), 0);
    bench.timeout_ns = 10 * (int64_t)1000000000;
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, &bench);
    began = now_ms();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_sleep(21) AS slept\"}");
    pthread_join(thread, NULL);
    CHECK(now_ms() - began < 550);
    CHECK_C(bench_outcome(&bench), "no_answer cancelled |  | the run was stopped while it ran | ");
    bench_free(&bench);
    bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_free(&bench);
}

// ── connections ──

static void kept(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    Sv first = bench_json(&bench, &action_sql, "value");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    CHECK_SV(bench_json(&bench, &action_sql, "value"), first);
    // Other credentials, another connection.
    bench.credentials = 2;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    CHECK(!sv_eq(bench_json(&bench, &action_sql, "value"), first));
    // A write has one of its own, too.
    bench.credentials = 0;
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT pg_backend_pid() AS pid\", \"write\": true}");
    CHECK(!sv_eq(bench_json(&bench, &action_sql, "value"), first));
    // One that the server closed since is opened again.
    set_up(
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = "
        "'runbook'; END $$");
    usleep(50000);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT pg_backend_pid() AS pid\"}");
    CHECK_C(bench.out.answer, "1 row");
    CHECK(!sv_eq(bench_json(&bench, &action_sql, "value"), first));
    bench_free(&bench);
}

static void *terminate_soon(void *nothing) {
    usleep(200000);
    set_up(
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = "
        "'runbook'; END $$");
    return nothing;
}

static void lost(void) {
    Bench bench = new_bench();
    pthread_t thread;
    pthread_create(&thread, NULL, terminate_soon, NULL);
    bench_run(&bench, &action_sql,
              "{\"query\": \"UPDATE things SET name = name FROM pg_sleep(5)\", \"write\": true}");
    pthread_join(thread, NULL);
    CHECK_C(bench_outcome(&bench),
            "not_started |  | terminating connection due to administrator command (57P01); nothing "
            "was changed | ");
    bench_free(&bench);
}

static void check_open(const char *address, const char *password, const char *outcome) {
    Bench bench = new_bench();
    SqlConnection other = {.sql = sv_from_c(address), .password = sv_from_c(password)};
    bench.connection = &other;
    bench.timeout_ns = 500 * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK(now_ms() - began < 750);
    CHECK_C(bench_outcome(&bench), outcome);
    bench_free(&bench);
}

static int listen_somewhere(int *port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    CHECK(bind(fd, (struct sockaddr *)&at, size) == 0 && listen(fd, 4) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&at, &size) == 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static void *hang_up(void *what) {
    int fd = accept(*(int *)what, NULL, NULL);
    close(fd);
    return NULL;
}

static void opening(void) {
    int port;
    Arena *arena = arena_new(1 << 20);
    Sv here = sv_from_c(strstr(server.tcp, "127.0.0.1"));
    Sv place = server_place();
    int fd = listen_somewhere(&port);
    // Nothing is ever said.
    Sv address = sv_format(arena, "postgres://runbook@127.0.0.1:%d/postgres", port);
    check_open(
        address.at, "",
        sv_format(
            arena,
            "not_started timed_out |  | the time allowed for the step was over before 'postgres://127.0.0.1:%d/postgres' "
            "had answered | ",
            port)
            .at);
    // It hangs up.
    pthread_t thread;
    CHECK(accept(fd, NULL, NULL) >= 0);
    pthread_create(&thread, NULL, hang_up, &fd);
    check_open(
        address.at, "",
        sv_format(arena,
                  "not_started |  | 127.0.0.1:%d: server closed the connection unexpectedly | ",
                  port)
            .at);
    pthread_join(thread, NULL);
    close(fd);
    // Nobody is there.
    check_open(
        address.at, "",
        sv_format(
            arena,
            "not_started |  | connection refused by 127.0.0.1:%d | is PostgreSQL running there? is the port right?",
            port)
            .at);
    check_open(
        "postgres://runbook@/postgres?host=/nowhere&port=5432", "",
        "not_started |  | there is no server at the socket /nowhere/.s.PGSQL.5432 | is PostgreSQL running on this machine? else "
        "name its host in the connection's address");
    check_open(
        "postgres://runbook@no-such-host.invalid/postgres", "",
        "not_started |  | no such host 'no-such-host.invalid' | look at the spelling of the connection's address");
    check_open(
        sv_format(arena, "postgres://nobody@%.*s/postgres", SV_ARG(place)).at, "",
        sv_format(arena, "not_started |  | %.*s: role \"nobody\" does not exist | ", SV_ARG(place))
            .at);
    check_open(sv_format(arena, "postgres://runbook@%.*s/nowhere", SV_ARG(place)).at, "",
               sv_format(arena, "not_started |  | %.*s: database \"nowhere\" does not exist | ",
                         SV_ARG(place))
                   .at);
    check_open(server.socket, "", "answered | 1 row |  | ");
    check_open(
        sv_format(arena, "postgres://runbook@localhost%.*s", SV_ARG(sv_slice(here, 9, here.len)))
            .at,
        "", "answered | 1 row |  | ");
    // One of several hosts answers.
    check_open(
        sv_format(arena, "postgres://runbook@127.0.0.1:%d,%.*s/postgres", port, SV_ARG(place)).at,
        "", "answered | 1 row |  | ");
    arena_free(arena);
}

// A file of passwords is read where it is named, and by its owner alone.
static void password_file(Sv address, Sv place, mode_t mode, const char *line, bool named,
                          const char *outcome) {
    Arena *arena = arena_new(1 << 20);
    char home[] = "/tmp/runbook-home-XXXXXX";
    CHECK(mkdtemp(home) != NULL);
    const char *path = sv_format(arena, "%s/.pgpass", home).at;
    FILE *file = fopen(path, "w");
    fprintf(file, "%s\n", line);
    fclose(file);
    chmod(path, mode);
    setenv("HOME", home, 1);
    Bench bench = bench_new();
    SqlConnection guarded = {.sql = address, .password_file = named ? SV("~/.pgpass") : (Sv){0}};
    bench.connection = &guarded;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS one\"}");
    Sv whole = bench_outcome(&bench);
    size_t at = sv_find(whole, place, 0);
    if (at != SV_NONE)
        whole = sv_format(arena, "%.*sPLACE%.*s", (int)at, whole.at,
                          SV_ARG(sv_slice(whole, at + place.len, whole.len)));
    CHECK_C(whole, outcome);
    bench_free(&bench);
    unlink(path);
    rmdir(home);
    arena_free(arena);
}

static void password_files(Sv address, Sv place) {
    static const char fits[] = "*:*:*:guarded:hush-hush";
    password_file(address, place, 0600, fits, true, "answered | 1 row |  | ");
    password_file(address, place, 0600, fits, false,
                  "not_started |  | PLACE asks for a password, and none is given | declare it as a "
                  "secret, and in the connection write password: ${secrets.NAME}; or name a file: "
                  "password_file: ~/.pgpass");
    password_file(address, place, 0640, fits, true,
                  "not_started |  | the password file '~/.pgpass' can be read by others than its "
                  "owner | chmod 600 ~/.pgpass");
    password_file(address, place, 0600, "*:*:*:other:hush-hush", true,
                  "not_started |  | PLACE asks for a password, and no line of '~/.pgpass' fits | a "
                  "line is HOST:PORT:DATABASE:USER:PASSWORD, as the connection's address has them; "
                  "* stands for any");
}

static void passwords(void) {
    Arena *arena = arena_new(1 << 20);
    Sv place = server_place();
    set_up("CREATE ROLE guarded LOGIN PASSWORD 'hush-hush'");
    set_up(
        "DO $$ BEGIN EXECUTE format('COPY (SELECT unnest(ARRAY[''host all guarded all scram-sha-256'', ''host all all all trust'', "
        "''local all all trust''])) TO %L', current_setting('hba_file')); PERFORM pg_reload_conf(); END $$");
    usleep(200000);
    Sv address = sv_format(arena, "postgres://guarded@%.*s/postgres", SV_ARG(place));
    check_open(
        address.at, "",
        sv_format(
            arena,
            "not_started |  | %.*s asks for a password, and none is given | declare it as a secret, and in the connection "
            "write password: ${secrets.NAME}; or name a file: password_file: ~/.pgpass",
            SV_ARG(place))
            .at);
    check_open(
        address.at, "wrong-hush",
        sv_format(arena,
                  "not_started |  | %.*s: password authentication failed for user \"guarded\" | ",
                  SV_ARG(place))
            .at);
    check_open(address.at, "hush-hush", "answered | 1 row |  | ");
    password_files(address, place);
    check_open(sv_format(arena, "postgres://guarded:hush-hush@%.*s/postgres", SV_ARG(place)).at, "",
               "answered | 1 row |  | ");
    arena_free(arena);
}

typedef struct Asker {
    Pool *pool;
    int right;
} Asker;

static void *ask_many(void *what) {
    Asker *asker = what;
    Bench bench = new_bench();
    pool_free(bench.pool);
    bench.pool = asker->pool;
    for (int i = 0; i < 50; i++) {
        bench_run(&bench, &action_sql,
                  "{\"query\": \"SELECT :i::int AS x\", \"params\": {\"i\": 7}}");
        asker->right += sv_eq_c(bench_json(&bench, &action_sql, "value"), "7");
    }
    bench.pool = NULL;
    bench_free(&bench);
    return NULL;
}

static void at_once(void) {
    Pool *pool = pool_new();
    pthread_t threads[4];
    Asker askers[4] = {{pool, 0}, {pool, 0}, {pool, 0}, {pool, 0}};
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, ask_many, &askers[i]);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(askers[i].right, 50);
    }
    pool_free(pool);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    set_up("CREATE TYPE mood AS ENUM ('happy', 'sad')");
    set_up(
        "CREATE TABLE things (id serial PRIMARY KEY, name text, made date DEFAULT '2026-05-05', mood mood)");
    set_up("CREATE TABLE parts (thing int REFERENCES things DEFERRABLE INITIALLY DEFERRED)");
    set_up("CREATE TABLE many (i int)");
    set_up("INSERT INTO things (name, mood) VALUES ('a', 'sad'), ('b', 'happy'), ('c', NULL)");
    set_up(
        "CREATE FUNCTION add_thing(text) RETURNS void LANGUAGE sql AS 'INSERT INTO things (name) VALUES ($1)'");
    set_up(
        "CREATE PROCEDURE add_thing_later(text) LANGUAGE plpgsql AS 'BEGIN COMMIT; SET TRANSACTION READ WRITE; INSERT INTO things "
        "(name) VALUES ($1); END'");
    set_up("CREATE FUNCTION doing(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; END'");
    values_out();
    values_that_do_not_fit();
    values_in();
    only_reads();
    writes();
    errors();
    notices();
    limits();
    stopping();
    kept();
    lost();
    opening();
    passwords();
    at_once();
    pg_stop(&server);
    return check_done();
}
