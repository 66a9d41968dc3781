// sql over ODBC through a line that is cut, or falls silent, after every so many bytes: in time,
// never an answer that was not whole, and of a change never more said than is so.
#include "cut_proxy.h"
#include "odbc_bench.h"
#include "pg_server.h"
#include "soak.h"

static PgServer server;

static int server_port(void) {
    const char *colon = strrchr(server.tcp, ':');
    return (int)strtoll(colon + 1, NULL, 10);
}

// What is so, by a driver that goes another way.
static bool is_kept(int number) {
    Bench bench = bench_new();
    SqlConnection connection = {.sql = sv_format(bench.arena, "%s?sslmode=disable", server.tcp)};
    bench.connection = &connection;
    // A transaction that was left is gone once its session is.
    CHECK(bench_run(&bench, &action_sql,
                    "{\"query\": \"LOCK TABLE kept IN ACCESS EXCLUSIVE MODE\", \"write\": true, "
                    "\"transaction\": true}"));
    CHECK(
        bench_run(&bench, &action_sql,
                  sv_format(bench.arena,
                            "{\"query\": \"SELECT count(*) AS n FROM kept WHERE i = %d\"}", number)
                      .at));
    bool kept = sv_eq_c(bench_json(&bench, &action_sql, "value"), "1");
    bench_free(&bench);
    return kept;
}

typedef struct Try {
    size_t budget;
    bool silent;
    const char *json; // with %d where a change has its number
    int number;       // 0 = it reads
} Try;

// True where it was answered.
static bool try(const Try *try) {
    CutProxy proxy = {.server_port = server_port(), .budget = try->budget, .silent = try->silent};
    cut_start(&proxy);
    Bench bench = bench_new();
    SqlConnection connection = {
        .sql =
            sv_format(bench.arena,
                      "odbc:Driver=Postgres;Server=127.0.0.1;Port=%d;Database=postgres;UID=runbook;"
                      "SSLmode=disable",
                      proxy.port)};
    bench.connection = &connection;
    bench.timeout_ns = (try->silent ? 150 : 5000) * (int64_t)1000000;
    Buf json = buf_new(4096);
    for (const char *at = try->json; *at; at++)
        if (*at == '#')
            buf_addf(&json, "%d", try->number);
        else
            buf_add_char(&json, *at);
    const char *written = sv_to_c(bench.arena, buf_sv(&json));
    int64_t began = env_system()->mono_ns(NULL);
    CHECK(bench_run(&bench, &action_sql, written));
    CHECK(env_system()->mono_ns(NULL) - began < bench.timeout_ns + 250 * (int64_t)1000000);
    OutcomeStatus end = bench.out.end;
    if (end == OUTCOME_ANSWERED) {
        if (!try->number)
            CHECK_C(bench_json(&bench, &action_sql, "rows"),
                    "[{\"x\": 1}, {\"x\": 2}, {\"x\": 3}]");
    } else {
        CHECK(end == OUTCOME_NOT_STARTED || end == OUTCOME_NO_ANSWER);
        CHECK(bench.out.reason.len > 0);
        CHECK(bench.out.results == NULL);
        CHECK(bench.out.timed_out == try->silent);
    }
    buf_free(&json);
    bench_free(&bench);
    cut_stop(&proxy);
    if (try->number && end == OUTCOME_ANSWERED) CHECK(is_kept(try->number));
    if (try->number && end == OUTCOME_NOT_STARTED) CHECK(!is_kept(try->number));
    return end == OUTCOME_ANSWERED;
}

// After every so many bytes until it is answered; what was answered once stays so.
static void cut(bool silent, size_t often, bool changes, const char *json) {
    static int number;
    size_t step = soaking() ? 1 + often / 16 : often, tries = 0, answers = 0;
    for (size_t budget = 0; answers < 3 && budget < 20000; budget += step) {
        bool answered = try(&(Try){
            .budget = budget, .silent = silent, .json = json, .number = changes ? ++number : 0});
        CHECK(!answers || answered);
        answers += answered;
        tries++;
    }
    CHECK_INT(answers, 3);
    CHECK(tries > 10);
}

// A driver calls that a COMMIT.
static void turned(void) {
    CutProxy proxy = {.server_port = server_port(), .budget = 1000000, .turns = true};
    cut_start(&proxy);
    Bench bench = bench_new();
    SqlConnection connection = {
        .sql =
            sv_format(bench.arena,
                      "odbc:Driver=Postgres;Server=127.0.0.1;Port=%d;Database=postgres;UID=runbook;"
                      "SSLmode=disable",
                      proxy.port)};
    bench.connection = &connection;
    static const char *const changes[] = {
        "{\"query\": \"INSERT INTO kept VALUES (-1)\", \"write\": true}",
        "{\"query\": \"INSERT INTO kept VALUES (-1)\", \"write\": true, \"transaction\": true}"};
    for (size_t i = 0; i < 2; i++) {
        CHECK(bench_run(&bench, &action_sql, changes[i]));
        CHECK_C(bench_outcome(&bench),
                "failed |  | the server did not commit it, but rolled it back | ");
        CHECK(bench.out.results == NULL);
    }
    CHECK(!is_kept(-1));
    bench_free(&bench);
    cut_stop(&proxy);
}

int main(void) {
    if (!odbc_start() || !pg_start(&server)) {
        puts("skipped: PostgreSQL or an ODBC driver is not installed");
        return 77;
    }
    Bench bench = bench_new();
    SqlConnection connection = {.sql = sv_format(bench.arena, "%s?sslmode=disable", server.tcp)};
    bench.connection = &connection;
    CHECK(bench_run(&bench, &action_sql,
                    "{\"query\": \"CREATE TABLE kept (i int)\", \"write\": true}"));
    bench_free(&bench);
    turned();
    static const char plain[] = "{\"query\": \"SELECT x FROM (VALUES (1), (2), (3)) v (x)\"}";
    cut(false, 41, false, plain);
    cut(true, 97, false, plain);
    cut(false, 67, true, "{\"query\": \"INSERT INTO kept VALUES (#)\", \"write\": true}");
    cut(false, 73, true,
        "{\"query\": \"INSERT INTO kept VALUES (#)\", \"write\": true, \"transaction\": true}");
    cut(false, 53, true,
        "{\"query\": \"DO $$ BEGIN INSERT INTO kept VALUES (#); END $$\", \"write\": true}");
    cut(true, 67, true, "{\"query\": \"INSERT INTO kept VALUES (#)\", \"write\": true}");
    pg_stop(&server);
    odbc_stop();
    return check_done();
}
