// The checker: resolves names and functions, finds types, and assigns to each node the function
// that evaluates it.
#include "cel/check/checker.h"
#include "cel/eval/eval.h"
#include "cel/syntax/lexer.h"

#include <stdarg.h>

// ── helpers ──

bool is_strict(const Checker *checker) {
    return checker->names->strict;
}

Span part_span(const Checker *checker, uint32_t from, size_t to) {
    return spanmap_span(&checker->program->map, from, to);
}

Span expr_span(const Checker *checker, const CelExpr *expr) {
    return part_span(checker, expr->from, expr->to);
}

Sv expr_text(const Checker *checker, const CelExpr *expr) {
    return sv_slice(checker->program->text, expr->from, expr->to);
}

Sv show_type(const Checker *checker, CelType type) {
    return cel_type_show(checker->arena, type);
}

bool is_dyn(CelType type) {
    return type.kind == CEL_TYPE_DYN || type.kind == CEL_TYPE_ERROR || type.kind == CEL_TYPE_PARAM;
}

CelType type_part(CelType type) {
    return type.node != NULL && type.kind != CEL_TYPE_RECORD ? type.node->of
                                                             : cel_type(CEL_TYPE_DYN);
}

CelType type_key(CelType type) {
    if (type.kind == CEL_TYPE_RECORD) return cel_type(CEL_TYPE_STRING);
    return type.node != NULL ? type.node->key : cel_type(CEL_TYPE_DYN);
}

CelType join_types(Checker *checker, CelType a, CelType b) {
    if (a.kind == CEL_TYPE_NULL && b.kind != CEL_TYPE_NULL) {
        b.nullable = true;
        return b;
    }
    if (b.kind == CEL_TYPE_NULL && a.kind != CEL_TYPE_NULL) {
        a.nullable = true;
        return a;
    }
    if (a.kind != b.kind || is_dyn(a)) return cel_type(CEL_TYPE_DYN);
    bool nullable = a.nullable || b.nullable;
    CelType joined = a;
    switch (a.kind) {
    case CEL_TYPE_LIST:
        joined = cel_type_list(checker->arena, join_types(checker, type_part(a), type_part(b)));
        break;
    case CEL_TYPE_OPTIONAL:
        joined = cel_type_optional(checker->arena, join_types(checker, type_part(a), type_part(b)));
        break;
    case CEL_TYPE_MAP:
        joined = cel_type_map(checker->arena, join_types(checker, type_key(a), type_key(b)),
                              join_types(checker, type_part(a), type_part(b)));
        break;
    case CEL_TYPE_RECORD:
        if (a.node != b.node)
            joined =
                cel_type_map(checker->arena, cel_type(CEL_TYPE_STRING), cel_type(CEL_TYPE_DYN));
        break;
    default: break;
    }
    joined.nullable = nullable;
    return joined;
}

void fail_later(Checker *checker, CelExpr *expr, Sv message) {
    Value value = value_string(message);
    expr->value = arena_copy(checker->arena, &value, sizeof value);
    expr->type = cel_type(CEL_TYPE_ERROR);
    expr->run = run_unknown;
}

void hint_with(Checker *checker, Diag *diag, uint32_t from, uint32_t to, const char *format, ...) {
    va_list args;
    va_start(args, format);
    BUF_AUTO Buf instead = buf_new(64 * 1024);
    buf_addv(&instead, format, args);
    va_end(args);
    const CelProgram *program = checker->program;
    Sv line = text_rewritten(checker->arena, program->whole, program->whole_at + from,
                             program->whole_at + to, buf_sv(&instead));
    line = spanmap_written(&program->map, checker->arena, line);
    diag_hint(checker->diags, diag, "write it as: %.*s", SV_ARG(line));
}

// ── literals, lists, maps ──

static CelType literal_type(Value value) {
    switch (value.kind) {
    case VALUE_NULL: return cel_type(CEL_TYPE_NULL);
    case VALUE_BOOL: return cel_type(CEL_TYPE_BOOL);
    case VALUE_INT: return cel_type(CEL_TYPE_INT);
    case VALUE_UINT: return cel_type(CEL_TYPE_UINT);
    case VALUE_DOUBLE: return cel_type(CEL_TYPE_DOUBLE);
    case VALUE_STRING: return cel_type(CEL_TYPE_STRING);
    case VALUE_BYTES: return cel_type(CEL_TYPE_BYTES);
    default: return cel_type(CEL_TYPE_DYN);
    }
}

static void check_literal(CelExpr *expr) {
    expr->type = literal_type(*expr->value);
    expr->run = run_value;
}

// The type of an entry; of a `?` entry that of the optional's value.
static CelType entry_type(Checker *checker, const CelExpr *expr, uint32_t entry,
                          const CelExpr *value) {
    if (expr->maybe == NULL || !expr->maybe[entry]) return value->type;
    if (value->type.kind == CEL_TYPE_OPTIONAL) return type_part(value->type);
    if (!is_dyn(value->type) && is_strict(checker)) {
        diag_add(checker->diags, DIAG_CEL_WRONG_TYPE, expr_span(checker, value),
                 "an entry marked with '?' must be optional, but is of type %.*s",
                 SV_ARG(show_type(checker, value->type)));
    }
    return cel_type(CEL_TYPE_DYN);
}

static void check_list(Checker *checker, CelExpr *expr) {
    CelType item = cel_type(CEL_TYPE_DYN);
    check_args(checker, expr);
    for (uint32_t i = 0; i < expr->count; i++) {
        CelType type = entry_type(checker, expr, i, expr->args[i]);
        item = i == 0 ? type : join_types(checker, item, type);
    }
    expr->type = cel_type_list(checker->arena, item);
    expr->run = run_list;
    if (expr->maybe == NULL) fold_constant(checker, expr);
}

static bool may_be_key(CelType type) {
    return is_dyn(type) || type.kind == CEL_TYPE_STRING || type.kind == CEL_TYPE_INT ||
           type.kind == CEL_TYPE_UINT || type.kind == CEL_TYPE_BOOL;
}

static void check_map(Checker *checker, CelExpr *expr) {
    CelType key = cel_type(CEL_TYPE_DYN), value = key;
    check_args(checker, expr);
    for (uint32_t i = 0; i + 1 < expr->count; i += 2) {
        CelType this_key = expr->args[i]->type;
        if (is_strict(checker) && !may_be_key(this_key)) {
            diag_add(checker->diags, DIAG_CEL_WRONG_TYPE, expr_span(checker, expr->args[i]),
                     "a map's key cannot be of type %.*s; keys are string, int, uint or bool",
                     SV_ARG(show_type(checker, this_key)));
        }
        CelType this_value = entry_type(checker, expr, i / 2, expr->args[i + 1]);
        key = i == 0 ? this_key : join_types(checker, key, this_key);
        value = i == 0 ? this_value : join_types(checker, value, this_value);
    }
    expr->type = cel_type_map(checker->arena, key, value);
    expr->run = run_map;
    if (expr->maybe == NULL) fold_constant(checker, expr);
}

static void check_message(Checker *checker, CelExpr *expr) {
    for (uint32_t i = 0; i + 1 < expr->count; i += 2) {
        check_literal(expr->args[i]);
        check_expr(checker, expr->args[i + 1]);
    }
    expr->type = cel_type(CEL_TYPE_DYN);
    expr->run = run_message;
    if (checker->names->allow_unknown) return;
    Diag *diag = diag_add(
        checker->diags, DIAG_CEL_UNKNOWN_NAME, expr_span(checker, expr),
        "'%.*s' is not a type that can be made: there are no protocol buffer messages here",
        SV_ARG(expr->name));
    diag_hint(checker->diags, diag, "a map is written {'field': value}");
}

// ── logic ──

static void add_guards(Checker *checker, CelExpr *expr) {
    if (expr->kind == CEL_AND) {
        for (uint32_t i = 0; i < expr->count; i++)
            add_guards(checker, expr->args[i]);
    }
    if (expr->kind != CEL_SELECT || (expr->flags & CEL_TEST) == 0) return;
    arena_grow(checker->arena, checker->guards, checker->guard_count, checker->guard_capacity);
    checker->guards[checker->guard_count++] = expr;
}

// has(a.b) && … lets what follows read a.b.
static void check_chain(Checker *checker, CelExpr *expr) {
    uint32_t guards = checker->guard_count;
    bool and = expr->kind == CEL_AND;
    for (uint32_t i = 0; i < expr->count; i++) {
        check_expr(checker, expr->args[i]);
        check_condition(checker, expr->args[i], and? "an operand of '&&'" : "an operand of '||'");
        if (and) add_guards(checker, expr->args[i]);
        // !has(a.b) || … is the other way round.
        bool negated = expr->args[i]->kind == CEL_UNARY && expr->args[i]->op == CEL_OP_NOT;
        if (!and&&negated) add_guards(checker, expr->args[i]->args[0]);
    }
    checker->guard_count = guards;
    expr->type = cel_type(CEL_TYPE_BOOL);
    expr->run = and? run_and : run_or;
}

static void check_conditional(Checker *checker, CelExpr *expr) {
    uint32_t guards = checker->guard_count;
    check_expr(checker, expr->args[0]);
    check_condition(checker, expr->args[0], "the condition of '?:'");
    add_guards(checker, expr->args[0]);
    check_expr(checker, expr->args[1]);
    checker->guard_count = guards;
    check_expr(checker, expr->args[2]);
    expr->type = join_types(checker, expr->args[1]->type, expr->args[2]->type);
    expr->run = run_conditional;
}

// ── the tree ──

void check_args(Checker *checker, CelExpr *expr) {
    const CelExpr *path = checker->path;
    checker->path = NULL;
    for (uint32_t i = 0; i < expr->count; i++) {
        checker->around = expr;
        check_expr(checker, expr->args[i]);
    }
    checker->path = path;
}

// A value that is computed from an answer comes from it.
static void gather_answered(CelExpr *expr) {
    for (uint32_t i = 0; i < expr->count; i++)
        expr->flags |= expr->args[i]->flags & CEL_ANSWERED;
}

static void check_node(Checker *checker, CelExpr *expr) {
    switch ((CelKind)expr->kind) {
    case CEL_LITERAL: check_literal(expr); return;
    case CEL_NAME: check_name(checker, expr); return;
    case CEL_SELECT: check_select(checker, expr); return;
    case CEL_INDEX: check_index(checker, expr); return;
    default: break;
    }
    // A path ends with anything that is not a selection.
    const CelExpr *path = checker->path;
    checker->path = NULL;
    switch ((CelKind)expr->kind) {
    case CEL_CALL: check_call(checker, expr); break;
    case CEL_UNARY: check_unary(checker, expr); break;
    case CEL_BINARY: check_binary(checker, expr); break;
    case CEL_AND:
    case CEL_OR: check_chain(checker, expr); break;
    case CEL_CONDITIONAL: check_conditional(checker, expr); break;
    case CEL_LIST: check_list(checker, expr); break;
    case CEL_MAP: check_map(checker, expr); break;
    case CEL_MESSAGE: check_message(checker, expr); break;
    case CEL_LOOP: check_loop(checker, expr); break;
    default: break;
    }
    checker->path = path;
}

void check_expr(Checker *checker, CelExpr *expr) {
    check_node(checker, expr);
    gather_answered(expr);
}

static void check_wanted(Checker *checker, CelExpr *root, CelType wanted) {
    if (wanted.kind == CEL_TYPE_BOOL && !wanted.nullable) {
        check_condition(checker, root, NULL);
        return;
    }
    if (cel_type_fits(root->type, wanted)) return;
    diag_add(checker->diags, DIAG_CEL_WRONG_TYPE, expr_span(checker, root),
             "expected a value of type %.*s but found %.*s", SV_ARG(show_type(checker, wanted)),
             SV_ARG(show_type(checker, root->type)));
}

// Most expressions read few names, so these are gathered outside of the arena and then copied to an
// array of the right size.
enum { FEW = 8 };

static CelUse kept_use(Arena *arena, const CelUse *use) {
    CelUse kept = *use;
    kept.names = use->name_count > 0
                     ? arena_copy(arena, use->names, sizeof *use->names * use->name_count)
                     : NULL;
    kept.paths = use->path_count > 0
                     ? arena_copy(arena, use->paths, sizeof *use->paths * use->path_count)
                     : NULL;
    return kept;
}

bool cel_check(Arena *arena, CelProgram *program, const CelNames *names, CelType wanted,
               Diags *diags, CelUse *use) {
    uint32_t errors = diags->errors;
    uint32_t few_names[FEW];
    CelPath few_paths[FEW];
    Checker checker = {.arena = arena, .program = program, .names = names, .diags = diags};
    checker.use = (CelUse){.names = few_names, .paths = few_paths};
    checker.name_capacity = checker.path_capacity = FEW;
    check_expr(&checker, program->root);
    program->type = program->root->type;
    if (diags->errors == errors) check_wanted(&checker, program->root, wanted);
    if (names->strict) mark_settled(program->root);
    checker.use.constant = checker.use.name_count == 0;
    if (use != NULL) *use = kept_use(arena, &checker.use);
    return diags->errors == errors;
}
