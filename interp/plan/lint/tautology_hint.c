// What to write instead of a condition that is the same whatever the system answers: the line
// again, with the deciding part changed so that it can fail.
#include "base/ascii.h"
#include "base/limits.h"
#include "cel/ast.h"
#include "plan/lint/lint.h"
#include "plan/read/read.h"

static const Value *constant(const CelExpr *expr) {
    bool known = expr->kind == CEL_LITERAL || (expr->flags & CEL_FOLDED) != 0;
    return known ? expr->value : NULL;
}

static Sv text_of(const Expr *expr, const CelExpr *node) {
    return sv_slice(expr->program.text, node->from, node->to);
}

static bool is_simple(const CelExpr *expr) {
    return expr->kind == CEL_NAME || expr->kind == CEL_SELECT || expr->kind == CEL_INDEX ||
           expr->kind == CEL_CALL;
}

static bool is_position(const CelExpr *expr) {
    return expr->kind == CEL_CALL &&
           (sv_eq_c(expr->name, "indexOf") || sv_eq_c(expr->name, "lastIndexOf"));
}

// A condition that it is empty, or not, by its type.
static Sv filled(Arena *arena, Sv text, const CelExpr *subject, bool nothing) {
    if (!is_simple(subject)) return (Sv){0};
    switch (subject->type.kind) {
    case CEL_TYPE_STRING:
        return sv_format(arena, "%.*s %s ''", SV_ARG(text), nothing ? "==" : "!=");
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
    case CEL_TYPE_BYTES:
        return sv_format(arena, "%.*s.size() %s 0", SV_ARG(text), nothing ? "==" : ">");
    case CEL_TYPE_INT:
        if (is_position(subject))
            return sv_format(arena, "%.*s %s", SV_ARG(text), nothing ? "== -1" : ">= 0");
        return sv_format(arena, "%.*s %s 0", SV_ARG(text), nothing ? "==" : ">");
    default: return (Sv){0};
    }
}

static bool is_word(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_upper(text.at[i])) return false;
    return text.len > 0;
}

// The possible text of a result that is closest to what was written: SIGKILL for KILL.
static Sv one_of(Arena *arena, const Expr *expr, const CelExpr *subject, const Value *value) {
    bool named = subject->kind == CEL_NAME && subject->flags & CEL_GLOBAL;
    Sv names[16];
    uint32_t count = named ? cel_range_texts(expr->names.items[subject->item].range, names, 16) : 0;
    if (value && value->kind == VALUE_LIST && value_count(*value) > 0)
        value = &value->list->items[0];
    if (count == 0 || !value || value->kind != VALUE_STRING) return (Sv){0};
    Sv text = text_of(expr, subject), written = value_text(*value);
    size_t star = sv_find_char(names[0], '*', 0);
    if (star != SV_NONE && !is_word(written)) return sv_format(arena, "%.*s != null", SV_ARG(text));
    if (star != SV_NONE)
        return sv_format(arena, "%.*s == '%.*s%.*s'", SV_ARG(text),
                         SV_ARG(sv_slice(names[0], 0, star)), SV_ARG(written));
    Sv closest = sv_closest(written, names, count);
    for (uint32_t i = 0; i < count; i++)
        if (sv_ends(written, names[i])) closest = names[i]; // HTTP/1.1
    if (closest.len == 0) closest = names[0];
    return sv_format(arena, "%.*s == '%.*s'", SV_ARG(text), SV_ARG(closest));
}

// The same for a field of a record, as run.verdict, where one of its words reads like what was
// written.
static Sv one_of_field(Arena *arena, const Expr *expr, const CelExpr *relation,
                       const CelExpr *subject, const Value *value) {
    bool field = subject->kind == CEL_SELECT && subject->args[0]->type.kind == CEL_TYPE_RECORD;
    const CelTypeNode *record = field ? subject->args[0]->type.node : NULL;
    if (!record || !value || value->kind != VALUE_STRING) return (Sv){0};
    Sv names[16], closest = {0};
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (!sv_eq(record->fields[i].name, subject->name) || !record->fields[i].range) continue;
        uint32_t count = cel_range_texts(record->fields[i].range, names, 16);
        closest = sv_closest(value_text(*value), names, count);
    }
    if (closest.len == 0) return (Sv){0};
    return sv_format(arena, "%.*s %s '%.*s'", SV_ARG(text_of(expr, subject)),
                     relation->op == CEL_OP_UNEQUAL ? "!=" : "==", SV_ARG(closest));
}

// `negated`: it stands beneath a !.
static Sv of_relation(Arena *arena, const Expr *expr, const CelExpr *leaf, bool negated) {
    const CelExpr *left = leaf->args[0], *right = leaf->args[1];
    const CelExpr *subject = constant(left) ? right : left;
    const Value *value = constant(left) ? constant(left) : constant(right);
    Sv meant = one_of(arena, expr, subject, value);
    if (meant.len == 0) meant = one_of_field(arena, expr, leaf, subject, value);
    if (meant.len > 0) return meant;
    bool type = subject->kind == CEL_CALL && sv_eq_c(subject->name, "type") && subject->count == 1;
    if (type) subject = subject->args[0];
    bool null = value && value->kind == VALUE_NULL;
    bool below = leaf->op == (constant(left) ? CEL_OP_GREATER : CEL_OP_LESS);
    bool nothing =
        negated ? null && leaf->op == CEL_OP_UNEQUAL : below || (null && leaf->op == CEL_OP_EQUAL);
    return filled(arena, text_of(expr, subject), subject, nothing);
}

static Sv of_call(Arena *arena, const Expr *expr, const CelExpr *leaf) {
    if (leaf->count == 0) return (Sv){0};
    Sv subject = text_of(expr, leaf->args[0]);
    if (sv_eq_c(leaf->name, "matchesSchema"))
        return sv_format(arena, "matchesSchema(%.*s, {'type': 'object'})", SV_ARG(subject));
    Sv meant =
        leaf->count > 1 ? one_of(arena, expr, leaf->args[0], constant(leaf->args[1])) : (Sv){0};
    return meant.len > 0 ? meant : filled(arena, subject, leaf->args[0], false);
}

static Sv on_one_line(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        bool here = text.at[i] == ' ' || text.at[i] == '\n' || text.at[i] == '\t';
        if (!here && blank) buf_add_char(&out, ' ');
        if (!here) buf_add_char(&out, text.at[i]);
        blank = here;
    }
    return buf_keep(&out, arena);
}

// The text if it is a valid condition that can fail; else empty.
static Sv sound(RunbookLoader *loader, const Expr *expr, Sv text) {
    Arena *arena = loader->arena;
    Diags aside = diags_new(arena);
    CelProgram program;
    bool good = cel_parse(arena, text, (SpanMap){0}, &aside, &program) &&
                cel_check(arena, &program, &expr->names, cel_type(CEL_TYPE_BOOL), &aside, NULL);
    return good && cel_decided(&program, &expr->names) == CEL_OPEN ? on_one_line(arena, text)
                                                                   : (Sv){0};
}

// The whole condition with the part replaced.
static Sv rewritten(RunbookLoader *loader, const Expr *expr, const CelExpr *part, Sv with) {
    Sv text = expr->program.text;
    if (with.len == 0) return with;
    bool chain = sv_find(with, SV(" && "), 0) != SV_NONE || sv_find(with, SV(" || "), 0) != SV_NONE;
    if (part != expr->program.root && chain)
        with = sv_format(loader->arena, "(%.*s)", SV_ARG(with));
    return sound(loader, expr,
                 sv_format(loader->arena, "%.*s%.*s%.*s", SV_ARG(sv_slice(text, 0, part->from)),
                           SV_ARG(with), SV_ARG(sv_slice(text, part->to, text.len))));
}

// ── operands ──

static const CelExpr *chain_around(const CelExpr *expr, const CelExpr *part) {
    for (uint32_t i = 0; i < expr->count; i++) {
        bool chain = expr->kind == CEL_AND || expr->kind == CEL_OR;
        if (expr->args[i] == part) return chain ? expr : NULL;
        const CelExpr *found = chain_around(expr->args[i], part);
        if (found) return found;
    }
    return NULL;
}

static Sv joined(Arena *arena, const Expr *expr, const CelExpr *chain, const CelExpr *without,
                 const char *op) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (uint32_t i = 0; i < chain->count; i++) {
        if (chain->args[i] == without) continue;
        // An operand of another operator is in parentheses, which are not part of it.
        bool other = chain->args[i]->kind == CEL_AND || chain->args[i]->kind == CEL_OR ||
                     chain->args[i]->kind == CEL_CONDITIONAL;
        if (out.len > 0) buf_addf(&out, " %s ", op);
        Sv text = text_of(expr, chain->args[i]);
        buf_addf(&out, other ? "(%.*s)" : "%.*s", SV_ARG(text));
    }
    return buf_keep(&out, arena);
}

// The condition without the deciding operand. If several decide together, without one of them, or
// the first alone.
static Sv without(RunbookLoader *loader, const Expr *expr, const CelExpr *leaf) {
    bool all = leaf->kind == CEL_AND, any = leaf->kind == CEL_OR;
    if (all) return rewritten(loader, expr, leaf, joined(loader->arena, expr, leaf, NULL, "||"));
    if (any) return rewritten(loader, expr, leaf, text_of(expr, leaf->args[0]));
    const CelExpr *chain = chain_around(expr->program.root, leaf);
    if (!chain) return (Sv){0};
    const char *op = chain->kind == CEL_AND ? "&&" : "||";
    return rewritten(loader, expr, chain, joined(loader->arena, expr, chain, leaf, op));
}

// In the form in which it can be pasted: with the quotes of its place.
static Sv written(RunbookLoader *loader, const Expr *expr, Sv text) {
    return spanmap_written(&expr->program.map, loader->arena, text);
}

// ── what the verb requires ──

static bool is_result(const Expr *expr, const CelExpr *node, int result) {
    return node->kind == CEL_NAME && node->flags & CEL_GLOBAL &&
           expr->names.items[node->item].index == SCOPE_RESULT + (uint32_t)result;
}

static bool reads(const Expr *expr, const CelExpr *node, int result) {
    if (is_result(expr, node, result)) return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (reads(expr, node->args[i], result)) return true;
    return false;
}

// The only operand of && and || that reads the result; the whole if there are several.
static const CelExpr *part_reading(const Expr *expr, const CelExpr *node, int result) {
    const CelExpr *part = NULL;
    if (node->kind != CEL_AND && node->kind != CEL_OR) return node;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!reads(expr, node->args[i], result)) continue;
        if (part) return node;
        part = node->args[i];
    }
    return part ? part_reading(expr, part, result) : node;
}

// What the verb requires, and how to say that any will do.
static bool hint_required(RunbookLoader *loader, const Action *action, Diag *diag, const Expr *expr,
                          const CelExpr *leaf) {
    if (!action || !action->implied_waiver || constant(leaf)) return false;
    int result = action_result(action, sv_from_c(action->implied_unless));
    if (leaf == expr->program.root) leaf = part_reading(expr, leaf, result);
    if (!reads(expr, leaf, result)) return false;
    Sv whole = rewritten(loader, expr, leaf, sv_from_c(action->implied_expect));
    if (whole.len == 0) whole = sv_from_c(action->implied_expect);
    diag_hint(loader->diags, diag, "write: %.*s\nor, where any will do, beside '%s': %s: true",
              SV_ARG(written(loader, expr, whole)), action->name, action->implied_waiver);
    return true;
}

void hint_decided(RunbookLoader *loader, const Action *action, Diag *diag, const Expr *expr) {
    const CelExpr *leaf = cel_decided_by(&expr->program, &expr->names);
    if (hint_required(loader, action, diag, expr, leaf)) return;
    const CelExpr *said = leaf->kind == CEL_UNARY ? leaf->args[0] : leaf;
    Sv with = said->kind == CEL_BINARY ? of_relation(loader->arena, expr, said, said != leaf)
              : said->kind == CEL_CALL ? of_call(loader->arena, expr, said)
                                       : (Sv){0};
    Sv whole = rewritten(loader, expr, leaf, with);
    if (whole.len == 0) whole = without(loader, expr, leaf);
    if (whole.len > 0)
        diag_hint(loader->diags, diag, "write: %.*s", SV_ARG(written(loader, expr, whole)));
    else
        diag_hint(loader->diags, diag,
                  "remove what decides it, such as a literal true or a thing compared with itself, "
                  "or write what a wrong answer makes false");
}

Sv hint_either(RunbookLoader *loader, const Expr *first, const Expr *other) {
    Sv either = sv_format(loader->arena, "%.*s || %.*s", SV_ARG(first->program.text),
                          SV_ARG(other->program.text));
    return written(loader, other, sound(loader, first, either));
}

static const CelExpr *ranged(const Expr *expr, const CelExpr *node) {
    bool named = node->kind == CEL_NAME && node->flags & CEL_GLOBAL;
    if (named && expr->names.items[node->item].range) return node;
    for (uint32_t i = 0; i < node->count; i++) {
        const CelExpr *found = ranged(expr, node->args[i]);
        if (found) return found;
    }
    return NULL;
}

Sv decided_why(RunbookLoader *loader, const Expr *expr) {
    const CelExpr *leaf = cel_decided_by(&expr->program, &expr->names);
    bool by_range = cel_decided(&expr->program, &expr->names) == CEL_OPEN ||
                    cel_decided_by_ranges(&expr->program, &expr->names);
    const CelExpr *name = by_range ? ranged(expr, leaf) : NULL;
    BUF_AUTO Buf words = buf_new(500);
    if (!name || !cel_range_show(&words, expr->names.items[name->item].range)) return (Sv){0};
    return sv_format(loader->arena, ": '%.*s' is %.*s", SV_ARG(name->name), SV_ARG(buf_sv(&words)));
}
