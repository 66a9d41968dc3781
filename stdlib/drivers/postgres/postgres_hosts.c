// The addresses of the servers that an address names.
#include "drivers/postgres/postgres.h"

#include "base/buf.h"

enum { LIST_BYTES = 8192 };

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
    lists->local &= !address[0] || lookup_is_loopback(address);
}

static bool add_host(PostgresSession *session, const PostgresHost *host, Lists *lists) {
    Arena *arena = session->call->arena;
    const char *name = sv_to_c(arena, host->name), *address = sv_to_c(arena, host->address);
    Lookup lookup = {0};
    if (postgres_is_socket(host) || address[0] || lookup_is_numeric(name)) {
        bool named = !postgres_is_socket(host) && !address[0];
        add_entry(lists, host->name, named ? name : address, host->port);
        return true;
    }
    if (!sql_look_up(session->call, host->name, &lookup, session->failure)) return false;
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
