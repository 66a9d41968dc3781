// The action `http` where no answer comes, or half of one: what is said, what end it is, and how
// soon.
#include "http_harness.h"
#include "side_by_side.h"

#include <pthread.h>

// To get ready for TLS takes an emulator half a second.
enum { SLACK_MS = TEST_EMULATED ? 2500 : 250 };

static void before_anything_is_sent(void) {
    int closed = port_of("PLAIN");
    Server gone = {0};
    server_start(&gone, (char *[]){"plain", NULL}, (const char *[]){"GONE", NULL});
    closed = gone.ports[0];
    server_stop(&gone);
    CHECK_SV(
        told(ask_via(NULL, text("{\"send\": \"GET http://127.0.0.1:%d/x\"}", closed).at)),
        text(
            "not started: GET http://127.0.0.1:%d/x: connection refused by 127.0.0.1:%d (is the application running, and "
            "does it listen on port %d?)",
            closed, closed, closed));
    CHECK_SV(
        told(ask_via(
            NULL,
            text("{\"send\": \"GET http://app.example/x\", \"proxy\": \"http://127.0.0.1:%d\"}",
                 closed)
                .at)),
        text(
            "not started: GET http://app.example/x: connection refused by the proxy 127.0.0.1:%d (is the proxy running, and "
            "is its address right?)",
            closed));
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET http://no-such-host.invalid/x\"}")),
        "not started: GET http://no-such-host.invalid/x: no such host 'no-such-host.invalid' (is the name right, and does this "
        "machine's DNS know it?)");
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET https://127.0.0.1:{PLAIN}/x\"}")),
        "not started: GET https://127.0.0.1:PLAIN/x: 127.0.0.1:PLAIN does not speak TLS (is it http:// and not https://?)");
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET https://127.0.0.1:{BANNER}/x\"}")),
        "not started: GET https://127.0.0.1:BANNER/x: 127.0.0.1:BANNER does not speak TLS (is it http:// and not https://?)");
    CHECK_C(
        told(ask_via(
            NULL,
            "{\"send\": \"GET https://app.example/x\", \"proxy\": \"http://127.0.0.1:{PLAIN}\"}")),
        "not started: GET https://app.example/x: the proxy 127.0.0.1:PLAIN refused the way to app.example:443 with status 407");
}

// What broke off is at an end; what time ran out for may go on.
static void what_is_over(void) {
    CHECK(get("GET /reset").over);
    CHECK(get("GET /cut/1024/4096").over);
    CHECK(get("GET /hang-up").over);
    world.timeout_ms = 200;
    CHECK(!get("GET /never").over);
    CHECK(!get("GET /drip/100000/1").over);
    world.timeout_ms = 10000;
}

static void half_an_answer(void) {
    CHECK_C(
        told(get("GET /hang-up")),
        "no answer: GET /hang-up: the connection was closed by 127.0.0.1:PLAIN before an answer came");
    CHECK_C(
        told(get("GET /reset")),
        "no answer: GET /reset: the connection was reset by 127.0.0.1:PLAIN before an answer came");
    CHECK_C(
        told(get("GET /cut/1024/4096")),
        "no answer: GET /cut/1024/4096: the connection was closed after 1,024 of 4,096 bytes of the body");
    CHECK_C(
        told(get("GET /cut/0/4096")),
        "no answer: GET /cut/0/4096: the connection was closed after 0 of 4,096 bytes of the body");
    CHECK_C(
        told(get("GET /reset/1000/1234567")),
        "no answer: GET /reset/1000/1234567: the connection was reset after 1,000 of 1,234,567 bytes of the body");
    CHECK_C(
        told(get("GET /status/206")),
        "no answer: GET /status/206 -> 206: only a part was answered (206 Partial Content), though the whole was asked for (send a "
        "Range header where a part is what is wanted)");
    CHECK_C(told(ask_via(
                HOME, "{\"send\": \"GET /status/206\", \"headers\": {\"Range\": \"bytes=0-9\"}}")),
            "answered: GET /status/206 -> 206");
    CHECK_C(
        told(get("GET /cut-chunks")),
        "no answer: GET /cut-chunks: the connection was closed after 9 bytes of the body, before its end");
    CHECK_C(told(get("GET /cut-head")),
            "no answer: GET /cut-head: the connection was closed in the middle of the headers");
    CHECK_C(
        told(get("GET /bad-chunks")),
        "no answer: GET /bad-chunks: the body is not well-formed: it is said to come in chunks, and does not");
    CHECK_C(
        told(get("GET /bad-gzip")),
        "no answer: GET /bad-gzip: the body is said to be compressed (gzip), and cannot be decompressed");
    CHECK_C(
        told(get("GET /not-http")),
        "no answer: GET /not-http: what answers at 127.0.0.1:PLAIN does not speak HTTP (is it the right port, or is it https:// "
        "and not http://?)");
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET http://127.0.0.1:{BANNER}/x\"}")),
        "no answer: GET http://127.0.0.1:BANNER/x: what answers at 127.0.0.1:BANNER does not speak HTTP (is it the right port, or "
        "is it https:// and not http://?)");
    CHECK_C(
        told(get("GET /no-colon")),
        "no answer: GET /no-colon: the answer is not well-formed HTTP: a header without a colon");
}

// Cut behind every single byte: only the whole is an answer.
static void cut_everywhere(const char *tail, int whole, int last) {
    for (int bytes = 0; bytes <= last; bytes++) {
        Outcome out = get(text("GET /cut-at/%d%s", bytes, tail).at);
        bool answered = out.end == OUTCOME_ANSWERED;
        CHECK_INT(answered, bytes >= whole);
        CHECK(answered ||
              (out.end == OUTCOME_NO_ANSWER && sv_starts(out.reason, SV("the connection was "))));
    }
}

static void cut_behind_every_byte(void) {
    cut_everywhere("", 85, 85);
    cut_everywhere("/1", 85, 84);
    // The line feed behind the last chunk, which is empty, says nothing more.
    cut_everywhere("?chunked", 80, 81);
}

// 29 bytes in all; each part of them is a body that its length calls complete.
static void compressed_and_cut(void) {
    for (int bytes = 1; bytes < 29; bytes++) {
        char request[64];
        snprintf(request, sizeof request, "GET /cut-gzip/5/%d", bytes);
        Outcome out = get(request);
        CHECK(out.end == OUTCOME_NO_ANSWER &&
              sv_eq(out.reason, SV("the compressed body (gzip) was cut off before its end")));
    }
    CHECK_INT(result(get("GET /cut-gzip/5/29"), "size").integer, 1291);
    CHECK_INT(result(get("GET /cut-gzip/5/0"), "size").integer, 0);
    CHECK_INT(result(get("GET /two-gzips/5"), "size").integer, 2582);
    CHECK_INT(result(get("GET /deflated/0"), "size").integer, 5);
    CHECK_INT(result(get("GET /deflated/1"), "size").integer, 5);
    CHECK_C(
        told(get("GET /two-lengths")),
        "no answer: GET /two-lengths: the answer is not well-formed HTTP: two lengths of one body (Content-Length)");
}

static void over_the_limits(void) {
    CHECK_INT(result(get("GET /big/16777216"), "size").integer, 16777216);
    CHECK_C(
        told(get("GET /big/16777217")),
        "no answer: GET /big/16777217: the body is over the limit of 16 MiB (HTTP_BODY_BYTES) (ask for less: a page, a filter, a "
        "range)");
    // 258 × 200,000 bytes out of 325 kB.
    CHECK_C(
        told(get("GET /gzip/200000")),
        "no answer: GET /gzip/200000: the body is over the limit of 16 MiB (HTTP_BODY_BYTES) once it is decompressed (ask for "
        "less: a page, a filter, a range)");
    CHECK_C(told(get("GET /headers/900/100")), "answered: GET /headers/900/100 -> 200");
    CHECK_C(told(get("GET /headers/1100/10")),
            "no answer: GET /headers/1100/10: there are more than 1,000 headers (HTTP_HEADERS)");
    CHECK_C(
        told(get("GET /headers/10/30000")),
        "no answer: GET /headers/10/30000: the headers are over the limit of 256 KiB (HTTP_HEADER_BYTES)");
    CHECK_C(told(get("GET /headers/1/120000")),
            "no answer: GET /headers/1/120000: one header is over the limit of 100 KiB");
}

// Out of time at each place: it is said where, and it comes within 250 ms. To read the authorities
// for TLS is work that a machine with others on it may be slow to do: what is late by itself is
// late each time.
static void timed(const char *params, int64_t timeout_ms, const char *wanted) {
    enum { TRIES = 3 };
    world.timeout_ms = timeout_ms;
    int64_t took = 0;
    for (int i = 0; i < TRIES && (i == 0 || took >= timeout_ms + SLACK_MS); i++) {
        int64_t began = now_ms();
        Outcome out = ask_via(NULL, params);
        took = now_ms() - began;
        CHECK_C(told(out), wanted);
        CHECK(took >= timeout_ms - 1);
        if (took >= timeout_ms + SLACK_MS)
            fprintf(stderr, "it took %lld ms: %s\n", (long long)took, params);
    }
    CHECK(took < timeout_ms + SLACK_MS);
    world.timeout_ms = 10000;
}

static void out_of_time(void) {
#define LOOK " (look why it takes so long, or give it more time by the key 'timeout')"
    timed(
        "{\"send\": \"GET http://127.0.0.1:{PLAIN}/never\"}", 200,
        "no answer, timed out: GET http://127.0.0.1:PLAIN/never: no answer from 127.0.0.1:PLAIN within 200ms" LOOK);
    timed(
        "{\"send\": \"POST http://127.0.0.1:{PLAIN}/late/2000\"}", 150,
        "no answer, timed out: POST http://127.0.0.1:PLAIN/late/2000: no answer from 127.0.0.1:PLAIN within 150ms" LOOK);
    timed(
        "{\"send\": \"GET http://127.0.0.1:{SILENT}/x\"}", 200,
        "no answer, timed out: GET http://127.0.0.1:SILENT/x: no answer from 127.0.0.1:SILENT within 200ms" LOOK);
    timed(
        "{\"send\": \"GET https://127.0.0.1:{SILENT}/x\"}", 200,
        "not started, timed out: GET https://127.0.0.1:SILENT/x: the TLS handshake with 127.0.0.1:SILENT was not done within "
        "200ms" LOOK);
}

static void out_of_time_on_the_way(void) {
    timed(
        "{\"send\": \"GET http://127.0.0.1:{FULL}/x\"}", 200,
        "not started, timed out: GET http://127.0.0.1:FULL/x: could not connect to 127.0.0.1:FULL within 200ms" LOOK);
    timed(
        "{\"send\": \"GET http://app.example/x\", \"proxy\": \"http://127.0.0.1:{FULL}\"}", 200,
        "not started, timed out: GET http://app.example/x: could not connect to the proxy 127.0.0.1:FULL within 200ms" LOOK);
    timed(
        "{\"send\": \"GET http://127.0.0.1:{PLAIN}/redirect/302?to=/never\", \"follow\": true}",
        200,
        "no answer, timed out: GET http://127.0.0.1:PLAIN/redirect/302?to=/never: redirected to http://127.0.0.1:PLAIN/never: no "
        "answer from 127.0.0.1:PLAIN within 200ms" LOOK);
}

// A server that drips keeps the connection busy, not the deadline away.
static void dripping(void) {
    world.timeout_ms = 300;
    int64_t began = now_ms();
    Outcome out = get("GET /drip/100000/1");
    CHECK(now_ms() - began < 300 + SLACK_MS);
    CHECK(out.end == OUTCOME_NO_ANSWER && out.timed_out);
    CHECK(sv_starts(out.reason, SV("the body was not complete: the time ran out after ")));
    CHECK(sv_ends(out.reason, SV(" of 100,000 bytes of the body within 300ms")));
    world.timeout_ms = 10000;
}

static void the_connection_has_a_limit_too(void) {
    int64_t began = now_ms();
    CHECK_C(told(ask_via("{\"http\": \"http://127.0.0.1:{PLAIN}\", \"timeout\": \"150ms\"}",
                         "{\"send\": \"GET /never\"}")),
            "no answer, timed out: GET /never: no answer from 127.0.0.1:PLAIN within 150ms" LOOK);
    CHECK(now_ms() - began < 150 + SLACK_MS);
}

static void *cancel_soon(void *fd) {
    struct timespec pause = {0, 100 * 1000 * 1000};
    nanosleep(&pause, NULL);
    if (write(*(int *)fd, "x", 1) != 1) abort();
    return NULL;
}

static void cancelled(const char *params, const char *wanted) {
    int ends[2];
    pthread_t thread;
    if (pipe(ends)) abort();
    world.cancel_fd = ends[0];
    pthread_create(&thread, NULL, cancel_soon, &ends[1]);
    int64_t began = now_ms();
    CHECK_C(told(ask_via(NULL, params)), wanted);
    int64_t took = now_ms() - began;
    CHECK(took >= 90 && took < 100 + SLACK_MS);
    pthread_join(thread, NULL);
    close(ends[0]);
    close(ends[1]);
    world.cancel_fd = -1;
}

static void stopped(void) {
    cancelled(
        "{\"send\": \"POST http://127.0.0.1:{PLAIN}/never\"}",
        "no answer, cancelled: POST http://127.0.0.1:PLAIN/never: stopped while waiting for the answer");
    cancelled("{\"send\": \"GET http://127.0.0.1:{FULL}/x\"}",
              "not started, cancelled: GET http://127.0.0.1:FULL/x: stopped while connecting");
    cancelled(
        "{\"send\": \"GET http://127.0.0.1:{PLAIN}/drip/100000/1\"}",
        "no answer, cancelled: GET http://127.0.0.1:PLAIN/drip/100000/1: stopped while waiting for the answer");
}

// A failure leaves nothing behind that a later step would trip over.
static void the_next_one_is_fresh(void) {
    static const char *const bad[] = {"GET /hang-up", "GET /cut/1/2", "GET /bad-chunks",
                                      "GET /headers/1100/10"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        get(bad[i]);
        CHECK_C(told(get("GET /echo")), "answered: GET /echo -> 200");
    }
}

static void values_that_turn_out_wrong(void) {
    CHECK_C(told(ask_via(
                HOME, "{\"send\": \"GET /echo\", \"headers\": {\"X-Id\": \"a\\r\\nX-Evil: 1\"}}")),
            "bad value: GET /echo: the value of header 'X-Id' holds a carriage return (CR)");
    CHECK_C(
        told(ask_via(HOME, "{\"send\": \"GET /echo\", \"headers\": {\"X-Id\": \"a\\u0000b\"}}")),
        "bad value: GET /echo: the value of header 'X-Id' holds a NUL byte");
    CHECK_C(
        told(ask_via(HOME, "{\"send\": \"GET /echo\", \"auth\": {\"bearer\": \"secret-x\\n\"}}")),
        "bad value: GET /echo: the value of header 'Authorization' holds a line break (LF) (the value ends with a line break: cut "
        "it off with .trim())");
    CHECK_C(told(ask_via(
                "{\"http\": \"http://127.0.0.1:{PLAIN}\", \"headers\": {\"X-Home\": \"a\\nb\"}}",
                "{\"send\": \"GET /echo\"}")),
            "bad value: GET /echo: the value of header 'X-Home' holds a line break (LF)");
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET /echo\"}")),
        "bad value: GET /echo: '/echo' is a path, and the step has no connection to join it to (name one with via:, or write a "
        "whole URL)");
    CHECK_C(
        told(ask_via("{\"http\": \"localhost:8080\"}", "{\"send\": \"GET /echo\"}")),
        "bad value: GET /echo: 'localhost:8080' is not a whole URL (write it as http://host/path or https://host/path)");
    world.denied = "127.0.0.1";
    CHECK_C(told(get("GET /echo")),
            "denied: GET /echo: '127.0.0.1:PLAIN' is not among the allowed hosts");
    world.denied = NULL;
    CHECK_INT(value_count(server_log()), 0);
}

int main(void) {
    world_begin((char *[]){"plain", "banner", "silent", "full", NULL},
                (const char *[]){"PLAIN", "BANNER", "SILENT", "FULL", NULL});
    server_log();
    values_that_turn_out_wrong();
    before_anything_is_sent();
    half_an_answer();
    what_is_over();
    cut_behind_every_byte();
    compressed_and_cut();
    over_the_limits();
    the_next_one_is_fresh();
    static const Part parts[] = {out_of_time, out_of_time_on_the_way, dripping,
                                 the_connection_has_a_limit_too, stopped};
    // None of them is to inherit a connection that another one has as well.
    pool_free(world.pool);
    world.pool = pool_new();
    int status = side_by_side(parts, sizeof parts / sizeof *parts);
    return world_end() || status;
}
