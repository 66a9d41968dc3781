// Where a body ends, and whether the answer is HTTP at all. libcurl forgives more than evidence
// may: it takes a length that it cannot read for none, and a connection that was cut for one that
// ended.
#include "base/ascii.h"
#include "drivers/http/http_line.h"

#include "base/num.h"

#include <string.h>
#include <sys/ioctl.h>

enum { SHOWN_BYTES = 60 };

static bool refuse(Transfer *transfer, Excess excess, Sv problem) {
    transfer->excess = excess;
    transfer->problem = problem;
    return false;
}

static bool malformed(Transfer *transfer, Sv problem) {
    return refuse(transfer, EXCESS_MALFORMED, problem);
}

// ── lines ──

// HTTP/1.1, HTTP/2
static bool is_version(Sv word) {
    if (!sv_starts(word, SV("HTTP/"))) return false;
    Sv number = sv_slice(word, SV("HTTP/").len, word.len);
    bool digit = number.len > 0 && ascii_is_digit(number.at[0]);
    bool minor = number.len == 3 && number.at[1] == '.' && ascii_is_digit(number.at[2]);
    return digit && (number.len == 1 || minor);
}

static bool has_control(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 0x7f) return true;
    }
    return false;
}

bool framing_status(Transfer *transfer, Sv line) {
    if (!is_version(sv_slice(line, 0, sv_find_char(line, ' ', 0))))
        return malformed(transfer, SV("it does not begin with a version of HTTP"));
    Sv code = sv_slice(line, sv_find_char(line, ' ', 0), line.len);
    while (sv_starts(code, SV(" ")))
        code = sv_slice(code, 1, code.len);
    size_t digits = 0;
    while (digits < code.len && ascii_is_digit(code.at[digits]))
        digits++;
    if (digits != 3 || (code.len > 3 && code.at[3] != ' '))
        return malformed(transfer, SV("its status is no number of three digits"));
    return !has_control(code) ||
           malformed(transfer, SV("its status line holds a control character"));
}

static bool is_framing(Sv name) {
    return sv_eq_nocase(name, SV("content-length")) ||
           sv_eq_nocase(name, SV("transfer-encoding")) ||
           sv_eq_nocase(name, SV("content-encoding"));
}

static bool is_token(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", c)) return false;
    }
    return text.len > 0;
}

bool framing_header(Transfer *transfer, Sv name, Sv value, bool folded) {
    Arena *arena = transfer->call->arena;
    Sv word = sv_trim(name);
    if (!is_token(name))
        return malformed(
            transfer, is_token(word)
                          ? sv_format(arena, "a blank stands before the colon of the header '%.*s'",
                                      SV_ARG(word))
                          : SV("the name of a header is none"));
    if (has_control(value))
        return malformed(transfer, sv_format(arena, "the header '%.*s' holds a control character",
                                             SV_ARG(word)));
    // A reader of only its first line would find another end of the body.
    if (folded && is_framing(word))
        return malformed(
            transfer, sv_format(arena, "the header '%.*s' goes on in a second line", SV_ARG(word)));
    return true;
}

// ── lengths ──

static Sv shown(Sv text) {
    return sv_slice(text, 0, text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES);
}

static bool read_length(Transfer *transfer, Sv text) {
    Arena *arena = transfer->call->arena;
    size_t digits = 0;
    while (digits < text.len && ascii_is_digit(text.at[digits]))
        digits++;
    if (text.len == 0 || digits < text.len)
        return malformed(transfer,
                         sv_format(arena, "Content-Length is '%.*s', which is no count of bytes",
                                   SV_ARG(shown(text))));
    int64_t length = 0;
    if (!num_parse_i64(text, &length))
        return malformed(transfer,
                         sv_format(arena, "Content-Length is %.*s, more than there can be",
                                   SV_ARG(shown(text))));
    // It is unclear which of them counts, and so is the end of the body.
    if (transfer->content_length >= 0 && transfer->content_length != length)
        return malformed(transfer, SV("two lengths of one body (Content-Length)"));
    transfer->content_length = length;
    return true;
}

static bool read_lengths(Transfer *transfer, Sv value) {
    Sv rest = value, part;
    if (sv_trim(rest).len == 0) return read_length(transfer, rest);
    while (sv_next_part(&rest, ',', &part))
        if (!read_length(transfer, sv_trim(part))) return false;
    return true;
}

static bool read_coding(Transfer *transfer, Sv value) {
    bool old = sv_starts(transfer->version, SV("1.0"));
    if (sv_eq_nocase(value, SV("chunked")) && !transfer->chunked && !old) {
        transfer->chunked = true;
        return true;
    }
    return refuse(
        transfer, EXCESS_UNSURE,
        sv_format(transfer->call->arena,
                  "where the body ends is not known: it is sent as 'Transfer-Encoding: %.*s'%s",
                  SV_ARG(shown(value)),
                  old                 ? " by HTTP/1.0, which has none"
                  : transfer->chunked ? " a second time"
                                      : ", and only chunked is understood"));
}

static bool answers_with_body(const Transfer *transfer) {
    int status = transfer->status;
    return !sv_eq_c(transfer->request->method, "HEAD") && status >= 200 && status != 204 &&
           status != 304;
}

// ── was the request taken in? ──

// Bytes that the other side has not acknowledged cannot have been read.
static bool unconfirmed(const Transfer *transfer) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    int waiting = 0;
    if (!sv_starts(transfer->version, SV("1."))) return false;
    curl_easy_getinfo(line_easy(transfer->line), CURLINFO_ACTIVESOCKET, &socket);
    return socket != CURL_SOCKET_BAD && ioctl(socket, TIOCOUTQ, &waiting) == 0 && waiting > 0;
}

static bool request_taken(Transfer *transfer) {
    CURL *easy = line_easy(transfer->line);
    curl_off_t sent = 0, all = 0;
    if (transfer->request->body.kind == HTTP_BODY_NONE || transfer->status / 100 != 2) return true;
    curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_UPLOAD_T, &all);
    if (sent >= all && !unconfirmed(transfer)) return true;
    return refuse(transfer, EXCESS_UNSURE,
                  sv_format(transfer->call->arena,
                            "it was answered with %d before the request's body had been sent whole",
                            transfer->status));
}

bool framing_begin(Transfer *transfer) {
    bool body = answers_with_body(transfer);
    for (unsigned i = 0; i < transfer->header_count; i++) {
        HttpField header = transfer->headers[i];
        if (sv_eq_nocase(header.name, SV("content-length"))) {
            if (!read_lengths(transfer, header.value)) return false;
        } else if (body && sv_eq_nocase(header.name, SV("transfer-encoding"))) {
            if (!read_coding(transfer, header.value)) return false;
        }
    }
    if (transfer->request->url.https)
        transfer->tls_session = tls_session(line_easy(transfer->line));
    transfer->until_end = body && !transfer->chunked && transfer->content_length < 0 &&
                          sv_starts(transfer->version, SV("1."));
    return request_taken(transfer);
}

bool framing_whole(Transfer *transfer) {
    Arena *arena = transfer->call->arena;
    // If libcurl decompresses, the number of bytes received is not known.
    bool counted = transfer->unpack || transfer->encoding.len == 0;
    if (transfer->chunked && counted && transfer->content_length >= 0 &&
        transfer->content_length != transfer->received)
        return malformed(transfer, sv_format(arena,
                                             "it is said to have %lld bytes (Content-Length), and "
                                             "came in chunks of %lld",
                                             (long long)transfer->content_length,
                                             (long long)transfer->received));
    const void *session = transfer->tls_session;
    if (transfer->until_end && session && !tls_ended(line_tls(transfer->line), session)) {
        transfer->problem_hint = SV(
            "a part cannot be told from the whole: let the server send Content-Length or chunks");
        return refuse(
            transfer, EXCESS_UNSURE,
            sv_format(
                arena,
                "the connection was cut after %lld bytes of the body, without the end that TLS has "
                "(close_notify), and nothing else says where the body ends",
                (long long)transfer->received));
    }
    if (!transfer->until_end || transfer->received || transfer->encoding.len == 0) return true;
    transfer->excess = EXCESS_CUT_OFF;
    return false;
}
