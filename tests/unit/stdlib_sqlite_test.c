// sql on SQLite: values in and out, what a read may not do, and locks that another process holds.
#include "action_bench.h"

#include "base/heap.h"
#include "base/system/file.h"
#include "drivers/sql/sql_driver.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

static char scratch[] = "/tmp/runbook-test-XXXXXX";
static SqlConnection connection = {.sql = SV_INIT("sqlite:app.db")};

static Bench new_bench(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
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

static void set_up(const char *name, const char *script) {
    char path[256];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, script, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

static void values(void) {
    check(
        "{\"query\": \"SELECT 1 AS i, 2.5 AS d, 'té' AS t, x'00ff' AS b, NULL AS n, 1e300 AS big, 9223372036854775807 AS m\"}",
        "answered | 1 row |  | ",
        "[{\"i\": 1, \"d\": 2.5, \"t\": \"té\", \"b\": \"AP8=\", \"n\": null, \"big\": 1e+300, \"m\": 9223372036854775807}]");
    check(
        "{\"query\": \"SELECT typeof(:i) AS i, typeof(:d) AS d, typeof(:t) AS t, typeof(:n) AS n, :yes AS yes, :list AS list, "
        ":map AS map\", \"params\": {\"i\": 1, \"d\": 1.5, \"t\": \"x\", \"n\": null, \"yes\": true, \"list\": [1, \"a\"], "
        "\"map\": {\"k\": 1}}}",
        "answered | 1 row |  | ",
        "[{\"i\": \"integer\", \"d\": \"real\", \"t\": \"text\", \"n\": \"null\", \"yes\": 1, \"list\": \"[1,\\\"a\\\"]\", "
        "\"map\": \"{\\\"k\\\":1}\"}]");
    check(
        "{\"query\": \"SELECT id, name FROM users WHERE name = :name\", \"params\": {\"name\": \"ann'; DROP TABLE users --\"}}",
        "answered | 0 rows |  | ", "[]");
    check("{\"query\": \"SELECT id, name FROM users ORDER BY id\"}", "answered | 2 rows |  | ",
          "[{\"id\": 1, \"name\": \"ann\"}, {\"id\": 2, \"name\": \"bob\"}]");
    check(
        "{\"query\": \"SELECT json_extract(:doc, '$.a') AS a\", \"params\": {\"doc\": {\"a\": [1]}}}",
        "answered | 1 row |  | ", "[{\"a\": \"[1]\"}]");
}

static void results(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM users\"}");
    CHECK_C(bench.out.request, "SELECT count(*) AS n FROM users");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "2");
    CHECK_C(bench_json(&bench, &action_sql, "row"), "{\"n\": 2}");
    CHECK_C(bench_json(&bench, &action_sql, "columns"), "[\"n\"]");
    CHECK_C(bench_json(&bench, &action_sql, "row_count"), "1");
    CHECK_C(bench_json(&bench, &action_sql, "affected"), "0");
    CHECK_C(bench_json(&bench, &action_sql, "notices"), "[]");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT * FROM users\"}");
    CHECK_C(bench_json(&bench, &action_sql, "row"), "error: the statement gave 2 rows, not one");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "error: the statement gave 2 rows, not one");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT * FROM users WHERE id = 1\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"),
            "error: the statement gave 2 columns, not one");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT * FROM users WHERE id = 9\"}");
    CHECK_C(bench_json(&bench, &action_sql, "row"), "error: the statement gave no row");
    CHECK_C(bench_json(&bench, &action_sql, "columns"), "[\"id\", \"name\"]");
    bench_free(&bench);
}

static void refused(void) {
    check("{}", "refused | the query is empty | write one statement: sql: SELECT 1", NULL);
    check(
        "{\"query\": \"SELECT 1; SELECT 2\"}",
        "refused | there is more than one statement: another begins with 'SELECT 2' | one step is one statement: make a step of each",
        NULL);
    check(
        "{\"query\": \"SELECT :id\", \"params\": {\"idd\": 1}}",
        "refused | the query's ':id' is not among params; did you mean ':idd'? | write :idd in the query",
        NULL);
    check("{\"query\": \"SELECT 1\", \"params\": [1]}",
          "refused | 'params' must be a map from name to value | params: { id: 7 }", NULL);
    check(
        "{\"query\": \"SELECT 1\", \"transaction\": true}",
        "refused | 'transaction' stands without 'write: true' | what only reads is in a transaction of its own already: "
        "leave it out",
        NULL);
    check("{\"query\": \"SELECT 1\", \"file\": \"x\"}",
          "refused | 'file' cannot stand beside 'query' | keep one: 'query' or 'file'", NULL);
    check(
        "{\"query\": \"SELECT ?\"}",
        "bad_value |  | the query holds '?', but values are bound by name | write :name, and beside the query params: { "
        "name: … }",
        NULL);
    check(
        "{\"query\": \"SELECT @x\"}",
        "bad_value |  | the query holds '@x', but values are bound by name | write :name, and beside the query params: { "
        "name: … }",
        NULL);
    check(
        "{\"query\": \"ATTACH 'other.db' AS o\", \"write\": true}",
        "refused | 'ATTACH' would reach a database that no connection names | declare a connection for it",
        NULL);
    check(
        "{\"query\": \"SELECT 1 AS a, 2 AS a\"}",
        "bad_value |  | two columns are called 'a', and a row holds a name once | name them apart: SELECT a.a AS a_a, …",
        NULL);
    check("{\"query\": \"SELECT :x\", \"params\": {\"x\": 18446744073709551615}}",
          "answered | 1 row |  | ", NULL);
}

static void errors(void) {
    check("{\"query\": \"SELECT name\\nFROM userz\\nWHERE id = 1\"}",
          "failed |  | no such table: userz | did you mean 'users'?", NULL);
    check("{\"query\": \"SELECT nam FROM users\"}",
          "failed |  | no such column: nam | SELECT nam FROM users\n       ^\ndid you mean 'name'?",
          NULL);
    // In double quotes stands a name, never a text.
    check("{\"query\": \"SELECT count(*) FROM users WHERE \\\"nmae\\\" = 'ann'\"}",
          "failed |  | no such column: nmae | SELECT count(*) FROM users WHERE \"nmae\" = 'ann'\n"
          "                                 ^\ndid you mean 'name'?\n"
          "in double quotes stands a name; a text is 'nmae'",
          NULL);
    check("{\"query\": \"SELECT count(*) AS n FROM users WHERE name = \\\"failed\\\"\"}",
          "failed |  | no such column: failed | count(*) AS n FROM users WHERE name = \"failed\"\n"
          "                                      ^\n"
          "in double quotes stands a name; a text is 'failed'",
          NULL);
    check("{\"query\": \"SELECT count(*) AS n FROM users WHERE \\\"name\\\" = 'ann'\"}",
          "answered | 1 row |  | ", "[{\"n\": 1}]");
    check("{\"query\": \"CREATE INDEX by_nmae ON users (\\\"nmae\\\")\", \"write\": true}",
          "failed |  | no such column: nmae | CREATE INDEX by_nmae ON users (\"nmae\")\n"
          "                               ^\ndid you mean 'name'?\n"
          "in double quotes stands a name; a text is 'nmae'",
          NULL);
    check("{\"query\": \"SELECT 1 FRM users\"}",
          "failed |  | near \"users\": syntax error | SELECT 1 FRM users\n             ^", NULL);
    check("{\"query\": \"INSERT INTO users VALUES (1, 'x')\", \"write\": true}",
          "failed |  | UNIQUE constraint failed: users.id | ", NULL);
    check("{\"query\": \"SELECT load_extension('x')\", \"write\": true}",
          "failed |  | not authorized | ", NULL);
    check(
        "{\"query\": \"SELECT CAST(x'ff' AS TEXT) AS t\"}",
        "no_answer |  | column 't' holds text that is not UTF-8 | take it as bytes: CAST(… AS BLOB)",
        NULL);
}

static void targets(void) {
    Bench bench = new_bench();
    SqlConnection other = {.sql = SV("sqlite:none.db")};
    bench.connection = &other;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1\"}");
    Sv wanted = sv_format(
        bench.arena,
        "not_started |  | there is no database file '%s/none.db' | is the application set up? a relative path "
        "starts at the folder that runbook was started in, or at --dir",
        scratch);
    CHECK_SV(bench_outcome(&bench), wanted);
    bench_run(&bench, &action_sql, "{\"query\": \"CREATE TABLE t (x)\", \"write\": true}");
    CHECK_SV(bench_outcome(&bench), wanted);
    set_up("text.db", "");
    char path[256];
    snprintf(path, sizeof path, "%s/text.db", scratch);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 100; i++)
        fputs("this is no database, but a text that goes on and on\n", file);
    fclose(file);
    other.sql = SV("sqlite:text.db");
    bench.credentials++; // another address has another fingerprint
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT * FROM sqlite_schema\"}");
    CHECK_C(bench_outcome(&bench), "not_started |  | 'sqlite:text.db' is no SQLite database | ");
    set_up("empty.db", "");
    snprintf(path, sizeof path, "%s/empty.db", scratch);
    CHECK(truncate(path, 0) == 0);
    other.sql = SV("sqlite:empty.db");
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM sqlite_schema\"}");
    CHECK_C(
        bench_outcome(&bench),
        "not_started |  | 'sqlite:empty.db' is an empty file: there is no database in it | is this "
        "the right path? was the application set up, or the backup whole?");
    bench_run(&bench, &action_sql, "{\"query\": \"CREATE TABLE t (x)\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 rows affected |  | ");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM t\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "0");
    // Emptied while a connection was kept.
    CHECK(truncate(path, 0) == 0);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM sqlite_schema\"}");
    CHECK_INT(bench.out.end, OUTCOME_NOT_STARTED);
    other.sql = SV("sqlite:.");
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1\"}");
    CHECK_C(bench_outcome(&bench), "not_started |  | 'sqlite:.' is no regular file | ");
    other.sql = SV("sqlite::memory:");
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 7 AS x\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "7");
    other.sql = SV("oracle://x:hush@h/d");
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1\"}");
    CHECK_C(
        bench_outcome(&bench),
        "bad_value |  | the address of a database must begin with postgres://, mysql://, sqlite: or odbc: | it takes "
        "postgres://HOST/DATABASE, mysql://HOST/DATABASE, sqlite:PATH or odbc:NAME");
    bench.connection = &connection;
    Sv real = path_real(bench.arena, path_join(bench.arena, bench.folder, SV("app.db")));
    bench.deny = sv_format(bench.arena, "sqlite:%.*s", SV_ARG(real)).at;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1\"}");
    CHECK_SV(bench_outcome(&bench),
             sv_format(bench.arena, "denied |  | database '%s' is not in allow | ", bench.deny));
    bench_free(&bench);
}

// ── reads do not write ──

static void only_reads(void) {
    static const char hint[] = "add write: true if this step is meant to change data";
    static const struct {
        const char *query, *says;
    } cases[] = {
        {"DELETE FROM users", "bad_value |  | DELETE removes rows, and the step only reads"},
        {"PRAGMA user_version = 7",
         "bad_value |  | PRAGMA user_version = … sets something, and the step only reads"},
        {"VACUUM INTO 'copy.db'",
         "bad_value |  | VACUUM rewrites files of the database, and the step only reads"},
        // To SQLite the comment ends sooner than to PostgreSQL.
        {"/* /* */ DELETE FROM users -- */ SELECT 1",
         "failed |  | SELECT would change data, and the step only reads"},
        {"/* /* */ PRAGMA user_version = 7 -- */ SELECT 1",
         "failed |  | PRAGMA user_version(…) would act, and the step only reads"},
        {"/* /* */ PRAGMA wal_checkpoint -- */ SELECT 1",
         "failed |  | PRAGMA wal_checkpoint would act, and the step only reads"},
        {"/* /* */ VACUUM -- */ SELECT 1",
         "failed |  | SELECT would change data, and the step only reads"},
        {"/* /* */ DELETE FROM users WHERE id IN (SELECT 7 FROM pragma_page_size) -- */ PRAGMA "
         "page_size",
         "failed |  | PRAGMA would change data, and the step only reads"},
        {"/* /* */ VACUUM INTO 'copy.db' -- */ PRAGMA page_size",
         "failed |  | PRAGMA would change data, and the step only reads"},
        {"SELECT 1 /* /* */, load_extension('x') -- */",
         "failed |  | load_extension() runs code from a file, and the step only reads"},
        {"SELECT [load_extension]('x')",
         "failed |  | load_extension() runs code from a file, and the step only reads"},
        {"SELECT fts3_tokenizer ('x') FROM pragma_page_size",
         "bad_value |  | fts3_tokenizer() makes code of an address, and the step only reads"},
        {"SELECT * FROM pragma_optimize",
         "failed |  | PRAGMA optimize would act, and the step only "
         "reads"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Bench bench = new_bench();
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena, "{\"query\": \"%s\"}", cases[i].query).at);
        CHECK_SV(bench_outcome(&bench), sv_format(bench.arena, "%s | %s", cases[i].says, hint));
        bench_free(&bench);
    }
    check(
        "{\"query\": \"/* /* */ ATTACH 'other.db' AS o -- */ SELECT 1\"}",
        "failed |  | ATTACH would reach a database that no connection names | declare a connection "
        "for it",
        NULL);
    static const char *const reading[] = {
        "PRAGMA table_info(users)",
        "PRAGMA integrity_check",
        "PRAGMA journal_mode",
        "SELECT * FROM pragma_table_info('users')",
        "SELECT name FROM pragma_database_list",
        "EXPLAIN DELETE FROM users",
        "EXPLAIN QUERY PLAN SELECT * FROM users",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT max(i) AS i FROM n",
        "SELECT count(*) AS n FROM words WHERE words MATCH 'tea'",
        "SELECT count(*) AS n FROM places WHERE low > 0",
        "SELECT sum(pgsize) AS n FROM dbstat"};
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++) {
        Bench bench = new_bench();
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena, "{\"query\": \"%s\"}", reading[i]).at);
        if (bench.out.end != OUTCOME_ANSWERED) CHECK_C(bench_outcome(&bench), reading[i]);
        CHECK_INT(bench.out.end, OUTCOME_ANSWERED);
        bench_free(&bench);
    }
    check("{\"query\": \"SELECT count(*) AS n FROM users\"}", "answered | 1 row |  | ",
          "[{\"n\": 2}]");
}

// Where `allow` forbids the file `deny` beneath the scratch folder; into an expression of SQL.
static void check_copy(const char *deny, const char *into, const char *outcome) {
    Bench bench = new_bench();
    Sv denied = sv_format(bench.arena, "%s/%s", scratch, deny);
    bench.deny = denied.at;
    bench_run(
        &bench, &action_sql,
        sv_format(bench.arena,
                  "{\"query\": \"VACUUM INTO %s\", \"params\": {\"at\": \"%s\"}, \"write\": true}",
                  into, scratch)
            .at);
    CHECK_SV(bench_outcome(&bench),
             *outcome ? sv_from_c(outcome)
                      : sv_format(bench.arena, "denied |  | database '%.*s' is not in allow | ",
                                  SV_ARG(denied)));
    CHECK(access(denied.at, F_OK) != 0);
    bench_free(&bench);
}

// VACUUM INTO makes a file of which no connection tells.
static void copies(void) {
    Bench bench = new_bench();
    Sv real = sv_format(bench.arena, "%s/real", scratch),
       link = sv_format(bench.arena, "%s/link", scratch),
       nowhere = sv_format(bench.arena, "%s/nowhere", scratch);
    CHECK(mkdir(real.at, 0700) == 0 && symlink(real.at, link.at) == 0 &&
          symlink("/no/such", nowhere.at) == 0);
    check_copy("copy.db", ":at || '/copy.db'", "");
    check_copy("copy.db", ":at || '/real/../copy.db'", "");
    check_copy("copy.db", ":at || '/./link/..//copy.db'", "");
    check_copy("real/copy.db", ":at || '/link/copy.db'", "");
    check_copy(
        "x", "'file:' || :at || '/copy.db'",
        "failed |  | VACUUM INTO names its file by an address, 'file:…' | write the path itself");
    Sv dangling =
        sv_format(bench.arena,
                  "failed |  | '%.*s' is a link that leads nowhere yet | write the path that "
                  "it is to lead to",
                  SV_ARG(nowhere));
    check_copy("x", ":at || '/nowhere'", dangling.at);
    check_copy("x", ":at || '/real/copy.db'", "answered | 0 rows affected |  | ");
    // To SQLite the comment ends sooner.
    bench_run(&bench, &action_sql,
              "{\"query\": \"/* /* */ ATTACH 'other.db' AS o -- */ VACUUM\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | ATTACH would reach a database that no connection names | declare a connection "
        "for it");
    bench_run(&bench, &action_sql, "{\"query\": \"VACUUM\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 rows affected |  | ");
    bench_free(&bench);
}

static void writes(void) {
    check(
        "{\"query\": \"INSERT INTO users VALUES (:id, :name)\", \"params\": {\"id\": 3, \"name\": \"cy\"}, \"write\": true}",
        "answered | 1 row affected |  | ", "[]");
    check(
        "{\"query\": \"UPDATE users SET name = upper(name) WHERE id > 1 RETURNING id, name\", \"write\": true, \"transaction\": "
        "true}",
        "answered | 2 rows |  | ",
        "[{\"id\": 2, \"name\": \"BOB\"}, {\"id\": 3, \"name\": \"CY\"}]");
    check("{\"query\": \"DELETE FROM users WHERE id = 3\", \"write\": true}",
          "answered | 1 row affected |  | ", NULL);
    check("{\"query\": \"CREATE TABLE IF NOT EXISTS users (x)\", \"write\": true}",
          "answered | 0 rows affected |  | ", NULL);
    check(
        "{\"query\": \"INSERT INTO users VALUES (9, 'a'), (9, 'b')\", \"write\": true, \"transaction\": true}",
        "failed |  | UNIQUE constraint failed: users.id | ", NULL);
    check(
        "{\"query\": \"UPDATE users SET name = 'bob' WHERE id = 2 RETURNING id AS x, name AS x\", \"write\": true}",
        "bad_value |  | two columns are called 'x', and a row holds a name once | name them apart: SELECT a.x AS a_x, …",
        NULL);
    check("{\"query\": \"SELECT name FROM users ORDER BY id\"}", "answered | 2 rows |  | ",
          "[{\"name\": \"ann\"}, {\"name\": \"BOB\"}]");
}

static void limits(void) {
    const char *many =
        "{\"query\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n\"}";
    Bench bench = new_bench();
    char json[256];
    snprintf(json, sizeof json, "%s", "");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(json, sizeof json, many, 10000);
    bench_run(&bench, &action_sql, json);
    CHECK_C(bench_outcome(&bench), "answered | 10000 rows |  | ");
    snprintf(json, sizeof json, many, 10001);
#pragma GCC diagnostic pop
    bench_run(&bench, &action_sql, json);
    CHECK_C(bench_outcome(&bench),
            "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT hex(zeroblob(524288)) AS x\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS a, zeroblob(1048577) AS x\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | a field of row 1 holds 1048577 bytes; at most 1048576 are taken (SQL_FIELD_BYTES) "
        "| select less of it");
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) SELECT i, "
        "zeroblob(1000000) AS x FROM n\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | the rows hold more than 33554432 bytes (SQL_BYTES) | select less of it");
    bench_free(&bench);
}

// ── time ──

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

static void *cancel_soon(void *what) {
    usleep(200000);
    CHECK(write(((Bench *)what)->cancel[1], "x", 1) == 1);
    return NULL;
}

static const char endless[] =
    "{\"query\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n\"}";

static void stopping(void) {
    Bench bench = new_bench();
    bench.timeout_ns = 300 * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(&bench, &action_sql, endless);
    CHECK(now_ms() - began < 600);
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"UPDATE users SET name = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
        "count(*) FROM n)\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "not_started timed_out |  | the time allowed for the step was over while it ran; SQLite has undone it | ");
    bench.timeout_ns = 10 * (int64_t)1000000000;
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, &bench);
    began = now_ms();
    bench_run(&bench, &action_sql, endless);
    pthread_join(thread, NULL);
    CHECK(now_ms() - began < 600);
    CHECK_C(bench_outcome(&bench), "no_answer cancelled |  | the run was stopped while it ran | ");
    bench_free(&bench);
}

// This program once more, holding the file's lock for a while.
static int hold(const char *path, const char *ms) {
    sqlite3 *db;
    int64_t wait = 0;
    for (const char *at = ms; *at; at++)
        wait = wait * 10 + (*at - '0');
    if (sqlite3_open(path, &db) != SQLITE_OK) return 1;
    if (sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK) return 1;
    if (write(1, "x", 1) != 1) return 1;
    usleep((useconds_t)(wait * 1000));
    sqlite3_exec(db, "UPDATE users SET name = 'held' WHERE id = 2; COMMIT", NULL, NULL, NULL);
    sqlite3_close(db);
    return 0;
}

static pid_t start_holder(const char *ms) {
    char self[] = "/proc/self/exe", word[] = "--hold", path[256], time[32];
    snprintf(path, sizeof path, "%s/app.db", scratch);
    snprintf(time, sizeof time, "%s", ms);
    char *argv[] = {self, word, path, time, NULL};
    int ends[2];
    CHECK(pipe(ends) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    pid_t pid = 0;
    CHECK(posix_spawn(&pid, self, &actions, NULL, argv, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    char byte;
    CHECK(read(ends[0], &byte, 1) == 1);
    close(ends[0]);
    return pid;
}

static void locks(void) {
    Bench bench = new_bench();
    // One that lets go in time is waited for.
    pid_t holder = start_holder("300");
    int64_t began = now_ms();
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"UPDATE users SET name = name || '!' WHERE id = 2 RETURNING name\", \"write\": true}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "\"held!\"");
    CHECK(now_ms() - began >= 250);
    waitpid(holder, NULL, 0);
    // One that does not is named.
    holder = start_holder("2000");
    bench.timeout_ns = 300 * (int64_t)1000000;
    static const char *const queries[] = {
        "{\"query\": \"DELETE FROM users\", \"write\": true}",
        "{\"query\": \"DELETE FROM users\", \"write\": true, \"transaction\": true}",
        "{\"query\": \"SELECT * FROM users\"}"};
    for (int i = 0; i < 3; i++) {
        began = now_ms();
        bench_run(&bench, &action_sql, queries[i]);
        CHECK(now_ms() - began < 550);
        CHECK_SV(
            bench_outcome(&bench),
            sv_format(
                bench.arena,
                "not_started timed_out |  | 'sqlite:app.db' is locked by %s, process %d, for longer than the step's "
                "timeout | nothing was done; let the other one finish, or raise its timeout",
                "exe", (int)holder));
    }
    bench.timeout_ns = 10 * (int64_t)1000000000;
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, &bench);
    bench_run(&bench, &action_sql, queries[0]);
    pthread_join(thread, NULL);
    CHECK_SV(
        bench_outcome(&bench),
        sv_format(
            bench.arena,
            "not_started cancelled |  | 'sqlite:app.db' is locked by exe, process %d, and the run was stopped | nothing "
            "was done; let the other one finish, or raise its timeout",
            (int)holder));
    kill(holder, SIGKILL);
    waitpid(holder, NULL, 0);
    bench_free(&bench);
}

// A database that is replaced, as a restore does it, is not read from memory of the old one.
static void replaced(void) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM users\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "2");
    set_up("new.db", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
    Sv from = sv_format(bench.arena, "%s/new.db", scratch),
       to = sv_format(bench.arena, "%s/app.db", scratch);
    CHECK(rename(from.at, to.at) == 0);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM users\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "0");
    bench_free(&bench);
}

// What a file holds is read by whoever calls the action, once.
static void files(void) {
    Bench bench = new_bench();
    bench_run(
        &bench, &action_sql,
        "{\"file\": {\"path\": \"/no/such.sql\", \"text\": \"-- how many\\nSELECT :n + 1 AS x;\\n\"}, "
        "\"params\": {\"n\": 1}}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "2");
    CHECK_C(bench.out.request, "SELECT :n + 1 AS x;");
    bench_run(&bench, &action_sql,
              "{\"file\": {\"path\": \"/x/query.sql\", \"text\": \"SELECT '${inputs.x}'\"}}");
    CHECK_C(
        bench_outcome(&bench),
        "refused | '${' stands in 'query.sql', and a query is never templated | write :name in the file, and "
        "beside it params: { name: ${…} }");
    bench_run(&bench, &action_sql, "{\"file\": {\"path\": \"/x/query.sql\", \"text\": \"\"}}");
    CHECK_C(bench_outcome(&bench),
            "refused | the query is empty | write one statement: sql: SELECT 1");
    // Where only its name is known there is nothing to run.
    bench_run(&bench, &action_sql, "{\"file\": \"/x/query.sql\"}");
    CHECK_C(bench_outcome(&bench), "bad_value |  | what '/x/query.sql' holds is not known yet | ");
    bench_run(&bench, &action_sql,
              "{\"file\": {\"path\": \"/x/query.sql\", \"text\": \"DELETE FROM users\"}}");
    CHECK_C(
        bench_outcome(&bench),
        "bad_value |  | DELETE removes rows, and the step only reads | add write: true if this step "
        "is meant to change data");
    bench_run(&bench, &action_sql,
              "{\"file\": {\"path\": \"/x/query.sql\", \"text\": "
              "\"\xef\xbb\xbfSELECT count(*) AS n FROM users\"}}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_free(&bench);
}

static void needs(void) {
    Bench bench = new_bench();
    static const struct {
        const char *json;
        bool needed;
        Effect effect;
    } cases[] = {
        {"{\"query\": \"SELECT 1\"}", true, EFFECT_READ},
        // Refused: it does not say that it acts.
        {"{\"query\": \"DELETE FROM t\"}", false, EFFECT_READ},
        {"{\"query\": \"DELETE FROM t\", \"write\": true}", false, EFFECT_CHANGE},
        {"{\"query\": \"DELETE FROM t RETURNING x\", \"write\": true}", true, EFFECT_CHANGE},
        {"{\"query\": \"SELECT do_it()\", \"write\": true}", true, EFFECT_CHANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *decoded = bench_decode(&bench, action_sql.params, action_sql.param_count,
                                     action_sql.params_size, cases[i].json);
        CHECK(action_sql.expect_needed(decoded) == cases[i].needed);
        CHECK(action_sql.effect_of(decoded) == cases[i].effect);
    }
    bench_free(&bench);
}

static void check_address(const char *json, const char *wanted, const char *shown) {
    Bench bench = new_bench();
    const ConnectionKind *kind = &connection_sql;
    SqlConnection *decoded =
        bench_decode(&bench, kind->params, kind->param_count, kind->params_size, json);
    int at;
    Sv error = {0}, hint = {0};
    bool good = kind->validate(decoded, bench.arena, &at, &error, &hint);
    CHECK_C(good ? SV("good") : sv_format(bench.arena, "%.*s | %.*s", SV_ARG(error), SV_ARG(hint)),
            wanted);
    if (shown) CHECK_C(kind->show(decoded, (Sv){0}, bench.arena), shown);
    bench_free(&bench);
}

static void addresses(void) {
    check_address("{\"sql\": \"sqlite:data/app.db\"}", "good", "sqlite:data/app.db");
    check_address("{\"sql\": \"sqlite:///srv/app.db\"}", "good", NULL);
    check_address(
        "{\"sql\": \"postgres://me:hush@db.example:5433/app?sslmode=require&password=hush\"}",
        "good", "postgres://db.example:5433/app");
    // libpq takes what stands behind the first '@' for the host.
    check_address(
        "{\"sql\": \"postgresql://me:h@sh@db/app\"}",
        "'postgresql://db/app' is no address of a PostgreSQL database | postgres://USER@HOST:5432/DATABASE; "
        "special characters in a part are written %40 for @, %2F for /",
        "postgresql://db/app");
    check_address(
        "{\"sql\": \"postgres://me:hush@db:x/app\"}",
        "'postgres://db:x/app' is no address of a PostgreSQL database | postgres://USER@HOST:5432/DATABASE; "
        "special characters in a part are written %40 for @, %2F for /",
        NULL);
    check_address(
        "{\"sql\": \"postgres://me:hu%zzsh@db/app\"}",
        "'postgres://db/app' is no address of a PostgreSQL database | postgres://USER@HOST:5432/DATABASE; special "
        "characters in a part are written %40 for @, %2F for /",
        NULL);
    check_address(
        "{\"sql\": \"postgress://db/app\"}",
        "'postgress:' is no kind of database address; did you mean 'postgres:'? | it takes "
        "postgres://HOST/DATABASE, mysql://HOST/DATABASE, sqlite:PATH or odbc:NAME",
        NULL);
    check_address("{\"sql\": \"file:./dev.db\"}",
                  "'file:' is no kind of database address | for SQLite write sqlite:./dev.db",
                  NULL);
    check_address(
        "{\"sql\": \"dev.db\"}",
        "the address of a database must begin with postgres://, mysql://, sqlite: or odbc: | it takes "
        "postgres://HOST/DATABASE, mysql://HOST/DATABASE, sqlite:PATH or odbc:NAME",
        NULL);
    check_address(
        "{\"sql\": \"https://db/app\"}",
        "the address of a database cannot be a web address | it takes postgres://HOST/DATABASE, mysql://HOST/DATABASE, sqlite:PATH or odbc:NAME",
        NULL);
    check_address("{\"sql\": \"sqlite:\"}", "'sqlite:' names no file | sqlite:data/app.db", NULL);
    check_address(
        "{\"sql\": \"sqlite://app.db\"}",
        "'sqlite://' would need a host, which SQLite does not have | write sqlite:data/app.db, or sqlite:/srv/app.db for "
        "an absolute path",
        NULL);
    check_address(
        "{\"sql\": \"sqlite:app.db\", \"password\": \"hush\"}",
        "an SQLite file has no password | leave password: out; the file's own permissions protect it",
        NULL);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--hold") == 0) return hold(argv[2], argv[3]);
    if (!mkdtemp(scratch)) return 1;
    set_up(
        "app.db",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'ann'), (2, 'bob'); "
        "CREATE VIRTUAL TABLE words USING fts5(word); INSERT INTO words VALUES ('green tea'); "
        "CREATE VIRTUAL TABLE places USING rtree(id, low, high); INSERT INTO places VALUES (1, 2, 3)");
    values();
    results();
    refused();
    errors();
    targets();
    only_reads();
    copies();
    writes();
    limits();
    stopping();
    locks();
    files();
    needs();
    addresses();
    replaced();
    char *remove[] = {"rm", "-rf", scratch, NULL};
    pid_t remover;
    if (posix_spawnp(&remover, "rm", NULL, NULL, remove, environ) == 0) waitpid(remover, NULL, 0);
    return check_done();
}
