// libcrypto's older functions: its newer ones look the algorithm up in a table of providers, behind
// a lock, for every digest, which takes several times as long as a line of the journal.
#define OPENSSL_API_COMPAT 0x10100000L
#include "base/system/digest.h"
#include "base/heap.h"
#include <openssl/sha.h>
#include <stdlib.h>

struct Hasher {
    SHA256_CTX context;
};

// A digest that could not be computed must never be taken for one that was.
static void must(int held) {
    if (held != 1) abort();
}

Hasher *hasher_new(void) {
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
    Hasher hasher;
    Sha256 digest;
    must(SHA256_Init(&hasher.context));
    hasher_add(&hasher, bytes);
    must(SHA256_Final(digest.bytes, &hasher.context));
    return digest;
}

Sv sha256_text(Arena *arena, Sha256 digest) {
    Buf text BUF_AUTO = buf_new(128);
    buf_add_c(&text, "sha256:");
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return buf_keep(&text, arena);
}
