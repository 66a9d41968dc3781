// sql through a line that is cut, or falls silent, after every so many bytes: a clear reason, in
// time, and never an answer that was not whole.
#include "action_bench.h"
#include "cut_proxy.h"
#include "pg_server.h"
#include "soak.h"

#include "drivers/sql/sql_driver.h"

static PgServer server;

static int server_port(void) {
    const char *colon = strrchr(server.tcp, ':');
    return (int)strtoll(colon + 1, NULL, 10);
}

// Runs the statement through a line of so many bytes. True where it was answered.
static bool try(size_t budget, bool silent, const char *json) {
    CutProxy proxy = {.server_port = server_port(), .budget = budget, .silent = silent};
    cut_start(&proxy);
    Bench bench = bench_new();
    SqlConnection connection = {
        .sql = sv_format(bench.arena, "postgres://runbook@127.0.0.1:%d/postgres?sslmode=disable",
                         proxy.port)};
    bench.connection = &connection;
    bench.timeout_ns = (silent ? 100 : 5000) * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    CHECK(bench_run(&bench, &action_sql, json));
    CHECK(env_system()->mono_ns(NULL) - began < bench.timeout_ns + 250 * (int64_t)1000000);
    bool answered = bench.out.end == OUTCOME_ANSWERED;
    if (answered) {
        CHECK_C(bench_json(&bench, &action_sql, "rows"), "[{\"x\": 1}, {\"x\": 2}, {\"x\": 3}]");
    } else {
        CHECK(bench.out.end == OUTCOME_NOT_STARTED || bench.out.end == OUTCOME_NO_ANSWER);
        CHECK(bench.out.reason.len > 0);
        CHECK(bench.out.results == NULL);
        CHECK(bench.out.timed_out == silent);
    }
    bench_free(&bench);
    cut_stop(&proxy);
    return answered;
}

// After every so many bytes until it is answered; what was answered once stays so. After every byte
// is for tools/torture.
static void cut(bool silent, size_t often, const char *json) {
    size_t step = soaking() ? 1 + often / 16 : often;
    size_t tries = 0, answers = 0;
    for (size_t budget = 0; answers < 5 && budget < 4000; budget += step) {
        bool answered = try(budget, silent, json);
        CHECK(!answers || answered);
        answers += answered;
        tries++;
    }
    CHECK_INT(answers, 5);
    CHECK(tries > 10);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    static const char plain[] = "{\"query\": \"SELECT x FROM (VALUES (1), (2), (3)) v (x)\"}";
    cut(false, 9, plain);
    cut(false, 11,
        "{\"query\": \"WITH v AS (SELECT generate_series(1, 3) AS x) SELECT x FROM v\"}");
    cut(false, 11,
        "{\"query\": \"SELECT generate_series(1, 3) AS x\", \"write\": true, \"transaction\": true}");
    cut(true, 43, plain);
    pg_stop(&server);
    return check_done();
}
