// sql on PostgreSQL through a line that is cut, reset, falls silent, drips or lies, after every so
// many bytes: a clear reason, in time, never an answer that was not whole; and what is said of a
// change is so.
#include "action_bench.h"
#include "cut_proxy.h"
#include "pg_server.h"
#include "soak.h"

#include "drivers/sql/sql_driver.h"

#include <libpq-fe.h>

static PgServer server;
static PGconn *own; // a connection around the line

enum { MOST_BYTES = 6000, LATE_MS = 250 };

static const char rows[] = "[{\"x\": 1}, {\"x\": 2}, {\"x\": 3}]";
static const char plain[] = "{\"query\": \"SELECT x FROM (VALUES (1), (2), (3)) v (x)\"}";

typedef struct Try {
    CutProxy proxy;
    int64_t timeout_ms;
    const char *json;
    const char *must; // what stands in the rows; NULL = nothing is known of them
    char said[512];   // the rows, or the reason
    bool timed_out;
} Try;

static int server_port(void) {
    const char *colon = strrchr(server.tcp, ':');
    return (int)strtoll(colon + 1, NULL, 10);
}

static OutcomeStatus made(Try *try) {
    try->proxy.server_port = server_port();
    if (!try->proxy.budget) try->proxy.budget = SIZE_MAX;
    cut_start(&try->proxy);
    Bench bench = bench_new();
    SqlConnection connection = {
        .sql = sv_format(bench.arena, "postgres://runbook@127.0.0.1:%d/postgres?sslmode=disable",
                         try->proxy.port)};
    bench.connection = &connection;
    bench.timeout_ns = try->timeout_ms * 1000000;
    int64_t began = env_system()->mono_ns(NULL);
    CHECK(bench_run(&bench, &action_sql, try->json));
    int64_t took = (env_system()->mono_ns(NULL) - began) / 1000000;
    CHECK(took < try->timeout_ms + LATE_MS);
    if (took >= try->timeout_ms + LATE_MS) fprintf(stderr, "took %lld ms\n", (long long)took);
    OutcomeStatus end = bench.out.end;
    try->timed_out = bench.out.timed_out;
    CHECK(end == OUTCOME_ANSWERED || bench.out.reason.len > 0);
    CHECK((end == OUTCOME_ANSWERED || end == OUTCOME_FAILED) || bench.out.results == NULL);
    snprintf(try->said, sizeof try->said, "%.*s",
             SV_ARG(end == OUTCOME_ANSWERED ? bench_json(&bench, &action_sql, "rows")
                                            : bench.out.reason));
    bench_free(&bench);
    cut_stop(&try->proxy);
    return end;
}

static size_t step_of(size_t often) {
    return soaking() ? 1 + often / 16 : often;
}

typedef enum Cut { CUT_CLOSES, CUT_RESETS, CUT_SILENT } Cut;

static Try through(Cut cut, size_t budget, const char *json) {
    return (Try){
        .proxy = {.budget = budget, .silent = cut == CUT_SILENT, .resets = cut == CUT_RESETS},
        .timeout_ms = cut == CUT_SILENT ? 100 : 5000,
        .json = json};
}

// After every so many bytes until it is answered; what was answered once stays so. After every byte
// is for tools/torture.
static void cut_reads(Cut cut, size_t often, const char *json) {
    size_t tries = 0, answers = 0;
    for (size_t budget = 1; answers < 5 && budget < MOST_BYTES; budget += step_of(often)) {
        Try try = through(cut, budget, json);
        OutcomeStatus end = made(&try);
        CHECK(end == OUTCOME_ANSWERED || end == OUTCOME_NOT_STARTED || end == OUTCOME_NO_ANSWER);
        CHECK(!answers || end == OUTCOME_ANSWERED);
        if (end == OUTCOME_ANSWERED)
            CHECK_C(sv_from_c(try.said), rows);
        else
            CHECK(try.timed_out == (cut == CUT_SILENT));
        answers += end == OUTCOME_ANSWERED;
        tries++;
    }
    CHECK_INT(answers, 5);
    CHECK(tries > 10);
}

// ── changes ──

typedef enum Change {
    CHANGE_ROWS,
    CHANGE_ASKING, // with transaction: true
    CHANGE_TABLES
} Change;

static bool is_there(Change change, int id) {
    char query[128];
    if (change == CHANGE_TABLES)
        snprintf(query, sizeof query, "SELECT to_regclass('made_%d') IS NOT NULL", id);
    else
        snprintf(query, sizeof query, "SELECT count(*) > 0 FROM changed WHERE id = %d", id);
    // What a server still does for a client that is gone ends soon.
    usleep(20000);
    PGresult *result = PQexec(own, query);
    bool there = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    CHECK(PQresultStatus(result) == PGRES_TUPLES_OK);
    PQclear(result);
    return there;
}

static void write_change(char *json, size_t size, Change change, int id) {
    if (change == CHANGE_TABLES)
        snprintf(json, size, "{\"query\": \"CREATE TABLE made_%d (id int)\", \"write\": true}", id);
    else
        snprintf(json, size,
                 "{\"query\": \"INSERT INTO changed VALUES (:id)\", \"params\": {\"id\": %d}, "
                 "\"write\": true%s}",
                 id, change == CHANGE_ASKING ? ", \"transaction\": true" : "");
}

// What is said of a change is so: answered is there, not started is not, and between is doubt.
static OutcomeStatus changed(Try *try, Change change) {
    static int id;
    char json[256];
    write_change(json, sizeof json, change, ++id);
    try->json = json;
    OutcomeStatus end = made(try);
    bool there = is_there(change, id);
    if (end == OUTCOME_ANSWERED) CHECK(there);
    if (end != OUTCOME_ANSWERED && end != OUTCOME_NO_ANSWER) CHECK(!there);
    return end;
}

static void cut_changes(Cut cut, Change change, size_t often) {
    size_t answers = 0, doubts = 0, not_started = 0;
    for (size_t budget = 1; answers < 3 && budget < MOST_BYTES; budget += step_of(often)) {
        Try try = through(cut, budget, NULL);
        OutcomeStatus end = changed(&try, change);
        CHECK(end == OUTCOME_ANSWERED || end == OUTCOME_NOT_STARTED || end == OUTCOME_NO_ANSWER);
        answers += end == OUTCOME_ANSWERED;
        doubts += end == OUTCOME_NO_ANSWER;
        not_started += end == OUTCOME_NOT_STARTED;
    }
    CHECK_INT(answers, 3);
    CHECK(doubts > 0 && not_started > 0);
}

// ── lies ──

// A byte that is another one: the kind of a message, its length, a count of columns, a value, the
// tag of what was done, whether a transaction is open. Where it goes unseen it stood in a value or
// in what says nothing: there are as many rows, and they differ in one byte at most.
static size_t differing(const char *said) {
    size_t differ = 0;
    if (strlen(said) != sizeof rows - 1) return SIZE_MAX;
    for (size_t i = 0; i < sizeof rows - 1; i++)
        differ += said[i] != rows[i];
    return differ;
}

static const char masks[] = {0x01, 0x02, -0x80, -1};

static void lies_of_reads(size_t often) {
    size_t refused = 0, last = 0;
    for (size_t at = 1; at < 1500; at += step_of(often)) {
        Try try = {.proxy = {.lie = at, .mask = masks[at % sizeof masks]},
                   .timeout_ms = 300,
                   .json = plain};
        OutcomeStatus end = made(&try);
        bool strange = end == OUTCOME_ANSWERED && differing(try.said) > 2;
        CHECK(!strange);
        if (strange) fprintf(stderr, "byte %zu: %s\n", at, try.said);
        refused += end != OUTCOME_ANSWERED;
        last = end != OUTCOME_ANSWERED ? at : last;
    }
    CHECK(refused > 5 && last > 300);
}

// A lie is no reason to say of a change what is not so.
static void lies_of_changes(Change change, size_t often) {
    size_t refused = 0;
    for (size_t at = 1; at < 1500; at += step_of(often)) {
        Try try = {.proxy = {.lie = at, .mask = masks[at % sizeof masks]}, .timeout_ms = 300};
        size_t before = (size_t)check_failures;
        OutcomeStatus end = changed(&try, change);
        if ((size_t)check_failures > before)
            fprintf(stderr, "byte %zu: %d %s\n", at, (int)end, try.said);
        refused += end != OUTCOME_ANSWERED;
    }
    CHECK(refused > 3);
}

// COMMIT that the server answers by ROLLBACK.
static void commit_that_is_none(void) {
    Try try = {.proxy = {.turns = true}, .timeout_ms = 5000};
    CHECK(changed(&try, CHANGE_ASKING) != OUTCOME_ANSWERED);
    try.proxy = (CutProxy){.turns = true};
    CHECK(changed(&try, CHANGE_ROWS) != OUTCOME_ANSWERED);
}

// ── drips ──

static void drips(void) {
    Try try = {.proxy = {.drips = true}, .timeout_ms = 5000, .json = plain};
    CHECK_INT(made(&try), OUTCOME_ANSWERED);
    CHECK_C(sv_from_c(try.said), rows);
    // Slower than there is time: bytes that come do not put the end off.
    try = (Try){.proxy = {.drips = true, .drip_us = 5000}, .timeout_ms = 400, .json = plain};
    CHECK(made(&try) != OUTCOME_ANSWERED);
    CHECK(try.timed_out);
    for (Change change = CHANGE_ROWS; change <= CHANGE_TABLES; change++) {
        try = (Try){.proxy = {.drips = true, .drip_us = 2000}, .timeout_ms = 900};
        CHECK(changed(&try, change) != OUTCOME_ANSWERED);
        CHECK(try.timed_out);
    }
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    signal(SIGPIPE, SIG_IGN);
    own = PQconnectdb(server.tcp);
    PQclear(PQexec(own, "CREATE TABLE changed (id int PRIMARY KEY)"));
    cut_reads(CUT_CLOSES, 9, plain);
    cut_reads(CUT_CLOSES, 11,
              "{\"query\": \"WITH v AS (SELECT generate_series(1, 3) AS x) SELECT x FROM v\"}");
    cut_reads(
        CUT_RESETS, 11,
        "{\"query\": \"SELECT generate_series(1, 3) AS x\", \"write\": true, \"transaction\": true}");
    cut_reads(CUT_SILENT, 43, plain);
    cut_changes(CUT_CLOSES, CHANGE_ROWS, 13);
    cut_changes(CUT_RESETS, CHANGE_ASKING, 7);
    cut_changes(CUT_CLOSES, CHANGE_TABLES, 13);
    cut_changes(CUT_SILENT, CHANGE_ROWS, 61);
    cut_changes(CUT_SILENT, CHANGE_ASKING, 13);
    lies_of_reads(17);
    lies_of_changes(CHANGE_ROWS, 29);
    lies_of_changes(CHANGE_ASKING, 23);
    commit_that_is_none();
    drips();
    PQfinish(own);
    pg_stop(&server);
    return check_done();
}
