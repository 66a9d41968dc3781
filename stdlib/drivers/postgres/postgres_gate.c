// libpq's socket is one end of a pair, and what arrives from the server is handed to the other one
// message by message. Nothing of it reaches libpq before it was looked at.
#include "drivers/postgres/postgres_gate.h"

#include "base/heap.h"
#include "drivers/postgres/postgres_tls.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HELD_BYTES = 64 * 1024, HEADER_BYTES = 5, NONE = -1 };
// What a server asks for, in its message 'R'.
enum { ASKS_NOTHING = 0, ASKS_IN_CLEAR = 3, ASKS_MD5 = 5 };

struct PostgresGate {
    PostgresSession *session;
    int server; // the way to the server; NONE = libpq still has it
    int inner;  // our end of the pair
    bool in;    // the server has let us in: nothing is looked at any more
    bool ended; // nothing more comes from the server
    size_t held_count;
    char held[HELD_BYTES]; // what has arrived of a message
};

PostgresGate *postgres_gate_new(PostgresSession *session) {
    PostgresGate *gate = heap_alloc(sizeof *gate);
    gate->session = session;
    gate->server = gate->inner = NONE;
    return gate;
}

static void step_aside(PostgresGate *gate) {
    if (gate->server != NONE) close(gate->server);
    if (gate->inner != NONE) close(gate->inner);
    gate->server = gate->inner = NONE;
    gate->in = gate->ended = false;
    gate->held_count = 0;
}

void postgres_gate_free(PostgresGate *gate) {
    step_aside(gate);
    heap_free(gate);
}

static bool fail(PostgresGate *gate, const char *why) {
    PostgresSession *session = gate->session;
    return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                    sv_format(session->call->arena, "%.*s: %s", SV_ARG(session->shown), why),
                    (Sv){0});
}

static bool wait_until(PostgresGate *gate, short events) {
    PostgresSession *session = gate->session;
    struct pollfd fd = {.fd = gate->server, .events = events};
    WaitStatus status = wait_for(&session->call->waiter, &fd, 1);
    if (status == WAIT_READY) return true;
    Sv what = sv_format(session->call->arena, "before '%.*s' had answered", SV_ARG(session->shown));
    return sql_fail_waiting(session->failure, session->call->arena, status, false, what.at);
}

// ── from the server ──

static uint32_t number_at(const char *bytes) {
    const unsigned char *at = (const unsigned char *)bytes;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool refuse(PostgresGate *gate, const char *how) {
    PostgresSession *session = gate->session;
    Arena *arena = session->call->arena;
    Sv reason = sv_format(
        arena,
        "%.*s asks for the password %s, and the connection is not encrypted: it was not given",
        SV_ARG(session->shown), how);
    Sv hint =
        sv_format(arena,
                  "write: %.*s\nin the connection, and it is encrypted; or let the server ask by "
                  "scram-sha-256 (pg_hba.conf, password_encryption)",
                  SV_ARG(sql_tls_line(arena, &session->connection->tls, SQL_TLS_VERIFY_FULL)));
    return sql_fail(session->failure, OUTCOME_NOT_STARTED, reason, hint);
}

static bool hand_on(PostgresGate *gate, size_t count) {
    // libpq has read what came before, and the pair holds more than this can be.
    ssize_t sent = send(gate->inner, gate->held, count, MSG_NOSIGNAL);
    if (sent != (ssize_t)count && errno != EPIPE) return fail(gate, "the system handed less on");
    gate->held_count -= count;
    memmove(gate->held, gate->held + count, gate->held_count);
    return true;
}

// The length of the first message; 0 if it has not arrived.
static size_t message_length(const PostgresGate *gate) {
    if (gate->held_count < HEADER_BYTES) return 0;
    size_t length = 1 + (size_t)number_at(gate->held + 1);
    return length <= gate->held_count ? length : 0;
}

static bool is_message(const PostgresGate *gate) {
    if (gate->held_count < HEADER_BYTES) return true;
    uint32_t length = number_at(gate->held + 1);
    return length >= 4 && length < HELD_BYTES;
}

static bool look_at(PostgresGate *gate, size_t length) {
    if (gate->held[0] != 'R' || length < HEADER_BYTES + 4) return true;
    uint32_t asked = number_at(gate->held + HEADER_BYTES);
    if (asked == ASKS_IN_CLEAR) return refuse(gate, "in the clear");
    if (asked == ASKS_MD5) return refuse(gate, "as an MD5 hash");
    gate->in = asked == ASKS_NOTHING;
    return true;
}

static bool hand_messages_on(PostgresGate *gate) {
    for (size_t length; !gate->in && is_message(gate) && (length = message_length(gate)) > 0;)
        if (!look_at(gate, length) || !hand_on(gate, length)) return false;
    if (gate->in) return !gate->held_count || hand_on(gate, gate->held_count);
    return is_message(gate) || fail(gate, "what answers there is no PostgreSQL server");
}

static bool take_in(PostgresGate *gate) {
    ssize_t got = recv(gate->server, gate->held + gate->held_count,
                       sizeof gate->held - gate->held_count, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (got > 0) {
        gate->held_count += (size_t)got;
        return hand_messages_on(gate);
    }
    gate->ended = true;
    shutdown(gate->inner, SHUT_WR);
    return true;
}

static bool libpq_has_bytes(const PostgresGate *gate) {
    int count = 0;
    return ioctl(PQsocket(gate->session->conn), FIONREAD, &count) == 0 && count > 0;
}

bool postgres_gate_wait(PostgresGate *gate, PostgresPollingStatusType wanted) {
    if (gate->server == NONE) {
        gate->server = PQsocket(gate->session->conn);
        bool ready = wait_until(gate, wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT);
        gate->server = NONE;
        return ready;
    }
    while (wanted == PGRES_POLLING_READING && !libpq_has_bytes(gate) && !gate->ended)
        if (!wait_until(gate, POLLIN) || !take_in(gate)) return false;
    return true;
}

// ── to the server ──

static bool send_all(PostgresGate *gate, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(gate->server, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return true; // its end is seen on reading
        if (sent < 0 && !wait_until(gate, POLLOUT)) return false;
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
        }
    }
    return true;
}

static bool hand_out(PostgresGate *gate) {
    char bytes[4096];
    ssize_t got;
    while ((got = recv(gate->inner, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
        if (!send_all(gate, bytes, (size_t)got)) return false;
    // libpq has given this server up, and may have gone on to the next.
    if (got == 0) step_aside(gate);
    return true;
}

// libpq has said who we are, and not yet read what the server wants to know.
static bool step_between(PostgresGate *gate) {
    int pair[2], socket = PQsocket(gate->session->conn);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0)
        return fail(gate, strerror(errno));
    gate->inner = pair[1];
    gate->server = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    bool done = gate->server >= 0 && dup3(pair[0], socket, O_CLOEXEC) >= 0;
    close(pair[0]);
    return done || fail(gate, strerror(errno));
}

bool postgres_gate_follow(PostgresGate *gate) {
    if (gate->server != NONE && !hand_out(gate)) return false;
    bool awaits = PQstatus(gate->session->conn) == CONNECTION_AWAITING_RESPONSE;
    return gate->server != NONE || !awaits || step_between(gate);
}

bool postgres_gate_leave(PostgresGate *gate) {
    PGconn *conn = gate->session->conn;
    if (gate->server == NONE) return fail(gate, "it let us in before it was asked");
    if (libpq_has_bytes(gate) && !PQconsumeInput(conn))
        return fail(gate, "the connection was lost");
    if (dup3(gate->server, PQsocket(conn), O_CLOEXEC) < 0) return fail(gate, strerror(errno));
    step_aside(gate);
    return true;
}
