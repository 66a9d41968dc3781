// The signature that AWS and what speaks like it ask for ("Signature Version 4"): who asks is shown
// by a keyed digest of the request, and no secret is sent.
// Its source is what AWS says of how a signed request is made ("Create a signed AWS API request").
#ifndef STDLIB_HTTP_SIGN_SIGV4_H
#define STDLIB_HTTP_SIGN_SIGV4_H

#include "base/system/digest.h"
#include "url/url.h"

typedef struct SigV4 {
    Sv region, service;
    Sv access_key, secret_key;
    Sv session_token; // empty = none
} SigV4;

typedef struct SigV4Request {
    Sv method;
    const Url *url;
    Sv host;         // as the header says it
    Sha256 body;     // the digest of what is sent
    int64_t seconds; // when, since 1970
} SigV4Request;

typedef struct SigV4Headers {
    Sv date;          // X-Amz-Date
    Sv body;          // X-Amz-Content-Sha256; empty = it is not sent
    Sv authorization; // Authorization
} SigV4Headers;

SigV4Headers sigv4_sign(Arena *arena, const SigV4 *who, const SigV4Request *request);

#endif
