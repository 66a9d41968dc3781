#include "plan/read/expr.h"
#include "base/limits.h"
#include "cel/ast.h"
#include "cel/function.h"
#include "plan/read/read.h"
#include "yaml/pitfalls.h"

// ── bare expressions ──

static Sv line_around(Sv text, size_t at) {
    size_t from = at, to = sv_find_char(text, '\n', at);
    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    return sv_slice(text, from, to == SV_NONE ? text.len : to);
}

static bool refuse_dollars(RunbookLoader *loader, const Node *node, const char *key) {
    size_t at = sv_find(node->text, SV("${"), 0);
    if (at == SV_NONE) return false;
    Sv name = named(loader->arena, key);
    Diag *diag = diag_add(loader->diags, DIAG_TEMPLATE_IN_EXPRESSION,
                          node_span(loader->arena, node, at, at + 2),
                          "%.*s is an expression as it stands, without ${ }", SV_ARG(name));
    if (sv_find_char(node->text, '\n', 0) != SV_NONE) {
        diag_hint(loader->diags, diag, "write: %.*s",
                  SV_ARG(bare_expression(loader, line_around(node->text, at))));
        return true;
    }
    Sv bare = bare_expression(loader, node->text);
    bare = node->in_flow ? yaml_flow_scalar(loader->arena, bare) : yaml_scalar(loader->arena, bare);
    diag_hint(loader->diags, diag, "write: %.*s",
              SV_ARG(yaml_rewrite(loader->arena, node->span, bare)));
    return true;
}

bool expr_is_text(RunbookLoader *loader, const Node *node, const char *key) {
    if (node->broken) return false;
    if (node->kind != NODE_SCALAR || node_is_nothing(node)) {
        if (!pitfall_node(loader->diags, node)) refuse_value(loader, node, key, "an expression");
        return false;
    }
    if (node->style == SCALAR_FOLDED) {
        Diag *diag =
            diag_add(loader->diags, DIAG_FOLDED, (Span){node->span.source, node->span.offset, 1},
                     "'>' joins the lines of an expression");
        diag_hint(loader->diags, diag, "write | instead of >");
        return false;
    }
    if (sv_trim(node->text).len == 0) {
        diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span, "'%s' is empty", key);
        return false;
    }
    return !pitfall_cut(loader->diags, node) && !refuse_dollars(loader, node, key);
}

bool expr_parse(RunbookLoader *loader, Sv text, SpanMap map, const CelNames *names, CelType wanted,
                Expr *out) {
    Expr expr = {.names = *names};
    if (!cel_parse(loader->arena, text, map, loader->diags, &expr.program)) return false;
    const LoadedFile *before = file_turn_to(loader, map.source);
    bool fine = cel_check(loader->arena, &expr.program, names, wanted, loader->diags, &expr.use);
    loader->at = before;
    if (!fine) return false;
    if (!allow_check(loader, names, &expr.use)) return false;
    *out = expr;
    return true;
}

bool expr_read(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted, Expr *out) {
    if (!expr_is_text(loader, node, key)) return false;
    Sv text = sv_trim(node->text);
    return expr_parse(
        loader, text,
        spanmap_tail(node_map(loader->arena, node), (size_t)(text.at - node->text.at)), names,
        wanted, out);
}

Expr *expr_new(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted) {
    Expr *expr = arena_new_of(loader->arena, Expr);
    return expr_read(loader, node, key, names, wanted, expr) ? expr : NULL;
}

// ── secrets ──

static Sv secret_input(const RunbookLoader *loader, const CelPath *path) {
    const Runbook *runbook = loader->runbook;
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (runbook->inputs[i].secret &&
            (path->count == 0 || sv_eq(runbook->inputs[i].name, path->fields[0])))
            return runbook->inputs[i].name;
    return (Sv){0};
}

static Sv secret_var(const RunbookLoader *loader, const CelPath *path) {
    if (path->count > 0)
        return svmap_has(&loader->secret_vars, path->fields[0]) ? path->fields[0] : (Sv){0};
    return loader->secret_vars.count > 0 ? loader->secret_vars.entries[0].key : (Sv){0};
}

static Sv secret_capture(const RunbookLoader *loader, const CelPath *path) {
    if (path->count == 0) {
        for (uint32_t i = 0; i < loader->scope.order_count; i++)
            if (loader->scope.order[i]->secret) return loader->scope.order[i]->id;
        return (Sv){0};
    }
    const Known *known = svmap_get(&loader->scope.known, path->fields[0]);
    if (!known || !known->secret) return (Sv){0};
    const Step *step = known->step;
    for (uint32_t i = 0; i < step->capture_count; i++) {
        const Capture *capture = &step->captures[i];
        if (capture->secret && (path->count == 1 || sv_eq(capture->name, path->fields[1])))
            return capture->name;
    }
    return (Sv){0};
}

static Sv secret_path(const RunbookLoader *loader, uint32_t index, const CelPath *path) {
    switch (index) {
    case SCOPE_SECRETS: return path->count > 0 ? path->fields[0] : SV("secrets");
    case SCOPE_INPUTS: return secret_input(loader, path);
    case SCOPE_VARS: return secret_var(loader, path);
    case SCOPE_STEPS: return secret_capture(loader, path);
    default: break;
    }
    if (index < SCOPE_LOOP || index >= SCOPE_RESULT) return (Sv){0};
    const LoopName *name = scope_loop_name(&loader->scope, index - SCOPE_LOOP);
    return name->secret ? name->name : (Sv){0};
}

// Comparisons and sizes give nothing away; other whole numbers may be a secret's own.
static bool gives_nothing_away(const CelExpr *expr) {
    if (expr->type.kind == CEL_TYPE_BOOL) return true;
    return expr->kind == CEL_CALL && expr->targets && expr->targets->count > 0 &&
           expr->targets->items[0].row->drops_taint;
}

static bool is_within(const CelProgram *program, const CelExpr *expr, Span path) {
    Span span = spanmap_span(&program->map, expr->from, expr->to);
    return path.offset >= span.offset && path.offset < span.offset + span.length;
}

// Of an expression whose value is a whole number.
static bool is_measured(const CelProgram *program, const CelExpr *expr, Span path) {
    if (!is_within(program, expr, path)) return false;
    if (gives_nothing_away(expr)) return true;
    for (uint32_t i = 0; i < expr->count; i++)
        if (is_measured(program, expr->args[i], path)) return true;
    return false;
}

static bool may_show(const CelProgram *program, const CelPath *path) {
    if (program->type.kind == CEL_TYPE_BOOL) return false;
    return program->type.kind != CEL_TYPE_INT || !program->root ||
           !is_measured(program, program->root, path->span);
}

static Sv shown_secret(const RunbookLoader *loader, const CelNames *names, const CelPath *path) {
    return secret_path(loader, names->items[path->name].index, path);
}

Sv expr_secret(const RunbookLoader *loader, const CelNames *names, const CelUse *use,
               const CelProgram *program) {
    for (uint32_t i = 0; i < use->path_count; i++) {
        if (!may_show(program, &use->paths[i])) continue;
        Sv secret = shown_secret(loader, names, &use->paths[i]);
        if (secret.len > 0) return secret;
    }
    return (Sv){0};
}

// The ${…} that a path stands in.
static const TemplatePart *part_of(const Template *template, const CelPath *path) {
    for (uint32_t i = 0; i < template->count; i++) {
        Span span = template->parts[i].span;
        if (template->parts[i].program.root && path->span.offset >= span.offset &&
            path->span.offset < span.offset + span.length)
            return &template->parts[i];
    }
    return NULL;
}

static Sv template_secret(const RunbookLoader *loader, const ValueSource *source) {
    const CelUse *use = &source->expr->use;
    for (uint32_t i = 0; i < use->path_count; i++) {
        const TemplatePart *part = part_of(source->template, &use->paths[i]);
        if (part && !may_show(&part->program, &use->paths[i])) continue;
        Sv secret = shown_secret(loader, &source->expr->names, &use->paths[i]);
        if (secret.len > 0) return secret;
    }
    return (Sv){0};
}

Sv source_secret(const RunbookLoader *loader, const ValueSource *source) {
    switch (source->kind) {
    case SOURCE_CONSTANT: return (Sv){0};
    case SOURCE_EXPR:
        return expr_secret(loader, &source->expr->names, &source->expr->use,
                           &source->expr->program);
    case SOURCE_TEMPLATE: return template_secret(loader, source);
    default: break;
    }
    for (uint32_t i = 0; i < source->count; i++) {
        Sv secret = source_secret(loader, &source->items[i]);
        if (secret.len > 0) return secret;
    }
    return (Sv){0};
}
