// The catalogue of an SQLite file.
#include "catalogue_shown.h"

#include "drivers/sql/sql_driver.h"

#include <sqlite3.h>

static char path[] = "/tmp/runbook-test-XXXXXX";
static SqlConnection connection;

static void set_up(const char *script) {
    sqlite3 *db;
    char *error = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    if (sqlite3_exec(db, script, NULL, NULL, &error) != SQLITE_OK) fprintf(stderr, "%s\n", error);
    CHECK(error == NULL);
    sqlite3_free(error);
    sqlite3_close(db);
}

static Bench new_bench(void) {
    Bench bench = bench_new();
    connection.sql = sv_format(bench.arena, "sqlite:%s", path);
    bench.connection = &connection;
    return bench;
}

// With the file as it is now.
static void check(const char *wanted) {
    Bench bench = new_bench();
    catalogue_check(&bench, wanted);
    bench_free(&bench);
}

static void every_kind(void) {
    // Names in an order of bytes, and not in that of making.
    set_up("CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email text NOT NULL UNIQUE, "
           "plan varchar(20) DEFAULT 'free', made DEFAULT (1 + 2), "
           "longer int GENERATED ALWAYS AS (id + 1), stored int AS (id + 2) STORED)");
    set_up("CREATE TABLE members (tenant int, person int, PRIMARY KEY (person, tenant)) "
           "WITHOUT ROWID");
    set_up("CREATE TABLE slugs (slug text PRIMARY KEY, n int NOT NULL)");
    set_up("CREATE TABLE \"Odd 'name'\" (\"a \"\"b\"\"\" int, \"select\" int)");
    set_up("CREATE TABLE backwards (id INTEGER PRIMARY KEY DESC)");
    set_up("CREATE INDEX \"Odd index\" ON \"Odd 'name'\" (\"select\", \"a \"\"b\"\"\" DESC)");
    set_up("CREATE INDEX by_lower ON users (lower(email), plan)");
    set_up("CREATE UNIQUE INDEX by_plan ON users (plan) WHERE made > 1");
    set_up("CREATE VIEW seen AS SELECT id FROM users");
    set_up("CREATE VIRTUAL TABLE places USING rtree(id, low, high)");
    set_up("ANALYZE");
    check("Odd 'name'\n"
          "  a \"b\" INT?\n"
          "  select INT?\n"
          "  Odd index (select, a \"b\")\n"
          // This one may be null, and its index is its own.
          "backwards\n"
          "  id INTEGER?, key\n"
          "  sqlite_autoindex_backwards_1 (id) unique key\n"
          "members\n"
          "  tenant INT, key\n"
          "  person INT, key\n"
          "  sqlite_autoindex_members_1 (person, tenant) unique key\n"
          "places\n"
          "  id INT?\n"
          "  low REAL?\n"
          "  high REAL?\n"
          "places_node\n"
          "  nodeno INTEGER, key\n"
          "  data ?\n"
          "  rowid (nodeno) unique key\n"
          "places_parent\n"
          "  nodeno INTEGER, key\n"
          "  parentnode ?\n"
          "  rowid (nodeno) unique key\n"
          "places_rowid\n"
          "  rowid INTEGER, key\n"
          "  nodeno ?\n"
          "  rowid (rowid) unique key\n"
          // A key of texts may be null in SQLite.
          "slugs\n"
          "  slug TEXT?, key\n"
          "  n INT\n"
          "  sqlite_autoindex_slugs_1 (slug) unique key\n"
          "users\n"
          "  id INTEGER, key\n"
          "  email TEXT\n"
          "  plan varchar(20)? = 'free'\n"
          "  made ? = 1 + 2\n"
          "  longer INT?\n"
          "  stored INT?\n"
          "  by_lower ((expression), plan)\n"
          "  by_plan (plan) partial\n"
          "  rowid (id) unique key\n"
          "  sqlite_autoindex_users_1 (email) unique\n");
}

static void what_it_yields(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 9 tables |  | ");
    CHECK_C(bench.out.request, "the catalogue");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS one\"}");
    CHECK_C(bench_json(&bench, &action_sql, "tables"),
            "error: the step asked for rows, not for the catalogue");
    bench_free(&bench);
}

static void refused(void) {
    static const struct {
        const char *json, *outcome;
    } cases[] = {
        {"{\"catalogue\": true, \"query\": \"SELECT 1\"}",
         "refused | 'catalogue' cannot stand beside 'query' | keep one: 'query' or 'catalogue'"},
        {"{\"catalogue\": true, \"write\": true}",
         "refused | 'write' stands beside 'catalogue', which only reads | leave it out"},
        {"{\"catalogue\": true, \"params\": {}}",
         "refused | 'params' stands beside 'catalogue', which takes no values | leave it out; "
         "choose among the tables in expect: tables.filter(t, t.name == inputs.table)"},
        {"{\"catalogue\": false}",
         "refused | the query is empty | write one statement: sql: SELECT 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Bench bench = new_bench();
        bench_run(&bench, &action_sql, cases[i].json);
        CHECK_C(bench_outcome(&bench), cases[i].outcome);
        bench_free(&bench);
    }
}

// What is not shown is never taken for a database without tables.
static void none_and_too_many(void) {
    Bench bench = new_bench();
    connection.sql = SV("sqlite::memory:");
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 tables |  | ");
    connection.sql = SV("oracle://host/db");
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "bad_value |  | the address of a database must begin with postgres://, mysql://, sqlite: or odbc: | it takes "
        "postgres://HOST/DATABASE, mysql://HOST/DATABASE, sqlite:PATH or odbc:NAME");
    connection.sql = SV("sqlite:/no/such.db");
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_INT(bench.out.end, OUTCOME_NOT_STARTED);
    bench_free(&bench);
    BUF_AUTO Buf script = buf_new(1 << 20);
    buf_add_c(&script, "BEGIN;");
    for (int table = 0; table < 10; table++) {
        buf_addf(&script, "CREATE TABLE wide%d (a", table);
        for (int column = 1; column < 1000; column++)
            buf_addf(&script, ", a%d", column);
        buf_add_c(&script, ");");
    }
    buf_add_c(&script, "COMMIT");
    buf_add_char(&script, '\0');
    set_up(script.at);
    bench = new_bench();
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | ask "
                                   "for what is looked for, by a query");
    bench_free(&bench);
}

int main(void) {
    int file = mkstemp(path);
    if (file < 0) return 1;
    close(file);
    every_kind();
    what_it_yields();
    refused();
    none_and_too_many();
    unlink(path);
    return check_done();
}
