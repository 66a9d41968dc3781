// What a server sends: any bytes at all end in an answer of the declared shape or in a reason of
// one line.
#include "fuzz.h"
#include "registry.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20 };

static int listener = -1;
static int port;
static Sv answer; // of the input at hand: set before the request, read after it was accepted

// The input may be gone before all of it is sent: the other side may have heard enough.
static void answer_one(int fd) {
    static char copy[MOST_BYTES];
    char request[4096];
    if (recv(fd, request, sizeof request, 0) <= 0) return;
    size_t len = answer.len < sizeof copy ? answer.len : sizeof copy;
    if (len > 0) memcpy(copy, answer.at, len);
    for (size_t sent = 0; sent < len;) {
        ssize_t some = send(fd, copy + sent, len - sent, MSG_NOSIGNAL);
        if (some <= 0) return;
        sent += (size_t)some;
    }
    shutdown(fd, SHUT_WR);
    while (recv(fd, request, sizeof request, 0) > 0) {
    }
}

static void *serve(void *unused) {
    (void)unused;
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        answer_one(fd);
        close(fd);
    }
    return NULL;
}

static void listen_once(void) {
    if (listener >= 0) return;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FUZZ_CLAIM(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 16) == 0);
    FUZZ_CLAIM(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    port = ntohs(address.sin_port);
    pthread_t thread;
    FUZZ_CLAIM(pthread_create(&thread, NULL, serve, NULL) == 0);
}

static bool permit(void *self, const char *kind, Sv what, Sv *reason) {
    (void)self, (void)kind, (void)what, (void)reason;
    return true;
}

static bool permit_way(void *self, const Caution *caution, Sv *reason) {
    (void)self, (void)caution, (void)reason;
    return true;
}

static void claim_results(Arena *arena, const Outcome *out) {
    for (size_t i = 0; i < action_http.result_count; i++) {
        Value value = out->results[i];
        Sv error = {0};
        const ResultField *field = &action_http.results[i];
        if (field->derive)
            FUZZ_CLAIM(field->derive(arena, out->results, &value, &error) || error.len > 0);
        FUZZ_CLAIM(sv_find_char(error, '\n', 0) == SV_NONE);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    listen_once();
    answer = fuzz_text(data, size);
    Arena *arena = arena_new(FUZZ_ARENA);
    Value values[32] = {value_string(sv_format(arena, "GET http://127.0.0.1:%d/", port))};
    bool given[32] = {true};
    void *params = arena_alloc(arena, action_http.params_size);
    DecodeError error;
    FUZZ_CLAIM(params_decode(arena, action_http.params, action_http.param_count, values, given,
                             false, params, &error));
    const Env *env = env_system();
    ActionCall call = {.arena = arena,
                       .params = params,
                       .env = env,
                       .folder = SV("/"),
                       .permitted = permit,
                       .may_go = permit_way};
    call.waiter = (Waiter){
        .env = env, .cancel_fd = -1, .deadline_ns = env->mono_ns(env->self) + (int64_t)5000000000};
    Outcome out = {0};
    action_http.run(&call, &out);
    FUZZ_CLAIM(out.end == OUTCOME_ANSWERED || out.end == OUTCOME_NO_ANSWER);
    FUZZ_CLAIM(!out.timed_out);
    FUZZ_CLAIM(out.end == OUTCOME_ANSWERED || out.reason.len > 0);
    FUZZ_CLAIM(sv_find_char(out.reason, '\n', 0) == SV_NONE);
    if (out.end == OUTCOME_ANSWERED) claim_results(arena, &out);
    arena_free(arena);
    return 0;
}
