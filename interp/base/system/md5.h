// MD5 (RFC 1321), for answers that are identified by it; it protects nothing. Its own, since a
// system that forbids MD5 for signatures has none in its libraries.
#ifndef BASE_SYSTEM_MD5_H
#define BASE_SYSTEM_MD5_H

#include "base/sv.h"

typedef struct Md5 {
    unsigned char bytes[16];
} Md5;

Md5 md5_of(Sv bytes);

#endif
