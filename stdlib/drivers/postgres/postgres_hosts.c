// The addresses of the servers that an address names.
#include "drivers/postgres/postgres.h"

#include "base/buf.h"
#include "drivers/offload/host_lookup.h"
#include <netdb.h>

enum { LIST_BYTES = 8192 };

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
    Arena *arena = session->call->arena;
    WaitStatus status = lookup_host(host, &session->call->waiter, out);
    if (status == WAIT_FAILED)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("the system gives no thread to look up a host"), (Sv){0});
    if (status != WAIT_READY) {
        Sv what = sv_format(arena, "while the host '%.*s' was looked up", SV_ARG(host));
        return sql_fail_waiting(session->failure, arena, status, false, what.at);
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
