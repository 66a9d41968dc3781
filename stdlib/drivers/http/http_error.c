// Why there is no answer, worded for whoever has to fix it. libcurl's own texts are examined but
// never shown: they may contain secrets.
#include "drivers/http/http_line.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/system/file.h"

#include <errno.h>
#include <string.h>

enum { MIB = 1024 * 1024, KIB = 1024 };

static Sv grouped(Arena *arena, int64_t number) {
    Sv digits = sv_format(arena, "%lld", (long long)number);
    Sv text = {0};
    for (size_t i = 0; i < digits.len; i++) {
        bool comma = i > 0 && (digits.len - i) % 3 == 0;
        text = sv_format(arena, "%.*s%s%c", SV_ARG(text), comma ? "," : "", digits.at[i]);
    }
    return text;
}

static bool libcurl_says(const Transfer *transfer, const char *words) {
    return strstr(line_error(transfer->line), words) != NULL;
}

static curl_off_t info_number(const Transfer *transfer, CURLINFO info) {
    curl_off_t number = 0;
    curl_easy_getinfo(line_easy(transfer->line), info, &number);
    return number;
}

// Who was addressed: the proxy, as long as there is no way through it yet.
static Sv other_side(const Transfer *transfer) {
    const HttpRequest *request = transfer->request;
    if (!request->proxy.len) return request->address;
    return sv_format(transfer->call->arena, "the proxy %.*s", SV_ARG(request->proxy_address));
}

// "before an answer came", "after 1,024 of 4,096 bytes of the body"
static Sv how_far(const Transfer *transfer) {
    Arena *arena = transfer->call->arena;
    if (!transfer->status) return SV("before an answer came");
    if (!transfer->head_done) return SV("in the middle of the headers");
    Sv got = grouped(arena, info_number(transfer, CURLINFO_SIZE_DOWNLOAD_T));
    if (transfer->content_length < 0)
        return sv_format(arena, "after %.*s bytes of the body, before its end", SV_ARG(got));
    Sv all = grouped(arena, transfer->content_length);
    return sv_format(arena, "after %.*s of %.*s bytes of the body", SV_ARG(got), SV_ARG(all));
}

static void say(HttpFailure *failure, Sv reason, Sv hint) {
    failure->reason = reason;
    failure->hint = hint;
}

// ── before anything was sent ──

static void explain_name(Transfer *transfer, HttpFailure *failure) {
    Sv host = transfer->request->host;
    say(failure, sv_format(transfer->call->arena, "no such host '%.*s'", SV_ARG(host)),
        SV("is the name right, and does this machine's DNS know it?"));
}

static Sv listening_hint(Transfer *transfer, Sv where) {
    size_t colon = where.len;
    while (colon && where.at[colon - 1] != ':')
        colon--;
    Sv port = sv_slice(where, colon, where.len);
    if (transfer->request->unix_socket.len) return SV("does a program listen on it?");
    if (transfer->request->proxy.len) return SV("is the proxy running, and is its address right?");
    return sv_format(transfer->call->arena,
                     "is the application running, and does it listen on port %.*s?", SV_ARG(port));
}

static void explain_connect(Transfer *transfer, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    Sv where = other_side(transfer);
    long number = 0;
    curl_easy_getinfo(line_easy(transfer->line), CURLINFO_OS_ERRNO, &number);
    if (number == ECONNREFUSED) {
        say(failure, sv_format(arena, "connection refused by %.*s", SV_ARG(where)),
            listening_hint(transfer, where));
        return;
    }
    Sv why = number ? file_error(arena, (int)number) : SV("no address of it could be reached");
    if (!number && transfer->request->ip)
        why = sv_format(arena, "no IPv%d address of it could be reached", transfer->request->ip);
    say(failure, sv_format(arena, "could not connect to %.*s: %.*s", SV_ARG(where), SV_ARG(why)),
        (Sv){0});
}

// What OpenSSL calls it: "error:0A00010B:SSL routines::wrong version number".
static Sv tls_words(const Transfer *transfer) {
    const char *words = strstr(line_error(transfer->line), "SSL routines::");
    if (!words) return (Sv){0};
    return sv_copy(transfer->call->arena, sv_from_c(words + strlen("SSL routines::")));
}

static void explain_handshake(Transfer *transfer, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    Sv where = transfer->request->address, words = tls_words(transfer);
    if (sv_eq_c(words, "wrong version number") || sv_eq_c(words, "packet length too long") ||
        sv_eq_c(words, "http request") || sv_eq_c(words, "record layer failure")) {
        say(failure, sv_format(arena, "%.*s does not speak TLS", SV_ARG(where)),
            SV("is it http:// and not https://?"));
    } else if (libcurl_says(transfer, "reset by peer")) {
        say(failure,
            sv_format(arena, "the connection was reset by %.*s during the TLS handshake",
                      SV_ARG(where)),
            (Sv){0});
    } else if (libcurl_says(transfer, "SSL_ERROR_SYSCALL") ||
               sv_eq_c(words, "unexpected eof while reading")) {
        say(failure,
            sv_format(arena, "the connection was closed by %.*s during the TLS handshake",
                      SV_ARG(where)),
            SV("does it speak TLS?"));
    } else {
        Sv detail = words.len ? sv_format(arena, ": %.*s", SV_ARG(words)) : (Sv){0};
        say(failure,
            sv_format(arena, "the TLS handshake with %.*s failed%.*s", SV_ARG(where),
                      SV_ARG(detail)),
            (Sv){0});
    }
}

static Sv cert_hint(const HttpRequest *request) {
    if (sv_ends(request->cert, SV(".p12")) || sv_ends(request->cert, SV(".pfx")))
        return request->key_password.len ? SV("is the password right, and is it PKCS#12?")
                                         : SV("give the password of the file by tls.key_password");
    return request->key_password.len
               ? SV("both must be PEM files, the key must be the certificate's own, and the password the key's")
               : SV("both must be PEM files, and the key must be the certificate's own; one with a passphrase needs tls.key_password");
}

static void explain_tls_file(Transfer *transfer, CURLcode code, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    const HttpRequest *request = transfer->request;
    failure->end = OUTCOME_BAD_VALUE;
    if (code == CURLE_SSL_CERTPROBLEM) {
        Sv key = request->key.len ? request->key : request->cert;
        say(failure,
            sv_format(arena, "the client certificate '%.*s' with the key '%.*s' cannot be used",
                      SV_ARG(request->cert), SV_ARG(key)),
            cert_hint(request));
    } else {
        Sv file = request->ca.len ? request->ca : SV("the system's certificates");
        say(failure,
            sv_format(arena, "the trusted certificates cannot be read: %.*s", SV_ARG(file)),
            request->ca.len
                ? SV("tls.ca must name a PEM file; a relative path starts at the folder "
                     "that runbook was started in, or at --dir")
                : SV("install the package ca-certificates"));
    }
}

static bool explain_tunnel(Transfer *transfer, HttpFailure *failure) {
    long status = 0;
    curl_easy_getinfo(line_easy(transfer->line), CURLINFO_HTTP_CONNECTCODE, &status);
    if (transfer->sent || status < 300) return false;
    Sv proxy = other_side(transfer), where = transfer->request->address;
    say(failure,
        sv_format(transfer->call->arena, "%.*s refused the way to %.*s with status %ld",
                  SV_ARG(proxy), SV_ARG(where), status),
        (Sv){0});
    return true;
}

// ── after ──

static void explain_encoding(const Transfer *transfer, HttpFailure *failure) {
    say(failure,
        sv_format(transfer->call->arena,
                  "the body is said to be compressed (%.*s), and cannot be decompressed",
                  SV_ARG(transfer->encoding)),
        (Sv){0});
}

static void explain_excess(Transfer *transfer, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    switch (transfer->excess) {
    case EXCESS_BODY:
        if (transfer->request->most_bytes) {
            say(failure,
                sv_format(arena, "the body is over %.*s bytes (max_size)%s",
                          SV_ARG(grouped(arena, transfer->request->most_bytes)),
                          transfer->encoding.len ? " once it is decompressed" : ""),
                (Sv){0});
            return;
        }
        say(failure,
            sv_format(arena, "the body is over the limit of %d MiB (HTTP_BODY_BYTES)%s",
                      LIMIT_HTTP_BODY_BYTES / MIB,
                      transfer->encoding.len ? " once it is decompressed" : ""),
            SV("ask for less: a page, a filter, a range"));
        return;
    case EXCESS_HEADER_BYTES:
        say(failure,
            sv_format(arena, "the headers are over the limit of %d KiB (HTTP_HEADER_BYTES)",
                      LIMIT_HTTP_HEADER_BYTES / KIB),
            (Sv){0});
        return;
    case EXCESS_HEADERS: {
        Sv limit = grouped(arena, LIMIT_HTTP_HEADERS);
        say(failure,
            sv_format(arena, "there are more than %.*s headers (HTTP_HEADERS)", SV_ARG(limit)),
            (Sv){0});
        return;
    }
    case EXCESS_UNSURE: say(failure, transfer->problem, transfer->problem_hint); return;
    case EXCESS_ENCODING: explain_encoding(transfer, failure); return;
    case EXCESS_CUT_OFF:
        say(failure,
            sv_format(arena, "the compressed body (%.*s) was cut off before its end",
                      SV_ARG(transfer->encoding)),
            (Sv){0});
        return;
    default:
        say(failure,
            sv_format(arena, "the answer is not well-formed HTTP: %.*s", SV_ARG(transfer->problem)),
            (Sv){0});
        return;
    }
}

static void explain_break(Transfer *transfer, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    Sv where = transfer->sent ? transfer->request->address : other_side(transfer);
    Sv far = how_far(transfer);
    const char *what = libcurl_says(transfer, "reset by peer") ? "reset" : "closed";
    if (strstr(line_error(transfer->line), "alert certificate required"))
        say(failure,
            sv_format(arena, "%.*s takes no request without a client certificate", SV_ARG(where)),
            (Sv){0});
    else if (transfer->status)
        say(failure, sv_format(arena, "the connection was %s %.*s", what, SV_ARG(far)), (Sv){0});
    else
        say(failure,
            sv_format(arena, "the connection was %s by %.*s %.*s", what, SV_ARG(where),
                      SV_ARG(far)),
            (Sv){0});
}

static void explain_gibberish(Transfer *transfer, HttpFailure *failure) {
    Sv where = transfer->request->address;
    if (transfer->status) {
        const char *what = libcurl_says(transfer, "without colon") ? ": a header without a colon"
                           : libcurl_says(transfer, "Content-Length")
                               ? ": Content-Length is no count of bytes"
                               : "";
        say(failure, sv_format(transfer->call->arena, "the answer is not well-formed HTTP%s", what),
            (Sv){0});
        return;
    }
    say(failure,
        sv_format(transfer->call->arena, "what answers at %.*s does not speak HTTP", SV_ARG(where)),
        transfer->request->url.https
            ? SV("is it the right port?")
            : SV("is it the right port, or is it https:// and not http://?"));
}

static void explain_chunks(Transfer *transfer, HttpFailure *failure) {
    if (libcurl_says(transfer, "chunk"))
        say(failure, SV("the body is not well-formed: it is said to come in chunks, and does not"),
            (Sv){0});
    else
        explain_break(transfer, failure);
}

static Sv what_was_awaited(const Transfer *transfer) {
    Arena *arena = transfer->call->arena;
    Sv where = transfer->request->address;
    if (transfer->sent && transfer->head_done)
        return sv_format(arena, "the body was not complete: the time ran out %.*s",
                         SV_ARG(how_far(transfer)));
    if (transfer->sent) return sv_format(arena, "no answer from %.*s", SV_ARG(where));
    if (tls_begun(line_tls(transfer->line)))
        return sv_format(arena, "the TLS handshake with %.*s was not done", SV_ARG(where));
    Sv other = other_side(transfer);
    return sv_format(arena, "could not connect to %.*s", SV_ARG(other));
}

static void explain_code(Transfer *transfer, CURLcode code, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: explain_name(transfer, failure); return;
    case CURLE_COULDNT_RESOLVE_PROXY: {
        Sv proxy = other_side(transfer);
        say(failure, sv_format(arena, "no such host: %.*s", SV_ARG(proxy)), (Sv){0});
        return;
    }
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
        if (!transfer->sent && code == CURLE_OPERATION_TIMEDOUT && transfer->request->connect_ns) {
            Sv what = what_was_awaited(transfer);
            Sv limit = duration_given(arena, transfer->request->connect_ns);
            failure->timed_out = true;
            say(failure,
                sv_format(arena, "%.*s within %.*s (connect_timeout)", SV_ARG(what), SV_ARG(limit)),
                (Sv){0});
        } else if (!transfer->sent)
            explain_connect(transfer, failure);
        else
            explain_break(transfer, failure);
        return;
    case CURLE_SSL_CONNECT_ERROR: explain_handshake(transfer, failure); return;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: explain_tls_file(transfer, code, failure); return;
    case CURLE_BAD_FUNCTION_ARGUMENT: // its word for a malformed chunk size
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY: explain_gibberish(transfer, failure); return;
    case CURLE_BAD_CONTENT_ENCODING: explain_encoding(transfer, failure); return;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: explain_break(transfer, failure); return;
    case CURLE_RECV_ERROR: explain_chunks(transfer, failure); return;
    case CURLE_ABORTED_BY_CALLBACK:
        if (transfer->older) {
            // It answered the question which versions it speaks.
            failure->end = OUTCOME_FAILED;
            failure->tls = value_null();
            Sv where = transfer->request->address;
            say(failure,
                sv_format(arena, "%.*s does not speak HTTP/2, and nothing was sent", SV_ARG(where)),
                SV("leave http_version out to take what it speaks"));
            return;
        }
        if (transfer->broken) {
            explain_break(transfer, failure);
            return;
        }
        // fall through
    case CURLE_READ_ERROR:
        say(failure, SV("the file that is the body could not be read to its end"), (Sv){0});
        return;
    case CURLE_OUT_OF_MEMORY:
        // libcurl's own ceiling of 100 KiB on one line looks like this.
        if (transfer->sent && !transfer->head_done) {
            say(failure, SV("one header is over the limit of 100 KiB"), (Sv){0});
            return;
        }
        break;
    default: break;
    }
    say(failure, sv_format(arena, "the exchange failed: %s", curl_easy_strerror(code)), (Sv){0});
}

void explain_failure(Transfer *transfer, CURLcode code, HttpFailure *failure) {
    HttpFailure out = {.end = transfer->sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
                       .over = code != CURLE_OPERATION_TIMEDOUT};
    if (transfer->excess != EXCESS_NONE)
        explain_excess(transfer, &out);
    else if (code == CURLE_OK)
        explain_break(transfer, &out);
    else if (code == CURLE_PEER_FAILED_VERIFICATION &&
             tls_refusal(transfer->call->arena, line_tls(transfer->line), transfer->request,
                         failure))
        return;
    else if (!explain_tunnel(transfer, &out))
        explain_code(transfer, code, &out);
    const HttpRequest *request = transfer->request;
    if (transfer->sent && !transfer->status && request->version == HTTP_2 && !request->url.https)
        out.hint =
            SV("does it speak HTTP/2 without TLS? leave http_version out to take what it speaks");
    if (!transfer->status && tls_asked(line_tls(transfer->line)))
        out.hint = SV("it asks for a client certificate: give one with tls.cert and tls.key");
    *failure = out;
}

// ── out of time, cancelled ──

void explain_wait(Transfer *transfer, WaitStatus status, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    HttpFailure out = {.end = transfer->sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED};
    if (status == WAIT_CANCELLED) {
        out.cancelled = true;
        out.reason = transfer->sent ? SV("stopped while waiting for the answer")
                                    : SV("stopped while connecting");
    } else if (status == WAIT_DEADLINE) {
        Sv limit = duration_given(arena, transfer->request->allowed_ns);
        Sv what = what_was_awaited(transfer);
        out.timed_out = true;
        out.reason = sv_format(arena, "%.*s within %.*s", SV_ARG(what), SV_ARG(limit));
        out.hint = SV("look why it takes so long, or give it more time by the key 'timeout'");
    } else {
        Sv why = file_error(arena, errno);
        out.reason = sv_format(arena, "waiting failed: %.*s", SV_ARG(why));
    }
    *failure = out;
}
