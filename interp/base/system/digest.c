#include "base/system/digest.h"
#include "base/heap.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "late/late.h"
#include "late/openssl.h"
#include <stdlib.h>
#include <unistd.h>

struct Hasher {
    SHA256_CTX context;
};

// Nothing can be recorded without a digest.
static _Noreturn void end_without(const LateFailure *missing) {
    BUF_AUTO Buf words = buf_new(4096);
    shown_addf(&words, "runbook: %s (%s); ended with status 70\n", missing->reason, missing->hint);
    ignore_result(file_write_all(STDERR_FILENO, buf_sv(&words)));
    _exit(70);
}

static void load(void) {
    LateFailure missing;
    if (!late_load(LATE_CRYPTO, &missing)) end_without(&missing);
}

// A digest that could not be computed must never be taken for one that was.
static void must(int held) {
    if (held != 1) abort();
}

Hasher *hasher_new(void) {
    load();
    Hasher *hasher = heap_alloc(sizeof *hasher);
    must(SHA256_Init(&hasher->context));
    return hasher;
}

void hasher_add(Hasher *hasher, Sv bytes) {
    if (bytes.len > 0) must(SHA256_Update(&hasher->context, bytes.at, bytes.len));
}

Sha256 hasher_take(Hasher *hasher) {
    Sha256 digest;
    must(SHA256_Final(digest.bytes, &hasher->context));
    must(SHA256_Init(&hasher->context));
    return digest;
}

Sha256 hasher_end(Hasher *hasher) {
    Sha256 digest = {{0}};
    if (!hasher) return digest;
    must(SHA256_Final(digest.bytes, &hasher->context));
    heap_free(hasher);
    return digest;
}

Sha256 sha256_of(Sv bytes) {
    load();
    Hasher hasher;
    Sha256 digest;
    must(SHA256_Init(&hasher.context));
    hasher_add(&hasher, bytes);
    must(SHA256_Final(digest.bytes, &hasher.context));
    return digest;
}

Sha256 hmac_sha256(Sv key, Sv text) {
    load();
    Sha256 digest;
    unsigned len = 0;
    must(HMAC(EVP_sha256(), key.at, (int)key.len, (const unsigned char *)text.at, text.len,
              digest.bytes, &len) != NULL);
    must(len == sizeof digest.bytes);
    return digest;
}

Sha256 sha512_256_of(Sv bytes) {
    load();
    Sha256 digest;
    unsigned len = 0;
    must(EVP_Digest(bytes.at, bytes.len, digest.bytes, &len, EVP_sha512_256(), NULL));
    must(len == sizeof digest.bytes);
    return digest;
}

Sv sha256_text(Arena *arena, Sha256 digest) {
    Buf text BUF_AUTO = buf_new(128);
    buf_add_c(&text, "sha256:");
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return buf_keep(&text, arena);
}
