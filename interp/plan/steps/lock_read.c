// Reads `lock`: what only one run at a time may have, and what holds it between hosts.
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"
#include "spec/shared_lock.h"

void lock_read(RunbookLoader *loader, const Node *node) {
    if (node->kind == NODE_SCALAR) {
        read_word(loader, node, "lock", &loader->runbook->lock_name);
        return;
    }
    if (node->kind != NODE_MAP && !node->broken) {
        refuse_value(loader, node, "lock", "a name, or a map of keys");
        return;
    }
    if (!read_keys(loader, node, KEY_LOCK, NULL, NULL)) return;
    read_fields_LOCK(loader, node, loader->runbook);
}

// What is wrong with a connection is reported where it is declared.
static bool can_hold(RunbookLoader *loader, const Connection *connection, bool well, Sv *error,
                     Sv *hint) {
    const ConnectionKind *kind = connection->kind;
    void *known;
    *hint = (Sv){0};
    if (!kind->lock) {
        *error = sv_format(loader->arena, "connection '%.*s' is of kind '%s', which holds no lock",
                           SV_ARG(connection->name), kind->name);
        return false;
    }
    return !well || !connection_known(loader, connection, &known) ||
           kind->lock->can(known, loader->arena, error, hint);
}

// One that is sure to: its address is written out.
static const Connection *able(RunbookLoader *loader, bool well) {
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++) {
        const Connection *connection = &loader->runbook->connections[i];
        const ValueSource *address = connection->params ? connection->params[0] : NULL;
        Sv error, hint;
        if (!address || address->kind != SOURCE_CONSTANT) continue;
        if (can_hold(loader, connection, well, &error, &hint)) return connection;
    }
    return NULL;
}

void lock_check(RunbookLoader *loader, const Node *node) {
    const Node *via = node->kind == NODE_MAP ? node_get(node, SV("via")) : NULL;
    Sv name = loader->runbook->lock_via, error, hint;
    bool well = !diags_failed(loader->diags);
    if (!via || name.len == 0) return;
    const Connection *connection = via_find(loader, name, via->span);
    if (!connection || can_hold(loader, connection, well, &error, &hint)) return;
    const Connection *other = able(loader, well);
    Diag *diag = diag_add(loader->diags, DIAG_BAD_PARAMETER, via->span, "%.*s", SV_ARG(error));
    diag->related = connection->span;
    diag->related_message = SV("it is declared here");
    if (other)
        diag_hint(loader->diags, diag, "write: %.*s", SV_ARG(other->name));
    else
        diag_hint(loader->diags, diag,
                  "name a connection to a PostgreSQL database that all hosts reach; where one host "
                  "is enough leave via: out");
}
