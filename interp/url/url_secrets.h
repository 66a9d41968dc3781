// What is secret within an address, whatever its scheme and whether it is well-formed: the password
// beside the user (scheme://user:password@host), a token in the user's place (https://token@host),
// and what stands behind a key that says so, in the address's query (?sslpassword=…) or in libpq's
// other form (host=… password='…'). Owns nothing: what it finds are views of the text. Refuses to
// judge the address.
#ifndef URL_URL_SECRETS_H
#define URL_URL_SECRETS_H

#include "base/buf.h"
#include "base/must_use.h"
#include "base/sv.h"

typedef struct UrlSecret {
    Sv text;     // as written
    Sv around;   // it, with what stands before and behind it and cannot be there by chance:
                 // "ann:hunter2@", "password=hunter2"
    bool quoted; // backslashes within escape (libpq's form); else %XX may
} UrlSecret;

// The first one that begins at or after `from`; false if there is none.
MUST_USE bool url_secret_next(Sv text, size_t from, UrlSecret *out);
// Whether a parameter of an address that is called so holds a secret: "access_token".
MUST_USE bool url_key_is_secret(Sv key);
// What the secret says once it is unescaped.
void url_secret_decode(const UrlSecret *secret, Buf *out);
// Adds the text with `shown` in place of each of its secrets.
void url_secrets_hide(Buf *out, Sv text, Sv shown);

#endif
