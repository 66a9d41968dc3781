// Expressions that transform a value, in the words of a person: "the run_id of each letter" instead
// of letters.map(l, l.run_id).
#include "base/limits.h"
#include "cel/ast.h"
#include "docs/placeholders.h"

enum { MOST_FIELDS = 16 };

typedef struct PhrasedFields {
    Sv names[MOST_FIELDS];
    uint32_t count;
} PhrasedFields;

static bool is_loop(const CelExpr *expr, CelLoopKind kind) {
    return expr->kind == CEL_LOOP && expr->op == kind && expr->count == 2 &&
           !expr->loop->names[1].len && !expr->loop->filtered;
}

static bool is_call(const CelExpr *expr, const char *name) {
    return expr->kind == CEL_CALL && sv_eq_c(expr->name, name) && expr->count > 0;
}

static bool is_the_item(const CelExpr *expr, const CelExpr *loop) {
    return expr->kind == CEL_NAME && sv_eq(expr->name, loop->loop->names[0]);
}

static void add_field(PhrasedFields *fields, Sv name) {
    for (uint32_t i = 0; i < fields->count; i++)
        if (sv_eq(fields->names[i], name)) return;
    if (fields->count < MOST_FIELDS) fields->names[fields->count++] = name;
}

// The parts of the item that the body shows, in order; conditions only choose between texts.
static void find_fields(const CelExpr *body, const CelExpr *loop, PhrasedFields *out) {
    if (body->kind == CEL_SELECT && is_the_item(body->args[0], loop)) {
        add_field(out, body->name);
        return;
    }
    bool choice = body->kind == CEL_CONDITIONAL;
    for (uint32_t i = choice ? 1 : 0; i < body->count; i++)
        find_fields(body->args[i], loop, out);
}

static bool say(Buf *out, const CelProgram *program, const CelExpr *expr);

static bool say_each(Buf *out, const CelProgram *program, const CelExpr *loop) {
    PhrasedFields fields = {0};
    find_fields(loop->args[1], loop, &fields);
    if (!fields.count && !is_the_item(loop->args[1], loop)) return false;
    for (uint32_t i = 0; i < fields.count; i++) {
        bool last = i + 1 == fields.count;
        buf_addf(out, "%s%.*s", i == 0 ? "the " : last ? " and " : ", ", SV_ARG(fields.names[i]));
    }
    buf_add_c(out, fields.count ? " of each of " : "each of ");
    return say(out, program, loop->args[0]);
}

// has(r.started) → "that have started"
static bool say_chosen(Buf *out, const CelProgram *program, const CelExpr *loop) {
    const CelExpr *condition = loop->args[1];
    bool negated = condition->kind == CEL_UNARY && condition->op == CEL_OP_NOT;
    const CelExpr *asked = negated ? condition->args[0] : condition;
    bool has =
        asked->kind == CEL_SELECT && asked->flags & CEL_TEST && is_the_item(asked->args[0], loop);
    Sv name = loop->loop->names[0];
    if (has)
        buf_add_c(out, "those of ");
    else
        buf_addf(out, "every %.*s of ", SV_ARG(name));
    if (!say(out, program, loop->args[0])) return false;
    if (has) {
        buf_addf(out, negated ? " without %.*s" : " with %.*s", SV_ARG(asked->name));
        return true;
    }
    Sv text = sv_slice(program->text, condition->from, condition->to);
    buf_add_c(out, " for which ");
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != '\n') buf_add_char(out, text.at[i]);
    return true;
}

static bool say(Buf *out, const CelProgram *program, const CelExpr *expr) {
    // Transformations that only change the form are not mentioned.
    static const char *const silent[] = {"join", "flatten", "trim", "string", "sort", "orValue"};
    size_t before = out->len;
    if (placeholder_name(out, expr)) return true;
    out->len = before;
    if (is_loop(expr, CEL_LOOP_MAP)) return say_each(out, program, expr);
    if (is_loop(expr, CEL_LOOP_FILTER)) return say_chosen(out, program, expr);
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (is_call(expr, silent[i])) return say(out, program, expr->args[0]);
    bool different = is_call(expr, "distinct"), number = is_call(expr, "size");
    if (!different && !number) return false;
    if (number) buf_add_c(out, "the number of ");
    if (!say(out, program, expr->args[0])) return false;
    if (different) buf_add_c(out, ", no one twice");
    return true;
}

bool placeholder_phrasing(Buf *out, const CelProgram *program) {
    size_t before = out->len;
    if (program->root && say(out, program, program->root)) return true;
    out->len = before;
    return false;
}
