// How a server is known, and what is said where it is not: which of libpq's modes stands for the
// connection, and the words for a refusal. Refuses to open anything.
#ifndef STDLIB_DRIVERS_POSTGRES_POSTGRES_TLS_H
#define STDLIB_DRIVERS_POSTGRES_POSTGRES_TLS_H

#include "drivers/postgres/postgres.h"

// Options of libpq; NULL = as libpq has it.
typedef struct PostgresTls {
    const char *mode, *root, *cert, *key, *gss;
    bool gated;     // elsewhere and not encrypted: see postgres_gate.h
    bool falls;     // what offers no TLS is then asked without it
    bool encrypted; // the connection must turn out to be
} PostgresTls;

// `local`: every server of the list is a socket or on the loopback. False with the failure set.
MUST_USE bool postgres_choose_tls(PostgresSession *session, bool local, PostgresTls *out);
// The second try of one that falls.
PostgresTls postgres_without_tls(const PostgresTls *tls);
// Whether libpq found no TLS at the server.
bool postgres_lacks_tls(Sv why);
// Sets the failure if it is about TLS: `why` is libpq's first line, `place` the server.
bool postgres_fail_tls(PostgresSession *session, Sv why, Sv place);

#endif
