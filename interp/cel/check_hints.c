// What is meant where a name, a field or a function is not there: the closest one, or what other
// languages call it.
#include "cel/check.h"
#include "cel/function.h"
#include "cel/signature.h"

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
    static const char *const constants[][2] = {
        {"True", "true"},      {"TRUE", "true"}, {"False", "false"}, {"FALSE", "false"},
        {"None", "null"},      {"nil", "null"},  {"NULL", "null"},   {"Null", "null"},
        {"undefined", "null"}, {"yes", "true"},  {"no", "false"},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (sv_eq_c(name, constants[i][0])) return sv_from_c(constants[i][1]);
    }
    return (Sv){0};
}

static Sv closest_name(const Checker *checker, Sv name) {
    Candidates *candidates = arena_new_of(checker->arena, Candidates);
    for (uint32_t i = 0; i < checker->local_count; i++)
        add_candidate(candidates, checker->locals[i].name);
    for (uint32_t i = 0; i < checker->names->count; i++) {
        if (!checker->names->items[i].unavailable)
            add_candidate(candidates, checker->names->items[i].name);
    }
    return closest(candidates, name);
}

void refuse_name(Checker *checker, const CelExpr *expr, Sv name) {
    Sv close = closest_name(checker, name), constant = foreign_constant(name);
    Span span = part_span(checker, expr->from, expr->to);
    if (constant.len > 0) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_FOREIGN, span,
                              "'%.*s' is written '%.*s' here", SV_ARG(name), SV_ARG(constant));
        mend_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(constant));
        return;
    }
    const CelFunction *function = cel_function_find(name, 0);
    if (close.len == 0 && function != NULL) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, span,
                              "'%.*s' is a function, not a value", SV_ARG(name));
        BUF_AUTO Buf form = buf_new(1024);
        signature_show(&form, function, &function->overloads[0]);
        diag_mend(checker->diags, diag, "it is called with its arguments: %.*s",
                  SV_ARG(buf_sv(&form)));
        return;
    }
    Diag *diag;
    if (close.len > 0) {
        diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, span,
                        "the name '%.*s' is not known; did you mean '%.*s'?", SV_ARG(name),
                        SV_ARG(close));
        mend_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(close));
    } else {
        diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, span, "the name '%.*s' is not known",
                        SV_ARG(name));
        if (expr->kind == CEL_NAME)
            diag_mend(checker->diags, diag, "if a text is meant, it stands in quotes: '%.*s'",
                      SV_ARG(name));
    }
}

// ── fields ──

static bool is_size_word(Sv name) {
    return sv_eq(name, SV("length")) || sv_eq(name, SV("size")) || sv_eq(name, SV("count")) ||
           sv_eq(name, SV("len"));
}

static Sv listed_fields(const Checker *checker, CelType record) {
    BUF_AUTO Buf buf = buf_new(4096);
    for (uint32_t i = 0; i < record.node->field_count && i < LISTED; i++) {
        buf_addf(&buf, "%s%.*s", i > 0 ? ", " : "", SV_ARG(record.node->fields[i].name));
    }
    if (record.node->field_count > LISTED) buf_add_c(&buf, ", …");
    return buf_keep(&buf, checker->arena);
}

static void refuse_record_field(Checker *checker, const CelExpr *expr, CelType record, Sv name,
                                Span span) {
    Candidates *candidates = arena_new_of(checker->arena, Candidates);
    for (uint32_t i = 0; i < record.node->field_count; i++)
        add_candidate(candidates, record.node->fields[i].name);
    Sv close = closest(candidates, name), owner = record.node->name;
    if (owner.len == 0) owner = expr_text(checker, expr->args[0]);
    if (close.len > 0) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FIELD, span,
                              "%.*s has no field '%.*s'; did you mean '%.*s'?", SV_ARG(owner),
                              SV_ARG(name), SV_ARG(close));
        if (expr->kind == CEL_SELECT && (expr->flags & CEL_TEST) == 0) {
            mend_with(checker, diag, expr->at, expr->to, "%.*s", SV_ARG(close));
        }
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FIELD, span, "%.*s has no field '%.*s'",
                          SV_ARG(owner), SV_ARG(name));
    if (record.node->field_count > 0) {
        diag_mend(checker->diags, diag, "it has %.*s", SV_ARG(listed_fields(checker, record)));
    } else {
        diag_mend(checker->diags, diag, "it has no fields here");
    }
}

void refuse_field(Checker *checker, const CelExpr *expr, CelType type) {
    Sv name = expr->kind == CEL_SELECT ? expr->name : value_text(*expr->args[1]->value);
    uint32_t to = expr->flags & CEL_TEST ? expr->to - 1 : expr->to;
    // has(a.b): `at` is the macro's name, the field ends before the bracket.
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
        mend_with(checker, diag, from, to, "size()");
    } else if (function) {
        mend_with(checker, diag, from, to, "%.*s()", SV_ARG(name));
    } else if (type.kind == CEL_TYPE_STRING &&
               find_name(checker, SV("json"), false) != UINT32_MAX) {
        diag_mend(checker->diags, diag,
                  "a JSON text is read with json(text); a response's body is already in `json`");
    } else if (type.kind == CEL_TYPE_LIST) {
        diag_mend(checker->diags, diag, "an item is list[0]; of every item: list.map(x, x.%.*s)",
                  SV_ARG(name));
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
    mend_with(checker, diag, expr->from, expr->to, "%.*s[%s'%.*s']",
              SV_ARG(expr_text(checker, operand)), optional ? "?" : "", SV_ARG(field));
    return true;
}

// ── functions ──

// What other languages call it.
typedef struct Alias {
    const char *name;
    const char *form; // how it is written here: %s is the receiver or first argument
} Alias;

static const Alias aliases[] = {
    {"length", "%s.size()"},
    {"len", "%s.size()"},
    {"count", "%s.size()"},
    {"toLowerCase", "%s.lowerAscii()"},
    {"lower", "%s.lowerAscii()"},
    {"lowercase", "%s.lowerAscii()"},
    {"toLower", "%s.lowerAscii()"},
    {"toUpperCase", "%s.upperAscii()"},
    {"upper", "%s.upperAscii()"},
    {"uppercase", "%s.upperAscii()"},
    {"toUpper", "%s.upperAscii()"},
    {"includes", "%s.contains('…')"},
    {"has", "has(%s.field)"},
    {"strip", "%s.trim()"},
    {"substr", "%s.substring(0, 3)"},
    {"startswith", "%s.startsWith('…')"},
    {"endswith", "%s.endsWith('…')"},
    {"test", "%s.matches(r'…')"},
    {"match", "%s.matches(r'…')"},
    {"regex", "%s.matches(r'…')"},
    {"any", "%s.exists(x, …)"},
    {"some", "%s.exists(x, …)"},
    {"every", "%s.all(x, …)"},
    {"select", "%s.filter(x, …)"},
    {"where", "%s.filter(x, …)"},
    {"find", "%s.filter(x, …)"},
    {"isEmpty", "%s.size() == 0"},
    {"empty", "%s.size() == 0"},
    {"isNull", "%s == null"},
    {"is_null", "%s == null"},
    {"str", "string(%s)"},
    {"toString", "string(%s)"},
    {"float", "double(%s)"},
    {"number", "double(%s)"},
    {"Number", "double(%s)"},
    {"parseInt", "int(%s)"},
    {"parseFloat", "double(%s)"},
    {"parseJson", "json(%s)"},
    {"fromJson", "json(%s)"},
    {"from_json", "json(%s)"},
    {"keys", "%s.map(k, k)"},
    {"abs", "math.abs(%s)"},
    {"min", "math.least(%s)"},
    {"max", "math.greatest(%s)"},
    {"floor", "math.floor(%s)"},
    {"ceil", "math.ceil(%s)"},
    {"round", "math.round(%s)"},
    {"date", "timestamp(%s)"},
    {"datetime", "timestamp(%s)"},
    {"hours", "duration('1h')"},
    {"minutes", "duration('5m')"},
    {"now", "now"},
    {"not", "!%s"},
    {"defined", "has(%s)"},
    {"exists", "%s.exists(x, …)"},
    {"all", "%s.all(x, …)"},
    {"filter", "%s.filter(x, …)"},
    {"map", "%s.map(x, …)"},
    {"get", "%s.?field.orValue(…)"},
    {"default", "%s.?field.orValue(…)"},
    {"unique", "%s.distinct()"},
    {"uniq", "%s.distinct()"},
    {"concat", "a + b"},
    {"push", "list + [x]"},
    {"base64", "base64.encode(%s)"},
    {"sorted", "%s.sort()"},
    {"env", "inputs.name, with `env:` where the input is declared"},
};

// Replaces %s in the form.
static Sv alias_text(Arena *arena, const char *form, Sv subject) {
    Sv text = sv_from_c(form);
    size_t at = sv_find(text, SV("%s"), 0);
    if (at == SV_NONE) return text;
    return sv_format(arena, "%.*s%.*s%.*s", SV_ARG(sv_slice(text, 0, at)), SV_ARG(subject),
                     SV_ARG(sv_slice(text, at + 2, text.len)));
}

static const Alias *find_alias(Sv name) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (sv_eq_c(name, aliases[i].name)) return &aliases[i];
    }
    return NULL;
}

static Sv closest_function(const Checker *checker, Sv name) {
    Candidates *candidates = arena_new_of(checker->arena, Candidates);
    for (uint32_t f = 0; f < cel_family_count; f++) {
        for (uint32_t i = 0; i < cel_families[f]->count; i++)
            add_candidate(candidates, sv_from_c(cel_families[f]->rows[i].name));
    }
    for (uint32_t i = 0; i < cel_macro_count; i++)
        add_candidate(candidates, sv_from_c(cel_macros[i].name));
    return closest(candidates, name);
}

// The name with its namespace, where the receiver is the namespace of some function: math.maximum.
static Sv called_name(const Checker *checker, const CelExpr *expr) {
    if ((expr->flags & CEL_METHOD) == 0 || expr->args[0]->kind != CEL_NAME) return expr->name;
    Sv space = expr->args[0]->name;
    if (is_known_value(checker, space)) return expr->name;
    Sv prefix = sv_format(checker->arena, "%.*s.", SV_ARG(space));
    for (uint32_t f = 0; f < cel_family_count; f++) {
        for (uint32_t i = 0; i < cel_families[f]->count; i++) {
            if (sv_starts(sv_from_c(cel_families[f]->rows[i].name), prefix)) {
                return sv_format(checker->arena, "%.*s%.*s", SV_ARG(prefix), SV_ARG(expr->name));
            }
        }
    }
    return expr->name;
}

void refuse_function(Checker *checker, const CelExpr *expr) {
    Sv name = called_name(checker, expr);
    bool whole = name.len != expr->name.len;
    uint32_t from = whole ? expr->from : expr->at, to = expr->at + (uint32_t)expr->name.len;
    Span span = part_span(checker, from, to);
    const Alias *alias = whole ? NULL : find_alias(name);
    if (alias != NULL) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                              "there is no function '%.*s'", SV_ARG(name));
        Sv subject = expr->count > 0 ? expr_text(checker, expr->args[0]) : SV("value");
        Sv form = alias_text(checker->arena, alias->form, subject);
        if (sv_find(form, SV("…"), 0) == SV_NONE && sv_find(form, SV("`"), 0) == SV_NONE) {
            mend_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(form));
        } else {
            diag_mend(checker->diags, diag, "write it as: %.*s", SV_ARG(form));
        }
        return;
    }
    Sv close = closest_function(checker, name);
    if (close.len > 0) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                              "there is no function '%.*s'; did you mean '%.*s'?", SV_ARG(name),
                              SV_ARG(close));
        mend_with(checker, diag, from, to, "%.*s", SV_ARG(close));
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                          "there is no function '%.*s'", SV_ARG(name));
    diag_mend(checker->diags, diag, "`runbook explain functions` lists all that there are");
}

// ── arguments ──

static Sv arguments_of(Checker *checker, const CelExpr *expr) {
    BUF_AUTO Buf buf = buf_new(4096);
    bool method = (expr->flags & CEL_METHOD) != 0;
    if (method) buf_addf(&buf, "%.*s.", SV_ARG(show_type(checker, expr->args[0]->type)));
    buf_addf(&buf, "%.*s(", SV_ARG(expr->name));
    for (uint32_t i = method ? 1 : 0; i < expr->count; i++) {
        if (i > (method ? 1u : 0u)) buf_add_c(&buf, ", ");
        buf_add(&buf, show_type(checker, expr->args[i]->type));
    }
    buf_add_char(&buf, ')');
    return buf_keep(&buf, checker->arena);
}

// All forms of a function, those of the style asked for first.
static Sv forms_of(Checker *checker, Sv name) {
    BUF_AUTO Buf buf = buf_new(8192);
    uint32_t shown = 0;
    const CelFunction *row;
    for (uint32_t nth = 0; (row = cel_function_find(name, nth)) != NULL; nth++) {
        for (uint32_t i = 0; i < row->overload_count && shown < LISTED; i++, shown++) {
            if (shown > 0) buf_add_c(&buf, ", ");
            signature_show(&buf, row, &row->overloads[i]);
        }
    }
    if (shown == LISTED) buf_add_c(&buf, ", …");
    return buf_keep(&buf, checker->arena);
}

// True where the function exists in the other style only.
static bool other_style_only(Checker *checker, const CelExpr *expr) {
    bool method = (expr->flags & CEL_METHOD) != 0, other = false;
    const CelFunction *row;
    for (uint32_t nth = 0; (row = cel_function_find(expr->name, nth)) != NULL; nth++) {
        for (uint32_t i = 0; i < row->overload_count; i++) {
            Signature signature;
            if (!signature_read(checker->arena, row->overloads[i].signature, &signature)) continue;
            if (signature.method == method) return false;
            other = true;
        }
    }
    return other;
}

static Sv texts_of(Checker *checker, const CelExpr *expr, uint32_t from) {
    BUF_AUTO Buf buf = buf_new(64 * 1024);
    for (uint32_t i = from; i < expr->count; i++) {
        if (i > from) buf_add_c(&buf, ", ");
        buf_add(&buf, expr_text(checker, expr->args[i]));
    }
    return buf_keep(&buf, checker->arena);
}

static bool refuse_style(Checker *checker, const CelExpr *expr) {
    if (expr->count == 0 || !other_style_only(checker, expr)) return false;
    Span span = part_span(checker, expr->at, expr->at + expr->name.len);
    Sv name = expr->name;
    if (expr->flags & CEL_METHOD) {
        Diag *diag =
            diag_add(checker->diags, DIAG_CEL_ARGUMENTS, span,
                     "'%.*s' is written before its argument, not behind a value", SV_ARG(name));
        mend_with(checker, diag, expr->from, expr->to, "%.*s(%.*s)", SV_ARG(name),
                  SV_ARG(texts_of(checker, expr, 0)));
        return true;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, span,
                          "'%.*s' is written behind the value it is about", SV_ARG(name));
    mend_with(checker, diag, expr->from, expr->to, "%.*s.%.*s(%.*s)",
              SV_ARG(expr_text(checker, expr->args[0])), SV_ARG(name),
              SV_ARG(texts_of(checker, expr, 1)));
    return true;
}

void refuse_arguments(Checker *checker, const CelExpr *expr) {
    if (refuse_style(checker, expr)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, expr_span(checker, expr),
                          "there is no form %.*s", SV_ARG(arguments_of(checker, expr)));
    diag_mend(checker->diags, diag, "its forms are %.*s", SV_ARG(forms_of(checker, expr->name)));
}
