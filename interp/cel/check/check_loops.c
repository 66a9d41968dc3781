// Macros: what they go over, their variables and types.
#include "cel/check/checker.h"
#include "cel/eval/eval.h"

// A macro's variable must not hide a result of the step: a check would not look at what it seems
// to.
static void refuse_shadow(Checker *checker, const CelExpr *expr, int which) {
    Sv name = expr->loop->names[which];
    if (name.len == 0) return;
    uint32_t index = find_name(checker, name, false);
    if (index == UINT32_MAX || !checker->names->items[index].result) return;
    uint32_t at = expr->loop->at[which];
    diag_add(checker->diags, DIAG_CEL_SHADOW, part_span(checker, at, at + name.len),
             "the variable '%.*s' hides the result '%.*s' of the step; give it another name",
             SV_ARG(name), SV_ARG(name));
}

static void enter_local(Checker *checker, CelExpr *expr, int which, CelType type) {
    CelLoop *loop = expr->loop;
    if (loop->names[which].len == 0) return;
    refuse_shadow(checker, expr, which);
    loop->slots[which] = checker->slots++;
    if (checker->slots > checker->program->local_count)
        checker->program->local_count = checker->slots;
    arena_grow(checker->arena, checker->locals, checker->local_count, checker->local_capacity);
    checker->locals[checker->local_count++] =
        (Local){.name = loop->names[which],
                .type = type,
                .slot = loop->slots[which],
                .loop = loop,
                .item = cel_first_name(expr->args[0]),
                .answered = (expr->args[0]->flags & CEL_ANSWERED) != 0,
                .which = which};
}

static void leave_locals(Checker *checker, const CelExpr *expr) {
    uint32_t count = expr->loop->names[1].len > 0 ? 2 : 1;
    checker->local_count -= count;
    checker->slots -= count;
}

static bool opens_optional(const CelExpr *expr) {
    return expr->op == CEL_LOOP_OPT_MAP || expr->op == CEL_LOOP_OPT_FLAT_MAP;
}

static void refuse_range(Checker *checker, const CelExpr *expr) {
    CelType type = expr->args[0]->type;
    bool fits = opens_optional(expr) ? type.kind == CEL_TYPE_OPTIONAL
                                     : type.kind == CEL_TYPE_LIST || type.kind == CEL_TYPE_MAP ||
                                           type.kind == CEL_TYPE_RECORD;
    if (is_dyn(type) || fits || expr->op == CEL_LOOP_BIND || !is_strict(checker)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, expr_span(checker, expr->args[0]),
                          "%.*s() goes over %s, not a value of type %.*s", SV_ARG(expr->name),
                          opens_optional(expr) ? "an optional" : "a list or a map",
                          SV_ARG(show_type(checker, type)));
    if (type.kind == CEL_TYPE_OPTIONAL && !hint_asked(checker, diag, expr->args[0])) {
        diag_hint(checker->diags, diag, "an optional is opened first: %.*s.orValue(…)",
                  SV_ARG(expr_text(checker, expr->args[0])));
    }
}

// The types of the macro's variables.
static void variable_types(const CelExpr *expr, CelType out[2]) {
    CelType range = expr->args[0]->type;
    bool two = expr->loop->names[1].len > 0;
    out[0] = out[1] = cel_type(CEL_TYPE_DYN);
    switch (range.kind) {
    case CEL_TYPE_LIST:
        out[0] = two ? cel_type(CEL_TYPE_INT) : type_part(range);
        out[1] = type_part(range);
        break;
    case CEL_TYPE_MAP:
        out[0] = type_key(range);
        out[1] = type_part(range);
        break;
    case CEL_TYPE_RECORD: out[0] = cel_type(CEL_TYPE_STRING); break;
    case CEL_TYPE_OPTIONAL: out[0] = type_part(range); break;
    default: break;
    }
    if (expr->op == CEL_LOOP_BIND) out[0] = range;
}

static CelType loop_type(Checker *checker, const CelExpr *expr) {
    CelType body = expr->args[expr->count - 1]->type, range = expr->args[0]->type;
    CelType key = range.kind == CEL_TYPE_LIST ? cel_type(CEL_TYPE_INT) : type_key(range);
    switch ((CelLoopKind)expr->op) {
    case CEL_LOOP_ALL:
    case CEL_LOOP_EXISTS:
    case CEL_LOOP_EXISTS_ONE: return cel_type(CEL_TYPE_BOOL);
    case CEL_LOOP_MAP:
    case CEL_LOOP_TRANSFORM_LIST: return cel_type_list(checker->arena, body);
    case CEL_LOOP_FILTER:
    case CEL_LOOP_SORT_BY:
        return range.kind == CEL_TYPE_LIST ? range : cel_type_list(checker->arena, type_key(range));
    case CEL_LOOP_TRANSFORM_MAP: return cel_type_map(checker->arena, key, body);
    case CEL_LOOP_TRANSFORM_MAP_ENTRY:
        return body.kind == CEL_TYPE_MAP ? body : cel_type(CEL_TYPE_MAP);
    case CEL_LOOP_OPT_MAP: return cel_type_optional(checker->arena, body);
    case CEL_LOOP_OPT_FLAT_MAP:
        return body.kind == CEL_TYPE_OPTIONAL ? body : cel_type(CEL_TYPE_OPTIONAL);
    case CEL_LOOP_BIND: return body;
    }
    return cel_type(CEL_TYPE_DYN);
}

static bool body_is_condition(const CelExpr *expr) {
    return expr->op == CEL_LOOP_ALL || expr->op == CEL_LOOP_EXISTS ||
           expr->op == CEL_LOOP_EXISTS_ONE || expr->op == CEL_LOOP_FILTER;
}

static void check_bodies(Checker *checker, CelExpr *expr) {
    const char *what = sv_to_c(
        checker->arena, sv_format(checker->arena, "the condition of %.*s()", SV_ARG(expr->name)));
    for (uint32_t i = 1; i < expr->count; i++) {
        check_expr(checker, expr->args[i]);
        bool condition = body_is_condition(expr) || (expr->loop->filtered && i == 1);
        if (condition) check_condition(checker, expr->args[i], what);
    }
}

void check_loop(Checker *checker, CelExpr *expr) {
    static CelRun *const runs[] = {
        [CEL_LOOP_ALL] = run_all,
        [CEL_LOOP_EXISTS] = run_exists,
        [CEL_LOOP_EXISTS_ONE] = run_exists_one,
        [CEL_LOOP_MAP] = run_map_loop,
        [CEL_LOOP_FILTER] = run_filter,
        [CEL_LOOP_TRANSFORM_LIST] = run_map_loop,
        [CEL_LOOP_TRANSFORM_MAP] = run_transform_map,
        [CEL_LOOP_TRANSFORM_MAP_ENTRY] = run_transform_map,
        [CEL_LOOP_SORT_BY] = run_sort_by,
        [CEL_LOOP_OPT_MAP] = run_opt_map,
        [CEL_LOOP_OPT_FLAT_MAP] = run_opt_flat_map,
        [CEL_LOOP_BIND] = run_bind,
    };
    check_expr(checker, expr->args[0]);
    refuse_range(checker, expr);
    CelType types[2];
    variable_types(expr, types);
    enter_local(checker, expr, 0, types[0]);
    enter_local(checker, expr, 1, types[1]);
    check_bodies(checker, expr);
    leave_locals(checker, expr);
    if (is_strict(checker)) mark_listed(expr, checker->program);
    expr->type = loop_type(checker, expr);
    expr->run = runs[expr->op];
}
