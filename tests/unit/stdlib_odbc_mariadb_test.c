// sql over ODBC with MariaDB behind it: what its ODBC driver keeps of the promises.
#include "catalogue_shown.h"
#include "maria_server.h"
#include "odbc_bench.h"

static PgServer server;
static SqlConnection connection;

static Bench new_bench(void) {
    Bench bench = bench_new();
    connection = (SqlConnection){
        .sql = sv_format(bench.arena,
                         "odbc:Driver=MariaDB;Server=127.0.0.1;Port=%u;Database=app;UID=root",
                         maria_port(&server))};
    bench.connection = &connection;
    return bench;
}

static void check_run(Bench *bench, const char *json, const char *wanted) {
    bench_run(bench, &action_sql, json);
    CHECK_C(bench_outcome(bench), wanted);
}

static void values(void) {
    Bench bench = new_bench();
    check_run(
        &bench,
        "{\"query\": \"CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, name varchar(100), n "
        "decimal(10,2), f double, b varbinary(20), day date, at datetime(6), yes bit(1), big bigint "
        "unsigned) CHARACTER SET utf8mb4\", \"write\": true}",
        "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"INSERT INTO t VALUES (1, :name, :n, 0.1, x'00ff', '2026-03-01', '2026-03-01 "
        "02:03:04.5', b'1', 18446744073709551615)\", \"params\": {\"name\": \"it's äß€😀\", \"n\": "
        "12.5}, \"write\": true}",
        "answered | 1 row affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"SELECT * FROM t WHERE name = :name\", \"params\": {\"name\": \"it's äß€😀\"}}",
        "answered | 1 row |  | ");
    CHECK_C(
        bench_json(&bench, &action_sql, "row"),
        "{\"id\": 1, \"name\": \"it's äß€😀\", \"n\": 12.5, \"f\": 0.1, \"b\": \"AP8=\", \"day\": "
        "\"2026-03-01T00:00:00Z\", \"at\": \"2026-03-01T02:03:04.5Z\", \"yes\": true, \"big\": "
        "18446744073709551615}");
    bench_free(&bench);
}

static void only_reads(void) {
    Bench bench = new_bench();
    maria_ask(&server,
              "CREATE FUNCTION sly() RETURNS int BEGIN INSERT INTO t (name) VALUES ('sly'); "
              "RETURN 1; END");
    check_run(
        &bench, "{\"query\": \"SELECT sly() AS x\"}",
        "failed |  | the step only reads: Cannot execute statement in a READ ONLY transaction "
        "(25006) | add write: true if this step is meant to change data");
    // A backslash is read otherwise there.
    check_run(&bench, "{\"query\": \"SELECT '\\\\' AS x, ' AS y\"}",
              "bad_value |  | a string that begins in line 1 does not end | close it with '");
    check_run(
        &bench, "{\"query\": \"SELECT '\\\\n' AS x\"}",
        "bad_value |  | the query holds a backslash, which that database may read otherwise than it "
        "was checked | bind the value where it stands, by :name");
    check_run(
        &bench, "{\"query\": \"SELECT 1 AS x /*! , sly() */\"}",
        "bad_value |  | the query holds '/*!', which that database may read otherwise than it was "
        "checked | bind the value where it stands, by :name");
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT count(*) FROM t")), "1");
    bench_free(&bench);
}

static void changes(void) {
    Bench bench = new_bench();
    bench.takes_back = true;
    check_run(&bench,
              "{\"query\": \"UPDATE t SET name = 'gone'\", \"write\": true, \"transaction\": true}",
              "answered | 1 row affected, rolled back |  | ");
    check_run(
        &bench, "{\"query\": \"DROP TABLE t\", \"write\": true, \"transaction\": true}",
        "not_started |  | DROP cannot be rolled back there: the ODBC driver says that transactions "
        "hold changes of rows alone | leave transaction: true out");
    bench.takes_back = false;
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT count(*) FROM t WHERE name <> 'gone'")), "1");
    check_run(&bench, "{\"query\": \"INSERT INTO t (id) VALUES (1)\", \"write\": true}",
              "failed |  | Duplicate entry '1' for key 'PRIMARY' (23000) | ");
    check_run(&bench, "{\"query\": \"SELECT nme FROM t\"}",
              "failed |  | Unknown column 'nme' in 'SELECT' (42S22) | did you mean 'name'?");
    bench_free(&bench);
}

static void time_is_held(void) {
    Bench bench = new_bench();
    bench.timeout_ns = 500 * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    check_run(
        &bench, "{\"query\": \"UPDATE t SET name = sleep(9)\", \"write\": true}",
        "not_started timed_out |  | the time allowed for the step was over while it ran; nothing was "
        "committed | ");
    CHECK(env_system()->mono_ns(NULL) - began < 750 * (int64_t)1000000);
    usleep(300000);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT count(*) FROM t WHERE name LIKE 'it%'")), "1");
    bench_free(&bench);
}

static void catalogue(void) {
    Bench bench = new_bench();
    maria_ask(&server,
              "CREATE TABLE users (id int PRIMARY KEY, email varchar(20) NOT NULL UNIQUE, plan "
              "varchar(9) DEFAULT 'free', KEY both_of (plan, email)); DROP TABLE t");
    catalogue_check(&bench, "users\n"
                            "  id int(11), key\n"
                            "  email varchar(20)\n"
                            "  plan varchar(9)? = 'free'\n"
                            "  PRIMARY (id) unique key\n"
                            "  both_of (plan, email)\n"
                            "  email (email) unique\n");
    bench_free(&bench);
}

// A step that says it writes is not told to say so.
static void server_only_reads(void) {
    maria_ask(&server, "CREATE USER plain@'127.0.0.1'; GRANT ALL ON app.* TO plain@'127.0.0.1'; "
                       "SET GLOBAL read_only = 1");
    Bench bench = new_bench();
    connection.sql = sv_format(
        bench.arena, "odbc:Driver=MariaDB;Server=127.0.0.1;Port=%u;Database=app;UID=plain",
        maria_port(&server));
    check_run(
        &bench, "{\"query\": \"INSERT INTO t (name) VALUES ('x')\", \"write\": true}",
        "failed |  | The MariaDB server is running with the --read-only option so it cannot "
        "execute this statement (HY000) | the server itself only reads: is it a standby? name "
        "its primary");
    bench_free(&bench);
}

int main(void) {
    if (!odbc_start() || !odbc_has("/usr/lib/*/odbc/libmaodbc.so") || !maria_start(&server, NULL)) {
        puts("skipped: MariaDB's server or its ODBC driver is not installed");
        return 77;
    }
    odbc_write("odbcinst.ini", "[MariaDB]\nDriver=libmaodbc.so\n");
    values();
    only_reads();
    changes();
    time_is_held();
    catalogue();
    server_only_reads();
    pg_stop(&server);
    odbc_stop();
    return check_done();
}
