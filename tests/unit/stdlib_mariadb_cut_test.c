// sql on MariaDB through a line that is cut, falls silent, drips or lies, after every so many
// bytes: a clear reason, in time, never an answer that was not whole; and what is said of a change
// is so.
#include "action_bench.h"
#include "cut_proxy.h"
#include "maria_server.h"
#include "soak.h"

#include "drivers/sql/sql_driver.h"

static PgServer server;

enum { MOST_BYTES = 6000, LATE_MS = 250 };

typedef struct Try {
    CutProxy proxy;
    int64_t timeout_ms;
    const char *json;
} Try;

static OutcomeStatus made(Try *try, char *said, size_t size) {
    try->proxy.server_port = (int)maria_port(&server);
    if (!try->proxy.budget) try->proxy.budget = SIZE_MAX;
    cut_start(&try->proxy);
    Bench bench = bench_new();
    SqlConnection connection = {
        .sql = sv_format(bench.arena, "mysql://root@127.0.0.1:%d/app", try->proxy.port)};
    bench.connection = &connection;
    bench.timeout_ns = try->timeout_ms * 1000000;
    int64_t began = env_system()->mono_ns(NULL);
    CHECK(bench_run(&bench, &action_sql, try->json));
    int64_t took = (env_system()->mono_ns(NULL) - began) / 1000000;
    CHECK(took < try->timeout_ms + LATE_MS);
    if (took >= try->timeout_ms + LATE_MS) fprintf(stderr, "took %lld ms\n", (long long)took);
    OutcomeStatus end = bench.out.end;
    CHECK(end == OUTCOME_ANSWERED || bench.out.reason.len > 0);
    CHECK((end == OUTCOME_ANSWERED || end == OUTCOME_FAILED) || bench.out.results == NULL);
    snprintf(said, size, "%.*s",
             SV_ARG(end == OUTCOME_ANSWERED ? bench_json(&bench, &action_sql, "rows")
                                            : bench.out.reason));
    bench_free(&bench);
    cut_stop(&try->proxy);
    return end;
}

static const char plain[] =
    "{\"query\": \"SELECT x, CONCAT('n', x) AS n FROM numbers WHERE x > :least ORDER BY x\", \"params\": {\"least\": 0}}";
static const char plain_rows[] =
    "[{\"x\": 1, \"n\": \"n1\"}, {\"x\": 2, \"n\": \"n2\"}, {\"x\": 3, \"n\": \"n3\"}]";

static size_t step_of(size_t often) {
    return soaking() ? 1 + often / 16 : often;
}

// After every so many bytes until it is answered; what was answered once stays so.
static void cut_reads(bool silent, bool resets, size_t often) {
    size_t tries = 0, answers = 0;
    for (size_t budget = 1; answers < 5 && budget < MOST_BYTES; budget += step_of(often)) {
        Try try = {.proxy = {.budget = budget, .silent = silent, .resets = resets},
                   .timeout_ms = silent ? 150 : 5000,
                   .json = plain};
        char said[512];
        OutcomeStatus end = made(&try, said, sizeof said);
        CHECK(end == OUTCOME_ANSWERED || end == OUTCOME_NOT_STARTED || end == OUTCOME_NO_ANSWER);
        CHECK(!answers || end == OUTCOME_ANSWERED);
        if (end == OUTCOME_ANSWERED) CHECK_C(sv_from_c(said), plain_rows);
        answers += end == OUTCOME_ANSWERED;
        tries++;
    }
    CHECK_INT(answers, 5);
    CHECK(tries > 10);
}

typedef enum ChangeKind {
    CHANGE_ROWS,
    CHANGE_ASKING, // with transaction: true
    CHANGE_TABLES  // by itself, kept at once
} ChangeKind;

static bool is_there(ChangeKind kind, int id) {
    char query[128];
    if (kind == CHANGE_TABLES)
        snprintf(query, sizeof query,
                 "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'made_%d'", id);
    else
        snprintf(query, sizeof query, "SELECT COUNT(*) FROM changed WHERE id = %d", id);
    // What a server still does for a client that is gone ends soon.
    usleep(20000);
    return strcmp(maria_ask(&server, query), "1") == 0;
}

static void write_change(char *json, size_t size, ChangeKind kind, int id) {
    if (kind == CHANGE_TABLES)
        snprintf(json, size, "{\"query\": \"CREATE TABLE made_%d (id INT)\", \"write\": true}", id);
    else
        snprintf(json, size,
                 "{\"query\": \"INSERT INTO changed VALUES (:id)\", \"params\": {\"id\": %d}, "
                 "\"write\": true%s}",
                 id, kind == CHANGE_ASKING ? ", \"transaction\": true" : "");
}

// What is said of a change is so: answered is there, not started is not, and between is doubt.
static void cut_changes(bool silent, bool resets, ChangeKind kind, size_t often) {
    static int id;
    size_t answers = 0, doubts = 0, not_started = 0;
    for (size_t budget = 1; answers < 3 && budget < MOST_BYTES; budget += step_of(often)) {
        char json[256], said[512];
        write_change(json, sizeof json, kind, ++id);
        Try try = {.proxy = {.budget = budget, .silent = silent, .resets = resets},
                   .timeout_ms = silent ? 150 : 5000,
                   .json = json};
        OutcomeStatus end = made(&try, said, sizeof said);
        bool there = is_there(kind, id);
        CHECK(end == OUTCOME_ANSWERED || end == OUTCOME_NOT_STARTED || end == OUTCOME_NO_ANSWER);
        if (end == OUTCOME_ANSWERED) CHECK(there);
        if (end == OUTCOME_NOT_STARTED) CHECK(!there);
        answers += end == OUTCOME_ANSWERED;
        doubts += end == OUTCOME_NO_ANSWER;
        not_started += end == OUTCOME_NOT_STARTED;
    }
    CHECK_INT(answers, 3);
    CHECK(doubts > 0 && not_started > 0);
}

// A byte that is another one: it may be refused or go unseen where it says nothing, but rows that
// are given are those of the server, or differ from them where the byte stands. In a process of its
// own: the library believes the lengths within a row, and one that reads behind its memory and is
// ended has said nothing that is false.
static int lie_at(size_t at, char mask) {
    pid_t child = fork();
    if (child == 0) {
        check_failures = 0;
        Try try = {.proxy = {.lie = at, .mask = mask}, .timeout_ms = 300, .json = plain};
        char said[512];
        if (freopen("/dev/null", "w", stderr) == NULL) _exit(3);
        OutcomeStatus end = made(&try, said, sizeof said);
        if (end == OUTCOME_ANSWERED) CHECK(strlen(said) <= sizeof plain_rows + 8);
        _exit(check_failures ? 3 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void lies(size_t often) {
    static const char masks[] = {0x01, -0x80, -1};
    size_t tries = 0, ended = 0;
    for (size_t at = 1; at < 2000; at += step_of(often)) {
        int status = lie_at(at, masks[at % 3]);
        CHECK(status != 3);
        if (status == 3) fprintf(stderr, "byte %zu\n", at);
        ended += status != 0;
        tries++;
    }
    CHECK(ended <= 2 + tries / 20);
}

static void drips(void) {
    Try try = {.proxy = {.drips = true}, .timeout_ms = 5000, .json = plain};
    char said[512];
    CHECK_INT(made(&try, said, sizeof said), OUTCOME_ANSWERED);
    CHECK_C(sv_from_c(said), plain_rows);
}

int main(int argc, char **argv) {
    BENCH_MAIN;
    if (!maria_start(&server, NULL)) {
        puts("skipped: MariaDB is not installed");
        return 77;
    }
    signal(SIGPIPE, SIG_IGN);
    maria_ask(&server,
              "CREATE TABLE numbers (x INT PRIMARY KEY); INSERT INTO numbers VALUES (1), (2), (3);"
              "CREATE TABLE changed (id INT PRIMARY KEY)");
    drips();
    cut_reads(false, false, 13);
    cut_reads(false, true, 17);
    cut_reads(true, false, 89);
    cut_changes(false, false, CHANGE_ROWS, 29);
    cut_changes(false, true, CHANGE_ASKING, 29);
    cut_changes(false, false, CHANGE_TABLES, 5);
    cut_changes(true, false, CHANGE_ROWS, 113);
    cut_changes(true, false, CHANGE_ASKING, 113);
    lies(23);
    pg_stop(&server);
    return check_done();
}
