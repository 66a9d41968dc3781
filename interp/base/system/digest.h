// SHA-256 (FIPS 180-4), base64 (RFC 4648) and hex. libcrypto is touched in digest.c alone;
// where it is not installed the process says so and ends with status 70.
#ifndef BASE_SYSTEM_DIGEST_H
#define BASE_SYSTEM_DIGEST_H

#include "base/buf.h"
#include "base/sv.h"

typedef struct Sha256 {
    unsigned char bytes[32];
} Sha256;

Sha256 sha256_of(Sv bytes);
Sha256 hmac_sha256(Sv key, Sv text); // RFC 2104
Sha256 sha512_256_of(Sv bytes);      // SHA-512/256, which is as long
// Streaming. hasher_new never fails, and hasher_end accepts NULL.
typedef struct Hasher Hasher;
Hasher *hasher_new(void);
void hasher_add(Hasher *hasher, Sv bytes);
// The digest of what was added since it was made or last taken; then it starts anew, which is
// cheaper than a new one.
Sha256 hasher_take(Hasher *hasher);
Sha256 hasher_end(Hasher *hasher); // frees it

bool hex_add(Buf *buf, Sv bytes);
bool base64_add(Buf *buf, Sv bytes);
// Standard alphabet, with or without padding; false on anything else.
bool base64_decode(Buf *out, Sv text);
// "sha256:" and 64 hex digits, in the arena.
Sv sha256_text(Arena *arena, Sha256 digest);

#endif
