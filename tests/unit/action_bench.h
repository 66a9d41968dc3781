// Drives one action through its row, as a run would: parameters from JSON, checks, then `run`.
// A test's main begins with BENCH_MAIN, since running programs takes this program a second time.
#ifndef TESTS_UNIT_ACTION_BENCH_H
#define TESTS_UNIT_ACTION_BENCH_H

#include "base/system/env.h"
#include "base/system/file.h"
#include "check.h"
#include "registry.h"
#include "spec/action.h"
#include "value/json.h"

#include <stdlib.h>
#include <unistd.h>

#define BENCH_MAIN                                                                                 \
    int helper_status;                                                                             \
    if (stdlib_helped(argc, argv, &helper_status)) return helper_status

typedef struct Bench {
    Arena *arena;
    Pool *pool;
    int cancel[2];      // a pipe; write to cancel[1] to stop
    int64_t timeout_ns; // of each call
    int asked;          // how often a change asked whether it may stay
    bool takes_back;    // the answer is no
    const char *deny;   // how what `permitted` refuses ends; NULL = nothing
    char live[512];     // the last line that was shown
    int live_count;
    const void *connection;
    uint64_t credentials;
    Texts secret_variables;
    Sv folder;
    Sv problem, hint; // of decoding or checking; empty where it ran
    Outcome out;
} Bench;

static inline void bench_live(void *self, Sv line) {
    Bench *bench = self;
    snprintf(bench->live, sizeof bench->live, "%.*s", SV_ARG(line));
    bench->live_count++;
}

static inline bool bench_permitted(void *self, const char *kind, Sv what, Sv *reason) {
    Bench *bench = self;
    // A file, and a program too, is asked for by where it was found.
    if (!bench->deny || !sv_ends(what, sv_from_c(bench->deny))) return true;
    *reason = sv_format(bench->arena, "%s '%s' is not in allow", kind, bench->deny);
    return false;
}

static inline bool bench_may_go(void *self, const Caution *caution, Sv *reason) {
    return !caution->bound || bench_permitted(self, caution->bound, caution->whom, reason);
}

static inline bool bench_nobody(void *self, const Question *question, const Waiter *waiter,
                                Arena *arena, Answer *out) {
    (void)self, (void)question, (void)waiter, (void)arena;
    *out = (Answer){.end = ASK_NO_TERMINAL, .reason = SV("nobody is there to ask")};
    return true;
}

static inline bool bench_may_stay(void *self, const Outcome *so_far) {
    Bench *bench = self;
    bench->asked++;
    CHECK(so_far->results != NULL);
    return !bench->takes_back;
}

static inline Bench bench_new(void) {
    Bench bench = {.arena = arena_new((size_t)512 << 20),
                   .pool = pool_new(),
                   .timeout_ns = 10 * (int64_t)1000000000,
                   .folder = SV("/tmp")};
    if (pipe(bench.cancel) != 0) abort();
    return bench;
}

static inline void bench_free(Bench *bench) {
    pool_free(bench->pool);
    arena_free(bench->arena);
    close(bench->cancel[0]);
    close(bench->cancel[1]);
}

// The struct that a row's parameters decode into; NULL with problem and hint.
static inline void *bench_decode(Bench *bench, const Param *params, size_t count, size_t size,
                                 const char *json) {
    Value map;
    JsonError bad;
    if (!json_parse(bench->arena, sv_from_c(json), &map, &bad)) {
        fprintf(stderr, "%s in: %s\n", bad.message, json);
        abort();
    }
    Value *values = arena_new_array(bench->arena, Value, count);
    bool *given = arena_new_array(bench->arena, bool, count);
    for (size_t i = 0; i < count; i++) {
        const Value *found = value_get_c(map, params[i].name);
        given[i] = found != NULL;
        if (found) values[i] = *found;
    }
    void *decoded = arena_alloc(bench->arena, size);
    DecodeError error = {0};
    if (params_decode(bench->arena, params, count, values, given, false, decoded, &error))
        return decoded;
    bench->problem = error.message;
    bench->hint = error.hint;
    return NULL;
}

// Runs it; false where a parameter or a check refused (problem and hint).
static inline bool bench_run_asking(Bench *bench, const Action *action, const char *json,
                                    bool (*ask)(void *, const Question *, const Waiter *, Arena *,
                                                Answer *)) {
    bench->problem = bench->hint = (Sv){0};
    bench->out = (Outcome){0};
    void *decoded =
        bench_decode(bench, action->params, action->param_count, action->params_size, json);
    int at = -1;
    if (!decoded) return false;
    if (action->validate &&
        !action->validate(decoded, bench->arena, &at, &bench->problem, &bench->hint))
        return false;
    const Env *env = env_system();
    ActionCall call = {.arena = bench->arena,
                       .params = decoded,
                       .connection = bench->connection,
                       .connection_name = bench->connection ? SV("db") : SV(""),
                       .credentials = bench->credentials,
                       .waiter = {.env = env,
                                  .cancel_fd = bench->cancel[0],
                                  .deadline_ns = env->mono_ns(env->self) + bench->timeout_ns},
                       .env = env,
                       .folder = bench->folder,
                       .key = SV("key"),
                       .pool = bench->pool,
                       .live = bench_live,
                       .ask = ask,
                       .permitted = bench_permitted,
                       .may_go = bench_may_go,
                       .may_stay = bench_may_stay,
                       .secret_variables = bench->secret_variables,
                       .self = bench};
    action->run(&call, &bench->out);
    return true;
}

static inline bool bench_run(Bench *bench, const Action *action, const char *json) {
    return bench_run_asking(bench, action, json, bench_nobody);
}

// A result by name, derived where the row says so; false with *error.
static inline bool bench_result(Bench *bench, const Action *action, const char *name, Value *out,
                                Sv *error) {
    int at = action_result(action, sv_from_c(name));
    if (at < 0 || !bench->out.results) {
        *error = SV("no results");
        return false;
    }
    if (action->results[at].derive)
        return action->results[at].derive(bench->arena, bench->out.results, out, error);
    *out = bench->out.results[at];
    return true;
}

// As JSON in one line; "error: …" where it cannot be read.
static inline Sv bench_json(Bench *bench, const Action *action, const char *name) {
    Value value;
    Sv error = {0};
    if (!bench_result(bench, action, name, &value, &error))
        return sv_format(bench->arena, "error: %.*s", SV_ARG(error));
    Buf buf = buf_new((size_t)64 << 20);
    json_write(&buf, value, JSON_SPACED);
    Sv kept = buf_keep(&buf, bench->arena);
    buf_free(&buf);
    return kept;
}

// The whole of an outcome, for tests that pin it: "END | answer | reason | hint".
static inline Sv bench_outcome(Bench *bench) {
    static const char *const ends[] = {"answered",  "failed", "not_started",
                                       "no_answer", "denied", "bad_value"};
    const Outcome *out = &bench->out;
    if (bench->problem.len)
        return sv_format(bench->arena, "refused | %.*s | %.*s", SV_ARG(bench->problem),
                         SV_ARG(bench->hint));
    return sv_format(bench->arena, "%s%s%s | %.*s | %.*s | %.*s", ends[out->end],
                     out->timed_out ? " timed_out" : "", out->cancelled ? " cancelled" : "",
                     SV_ARG(out->answer), SV_ARG(out->reason), SV_ARG(out->hint));
}

#endif
