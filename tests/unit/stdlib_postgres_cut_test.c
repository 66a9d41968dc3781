// sql through a line that is cut, or falls silent, after every so many bytes: a clear reason, in
// time, and never an answer that was not whole.
#include "action_bench.h"
#include "pg_server.h"
#include "soak.h"

#include "drivers/sql/sql_driver.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

static PgServer server;

// Hands bytes on between one client and the server, until so many have come from the server.
typedef struct Proxy {
    int listener;
    int port;
    int server_port;
    size_t budget;
    bool silent; // then nothing more comes; else both sides are closed
    bool whole;  // the client hung up first: it had all it wanted
    pthread_t thread;
} Proxy;

static int open_loopback(int port, bool listening) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)port)};
    int done = listening ? bind(fd, (struct sockaddr *)&at, sizeof at) + listen(fd, 8)
                         : connect(fd, (struct sockaddr *)&at, sizeof at);
    if (done != 0) abort();
    return fd;
}

static void hand_on(Proxy *proxy, int client, int upstream) {
    char bytes[4096];
    size_t left = proxy->budget;
    for (;;) {
        struct pollfd fds[2] = {{.fd = client, .events = POLLIN},
                                {.fd = upstream, .events = left ? POLLIN : 0}};
        if (poll(fds, 2, -1) < 0) abort();
        if (fds[0].revents) {
            ssize_t got = read(client, bytes, sizeof bytes);
            proxy->whole = proxy->whole || (got <= 0 && left > 0);
            if (got <= 0) return;
            if (write(upstream, bytes, (size_t)got) != got) return;
        }
        if (left && fds[1].revents) {
            ssize_t got = read(upstream, bytes, left < sizeof bytes ? left : sizeof bytes);
            if (got <= 0) return;
            left -= (size_t)got;
            if (write(client, bytes, (size_t)got) != got) return;
        }
        if (left == 0 && !proxy->silent) return;
    }
}

static void *serve(void *what) {
    Proxy *proxy = what;
    for (;;) {
        int client = accept(proxy->listener, NULL, NULL);
        if (client < 0) return NULL;
        int upstream = open_loopback(proxy->server_port, false);
        hand_on(proxy, client, upstream);
        close(client);
        close(upstream);
    }
}

static void start(Proxy *proxy) {
    struct sockaddr_in at;
    socklen_t size = sizeof at;
    proxy->listener = open_loopback(0, true);
    getsockname(proxy->listener, (struct sockaddr *)&at, &size);
    proxy->port = ntohs(at.sin_port);
    pthread_create(&proxy->thread, NULL, serve, proxy);
}

static void stop(Proxy *proxy) {
    shutdown(proxy->listener, SHUT_RDWR);
    pthread_join(proxy->thread, NULL);
    close(proxy->listener);
}

static int server_port(void) {
    const char *colon = strrchr(server.tcp, ':');
    return (int)strtoll(colon + 1, NULL, 10);
}

// Runs the statement through a line of so many bytes. True where it was answered.
static bool try(size_t budget, bool silent, const char *json) {
    Proxy proxy = {.server_port = server_port(), .budget = budget, .silent = silent};
    start(&proxy);
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
    stop(&proxy);
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
