// Stands between libpq and a server that is spoken to without TLS, until the server has let us in:
// a request for the password itself, or for its MD5 hash, is not handed on, so that libpq cannot
// answer it. libpq has an option for that from 16 on; this is the same with each of them.
#ifndef STDLIB_DRIVERS_POSTGRES_POSTGRES_GATE_H
#define STDLIB_DRIVERS_POSTGRES_POSTGRES_GATE_H

#include "drivers/postgres/postgres.h"

typedef struct PostgresGate PostgresGate;

PostgresGate *postgres_gate_new(PostgresSession *session);
void postgres_gate_free(PostgresGate *gate);
// In place of waiting for libpq's socket before PQconnectPoll. False with the failure set.
MUST_USE bool postgres_gate_wait(PostgresGate *gate, PostgresPollingStatusType wanted);
// After each PQconnectPoll. False with the failure set.
MUST_USE bool postgres_gate_follow(PostgresGate *gate);
// Steps aside: libpq has the way to the server for itself. False with the failure set.
MUST_USE bool postgres_gate_leave(PostgresGate *gate);

#endif
