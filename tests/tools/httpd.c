// A loopback web server that misbehaves on request, for tests. What to do stands in the path (see
// `tricks`).
//
//   httpd plain plain6 tls:CERT:KEY banner silent full …
//
// opens one listener a word, on ports chosen by the kernel, and prints one port a line:
//   plain   HTTP on 127.0.0.1          plain6  the same on ::1
//   tls     HTTPS on 127.0.0.1         mtls:CERT:KEY:CA  asks for a client certificate of CA
//   banner  greets like an SSH server  silent  accepts and says nothing
//   full    its queue is full: connecting hangs
// It ends when its standard input does, or on SIGTERM. Every request is kept: GET /log gives them
// as JSON.
#include "base/buf.h"
#include "base/num.h"
#include "value/json.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BYTES = 64 * 1024 * 1024, NUMBERS = 4, MS = 1000000 };

typedef enum Kind { PLAIN, TLS, BANNER, SILENT, FULL } Kind;

typedef struct Listener {
    Kind kind;
    int fd;
    int number;
    SSL_CTX *context;
} Listener;

typedef struct Client {
    const Listener *listener;
    int fd;
    SSL *ssl;
    int number;   // of the connection, from 1
    int requests; // on this connection
    Buf in;       // what was read and not used yet
    bool closing;
} Client;

typedef struct Request {
    Sv method, target, path, query;
    Sv head; // header lines
    Sv body;
    long long numbers[NUMBERS]; // of the path: /cut/10/100
} Request;

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static Buf log_lines; // JSON objects, comma-separated
static int connection_count;

static void nap(long long ms) {
    struct timespec time = {ms / 1000, (ms % 1000) * MS};
    while (nanosleep(&time, &time) < 0 && errno == EINTR) {
    }
}

// ── bytes in and out ──

static bool send_all(Client *client, Sv bytes) {
    while (bytes.len > 0) {
        ssize_t sent = client->ssl ? SSL_write(client->ssl, bytes.at,
                                               (int)(bytes.len > 1 << 20 ? 1 << 20 : bytes.len))
                                   : send(client->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes = sv_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

static bool send_c(Client *client, const char *text) {
    return send_all(client, sv_from_c(text));
}

static bool read_more(Client *client) {
    char *room = buf_reserve(&client->in, 65536);
    if (!room) return false;
    ssize_t got =
        client->ssl ? SSL_read(client->ssl, room, 65536) : recv(client->fd, room, 65536, 0);
    if (got <= 0) return false;
    client->in.len += (size_t)got;
    return true;
}

// A connection that is gone for the other side without a goodbye.
static void reset(Client *client) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    client->closing = true;
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
    send_all(client, buf_sv(&buf));
}

static void answer(Client *client, int status, const char *headers, Sv body) {
    BUF_AUTO Buf buf = buf_new(MOST_BYTES);
    buf_addf(&buf, "HTTP/1.1 %d %s\r\n%sContent-Length: %zu\r\n\r\n", status,
             status == 200   ? "OK"
             : status == 404 ? "Not Found"
                             : "Status",
             headers, body.len);
    buf_add(&buf, body);
    send_all(client, buf_sv(&buf));
}

static void answer_json(Client *client, Sv body) {
    answer(client, 200, "Content-Type: application/json\r\n", body);
}

// ── requests ──

static Sv header(const Request *request, const char *name) {
    Sv rest = request->head, line;
    while (sv_next_line(&rest, &line)) {
        size_t colon = sv_find_char(line, ':', 0);
        if (colon != SV_NONE && sv_eq_nocase(sv_slice(line, 0, colon), sv_from_c(name)))
            return sv_trim(sv_slice(line, colon + 1, line.len));
    }
    return (Sv){0};
}

static void add_json_request(Buf *buf, const Client *client, const Request *request) {
    buf_addf(buf, "{\"listener\":%d,\"connection\":%d,\"method\":", client->listener->number,
             client->number);
    json_write_text(buf, request->method);
    buf_add_c(buf, ",\"target\":");
    json_write_text(buf, request->target);
    buf_add_c(buf, ",\"headers\":[");
    Sv rest = request->head, line;
    for (int i = 0; sv_next_line(&rest, &line); i++) {
        if (i) buf_add_char(buf, ',');
        json_write_text(buf, line);
    }
    buf_add_c(buf, "],\"body\":");
    json_write_text(buf, request->body);
    buf_add_char(buf, '}');
}

static void note(const Client *client, const Request *request) {
    if (sv_starts(request->path, SV("/log"))) return;
    pthread_mutex_lock(&log_lock);
    if (log_lines.len) buf_add_char(&log_lines, ',');
    add_json_request(&log_lines, client, request);
    pthread_mutex_unlock(&log_lock);
}

static bool decode_chunks(Client *client, size_t from, size_t *end, Buf *body) {
    size_t at = from;
    for (;;) {
        size_t line_end;
        while ((line_end = sv_find(buf_sv(&client->in), SV("\r\n"), at)) == SV_NONE)
            if (!read_more(client)) return false;
        uint64_t size = 0;
        if (!num_parse_hex(sv_slice(buf_sv(&client->in), at, line_end), &size)) return false;
        at = line_end + 2;
        while (client->in.len < at + size + 2)
            if (!read_more(client)) return false;
        buf_add(body, sv_slice(buf_sv(&client->in), at, at + size));
        at += size + 2;
        if (size) continue;
        *end = at;
        return true;
    }
}

static void split_path(Request *request) {
    size_t mark = sv_find_char(request->target, '?', 0);
    request->path = sv_slice(request->target, 0, mark);
    request->query =
        mark == SV_NONE ? (Sv){0} : sv_slice(request->target, mark + 1, request->target.len);
    Sv rest = request->path, part;
    for (size_t count = 0; count < NUMBERS && sv_next_part(&rest, '/', &part);) {
        int64_t number;
        if (num_parse_i64(part, &number)) request->numbers[count++] = number;
    }
}

// As web servers do where somebody speaks TLS to their plain port.
static bool spoke_tls(Client *client) {
    if (client->in.at[0] != 0x16) return false;
    send_c(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    return true;
}

// False at the end of the connection. `kept` holds the request's bytes until the next one.
static bool read_request(Client *client, Buf *kept, Buf *body, Request *out) {
    size_t head_end;
    while ((head_end = sv_find(buf_sv(&client->in), SV("\r\n\r\n"), 0)) == SV_NONE)
        if (!read_more(client) || spoke_tls(client)) return false;
    buf_clear(kept);
    buf_clear(body);
    buf_add(kept, sv_slice(buf_sv(&client->in), 0, head_end));
    Request request = {.head = buf_sv(kept)};
    Sv line;
    sv_next_line(&request.head, &line);
    sv_next_part(&line, ' ', &request.method);
    sv_next_part(&line, ' ', &request.target);
    split_path(&request);
    size_t end = head_end + 4;
    int64_t length = 0;
    if (sv_eq_nocase(header(&request, "Transfer-Encoding"), SV("chunked"))) {
        if (!decode_chunks(client, end, &end, body)) return false;
    } else if (num_parse_i64(header(&request, "Content-Length"), &length)) {
        while (client->in.len < end + (size_t)length)
            if (!read_more(client)) return false;
        buf_add(body, sv_slice(buf_sv(&client->in), end, end + (size_t)length));
        end += (size_t)length;
    }
    request.body = buf_sv(body);
    memmove(client->in.at, client->in.at + end, client->in.len - end);
    client->in.len -= end;
    client->requests++;
    *out = request;
    return true;
}

// "to" of ?to=…, percent-decoded.
static Sv parameter(const Request *request, const char *name, Buf *out) {
    Sv rest = request->query, part;
    while (sv_next_part(&rest, '&', &part)) {
        size_t equals = sv_find_char(part, '=', 0);
        if (!sv_eq_c(sv_slice(part, 0, equals), name)) continue;
        for (size_t i = equals + 1; i < part.len; i++) {
            uint64_t byte;
            bool escaped = part.at[i] == '%' && num_parse_hex(sv_slice(part, i + 1, i + 3), &byte);
            buf_add_char(out, escaped ? (char)byte : part.at[i]);
            if (escaped) i += 2;
        }
    }
    return buf_sv(out);
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
    add_json_request(&buf, client, request);
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
    for (long long i = 0; i < request->numbers[0] && send_c(client, "x"); i++)
        nap(request->numbers[1]);
    client->closing = true;
}
static void cut(Client *client, const Request *request) { // sent, announced
    send_head(client, 200, "Content-Type: text/plain\r\n", request->numbers[1]);
    send_all(client, filler((size_t)request->numbers[0]));
    client->closing = true;
}
static void cut_head(Client *client, const Request *request) {
    (void)request;
    send_c(client, "HTTP/1.1 200 OK\r\nContent-Type: text/pl");
    client->closing = true;
}
static void cut_chunks(Client *client, const Request *request) {
    (void)request;
    send_c(client,
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n400\r\nhalf");
    client->closing = true;
}
static void bad_chunks(Client *client, const Request *request) {
    (void)request;
    send_c(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\nhello\r\n");
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
    send_all(client, sv_slice(all, 0, (size_t)request->numbers[0]));
    if (request->numbers[1]) {
        nap(2);
        reset(client);
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
        send_all(client, filler((size_t)request->numbers[0]));
        nap(50);
    }
    reset(client);
}
static void never(Client *client, const Request *request) {
    (void)request;
    while (read_more(client)) { // until the other side gives up
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
    Sv location = parameter(request, "to", &to);
    if (location.len) buf_addf(&headers, "Location: %.*s\r\n", SV_ARG(location));
    buf_add_char(&headers, '\0');
    answer(client, (int)request->numbers[0], headers.at, SV("moved"));
}
static void cookies(Client *client, const Request *request) {
    (void)request;
    answer(
        client, 200,
        "Set-Cookie: session=abc; Path=/; HttpOnly\r\nSet-Cookie: theme=dark\r\nSet-Cookie: session=def; Path=/\r\n",
        SV("ok"));
}
static void binary(Client *client, const Request *request) {
    (void)request;
    answer(client, 200, "Content-Type: application/octet-stream\r\n", (Sv){"ab\xff\0c", 5});
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
    send_c(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nup to the end");
    client->closing = true;
}
static void hints(Client *client, const Request *request) {
    (void)request;
    send_c(client, "HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n");
    answer(client, 200, "X-Final: yes\r\n", SV("ok"));
}
static void not_http(Client *client, const Request *request) {
    (void)request;
    send_c(client, "220 mail.example.com ESMTP\r\n");
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
    {"/big/", big},           // /big/BYTES
    {"/redirect/", redirect}, // /redirect/302?to=URL
    {"/cookies", cookies},
    {"/binary", binary},
    {"/html", html},
    {"/bad-json", bad_json},
    {"/json", good_json},
    {"/empty", empty},
    {"/until-close", until_close},
    {"/early-hints", hints},
    {"/not-http", not_http},
    {"/stale", stale},
    {"/fatal-second", fatal_second},
    {"/connection", connection},
    {"/log", show_log}, // /log, /log/clear
};

static void serve(Client *client, const Request *request) {
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

// ── connections ──

// Closing at once would throw away the alert that says why.
static void see_out(Client *client) {
    char unread[4096];
    shutdown(client->fd, SHUT_WR);
    while (recv(client->fd, unread, sizeof unread, 0) > 0) {
    }
}

static void *talk(void *self) {
    Client *client = self;
    Buf kept = buf_new(MOST_BYTES), body = buf_new(MOST_BYTES);
    Request request;
    if (client->listener->kind == BANNER) send_c(client, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    if (client->listener->kind == SILENT) never(client, NULL);
    bool up = !client->ssl || SSL_accept(client->ssl) == 1;
    if (!up) see_out(client);
    while (up && !client->closing && read_request(client, &kept, &body, &request))
        serve(client, &request);
    if (client->ssl) {
        SSL_shutdown(client->ssl);
        SSL_free(client->ssl);
    }
    close(client->fd);
    buf_free(&client->in);
    buf_free(&kept);
    buf_free(&body);
    free(client);
    return NULL;
}

static void *accept_all(void *self) {
    const Listener *listener = self;
    for (;;) {
        int fd = accept(listener->fd, NULL, NULL);
        if (fd < 0) continue;
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        Client *client = calloc(1, sizeof *client);
        *client = (Client){.listener = listener, .fd = fd, .in = buf_new(MOST_BYTES)};
        client->number = __atomic_add_fetch(&connection_count, 1, __ATOMIC_RELAXED);
        if (listener->context) {
            client->ssl = SSL_new(listener->context);
            SSL_set_fd(client->ssl, fd);
        }
        pthread_t thread;
        pthread_create(&thread, NULL, talk, client);
        pthread_detach(thread);
    }
    return NULL;
}

static _Noreturn void die(const char *what) {
    fprintf(stderr, "httpd: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_port(bool six, int backlog, int *port) {
    struct sockaddr_in6 address6 = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
    struct sockaddr_in address4 = {.sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *address = six ? (struct sockaddr *)&address6 : (struct sockaddr *)&address4;
    socklen_t size = six ? sizeof address6 : sizeof address4;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, address, size) < 0 || listen(fd, backlog) < 0) die("listen");
    if (getsockname(fd, address, &size) < 0) die("getsockname");
    *port = ntohs(six ? address6.sin6_port : address4.sin_port);
    return fd;
}

// Nobody accepts, and the queue of one is taken: the kernel drops whoever else wants to connect.
static void fill(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < 3; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        connect(fd, (struct sockaddr *)&address, sizeof address);
    }
    nap(50);
}

static SSL_CTX *tls_context(const char *cert, const char *key, const char *ca) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, cert) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        die("certificate");
    }
    if (ca) {
        SSL_CTX_load_verify_locations(context, ca, NULL);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    }
    return context;
}

static void start(Listener *listener, char *word) {
    char *parts[4] = {word};
    for (int i = 1; i < 4 && parts[i - 1]; i++) {
        parts[i] = strchr(parts[i - 1], ':');
        if (parts[i]) *parts[i]++ = '\0';
    }
    bool six = strcmp(parts[0], "plain6") == 0;
    int port;
    if (strcmp(parts[0], "banner") == 0) listener->kind = BANNER;
    if (strcmp(parts[0], "silent") == 0) listener->kind = SILENT;
    if (strcmp(parts[0], "full") == 0) listener->kind = FULL;
    if (strstr(parts[0], "tls")) {
        listener->kind = TLS;
        listener->context = tls_context(parts[1], parts[2], parts[3]);
    }
    listener->fd = open_port(six, listener->kind == FULL ? 0 : 128, &port);
    printf("%d\n", port);
    fflush(stdout);
    if (listener->kind == FULL) {
        fill(port);
        return;
    }
    pthread_t thread;
    pthread_create(&thread, NULL, accept_all, listener);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr,
                "usage: httpd plain|plain6|tls:CERT:KEY|mtls:CERT:KEY:CA|banner|silent|full …\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    log_lines = buf_new(MOST_BYTES);
    Listener *listeners = calloc((size_t)argc, sizeof *listeners);
    for (int i = 1; i < argc; i++) {
        listeners[i].number = i;
        start(&listeners[i], argv[i]);
    }
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    _exit(0);
}
