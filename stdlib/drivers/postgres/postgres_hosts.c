// Resolves host names on a thread of its own: libpq would block in the system's resolver, past any
// deadline.
#include "drivers/postgres/postgres.h"

#include "base/buf.h"
#include "base/heap.h"
#include "drivers/offload/offload.h"
#include <arpa/inet.h>
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

// Whether it is an address already; what only looks like one ("127.1") is for the resolver to say.
static bool is_numeric(const char *host) {
    struct in6_addr any;
    return inet_pton(AF_INET, host, &any) == 1 || strchr(host, ':') != NULL;
}

// This machine alone: 127.0.0.0/8, ::1, and the first as it is written in the second kind.
bool postgres_is_loopback(const char *address) {
    struct in6_addr six;
    struct in_addr four;
    if (inet_pton(AF_INET, address, &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, address, &six) != 1) return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
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
    if (host.len >= NAME_BYTES) return fail_unknown(session, host, EAI_NONAME);
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
    bool local;
} Lists;

static void add_entry(Lists *lists, Sv host, const char *address, Sv port) {
    const char *comma = lists->count++ ? "," : "";
    buf_addf(&lists->host, "%s%.*s", comma, SV_ARG(host));
    buf_addf(&lists->hostaddr, "%s%s", comma, address);
    buf_addf(&lists->port, "%s%.*s", comma, SV_ARG(port));
    lists->local &= !address[0] || postgres_is_loopback(address);
}

static bool add_host(PostgresSession *session, const PostgresHost *host, Lists *lists) {
    Arena *arena = session->call->arena;
    const char *name = sv_to_c(arena, host->name), *address = sv_to_c(arena, host->address);
    Lookup lookup = {0};
    if (postgres_is_socket(host) || address[0] || is_numeric(name)) {
        bool named = !postgres_is_socket(host) && !address[0];
        add_entry(lists, host->name, named ? name : address, host->port);
        return true;
    }
    if (!find_host(session, host->name, &lookup)) return false;
    for (size_t i = 0; i < lookup.count; i++)
        add_entry(lists, host->name, lookup.addresses[i], host->port);
    return true;
}

bool postgres_find_hosts(PostgresSession *session, PostgresHosts *out) {
    Arena *arena = session->call->arena;
    Lists lists = {buf_new(LIST_BYTES), buf_new(LIST_BYTES), buf_new(LIST_BYTES), 0, true};
    bool found = true;
    for (size_t i = 0; found && i < session->target.host_count; i++)
        found = add_host(session, &session->target.hosts[i], &lists);
    if (found)
        *out = (PostgresHosts){buf_keep(&lists.host, arena), buf_keep(&lists.hostaddr, arena),
                               buf_keep(&lists.port, arena), lists.local};
    buf_free(&lists.host);
    buf_free(&lists.hostaddr);
    buf_free(&lists.port);
    return found;
}
