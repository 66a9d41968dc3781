// What may be meant by a name, field or function that does not exist: the closest one, or a name
// from other languages.
#include "cel/check/checker.h"
#include "cel/function.h"
#include "cel/signature.h"
#include "words/words.h"

enum { CANDIDATES = 512, LISTED = 8 };

// ── names ──

typedef struct Candidates {
    Sv items[CANDIDATES];
    size_t count;
} Candidates;

static void add_candidate(Candidates *candidates, Sv name) {
    if (candidates->count < CANDIDATES) candidates->items[candidates->count++] = name;
}

static Sv closest(const Candidates *candidates, Sv word) {
    return sv_closest(word, candidates->items, candidates->count);
}

static Sv foreign_constant(Sv name) {
    const OtherWord *word = word_find(WORD_CONSTANT, name);
    return word ? sv_from_c(word->here) : (Sv){0};
}

Sv unknown_name(Checker *checker, Sv name) {
    Sv close = meant_name(checker, name);
    if (close.len == 0)
        return sv_format(checker->arena, "the name '%.*s' is not known", SV_ARG(name));
    return sv_format(checker->arena, "the name '%.*s' is not known; did you mean '%.*s'?",
                     SV_ARG(name), SV_ARG(close));
}

// Whether it stands where a text is likelier than true or false: stdout == yes,
// stdout.contains(off).
static bool stands_for_text(const Checker *checker, const CelExpr *expr) {
    const CelExpr *around = checker->around;
    if (!around || around->count < 2 || around->args[0]->type.kind != CEL_TYPE_STRING) return false;
    bool equality =
        around->kind == CEL_BINARY && (around->op == CEL_OP_EQUAL || around->op == CEL_OP_UNEQUAL);
    bool method = around->kind == CEL_CALL && around->flags & CEL_METHOD;
    return (equality || method) && around->args[1] == expr;
}

void refuse_name(Checker *checker, const CelExpr *expr, Sv name) {
    Sv close = meant_name(checker, name), constant = foreign_constant(name);
    Span span = part_span(checker, expr->from, expr->to);
    bool truth = constant.len > 0 && !sv_eq_c(constant, "null");
    if (truth && stands_for_text(checker, expr)) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_FOREIGN, span,
                              "'%.*s' is no name here; a text stands in quotes", SV_ARG(name));
        hint_with(checker, diag, expr->from, expr->to, "'%.*s'", SV_ARG(name));
        return;
    }
    if (constant.len > 0 && sv_find_char(close, '.', 0) == SV_NONE) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_FOREIGN, span,
                              "'%.*s' is written '%.*s' here", SV_ARG(name), SV_ARG(constant));
        hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(constant));
        return;
    }
    if (close.len == 0 && refuse_answer(checker, expr, name)) return;
    const CelFunction *function = cel_function_find(name, 0);
    if (close.len == 0 && function != NULL) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, span,
                              "'%.*s' is a function, not a value", SV_ARG(name));
        BUF_AUTO Buf form = buf_new(1024);
        signature_show(&form, function, &function->overloads[0]);
        diag_hint(checker->diags, diag, "it is called with its arguments: %.*s",
                  SV_ARG(buf_sv(&form)));
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, span, "%.*s",
                          SV_ARG(unknown_name(checker, name)));
    if (close.len > 0) {
        hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(close));
    } else if (expr->kind == CEL_NAME) {
        diag_hint(checker->diags, diag, "if a text is meant, it stands in quotes: '%.*s'",
                  SV_ARG(name));
    }
}

// ── fields ──

static bool is_size_word(Sv name) {
    return sv_eq(name, SV("length")) || sv_eq(name, SV("size")) || sv_eq(name, SV("count")) ||
           sv_eq(name, SV("len"));
}

// What cannot be read at this place is not offered.
static bool is_offered(const CelTypeNode *record, uint32_t index) {
    const CelField *field = &record->fields[index];
    if (record->find) field = record->find(record, field->name);
    return field && !field->hidden;
}

static Sv listed_fields(const Checker *checker, CelType record) {
    BUF_AUTO Buf buf = buf_new(4096);
    uint32_t listed = 0;
    for (uint32_t i = 0; i < record.node->field_count && listed <= LISTED; i++) {
        if (!is_offered(record.node, i)) continue;
        if (listed++ == LISTED)
            buf_add_c(&buf, ", …");
        else
            buf_addf(&buf, "%s%.*s", listed > 1 ? ", " : "", SV_ARG(record.node->fields[i].name));
    }
    return buf_keep(&buf, checker->arena);
}

static void refuse_record_field(Checker *checker, const CelExpr *expr, CelType record, Sv name,
                                Span span) {
    Candidates *candidates = arena_new_of(checker->arena, Candidates);
    for (uint32_t i = 0; i < record.node->field_count; i++)
        if (is_offered(record.node, i)) add_candidate(candidates, record.node->fields[i].name);
    Sv close = closest(candidates, name), owner = record.node->name;
    if (owner.len == 0) owner = expr_text(checker, expr->args[0]);
    if (close.len > 0) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FIELD, span,
                              "%.*s has no field '%.*s'; did you mean '%.*s'?", SV_ARG(owner),
                              SV_ARG(name), SV_ARG(close));
        if (expr->kind == CEL_SELECT && (expr->flags & CEL_TEST) == 0) {
            hint_with(checker, diag, expr->at, expr->to, "%.*s", SV_ARG(close));
        }
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FIELD, span, "%.*s has no field '%.*s'",
                          SV_ARG(owner), SV_ARG(name));
    if (record.node->field_count > 0) {
        diag_hint(checker->diags, diag, "it has %.*s", SV_ARG(listed_fields(checker, record)));
    } else if (sv_eq_c(owner, "secrets")) {
        diag_hint(checker->diags, diag, "add at the top: secrets: { %.*s: { env: … } }",
                  SV_ARG(name));
    } else {
        diag_hint(checker->diags, diag, "it has no fields here");
    }
}

void refuse_field(Checker *checker, const CelExpr *expr, CelType type) {
    Sv name = expr->kind == CEL_SELECT ? expr->name : value_text(*expr->args[1]->value);
    uint32_t to = expr->flags & CEL_TEST ? expr->to - 1 : expr->to;
    // has(a.b): `at` is the name of the macro, the field ends before the bracket.
    uint32_t from = expr->kind != CEL_SELECT
                        ? expr->args[1]->from
                        : to - (uint32_t)name.len - (expr->flags & CEL_QUOTED ? 2 : 0);
    if (expr->kind != CEL_SELECT) to = expr->args[1]->to;
    Span span = part_span(checker, from, to);
    if (type.kind == CEL_TYPE_RECORD) {
        refuse_record_field(checker, expr, type, name, span);
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FIELD, span,
                          "a value of type %.*s has no field '%.*s'",
                          SV_ARG(show_type(checker, type)), SV_ARG(name));
    bool sized =
        type.kind == CEL_TYPE_STRING || type.kind == CEL_TYPE_LIST || type.kind == CEL_TYPE_BYTES;
    bool function = cel_function_find(name, 0) != NULL;
    if (sized && is_size_word(name)) {
        hint_with(checker, diag, from, to, "size()");
    } else if (function && expr->kind == CEL_SELECT && (expr->flags & CEL_TEST) == 0 &&
               function_is_plain(name)) {
        hint_with(checker, diag, expr->from, to, "%.*s(%.*s)", SV_ARG(name),
                  SV_ARG(expr_text(checker, expr->args[0])));
    } else if (function) {
        hint_with(checker, diag, from, to, "%.*s()", SV_ARG(name));
    } else if (type.kind == CEL_TYPE_STRING &&
               find_name(checker, SV("json"), false) != UINT32_MAX) {
        diag_hint(checker->diags, diag,
                  "a JSON text is read with json(text); a response's body is already in `json`");
    } else if (type.kind == CEL_TYPE_LIST) {
        diag_hint(checker->diags, diag, "an item is %.*s[0]; of every item: %.*s.map(x, x.%.*s)",
                  SV_ARG(expr_text(checker, expr->args[0])),
                  SV_ARG(expr_text(checker, expr->args[0])), SV_ARG(name));
    }
}

// ── headers.content-type ──

static bool is_known_value(const Checker *checker, Sv name) {
    return find_local(checker, name) != NULL || find_name(checker, name, false) != UINT32_MAX;
}

bool refuse_hyphens(Checker *checker, CelExpr *expr) {
    // a.b-c-d, without a space: the innermost left operand is a selection.
    const CelExpr *left = expr;
    bool unknown = false;
    while (left->kind == CEL_BINARY && left->op == CEL_OP_SUBTRACT) {
        const CelExpr *a = left->args[0], *b = left->args[1];
        if (b->kind != CEL_NAME || a->to != left->at || b->from != left->at + 1) return false;
        unknown = unknown || !is_known_value(checker, b->name);
        left = a;
    }
    if (left->kind != CEL_SELECT || (left->flags & (CEL_TEST | CEL_QUOTED)) != 0 || !unknown)
        return false;
    const CelExpr *operand = left->args[0];
    Sv field = sv_slice(checker->program->text, left->at, expr->to);
    Diag *diag = diag_add(
        checker->diags, DIAG_CEL_UNKNOWN_NAME, part_span(checker, left->at, expr->to),
        "'%.*s' is read as a subtraction; a name with '-' in it stands in brackets and quotes",
        SV_ARG(field));
    bool optional = (left->flags & CEL_OPTIONAL) != 0;
    hint_with(checker, diag, expr->from, expr->to, "%.*s[%s'%.*s']",
              SV_ARG(expr_text(checker, operand)), optional ? "?" : "", SV_ARG(field));
    return true;
}
