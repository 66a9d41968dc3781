// sql over ODBC with a PostgreSQL server behind it: the same promises as by the driver of its own.
#include "catalogue_shown.h"
#include "drivers/odbc/odbc_driver.h"
#include "drivers/sql/sql_catalogue.h"
#include "odbc_bench.h"
#include "pg_server.h"

#include <pthread.h>

static PgServer server;
static SqlConnection connection;

static Bench new_bench(void) {
    Bench bench = bench_new();
    static char port[16];
    snprintf(port, sizeof port, "%.*s", (int)strcspn(strrchr(server.tcp, ':') + 1, "/"),
             strrchr(server.tcp, ':') + 1);
    connection = (SqlConnection){
        .sql = sv_format(
            bench.arena,
            "odbc:Driver=Postgres;Server=127.0.0.1;Port=%s;Database=postgres;UID=runbook", port)};
    bench.connection = &connection;
    return bench;
}

static void check_run(Bench *bench, const char *json, const char *wanted) {
    bench_run(bench, &action_sql, json);
    CHECK_C(bench_outcome(bench), wanted);
}

static void check_value(Bench *bench, const char *json, const char *wanted) {
    bench_run(bench, &action_sql, json);
    CHECK_C(bench->out.reason, "");
    CHECK_C(bench_json(bench, &action_sql, "value"), wanted);
}

// ── values ──

static void values(void) {
    Bench bench = new_bench();
    static const struct {
        const char *sql, *wanted;
    } cases[] = {
        {"42", "42"},
        {"9223372036854775807", "9223372036854775807"},
        {"7::smallint", "7"},
        {"1.50", "1.5"},
        {"123456789012345678901234567890.123456789::numeric",
         "123456789012345678901234567890.123456789"},
        {"0.1::float8", "0.1"},
        {"1.1::float4", "1.1"},
        {"true", "true"},
        {"false", "false"},
        {"NULL::text", "null"},
        {"NULL::numeric", "null"},
        {"NULL::date", "null"},
        {"''::text", "\"\""},
        {"'äß€😀'::text", "\"äß€😀\""},
        {"'c'::char(3)", "\"c  \""},
        {"decode('00ff80', 'hex')", "\"AP+A\""},
        {"'2026-03-01'::date", "\"2026-03-01T00:00:00Z\""},
        {"'2026-03-01 02:03:04.123456'::timestamp", "\"2026-03-01T02:03:04.123456Z\""},
        {"'2026-03-01 02:03:04.5+02'::timestamptz", "\"2026-03-01T00:03:04.5Z\""},
        {"'02:03:04'::time", "\"02:03:04\""},
        {"'1B4E28BA-2fa1-11d2-883f-0016d3cca427'::uuid",
         "\"1b4e28ba-2fa1-11d2-883f-0016d3cca427\""},
        {"ARRAY[1, 2]", "\"{1,2}\""},
        {"length(repeat('ä', 300000))", "300000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_value(&bench,
                    sv_format(bench.arena, "{\"query\": \"SELECT %s AS x\"}", cases[i].sql).at,
                    cases[i].wanted);
    // What its driver makes something else of.
    check_run(
        &bench, "{\"query\": \"SELECT 'infinity'::date AS x\"}",
        "no_answer |  | column 'x' holds '0000-00-00', which is not understood as a time | take it "
        "as text: CAST(… AS text)");
    check_run(
        &bench, "{\"query\": \"SELECT 'infinity'::timestamptz AS x\"}",
        "no_answer |  | column 'x' holds '9999-12-31 23:59:59', which its driver also says of "
        "infinity | take it as text: CAST(… AS text)");
    check_value(&bench, "{\"query\": \"SELECT CAST('infinity'::date AS text) AS x\"}",
                "\"infinity\"");
    // In many pieces, each of which ends within a pair.
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT repeat('a😀', 100000) AS x\"}");
    Value value = value_null();
    Sv error;
    CHECK(bench_result(&bench, &action_sql, "value", &value, &error));
    CHECK_INT(value_text(value).len, 500000);
    CHECK(sv_ends(value_text(value), SV("a😀a😀")));
    bench_free(&bench);
}

static void binds(void) {
    Bench bench = new_bench();
    check_run(
        &bench,
        "{\"query\": \"CREATE TABLE b (i int8, t text, n numeric, f float8, y bytea, o bool, j "
        "jsonb)\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"INSERT INTO b VALUES (:i, :t, :n, :f, decode('00', 'hex'), :o, :j)\", "
        "\"params\": {\"i\": -9223372036854775807, \"t\": \"it's ?, \\\\ :i €😀\", \"n\": 1.5, "
        "\"f\": 0.1, \"o\": true, \"j\": {\"a\": [1, null]}}, \"write\": true}",
        "answered | 1 row affected |  | ");
    check_run(&bench, "{\"query\": \"SELECT i, t, n, f, o, CAST(j AS text) AS j FROM b\"}",
              "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "row"),
            "{\"i\": -9223372036854775807, \"t\": \"it's ?, \\\\ :i €😀\", \"n\": 1.5, \"f\": 0.1, "
            "\"o\": true, \"j\": \"{\\\"a\\\": [1, null]}\"}");
    check_value(
        &bench,
        "{\"query\": \"SELECT count(*) AS n FROM b WHERE i < :a AND o = :yes AND n = :n AND t "
        "IS NOT NULL AND (:none)::text IS NULL\", \"params\": {\"a\": 1, \"yes\": true, \"n\": "
        "1.5, \"none\": null}}",
        "1");
    check_run(
        &bench, "{\"query\": \"SELECT '{}'::jsonb ? 'a' AS x, :a AS y\", \"params\": {\"a\": 1}}",
        "bad_value |  | the query holds a '?', which ODBC takes for the place of a value | write "
        ":name for a value; where '?' is an operator, write what does the same without it");
    bench_free(&bench);
}

// ── what a read may not do ──

static void only_reads(void) {
    Bench bench = new_bench();
    check_run(&bench,
              "{\"query\": \"CREATE TABLE w (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)\", "
              "\"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"CREATE FUNCTION sly() RETURNS int LANGUAGE sql AS 'INSERT INTO w VALUES "
        "(1) RETURNING id'\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    check_run(
        &bench, "{\"query\": \"SELECT sly() AS x\"}",
        "failed |  | the step only reads: cannot execute INSERT in a read-only transaction (25006) "
        "| add write: true if this step is meant to change data");
    // Nor what it set reaches the next.
    check_run(&bench,
              "{\"query\": \"CREATE FUNCTION sets() RETURNS text LANGUAGE sql AS 'SELECT "
              "set_config(''work_mem'', ''123kB'', false)'\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(&bench, "{\"query\": \"SELECT sets() AS x\"}", "answered | 1 row |  | ");
    check_value(&bench, "{\"query\": \"SELECT current_setting('work_mem') AS x\"}", "\"4MB\"");
    check_value(&bench, "{\"query\": \"SELECT count(*) AS n FROM w\"}", "0");
    bench_free(&bench);
}

// ── changes ──

static void changes(void) {
    Bench bench = new_bench();
    check_run(&bench,
              "{\"query\": \"INSERT INTO w SELECT generate_series(1, 3)\", \"write\": true}",
              "answered | 3 rows affected |  | ");
    check_run(&bench, "{\"query\": \"INSERT INTO w VALUES (9) RETURNING id\", \"write\": true}",
              "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "affected"), "1");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "9");
    // It fails at COMMIT only.
    check_run(&bench, "{\"query\": \"INSERT INTO w VALUES (9)\", \"write\": true}",
              "failed |  | it was not committed: duplicate key value violates unique constraint "
              "\"w_pkey\" (23505) | DETAIL: Key (id)=(9) already exists");
    bench.takes_back = true;
    check_run(&bench, "{\"query\": \"DELETE FROM w\", \"write\": true, \"transaction\": true}",
              "answered | 4 rows affected, rolled back |  | ");
    check_run(&bench, "{\"query\": \"DROP TABLE w\", \"write\": true, \"transaction\": true}",
              "answered | 0 rows affected, rolled back |  | ");
    bench.takes_back = false;
    check_value(&bench, "{\"query\": \"SELECT count(*) AS n FROM w\"}", "4");
    check_run(&bench, "{\"query\": \"VACUUM w\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(&bench,
              "{\"query\": \"DO $$ BEGIN RAISE NOTICE 'so it is'; END $$\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "notices"), "[\"NOTICE: so it is\"]");
    check_run(&bench, "{\"query\": \"SELECT * FROM wx\"}",
              "failed |  | relation \"wx\" does not exist (42P01) | ");
    check_run(&bench, "{\"query\": \"SELECT idd FROM w\"}",
              "failed |  | column \"idd\" does not exist (42703) | did you mean 'id'?");
    bench_free(&bench);
}

// A server that hangs up: in doubt only where the change may have been kept.
static void lost(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql,
              "{\"query\": \"DO $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); END $$\", "
              "\"write\": true}");
    CHECK_INT(bench.out.end, OUTCOME_NO_ANSWER);
    CHECK(sv_ends(bench.out.reason, SV("whether it was done is not known")));
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"DELETE FROM w WHERE pg_terminate_backend(pg_backend_pid())\", \"write\": "
        "true}");
    CHECK_INT(bench.out.end, OUTCOME_NOT_STARTED);
    CHECK(sv_ends(bench.out.reason, SV("nothing was changed")));
    check_value(&bench, "{\"query\": \"SELECT count(*) AS n FROM w\"}", "4");
    // Connections that were kept, and closed by the server meanwhile.
    check_run(
        &bench,
        "{\"query\": \"SELECT pg_terminate_backend(pid) AS x FROM pg_stat_activity WHERE pid <> "
        "pg_backend_pid() AND backend_type = 'client backend'\", \"write\": true}",
        "answered | 1 row |  | ");
    check_value(&bench, "{\"query\": \"SELECT count(*) AS n FROM w\"}", "4");
    check_run(&bench, "{\"query\": \"UPDATE w SET id = 10 WHERE id = 9\", \"write\": true}",
              "answered | 1 row affected |  | ");
    bench_free(&bench);
}

// ── time ──

static void *stop_soon(void *bench) {
    usleep(200000);
    if (write(((Bench *)bench)->cancel[1], "x", 1) != 1) abort();
    return NULL;
}

static void time_is_held(void) {
    static const struct {
        const char *json, *wanted;
    } cases[] = {
        {"{\"query\": \"SELECT pg_sleep(20) AS x\", \"write\": true, \"transaction\": true}",
         "not_started timed_out |  | the time allowed for the step was over while it ran; nothing was "
         "committed | "},
        {"{\"query\": \"UPDATE w SET id = id + 100 FROM (SELECT pg_sleep(20)) s\", \"write\": true}",
         "not_started timed_out |  | the time allowed for the step was over while it ran; nothing was "
         "committed | "},
        {"{\"query\": \"DO $$ BEGIN PERFORM pg_sleep(20); END $$\", \"write\": true}",
         "no_answer timed_out |  | the time allowed for the step was over while it ran | "},
    };
    Bench bench = new_bench();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench.timeout_ns = 400 * (int64_t)1000000;
        int64_t began = env_system()->mono_ns(NULL);
        check_run(&bench, cases[i].json, cases[i].wanted);
        CHECK(env_system()->mono_ns(NULL) - began < 650 * (int64_t)1000000);
        CHECK(bench.out.over);
    }
    bench.timeout_ns = 10 * (int64_t)1000000000;
    // The server was told.
    check_value(&bench,
                "{\"query\": \"SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE "
                "'%pg_sleep(20)%' AND state = 'active' AND pid <> pg_backend_pid()\"}",
                "0");
    check_value(&bench, "{\"query\": \"SELECT max(id) AS n FROM w\"}", "10");
    pthread_t thread;
    pthread_create(&thread, NULL, stop_soon, &bench);
    int64_t began = env_system()->mono_ns(NULL);
    check_run(
        &bench,
        "{\"query\": \"WITH s AS (SELECT pg_sleep(20) AS x) SELECT x FROM s\", \"write\": true}",
        "not_started cancelled |  | the run was stopped while it ran; nothing was committed | ");
    CHECK(env_system()->mono_ns(NULL) - began < 450 * (int64_t)1000000);
    pthread_join(thread, NULL);
    bench_free(&bench);
}

// ── the catalogue ──

static void catalogue(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"DROP TABLE b\", \"write\": true}");
    check_run(&bench,
              "{\"query\": \"CREATE TABLE users (id serial PRIMARY KEY, email varchar(20) NOT NULL "
              "UNIQUE, plan text DEFAULT 'free')\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"CREATE INDEX by_plan ON users (lower(plan)) WHERE id > 5\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    catalogue_check(&bench, "users\n"
                            "  id integer = nextval('users_id_seq'::regclass), key\n"
                            "  email character varying(20)\n"
                            "  plan text? = 'free'::text\n"
                            "  by_plan ((expression)) partial\n"
                            "  users_email_key (email) unique\n"
                            "  users_pkey (id) unique key\n"
                            "w\n"
                            "  id integer, key\n"
                            "  w_pkey (id) unique key\n");
    bench_free(&bench);
}

// ── passwords ──

static bool is_in(Sv text, const char *part) {
    return sv_find(text, sv_from_c(part), 0) != SV_NONE;
}

static void passwords(void) {
    Bench bench = new_bench();
    check_run(
        &bench,
        "{\"query\": \"CREATE ROLE secretive LOGIN PASSWORD 'hu;s}h {x%41+ =é'\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"DO $$ BEGIN EXECUTE format('COPY (SELECT unnest(ARRAY[''host all secretive "
        "all scram-sha-256'', ''host all all all trust'', ''local all all trust''])) TO %L', "
        "current_setting('hba_file')); PERFORM pg_reload_conf(); END $$\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    usleep(300000);
    Sv anyone = connection.sql;
    connection.sql =
        sv_format(bench.arena, "%.*ssecretive", SV_ARG(sv_slice(anyone, 0, anyone.len - 7)));
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_INT(bench.out.end, OUTCOME_NOT_STARTED);
    CHECK(is_in(bench.out.reason, "no password supplied"));
    CHECK_C(bench.out.hint,
            "declare the password as a secret, and in the connection write password: "
            "${secrets.NAME}");
    connection.password = SV("hu;s}h {x%41+ =é");
    bench.credentials++;
    check_value(&bench, "{\"query\": \"SELECT current_user::text AS x\"}", "\"secretive\"");
    connection.password = SV("wrong}hush");
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_INT(bench.out.end, OUTCOME_NOT_STARTED);
    CHECK(is_in(bench.out.reason, "password authentication failed for user \"secretive\""));
    CHECK(!is_in(bench.out.reason, "hush") && !is_in(bench.out.hint, "hush"));
    connection.password = (Sv){0};
    connection.sql = anyone;
    bench.credentials++;
    // What the server says of it is not shown either.
    connection.password = SV("hushed-one");
    bench.credentials++;
    check_run(&bench, "{\"query\": \"SELECT 'hushed-one'::int AS x\"}",
              "failed |  | invalid input syntax for type integer: \"…\" (22P02) | ");
    bench_free(&bench);
}

// As a driver lists it of which nothing more is known.
static void listing(void) {
    Bench bench = new_bench();
    static const char *const changes[] = {"CREATE SCHEMA other", "CREATE TABLE other.w (other int)",
                                          "CREATE TABLE us_rs (x bit(3))"};
    for (size_t i = 0; i < 3; i++)
        check_run(&bench,
                  sv_format(bench.arena, "{\"query\": \"%s\", \"write\": true}", changes[i]).at,
                  "answered | 0 rows affected |  | ");
    SqlText text = {.verb = SV("SELECT")};
    OdbcTask task = {.arena = bench.arena,
                     .way = sv_slice(connection.sql, 5, connection.sql.len),
                     .text = text,
                     .left_ns = 5 * (int64_t)1000000000};
    pthread_mutex_init(&task.guard, NULL);
    task.statement = (SqlStatement){.text = &task.text, .catalogue = true};
    CHECK(odbc_open(&task));
    CHECK(odbc_list_catalogue(&task));
    BUF_AUTO Buf out = buf_new(1 << 20);
    json_write(&out, sql_catalogue_tables(bench.arena, &task.answer), JSON_SPACED);
    CHECK_C(
        buf_sv(&out),
        "[{\"name\": \"other.w\", \"columns\": [{\"name\": \"other\", \"type\": \"int4\", \"nullable\": true, \"default\": null, \"primary_key\": false}], \"indexes\": []}, {\"name\": \"public.w\", \"columns\": [{\"name\": \"id\", \"type\": \"int4\", \"nullable\": false, \"default\": null, \"primary_key\": true}], \"indexes\": [{\"name\": \"w_pkey\", \"columns\": [\"id\"], \"unique\": true, \"partial\": false, \"primary_key\": true}]}, {\"name\": \"us_rs\", \"columns\": [{\"name\": \"x\", \"type\": \"bit\", \"nullable\": true, \"default\": null, \"primary_key\": false}], \"indexes\": []}, {\"name\": \"users\", \"columns\": [{\"name\": \"id\", \"type\": \"int4\", \"nullable\": false, \"default\": \"nextval('users_id_seq'::regclass)\", \"primary_key\": true}, {\"name\": \"email\", \"type\": \"varchar\", \"nullable\": false, \"default\": null, \"primary_key\": false}, {\"name\": \"plan\", \"type\": \"text\", \"nullable\": true, \"default\": \"'free'::text\", \"primary_key\": false}], \"indexes\": [{\"name\": \"by_plan\", \"columns\": [\"lower(plan)\"], \"unique\": false, \"partial\": false, \"primary_key\": false}, {\"name\": \"users_email_key\", \"columns\": [\"email\"], \"unique\": true, \"partial\": false, \"primary_key\": false}, {\"name\": \"users_pkey\", \"columns\": [\"id\"], \"unique\": true, \"partial\": false, \"primary_key\": true}]}]");
    odbc_close(task.odbc);
    bench_free(&bench);
}

int main(void) {
    if (!odbc_start() || !pg_start(&server)) {
        puts("skipped: PostgreSQL or an ODBC driver is not installed");
        return 77;
    }
    values();
    binds();
    only_reads();
    changes();
    lost();
    time_is_held();
    catalogue();
    listing();
    passwords();
    pg_stop(&server);
    odbc_stop();
    return check_done();
}
