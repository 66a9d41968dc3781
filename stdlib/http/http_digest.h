// Digest access authentication (RFC 7616): a server's challenge, and what answers it.
#ifndef STDLIB_HTTP_HTTP_DIGEST_H
#define STDLIB_HTTP_HTTP_DIGEST_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct DigestChallenge {
    Sv realm, nonce, opaque, algorithm, qop; // algorithm and qop as they were written
    bool opaque_given, qop_given, userhash;
} DigestChallenge;

typedef struct DigestRequest {
    Sv method, uri, user, password;
    Sv cnonce; // made anew for each answer
} DigestRequest;

typedef enum DigestFound {
    DIGEST_NONE,   // no challenge of that scheme
    DIGEST_USABLE, // *out is the strongest of those that can be answered
    DIGEST_UNKNOWN // *out is one, and *why says what of it cannot be answered
} DigestFound;
// Reads one field of WWW-Authenticate, which may hold several challenges.
DigestFound digest_read(Arena *arena, Sv field, DigestChallenge *out, Sv *why);
// Whether it goes before another one that could be answered as well.
bool digest_stronger(const DigestChallenge *than, const DigestChallenge *this);
// The value of Authorization: "Digest username=…".
Sv digest_answer(Arena *arena, const DigestChallenge *challenge, const DigestRequest *request);

#endif
