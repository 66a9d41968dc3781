// sql to pgbouncer's console, which knows no binds, no transactions and no pipeline.
#include "action_bench.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"

#include <libpq-fe.h>

static PgServer server, pooler;
static char console_url[300], looker_url[300];

static void open_console(const char *user, char *out, size_t size) {
    const char *at = strchr(pooler.tcp, '@');
    const char *slash = strrchr(pooler.tcp, '/');
    snprintf(out, size, "postgres://%s%.*s/pgbouncer", user, (int)(slash - at), at);
}

static bool serve(void) {
    char program[] = PROJECT_ROOT "/tests/tools/pooler", mode[] = "session";
    char admins[] = "admin_users=runbook", lookers[] = "stats_users=looker";
    char *argv[] = {program, server.tcp, mode, admins, lookers, NULL};
    if (!pg_serve(argv, &pooler)) return false;
    open_console("runbook", console_url, sizeof console_url);
    open_console("looker", looker_url, sizeof looker_url);
    return true;
}

static SqlConnection connection;
static Bench bench_of(const char *url) {
    Bench bench = bench_new();
    connection = (SqlConnection){.sql = sv_from_c(url)};
    bench.connection = &connection;
    return bench;
}

static void said(const char *url, const char *json, const char *outcome) {
    Bench bench = bench_of(url);
    bench_run(&bench, &action_sql, json);
    CHECK_C(bench_outcome(&bench), outcome);
    bench_free(&bench);
}

// One row of what SHOW answers, where the first column is this.
static Value row_of(Bench *bench, const char *json, const char *column, const char *wanted) {
    bench_run(bench, &action_sql, json);
    Value rows = value_null();
    Sv error;
    CHECK(bench_result(bench, &action_sql, "rows", &rows, &error));
    for (size_t i = 0; i < value_count(rows); i++) {
        Value row = value_item(rows, i);
        if (sv_eq_c(value_text(value_field(row, column)), wanted)) return row;
    }
    return value_null();
}

static int64_t paused(void) {
    Bench bench = bench_of(console_url);
    Value row = row_of(&bench, "{\"query\": \"SHOW DATABASES\"}", "name", "postgres");
    int64_t is = value_field(row, "paused").integer;
    CHECK_INT(value_field(row, "paused").kind, VALUE_INT);
    bench_free(&bench);
    return is;
}

static void looks(void) {
    Bench bench = bench_of(console_url);
    Value row = row_of(&bench, "{\"query\": \"SHOW POOLS\"}", "database", "pgbouncer");
    CHECK_INT(value_field(row, "cl_active").kind, VALUE_INT);
    CHECK_INT(value_field(row, "cl_active").integer, 1);
    CHECK_INT(value_field(row, "pool_mode").kind, VALUE_STRING);
    // The connection is kept, and asked again.
    CHECK(row_of(&bench, "{\"query\": \"show config\"}", "key", "admin_users").kind == VALUE_MAP);
    bench_free(&bench);
    said(console_url, "{\"query\": \"SHOW VERSION\"}", "answered | 1 row |  | ");
    said(looker_url, "{\"query\": \"SHOW VERSION\"}", "answered | 1 row |  | ");
    said(console_url, "{\"query\": \"SHOW HELP\"}", "answered | 0 rows |  | ");
    said(console_url, "{\"query\": \"SHOW NOTHING\"}",
         "failed |  | pgbouncer's console: invalid command 'SHOW NOTHING', use SHOW HELP; | SHOW "
         "HELP tells its commands");
}

static void acts(void) {
    CHECK_INT(paused(), 0);
    said(console_url, "{\"query\": \"PAUSE postgres\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    CHECK_INT(paused(), 1);
    said(console_url, "{\"query\": \"PAUSE postgres\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    said(console_url, "{\"query\": \"RESUME postgres\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    CHECK_INT(paused(), 0);
    said(console_url, "{\"query\": \"PAUSE\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    said(console_url, "{\"query\": \"PAUSE\", \"write\": true}",
         "failed |  | pgbouncer's console: already suspended/paused | ");
    said(console_url, "{\"query\": \"RESUME\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    said(console_url, "{\"query\": \"RELOAD\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    said(console_url, "{\"query\": \"SET default_pool_size = 3\", \"write\": true}",
         "answered | 0 rows affected |  | ");
    Bench bench = bench_of(console_url);
    Value row = row_of(&bench, "{\"query\": \"SHOW CONFIG\"}", "key", "default_pool_size");
    CHECK_C(value_text(value_field(row, "value")), "3");
    bench_free(&bench);
    said(looker_url, "{\"query\": \"PAUSE\", \"write\": true}",
         "failed |  | pgbouncer's console: admin access needed | pgbouncer's admin_users must name "
         "the connection's user");
}

static void is_refused(void) {
    said(console_url, "{\"query\": \"PAUSE\"}",
         "bad_value |  | PAUSE has pgbouncer hold clients back until RESUME, and the step only "
         "reads | add write: true if this step is meant to change data");
    said(console_url, "{\"query\": \"SELECT 1\"}",
         "bad_value |  | SELECT is no question to pgbouncer's console | ask by SHOW: SHOW POOLS, "
         "SHOW DATABASES, SHOW HELP");
    said(console_url, "{\"query\": \"KILL x\", \"write\": true, \"transaction\": true}",
         "bad_value |  | pgbouncer's console has no transactions | leave transaction: true out; "
         "what it does is done at once");
    said(console_url, "{\"query\": \"SHOW :what\", \"params\": {\"what\": \"POOLS\"}}",
         "bad_value |  | pgbouncer's console takes no values by name | write the command as it is");
    said(console_url, "{\"catalogue\": true}",
         "bad_value |  | pgbouncer's console has no tables | ask it what it knows: SHOW POOLS, "
         "SHOW DATABASES, SHOW HELP; for tables name another database in the connection's address");
    CHECK_INT(paused(), 0);
}

// A client holds its session, so that PAUSE waits for it: nobody knows what becomes of it.
static void waits(void) {
    PGconn *app = PQconnectdb(pooler.tcp);
    PQclear(PQexec(app, "SELECT 1"));
    Bench bench = bench_of(console_url);
    bench.timeout_ns = 300 * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    bench_run(&bench, &action_sql, "{\"query\": \"PAUSE\", \"write\": true}");
    CHECK(env_system()->mono_ns(NULL) - began < bench.timeout_ns + 250 * (int64_t)1000000);
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    CHECK(!bench.out.over);
    bench_free(&bench);
    // It was asked to stop, and lets the clients go on.
    said(console_url, "{\"query\": \"RESUME\", \"write\": true}",
         "failed |  | pgbouncer's console: pooler is not paused/suspended | ");
    PQfinish(app);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    bool there = serve();
    if (there) {
        looks();
        acts();
        is_refused();
        waits();
        pg_stop(&pooler);
    }
    pg_stop(&server);
    if (there) return check_done();
    puts("skipped: pgbouncer is not installed");
    return 77;
}
