// Names, selections and indices: resolves them, and records which paths are read.
#include "cel/check/checker.h"
#include "cel/eval/eval.h"

#include <string.h>

// ── types as values ──

static const Sv type_names[] = {
    SV_INIT("bool"),
    SV_INIT("int"),
    SV_INIT("uint"),
    SV_INIT("double"),
    SV_INIT("string"),
    SV_INIT("bytes"),
    SV_INIT("list"),
    SV_INIT("map"),
    SV_INIT("type"),
    SV_INIT("null_type"),
    SV_INIT("optional_type"),
    SV_INIT("decimal"),
    SV_INIT("net.IP"),
    SV_INIT("net.CIDR"),
    SV_INIT("google.protobuf.Timestamp"),
    SV_INIT("google.protobuf.Duration"),
};

static bool is_type_name(Sv name) {
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (sv_eq(name, type_names[i])) return true;
    }
    return false;
}

// ── looking up ──

const Local *find_local(const Checker *checker, Sv name) {
    for (uint32_t i = checker->local_count; i-- > 0;) {
        if (sv_eq(checker->locals[i].name, name)) return &checker->locals[i];
    }
    return NULL;
}

static uint32_t exact_name(const CelNames *names, Sv name) {
    for (uint32_t i = 0; i < names->count; i++) {
        if (sv_eq(names->items[i].name, name)) return i;
    }
    return UINT32_MAX;
}

// Tries container.name for the container and each scope around it, then the name by itself.
uint32_t find_name(const Checker *checker, Sv name, bool root) {
    const CelNames *names = checker->names;
    Sv scope = root ? (Sv){0} : names->container;
    while (scope.len > 0) {
        uint32_t found =
            exact_name(names, sv_format(checker->arena, "%.*s.%.*s", SV_ARG(scope), SV_ARG(name)));
        if (found != UINT32_MAX) return found;
        size_t dot = scope.len;
        while (dot > 0 && scope.at[dot - 1] != '.')
            dot--;
        scope = sv_slice(scope, 0, dot > 0 ? dot - 1 : 0);
    }
    return exact_name(names, name);
}

// ── what is read ──

enum { FEW = 2 }; // most expressions read no more

static void note_read(Checker *checker, uint32_t name) {
    CelUse *use = &checker->use;
    use->reads_observed = use->reads_observed || checker->names->items[name].observed;
    for (uint32_t i = 0; i < use->name_count; i++) {
        if (use->names[i] == name) return;
    }
    arena_grow(checker->arena, use->names, use->name_count, checker->name_capacity);
    use->names[use->name_count++] = name;
}

static bool literal_key(const CelExpr *expr, Sv *key) {
    if (expr->kind == CEL_SELECT) {
        *key = expr->name;
        return true;
    }
    const CelExpr *index = expr->kind == CEL_INDEX ? expr->args[1] : NULL;
    if (index == NULL || index->kind != CEL_LITERAL || index->value->kind != VALUE_STRING)
        return false;
    *key = value_text(*index->value);
    return true;
}

// The selections above a name, innermost first, up to the first that is not literal.
static void note_path(Checker *checker, const CelExpr *name, uint32_t index) {
    uint32_t depth = 0;
    for (const CelExpr *at = checker->path; at != NULL && at != name; at = at->args[0])
        depth++;
    CelPath path = {.name = index, .count = depth};
    path.fields = depth > 0 ? arena_new_array(checker->arena, Sv, depth) : NULL;
    uint32_t to = name->to, i = depth;
    for (const CelExpr *at = checker->path; i > 0; at = at->args[0]) {
        i--;
        if (!literal_key(at, &path.fields[i])) {
            path.count = i;
            path.optional = false;
            continue;
        }
        if (at->flags & (CEL_OPTIONAL | CEL_TEST)) path.optional = true;
        // has(a.b) ends after its bracket, the field before it.
        if (i + 1 == path.count) to = at->flags & CEL_TEST ? at->to - 1 : at->to;
    }
    path.span = part_span(checker, name->from, path.count > 0 ? to : name->to);
    CelUse *use = &checker->use;
    if (use->paths == NULL) {
        use->paths = arena_new_array(checker->arena, CelPath, FEW);
        checker->path_capacity = FEW;
    }
    arena_grow(checker->arena, use->paths, use->path_count, checker->path_capacity);
    use->paths[use->path_count++] = path;
}

// ── names ──

static void be_local(CelExpr *expr, const Local *local) {
    expr->flags |= local->answered ? CEL_LOCAL | CEL_ANSWERED : CEL_LOCAL;
    expr->slot = local->slot;
    expr->item = local->item;
    expr->type = local->type;
    expr->run = run_local;
    local->loop->used[local->which] = true;
}

static void be_global(Checker *checker, CelExpr *expr, uint32_t index) {
    const CelName *name = &checker->names->items[index];
    expr->flags |= name->answered ? CEL_GLOBAL | CEL_ANSWERED : CEL_GLOBAL;
    expr->slot = name->index;
    expr->item = index;
    expr->type = name->type;
    expr->run = run_global;
    note_read(checker, index);
    note_path(checker, expr, index);
    if (!name->unavailable) return;
    diag_add(checker->diags, DIAG_CEL_UNAVAILABLE, expr_span(checker, expr),
             "'%.*s' cannot be read here: %.*s", SV_ARG(name->name), SV_ARG(name->why));
    expr->type = cel_type(CEL_TYPE_ERROR);
}

static void be_type(Checker *checker, CelExpr *expr, Sv name) {
    Value value = value_type(name);
    expr->value = arena_copy(checker->arena, &value, sizeof value);
    expr->type = cel_type(CEL_TYPE_TYPE);
    expr->run = run_value;
}

void check_name(Checker *checker, CelExpr *expr) {
    bool root = (expr->flags & CEL_ROOT) != 0;
    const Local *local = root ? NULL : find_local(checker, expr->name);
    if (local != NULL) {
        be_local(expr, local);
        return;
    }
    uint32_t index = find_name(checker, expr->name, root);
    if (index != UINT32_MAX) {
        be_global(checker, expr, index);
        return;
    }
    if (is_type_name(expr->name)) {
        be_type(checker, expr, expr->name);
        return;
    }
    fail_later(checker, expr, unknown_name(checker, expr->name));
    if (!checker->names->allow_unknown) refuse_name(checker, expr, expr->name);
}

// ── qualified names ──

// a.b.c as one text, if it consists of names joined by plain dots and does not begin with a macro's
// variable.
static Sv qualified(Checker *checker, const CelExpr *expr, bool *root) {
    if (expr->kind == CEL_NAME) {
        *root = (expr->flags & CEL_ROOT) != 0;
        if (!*root && find_local(checker, expr->name) != NULL) return (Sv){0};
        return expr->name;
    }
    if (expr->kind != CEL_SELECT || (expr->flags & (CEL_OPTIONAL | CEL_TEST | CEL_QUOTED)) != 0)
        return (Sv){0};
    Sv before = qualified(checker, expr->args[0], root);
    if (before.len == 0) return before;
    return sv_format(checker->arena, "%.*s.%.*s", SV_ARG(before), SV_ARG(expr->name));
}

static bool has_qualified_names(const Checker *checker, const CelExpr *first) {
    if (checker->names->container.len > 0) return true;
    if (sv_eq(first->name, SV("google")) || sv_eq(first->name, SV("net"))) return true;
    for (uint32_t i = 0; i < checker->names->count; i++) {
        if (sv_find_char(checker->names->items[i].name, '.', 0) != SV_NONE) return true;
    }
    return false;
}

// The longest prefix that resolves is taken as one name: a.b.c before (a.b).c.
static bool resolve_qualified(Checker *checker, CelExpr *expr) {
    const CelExpr *first = expr;
    while (first->kind == CEL_SELECT)
        first = first->args[0];
    if (first->kind != CEL_NAME || !has_qualified_names(checker, first)) return false;
    bool root = false;
    Sv name = qualified(checker, expr, &root);
    if (name.len == 0) return false;
    uint32_t index = find_name(checker, name, root);
    if (index == UINT32_MAX && !is_type_name(name)) return false;
    if (root) expr->flags |= CEL_ROOT;
    expr->kind = CEL_NAME;
    expr->name = name;
    expr->count = 0;
    if (index != UINT32_MAX) {
        be_global(checker, expr, index);
    } else {
        be_type(checker, expr, name);
    }
    return true;
}

// ── selections ──

// Whether has(a.b) asked for this a.b before.
static bool same_path(const CelExpr *a, const CelExpr *b) {
    while (a->kind == CEL_SELECT && b->kind == CEL_SELECT) {
        if (!sv_eq(a->name, b->name)) return false;
        a = a->args[0];
        b = b->args[0];
    }
    return a->kind == CEL_NAME && b->kind == CEL_NAME && sv_eq(a->name, b->name);
}

// "has(steps.a.x)" is such a condition for steps.a.x.
static bool is_given(const Checker *checker, const CelExpr *expr) {
    const CelGiven *given = checker->names->given;
    Sv path = expr_text(checker, expr);
    for (uint32_t i = 0; given != NULL && i < given->count; i++) {
        Sv text = given->items[i];
        bool asks = sv_starts(text, SV("has(")) && sv_ends(text, SV(")"));
        if (asks && sv_eq(sv_trim(sv_slice(text, 4, text.len - 1)), path)) return true;
    }
    return false;
}

static bool is_guarded(const Checker *checker, const CelExpr *expr) {
    for (uint32_t i = 0; i < checker->guard_count; i++) {
        if (same_path(checker->guards[i], expr)) return true;
    }
    return is_given(checker, expr);
}

static void refuse_absent(Checker *checker, const CelExpr *expr, const CelField *field) {
    Diag *diag =
        diag_add(checker->diags, DIAG_CEL_MAYBE_ABSENT, part_span(checker, expr->at, expr->to),
                 "'%.*s' may not be there: %.*s", SV_ARG(field->name), SV_ARG(field->why));
    if (field->hint.len > 0) {
        diag_hint(checker->diags, diag, "%.*s", SV_ARG(field->hint));
    } else if (expr->kind == CEL_SELECT &&
               !hint_guarded(checker, diag, expr->from, expr->to, expr_text(checker, expr))) {
        hint_with(checker, diag, expr->at - 1, expr->at, ".?");
    }
}

static const CelField *find_field(const CelTypeNode *record, Sv key) {
    if (record->find != NULL) return record->find(record, key);
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (sv_eq(record->fields[i].name, key)) return &record->fields[i];
    }
    return NULL;
}

// The type of a field of a record; reports one that is not there.
static CelType field_type(Checker *checker, const CelExpr *expr, CelType record, Sv key) {
    const CelField *field = find_field(record.node, key);
    if (field == NULL) {
        refuse_field(checker, expr, record);
        return cel_type(CEL_TYPE_ERROR);
    }
    if (field->hidden) {
        Diag *diag =
            diag_add(checker->diags, DIAG_CEL_UNAVAILABLE, part_span(checker, expr->at, expr->to),
                     "'%.*s' cannot be read here: %.*s", SV_ARG(key), SV_ARG(field->why));
        if (field->hint.len > 0) diag_hint(checker->diags, diag, "%.*s", SV_ARG(field->hint));
        return cel_type(CEL_TYPE_ERROR);
    }
    bool asks = (expr->flags & (CEL_OPTIONAL | CEL_TEST)) != 0;
    if (field->why.len > 0 && !asks && !is_guarded(checker, expr))
        refuse_absent(checker, expr, field);
    return field->type;
}

// The type of operand.key or operand['key'], without the optional that .? adds.
static CelType selected_type(Checker *checker, const CelExpr *expr, CelType operand, Sv key) {
    switch (operand.kind) {
    case CEL_TYPE_MAP: return type_part(operand);
    case CEL_TYPE_RECORD:
        if (operand.node != NULL) return field_type(checker, expr, operand, key);
        return cel_type(CEL_TYPE_DYN);
    case CEL_TYPE_DYN:
    case CEL_TYPE_PARAM:
    case CEL_TYPE_ERROR: return cel_type(CEL_TYPE_DYN);
    default: break;
    }
    if (is_strict(checker)) refuse_field(checker, expr, operand);
    return cel_type(CEL_TYPE_ERROR);
}

// Enters a selection; a path ends with the outermost one.
static const CelExpr *enter_path(Checker *checker, const CelExpr *expr) {
    const CelExpr *before = checker->path;
    if (before == NULL) checker->path = expr;
    return before;
}

void check_select(Checker *checker, CelExpr *expr) {
    const CelExpr *path = enter_path(checker, expr);
    bool test = (expr->flags & CEL_TEST) != 0, optional = (expr->flags & CEL_OPTIONAL) != 0;
    if (!test && !optional && resolve_qualified(checker, expr)) {
        checker->path = path;
        return;
    }
    check_expr(checker, expr->args[0]);
    checker->path = path;
    CelType operand = expr->args[0]->type;
    bool through = operand.kind == CEL_TYPE_OPTIONAL;
    CelType found =
        selected_type(checker, expr, through ? type_part(operand) : operand, expr->name);
    expr->run = test ? run_has : optional ? run_select_optional : run_select;
    if (test) {
        expr->type = cel_type(CEL_TYPE_BOOL);
    } else if (optional || through) {
        expr->type =
            found.kind == CEL_TYPE_ERROR ? found : cel_type_optional(checker->arena, found);
    } else {
        expr->type = found;
    }
}

// ── indices ──

static void refuse_index(Checker *checker, const CelExpr *expr, const CelExpr *index,
                         CelType operand, const char *wanted) {
    if (!is_strict(checker)) return;
    diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, index),
             "a value of type %.*s is indexed by %s, not by %.*s",
             SV_ARG(show_type(checker, operand)), wanted, SV_ARG(show_type(checker, index->type)));
    (void)expr;
}

static bool is_number(CelType type) {
    return type.kind == CEL_TYPE_INT || type.kind == CEL_TYPE_UINT ||
           type.kind == CEL_TYPE_DOUBLE || type.kind == CEL_TYPE_DECIMAL;
}

static CelType indexed_type(Checker *checker, CelExpr *expr, CelType operand) {
    const CelExpr *index = expr->args[1];
    Sv key = {0};
    switch (operand.kind) {
    case CEL_TYPE_LIST:
        if (!is_dyn(index->type) && !is_number(index->type))
            refuse_index(checker, expr, index, operand, "int");
        return type_part(operand);
    case CEL_TYPE_MAP:
    case CEL_TYPE_RECORD:
        if (literal_key(expr, &key)) return selected_type(checker, expr, operand, key);
        if (!cel_type_fits(index->type, type_key(operand)) &&
            !(is_number(index->type) && is_number(type_key(operand)))) {
            Sv wanted = show_type(checker, type_key(operand));
            refuse_index(checker, expr, index, operand, sv_to_c(checker->arena, wanted));
        }
        return operand.kind == CEL_TYPE_MAP ? type_part(operand) : cel_type(CEL_TYPE_DYN);
    case CEL_TYPE_DYN:
    case CEL_TYPE_PARAM:
    case CEL_TYPE_ERROR: return cel_type(CEL_TYPE_DYN);
    default: break;
    }
    if (is_strict(checker)) {
        diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, expr),
                 "a value of type %.*s cannot be indexed", SV_ARG(show_type(checker, operand)));
    }
    return cel_type(CEL_TYPE_ERROR);
}

void check_index(Checker *checker, CelExpr *expr) {
    const CelExpr *path = enter_path(checker, expr);
    check_expr(checker, expr->args[0]);
    checker->path = NULL;
    check_expr(checker, expr->args[1]);
    checker->path = path;
    CelType operand = expr->args[0]->type;
    bool through = operand.kind == CEL_TYPE_OPTIONAL, optional = (expr->flags & CEL_OPTIONAL) != 0;
    CelType found = indexed_type(checker, expr, through ? type_part(operand) : operand);
    expr->run = optional ? run_index_optional : run_index;
    expr->type = found;
    if ((optional || through) && found.kind != CEL_TYPE_ERROR)
        expr->type = cel_type_optional(checker->arena, found);
}
