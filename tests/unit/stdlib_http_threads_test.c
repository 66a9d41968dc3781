// Several steps at once: each gets its own answer, and kept connections are never shared while in
// use.
#include "http_harness.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 60 };

typedef struct Worker {
    int number;
    int wrong;
} Worker;

static bool ask_once(Arena *arena, const void *connection, int worker, int round) {
    Sv send = sv_format(arena, "%s /echo/%d/%d", round % 10 == 9 ? "POST" : "GET", worker, round);
    Value values[32] = {value_string(send)};
    bool given[32] = {true};
    DecodeError error;
    void *params = arena_alloc(arena, action_http.params_size);
    if (!params_decode(arena, action_http.params, action_http.param_count, values, given, false,
                       params, &error))
        return false;
    ActionCall call = {.arena = arena,
                       .params = params,
                       .connection = connection,
                       .connection_name = SV("app"),
                       .env = &world.env,
                       .folder = SV("/"),
                       .pool = world.pool,
                       .live = ignore_line,
                       .ask = ask_nobody,
                       .permitted = permit,
                       .may_go = permit_way};
    call.waiter = (Waiter){.env = &world.env, .cancel_fd = -1, .deadline_ns = NO_DEADLINE};
    Outcome out = {0};
    action_http.run(&call, &out);
    if (out.end != OUTCOME_ANSWERED) return false;
    Value json;
    Sv problem;
    int index = action_result(&action_http, SV("json"));
    if (!action_http.results[index].derive(arena, out.results, &json, &problem)) return false;
    Sv wanted = sv_format(arena, "/echo/%d/%d", worker, round);
    return sv_eq(value_field_text(json, "target", SV("")), wanted);
}

static const void *home;

static void *work(void *self) {
    Worker *worker = self;
    Arena *arena = arena_new(ARENA_BYTES);
    for (int round = 0; round < ROUNDS; round++) {
        if (!ask_once(arena, home, worker->number, round)) worker->wrong++;
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

int main(void) {
    world_begin((char *[]){"plain", NULL}, (const char *[]){"PLAIN", NULL});
    home = decoded(connection_http.params, connection_http.param_count, connection_http.params_size,
                   HOME, NULL);
    pthread_t threads[THREADS];
    Worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (Worker){.number = i};
        pthread_create(&threads[i], NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(workers[i].wrong, 0);
    }
    Value log = server_log();
    CHECK_INT(value_count(log), THREADS * ROUNDS);
    return world_end();
}
