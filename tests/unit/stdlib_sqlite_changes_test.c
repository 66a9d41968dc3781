// sql on SQLite: what became of a change – judged before COMMIT, given up, or without any row.
#include "action_bench.h"

#include "drivers/sql/sql_driver.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char scratch[] = "/tmp/runbook-test-XXXXXX";
static SqlConnection connection = {.sql = SV_INIT("sqlite:app.db")};

static Bench new_bench(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    bench.connection = &connection;
    return bench;
}

static void set_up(const char *name, const char *script) {
    char path[256];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, script, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

// ── before COMMIT ──

static void asks(void) {
    Bench bench = new_bench();
    static const char change[] = "{\"query\": \"UPDATE users SET name = upper(name)\", \"write\": "
                                 "true, \"transaction\": true}";
    bench.takes_back = true;
    bench_run(&bench, &action_sql, change);
    CHECK_C(bench_outcome(&bench), "answered | 2 rows affected, rolled back |  | ");
    CHECK(bench.out.taken_back);
    CHECK_INT(bench.asked, 1);
    CHECK_C(bench_json(&bench, &action_sql, "affected"), "2");
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT name FROM users WHERE id = 1\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "\"ann\"");
    bench.takes_back = false;
    bench_run(&bench, &action_sql, change);
    CHECK_C(bench_outcome(&bench), "answered | 2 rows affected |  | ");
    CHECK(!bench.out.taken_back);
    bench_run(&bench, &action_sql,
              "{\"query\": \"UPDATE users SET name = lower(name)\", \"write\": true}");
    CHECK_INT(bench.asked, 2);
    bench_free(&bench);
}

// A full disk is no wrong answer; nothing of the change stays.
static void gives_up(void) {
    Bench bench = new_bench();
    set_up("small.db", "PRAGMA page_size = 512; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    SqlConnection other = {.sql = SV("sqlite:small.db")};
    bench.connection = &other;
    bench.credentials++;
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"CREATE TRIGGER full BEFORE DELETE ON t BEGIN SELECT RAISE(FAIL, 'no'); "
        "END\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 0 rows affected |  | ");
    bench_run(&bench, &action_sql, "{\"query\": \"DELETE FROM t\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "failed |  | no | ");
    struct rlimit before, small = {.rlim_cur = 4096};
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small.rlim_max = before.rlim_max;
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO t SELECT zeroblob(100000)\", \"write\": true}");
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    // SQLite tells this limit as a full disk, or as an error of the disk.
    CHECK(bench.out.end == OUTCOME_NOT_STARTED || bench.out.end == OUTCOME_NO_ANSWER);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT count(*) AS n FROM t\"}");
    CHECK_C(bench_json(&bench, &action_sql, "value"), "1");
    bench_free(&bench);
}

static void untouched(void) {
    static const struct {
        const char *json;
        const char *untouched;
    } cases[] = {
        {"{\"query\": \"UPDATE users SET name = 'x' WHERE id = 777\", \"write\": true}",
         "it touched no row"},
        {"{\"query\": \"DELETE FROM users WHERE id = 777\", \"write\": true}", "it touched no row"},
        {"{\"query\": \"INSERT INTO users SELECT * FROM users WHERE id = 777\", \"write\": true}",
         "it touched no row"},
        {"{\"query\": \"REPLACE INTO users SELECT * FROM users WHERE id = 777\", \"write\": true}",
         "it touched no row"},
        {"{\"query\": \"WITH gone AS (SELECT 777 AS id) DELETE FROM users WHERE id IN (SELECT id "
         "FROM gone)\", \"write\": true}",
         "it touched no row"},
        {"{\"query\": \"DELETE FROM users WHERE id = 777\", \"write\": true, \"allow_empty\": "
         "true}",
         ""},
        {"{\"query\": \"UPDATE users SET name = name\", \"write\": true}", ""},
        {"{\"query\": \"CREATE TABLE IF NOT EXISTS users (x)\", \"write\": true}", ""},
        {"{\"query\": \"SELECT 1 WHERE false\", \"write\": true}", ""},
        {"{\"query\": \"SELECT 1 WHERE false\"}", ""},
    };
    Bench bench = new_bench();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench_run(&bench, &action_sql, cases[i].json);
        CHECK_INT(bench.out.end, OUTCOME_ANSWERED);
        CHECK_C(bench.out.untouched, cases[i].untouched);
    }
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\", \"allow_empty\": true}");
    CHECK_C(bench_outcome(&bench),
            "refused | 'allow_empty' stands without 'write: true' | what only "
            "reads shows by its rows: expect them, or leave it out");
    bench_free(&bench);
}

// A step that says it writes is not told to say so. Root may write everywhere.
static void file_only_reads(void) {
    Bench bench = new_bench();
    bool root = geteuid() == 0;
    char file[256];
    snprintf(file, sizeof file, "%s/app.db", scratch);
    CHECK(chmod(file, 0444) == 0 && chmod(scratch, 0555) == 0);
    CHECK(!root || seteuid(65534) == 0);
    bench_run(&bench, &action_sql, "{\"query\": \"DELETE FROM users\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "failed |  | 'sqlite:app.db' may not be written: attempt to write a readonly database | the "
        "file and the folder it lies in must be writable");
    CHECK(!root || seteuid(0) == 0);
    CHECK(chmod(scratch, 0700) == 0 && chmod(file, 0644) == 0);
    bench_free(&bench);
}

// A restore puts another file in the place of the one that a step waits for. Nothing is known to be
// wrong: nothing was written, and the step may be done again.
static void *restores(void *held) {
    char file[256], away[256];
    snprintf(file, sizeof file, "%s/waits.db", scratch);
    snprintf(away, sizeof away, "%s/away.db", scratch);
    struct timespec until_it_waits = {0, 300 * 1000 * 1000};
    nanosleep(&until_it_waits, NULL);
    CHECK(rename(file, away) == 0);
    set_up("waits.db", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
    CHECK(sqlite3_exec(held, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    return NULL;
}

static void file_is_replaced(void) {
    Bench bench = new_bench();
    bench.connection = &(SqlConnection){.sql = SV_INIT("sqlite:waits.db")};
    char file[256];
    snprintf(file, sizeof file, "%s/waits.db", scratch);
    set_up("waits.db", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
    sqlite3 *held;
    pthread_t restorer;
    CHECK(sqlite3_open(file, &held) == SQLITE_OK);
    CHECK(sqlite3_exec(held, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(pthread_create(&restorer, NULL, restores, held) == 0);
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO users (name) VALUES ('cy')\", \"write\": true}");
    pthread_join(restorer, NULL);
    sqlite3_close(held);
    CHECK_C(bench_outcome(&bench),
            "not_started |  | 'sqlite:waits.db' was moved, replaced or could not be looked at: "
            "nothing was written | was a backup restored, or does the disk give errors?");
    bench_free(&bench);
}

int main(void) {
    if (!mkdtemp(scratch)) return 1;
    set_up(
        "app.db",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'ann'), (2, 'bob')");
    asks();
    gives_up();
    untouched();
    file_only_reads();
    file_is_replaced();
    char *remove[] = {"rm", "-rf", scratch, NULL};
    pid_t remover;
    if (posix_spawnp(&remover, "rm", NULL, NULL, remove, environ) == 0) waitpid(remover, NULL, 0);
    return check_done();
}
