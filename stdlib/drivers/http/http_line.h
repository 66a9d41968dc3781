// Shared by stdlib/drivers/http/ alone: a kept libcurl handle with its connections, and one
// transfer over it.
#ifndef STDLIB_DRIVERS_HTTP_HTTP_LINE_H
#define STDLIB_DRIVERS_HTTP_HTTP_LINE_H

#include "base/buf.h"
#include "drivers/http/http_driver.h"
#include "late/curl.h"

// libcurl's handle and the connections it keeps; used by one thread at a time.
typedef struct HttpLine HttpLine;

typedef enum Excess {
    EXCESS_NONE,
    EXCESS_BODY,         // over LIMIT_HTTP_BODY_BYTES
    EXCESS_HEADER_BYTES, // over LIMIT_HTTP_HEADER_BYTES
    EXCESS_HEADERS,      // over LIMIT_HTTP_HEADERS
    EXCESS_MALFORMED,    // the answer is not HTTP: see `problem`
    EXCESS_UNSURE,       // the end of the body cannot be known, or the answer came too early: see
                         // `problem`
    EXCESS_ENCODING,     // the body is not what Content-Encoding says
    EXCESS_CUT_OFF       // the compressed body has no end
} Excess;

typedef struct Unpack Unpack; // http_unpack.c
typedef struct Upload Upload; // http_upload.c

typedef struct Transfer {
    const ActionCall *call;
    const HttpRequest *request;
    HttpLine *line;
    bool sent;      // the connection stood and the request was begun
    bool older;     // the server chose another version than HTTP/2, which was asked for
    bool broken;    // a kept connection broke under what must not be sent twice
    bool stopped;   // by us, after a complete answer
    bool head_done; // the blank line behind the headers was seen
    bool in_head;   // a status was read, and not yet the empty line that ends its headers
    int status;     // 0 = no status line yet
    Sv reason, version;
    HttpField *headers;
    unsigned header_count, header_capacity;
    size_t head_bytes;      // of all headers so far, trailers too
    int64_t content_length; // as announced; -1 = not
    bool chunked;           // Transfer-Encoding says so
    bool until_end;         // only the end of the connection ends the body
    int64_t received;       // bytes of the body, as they came
    Sv encoding;            // Content-Encoding; empty = none
    Buf body;               // decoded
    Unpack *unpack;         // NULL = libcurl decompresses
    Excess excess;
    Sv problem;              // of EXCESS_MALFORMED and EXCESS_UNSURE
    Sv problem_hint;         // may be empty
    const void *tls_session; // of the connection that is read from; NULL = not encrypted
    Value tls;
    Upload *uploads; // files that are sent
} Transfer;

// ── http_line.c ──
// Takes a line from the pool, or makes one. `once`: for what must not be sent twice. Such requests
// do not share lines with reads; their lines are kept for changes in a row.
HttpLine *line_take(const ActionCall *call, Sv keep_under, bool once);
// Returns it to the pool with its connections, or closes it if something went wrong on it.
void line_keep(const ActionCall *call, Sv keep_under, bool once, HttpLine *line);
void line_close(HttpLine *line);
CURL *line_easy(HttpLine *line);
// The URL that the line asked for last; what the line is kept under has the same origin.
CURLU *line_url(HttpLine *line);
// libcurl's own words on the last failure; may be empty.
const char *line_error(const HttpLine *line);
// Runs the transfer of the easy handle. WAIT_READY: it has ended, and *code says how.
MUST_USE WaitStatus line_run(HttpLine *line, const Waiter *waiter, CURLcode *code);

// ── http_send.c ──
// Sets everything about the request on the easy handle. False with *failure if something cannot be
// read. request_end frees what it leaves, after the transfer.
typedef struct Prepared {
    struct curl_slist *headers;
    struct curl_slist *address; // where to connect, whatever the URL says
    curl_mime *mime;
} Prepared;
MUST_USE bool request_begin(Transfer *transfer, Prepared *prepared, HttpFailure *failure);
void request_end(Transfer *transfer, Prepared *prepared);

// ── http_upload.c ──
// A file to be sent, with its size as it is now; `as` says what it is sent as. False with *failure
// if it cannot be read.
MUST_USE bool upload_open(Transfer *transfer, Sv path, Sv as, Upload **out, HttpFailure *failure);
int64_t upload_size(const Upload *upload);
// libcurl's callbacks; `self` is the Upload.
size_t upload_read(char *out, size_t size, size_t count, void *self);
int upload_seek(void *self, curl_off_t offset, int origin);
// Closes all, and tells request->sent which bytes were sent.
void uploads_end(Transfer *transfer);

// ── http_url.c ──
// Makes libcurl's own handle of a URL hold our parts: what it holds is compared with them, and
// libcurl never reads a text again. `handle` may hold another URL from before. False with *why, in
// the arena, where libcurl would hold other parts than we do; the handle is not to be used then.
MUST_USE bool curl_url_fill(Arena *arena, CURLU *handle, const Url *url, Sv *why);

// ── http_receive.c ──
size_t receive_header(char *data, size_t size, size_t count, void *self);
size_t receive_body(char *data, size_t size, size_t count, void *self);
// Bytes as text: UTF-8 as it is, anything else read as ISO 8859-1.
Sv bytes_as_text(Arena *arena, Sv bytes);

// ── http_framing.c ──
// The status line: "HTTP/1.1 200 OK". Like the others here, false with transfer->excess.
bool framing_status(Transfer *transfer, Sv line);
// A header: its name as it came, up to the colon, and its value. `folded`: the value continues the
// line above.
bool framing_header(Transfer *transfer, Sv name, Sv value, bool folded);
// Call once the headers of the answer itself are there: determines what ends the body, and whether
// the whole request was taken in.
bool framing_begin(Transfer *transfer);
// Call once everything has come.
bool framing_whole(Transfer *transfer);

// ── http_unpack.c ──
// Takes decompression over from libcurl, except for encodings that only libcurl knows. Call after
// request_begin.
void unpack_begin(Transfer *transfer);
// Adds to the decoded body. False with transfer->excess.
bool unpack_add(Transfer *transfer, Sv bytes);
// Call once everything has come: false with transfer->excess if a compressed body has no end.
bool unpack_whole(Transfer *transfer);
void unpack_end(Transfer *transfer);

// ── http_error.c ──
void explain_failure(Transfer *transfer, CURLcode code, HttpFailure *failure);
// Cancelled, out of time, or unable to wait.
void explain_wait(Transfer *transfer, WaitStatus end, HttpFailure *failure);

// ── http_tls.c ──
typedef struct TlsWatch TlsWatch; // remembers the certificate that did not verify
TlsWatch *line_tls(HttpLine *line);
TlsWatch *tls_watch_new(void);
void tls_watch_free(TlsWatch *watch);
void tls_watch_reset(TlsWatch *watch);
// Whether there was a connection and TLS was begun on it.
bool tls_begun(const TlsWatch *watch);
// Whether the server asked for a client certificate and none was given.
bool tls_asked(const TlsWatch *watch);
// Whether the other side of this session announced its end (close_notify).
bool tls_ended(const TlsWatch *watch, const void *session);
// Whether TLS was agreed on without HTTP/2; false where the connection is not encrypted.
bool tls_older(CURL *easy);
// The session of the connection that is being read from; NULL if it is not encrypted.
const void *tls_session(CURL *easy);
// CURLOPT_SSL_CTX_FUNCTION; `watch` is the TlsWatch.
CURLcode tls_watch_context(CURL *easy, void *context, void *watch);
// The result `tls` of the connection that is being read from; null if it is not encrypted.
Value tls_of_connection(Arena *arena, CURL *easy, bool verified);
// False if no certificate was refused.
MUST_USE bool tls_refusal(Arena *arena, const TlsWatch *watch, const HttpRequest *request,
                          HttpFailure *failure);

#endif
