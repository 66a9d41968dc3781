#include "drivers/http/http_line.h"

#include "base/limits.h"
#include "late/late.h"

enum { NS_PER_US = 1000 };

static int64_t info_ns(CURL *easy, CURLINFO info) {
    curl_off_t us = 0;
    curl_easy_getinfo(easy, info, &us);
    return us > 0 ? us * NS_PER_US : 0;
}

static int64_t between(int64_t from, int64_t to) {
    return to > from ? to - from : 0;
}

// libcurl measures everything from the start; people ask how long each part took.
static HttpTiming read_timing(CURL *easy) {
    HttpTiming timing = {
        .first_byte = info_ns(easy, CURLINFO_STARTTRANSFER_TIME_T),
        .total = info_ns(easy, CURLINFO_TOTAL_TIME_T),
    };
    long made = 0;
    curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &made);
    if (made == 0) return timing;
    int64_t named = info_ns(easy, CURLINFO_NAMELOOKUP_TIME_T);
    int64_t connected = info_ns(easy, CURLINFO_CONNECT_TIME_T);
    timing.dns = named;
    timing.connect = between(named, connected);
    timing.tls = between(connected, info_ns(easy, CURLINFO_APPCONNECT_TIME_T));
    return timing;
}

static void read_answer(Transfer *transfer, HttpAnswer *answer) {
    Arena *arena = transfer->call->arena;
    CURL *easy = line_easy(transfer->line);
    char *ip = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
    *answer = (HttpAnswer){
        .status = transfer->status,
        .reason = transfer->reason,
        .version = transfer->version,
        .headers = transfer->headers,
        .header_count = transfer->header_count,
        .body = buf_keep(&transfer->body, arena),
        .timing = read_timing(easy),
        .remote_ip = sv_copy(arena, sv_from_c(ip)),
        .tls = transfer->tls,
    };
}

static bool exchange(Transfer *transfer, HttpAnswer *answer, HttpFailure *failure) {
    CURLcode code = CURLE_OK;
    WaitStatus status = line_run(transfer->line, &transfer->call->waiter, &code);
    if (status != WAIT_READY) {
        explain_wait(transfer, status, failure);
        return false;
    }
    if ((code != CURLE_OK && !transfer->stopped) || !transfer->head_done) {
        explain_failure(transfer, code, failure);
        return false;
    }
    if (!unpack_whole(transfer) || !framing_whole(transfer)) {
        explain_failure(transfer, CURLE_OK, failure);
        return false;
    }
    read_answer(transfer, answer);
    return true;
}

// The certificates that libcurl is shown are read with OpenSSL.
static bool load(Arena *arena, HttpFailure *failure) {
    LateFailure missing;
    if (late_load(LATE_CRYPTO, &missing) && late_load(LATE_SSL, &missing) &&
        late_load(LATE_CURL, &missing))
        return true;
    *failure = (HttpFailure){.end = OUTCOME_NOT_STARTED,
                             .reason = sv_copy(arena, sv_from_c(missing.reason)),
                             .hint = sv_copy(arena, sv_from_c(missing.hint))};
    return false;
}

bool http_exchange(const ActionCall *call, const HttpRequest *request, HttpAnswer *answer,
                   HttpFailure *failure) {
    if (!load(call->arena, failure)) return false;
    Transfer transfer = {
        .call = call,
        .request = request,
        .line = line_take(call, request->keep_under, !request->reads),
        .content_length = -1,
        .body = buf_new(request->most_bytes ? (size_t)request->most_bytes : LIMIT_HTTP_BODY_BYTES),
        .tls = value_null(),
    };
    if (!transfer.line) {
        *failure =
            (HttpFailure){.end = OUTCOME_NOT_STARTED, .reason = SV("libcurl could not be started")};
        return false;
    }
    Prepared prepared = {0};
    bool begun = request_begin(&transfer, &prepared, failure);
    if (begun) unpack_begin(&transfer);
    bool answered = begun && exchange(&transfer, answer, failure);
    // After a failure the state of its connections is unknown.
    if (answered && !request->closes && !transfer.stopped)
        line_keep(call, request->keep_under, !request->reads, transfer.line);
    else
        line_close(transfer.line);
    unpack_end(&transfer);
    request_end(&transfer, &prepared);
    return answered;
}
