// Connections and requests of the test server.
#include "httpd.h"

#include "base/num.h"
#include "value/json.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { NS_PER_MS = 1000000 };

void nap(long long ms) {
    struct timespec time = {ms / 1000, (ms % 1000) * NS_PER_MS};
    while (nanosleep(&time, &time) < 0 && errno == EINTR) {
    }
}

// ── bytes in and out ──

bool client_send(Client *client, Sv bytes) {
    while (bytes.len > 0) {
        ssize_t sent = client->ssl ? SSL_write(client->ssl, bytes.at,
                                               (int)(bytes.len > 1 << 20 ? 1 << 20 : bytes.len))
                                   : send(client->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes = sv_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

bool client_send_c(Client *client, const char *text) {
    return client_send(client, sv_from_c(text));
}

bool client_read(Client *client) {
    char *room = buf_reserve(&client->in, 65536);
    if (!room) return false;
    ssize_t got =
        client->ssl ? SSL_read(client->ssl, room, 65536) : recv(client->fd, room, 65536, 0);
    if (got <= 0) return false;
    client->in.len += (size_t)got;
    return true;
}

// A connection that is gone for the other side without a goodbye.
void client_reset(Client *client) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    client->closing = true;
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

void request_add_json(Buf *buf, const Client *client, const Request *request) {
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

static bool decode_chunks(Client *client, size_t from, size_t *end, Buf *body) {
    size_t at = from;
    for (;;) {
        size_t line_end;
        while ((line_end = sv_find(buf_sv(&client->in), SV("\r\n"), at)) == SV_NONE)
            if (!client_read(client)) return false;
        uint64_t size = 0;
        if (!num_parse_hex(sv_slice(buf_sv(&client->in), at, line_end), &size)) return false;
        at = line_end + 2;
        while (client->in.len < at + size + 2)
            if (!client_read(client)) return false;
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
    client_send_c(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    return true;
}

// False at the end of the connection. `kept` holds the request's bytes until the next one.
bool request_read(Client *client, Buf *kept, Buf *body, Request *out) {
    size_t head_end;
    while ((head_end = sv_find(buf_sv(&client->in), SV("\r\n\r\n"), 0)) == SV_NONE)
        if (!client_read(client) || spoke_tls(client)) return false;
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
            if (!client_read(client)) return false;
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
Sv request_parameter(const Request *request, const char *name, Buf *out) {
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
