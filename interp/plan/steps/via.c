// Finds the connection that a step uses.
#include "base/text_list.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static TextList names_of_kind(RunbookLoader *loader, const char *kind) {
    TextList words = {0};
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++) {
        const Connection *connection = &loader->runbook->connections[i];
        if (!kind || sv_eq_c(sv_from_c(connection->kind->name), kind))
            text_list_add(loader->arena, &words, connection->name);
    }
    return words;
}

const Connection *via_find(RunbookLoader *loader, Sv name, Span place) {
    const Connection *connection = loader_connection(loader, name);
    if (connection) return connection;
    TextList words = names_of_kind(loader, NULL);
    Sv meant = did_you_mean(loader->arena, name, words.items, words.count);
    Diag *diag = diag_add(loader->diags, DIAG_UNKNOWN_REFERENCE, place,
                          "there is no connection '%.*s'%.*s", SV_ARG(name), SV_ARG(meant));
    if (meant.len == 0 && words.count > 0) {
        Sv list = join_words(loader->arena, words.items, words.count, " and ");
        diag_hint(loader->diags, diag, "declared are %.*s", SV_ARG(list));
    } else if (words.count == 0) {
        diag_hint(loader->diags, diag, "declare it under connections");
    }
    return NULL;
}

static bool is_kind(const Connection *connection, const char *kind) {
    return sv_eq_c(sv_from_c(connection->kind->name), kind);
}

static const Connection *usual(const RunbookLoader *loader, const char *kind, uint32_t *declared) {
    const Connection *only = NULL;
    *declared = 0;
    for (uint32_t i = 0; i < loader->defaults.via_count; i++)
        if (is_kind(loader->defaults.via[i], kind)) return loader->defaults.via[i];
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++) {
        if (!is_kind(&loader->runbook->connections[i], kind)) continue;
        only = &loader->runbook->connections[i];
        ++*declared;
    }
    return *declared == 1 ? only : NULL;
}

// The URL that is asked for, as written; empty where the action asks for none.
static Sv url_of(const StepBuilder *builder, const ValueSource **where) {
    const Action *action = builder->step->action;
    for (size_t i = 0; i < action->param_count; i++) {
        const ValueSource *source = builder->step->params[i];
        bool url = action->params[i].kind == PARAM_URL || action->params[i].kind == PARAM_SEND;
        if (!url || !source) continue;
        Sv text = source->kind == SOURCE_CONSTANT && source->constant.kind == VALUE_STRING
                      ? value_text(source->constant)
                  : source->kind == SOURCE_TEMPLATE ? source->template->text
                                                    : (Sv){0};
        size_t blank = sv_find_char(text, ' ', 0);
        if (action->params[i].kind == PARAM_SEND && blank != SV_NONE)
            text = sv_trim(sv_slice(text, blank, text.len));
        *where = source;
        return text;
    }
    return (Sv){0};
}

// The host of a whole URL; of a path that of the connection, once for all steps that go by it.
static void hold_host(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    const Connection *via = builder->step->via;
    const ValueSource *where = NULL;
    Sv url = url_of(builder, &where);
    if (!url.len) return;
    if (!sv_starts(url, SV("/"))) {
        allow_url(loader, where->span, url);
        return;
    }
    const Node *address = via ? node_get(via->node, sv_from_c(via->kind->name)) : NULL;
    if (!address || address->kind != NODE_SCALAR || address->broken) return;
    if (svmap_add(&loader->held, via->name, builder))
        allow_url(loader, address->span, address->text);
}

static void refuse_missing(StepBuilder *builder, const ValueSource *where, uint32_t declared) {
    RunbookLoader *loader = builder->loader;
    const char *kind = builder->step->action->connection_kind;
    Span place = where ? where->span : builder->step->verb_span;
    if (declared > 1) {
        TextList words = names_of_kind(loader, kind);
        Sv list = join_words(loader->arena, words.items, words.count, " or ");
        Diag *diag = diag_add(loader->diags, DIAG_NO_CONNECTION, place,
                              "which connection? There are several of kind '%s'", kind);
        diag_hint(loader->diags, diag, "add via: %.*s, or name one under defaults", SV_ARG(list));
        return;
    }
    Diag *diag = where ? diag_add(loader->diags, DIAG_NO_CONNECTION, place,
                                  "this is a path, and no connection says of which server")
                       : diag_add(loader->diags, DIAG_NO_CONNECTION, place,
                                  "'%s' needs a connection, and none of kind '%s' is declared",
                                  builder->step->action->name, kind);
    diag_hint(loader->diags, diag, "declare one:\nconnections:\n  app:\n    %s: …%s", kind,
              where ? "\nor write the whole URL" : "");
}

static void find_via(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const char *kind = step->action->connection_kind;
    const Node *node = step_builder_get(builder, "via");
    Sv name;
    if (node && !kind) {
        diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "via")->span,
                 "'%s' goes by no connection", step->action->name);
        return;
    }
    if (!kind) return;
    if (node) {
        if (!read_word(loader, node, "via", &name)) return;
        step->via = via_find(loader, name, node->span);
        if (!step->via || is_kind(step->via, kind)) return;
        Diag *diag =
            diag_add(loader->diags, DIAG_UNKNOWN_REFERENCE, node->span,
                     "connection '%.*s' is of kind '%s', and '%s' goes by one of kind '%s'",
                     SV_ARG(name), step->via->kind->name, step->action->name, kind);
        diag->related = step->via->span;
        diag->related_message = SV("it is declared here");
        step->via = NULL;
        return;
    }
    uint32_t declared;
    const ValueSource *where = NULL;
    step->via = usual(loader, kind, &declared);
    if (step->via) return;
    // One that begins with a path is relative to a connection's address.
    bool path = sv_starts(url_of(builder, &where), SV("/"));
    if (path || step->action->connection_required)
        refuse_missing(builder, path ? where : NULL, declared);
}

static void check_address(StepBuilder *builder) {
    const Connection *via = builder->step->via;
    const Node *address = via ? node_get(via->node, sv_from_c(via->kind->name)) : NULL;
    if (address && address->kind == NODE_SCALAR && !address->broken)
        action_check_via(builder, address->text);
}

void via_read(StepBuilder *builder) {
    find_via(builder);
    hold_host(builder);
    check_address(builder);
}
