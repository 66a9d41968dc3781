// What the test server does on request: one function a trick, and the table of their paths.
#include "httpd.h"

#include "value/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static Buf log_lines = {.ceiling = MOST_BYTES}; // JSON objects, comma-separated
// ── answers ──

static void note(const Client *client, const Request *request) {
    if (sv_starts(request->path, SV("/log"))) return;
    pthread_mutex_lock(&log_lock);
    if (log_lines.len) buf_add_char(&log_lines, ',');
    request_add_json(&log_lines, client, request);
    pthread_mutex_unlock(&log_lock);
}

static Sv filler(size_t size) {
    static char *bytes;
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (!bytes) {
        bytes = malloc(MOST_BYTES);
        memset(bytes, 'x', MOST_BYTES);
    }
    pthread_mutex_unlock(&lock);
    return (Sv){bytes, size < MOST_BYTES ? size : MOST_BYTES};
}

static void send_head(Client *client, int status, const char *headers, long long length) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    buf_addf(&buf, "HTTP/1.1 %d %s\r\n%s", status,
             status == 200   ? "OK"
             : status == 404 ? "Not Found"
                             : "Status",
             headers);
    if (length >= 0) buf_addf(&buf, "Content-Length: %lld\r\n", length);
    buf_add_c(&buf, "\r\n");
    client_send(client, buf_sv(&buf));
}

static void answer(Client *client, int status, const char *headers, Sv body) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    buf_addf(&buf, "HTTP/1.1 %d %s\r\n%sContent-Length: %zu\r\n\r\n", status,
             status == 200   ? "OK"
             : status == 404 ? "Not Found"
                             : "Status",
             headers, body.len);
    buf_add(&buf, body);
    client_send(client, buf_sv(&buf));
}

static void answer_json(Client *client, Sv body) {
    answer(client, 200, "Content-Type: application/json\r\n", body);
}

// ── gzip, by hand: one byte and then "the same 258 times more", 13 bits each ──

typedef struct Bits {
    Buf *out;
    unsigned held, count;
} Bits;

static void put_bits(Bits *bits, unsigned value, unsigned count) { // least significant first
    bits->held |= value << bits->count;
    bits->count += count;
    while (bits->count >= 8) {
        buf_add_char(bits->out, (char)bits->held);
        bits->held >>= 8;
        bits->count -= 8;
    }
}

static void put_code(Bits *bits, unsigned code,
                     unsigned count) { // most significant first, as Huffman codes are
    while (count-- > 0)
        put_bits(bits, code >> count & 1, 1);
}

static uint32_t crc_of_same(unsigned char byte, size_t count) {
    uint32_t crc = ~0u;
    for (size_t i = 0; i < count; i++) {
        crc ^= byte;
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void gzip_of_x(Buf *out, size_t repeats) {
    buf_add(out, (Sv){"\x1f\x8b\x08\0\0\0\0\0\0\x03", 10});
    Bits bits = {.out = out};
    put_bits(&bits, 1, 1);
    put_bits(&bits, 1, 2);
    put_code(&bits, 0x30 + 'x', 8);
    for (size_t i = 0; i < repeats; i++) {
        put_code(&bits, 0xc5, 8); // length 258
        put_code(&bits, 0, 5);    // of the byte before
    }
    put_code(&bits, 0, 7);
    put_bits(&bits, 0, 7); // up to the next byte
    size_t size = 1 + 258 * repeats;
    uint32_t tail[2] = {crc_of_same('x', size < 1 << 20 ? size : 0), (uint32_t)size};
    buf_add(out, (Sv){(const char *)tail, sizeof tail});
}

// ── the tricks ──

typedef void Trick(Client *client, const Request *request);

static void echo(Client *client, const Request *request) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    request_add_json(&buf, client, request);
    answer_json(client, buf_sv(&buf));
}
static void status(Client *client, const Request *request) {
    answer(client, (int)request->numbers[0], "Content-Type: text/plain\r\n", SV("as you wish\n"));
}
static void no_content(Client *client, const Request *request) {
    (void)request;
    send_head(client, 204, "", -1);
}
static void late(Client *client, const Request *request) {
    nap(request->numbers[0]);
    answer_json(client, SV("{\"late\":true}"));
}
static void drip(Client *client, const Request *request) { // count, ms between
    send_head(client, 200, "Content-Type: text/plain\r\n", request->numbers[0]);
    for (long long i = 0; i < request->numbers[0] && client_send_c(client, "x"); i++)
        nap(request->numbers[1]);
    client->closing = true;
}
static void cut(Client *client, const Request *request) { // sent, announced
    send_head(client, 200, "Content-Type: text/plain\r\n", request->numbers[1]);
    client_send(client, filler((size_t)request->numbers[0]));
    client->closing = true;
}
static void cut_head(Client *client, const Request *request) {
    (void)request;
    client_send_c(client, "HTTP/1.1 200 OK\r\nContent-Type: text/pl");
    client->closing = true;
}
static void cut_chunks(Client *client, const Request *request) {
    (void)request;
    client_send_c(client,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n400\r\nhalf");
    client->closing = true;
}
static void bad_chunks(Client *client, const Request *request) {
    (void)request;
    client_send_c(client,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\nhello\r\n");
    client->closing = true;
}
static void cut_at(Client *client,
                   const Request *request) { // bytes of the whole answer, 1 = reset behind them
    static const char whole[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"whole\":true}";
    static const char chunked[] =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"whole\"\r\n5\r\n:true\r\n1\r\n}\r\n0\r\n\r\n";
    Sv all = sv_find(request->query, SV("chunked"), 0) == SV_NONE ? sv_from_c(whole)
                                                                  : sv_from_c(chunked);
    client_send(client, sv_slice(all, 0, (size_t)request->numbers[0]));
    if (request->numbers[1]) {
        nap(2);
        client_reset(client);
    }
    client->closing = true;
}
static void hang_up(Client *client, const Request *request) {
    (void)request;
    client->closing = true;
}
static void tear(Client *client,
                 const Request *request) { // sent, announced; nothing at all without numbers
    if (request->numbers[1]) {
        send_head(client, 200, "", request->numbers[1]);
        client_send(client, filler((size_t)request->numbers[0]));
        nap(50);
    }
    client_reset(client);
}
static void never(Client *client, const Request *request) {
    (void)request;
    while (client_read(client)) { // until the other side gives up
    }
    client->closing = true;
}
static void many_headers(Client *client, const Request *request) { // count, size of each
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    for (long long i = 0; i < request->numbers[0]; i++) {
        buf_addf(&buf, "X-Filler-%lld: ", i);
        buf_add(&buf, filler((size_t)request->numbers[1]));
        buf_add_c(&buf, "\r\n");
    }
    buf_add_char(&buf, '\0');
    answer(client, 200, buf.at, SV("ok"));
}
static void odd_headers(Client *client, const Request *request) {
    (void)request;
    answer(
        client, 200,
        "Content-Type: text/plain\r\nX-Latin: caf\xe9\r\nX-Twice: one\r\nX-Folded: first\r\n  second\r\nX-Twice: two\r\nX-Empty:\r\n",
        SV("ok"));
}
static void no_colon(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "This is no header\r\n", SV("ok"));
}
static void zipped(Client *client, const Request *request) { // repeats of 258 bytes
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    gzip_of_x(&buf, (size_t)request->numbers[0]);
    answer(client, 200, "Content-Encoding: gzip\r\n", buf_sv(&buf));
}
static void cut_zip(Client *client, const Request *request) { // repeats, bytes left of it
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    gzip_of_x(&buf, (size_t)request->numbers[0]);
    size_t left = (size_t)request->numbers[1] < buf.len ? (size_t)request->numbers[1] : buf.len;
    answer(client, 200, "Content-Encoding: gzip\r\n", sv_slice(buf_sv(&buf), 0, left));
}
static void two_zips(Client *client, const Request *request) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    gzip_of_x(&buf, (size_t)request->numbers[0]);
    gzip_of_x(&buf, (size_t)request->numbers[0]);
    answer(client, 200, "Content-Encoding: gzip\r\n", buf_sv(&buf));
}
static void deflated(Client *client, const Request *request) { // 1: with zlib's header
    static const char with[] = "\x78\x9c\x4b\xce\x4f\x49\x2d\x06\x00\x06\x19\x02\x0f";
    static const char without[] = "\x4b\xce\x4f\x49\x2d\x06\x00";
    Sv body =
        request->numbers[0] == 1 ? (Sv){with, sizeof with - 1} : (Sv){without, sizeof without - 1};
    answer(client, 200, "Content-Encoding: deflate\r\n", body);
}
static void two_lengths(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "Content-Length: 1\r\n", SV("ok"));
}
static void bad_zip(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "Content-Encoding: gzip\r\n", SV("this is not gzip"));
}
static void big(Client *client, const Request *request) {
    answer(client, 200, "Content-Type: text/plain\r\n", filler((size_t)request->numbers[0]));
}
static void redirect(Client *client, const Request *request) { // status, ?to=
    BUF_AUTO Buf to = buf_new(65536);
    BUF_AUTO Buf headers = buf_new(65536);
    Sv location = request_parameter(request, "to", &to);
    if (location.len) buf_addf(&headers, "Location: %.*s\r\n", SV_ARG(location));
    buf_add_char(&headers, '\0');
    answer(client, (int)request->numbers[0], headers.at, SV("moved"));
}
static void digest(Client *client, const Request *request) { // ?algorithm=, ?qop=
    BUF_AUTO Buf challenge = buf_new(65536);
    if (digest_is_given(request, &challenge))
        echo(client, request);
    else
        answer(client, 401, challenge.at, SV("who are you?"));
}
static void challenge(Client *client, const Request *request) { // ?with=HEADER
    BUF_AUTO Buf with = buf_new(65536), head = buf_new(65536);
    Sv said = request_parameter(request, "with", &with);
    for (Sv one; sv_next_part(&said, '|', &one);)
        buf_addf(&head, "WWW-Authenticate: %.*s\r\n", SV_ARG(one));
    buf_add_char(&head, '\0');
    answer(client, 401, head.at, SV("who are you?"));
}
static void cookies(Client *client, const Request *request) {
    (void)request;
    answer(
        client, 200,
        "Set-Cookie: session=abc; Path=/; HttpOnly\r\nSet-Cookie: theme=dark\r\nSet-Cookie: session=def; Path=/\r\n",
        SV("ok"));
}
// ?with=SET-COOKIE|SET-COOKIE…&then=LOCATION: sets cookies, and leads on where `then` is said.
static void bake(Client *client, const Request *request) {
    BUF_AUTO Buf with = buf_new(MOST_BYTES), then = buf_new(MOST_BYTES), head = buf_new(MOST_BYTES);
    Sv said = request_parameter(request, "with", &with);
    for (Sv one; sv_next_part(&said, '|', &one);)
        buf_addf(&head, "Set-Cookie: %.*s\r\n", SV_ARG(one));
    Sv location = request_parameter(request, "then", &then);
    if (location.len > 0) buf_addf(&head, "Location: %.*s\r\n", SV_ARG(location));
    buf_add_char(&head, '\0');
    answer(client, location.len > 0 ? 302 : 200, head.at, SV("ok"));
}
static void binary(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "Content-Type: application/octet-stream\r\n", (Sv){"ab\xff\0c", 5});
}
static void typed(Client *client, const Request *request) {
    BUF_AUTO Buf type = buf_new(MOST_BYTES), body = buf_new(MOST_BYTES), head = buf_new(MOST_BYTES);
    Sv said = request_parameter(request, "type", &type);
    for (Sv one; sv_next_part(&said, '|', &one);)
        buf_addf(&head, "Content-Type: %.*s\r\n", SV_ARG(one));
    buf_add_char(&head, '\0');
    answer(client, 200, head.at, request_parameter(request, "body", &body));
}
static void html(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "Content-Type: text/html\r\n",
           SV("<!doctype html>\n<title>Sign in</title>\n"));
}
static void bad_json(Client *client, const Request *request) {
    (void)request;
    answer_json(client, SV("{\"a\": 1,\n \"b\": }"));
}
static void good_json(Client *client, const Request *request) {
    (void)request;
    answer_json(client, SV("\xEF\xBB\xBF{\"sessions\": [], \"count\": 0}"));
}
static void empty(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "", (Sv){0});
}
static void until_close(Client *client, const Request *request) {
    (void)request;
    client_send_c(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nup to the end");
    client->closing = true;
}
static void hints(Client *client, const Request *request) {
    (void)request;
    client_send_c(client, "HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n");
    answer(client, 200, "X-Final: yes\r\n", SV("ok"));
}
static void old_http(Client *client, const Request *request) {
    (void)request;
    client_send_c(client, "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nold\n");
    client->closing = true;
}
static void not_http(Client *client, const Request *request) {
    (void)request;
    client_send_c(client, "220 mail.example.com ESMTP\r\n");
    client->closing = true;
}
static void stale(Client *client, const Request *request) { // promises to stay, and leaves
    (void)request;
    answer(client, 200, "Connection: keep-alive\r\n", SV("ok"));
    client->closing = true;
}
static void
fatal_second(Client *client,
             const Request *request) { // answers the first request of a connection alone
    (void)request;
    if (client->requests > 1)
        client->closing = true;
    else
        answer(client, 200, "", SV("ok"));
}
static void connection(Client *client, const Request *request) {
    (void)request;
    BUF_AUTO Buf buf = buf_new(256);
    buf_addf(&buf, "{\"connection\":%d,\"requests\":%d}", client->number, client->requests);
    answer_json(client, buf_sv(&buf));
}
static void show_log(Client *client, const Request *request) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    pthread_mutex_lock(&log_lock);
    buf_add_char(&buf, '[');
    buf_add(&buf, buf_sv(&log_lines));
    buf_add_char(&buf, ']');
    if (sv_eq_c(request->path, "/log/clear")) buf_clear(&log_lines);
    pthread_mutex_unlock(&log_lock);
    answer_json(client, buf_sv(&buf));
}

static const struct {
    const char *path; // or its beginning, where numbers follow
    Trick *trick;
} tricks[] = {
    {"/echo", echo},
    {"/status/", status}, // /status/404
    {"/no-content", no_content},
    {"/late/", late}, // /late/MS
    {"/drip/", drip}, // /drip/BYTES/MS
    {"/cut/", cut},   // /cut/SENT/ANNOUNCED
    {"/cut-head", cut_head},
    {"/cut-at/", cut_at}, // /cut-at/BYTES, /cut-at/BYTES/1 with a reset, ?chunked
    {"/cut-chunks", cut_chunks},
    {"/bad-chunks", bad_chunks},
    {"/hang-up", hang_up},
    {"/reset", tear}, // /reset, /reset/SENT/ANNOUNCED
    {"/never", never},
    {"/headers/", many_headers}, // /headers/COUNT/BYTES
    {"/odd-headers", odd_headers},
    {"/no-colon", no_colon},
    {"/gzip/", zipped}, // /gzip/REPEATS of 258 bytes
    {"/bad-gzip", bad_zip},
    {"/cut-gzip/", cut_zip},   // /cut-gzip/REPEATS/BYTES
    {"/two-gzips/", two_zips}, // /two-gzips/REPEATS
    {"/deflated/", deflated},  // /deflated/1 with a header, /deflated/0 without
    {"/two-lengths", two_lengths},
    {"/big/", big},            // /big/BYTES
    {"/redirect/", redirect},  // /redirect/302?to=URL
    {"/digest", digest},       // /digest?algorithm=MD5&qop=auth
    {"/challenge", challenge}, // /challenge?with=HEADER|HEADER
    {"/cookies", cookies},
    {"/bake", bake},
    {"/binary", binary},
    {"/typed", typed}, // /typed?type=TYPE|TYPE&body=BYTES
    {"/html", html},
    {"/bad-json", bad_json},
    {"/json", good_json},
    {"/empty", empty},
    {"/until-close", until_close},
    {"/early-hints", hints},
    {"/not-http", not_http},
    {"/old-http", old_http},
    {"/stale", stale},
    {"/fatal-second", fatal_second},
    {"/connection", connection},
    {"/log", show_log}, // /log, /log/clear
};

void trick_serve(Client *client, const Request *request) {
    note(client, request);
    if (sv_eq_c(request->method, "CONNECT")) {
        answer(client, 407, "", (Sv){0});
        return;
    }
    // A proxy is asked for whole URLs; whatever they are, it says what it was asked.
    if (!sv_starts(request->path, SV("/"))) {
        echo(client, request);
        return;
    }
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        if (!sv_starts(request->path, sv_from_c(tricks[i].path))) continue;
        tricks[i].trick(client, request);
        return;
    }
    answer(client, 404, "Content-Type: text/plain\r\n", SV("no such trick\n"));
}
