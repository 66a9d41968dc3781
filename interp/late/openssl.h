// OpenSSL, loaded late (late.h): libcrypto, and libssl, which is built upon it.
#ifndef LATE_OPENSSL_H
#define LATE_OPENSSL_H

// libcrypto's older functions for digests: its newer ones look the algorithm up in a table of
// providers, behind a lock, for every digest, which takes several times as long as a line of the
// journal.
#define OPENSSL_API_COMPAT 0x10100000L
// Its macros would put the folder that the program is built in into the program: another folder,
// other bytes.
#define OPENSSL_NO_FILENAMES

#include <openssl/bn.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#define FUNCTION(name) __typeof__(name) *name;
typedef struct LateCrypto {
#include "late/crypto.def"
} LateCrypto;
typedef struct LateSsl {
#include "late/ssl.def"
} LateSsl;
#undef FUNCTION
extern LateCrypto late_crypto;
extern LateSsl late_ssl;

#ifndef LATE_DIRECT
#include "late/crypto_names.h" // made from crypto.def and ssl.def by cmake/late_names.cmake
#include "late/ssl_names.h"
#endif

#endif
