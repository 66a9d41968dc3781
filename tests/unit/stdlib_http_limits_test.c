// The action `http`: what a step may ask to be less (time to connect, bytes, bytes a second), and
// paths that are sent as they stand.
#include "http_harness.h"

#include <netinet/in.h>
#include <sys/socket.h>

// A server that takes a connection and says nothing.
static int silent_server(int *port) {
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    if (bind(server, (struct sockaddr *)&at, size) != 0 || listen(server, 8) != 0 ||
        getsockname(server, (struct sockaddr *)&at, &size) != 0)
        abort();
    *port = ntohs(at.sin_port);
    return server;
}

static void connecting(void) {
    int port, server = silent_server(&port);
    int64_t began = now_ms();
    Outcome out = ask_via(
        NULL,
        text("{\"send\": \"POST https://127.0.0.1:%d/\", \"connect_timeout\": \"300ms\"}", port)
            .at);
    CHECK(now_ms() - began >= 300 && now_ms() - began < 2000);
    CHECK_SV(told(out),
             text("not started, timed out: POST https://127.0.0.1:%d/: the TLS handshake with "
                  "127.0.0.1:%d was not done within 300ms (connect_timeout)",
                  port, port));
    close(server);
    // It is about connecting alone.
    out = ask_via(HOME, "{\"send\": \"GET /late/600\", \"connect_timeout\": \"300ms\"}");
    CHECK_C(told(out), "answered: GET /late/600 -> 200");
    // A connection's own, and the step's that goes before it.
    static const char brief[] =
        "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"connect_timeout\": \"5s\", \"max_size\": 10}";
    CHECK_C(told(ask_via(brief, "{\"send\": \"GET /big/11\"}")),
            "no answer: GET /big/11: the body is over 10 bytes (max_size)");
    CHECK_C(told(ask_via(brief, "{\"send\": \"GET /big/11\", \"max_size\": 11}")),
            "answered: GET /big/11 -> 200");
}

static void sizes(void) {
    CHECK_C(told(ask_via(HOME, "{\"send\": \"GET /big/20000\", \"max_size\": 20000}")),
            "answered: GET /big/20000 -> 200");
    CHECK_C(told(ask_via(HOME, "{\"send\": \"GET /big/20001\", \"max_size\": 20000}")),
            "no answer: GET /big/20001: the body is over 20,000 bytes (max_size)");
    // What counts is what comes out of it: 1 + 258 × 100 bytes.
    CHECK_C(told(ask_via(HOME, "{\"send\": \"GET /gzip/100\", \"max_size\": 25801}")),
            "answered: GET /gzip/100 -> 200");
    CHECK_C(
        told(ask_via(HOME, "{\"send\": \"GET /gzip/100\", \"max_size\": 25800}")),
        "no answer: GET /gzip/100: the body is over 25,800 bytes (max_size) once it is decompressed");
    // Another step's limit is not this one's, though the connection is kept.
    CHECK_C(told(get("GET /big/20001")), "answered: GET /big/20001 -> 200");
}

// libcurl holds it over some megabytes, not over what fits into the buffers of sockets.
static void rates(void) {
    int64_t began = now_ms();
    Outcome out = ask_via(HOME, "{\"send\": \"GET /big/8000000\", \"limit_rate\": 4000000}");
    CHECK_C(told(out), "answered: GET /big/8000000 -> 200");
    CHECK(now_ms() - began >= 700);
    // The time of the step holds all the same.
    world.timeout_ms = 500;
    began = now_ms();
    out = ask_via(HOME, "{\"send\": \"GET /big/8000000\", \"limit_rate\": 500000}");
    CHECK(out.end == OUTCOME_NO_ANSWER && out.timed_out && now_ms() - began < 750);
    world.timeout_ms = 10000;
}

static Sv path_sent(const char *params) {
    Outcome out = ask_via(HOME, params);
    CHECK(out.end == OUTCOME_ANSWERED || out.end == OUTCOME_BAD_VALUE);
    if (out.end == OUTCOME_BAD_VALUE) return told(out);
    Value log = server_log();
    const Value *path = value_count(log) ? value_get_c(value_item(log, 0), "target") : NULL;
    return path ? value_text(*path) : SV("nothing");
}

static void paths(void) {
    server_log();
    CHECK_C(path_sent("{\"send\": \"GET /a/../echo/./x\", \"path_as_is\": true}"),
            "/a/../echo/./x");
    CHECK_C(
        path_sent("{\"send\": \"GET http://127.0.0.1:{PLAIN}/a/../echo\", \"path_as_is\": true}"),
        "/a/../echo");
    CHECK_C(path_sent("{\"send\": \"GET /%2e%2e/echo\", \"path_as_is\": true}"), "/%2e%2e/echo");
}

static void many_redirects(void) {
    BUF_AUTO Buf to = buf_new(TEXT_BYTES);
    for (int i = 0; i < 12; i++)
        buf_add_c(&to, "/redirect/302?to=");
    buf_add_c(&to, "/echo");
    Outcome out =
        ask_via(HOME, text("{\"send\": \"GET %.*s\", \"follow\": true}", SV_ARG(buf_sv(&to))).at);
    CHECK(out.end == OUTCOME_ANSWERED);
    CHECK(value_count(result(out, "redirects")) == 12);
    out = ask_via(HOME, text("{\"send\": \"GET %.*s\", \"follow\": 11}", SV_ARG(buf_sv(&to))).at);
    CHECK(out.end == OUTCOME_FAILED);
}

int main(void) {
    world_begin((char *[]){"plain", NULL}, (const char *[]){"PLAIN"});
    connecting();
    sizes();
    rates();
    paths();
    many_redirects();
    return world_end();
}
