// sql over an ODBC driver that hears of nothing: the step ends in time all the same, and what was
// given up does nothing more once the driver goes on.
#include "odbc_bench.h"

#include <pthread.h>

enum { STILL_MS = 700, TIME_MS = 300 };

static Sv log_path(Arena *arena) {
    return sv_format(arena, "%s/log", odbc_folder);
}

typedef struct Deaf {
    const char *mode, *query;
    bool write, transaction;
    const char *wanted; // of the outcome
    const char *did;    // what the driver had done by then; NULL = never mind …
    const char *does;   // … and once it has gone on
} Deaf;

static Sv done(Bench *bench) {
    Sv text = {0};
    ignore_result(file_read(bench->arena, log_path(bench->arena), 4096, &text));
    char *words = sv_to_c(bench->arena, text);
    for (size_t i = 0; words && i < text.len; i++)
        if (words[i] == '\n') words[i] = ' ';
    return sv_trim((Sv){words, text.len});
}

static void check(const Deaf *deaf) {
    Bench bench = bench_new();
    unlink(log_path(bench.arena).at);
    SqlConnection connection = {.sql = sv_format(bench.arena,
                                                 "odbc:Driver=Deaf;Deaf=%s;Still=%d;Log=%s",
                                                 deaf->mode, STILL_MS, log_path(bench.arena).at)};
    bench.connection = &connection;
    bench.timeout_ns = TIME_MS * (int64_t)1000000;
    int64_t began = env_system()->mono_ns(NULL);
    CHECK(bench_run(&bench, &action_sql,
                    sv_format(bench.arena, "{\"query\": \"%s\"%s%s}", deaf->query,
                              deaf->write ? ", \"write\": true" : "",
                              deaf->transaction ? ", \"transaction\": true" : "")
                        .at));
    CHECK(env_system()->mono_ns(NULL) - began < (TIME_MS + 250) * (int64_t)1000000);
    Sv found = bench_outcome(&bench),
       place = sv_format(bench.arena, "odbc:?%.*s",
                         SV_ARG(sv_slice(connection.sql, 5, connection.sql.len)));
    // Where it leads has the folder in it.
    size_t at = sv_find(found, place, 0);
    if (at != SV_NONE)
        found = sv_format(bench.arena, "%.*sPLACE%.*s", (int)at, found.at,
                          SV_ARG(sv_slice(found, at + place.len, found.len)));
    CHECK_C(found, deaf->wanted);
    if (deaf->did) CHECK_C(done(&bench), deaf->did);
    usleep((STILL_MS + 200) * 1000);
    CHECK_C(done(&bench), deaf->does);
    bench_free(&bench);
}

static char ask_done[] = "it was answered";

static void *ask(void *nothing) {
    (void)nothing;
    Bench bench = bench_new();
    SqlConnection connection = {.sql = sv_format(bench.arena,
                                                 "odbc:Driver=Deaf;Deaf=connect;Still=300;Log=%s",
                                                 log_path(bench.arena).at)};
    bench.connection = &connection;
    bench.timeout_ns = 5 * (int64_t)1000000000;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    bool answered = bench.out.end == OUTCOME_ANSWERED;
    bench_free(&bench);
    return answered ? ask_done : NULL;
}

// Drivers are not made for two threads that connect at once.
static void one_after_the_other(void) {
    Arena *arena = arena_new(1 << 16);
    unlink(log_path(arena).at);
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, ask, NULL);
    for (size_t i = 0; i < 3; i++) {
        void *answered;
        pthread_join(threads[i], &answered);
        CHECK(answered != NULL);
    }
    Sv text = {0};
    CHECK(file_read(arena, log_path(arena), 4096, &text) == FILE_OK);
    CHECK(sv_find(text, SV("connect"), 0) != SV_NONE);
    CHECK(sv_find(text, SV("twice"), 0) == SV_NONE);
    arena_free(arena);
}

int main(void) {
    if (!odbc_start()) {
        puts("skipped: the ODBC drivers of PostgreSQL and SQLite are not installed");
        return 77;
    }
    odbc_write("odbcinst.ini", "[Deaf]\nDriver=" TEST_TOOLS "/deaf_driver.so\n");
    static const char read[] = "SELECT 1 AS x", change[] = "UPDATE t SET a = 1",
                      other[] = "CREATE TABLE t (a int)";
    static const char before[] =
        "not_started timed_out |  | the time allowed for the step was over before 'PLACE' had answered | ";
    static const char ran[] =
        "no_answer timed_out |  | the time allowed for the step was over while it ran | ";
    static const char nothing[] =
        "not_started timed_out |  | the time allowed for the step was over "
        "while it ran; nothing was committed | ";
    static const char unsure[] =
        "no_answer timed_out |  | the time allowed for the step was over while it was committed | ";
    static const Deaf cases[] = {
        {"nowhere", read, false, false, "answered | 1 row |  | ", NULL, "connect execute rollback"},
        {"connect", read, false, false, before, "", "connect rollback disconnect"},
        {"execute", read, false, false, ran, "connect cancel",
         "connect cancel execute rollback rollback disconnect"},
        {"fetch", read, false, false, ran, "connect execute cancel",
         "connect execute cancel rollback rollback disconnect"},
        {"results", read, false, false,
         "no_answer |  | it gives more than one result, and a step takes one | ask for one of them",
         NULL, "connect execute rollback disconnect"},
        {"nowhere", change, true, false, "answered | 1 row affected |  | ", NULL,
         "connect execute commit"},
        // What was not sent is never sent, and what was not committed never is.
        {"connect", change, true, false, before, "", "connect rollback disconnect"},
        {"execute", change, true, false, nothing, "connect cancel",
         "connect cancel execute rollback disconnect"},
        {"commit", change, true, false, unsure, "connect execute",
         "connect execute commit rollback disconnect"},
        // Of a database that is not known any word at COMMIT can mean anything.
        {"refuses", change, true, false,
         "no_answer |  | it would rather not (HY000); whether it was done is not known | ", NULL,
         "connect execute rollback disconnect"},
        {"nothing", change, true, false, "answered | 0 rows affected |  | ", NULL,
         "connect execute commit"},
        {"execute", change, true, true, nothing, "connect cancel",
         "connect cancel execute rollback disconnect"},
        {"commit", change, true, true, unsure, "connect execute",
         "connect execute commit rollback disconnect"},
        {"connect", other, true, false, before, "", "connect disconnect"},
        {"execute", other, true, false, ran, "connect cancel", "connect cancel execute disconnect"},
        {"nowhere", other, true, true,
         "not_started |  | CREATE cannot be rolled back there: the ODBC driver says that transactions "
         "hold changes of rows alone | leave transaction: true out",
         NULL, "connect disconnect"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
    one_after_the_other();
    odbc_stop();
    return check_done();
}
