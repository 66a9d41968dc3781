#include "plan/read/params.h"
#include "plan/read/read.h"

const Connection *book_connection(const Book *book, Sv name) {
    for (uint32_t i = 0; i < book->runbook->connection_count; i++)
        if (sv_eq(book->runbook->connections[i].name, name)) return &book->runbook->connections[i];
    return NULL;
}

static const ConnectionKind *find_kind(Book *book, const NodePair *pair) {
    const Registry *registry = book->load->registry;
    const ConnectionKind *found = NULL;
    for (uint32_t i = 0; i < pair->value->count; i++) {
        const Node *key = pair->value->pairs[i].key;
        const ConnectionKind *kind = registry_kind(registry, key->text);
        if (kind && found) {
            diag_add(book->diags, DIAG_MISPLACED_KEY, key->span,
                     "a connection is of one kind: '%.*s' cannot stand beside '%s'",
                     SV_ARG(key->text), found->name);
            return NULL;
        }
        found = kind ? kind : found;
    }
    if (found) return found;
    Words kinds = {0};
    for (size_t i = 0; i < registry->kind_count; i++)
        words_add(book->arena, &kinds, sv_from_c(registry->kinds[i]->name));
    Sv list = join_words(book->arena, kinds.items, kinds.count, " or ");
    Diag *diag = diag_add(book->diags, DIAG_MISSING_KEY, pair->key->span,
                          "connection '%.*s' does not say what it is: it needs the key %.*s",
                          SV_ARG(pair->key->text), SV_ARG(list));
    diag_mend(book->diags, diag, "write, for a web server:\n%.*s:\n  http: https://example.test",
              SV_ARG(pair->key->text));
    return NULL;
}

void connections_read(Book *book, const Node *node) {
    if (!read_map(book, node, "connections")) return;
    Runbook *runbook = book->runbook;
    Connection *connections =
        arena_new_array(book->arena, Connection, runbook->connection_count + node->count);
    for (uint32_t i = 0; i < runbook->connection_count; i++)
        connections[i] = runbook->connections[i];
    uint32_t count = runbook->connection_count;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (pair->value->broken ||
            !read_name(book, pair->key->text, pair->key->span, "a connection's name"))
            continue;
        const Connection *first = book_connection(book, pair->key->text);
        if (first) {
            refuse_clash(book, "connection", pair->key, first->span);
            continue;
        }
        Connection *connection = &connections[count];
        *connection =
            (Connection){.name = pair->key->text, .span = pair->key->span, .node = pair->value};
        if (pair->value->kind == NODE_MAP)
            connection->kind = find_kind(book, pair);
        else
            refuse_value(book, pair->value, "a connection", "a map of its keys");
        if (connection->kind) count++;
    }
    runbook->connections = connections;
    runbook->connection_count = count;
}

static void check_connection(Book *book, Connection *connection) {
    const ConnectionKind *kind = connection->kind;
    connection->params = arena_new_array(book->arena, ValueSource *, kind->param_count + 1);
    ParamSet set = {.owner = kind->name,
                    .rows = kind->params,
                    .count = kind->param_count,
                    .sources = connection->params,
                    .names = scope_names(&book->scope, (Reader){0})};
    if (!params_read_map(book, &set, connection->node) ||
        !params_check_given(book, &set, connection->span))
        return;
    void *decoded = arena_alloc(book->load->scratch, kind->params_size);
    if (!params_decode_known(book, &set, decoded) || !kind->validate || params_open(&set)) return;
    int param = -1;
    Sv error = {0}, mend = {0};
    if (!kind->validate(decoded, book->load->scratch, &param, &error, &mend))
        params_refuse(book, &set, param, connection->span, error, mend);
}

void connections_check(Book *book) {
    // It is opened when first used: a step it reads may not have been reached by then, which the
    // run finds out.
    for (uint32_t i = 0; i < book->runbook->connection_count; i++)
        check_connection(book, &book->runbook->connections[i]);
}
