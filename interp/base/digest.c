#include "base/digest.h"
#include "base/heap.h"
#include <openssl/evp.h>
#include <stdlib.h>

struct Hasher {
    EVP_MD_CTX *context;
};

// A digest that could not be computed must never be taken for one that was.
static void must(int held) {
    if (held != 1) abort();
}

Hasher *hasher_new(void) {
    Hasher *hasher = heap_alloc(sizeof *hasher);
    hasher->context = EVP_MD_CTX_new();
    must(hasher->context != NULL);
    must(EVP_DigestInit_ex(hasher->context, EVP_sha256(), NULL));
    return hasher;
}

void hasher_add(Hasher *hasher, Sv bytes) {
    if (bytes.len > 0) must(EVP_DigestUpdate(hasher->context, bytes.at, bytes.len));
}

Sha256 hasher_take(Hasher *hasher) {
    Sha256 digest;
    must(EVP_DigestFinal_ex(hasher->context, digest.bytes, NULL));
    must(EVP_DigestInit_ex(hasher->context, NULL, NULL));
    return digest;
}

Sha256 hasher_end(Hasher *hasher) {
    Sha256 digest = {{0}};
    if (!hasher) return digest;
    must(EVP_DigestFinal_ex(hasher->context, digest.bytes, NULL));
    EVP_MD_CTX_free(hasher->context);
    heap_free(hasher);
    return digest;
}

Sha256 sha256_of(Sv bytes) {
    Sha256 digest;
    must(EVP_Digest(bytes.len > 0 ? bytes.at : "", bytes.len, digest.bytes, NULL, EVP_sha256(),
                    NULL));
    return digest;
}

Sv sha256_text(Arena *arena, Sha256 digest) {
    Buf text BUF_AUTO = buf_new(128);
    buf_add_c(&text, "sha256:");
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return buf_keep(&text, arena);
}
