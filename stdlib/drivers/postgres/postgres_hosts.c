// Resolves host names on a thread of its own: libpq would block in the system's resolver, past any
// deadline.
#include "base/ascii.h"
#include "drivers/postgres/postgres.h"

#include "base/buf.h"
#include "base/heap.h"
#include "drivers/postgres/offload.h"
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

enum { ADDRESSES_A_HOST = 4, NAME_BYTES = 256, LIST_BYTES = 8192 };

// The work of that thread; on the heap, since it may outlive the step.
typedef struct Lookup {
    char name[NAME_BYTES];
    int error; // of getaddrinfo
    size_t count;
    char addresses[ADDRESSES_A_HOST][64];
} Lookup;

static void look_up(void *what) {
    Lookup *lookup = what;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG}, *found = NULL;
    lookup->error = getaddrinfo(lookup->name, NULL, &hints, &found);
    for (struct addrinfo *at = found; at && lookup->count < ADDRESSES_A_HOST; at = at->ai_next)
        if (getnameinfo(at->ai_addr, at->ai_addrlen, lookup->addresses[lookup->count],
                        sizeof *lookup->addresses, NULL, 0, NI_NUMERICHOST) == 0)
            lookup->count++;
    if (found) freeaddrinfo(found);
}

// Numeric addresses and folders of sockets need no resolving, and localhost is in a file.
static bool needs_lookup(Sv host) {
    if (host.len == 0 || host.len >= NAME_BYTES || host.at[0] == '/' || host.at[0] == '@')
        return false;
    if (sv_eq_c(host, "localhost") || sv_find_char(host, ':', 0) != SV_NONE) return false;
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_digit(host.at[i]) && host.at[i] != '.') return true;
    return false;
}

static bool fail_unknown(PostgresSession *session, Sv host, int error) {
    Arena *arena = session->call->arena;
    if (error == EAI_AGAIN)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "no name server answers about '%.*s'", SV_ARG(host)),
                        SV("is the network there?"));
    return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                    sv_format(arena, "no such host '%.*s'", SV_ARG(host)),
                    SV("look at the spelling of the connection's address"));
}

static bool find_host(PostgresSession *session, Sv host, Lookup *out) {
    Lookup *lookup = heap_alloc(sizeof *lookup);
    memcpy(lookup->name, host.at, host.len);
    Offload *offload = offload_start(look_up, heap_free, lookup);
    if (!offload) {
        heap_free(lookup);
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("the system gives no thread to look up a host"), (Sv){0});
    }
    WaitStatus status = offload_wait(offload, &session->call->waiter);
    if (status == WAIT_READY) *out = *lookup;
    offload_release(offload);
    if (status != WAIT_READY) {
        Sv what =
            sv_format(session->call->arena, "while the host '%.*s' was looked up", SV_ARG(host));
        return sql_fail_waiting(session->failure, session->call->arena, status, false, what.at);
    }
    return out->count > 0 || fail_unknown(session, host, out->error);
}

typedef struct Lists {
    Buf host, hostaddr, port;
    size_t count;
} Lists;

static void add_entry(Lists *lists, Sv host, const char *address, Sv port) {
    const char *comma = lists->count++ ? "," : "";
    buf_addf(&lists->host, "%s%.*s", comma, SV_ARG(host));
    buf_addf(&lists->hostaddr, "%s%s", comma, address);
    buf_addf(&lists->port, "%s%.*s", comma, SV_ARG(port));
}

static bool fill(PostgresSession *session, Sv hosts, Sv ports, Lists *lists) {
    Sv host, port = {0};
    while (sv_next_part(&hosts, ',', &host)) {
        // One port may be given for all hosts.
        Sv next;
        if (sv_next_part(&ports, ',', &next)) port = next;
        Lookup lookup = {0};
        if (!needs_lookup(host)) {
            add_entry(lists, host, "", port);
            continue;
        }
        if (!find_host(session, host, &lookup)) return false;
        for (size_t i = 0; i < lookup.count; i++)
            add_entry(lists, host, lookup.addresses[i], port);
    }
    return true;
}

static bool any_needs_lookup(Sv hosts) {
    Sv host;
    while (sv_next_part(&hosts, ',', &host))
        if (needs_lookup(host)) return true;
    return false;
}

bool postgres_find_hosts(PostgresSession *session, PostgresHosts *out) {
    Arena *arena = session->call->arena;
    Sv address = session->connection->sql;
    Sv hosts = sv_from_c(postgres_option(arena, address, "host"));
    bool given = postgres_option(arena, address, "hostaddr") != NULL;
    if (given || !any_needs_lookup(hosts)) {
        *out = (PostgresHosts){0};
        return true;
    }
    Lists lists = {buf_new(LIST_BYTES), buf_new(LIST_BYTES), buf_new(LIST_BYTES), 0};
    bool filled = fill(session, hosts, sv_from_c(postgres_option(arena, address, "port")), &lists);
    if (filled)
        *out = (PostgresHosts){buf_keep(&lists.host, arena), buf_keep(&lists.hostaddr, arena),
                               buf_keep(&lists.port, arena)};
    buf_free(&lists.host);
    buf_free(&lists.hostaddr);
    buf_free(&lists.port);
    return filled;
}
