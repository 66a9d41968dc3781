// Decompresses a body with zlib. libcurl's own decompression takes a body for complete that was cut
// off before the end of the compressed stream.
#include "drivers/http/http_line.h"

#include "base/heap.h"
#include <zlib.h>

enum { ROOM = 16 * 1024, GZIP_WINDOW = 15 + 16, ZLIB_WINDOW = 15, RAW_WINDOW = -15, HEAD = 2 };

struct Unpack {
    z_stream stream;
    bool gzip;                // else deflate
    bool begun;               // the stream is set up
    bool ended;               // the stream has ended
    unsigned char head[HEAD]; // of deflate: distinguishes its two forms
    size_t head_count;
};

static bool is_gzip(Sv encoding) {
    return sv_eq_nocase(encoding, SV("gzip")) || sv_eq_nocase(encoding, SV("x-gzip"));
}

static bool is_packed(const Transfer *transfer) {
    return transfer->encoding.len && !sv_eq_nocase(transfer->encoding, SV("identity"));
}

// What zlib does not know is left to libcurl, if a step asks for it.
static bool asks_for_more(const HttpRequest *request) {
    static const char *const others[] = {"br", "zstd", "*"};
    for (size_t i = 0; i < request->header_count; i++) {
        if (!sv_eq_nocase(request->headers[i].name, SV("Accept-Encoding"))) continue;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            if (sv_find(request->headers[i].value, sv_from_c(others[k]), 0) != SV_NONE) return true;
    }
    return false;
}

void unpack_begin(Transfer *transfer) {
    if (asks_for_more(transfer->request)) return;
    curl_easy_setopt(line_easy(transfer->line), CURLOPT_HTTP_CONTENT_DECODING, 0L);
    transfer->unpack = heap_alloc(sizeof *transfer->unpack);
    *transfer->unpack = (Unpack){.stream = {0}};
}

void unpack_end(Transfer *transfer) {
    if (!transfer->unpack) return;
    if (transfer->unpack->begun) inflateEnd(&transfer->unpack->stream);
    heap_free(transfer->unpack);
    transfer->unpack = NULL;
}

static bool refuse(Transfer *transfer, Excess excess) {
    transfer->excess = excess;
    return false;
}

// A deflated body has zlib's header, or from some servers none.
static int window_of(const Unpack *unpack) {
    if (unpack->gzip) return GZIP_WINDOW;
    unsigned first = unpack->head[0], both = first * 256 + unpack->head[1];
    return (first & 15) == Z_DEFLATED && both % 31 == 0 ? ZLIB_WINDOW : RAW_WINDOW;
}

static bool inflate_all(Transfer *transfer, Sv bytes) {
    Unpack *unpack = transfer->unpack;
    z_stream *stream = &unpack->stream;
    unsigned char room[ROOM];
    stream->next_in = (unsigned char *)(uintptr_t)bytes.at;
    stream->avail_in = (uInt)bytes.len;
    for (;;) {
        // Gzip may continue with another member; after anything else nothing may follow.
        if (unpack->ended && stream->avail_in == 0) return true;
        if (unpack->ended && (!unpack->gzip || inflateReset(stream) != Z_OK))
            return refuse(transfer, EXCESS_ENCODING);
        unpack->ended = false;
        stream->next_out = room;
        stream->avail_out = ROOM;
        int code = inflate(stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return refuse(transfer, EXCESS_ENCODING);
        size_t made = ROOM - stream->avail_out;
        if (!buf_add(&transfer->body, (Sv){(const char *)room, made}))
            return refuse(transfer, EXCESS_BODY);
        unpack->ended = code == Z_STREAM_END;
        if (!unpack->ended && stream->avail_in == 0 && stream->avail_out > 0) return true;
        if (code == Z_BUF_ERROR) return refuse(transfer, EXCESS_ENCODING);
    }
}

static bool start(Transfer *transfer) {
    Unpack *unpack = transfer->unpack;
    unpack->begun = inflateInit2(&unpack->stream, window_of(unpack)) == Z_OK;
    return unpack->begun || refuse(transfer, EXCESS_ENCODING);
}

bool unpack_add(Transfer *transfer, Sv bytes) {
    Unpack *unpack = transfer->unpack;
    if (!is_packed(transfer))
        return buf_add(&transfer->body, bytes) || refuse(transfer, EXCESS_BODY);
    if (unpack->begun) return inflate_all(transfer, bytes);
    unpack->gzip = is_gzip(transfer->encoding);
    if (!unpack->gzip && !sv_eq_nocase(transfer->encoding, SV("deflate")))
        return refuse(transfer, EXCESS_ENCODING);
    while (!unpack->gzip && unpack->head_count < HEAD && bytes.len) {
        unpack->head[unpack->head_count++] = (unsigned char)bytes.at[0];
        bytes = sv_slice(bytes, 1, bytes.len);
    }
    if (!unpack->gzip && unpack->head_count < HEAD) return true;
    if (!start(transfer)) return false;
    Sv head = {(const char *)unpack->head, unpack->head_count};
    return (head.len == 0 || inflate_all(transfer, head)) &&
           (bytes.len == 0 || inflate_all(transfer, bytes));
}

bool unpack_whole(Transfer *transfer) {
    const Unpack *unpack = transfer->unpack;
    // A body without any bytes is complete: that of HEAD, of 304.
    if (!unpack || (!unpack->begun && unpack->head_count == 0) || unpack->ended) return true;
    return refuse(transfer, EXCESS_CUT_OFF);
}
