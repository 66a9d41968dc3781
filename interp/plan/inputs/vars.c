// Reads vars: names for expressions and data. Each may read others, so they are checked, and later
// evaluated, in dependency order.
#include "base/limits.h"
#include "base/text_list.h"
#include "cel/ast.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEPS] =
        "vars are computed once, before any step; name it where it is used, or capture it",
    [SCOPE_STEP] = "vars are computed once, before any step",
    [SCOPE_SUBJECT] = "the subject is observed once vars are computed",
    [SCOPE_NOW] =
        "vars are computed once, and now is the start of an attempt; run.started is the start of the run",
};

typedef struct PendingVar {
    Var *var;
    const Node *node;
    enum { UNSEEN, OPEN, DONE } state;
} PendingVar;

typedef struct Sorter {
    RunbookLoader *loader;
    PendingVar *pendings;
    uint32_t count;
    SvMap by_name;    // name → Draft
    CelField *fields; // of the record `vars`
    Var *sorted;
    uint32_t sorted_count;
    TextList path; // names that are being followed, for the message about a cycle
    bool refused;  // a cycle was reported
} Sorter;

static void visit(Sorter *sorter, PendingVar *pending, Span place);

static void visit_expr(Sorter *sorter, const CelExpr *expr, Span place) {
    if (!expr) return;
    bool field = (expr->kind == CEL_SELECT || expr->kind == CEL_INDEX) &&
                 expr->args[0]->kind == CEL_NAME && sv_eq(expr->args[0]->name, SV("vars"));
    if (field) {
        Sv name = expr->name;
        if (expr->kind == CEL_INDEX) {
            const CelExpr *index = expr->args[1];
            bool literal = index->kind == CEL_LITERAL && index->value->kind == VALUE_STRING;
            name = literal ? value_text(*index->value) : (Sv){0};
        }
        PendingVar *needed = svmap_get(&sorter->by_name, name);
        if (needed) visit(sorter, needed, place);
    }
    for (uint32_t i = 0; i < expr->count; i++)
        visit_expr(sorter, expr->args[i], place);
}

// What a text would read. It is parsed quietly here, and again with reports when its turn comes.
static void visit_text(Sorter *sorter, const Node *node, bool bare) {
    Arena *arena = sorter->loader->arena;
    Diags aside = diags_new(arena);
    if (sv_find(node->text, SV("vars"), 0) == SV_NONE || node->broken) return;
    if (bare) {
        CelProgram program;
        if (cel_parse(arena, node->text, node_map(arena, node), &aside, &program))
            visit_expr(sorter, program.root, node->span);
        return;
    }
    Template template;
    if (!template_parse(arena, node->text, node_map(arena, node), &aside, &template)) return;
    for (uint32_t i = 0; i < template.count; i++)
        visit_expr(sorter, template.parts[i].program.root, node->span);
}

static void visit_node(Sorter *sorter, const Node *node, bool bare) {
    if (node->kind == NODE_SCALAR) visit_text(sorter, node, bare);
    for (uint32_t i = 0; i < node->count; i++)
        visit_node(sorter, node->kind == NODE_MAP ? node->pairs[i].value : node->items[i], false);
}

static void refuse_cycle(Sorter *sorter, const PendingVar *pending, Span place) {
    RunbookLoader *loader = sorter->loader;
    if (sorter->refused) return;
    sorter->refused = true;
    uint32_t from = 0;
    while (!sv_eq(sorter->path.items[from], pending->var->name))
        from++;
    Buf arrows BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (uint32_t i = from; i < sorter->path.count; i++)
        buf_addf(&arrows, "%.*s → ", SV_ARG(sorter->path.items[i]));
    buf_add(&arrows, pending->var->name);
    Diag *diag = diag_add(loader->diags, DIAG_CYCLE, place,
                          "vars need each other in a circle: %.*s", SV_ARG(buf_sv(&arrows)));
    diag_hint(loader->diags, diag, "one of them must be computed without the others");
}

static void check(Sorter *sorter, PendingVar *pending) {
    RunbookLoader *loader = sorter->loader;
    Var *var = pending->var;
    const CelNames *names = scope_names(&loader->scope, (ScopeReader){.without = without});
    bool bare = pending->node->kind == NODE_SCALAR;
    if (bare) {
        Expr *expr = expr_new(loader, pending->node, "a var", names, cel_type(CEL_TYPE_DYN));
        if (!expr) return;
        var->value = (ValueSource){.kind = SOURCE_EXPR, .span = pending->node->span, .expr = expr};
    } else {
        TextRules rules = {.key = "a var", .names = names};
        if (!data_read(loader, pending->node, &rules, &var->value)) return;
    }
    var->type = source_type(loader->arena, &var->value);
    if (source_secret(loader, &var->value).len > 0) svmap_set(&loader->secret_vars, var->name, var);
    CelField *field = &sorter->fields[pending - sorter->pendings];
    field->type = var->type;
    if (bare)
        field->range =
            cel_range(loader->arena, &var->value.expr->program, &var->value.expr->names, true);
}

static void visit(Sorter *sorter, PendingVar *pending, Span place) {
    if (pending->state == DONE) return;
    if (pending->state == OPEN) {
        refuse_cycle(sorter, pending, place);
        return;
    }
    pending->state = OPEN;
    text_list_add(sorter->loader->arena, &sorter->path, pending->var->name);
    visit_node(sorter, pending->node, pending->node->kind == NODE_SCALAR);
    sorter->path.count--;
    if (!sorter->refused) check(sorter, pending);
    pending->state = DONE;
    sorter->sorted[sorter->sorted_count++] = *pending->var;
}

void vars_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "vars")) return;
    Runbook *runbook = loader->runbook;
    Var *vars = arena_new_array(loader->arena, Var, runbook->var_count + node->count);
    for (uint32_t i = 0; i < runbook->var_count; i++)
        vars[i] = runbook->vars[i];
    uint32_t count = runbook->var_count;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(loader, pair->key->text, pair->key->span, "a var's name")) continue;
        const Var *first = NULL;
        for (uint32_t v = 0; v < runbook->var_count && !first; v++)
            if (sv_eq(vars[v].name, pair->key->text)) first = &vars[v];
        if (first)
            refuse_clash(loader, "var", pair->key, first->span);
        else
            vars[count++] =
                (Var){.name = pair->key->text, .span = pair->key->span, .node = pair->value};
    }
    runbook->vars = vars;
    runbook->var_count = count;
}

void vars_order(RunbookLoader *loader) {
    Runbook *runbook = loader->runbook;
    uint32_t count = runbook->var_count;
    Sorter sorter = {.loader = loader, .count = count, .by_name = svmap_new(loader->arena)};
    sorter.pendings = arena_new_array(loader->arena, PendingVar, count + 1);
    sorter.fields = arena_new_array(loader->arena, CelField, count + 1);
    sorter.sorted = arena_new_array(loader->arena, Var, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        sorter.pendings[i] = (PendingVar){.var = &runbook->vars[i], .node = runbook->vars[i].node};
        sorter.fields[i] = (CelField){.name = runbook->vars[i].name};
        svmap_add(&sorter.by_name, runbook->vars[i].name, &sorter.pendings[i]);
    }
    loader->scope.vars = cel_type_record(loader->arena, SV("vars"), sorter.fields, count);
    for (uint32_t i = 0; i < count; i++)
        visit(&sorter, &sorter.pendings[i], runbook->vars[i].span);
    runbook->vars = sorter.sorted;
}
