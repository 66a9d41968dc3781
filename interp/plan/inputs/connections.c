#include "base/text_list.h"
#include "plan/read/params.h"
#include "plan/read/read.h"

const Connection *loader_connection(const RunbookLoader *loader, Sv name) {
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++)
        if (sv_eq(loader->runbook->connections[i].name, name))
            return &loader->runbook->connections[i];
    return NULL;
}

static const ConnectionKind *find_kind(RunbookLoader *loader, const NodePair *pair) {
    const Registry *registry = loader->load->registry;
    const ConnectionKind *found = NULL;
    for (uint32_t i = 0; i < pair->value->count; i++) {
        const Node *key = pair->value->pairs[i].key;
        const ConnectionKind *kind = registry_kind(registry, key->text);
        if (kind && found) {
            diag_add(loader->diags, DIAG_MISPLACED_KEY, key->span,
                     "a connection is of one kind: '%.*s' cannot stand beside '%s'",
                     SV_ARG(key->text), found->name);
            return NULL;
        }
        found = kind ? kind : found;
    }
    if (found) return found;
    TextList kinds = {0};
    for (size_t i = 0; i < registry->kind_count; i++)
        text_list_add(loader->arena, &kinds, sv_from_c(registry->kinds[i]->name));
    Sv list = join_words(loader->arena, kinds.items, kinds.count, " or ");
    Diag *diag = diag_add(loader->diags, DIAG_MISSING_KEY, pair->key->span,
                          "connection '%.*s' does not say what it is: it needs the key %.*s",
                          SV_ARG(pair->key->text), SV_ARG(list));
    diag_hint(loader->diags, diag, "write, for a web server:\n%.*s:\n  http: https://example.test",
              SV_ARG(pair->key->text));
    return NULL;
}

void connections_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "connections")) return;
    Runbook *runbook = loader->runbook;
    Connection *connections =
        arena_new_array(loader->arena, Connection, runbook->connection_count + node->count);
    for (uint32_t i = 0; i < runbook->connection_count; i++)
        connections[i] = runbook->connections[i];
    uint32_t count = runbook->connection_count;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (pair->value->broken ||
            !read_name(loader, pair->key->text, pair->key->span, "a connection's name"))
            continue;
        const Connection *first = loader_connection(loader, pair->key->text);
        if (first) {
            refuse_clash(loader, "connection", pair->key, first->span);
            continue;
        }
        Connection *connection = &connections[count];
        *connection =
            (Connection){.name = pair->key->text, .span = pair->key->span, .node = pair->value};
        if (pair->value->kind == NODE_MAP)
            connection->kind = find_kind(loader, pair);
        else
            refuse_value(loader, pair->value, "a connection", "a map of its keys");
        if (connection->kind) count++;
    }
    runbook->connections = connections;
    runbook->connection_count = count;
}

static void check_connection(RunbookLoader *loader, Connection *connection) {
    const ConnectionKind *kind = connection->kind;
    connection->params = arena_new_array(loader->arena, ValueSource *, kind->param_count + 1);
    ParamSet set = {.owner = kind->name,
                    .rows = kind->params,
                    .count = kind->param_count,
                    .sources = connection->params,
                    .names = scope_names(&loader->scope, (ScopeReader){0})};
    if (!params_read_map(loader, &set, connection->node) ||
        !params_check_given(loader, &set, connection->span))
        return;
    void *decoded = arena_alloc(loader->load->scratch, kind->params_size);
    if (!params_decode_known(loader, &set, decoded) || !kind->validate || params_open(&set)) return;
    int param = -1;
    Sv error = {0}, hint = {0};
    if (!kind->validate(decoded, loader->load->scratch, &param, &error, &hint))
        params_refuse(loader, &set, param, connection->span, error, hint);
}

bool connection_known(RunbookLoader *loader, const Connection *connection, void **out) {
    const ConnectionKind *kind = connection->kind;
    const ParamSet set = {.owner = kind->name,
                          .rows = kind->params,
                          .count = kind->param_count,
                          .sources = connection->params};
    *out = arena_alloc(loader->load->scratch, kind->params_size);
    return connection->params && params_decode_known(loader, &set, *out);
}

void connections_check(RunbookLoader *loader) {
    // It is opened when first used. Whether the steps that it reads have been reached by then is
    // only known at run time.
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++)
        check_connection(loader, &loader->runbook->connections[i]);
}
