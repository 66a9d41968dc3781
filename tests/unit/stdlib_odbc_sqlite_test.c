// sql over ODBC: addresses and what they lead to, and SQLite by its ODBC driver.
#include "catalogue_shown.h"
#include "odbc_bench.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static SqlConnection connection;

static Bench new_bench(void) {
    Bench bench = bench_new();
    connection = (SqlConnection){.sql = SV("odbc:Driver=SQLite3;Database=app.db")};
    bench.connection = &connection;
    bench.folder = sv_from_c(odbc_folder);
    return bench;
}

static void check_run(Bench *bench, const char *json, const char *wanted) {
    bench_run(bench, &action_sql, json);
    CHECK_C(bench_outcome(bench), wanted);
}

// ── addresses ──

static void check_address(const char *json, const char *wanted, const char *shown) {
    Bench bench = bench_new();
    const ConnectionKind *kind = &connection_sql;
    SqlConnection *decoded =
        bench_decode(&bench, kind->params, kind->param_count, kind->params_size, json);
    int at;
    Sv error = {0}, hint = {0};
    bool good = kind->validate(decoded, bench.arena, &at, &error, &hint);
    CHECK_C(good ? SV("good") : sv_format(bench.arena, "%.*s | %.*s", SV_ARG(error), SV_ARG(hint)),
            wanted);
    if (shown) CHECK_C(kind->show(decoded, SV("/srv"), bench.arena), shown);
    bench_free(&bench);
}

static void addresses(void) {
    static const char example[] =
        "odbc:NAME for a data source of odbc.ini, or odbc:Driver={PostgreSQL "
        "Unicode};Server=HOST;Port=5432;Database=NAME;UID=USER";
    char wanted[512];
    check_address("{\"sql\": \"odbc:Driver={PostgreSQL "
                  "Unicode};Server=db.example;Port=5433;Database=app;UID=me\"}",
                  "good", "odbc://db.example:5433/app");
    check_address("{\"sql\": \"odbc:driver=X;SERVERNAME=::1;database=a;Option=1\"}", "good",
                  "odbc://[::1]/a?Option=1");
    // What a driver could be led elsewhere by is shown.
    check_address("{\"sql\": \"odbc:Driver=X;Server=a;Database=b;Pqopt={host=elsewhere}\"}", "good",
                  "odbc://a/b?Pqopt=host=elsewhere");
    check_address("{\"sql\": \"odbc:Driver=X;Server=a;Hostname=b;Database=c\"}", "good",
                  "odbc://a/c?Hostname=b");
    check_address("{\"sql\": \"odbc:Driver=ODBC Driver 18 for SQL "
                  "Server;Server=tcp:DB.example,1433;Database=shop;User ID=me;Encrypt=yes\"}",
                  "good", "odbc://tcp:db.example,1433/shop");
    check_address("{\"sql\": \"odbc:Driver=/tmp/x.so;Server=a;Database=b\"}", "good",
                  "odbc://a/b?Driver=/tmp/x.so");
    check_address("{\"sql\": \"odbc:Driver=Oracle;DBQ=//h:1521/x;UID=me\"}", "good",
                  "odbc:?Driver=Oracle;DBQ=//h:1521/x");
    check_address("{\"sql\": \"odbc:Driver=SQLite3;Database=data/../app.db\"}", "good",
                  "odbc:/srv/app.db");
    check_address("{\"sql\": \"odbc:Driver=X;Server={a;b}}c};Database=d\"}", "good",
                  "odbc://a;b}c/d");
    snprintf(wanted, sizeof wanted, "'odbc:' names no database | %s", example);
    check_address("{\"sql\": \"odbc:\"}", wanted, "odbc:…");
    snprintf(wanted, sizeof wanted,
             "the connection string names no driver, and no data source | %s", example);
    check_address("{\"sql\": \"odbc:Server=a\"}", wanted, NULL);
    snprintf(wanted, sizeof wanted, "a part of the connection string is no KEY=VALUE | %s",
             example);
    check_address("{\"sql\": \"odbc:Driver=x;hush\"}", wanted, "odbc:…");
    snprintf(wanted, sizeof wanted, "that is no data source's name, and no connection string | %s",
             example);
    check_address("{\"sql\": \"odbc://host/app\"}", wanted, "odbc:…");
    check_address(
        "{\"sql\": \"odbc:Driver={x\"}",
        "the value of 'Driver' begins with '{' and does not end with '}' | in braces a '}' "
        "is written twice",
        NULL);
    check_address("{\"sql\": \"odbc:Driver=x;PWD=hush\"}",
                  "'PWD' stands in the connection string, which is shown | declare it as a secret, "
                  "and in the connection write password: ${secrets.NAME}",
                  "odbc:…");
    check_address("{\"sql\": \"odbc:Driver=x;Server=a;server=b\"}",
                  "'server' stands twice in the connection string | leave one of them out", NULL);
    check_address("{\"sql\": \"odbc:SAVEFILE=/tmp/x;DSN=a\"}",
                  "'SAVEFILE' is not taken | write the keys themselves, or name a data source of "
                  "odbc.ini: DSN=NAME",
                  NULL);
    check_address(
        "{\"sql\": \"odbc:DSN=a\", \"tls\": {\"mode\": \"verify-full\"}}",
        "the ODBC driver itself knows how it reaches its server | leave tls: out; write its "
        "own keys into the connection string, such as SSLmode=verify-full for PostgreSQL's",
        NULL);
}

// What libpq reads leads PostgreSQL's driver elsewhere.
static void environment(void) {
    setenv("PGHOSTADDR", "10.0.0.1", 1);
    setenv("PGDATABASE", "other", 1);
    check_address("{\"sql\": \"odbc:Driver=X;Server=a;Database=b\"}", "good",
                  "odbc://a/b?PGHOSTADDR=10.0.0.1");
    check_address("{\"sql\": \"odbc:Driver=X;UID=me\"}", "good",
                  "odbc:?Driver=X;PGHOSTADDR=10.0.0.1;PGDATABASE=other");
    check_address("{\"sql\": \"odbc:Driver=SQLite3;Database=/a.db\"}", "good", "odbc:/a.db");
    unsetenv("PGHOSTADDR");
    unsetenv("PGDATABASE");
}

static void sources(void) {
    odbc_write("odbc.ini",
               "[ODBC Data Sources]\nshop = PostgreSQL\n\n[shop]\n; a comment\nDriver = "
               "Postgres\nServername= db.example\n Port=5433\nDatabase=\"shop\"\n"
               "Password=hush\nReadOnly=No\n[Files]\nDriver=SQLite3\nDatabase=/srv/x.db\n");
    check_address("{\"sql\": \"odbc:shop\"}", "good",
                  "odbc://db.example:5433/shop (odbc.ini: shop)");
    check_address("{\"sql\": \"odbc:DSN=SHOP;Database=other;UID=me\"}", "good",
                  "odbc://db.example:5433/other (odbc.ini: SHOP)");
    check_address("{\"sql\": \"odbc:files\"}", "good", "odbc:/srv/x.db (odbc.ini: files)");
    check_address("{\"sql\": \"odbc:none\"}", "good", "odbc:none");
    // The user's own file comes first, key by key.
    char own[256];
    snprintf(own, sizeof own, "%s/own.ini", odbc_folder);
    odbc_write("own.ini", "[shop]\nServername=mine.example\n");
    setenv("ODBCINI", own, 1);
    check_address("{\"sql\": \"odbc:shop\"}", "good",
                  "odbc://mine.example:5433/shop (odbc.ini: shop)");
    setenv("ODBCINI", "/dev/null", 1);
    Bench bench = new_bench();
    connection.sql = SV("odbc:none");
    check_run(
        &bench, "{\"query\": \"SELECT 1\"}",
        "not_started |  | there is no data source 'none' in odbc.ini | `odbcinst -q -s` lists "
        "those that there are; in another file they are found where the variable ODBCINI names it");
    connection.sql = SV("odbc:shop");
    bench.deny = "odbc://db.example:5433/shop";
    check_run(&bench, "{\"query\": \"SELECT 1\"}",
              "denied |  | database 'odbc://db.example:5433/shop' is not in allow | ");
    // Whether it is verified is not known, so it must be said that this is meant.
    bench.deny = "db.example:5433";
    check_run(
        &bench, "{\"query\": \"SELECT 1\"}",
        "denied |  | insecure 'db.example:5433' is not in allow | if that is meant, write beneath "
        "allow: insecure: ['db.example:5433']");
    bench_free(&bench);
}

// ── SQLite ──

static void reads_and_changes(void) {
    Bench bench = new_bench();
    check_run(
        &bench, "{\"query\": \"SELECT 1 AS x\"}",
        sv_format(bench.arena,
                  "not_started |  | there is no database file '%s/app.db' | is the application "
                  "set up? a relative path starts at the folder that runbook was started in, or "
                  "at --dir",
                  odbc_folder)
            .at);
    odbc_write("app.db", "");
    check_run(
        &bench, "{\"query\": \"SELECT 1 AS x\"}",
        sv_format(bench.arena,
                  "not_started |  | 'odbc:%s/app.db' is an empty file: there is no database in it "
                  "| is this the right path? was the application set up, or the backup whole?",
                  odbc_folder)
            .at);
    check_run(&bench,
              "{\"query\": \"CREATE TABLE t (id integer primary key, name text, n decimal(10,2), f "
              "double, b blob, day date, at timestamp, big bigint)\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(
        &bench,
        "{\"query\": \"INSERT INTO t VALUES (1, :name, '12.50', 0.1, x'00ff', '2026-03-01', "
        "'2026-03-01 02:03:04.5', 9223372036854775807), (2, NULL, NULL, NULL, NULL, NULL, NULL, "
        "NULL)\", \"params\": {\"name\": \"äß€😀\"}, \"write\": true}",
        "answered | 2 rows affected |  | ");
    check_run(&bench, "{\"query\": \"SELECT * FROM t ORDER BY id\"}", "answered | 2 rows |  | ");
    CHECK_C(
        bench_json(&bench, &action_sql, "rows"),
        "[{\"id\": 1, \"name\": \"äß€😀\", \"n\": 12.5, \"f\": 0.1, \"b\": \"AP8=\", \"day\": "
        "\"2026-03-01T00:00:00Z\", \"at\": \"2026-03-01T02:03:04.5Z\", \"big\": "
        "9223372036854775807}, {\"id\": 2, \"name\": null, \"n\": null, \"f\": null, \"b\": null, "
        "\"day\": null, \"at\": null, \"big\": null}]");
    CHECK_C(bench_json(&bench, &action_sql, "answered_by"),
            sv_format(bench.arena, "\"odbc:%s/app.db\"", odbc_folder).at);
    // The same value in two places, in another order than the names first stand.
    check_run(
        &bench,
        "{\"query\": \"SELECT :b AS first, :a AS second, :b AS third\", \"params\": {\"a\": 7, "
        "\"b\": \"x'y\"}}",
        "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "row"),
            "{\"first\": \"x'y\", \"second\": 7, \"third\": \"x'y\"}");
    check_run(&bench, "{\"query\": \"UPDATE t SET name = 'z' WHERE id = 99\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    CHECK(bench.out.untouched.len > 0);
    check_run(&bench, "{\"query\": \"INSERT INTO t (id) VALUES (1)\", \"write\": true}",
              "failed |  | UNIQUE constraint failed: t.id (19) (HY000) | ");
    bench_free(&bench);
}

static void transactions(void) {
    Bench bench = new_bench();
    static const char change[] =
        "{\"query\": \"UPDATE t SET name = 'gone'\", \"write\": true, \"transaction\": true}";
    bench.takes_back = true;
    check_run(&bench, change, "answered | 2 rows affected, rolled back |  | ");
    CHECK(bench.out.taken_back);
    CHECK_INT(bench.asked, 1);
    check_run(&bench, "{\"query\": \"SELECT count(*) AS n FROM t WHERE name = 'gone'\"}",
              "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "0");
    bench.takes_back = false;
    check_run(&bench, change, "answered | 2 rows affected |  | ");
    check_run(&bench, "{\"query\": \"SELECT count(*) AS n FROM t WHERE name = 'gone'\"}",
              "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "2");
    bench_free(&bench);
}

// What a read may not do, whatever the driver makes of it.
static void only_reads(void) {
    Bench bench = new_bench();
    check_run(
        &bench, "{\"query\": \"DELETE FROM t\"}",
        "bad_value |  | DELETE removes rows, and the step only reads | add write: true if this "
        "step is meant to change data");
    check_run(&bench,
              "{\"query\": \"WITH x AS (SELECT 1 AS id) SELECT id FROM x ORDER BY nosuch(id)\"}",
              "failed |  | no such function: nosuch (1) (HY000) | ");
    bench_free(&bench);
}

// A step that says it writes is not told to say so. Root may write everywhere.
static void file_only_reads(void) {
    Bench bench = new_bench();
    bool root = geteuid() == 0;
    char file[256];
    snprintf(file, sizeof file, "%s/app.db", odbc_folder);
    CHECK(chmod(file, 0444) == 0 && chmod(odbc_folder, 0555) == 0);
    CHECK(!root || seteuid(65534) == 0);
    check_run(&bench, "{\"query\": \"UPDATE t SET name = 'x'\", \"write\": true}",
              "failed |  | attempt to write a readonly database (8) (HY000) | the file and the "
              "folder it lies in must be writable");
    CHECK(!root || seteuid(0) == 0);
    CHECK(chmod(odbc_folder, 0700) == 0 && chmod(file, 0644) == 0);
    bench_free(&bench);
}

static void mistakes(void) {
    Bench bench = new_bench();
    check_run(&bench, "{\"query\": \"SELECT nme FROM t\"}",
              "failed |  | no such column: nme (1) (HY000) | did you mean 'name'?");
    check_run(&bench, "{\"query\": \"CREATE TABLE customers (id int)\", \"write\": true}",
              "answered | 0 rows affected |  | ");
    check_run(&bench, "{\"query\": \"SELECT * FROM custmers\"}",
              "failed |  | no such table: custmers (1) (HY000) | did you mean 'customers'?");
    check_run(&bench, "{\"query\": \"SELECT 1 AS x, 2 AS x\"}",
              "no_answer |  | two columns are called 'x', and a row holds a name once | name them "
              "apart: SELECT a.x AS a_x, …");
    check_run(
        &bench, "{\"query\": \"SELECT '😀' AS x\"}",
        "bad_value |  | the query holds characters that do not reach its ODBC driver as they are "
        "| bind the value where it stands, by :name; or use the driver's Unicode version");
    check_run(
        &bench, "{\"query\": \"SELECT ? AS x, :a AS y\", \"params\": {\"a\": 1}}",
        "bad_value |  | the query holds a '?', which ODBC takes for the place of a value | write "
        ":name for a value; where '?' is an operator, write what does the same without it");
    connection.sql = SV("odbc:Driver=Absent;Server=127.0.0.1");
    bench.credentials++;
    check_run(
        &bench, "{\"query\": \"SELECT 1\"}",
        "not_started |  | odbc://127.0.0.1/: Can't open lib '/nowhere/at/all.so' : file not found "
        "(01000) | `odbcinst -q -d` lists the drivers that there are; on Debian odbc-postgresql "
        "has PostgreSQL's, odbc-mariadb MariaDB's, libsqliteodbc SQLite's, tdsodbc that of SQL "
        "Server");
    bench_free(&bench);
}

static void limits(void) {
    Bench bench = new_bench();
    static const char many[] =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
        "< 10001) SELECT i FROM n";
    check_run(
        &bench, sv_format(bench.arena, "{\"query\": \"%s\"}", many).at,
        "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT");
    check_run(&bench, "{\"query\": \"SELECT hex(zeroblob(700000)) AS x\"}",
              "no_answer |  | a field of row 1 holds more than 1048576 bytes "
              "(SQL_FIELD_BYTES) | select less of it");
    // In pieces.
    check_run(&bench, "{\"query\": \"SELECT hex(zeroblob(500000)) AS x\"}",
              "answered | 1 row |  | ");
    Value value = value_null();
    Sv error;
    CHECK(bench_result(&bench, &action_sql, "value", &value, &error));
    CHECK_INT(value_text(value).len, 1000000);
    bench_free(&bench);
}

static void time_is_held(void) {
    Bench bench = new_bench();
    bench.timeout_ns = 300 * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    check_run(
        &bench,
        "{\"query\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
        "max(i) AS m FROM n\"}",
        "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    CHECK(env_system()->mono_ns(NULL) - began < 550 * (int64_t)1000000);
    // The run is stopped.
    CHECK(write(bench.cancel[1], "x", 1) == 1);
    bench.timeout_ns = 5000 * (int64_t)1000000;
    began = env_system()->mono_ns(NULL);
    check_run(
        &bench,
        "{\"query\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT "
        "INTO t (big) SELECT i FROM n\", \"write\": true}",
        sv_format(bench.arena,
                  "not_started cancelled |  | the run was stopped before 'odbc:%s/app.db' had "
                  "answered | ",
                  odbc_folder)
            .at);
    CHECK(env_system()->mono_ns(NULL) - began < 300 * (int64_t)1000000);
    bench_free(&bench);
}

// Somebody else holds it: nothing is done, then or later.
static void locked(void) {
    Bench bench = new_bench();
    sqlite3 *db;
    CHECK(sqlite3_open(sv_format(bench.arena, "%s/app.db", odbc_folder).at, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK);
    bench.timeout_ns = 800 * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    check_run(
        &bench, "{\"query\": \"INSERT INTO t (name) VALUES ('late')\", \"write\": true}",
        "not_started |  | database is locked (5) (HY000); nothing was changed | let the other one "
        "finish, or raise the step's timeout");
    check_run(
        &bench, "{\"query\": \"CREATE TABLE late (x)\", \"write\": true}",
        "not_started |  | database is locked (5) (HY000); nothing was changed | let the other one "
        "finish, or raise the step's timeout");
    check_run(
        &bench, "{\"query\": \"SELECT count(*) AS n FROM t\"}",
        "not_started |  | database is locked (5) (HY000) | let the other one finish, or raise the "
        "step's timeout");
    CHECK(env_system()->mono_ns(NULL) - began < 3 * 800 * (int64_t)1000000);
    CHECK(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    usleep(300000);
    sqlite3_stmt *statement;
    CHECK(
        sqlite3_prepare_v2(db,
                           "SELECT (SELECT count(*) FROM t WHERE name = 'late') + (SELECT count(*) "
                           "FROM sqlite_schema WHERE name = 'late')",
                           -1, &statement, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(statement) == SQLITE_ROW);
    CHECK_INT(sqlite3_column_int(statement, 0), 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    bench_free(&bench);
}

static void catalogue(void) {
    Bench bench = new_bench();
    catalogue_check(&bench, "customers\n"
                            "  id INT?\n"
                            "t\n"
                            "  id INTEGER, key\n"
                            "  name TEXT?\n"
                            "  n decimal(10,2)?\n"
                            "  f double?\n"
                            "  b BLOB?\n"
                            "  day date?\n"
                            "  at timestamp?\n"
                            "  big bigint?\n"
                            "  rowid (id) unique key\n");
    bench_free(&bench);
}

int main(void) {
    if (!odbc_start()) {
        puts("skipped: the ODBC drivers of PostgreSQL and SQLite are not installed");
        return 77;
    }
    addresses();
    environment();
    sources();
    reads_and_changes();
    transactions();
    only_reads();
    file_only_reads();
    mistakes();
    limits();
    time_is_held();
    locked();
    catalogue();
    odbc_stop();
    return check_done();
}
