// Calls: finds the functions and overloads that are meant, checks whether they take the arguments,
// and what they yield.
#include "cel/check/checker.h"
#include "cel/eval/eval.h"
#include "cel/signature.h"

// ── type variables ──

typedef struct TypeVariables {
    bool bound[26];
    CelType types[26];
} TypeVariables;

static uint32_t variable_of(CelType type) {
    return type.node != NULL && type.node->name.len > 0
               ? (uint32_t)(type.node->name.at[0] - 'A') % 26
               : 0;
}

// Learns from an argument which types the variables of a parameter stand for.
static void learn(Checker *checker, TypeVariables *variables, CelType param, CelType found) {
    if (param.kind == CEL_TYPE_PARAM) {
        uint32_t i = variable_of(param);
        CelType type =
            variables->bound[i] ? join_types(checker, variables->types[i], found) : found;
        variables->types[i] = type;
        variables->bound[i] = true;
        return;
    }
    if (param.node == NULL || param.kind == CEL_TYPE_RECORD) return;
    if (param.kind == CEL_TYPE_MAP && found.kind == CEL_TYPE_RECORD) {
        learn(checker, variables, param.node->key, cel_type(CEL_TYPE_STRING));
        return;
    }
    if (param.kind != found.kind) return;
    if (param.kind == CEL_TYPE_MAP) learn(checker, variables, param.node->key, type_key(found));
    learn(checker, variables, param.node->of, type_part(found));
}

// The type with its variables replaced by what is known of them.
static CelType settle(Checker *checker, const TypeVariables *variables, CelType type) {
    if (type.kind == CEL_TYPE_PARAM) {
        uint32_t i = variable_of(type);
        return variables->bound[i] ? variables->types[i] : cel_type(CEL_TYPE_DYN);
    }
    if (type.node == NULL) return type;
    switch (type.kind) {
    case CEL_TYPE_LIST:
        return cel_type_list(checker->arena, settle(checker, variables, type.node->of));
    case CEL_TYPE_OPTIONAL:
        return cel_type_optional(checker->arena, settle(checker, variables, type.node->of));
    case CEL_TYPE_MAP:
        return cel_type_map(checker->arena, settle(checker, variables, type.node->key),
                            settle(checker, variables, type.node->of));
    default: return type;
    }
}

static bool arguments_fit(const CelExpr *expr, const Signature *signature) {
    for (uint32_t i = 0; i < expr->count; i++) {
        CelType param = signature->params[i < signature->count ? i : signature->count - 1];
        if (!cel_type_fits(expr->args[i]->type, param)) return false;
    }
    return true;
}

static CelType result_of(Checker *checker, const CelExpr *expr, const Signature *signature) {
    TypeVariables variables = {0};
    for (uint32_t i = 0; i < expr->count; i++) {
        CelType param = signature->params[i < signature->count ? i : signature->count - 1];
        learn(checker, &variables, param, expr->args[i]->type);
    }
    return settle(checker, &variables, signature->result);
}

// ── preparing literal arguments ──

// False, and reported, if a literal argument can never be right.
static bool prepare(Checker *checker, const CelExpr *expr, const CelFunction *row,
                    const void **out) {
    if (row->prepare == NULL) return true;
    Value *values = arena_new_array(checker->arena, Value, expr->count);
    bool *literal = arena_new_array(checker->arena, bool, expr->count);
    for (uint32_t i = 0; i < expr->count; i++) {
        const CelExpr *arg = expr->args[i];
        literal[i] = arg->value != NULL && arg->run == run_value;
        if (literal[i]) values[i] = *arg->value;
    }
    Sv error = {0};
    if (row->prepare(checker->arena, values, literal, expr->count, checker->names->options, out,
                     &error))
        return true;
    *out = NULL;
    if (!is_strict(checker)) return true;
    // The mistake is in one of the literals; the last one is the pattern, path or schema.
    const CelExpr *culprit = expr;
    for (uint32_t i = 0; i < expr->count; i++) {
        if (literal[i]) culprit = expr->args[i];
    }
    // What follows its first line is how it is mended.
    Sv line = {0};
    ignore_result(sv_next_line(&error, &line));
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENT_VALUE, expr_span(checker, culprit),
                          "%.*s", SV_ARG(line));
    if (error.len > 0) diag_hint(checker->diags, diag, "%.*s", SV_ARG(error));
    return false;
}

// ── overloads ──

typedef struct OverloadSearch {
    CelTargets targets;
    uint32_t capacity;
    bool shaped;  // some overload takes this many arguments in this style
    bool refused; // a literal argument was reported
    CelType result;
} OverloadSearch;

static void add_target(Checker *checker, OverloadSearch *search, const CelExpr *expr,
                       const CelFunction *row, const CelOverload *overload,
                       const Signature *signature) {
    CelTarget target = {
        .row = row,
        .overload = overload,
        .params = signature->count,
        .least = signature->count,
        .most = signature->repeated ? UINT32_MAX : signature->count,
        .method = signature->method,
    };
    for (uint32_t i = 0; i < signature->count; i++)
        target.kinds[i] = signature_kinds(signature->params[i]);
    for (uint32_t i = 0; i < search->targets.count; i++) {
        if (search->targets.items[i].row == row)
            target.prepared = search->targets.items[i].prepared;
    }
    CelType result = result_of(checker, expr, signature);
    search->result =
        search->targets.count == 0 ? result : join_types(checker, search->result, result);
    arena_grow(checker->arena, search->targets.items, search->targets.count, search->capacity);
    search->targets.items[search->targets.count++] = target;
}

static void search_row(Checker *checker, OverloadSearch *search, const CelExpr *expr,
                       const CelFunction *row) {
    uint32_t before = search->targets.count;
    bool method = (expr->flags & CEL_METHOD) != 0;
    for (uint32_t i = 0; i < row->overload_count; i++) {
        if (signature_is_method(row->overloads[i].signature) != method) continue;
        Signature signature;
        if (!signature_read(checker->arena, row->overloads[i].signature, &signature)) continue;
        if (!signature_takes(&signature, method, expr->count)) continue;
        search->shaped = true;
        // In the specification's mode a mismatch only fails when it is evaluated.
        if (is_strict(checker) && !arguments_fit(expr, &signature)) continue;
        add_target(checker, search, expr, row, &row->overloads[i], &signature);
    }
    if (search->targets.count == before) return;
    const void *prepared = NULL;
    if (!prepare(checker, expr, row, &prepared)) search->refused = true;
    for (uint32_t i = before; i < search->targets.count; i++)
        search->targets.items[i].prepared = prepared;
}

// math.greatest(…): the receiver is not a value but the first part of a function's name.
static bool resolve_namespace(Checker *checker, CelExpr *expr) {
    if ((expr->flags & CEL_METHOD) == 0) return false;
    const CelExpr *receiver = expr->args[0];
    if (receiver->kind != CEL_NAME) return false;
    if (find_local(checker, receiver->name) != NULL) return false;
    Sv name = sv_format(checker->arena, "%.*s.%.*s", SV_ARG(receiver->name), SV_ARG(expr->name));
    if (cel_function_find(name, 0) == NULL) return false;
    expr->name = name;
    expr->at = receiver->from;
    expr->flags &= (uint8_t)~CEL_METHOD;
    expr->args++;
    expr->count--;
    return true;
}

// `or` and `orValue` evaluate their argument only if it is needed; dyn() is its argument.
static CelRun *own_run(const CelExpr *expr) {
    if ((expr->flags & CEL_METHOD) == 0 && expr->count == 1 && sv_eq(expr->name, SV("dyn")))
        return run_dyn;
    if ((expr->flags & CEL_METHOD) == 0 || expr->count != 2) return NULL;
    if (sv_eq(expr->name, SV("or"))) return run_optional_or;
    if (sv_eq(expr->name, SV("orValue"))) return run_optional_or_value;
    return NULL;
}

// An unknown function is reported alone: its arguments may be part of the same mistake.
static void be_unknown(Checker *checker, CelExpr *expr) {
    fail_later(checker, expr, unknown_function(checker, expr));
    if (!checker->names->allow_unknown) refuse_function(checker, expr);
}

void check_call(Checker *checker, CelExpr *expr) {
    resolve_namespace(checker, expr);
    const CelFunction *rows[CEL_ROWS_OF_A_NAME];
    uint32_t count = cel_function_rows(expr->name, rows, CEL_ROWS_OF_A_NAME);
    if (count == 0) {
        be_unknown(checker, expr);
        return;
    }
    check_args(checker, expr);
    OverloadSearch search = {.result = cel_type(CEL_TYPE_DYN)};
    for (uint32_t i = 0; i < count; i++)
        search_row(checker, &search, expr, rows[i]);
    expr->targets = arena_copy(checker->arena, &search.targets, sizeof search.targets);
    expr->type = search.result;
    expr->run = run_call;
    bool none = search.targets.count == 0;
    if (none && is_strict(checker)) refuse_arguments(checker, expr);
    if (none || search.refused) {
        expr->type = cel_type(CEL_TYPE_ERROR);
        return;
    }
    CelRun *own = own_run(expr);
    if (own != NULL) {
        expr->run = own;
    } else {
        fold_constant(checker, expr);
    }
}
