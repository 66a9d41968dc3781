// MD5, base64url, and identifiers made from a text.
#include "base/system/digest.h"
#include "base/system/md5.h"
#include "cel/functions/call.h"

enum { BYTES_AN_OPERATION = 16 };

static bool spend_bytes(CelCall *call, Value value) {
    return call_spend(call, value.text.len / BYTES_AN_OPERATION + 1);
}

static bool md5_hex(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    Md5 digest = md5_of(value_text(args[0]));
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return call_keep(call, &text, out);
}

// ── base64url (RFC 4648, section 5) ──

static void exchange(Buf *text, char from, char to) {
    for (size_t i = 0; i < text->len; i++)
        if (text->at[i] == from) text->at[i] = to;
}

static bool encode_url(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    base64_add(&text, value_text(args[0]));
    exchange(&text, '+', '-');
    exchange(&text, '/', '_');
    while (text.len > 0 && text.at[text.len - 1] == '=')
        text.len--;
    return call_keep(call, &text, out);
}

static bool decode_url(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv given = value_text(args[0]);
    BUF_AUTO Buf text = call_buf(), bytes = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    bool other = sv_find_char(given, '+', 0) != SV_NONE || sv_find_char(given, '/', 0) != SV_NONE;
    buf_add(&text, given);
    exchange(&text, '-', '+');
    exchange(&text, '_', '/');
    if (other || !base64_decode(&bytes, buf_sv(&text))) {
        Sv shown = call_shown(call, given);
        return call_fail(call, "'%.*s' is not base64url%s", SV_ARG(shown),
                         other ? "; + and / are of base64: base64.decode(…)" : "");
    }
    *out = value_bytes(buf_keep(&bytes, call->work.arena));
    return call_has_memory(call);
}

// ── uuid (RFC 9562, version 8: the first bits of the SHA-256 of a name) ──

static bool uuid(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (!spend_bytes(call, args[0])) return false;
    if (value_text(args[0]).len == 0)
        return call_fail(call, "uuid() of an empty text would be the same everywhere");
    Sha256 digest = sha256_of(value_text(args[0]));
    unsigned char *bytes = digest.bytes;
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x80);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    BUF_AUTO Buf text = call_buf();
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) buf_add_char(&text, '-');
        hex_add(&text, (Sv){(const char *)&bytes[i], 1});
    }
    return call_keep(call, &text, out);
}

static const CelOverload md5_overloads[] = {
    {"(bytes) -> string", md5_hex},
    {"(string) -> string", md5_hex},
};
static const CelOverload encode_overloads[] = {
    {"(bytes) -> string", encode_url},
    {"(string) -> string", encode_url},
};
static const CelOverload decode_overloads[] = {{"(string) -> bytes", decode_url}};
static const CelOverload uuid_overloads[] = {{"(string) -> string", uuid}};

static const CelFunction rows[] = {
    CALL_ROW(
        "md5", md5_overloads,
        "The MD5 digest of bytes, or of the UTF-8 bytes of a text, as 32 hex digits. Two files with one MD5 are "
        "easily made: it shows what a mistake changed, not what somebody did.",
        "md5('abc') == '900150983cd24fb0d6963f7d28e17f72'"),
    CALL_ROW(
        "base64Url", encode_overloads,
        "Bytes, or the UTF-8 bytes of a text, as base64url text: `-` and `_`, without padding.",
        "base64Url(b'\\xfb\\xff') == '-_8'"),
    CALL_ROW("base64Url.encode", encode_overloads, "The same as base64Url().",
             "base64Url.encode(b'\\xfb\\xff') == base64Url(b'\\xfb\\xff')"),
    CALL_ROW("base64Url.decode", decode_overloads,
             "The bytes of a base64url text, with or without padding; of a JWT: "
             "`json(base64Url.decode(token.split('.')[1]))`.",
             "json(base64Url.decode('eyJhIjoxfQ')).a == 1"),
    CALL_ROW(
        "uuid", uuid_overloads,
        "A UUID (RFC 9562, version 8) made from a text by SHA-256: the same text gives the same one. "
        "`uuid(step.key)` is a step's own, in every attempt and after resume; further ones of a step: "
        "`uuid(step.key + '/2')`.",
        "uuid('abc') == 'ba7816bf-8f01-8fea-8141-40de5dae2223'"),
};

const CelFamily cel_family_digests = {
    .name = "digests",
    .summary = "MD5, base64url, and identifiers made from a text.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
