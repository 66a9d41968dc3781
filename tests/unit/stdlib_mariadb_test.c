// sql on a real MariaDB: types, what a read may not do, errors with their place, and what becomes
// of changes.
#include "action_bench.h"
#include "maria_server.h"

#include "drivers/sql/sql_driver.h"

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

// ── values ──

static void values_out(void) {
    check_value("1", "int", "1");
    check_value("-9223372036854775808", "int", "-9223372036854775808");
    check_value("18446744073709551615", "uint", "18446744073709551615");
    check_value("CAST(0.1 AS DOUBLE)", "double", "0.1");
    check_value("(SELECT f FROM kinds WHERE id = 1)", "double", "0.1");
    check_value("1.10", "decimal", "1.1");
    check_value("123456789012345678901234567890.5", "decimal", "123456789012345678901234567890.5");
    check_value("TRUE", "int", "1");
    check_value("NULL", "null", "null");
    check_value("'té'", "string", "\"té\"");
    check_value("'a\\\\'b'", "string", "\"a'b\"");
    check_value("_binary x'00ff'", "bytes", "\"AP8=\"");
    check_value("TIMESTAMP'2026-03-01 02:03:04.5'", "timestamp", "\"2026-03-01T02:03:04.5Z\"");
    check_value("DATE'2026-03-01'", "timestamp", "\"2026-03-01T00:00:00Z\"");
    check_value("DATE'0001-01-01'", "timestamp", "\"0001-01-01T00:00:00Z\"");
    check_value("TIME'26:03:04.5'", "duration", "\"93784.5s\"");
    check_value("TIME'-00:00:00.5'", "duration", "\"-0.5s\"");
    check_value("(SELECT j FROM kinds WHERE id = 1)", "map", "{\"a\": [1, 2.5]}");
    check_value("(SELECT y FROM kinds WHERE id = 1)", "int", "2026");
    check(
        "{\"query\": \"SELECT * FROM kinds WHERE id = 1\"}", "answered | 1 row |  | ",
        "[{\"id\": 1, \"f\": 0.1, \"b\": 5, \"j\": {\"a\": [1, 2.5]}, \"y\": 2026, \"e\": \"happy\", "
        "\"s\": \"a,b\", \"u\": \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\", \"i\": \"::ffff:10.0.0.1\", "
        "\"d\": 1.5, \"t\": \"té\", \"bl\": \"AP8=\", \"ts\": \"2026-03-01T00:03:04Z\", \"big\": "
        "18446744073709551615}]");
}

static void values_that_do_not_fit(void) {
    check(
        "{\"query\": \"SELECT z FROM zero\"}",
        "no_answer |  | column 'z' holds '0000-00-00', which is no date | take it as text: CAST(z AS CHAR)",
        NULL);
    check("{\"query\": \"SELECT CAST(z AS CHAR) AS z FROM zero\"}", "answered | 1 row |  | ",
          "[{\"z\": \"0000-00-00\"}]");
    check(
        "{\"query\": \"SELECT MAX(b) AS b FROM kinds\"}",
        "no_answer |  | column 'b' is a BIT that was computed, which servers write in more than one way | "
        "take it as a number: CAST(b AS UNSIGNED)",
        NULL);
    check(
        "{\"query\": \"SELECT 1, 1\"}",
        "no_answer |  | two columns are called '1', and a row holds a name once | name them apart: SELECT a.1 AS a_1, …",
        NULL);
    check(
        "{\"query\": \"SELECT '{\\\"a\\\":1,\\\"a\\\":2}' AS j UNION ALL SELECT j FROM kinds WHERE false\"}",
        "answered | 1 row |  | ", NULL);
}

static void values_in(void) {
    check(
        "{\"query\": \"SELECT :i + 1 AS i, :big AS big, :d AS d, :b AS b, CONCAT(:t, 'x') AS t, :n AS n, :i AS again\", "
        "\"params\": {\"i\": 1, \"big\": 18446744073709551615, \"d\": 1.5, \"b\": true, \"t\": \"té\", \"n\": null}}",
        "answered | 1 row |  | ",
        "[{\"i\": 2, \"big\": 18446744073709551615, \"d\": 1.5, \"b\": 1, \"t\": \"téx\", \"n\": null, \"again\": 1}]");
    check(
        "{\"query\": \"SELECT id FROM things WHERE name = :name\", \"params\": {\"name\": \"it's \\\"two\\\" \\\\\"}}",
        "answered | 1 row |  | ", "[{\"id\": 2}]");
    check(
        "{\"query\": \"SELECT JSON_EXTRACT(:doc, '$.k[1]') AS x\", \"params\": {\"doc\": {\"k\": [1, \"two\"]}}}",
        "answered | 1 row |  | ", "[{\"x\": \"two\"}]");
    check(
        "{\"query\": \"SELECT COUNT(*) AS n FROM things WHERE made < :day\", \"params\": {\"day\": \"2026-06-01\"}}",
        "answered | 1 row |  | ", "[{\"n\": 1}]");
    check("{\"query\": \"SELECT :a AS a\", \"params\": {\"b\": 1}}",
          "refused | the query's ':a' is not among params | params: { a: … }", NULL);
}

// ── how a statement is read ──

static void quotes(void) {
    check("{\"query\": \"SELECT 'it\\\\'s :x' AS a, \\\":y\\\" AS b, 5--1 AS c # 'open :z\"}",
          "answered | 1 row |  | ", "[{\"a\": \"it's :x\", \"b\": \":y\", \"c\": 6}]");
    check("{\"query\": \"SELECT `name` FROM `things` /* a /* comment */ WHERE id = 1\"}",
          "answered | 1 row |  | ", "[{\"name\": \"one\"}]");
    check(
        "{\"query\": \"SELECT 1 /*! INTO OUTFILE '/tmp/x' */\"}",
        "bad_value |  | what stands in a comment of the form /*! … */ is carried out by MySQL | write it without "
        "the marks of the comment, or leave it out",
        NULL);
    check(
        "{\"query\": \"SELECT ? AS a\"}",
        "bad_value |  | '?' stands in the query, but values are bound by name | write :name, and beside the query "
        "params: { name: … }",
        NULL);
    check(
        "{\"query\": \"SELECT 1; SELECT 2\"}",
        "refused | there is more than one statement: another begins with 'SELECT 2' | one step is one statement: "
        "make a step of each",
        NULL);
    check("{\"query\": \"DESCRIBE things\"}", "answered | 3 rows |  | ", NULL);
    check("{\"query\": \"SHOW TABLES LIKE 'things'\"}", "answered | 1 row |  | ", NULL);
    check("{\"query\": \"EXPLAIN FORMAT=JSON SELECT 1\"}", "answered | 1 row |  | ", NULL);
}

// ── reading only ──

static void only_reads(void) {
    static const char *const refused[][2] = {
        {"SELECT 1 INTO OUTFILE '/tmp/x'", "SELECT … INTO OUTFILE writes a file of the server"},
        {"SELECT 1 INTO @x", "SELECT … INTO writes a file of the server, or sets variables"},
        {"SELECT `id` FROM things LOCK IN SHARE MODE",
         "LOCK IN SHARE MODE locks the rows that are read"},
        {"SELECT id FROM things LOCK IN SHARE MODE",
         "LOCK IN SHARE MODE locks the rows that are read"},
        {"SELECT id FROM things FOR UPDATE", "FOR UPDATE locks the rows that are read"},
        {"SELECT NEXT VALUE FOR numbers", "NEXT VALUE FOR takes a number that is not given back"},
        {"SELECT nextval(numbers)", "nextval() takes a number that is not given back"},
        {"SELECT sys_exec('true')", "sys_exec() starts a program on the server"},
        {"SET GLOBAL max_connections = 9",
         "SET changes a setting of the session, which ends with the step"},
        {"KILL 1", "KILL "},
        {"FLUSH TABLES", "FLUSH begins no kind of statement that is known to only read"},
        {"CALL twice()", "CALL runs a procedure, which may do anything"},
        {"ANALYZE TABLE things", "ANALYZE gathers statistics that queries are planned by"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Bench bench = new_bench();
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena, "{\"query\": \"%s\"}", refused[i][0]).at);
        CHECK(bench.out.end == OUTCOME_BAD_VALUE || bench.out.end == OUTCOME_FAILED);
        CHECK(sv_starts(bench.out.reason, sv_from_c(refused[i][1])));
        bench_free(&bench);
    }
    // What is not seen in the text is kept from it by the transaction.
    check(
        "{\"query\": \"SELECT touch() AS x\"}",
        "failed |  | the step only reads: Cannot execute statement in a READ ONLY transaction (1792) | add write: "
        "true if this step is meant to change data",
        NULL);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) FROM touched")), "0");
}

// What a read took in its session is gone with it.
static void leaves_nothing(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT GET_LOCK('mine', 0) AS x, @left := 7 AS y\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT IS_FREE_LOCK('mine')")), "1");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT @left AS x, CONNECTION_ID() AS c\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    CHECK(sv_starts(bench_json(&bench, &action_sql, "rows"), SV("[{\"x\": null,")));
    bench_free(&bench);
}

static void keeps_its_connection(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT CONNECTION_ID() AS c\"}");
    Sv first = sv_copy(bench.arena, bench_json(&bench, &action_sql, "rows"));
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT CONNECTION_ID() AS c\"}");
    CHECK(sv_eq(first, bench_json(&bench, &action_sql, "rows")));
    bench_free(&bench);
}

// ── changes ──

static void changes(void) {
    check(
        "{\"query\": \"INSERT INTO things VALUES (10, 'ten', NULL), (11, 'eleven', NULL)\", \"write\": true}",
        "answered | 2 rows affected |  | ", "[]");
    // Rows that are found count, whether or not they were like that already.
    check("{\"query\": \"UPDATE things SET name = 'ten' WHERE id = 10\", \"write\": true}",
          "answered | 1 row affected |  | ", NULL);
    check("{\"query\": \"DELETE FROM things WHERE id = 11 RETURNING id\", \"write\": true}",
          "answered | 1 row |  | ", "[{\"id\": 11}]");
    check("{\"query\": \"INSERT INTO things VALUES (10, 'again', NULL)\", \"write\": true}",
          "failed |  | Duplicate entry '10' for key 'PRIMARY' (1062) | ", NULL);
    check(
        "{\"query\": \"INSERT INTO things VALUES (12, REPEAT('x', 101), NULL)\", \"write\": true}",
        "failed |  | Data too long for column 'name' at row 1 (1406) | ", NULL);
    check("{\"query\": \"CREATE TABLE made (id INT)\", \"write\": true}",
          "answered | 0 rows affected |  | ", NULL);
    check("{\"query\": \"DROP TABLE IF EXISTS made, gone\", \"write\": true}",
          "answered | 0 rows affected |  | ", NULL);
    check(
        "{\"query\": \"CREATE PROCEDURE thrice() BEGIN IF 1 THEN SELECT 1 AS a; END IF; END;\", \"write\": true}",
        "answered | 0 rows affected |  | ", NULL);
    check("{\"query\": \"CALL thrice()\", \"write\": true}", "answered | 1 row |  | ",
          "[{\"a\": 1}]");
    check(
        "{\"query\": \"CALL twice()\", \"write\": true}",
        "failed |  | it was carried out, but it gives more than one result, and a step has one | give the statements "
        "of the procedure themselves",
        NULL);
}

static void notices(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"DROP TABLE IF EXISTS gone\", \"write\": true}");
    CHECK_C(bench_json(&bench, &action_sql, "notices"),
            "[\"Note: Unknown table 'app.gone' (1051)\"]");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT CAST('7x' AS SIGNED) AS n\"}");
    CHECK_C(bench_json(&bench, &action_sql, "notices"),
            "[\"Warning: Truncated incorrect INTEGER value: '7x' (1292)\"]");
    CHECK_C(bench_json(&bench, &action_sql, "encrypted"), "false");
    CHECK(sv_starts(bench_json(&bench, &action_sql, "answered_by"), SV("\"mysql://127.0.0.1:")));
    bench_free(&bench);
}

static void transactions(void) {
    Bench bench = new_bench();
    static const char insert[] =
        "{\"query\": \"INSERT INTO things VALUES (20, 'x', NULL)\", \"write\": true, \"transaction\": true}";
    bench.takes_back = true;
    bench_run(&bench, &action_sql, insert);
    CHECK_C(bench_outcome(&bench), "answered | 1 row affected, rolled back |  | ");
    CHECK(bench.out.taken_back);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) FROM things WHERE id = 20")), "0");
    bench.takes_back = false;
    bench_run(&bench, &action_sql, insert);
    CHECK_C(bench_outcome(&bench), "answered | 1 row affected |  | ");
    CHECK_INT(bench.asked, 2);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) FROM things WHERE id = 20")), "1");
    // What no rollback takes back is refused, or said.
    bench_run(&bench, &action_sql,
              "{\"query\": \"CREATE TABLE u (id INT)\", \"write\": true, \"transaction\": true}");
    CHECK_C(bench_outcome(&bench),
            "bad_value |  | CREATE is kept by MariaDB and MySQL at once, and cannot be rolled "
            "back | leave transaction: true out");
    bench.takes_back = true;
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"INSERT INTO plain VALUES (1)\", \"write\": true, \"transaction\": true}");
    CHECK_C(bench_outcome(&bench),
            "no_answer |  | it was rolled back, but what it had changed in tables that know no "
            "transactions (MyISAM, Aria) remains | ");
    CHECK(!bench.out.taken_back);
    bench_run(&bench, &action_sql,
              "{\"query\": \"CALL commits()\", \"write\": true, \"transaction\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | it was carried out, and it ended its transaction by itself, so that it was kept before it was "
        "judged | leave transaction: true out: a procedure that commits cannot be rolled back");
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO plain VALUES (2), (3), (2)\", \"write\": true}");
    CHECK_C(bench_outcome(&bench),
            "no_answer |  | Duplicate entry '2' for key 'PRIMARY' (1062); what it had changed in "
            "tables that know no transactions (MyISAM, Aria) remains | ");
    bench_free(&bench);
}

// ── errors ──

static void errors(void) {
    check(
        "{\"query\": \"SELECT id FORM things WHERE id = :id\", \"params\": {\"id\": 1}}",
        "failed |  | You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server "
        "version for the right syntax to use near 'things WHERE id = ?' at line 1 (1064) | SELECT id FORM things WHERE "
        "id = :id\n               ^",
        NULL);
    check("{\"query\": \"SELECT id FROM thing\"}",
          "failed |  | Table 'app.thing' doesn't exist (1146) | did you mean 'things'?", NULL);
    check("{\"query\": \"SELECT nme FROM things\"}",
          "failed |  | Unknown column 'nme' in 'SELECT' (1054) | did you mean 'name'?", NULL);
}

static void too_much(void) {
    Bench bench = new_bench();
    int64_t began = env_system()->mono_ns(NULL);
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT seq, REPEAT('x', 1000000) AS x FROM seq_1_to_1000000\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | the rows hold more than 33554432 bytes (SQL_BYTES) | select less of it");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT seq FROM seq_1_to_10000000\"}");
    CHECK_C(bench_outcome(&bench),
            "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT seq, seq FROM seq_1_to_10000000\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | two columns are called 'seq', and a row holds a name once | name them apart: "
        "SELECT a.seq AS a_seq, …");
    CHECK((env_system()->mono_ns(NULL) - began) / 1000000000 < 5);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    // A change was carried out all the same, and is not in doubt.
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"INSERT INTO touched SELECT seq FROM seq_1_to_20000 RETURNING id\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | it was carried out, but it gives more than 10000 rows (SQL_ROWS) | count them, or "
        "add a LIMIT");
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) > 19999 FROM touched")), "1");
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"DELETE FROM touched RETURNING id\", \"write\": true, \"transaction\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | it gives more than 10000 rows (SQL_ROWS); it was rolled back | count them, or add a LIMIT");
    CHECK(bench.out.taken_back);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) > 19999 FROM touched")), "1");
    bench_free(&bench);
}

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

static void running_statements(const char *word, const char *wanted) {
    char query[256];
    snprintf(
        query, sizeof query,
        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%%%s%%' AND info NOT LIKE "
        "'%%processlist%%'",
        word);
    const char *found = "";
    for (int i = 0; i < 50; i++) {
        found = maria_ask(&server, query);
        if (strcmp(found, wanted) == 0) break;
        usleep(20000);
    }
    CHECK_C(sv_from_c(found), wanted);
}

// Each step opens a connection of its own, which must be there long before the time is over.
enum { ALLOWED_MS = 1000 };

static void deadlines(void) {
    Bench bench = new_bench();
    bench.timeout_ns = ALLOWED_MS * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT SLEEP(20) AS mark1\"}");
    CHECK(now_ms() - began < ALLOWED_MS + 250);
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    running_statements("mark1", "0");
    // A change that was stopped, and is known to be undone.
    began = now_ms();
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"UPDATE things SET name = CONCAT('mark2', SLEEP(20)) WHERE id = 1\", \"write\": true}");
    CHECK(now_ms() - began < ALLOWED_MS + 250);
    CHECK_C(bench_outcome(&bench),
            "not_started timed_out |  | the time allowed for the step was over while it ran; "
            "nothing was changed | ");
    CHECK(bench.out.over);
    running_statements("mark2", "0");
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT name FROM things WHERE id = 1")), "one");
    // Of one in a table without transactions some rows remain.
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"INSERT INTO plain SELECT 100 + seq + SLEEP(0.04) FROM seq_1_to_900\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer timed_out |  | the time allowed for the step was over while it ran; what it had "
        "changed in tables that know no transactions (MyISAM, Aria) remains | ");
    CHECK(strcmp(maria_ask(&server, "SELECT COUNT(*) FROM plain WHERE id > 100"), "0") != 0);
    began = now_ms();
    bench_run(&bench, &action_sql, "{\"query\": \"DO SLEEP(20)\", \"write\": true}");
    CHECK(now_ms() - began < ALLOWED_MS + 250);
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    CHECK(bench.out.over);
    bench.timeout_ns = 10 * (int64_t)1000000000;
    CHECK(write(bench.cancel[1], "x", 1) == 1);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT SLEEP(20) AS mark3\"}");
    CHECK(bench.out.cancelled);
    bench_free(&bench);
}

// A step that says it writes is not told to say so.
static void server_only_reads(void) {
    maria_ask(&server, "CREATE USER plain@'127.0.0.1'; GRANT ALL ON app.* TO plain@'127.0.0.1'; "
                       "SET GLOBAL read_only = 1");
    Bench bench = new_bench();
    connection.sql = sv_format(bench.arena, "mysql://plain@127.0.0.1:%u/app", maria_port(&server));
    static const char *const more[] = {"", ", \"transaction\": true"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena,
                            "{\"query\": \"INSERT INTO touched VALUES (9)\", \"write\": true%s}",
                            more[i])
                      .at);
        CHECK_C(
            bench_outcome(&bench),
            "failed |  | The MariaDB server is running with the --read-only option so it cannot "
            "execute this statement (1290) | the server itself only reads: is it a replica? name "
            "its primary");
    }
    bench_free(&bench);
}

int main(int argc, char **argv) {
    BENCH_MAIN;
    if (!maria_start(&server, NULL)) {
        puts("skipped: MariaDB is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    maria_ask(
        &server,
        "CREATE TABLE kinds (id INT PRIMARY KEY, f FLOAT, b BIT(3), j JSON, y YEAR, e ENUM('happy', "
        "'sad'), s SET('a', 'b'), u UUID, i INET6, d DECIMAL(10, 2), t TEXT CHARACTER SET latin1, bl BLOB, "
        "ts TIMESTAMP NULL, big BIGINT UNSIGNED);"
        "SET time_zone = '+02:00';"
        "INSERT INTO kinds VALUES (1, 0.1, 5, '{\"a\": [1, 2.50]}', 2026, 'happy', 'a,b', "
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::ffff:10.0.0.1', 1.50, _utf8mb4'té', x'00ff', "
        "'2026-03-01 02:03:04', 18446744073709551615);");
    maria_ask(
        &server,
        "CREATE TABLE things (id INT PRIMARY KEY, name VARCHAR(100), made DATETIME);"
        "INSERT INTO things VALUES (1, 'one', '2026-01-01'), (2, 'it\\'s \"two\" \\\\', NULL);"
        "CREATE TABLE zero (z DATE); SET sql_mode = ''; INSERT INTO zero VALUES ('0000-00-00');"
        "CREATE SEQUENCE numbers; CREATE TABLE touched (id INT);"
        "CREATE TABLE plain (id INT PRIMARY KEY) ENGINE = MyISAM;"
        "CREATE FUNCTION touch() RETURNS INT BEGIN INSERT INTO touched VALUES (1); RETURN 1; END;"
        "CREATE PROCEDURE twice() BEGIN SELECT 1 AS a; SELECT 2 AS b; END;"
        "CREATE PROCEDURE commits() BEGIN INSERT INTO touched VALUES (2); COMMIT; END;");
    values_out();
    values_that_do_not_fit();
    values_in();
    quotes();
    only_reads();
    leaves_nothing();
    keeps_its_connection();
    changes();
    notices();
    transactions();
    errors();
    too_much();
    deadlines();
    server_only_reads();
    pg_stop(&server);
    return check_done();
}
