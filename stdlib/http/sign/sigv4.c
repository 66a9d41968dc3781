#include "http/sign/sigv4.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "value/time.h"

#include <stdlib.h>

static Sv bytes_of(const Sha256 *digest) {
    return (Sv){(const char *)digest->bytes, sizeof digest->bytes};
}

static void add_encoded(Buf *out, Sv text, bool slashes) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (url_is_unreserved(c) || (slashes && c == '/'))
            buf_add_char(out, c);
        else
            buf_addf(out, "%%%02X", (unsigned char)c);
    }
}

static Sv decoded(Arena *arena, Sv text) {
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        int high = text.at[i] == '%' && i + 2 < text.len ? ascii_hex_value(text.at[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex_value(text.at[i + 2]) : -1;
        out[len++] = low >= 0 ? (char)(high * 16 + low) : text.at[i];
        if (low >= 0) i += 2;
    }
    return (Sv){out, len};
}

// ── the request as it is signed ──

// A path is sent encoded, and signed encoded once more, but not by S3.
static void add_path(Buf *out, const SigV4 *who, const Url *url) {
    if (sv_eq_c(who->service, "s3"))
        buf_add(out, url->path);
    else
        add_encoded(out, url->path, true);
}

static int by_text(const void *left, const void *right) {
    return sv_cmp(*(const Sv *)left, *(const Sv *)right);
}

static void add_query(Buf *out, Arena *arena, Sv query) {
    size_t count = 0, most = 1;
    for (size_t i = 0; i < query.len; i++)
        most += query.at[i] == '&';
    Sv *pairs = arena_new_array(arena, Sv, most), part;
    while (sv_next_part(&query, '&', &part)) {
        size_t equals = sv_find_char(part, '=', 0);
        Sv name = sv_slice(part, 0, equals == SV_NONE ? part.len : equals);
        Sv value = equals == SV_NONE ? SV("") : sv_slice(part, equals + 1, part.len);
        BUF_AUTO Buf pair = buf_new(LIMIT_TEMPLATE_BYTES);
        add_encoded(&pair, decoded(arena, name), false);
        buf_add_char(&pair, '=');
        add_encoded(&pair, decoded(arena, value), false);
        if (part.len > 0) pairs[count++] = buf_keep(&pair, arena);
    }
    if (count > 1) qsort(pairs, count, sizeof *pairs, by_text);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_add_char(out, '&');
        buf_add(out, pairs[i]);
    }
}

static Sv hex_of(Arena *arena, const Sha256 *digest) {
    BUF_AUTO Buf hex = buf_new(2 * sizeof digest->bytes + 1);
    hex_add(&hex, bytes_of(digest));
    return buf_keep(&hex, arena);
}

SigV4Headers sigv4_sign(Arena *arena, const SigV4 *who, const SigV4Request *request) {
    CivilTime at = {0};
    ignore_result(civil_from(value_timestamp(request->seconds, 0), SV("UTC"), &at));
    Sv day = sv_format(arena, "%04lld%02d%02d", (long long)at.year, at.month, at.day);
    SigV4Headers out = {
        .date = sv_format(arena, "%.*sT%02d%02d%02dZ", SV_ARG(day), at.hour, at.minute, at.second)};
    Sv body = hex_of(arena, &request->body);
    bool token = who->session_token.len > 0;
    if (sv_eq_c(who->service, "s3")) out.body = body;

    Sv names = sv_format(arena, "host%s;x-amz-date%s", out.body.len ? ";x-amz-content-sha256" : "",
                         token ? ";x-amz-security-token" : "");
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&text, "%.*s\n", SV_ARG(request->method));
    add_path(&text, who, request->url);
    buf_add_char(&text, '\n');
    add_query(&text, arena, request->url->query);
    buf_addf(&text, "\nhost:%.*s\n", SV_ARG(request->host));
    if (out.body.len) buf_addf(&text, "x-amz-content-sha256:%.*s\n", SV_ARG(out.body));
    buf_addf(&text, "x-amz-date:%.*s\n", SV_ARG(out.date));
    if (token) buf_addf(&text, "x-amz-security-token:%.*s\n", SV_ARG(who->session_token));
    buf_addf(&text, "\n%.*s\n%.*s", SV_ARG(names), SV_ARG(body));
    Sha256 asked = sha256_of(buf_sv(&text));

    Sv scope = sv_format(arena, "%.*s/%.*s/%.*s/aws4_request", SV_ARG(day), SV_ARG(who->region),
                         SV_ARG(who->service));
    Sv what = sv_format(arena, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n%.*s", SV_ARG(out.date),
                        SV_ARG(scope), SV_ARG(hex_of(arena, &asked)));
    Sha256 key = hmac_sha256(sv_format(arena, "AWS4%.*s", SV_ARG(who->secret_key)), day);
    const Sv parts[] = {who->region, who->service, SV("aws4_request"), what};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        key = hmac_sha256(bytes_of(&key), parts[i]);
    out.authorization = sv_format(
        arena, "AWS4-HMAC-SHA256 Credential=%.*s/%.*s, SignedHeaders=%.*s, Signature=%.*s",
        SV_ARG(who->access_key), SV_ARG(scope), SV_ARG(names), SV_ARG(hex_of(arena, &key)));
    return out;
}
