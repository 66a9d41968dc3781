#include "docs/doc_internal.h"

DocUses *doc_uses_of(Doc *doc, const Runbook *runbook) {
    for (uint32_t i = 0; i < doc->use_count; i++)
        if (doc->uses[i].runbook == runbook) return &doc->uses[i];
    arena_grow(doc->arena, doc->uses, doc->use_count, doc->use_capacity);
    DocUses *uses = &doc->uses[doc->use_count++];
    *uses = (DocUses){
        .runbook = runbook,
        .inputs = arena_new_array(doc->arena, bool, runbook->input_count + 1),
        .secrets = arena_new_array(doc->arena, bool, runbook->secret_count + 1),
        .connections = arena_new_array(doc->arena, bool, runbook->connection_count + 1),
        .vars = arena_new_array(doc->arena, bool, runbook->var_count + 1),
    };
    return uses;
}

bool doc_input_is_given(const Runbook *runbook, Sv name) {
    const Step *step = runbook->included_by;
    const ValueSource *given = step ? step->include_inputs : NULL;
    for (uint32_t i = 0; given && i < given->count; i++)
        if (sv_eq(given->keys[i], name)) return true;
    return false;
}

// An input of the including runbook is handed on under its name, unless another value is given.
static bool is_handed_on(const Runbook *runbook, Sv name) {
    const Step *step = runbook->included_by;
    if (doc_input_is_given(runbook, name)) return false;
    for (uint32_t i = 0; step && i < runbook->parent->input_count; i++)
        if (sv_eq(runbook->parent->inputs[i].name, name)) return true;
    return false;
}

static void use_input(Doc *doc, const Runbook *runbook, Sv name) {
    while (is_handed_on(runbook, name))
        runbook = runbook->parent;
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, name)) doc_uses_of(doc, runbook)->inputs[i] = true;
}

static void use_secret(Doc *doc, const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        if (sv_eq(runbook->secrets[i].name, name)) doc_uses_of(doc, runbook)->secrets[i] = true;
}

// A var is computed from other names, which are needed as well.
static void use_var(Doc *doc, const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->var_count; i++) {
        if (!sv_eq(runbook->vars[i].name, name) || doc_uses_of(doc, runbook)->vars[i]) continue;
        doc_uses_of(doc, runbook)->vars[i] = true;
        doc_use_source(doc, runbook, &runbook->vars[i].value);
    }
}

static void use_path(Doc *doc, const Runbook *runbook, uint32_t index, const CelPath *path) {
    Sv name = path->count ? path->fields[0] : (Sv){0};
    switch (index) {
    case SCOPE_INPUTS: use_input(doc, runbook, name); break;
    case SCOPE_SECRETS: use_secret(doc, runbook, name); break;
    case SCOPE_VARS: use_var(doc, runbook, name); break;
    case SCOPE_STEP: doc->reads_key = true; break;
    default: break;
    }
}

static void use_names(Doc *doc, const Runbook *runbook, const Expr *expr) {
    for (uint32_t i = 0; i < expr->use.path_count; i++) {
        const CelPath *path = &expr->use.paths[i];
        use_path(doc, runbook, expr->names.items[path->name].index, path);
    }
}

static void use_result(Doc *doc, const Action *action, uint32_t index) {
    if (index >= action->result_count) return;
    const ResultField *field = &action->results[index];
    for (uint32_t i = 0; i < doc->result_count; i++)
        if (doc->results[i].field == field) return;
    arena_grow(doc->arena, doc->results, doc->result_count, doc->result_capacity);
    doc->results[doc->result_count++] = (DocResult){action, field};
}

void doc_use_expr(Doc *doc, const Step *step, const Expr *expr) {
    use_names(doc, step->runbook, expr);
    if (!step->action) return;
    for (uint32_t i = 0; i < expr->use.name_count; i++) {
        uint32_t index = expr->names.items[expr->use.names[i]].index;
        if (index >= SCOPE_RESULT) use_result(doc, step->action, index - SCOPE_RESULT);
    }
}

void doc_use_source(Doc *doc, const Runbook *runbook, const ValueSource *source) {
    if (!source) return;
    const ValueSource *data = placeholder_data(runbook, source);
    if (data) {
        doc_use_source(doc, runbook, data);
        return;
    }
    if (source->expr) use_names(doc, runbook, source->expr);
    for (uint32_t i = 0; i < source->count; i++)
        doc_use_source(doc, runbook, &source->items[i]);
}

void doc_use_connection(Doc *doc, const Runbook *runbook, const Connection *connection) {
    uint32_t index = (uint32_t)(connection - runbook->connections);
    doc_uses_of(doc, runbook)->connections[index] = true;
    for (size_t i = 0; i < connection->kind->param_count; i++)
        doc_use_source(doc, runbook, connection->params[i]);
}
