// http against servers that hang up, tear the connection, fall silent, drip or lie, after every so
// many bytes: a clear reason, in time, never an answer that was not whole; a change that may have
// arrived is in doubt, one that cannot have arrived is not, and none is sent twice.
#include "cut_proxy.h"
#include "http_certs.h"
#include "raw_server.h"
#include "soak.h"

static RawServer server;

enum { LATE_MS = 250, SHORT_MS = 100, ENOUGH_MS = 3000 };

#define OK      "HTTP/1.1 200 OK\r\n"
#define JSON    "{\"state\": \"ready\", \"count\": 3}"
#define VIA_RAW "{\"http\": \"http://127.0.0.1:{RAW}\"}"
#define BYTES(...)                                                                                 \
    { __VA_ARGS__, sizeof(__VA_ARGS__) - 1 }
#define CHANGE "{\"send\": \"POST /orders\", \"json\": {\"n\": 1}}"
#define READ   "{\"send\": \"GET /state\"}"

static const Sv answers[] = {
    BYTES(OK "Content-Type: application/json\r\nContent-Length: 30\r\n\r\n" JSON),
    BYTES(OK "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"state\": \"ready\r\ne\r\n\", \"count\": "
             "3}\r\n0\r\nX-Sum: 1\r\n\r\n"),
    BYTES("HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 30\r\n\r\n" JSON),
    // JSON, packed by gzip, up to the end of the connection.
    BYTES(OK "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
             "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x2a\x2e\x49\x2c\x49\x55\xb2\x52\x50"
             "\x2a\x4a\x4d\x4c\xa9\x54\xd2\x51\x50\x4a\xce\x2f\xcd\x2b\x01\x8a\x18\xd7\x02\x00\x70"
             "\xaa\x4b\xd9\x1e\x00\x00\x00"),
};
enum { ANSWERS = sizeof answers / sizeof *answers, UP_TO_THE_END = ANSWERS - 1 };

static void forget_connections(void) {
    pool_free(world.pool);
    world.pool = pool_new();
}

// In time, and with a reason where it was not answered.
static Outcome within(int64_t timeout_ms, const char *connection, const char *params) {
    world.timeout_ms = timeout_ms;
    int64_t began = now_ms();
    Outcome out = ask_via(connection, params);
    int64_t took = now_ms() - began;
    CHECK(took < timeout_ms + LATE_MS);
    if (took >= timeout_ms + LATE_MS)
        fprintf(stderr, "took %lld ms: %.*s\n", (long long)took, SV_ARG(told(out)));
    CHECK(out.end == OUTCOME_ANSWERED || out.reason.len > 0);
    forget_connections();
    return out;
}

static size_t step_of(size_t often) {
    return soaking() ? 1 + often / 16 : often;
}

// The LF that ends an empty line behind trailers says nothing more: all of the body, and that it is
// all, came before.
static size_t said_by(const Sv *answer) {
    return sv_ends(*answer, SV("X-Sum: 1\r\n\r\n")) ? answer->len - 1 : answer->len;
}

// ── cut, torn, silent ──

static void cut(const Sv *answer, RawEnd end, const char *params, size_t often) {
    bool changes = sv_starts(sv_from_c(params), SV("{\"send\": \"POST"));
    for (size_t at = 0; at < said_by(answer); at += step_of(often)) {
        server.answer = sv_slice(*answer, 0, at);
        server.end = end;
        server.requests = 0;
        Outcome out = within(end == RAW_SILENT ? SHORT_MS : ENOUGH_MS, VIA_RAW, params);
        bool said = out.end == OUTCOME_NO_ANSWER && out.timed_out == (end == RAW_SILENT);
        CHECK(said);
        if (!said)
            fprintf(stderr, "of %.20s… %zu bytes: %.*s\n", answer->at, at, SV_ARG(told(out)));
        for (int waits = 0; changes && server.requests == 0 && waits < 500; waits++)
            usleep(2000);
        CHECK(!changes || server.requests == 1);
    }
}

static void cut_everywhere(void) {
    for (size_t i = 0; i < ANSWERS; i++) {
        cut(&answers[i], RAW_CLOSES, READ, 7);
        cut(&answers[i], RAW_RESETS, READ, 11);
        cut(&answers[i], RAW_SILENT, READ, 41);
        cut(&answers[i], RAW_CLOSES, CHANGE, 13);
        cut(&answers[i], RAW_RESETS, CHANGE, 17);
        cut(&answers[i], RAW_SILENT, CHANGE, 61);
    }
}

static void whole_ones(void) {
    for (size_t i = 0; i < ANSWERS; i++) {
        server.answer = answers[i];
        server.end = i == UP_TO_THE_END ? RAW_CLOSES : RAW_STAYS;
        CHECK_C(shown(within(ENOUGH_MS, VIA_RAW, READ), "body"),
                "\"{\\\"state\\\": \\\"ready\\\", \\\"count\\\": 3}\"");
    }
}

// A connection that is kept may be hung up just then: a change that was sent on it is not sent once
// more, since it may have arrived.
static void kept_and_cut(void) {
    for (int resets = 0; resets < 2; resets++) {
        server.answer = answers[0];
        server.second = SV("");
        server.end = RAW_STAYS;
        world.timeout_ms = SHORT_MS;
        server.requests = 0;
        CHECK_INT(ask_via(VIA_RAW, READ).end, OUTCOME_ANSWERED);
        server.answer = SV("");
        server.end = resets ? RAW_RESETS : RAW_CLOSES;
        Outcome out = within(ENOUGH_MS, VIA_RAW, CHANGE);
        CHECK_INT(out.end, OUTCOME_NO_ANSWER);
        CHECK_INT(server.requests, 2);
    }
}

// ── drips ──

static void drips(void) {
    for (size_t i = 0; i < ANSWERS; i++) {
        server.answer = answers[i];
        server.end = i == UP_TO_THE_END ? RAW_CLOSES : RAW_STAYS;
        server.drip_us = 200;
        CHECK_INT(within(ENOUGH_MS, VIA_RAW, READ).end, OUTCOME_ANSWERED);
        // Slower than there is time: bytes that come do not put the end off.
        server.drip_us = 20000;
        Outcome out = within(2 * SHORT_MS, VIA_RAW, READ);
        CHECK(out.end == OUTCOME_NO_ANSWER && out.timed_out);
        out = within(2 * SHORT_MS, VIA_RAW, CHANGE);
        CHECK(out.end == OUTCOME_NO_ANSWER && out.timed_out);
        server.drip_us = 0;
    }
}

// What never ends, at full speed: headers, answers before the answer, chunks, empty lines.
static void endless(void) {
    static const struct {
        const char *begin, *again;
    } kinds[] = {
        {OK, "X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"},
        {"", "HTTP/1.1 102 Processing\r\n\r\n"},
        {OK "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"},
        {OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: a\r\n"},
        {OK "Transfer-Encoding: chunked\r\n\r\n1;", "extension"},
        {"", "\r\n"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        BUF_AUTO Buf bytes = buf_new(TEXT_BYTES);
        buf_add_c(&bytes, kinds[i].begin);
        while (bytes.len < (size_t)4 << 20)
            buf_add_c(&bytes, kinds[i].again);
        server.answer = buf_keep(&bytes, world.arena); // it may still be sent then
        server.end = RAW_SILENT;
        Outcome out = within(1000, VIA_RAW, CHANGE);
        CHECK(out.end == OUTCOME_NO_ANSWER || out.end == OUTCOME_FAILED);
        CHECK(out.end == OUTCOME_NO_ANSWER || !out.timed_out);
        if (out.end == OUTCOME_ANSWERED) fprintf(stderr, "%s\n", kinds[i].again);
    }
}

// ── lies ──

// A byte of the answer that is another one. What is taken for the answer all the same is as long as
// it was and differs in that byte alone; and of what carries a sum, nothing differs.
static void lies(size_t often) {
    static const char masks[] = {0x01, 0x02, 0x20, -0x80, -1};
    Sv ready = SV(JSON);
    for (size_t i = 0; i < ANSWERS; i++) {
        size_t refused = 0;
        for (size_t at = 0; at < answers[i].len; at += step_of(often)) {
            Sv bytes = sv_copy(world.arena, answers[i]);
            ((char *)(uintptr_t)bytes.at)[at] ^= masks[at % sizeof masks];
            server.answer = bytes;
            server.end = RAW_CLOSES;
            Outcome out = within(ENOUGH_MS, VIA_RAW, READ);
            refused += out.end != OUTCOME_ANSWERED;
            if (out.end != OUTCOME_ANSWERED || result(out, "status").integer != 200) continue;
            Value json = result(out, "json");
            bool counts = json.kind == VALUE_MAP && value_field_int(json, "count", 0) != 0;
            Value body = result(out, "body");
            Sv text = body.kind == VALUE_STRING ? value_text(body) : (Sv){0};
            bool same = text.len == ready.len;
            size_t differ = 0;
            for (size_t k = 0; same && k < ready.len; k++)
                differ += text.at[k] != ready.at[k];
            bool holds = !counts || (same && differ <= (i == UP_TO_THE_END ? 0 : 1));
            CHECK(holds);
            if (!holds) fprintf(stderr, "answer %zu, byte %zu: %.*s\n", i, at, SV_ARG(text));
        }
        CHECK(refused > 0);
    }
}

// ── before anything can have arrived ──

enum { MOST_CHANGES = 8000 };
static struct {
    OutcomeStatus end;
    int seen;
} changes[MOST_CHANGES];
static size_t change_count;

// Which changes the server has had meanwhile, whenever they came.
static void take_log(void) {
    world.timeout_ms = ENOUGH_MS;
    Value log = server_log();
    for (size_t i = 0; i < value_count(log); i++) {
        Sv target = value_field_text(value_item(log, i), "target", SV(""));
        int64_t number;
        if (sv_starts(target, SV("/echo?n=")) &&
            num_parse_i64(sv_slice(target, 8, target.len), &number))
            changes[number].seen++;
    }
    forget_connections();
}

#define VIA_CUT "{\"http\": \"https://127.0.0.1:{CUT}\", \"tls\": {\"insecure\": true}}"

// The line to a server that speaks TLS: as long as no secret is agreed on, nothing was sent, and
// that is said.
static void cut_tls(bool silent, bool resets, size_t often) {
    size_t answered = 0, ends[OUTCOME_BAD_VALUE + 1] = {0}, from = change_count;
    int slot = world.server.count++;
    world.server.names[slot] = "CUT";
    for (size_t budget = 1; answered < 3 && budget < MOST_CHANGES / 2; budget += step_of(often)) {
        CutProxy proxy = {
            .server_port = port_of("TLS"), .budget = budget, .silent = silent, .resets = resets};
        cut_start(&proxy);
        world.server.ports[slot] = proxy.port;
        Sv change = text("{\"send\": \"POST /echo?n=%zu\", \"json\": [1]}", change_count);
        Outcome out = within(silent ? 2 * SHORT_MS : ENOUGH_MS, VIA_CUT, change.at);
        cut_stop(&proxy);
        changes[change_count++].end = out.end;
        ends[out.end]++;
        answered = ends[OUTCOME_ANSWERED];
        take_log();
    }
    world.server.count--;
    CHECK_INT(answered, 3);
    CHECK(ends[OUTCOME_NO_ANSWER] > 0 && ends[OUTCOME_NOT_STARTED] > 0);
    CHECK_INT(answered + ends[OUTCOME_NO_ANSWER] + ends[OUTCOME_NOT_STARTED], change_count - from);
}

// What is said of each is so, also of those that came late; and none came twice.
static void what_was_said(void) {
    take_log();
    for (size_t i = 0; i < change_count; i++) {
        CHECK(changes[i].seen <= 1);
        if (changes[i].end == OUTCOME_ANSWERED) CHECK_INT(changes[i].seen, 1);
        if (changes[i].end == OUTCOME_NOT_STARTED) CHECK_INT(changes[i].seen, 0);
    }
}

static void not_even_connected(void) {
    raw_stop(&server);
    Outcome out = within(ENOUGH_MS, VIA_RAW, CHANGE);
    CHECK_INT(out.end, OUTCOME_NOT_STARTED);
    out = within(SHORT_MS, "{\"http\": \"http://127.0.0.1:{FULL}\"}", CHANGE);
    CHECK_INT(out.end, OUTCOME_NOT_STARTED);
    // With one authority: reading all of the system's takes a while by itself.
    Sv https = text("{\"http\": \"https://127.0.0.1:{SILENT}\", \"tls\": {\"ca\": \"%s/ca.pem\"}}",
                    folder);
    out = within(SHORT_MS, https.at, CHANGE);
    CHECK_INT(out.end, OUTCOME_NOT_STARTED);
    out = within(SHORT_MS, "{\"http\": \"http://127.0.0.1:{SILENT}\"}", CHANGE);
    CHECK_INT(out.end, OUTCOME_NO_ANSWER);
}

int main(void) {
    static char tls[256];
    signal(SIGPIPE, SIG_IGN);
    if (!make_certificates()) return 1;
    snprintf(tls, sizeof tls, "tls:%s/good.pem:%s/good.key", folder, folder);
    world_begin((char *[]){"plain", tls, "silent", "full", NULL},
                (const char *[]){"PLAIN", "TLS", "SILENT", "FULL", NULL});
    raw_start(&server);
    world.server.ports[world.server.count] = server.port;
    world.server.names[world.server.count++] = "RAW";
    whole_ones();
    cut_everywhere();
    kept_and_cut();
    drips();
    endless();
    lies(3);
    cut_tls(false, false, 61);
    cut_tls(false, true, 67);
    cut_tls(true, false, 211);
    what_was_said();
    not_even_connected();
    remove_certificates();
    return world_end();
}
