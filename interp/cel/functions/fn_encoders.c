// Bytes as text and back: base64, hex, SHA-256.
#include "base/limits.h"
#include "base/system/digest.h"
#include "cel/functions/call.h"

static bool spend_bytes(CelCall *call, Value value) {
    return call_spend(call, value.text.len / 16 + 1);
}

static bool encode_base64(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    base64_add(&text, value_text(args[0]));
    return call_keep(call, &text, out);
}

static bool decode_base64(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf bytes = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    if (!base64_decode(&bytes, value_text(args[0]))) {
        Sv shown = call_shown(call, value_text(args[0]));
        return call_fail(call, "'%.*s' is not base64", SV_ARG(shown));
    }
    *out = value_bytes(buf_keep(&bytes, call->work.arena));
    return call_has_memory(call);
}

static bool hex_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    hex_add(&text, value_text(args[0]));
    return call_keep(call, &text, out);
}

static bool sha256_hex(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = call_buf();
    if (!spend_bytes(call, args[0])) return false;
    Sha256 digest = sha256_of(value_text(args[0]));
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return call_keep(call, &text, out);
}

static const CelOverload encode_overloads[] = {{"(bytes) -> string", encode_base64}};
static const CelOverload decode_overloads[] = {{"(string) -> bytes", decode_base64}};
static const CelOverload hex_overloads[] = {
    {"(bytes) -> string", hex_of},
    {"(string) -> string", hex_of},
};
static const CelOverload sha256_overloads[] = {
    {"(bytes) -> string", sha256_hex},
    {"(string) -> string", sha256_hex},
};

static const CelFunction rows[] = {
    {.name = "base64.encode",
     .summary = "Bytes as base64 text, with padding.",
     .example = "base64.encode(b'hello') == 'aGVsbG8='",
     .since = "0.1",
     CEL_OVERLOADS(encode_overloads),
     .extension = true},
    {.name = "base64.decode",
     .summary = "The bytes of a base64 text, with or without padding.",
     .example = "base64.decode('aGVsbG8') == b'hello'",
     .since = "0.1",
     CEL_OVERLOADS(decode_overloads),
     .extension = true},
    {.name = "hex",
     .summary = "Bytes, or the UTF-8 bytes of a text, as pairs of hex digits.",
     .example = "hex(b'\\x01\\xff') == '01ff'",
     .since = "0.1",
     CEL_OVERLOADS(hex_overloads),
     .extension = true},
    {.name = "sha256",
     .summary = "The SHA-256 digest of bytes, or of the UTF-8 bytes of a text, as 64 hex digits.",
     .example =
         "sha256('abc') == 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'",
     .since = "0.1",
     CEL_OVERLOADS(sha256_overloads),
     .extension = true},
};

const CelFamily cel_family_encoders = {
    .name = "encoders",
    .summary = "Bytes as text and back, digests.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
