// The answer: status line, headers and body, each byte counted before it is kept.
#include "drivers/http/http_line.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"

Sv bytes_as_text(Arena *arena, Sv bytes) {
    if (utf8_valid(bytes, NULL)) return bytes;
    char *text = arena_alloc_raw(arena, 2 * bytes.len);
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i++)
        len += utf8_encode((unsigned char)bytes.at[i], text + len);
    return (Sv){text, len};
}

static bool too_much(Transfer *transfer, Excess excess) {
    transfer->excess = excess;
    return false;
}

// "HTTP/1.1 404 Not Found": every block of headers begins with such a line, also those of 1xx
// answers.
static void begin_head(Transfer *transfer, Sv line) {
    transfer->header_count = 0;
    transfer->content_length = -1;
    transfer->encoding = (Sv){0};
    transfer->chunked = transfer->until_end = false;
    size_t space = sv_find_char(line, ' ', 0);
    Sv rest = sv_trim(sv_slice(line, space, line.len));
    int64_t status = 0;
    // framing_status says so where these are not three digits.
    ignore_result(num_parse_i64(sv_slice(rest, 0, 3), &status));
    transfer->status = (int)status;
    transfer->version = sv_slice(line, sizeof "HTTP/" - 1, space);
    transfer->reason = sv_trim(sv_slice(rest, 3, rest.len));
}

static void note_header(Transfer *transfer, HttpField header) {
    if (!sv_eq_nocase(header.name, SV("content-encoding"))) return;
    Sv before = transfer->encoding;
    transfer->encoding = before.len ? sv_format(transfer->call->arena, "%.*s, %.*s", SV_ARG(before),
                                                SV_ARG(header.value))
                                    : header.value;
}

// A line that begins with a space continues the header above it.
static bool fold_line(Transfer *transfer, Sv line) {
    HttpField *last = &transfer->headers[transfer->header_count - 1];
    if (!framing_header(transfer, last->name, line, true)) return false;
    last->value =
        sv_format(transfer->call->arena, "%.*s %.*s", SV_ARG(last->value), SV_ARG(sv_trim(line)));
    return true;
}

static bool add_header(Transfer *transfer, Sv line) {
    Arena *arena = transfer->call->arena;
    bool folded = line.at[0] == ' ' || line.at[0] == '\t';
    if (folded && transfer->header_count) return fold_line(transfer, line);
    size_t colon = sv_find_char(line, ':', 0);
    if (colon == SV_NONE || colon == 0) {
        transfer->problem = SV("a header without a colon");
        return too_much(transfer, EXCESS_MALFORMED);
    }
    Sv name = sv_slice(line, 0, colon), value = sv_slice(line, colon + 1, line.len);
    if (!framing_header(transfer, name, value, false)) return false;
    if (transfer->header_count >= LIMIT_HTTP_HEADERS) return too_much(transfer, EXCESS_HEADERS);
    arena_grow(arena, transfer->headers, transfer->header_count, transfer->header_capacity);
    HttpField header = {name, sv_trim(value)};
    transfer->headers[transfer->header_count++] = header;
    note_header(transfer, header);
    return true;
}

static bool take_line(Transfer *transfer, Sv raw) {
    transfer->head_bytes += raw.len;
    if (transfer->head_bytes > LIMIT_HTTP_HEADER_BYTES)
        return too_much(transfer, EXCESS_HEADER_BYTES);
    if (transfer->head_done) return true; // a trailer: counted, not kept
    Arena *arena = transfer->call->arena;
    Sv line = raw;
    if (sv_ends(line, SV("\n"))) line.len--;
    if (sv_ends(line, SV("\r"))) line.len--; // a second one is no part of a line end
    if (line.len == 0) {
        transfer->in_head = false;
        transfer->head_done = transfer->status >= 200 || transfer->status == 101;
        // The certificate can only be asked for now, while the connection is in use.
        if (transfer->head_done && transfer->request->url.https)
            transfer->tls =
                tls_of_connection(arena, line_easy(transfer->line), !transfer->request->insecure);
        if (transfer->head_done && !framing_begin(transfer)) return false;
        // What follows belongs to a protocol that nobody asked for.
        transfer->stopped = transfer->status == 101;
        return !transfer->stopped;
    }
    line = bytes_as_text(arena, sv_copy(arena, line));
    if (sv_starts(line, SV("HTTP/"))) {
        if (transfer->in_head) {
            transfer->problem = SV("a second status among its headers");
            return too_much(transfer, EXCESS_MALFORMED);
        }
        transfer->in_head = true;
        begin_head(transfer, line);
        return framing_status(transfer, line);
    }
    return add_header(transfer, line);
}

size_t receive_header(char *data, size_t size, size_t count, void *self) {
    return take_line(self, (Sv){data, size * count}) ? size * count : 0;
}

size_t receive_body(char *data, size_t size, size_t count, void *self) {
    Transfer *transfer = self;
    transfer->received += (int64_t)(size * count);
    if (transfer->unpack) return unpack_add(transfer, (Sv){data, size * count}) ? size * count : 0;
    if (buf_add(&transfer->body, (Sv){data, size * count})) return size * count;
    transfer->excess = EXCESS_BODY;
    return 0;
}
