// The request: every relevant option of libcurl, set from the request and nothing else.
#include "drivers/http/http_line.h"

#include "base/heap.h"
#include "base/limits.h"

#include <string.h>

enum { A_DAY_MS = 24 * 60 * 60 * 1000, NS_PER_MS = 1000000 };

static int note_sent(void *self, char *local_ip, char *remote_ip, int local_port, int remote_port) {
    (void)local_ip, (void)remote_ip, (void)local_port, (void)remote_port;
    Transfer *transfer = self;
    // Known by now, so that nothing is sent by a version that was not asked for.
    if (!transfer->sent && transfer->request->version == HTTP_2 && !transfer->request->proxy.len)
        transfer->older = tls_older(line_easy(transfer->line));
    if (transfer->older) return CURL_PREREQFUNC_ABORT;
    // libcurl sends a request again if a kept connection turns out to be dead, but a change must
    // not be sent twice.
    transfer->broken = transfer->sent && !transfer->request->reads;
    if (transfer->broken) return CURL_PREREQFUNC_ABORT;
    transfer->sent = true;
    return CURL_PREREQFUNC_OK;
}

// Without memory libcurl leaves out what it is told, and what is sent would be another request.
static void done(CURLcode code) {
    if (code == CURLE_OUT_OF_MEMORY) heap_out_of_memory();
}

static void *made(void *what) {
    if (!what) heap_out_of_memory();
    return what;
}

// libcurl keeps a copy of the text.
static void set_words(Transfer *transfer, CURLoption option, const char *words) {
    done(curl_easy_setopt(line_easy(transfer->line), option, words));
}

static void set_text(Transfer *transfer, CURLoption option, Sv text) {
    if (text.len) set_words(transfer, option, sv_to_c(transfer->call->arena, text));
}

static bool refuse(HttpFailure *failure, Sv reason, Sv hint) {
    *failure = (HttpFailure){.end = OUTCOME_BAD_VALUE, .reason = reason, .hint = hint};
    return false;
}

// ── the body ──

static void set_posted(Transfer *transfer, Sv text) {
    CURL *easy = line_easy(transfer->line);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)text.len);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, text.len ? text.at : "");
}

static bool set_file(Transfer *transfer, Sv path, HttpFailure *failure) {
    CURL *easy = line_easy(transfer->line);
    Upload *upload;
    if (!upload_open(transfer, path, SV("body"), &upload, failure)) return false;
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)upload_size(upload));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, upload_read);
    curl_easy_setopt(easy, CURLOPT_READDATA, upload);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, upload_seek);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, upload);
    return true;
}

static bool add_part(Transfer *transfer, curl_mime *mime, HttpPart part, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    curl_mimepart *added = made(curl_mime_addpart(mime));
    done(curl_mime_name(added, sv_to_c(arena, part.name)));
    if (part.file.len) {
        Upload *upload;
        Sv as = sv_format(arena, "part %.*s", SV_ARG(part.name));
        if (!upload_open(transfer, part.file, as, &upload, failure)) return false;
        done(curl_mime_data_cb(added, (curl_off_t)upload_size(upload), upload_read, upload_seek,
                               NULL, upload));
    } else {
        done(curl_mime_data(added, part.text.at ? part.text.at : "", part.text.len));
    }
    if (part.filename.len) done(curl_mime_filename(added, sv_to_c(arena, part.filename)));
    if (part.type.len) done(curl_mime_type(added, sv_to_c(arena, part.type)));
    return true;
}

static bool set_parts(Transfer *transfer, Prepared *prepared, HttpFailure *failure) {
    CURL *easy = line_easy(transfer->line);
    const HttpBody *body = &transfer->request->body;
    prepared->mime = made(curl_mime_init(easy));
    for (size_t i = 0; i < body->part_count; i++)
        if (!add_part(transfer, prepared->mime, body->parts[i], failure)) return false;
    done(curl_easy_setopt(easy, CURLOPT_MIMEPOST, prepared->mime));
    return true;
}

static bool announces_empty(Sv method) {
    return sv_eq_c(method, "POST") || sv_eq_c(method, "PUT") || sv_eq_c(method, "PATCH");
}

static bool set_body(Transfer *transfer, Prepared *prepared, HttpFailure *failure) {
    const HttpRequest *request = transfer->request;
    switch (request->body.kind) {
    case HTTP_BODY_TEXT: set_posted(transfer, request->body.text); return true;
    case HTTP_BODY_FILE: return set_file(transfer, request->body.text, failure);
    case HTTP_BODY_PARTS: return set_parts(transfer, prepared, failure);
    case HTTP_BODY_NONE: break;
    }
    CURL *easy = line_easy(transfer->line);
    if (sv_eq_c(request->method, "HEAD"))
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    else if (announces_empty(request->method))
        set_posted(transfer, (Sv){0});
    else
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return true;
}

// ── everything else ──

static bool is_left_out(const HttpRequest *request, Sv name) {
    for (size_t i = 0; i < request->left_out.count; i++)
        if (sv_eq_nocase(request->left_out.items[i], name)) return true;
    return false;
}

static void add_header(Prepared *prepared, const char *line) {
    prepared->headers = made(curl_slist_append(prepared->headers, line));
}

static void set_headers(Transfer *transfer, Prepared *prepared) {
    const HttpRequest *request = transfer->request;
    Arena *arena = transfer->call->arena;
    bool typed = false;
    for (size_t i = 0; i < request->header_count; i++) {
        HttpField header = request->headers[i];
        typed = typed || sv_eq_nocase(header.name, SV("Content-Type"));
        // libcurl drops a header written "Name:"; an empty one is written "Name;".
        Sv tail = header.value.len ? SV(": ") : SV(";");
        Sv line = sv_concat(arena, (Sv[]){header.name, tail, header.value}, 3);
        add_header(prepared, line.at);
    }
    for (size_t i = 0; i < request->left_out.count; i++) {
        Sv line = sv_concat(arena, (Sv[]){request->left_out.items[i], SV(":")}, 2);
        add_header(prepared, line.at);
    }
    // libcurl would declare any body a form, and would wait a second for permission to send a large
    // one.
    bool sends = request->body.kind != HTTP_BODY_NONE || announces_empty(request->method);
    if (sends && !typed && request->body.kind != HTTP_BODY_PARTS)
        add_header(prepared, "Content-Type:");
    if (sends) add_header(prepared, "Expect:");
    curl_easy_setopt(line_easy(transfer->line), CURLOPT_HTTPHEADER, prepared->headers);
}

static Sv requested_encoding(const HttpRequest *request) {
    for (size_t i = 0; i < request->header_count; i++)
        if (sv_eq_nocase(request->headers[i].name, SV("Accept-Encoding")))
            return request->headers[i].value;
    return is_left_out(request, SV("Accept-Encoding")) ? (Sv){0} : SV("gzip, deflate");
}

// With server_name the URL has that as its host, which TLS checks; the connection goes to the
// address all the same.
static void set_address(Transfer *transfer, Prepared *prepared) {
    const HttpRequest *request = transfer->request;
    set_text(transfer, CURLOPT_UNIX_SOCKET_PATH, request->unix_socket);
    if (request->unix_socket.len || (!request->server_name.len && !request->elsewhere)) return;
    Sv address = sv_format(transfer->call->arena, "::%.*s", SV_ARG(request->address));
    prepared->address = made(curl_slist_append(NULL, address.at));
    curl_easy_setopt(line_easy(transfer->line), CURLOPT_CONNECT_TO, prepared->address);
}

static long version_option(const HttpRequest *request) {
    switch (request->version) {
    case HTTP_1_0: return CURL_HTTP_VERSION_1_0;
    case HTTP_1_1: return CURL_HTTP_VERSION_1_1;
    case HTTP_2:
        if (!request->url.https) return CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
        break;
    case HTTP_ANY: break;
    }
    return CURL_HTTP_VERSION_2TLS;
}

static void set_transport(Transfer *transfer) {
    CURL *easy = line_easy(transfer->line);
    const HttpRequest *request = transfer->request;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT,
                     1L); // no waiting for a name server that does not answer
    set_words(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version_option(request));
    long family = request->ip == 4   ? CURL_IPRESOLVE_V4
                  : request->ip == 6 ? CURL_IPRESOLVE_V6
                                     : CURL_IPRESOLVE_WHATEVER;
    curl_easy_setopt(easy, CURLOPT_IPRESOLVE, family);
    long connect_ms = (request->connect_ns + NS_PER_MS - 1) / NS_PER_MS;
    // Otherwise ours is the deadline.
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms ? connect_ms : (long)A_DAY_MS);
    curl_easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE, (curl_off_t)request->bytes_a_second);
    curl_easy_setopt(easy, CURLOPT_MAX_SEND_SPEED_LARGE, (curl_off_t)request->bytes_a_second);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // The server may just be closing a connection that was idle for longer, and then it would be
    // unknown whether a change was done.
    if (!request->reads) curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 1L);
    // Also if there is nothing to set: otherwise libcurl would look into the environment.
    set_words(transfer, CURLOPT_PROXY, "");
    set_words(transfer, CURLOPT_NOPROXY, "");
    set_text(transfer, CURLOPT_PROXY, request->proxy);
    set_text(transfer, CURLOPT_PROXYUSERPWD, request->proxy_user);
}

static bool is_pkcs12(Sv path) {
    return sv_ends(path, SV(".p12")) || sv_ends(path, SV(".pfx"));
}

static void set_tls(Transfer *transfer) {
    CURL *easy = line_easy(transfer->line);
    const HttpRequest *request = transfer->request;
    if (!request->url.https) return;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, request->insecure ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, request->insecure ? 0L : 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    // A resumed session shows the certificate of its original handshake.
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    set_text(transfer, CURLOPT_CAINFO, request->ca);
    if (request->ca.len) curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    set_text(transfer, CURLOPT_SSLCERT, request->cert);
    set_text(transfer, CURLOPT_SSLKEY, request->key);
    if (is_pkcs12(request->cert)) set_words(transfer, CURLOPT_SSLCERTTYPE, "P12");
    // Also if there is none: OpenSSL would ask at the terminal.
    if (request->cert.len)
        set_words(transfer, CURLOPT_KEYPASSWD,
                  sv_to_c(transfer->call->arena, request->key_password));
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, tls_watch_context);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, line_tls(transfer->line));
}

static void set_receiving(Transfer *transfer) {
    CURL *easy = line_easy(transfer->line);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, note_sent);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    set_text(transfer, CURLOPT_ACCEPT_ENCODING, requested_encoding(transfer->request));
}

bool request_begin(Transfer *transfer, Prepared *prepared, HttpFailure *failure) {
    const HttpRequest *request = transfer->request;
    set_transport(transfer);
    Sv why;
    CURLU *url = line_url(transfer->line);
    if (!curl_url_fill(transfer->call->arena, url, &request->url, &why))
        return refuse(failure, why, (Sv){0});
    curl_easy_setopt(line_easy(transfer->line), CURLOPT_CURLU, url);
    if (!set_body(transfer, prepared, failure)) return false;
    if (!sv_eq_c(request->method, "HEAD"))
        set_text(transfer, CURLOPT_CUSTOMREQUEST, request->method);
    set_headers(transfer, prepared);
    set_address(transfer, prepared);
    set_tls(transfer);
    set_receiving(transfer);
    return true;
}

void request_end(Transfer *transfer, Prepared *prepared) {
    curl_slist_free_all(prepared->headers);
    curl_slist_free_all(prepared->address);
    curl_mime_free(prepared->mime);
    uploads_end(transfer);
    buf_free(&transfer->body);
}
