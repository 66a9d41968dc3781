// What may be meant by a function that does not exist or cannot take its arguments: the closest
// one, the other style, or a name from other languages.
#include "cel/check/checker.h"
#include "cel/function.h"
#include "cel/signature.h"
#include "words/words.h"

#include <string.h>

enum { CANDIDATES = 512, LISTED = 8 };

// ── functions ──

// Replaces %s in the form.
static Sv alias_text(Arena *arena, const char *form, Sv subject) {
    Sv text = sv_from_c(form);
    size_t at = sv_find(text, SV("%s"), 0);
    if (at == SV_NONE) return text;
    return sv_format(arena, "%.*s%.*s%.*s", SV_ARG(sv_slice(text, 0, at)), SV_ARG(subject),
                     SV_ARG(sv_slice(text, at + 2, text.len)));
}

// The text of an operand, in parentheses if an operator before or after it would take it apart.
static Sv subject_text(const Checker *checker, const CelExpr *expr) {
    Sv text = expr_text(checker, expr);
    bool whole = expr->kind != CEL_BINARY && expr->kind != CEL_AND && expr->kind != CEL_OR &&
                 expr->kind != CEL_CONDITIONAL && expr->kind != CEL_UNARY;
    return whole ? text : sv_format(checker->arena, "(%.*s)", SV_ARG(text));
}

static Sv texts_of(Checker *checker, const CelExpr *expr, uint32_t from) {
    BUF_AUTO Buf buf = buf_new(64 * 1024);
    for (uint32_t i = from; i < expr->count; i++) {
        if (i > from) buf_add_c(&buf, ", ");
        buf_add(&buf, expr_text(checker, expr->args[i]));
    }
    return buf_keep(&buf, checker->arena);
}

static const OtherWord *find_alias(Sv name) {
    const OtherWord *word = word_find(WORD_METHOD, name);
    return word ? word : word_find(WORD_FUNCTION, name);
}

static Sv closest_function(const Checker *checker, Sv name) {
    Sv *candidates = arena_new_array(checker->arena, Sv, CANDIDATES);
    size_t count = 0;
    for (uint32_t f = 0; f < cel_family_count; f++) {
        for (uint32_t i = 0; i < cel_families[f]->count; i++)
            if (count < CANDIDATES) candidates[count++] = sv_from_c(cel_families[f]->rows[i].name);
    }
    for (uint32_t i = 0; i < cel_macro_count; i++)
        if (count < CANDIDATES) candidates[count++] = sv_from_c(cel_macros[i].name);
    return sv_closest(name, candidates, count);
}

// The name with its namespace, if the receiver is the namespace of some function: math.maximum.
static Sv called_name(const Checker *checker, const CelExpr *expr) {
    if ((expr->flags & CEL_METHOD) == 0 || expr->args[0]->kind != CEL_NAME) return expr->name;
    Sv space = expr->args[0]->name;
    if ((find_local(checker, space) != NULL || find_name(checker, space, false) != UINT32_MAX))
        return expr->name;
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

// Whether an operator may replace the call without parentheses.
static bool stands_alone(const Checker *checker, const CelExpr *expr) {
    Sv text = checker->program->text;
    Sv before = sv_trim(sv_slice(text, 0, expr->from)),
       after = sv_trim(sv_slice(text, expr->to, text.len));
    bool left = before.len == 0 || strchr("([{,&|?:", before.at[before.len - 1]) != NULL;
    return left && (after.len == 0 || strchr(")]},&|?:", after.at[0]) != NULL);
}

// Offers an operator with its operands instead of the call.
static void hint_operation(Checker *checker, Diag *diag, const CelExpr *expr, Sv operation) {
    bool alone = stands_alone(checker, expr);
    hint_with(checker, diag, expr->from, expr->to, "%s%.*s%s", alone ? "" : "(", SV_ARG(operation),
              alone ? "" : ")");
}

// exists(x, …): a name before the condition.
static bool takes_a_name(Sv method) {
    for (uint32_t i = 0; i < cel_macro_count; i++)
        if (sv_eq_c(method, cel_macros[i].name)) return true;
    return false;
}

// list.includes(3), map.hasKey('x').
static bool refuse_looking(Checker *checker, const CelExpr *expr, const OtherWord *alias,
                           Diag *diag) {
    const CelExpr *wanted = expr->args[1];
    Sv subject = subject_text(checker, expr->args[0]);
    bool key = sv_starts(sv_from_c(alias->how), SV("%s[?"));
    bool item = sv_eq(expr->name, SV("includes")) && wanted->kind == CEL_LITERAL &&
                wanted->value->kind != VALUE_STRING;
    if (key)
        hint_with(checker, diag, expr->from, expr->to, "%.*s[?%.*s].hasValue()", SV_ARG(subject),
                  SV_ARG(expr_text(checker, wanted)));
    else if (item)
        hint_operation(checker, diag, expr,
                       sv_format(checker->arena, "%.*s in %.*s",
                                 SV_ARG(subject_text(checker, wanted)), SV_ARG(subject)));
    return key || item;
}

// Whether the function is called with so many arguments, none of them in front of it.
static bool takes_so_many(Checker *checker, const char *name, uint32_t count) {
    const CelFunction *row = name ? cel_function_find(sv_from_c(name), 0) : NULL;
    for (uint32_t i = 0; row && i < row->overload_count; i++) {
        Signature signature;
        if (!signature_read(checker->arena, row->overloads[i].signature, &signature)) continue;
        if (signature_takes(&signature, false, count)) return true;
    }
    return false;
}

static void refuse_alias(Checker *checker, const CelExpr *expr, const OtherWord *alias, Span span) {
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                          "there is no function '%.*s'", SV_ARG(expr->name));
    const char *same = alias->sense == WORD_METHOD ? alias->here : NULL;
    bool method = (expr->flags & CEL_METHOD) != 0;
    if (method && expr->count == 2 && refuse_looking(checker, expr, alias, diag)) return;
    bool loop = same != NULL && takes_a_name(sv_from_c(same));
    bool fits = !loop || (expr->count > 2 && expr->args[1]->kind == CEL_NAME);
    if (method && expr->count > 1 && !fits) {
        diag_hint(checker->diags, diag,
                  "in a list: list.%s(x, condition); in a text: text.contains('…') or "
                  "text.matches(r'…')",
                  same);
        return;
    }
    if (same != NULL && expr->count > 1 && fits) {
        Sv rest = texts_of(checker, expr, 1), subject = subject_text(checker, expr->args[0]);
        hint_with(checker, diag, expr->from, expr->to, "%.*s.%s(%.*s)", SV_ARG(subject), same,
                  SV_ARG(rest));
        return;
    }
    // strftime(now, '%Y'): the same arguments, under another name.
    if (same == NULL && expr->count > 1 && takes_so_many(checker, alias->here, expr->count)) {
        hint_with(checker, diag, expr->from, expr->to, "%s(%.*s)", alias->here,
                  SV_ARG(texts_of(checker, expr, 0)));
        return;
    }
    // math.least(1, 2): in a plain call all arguments are in the place of the subject.
    Sv subject = expr->count == 0             ? SV("value")
                 : !method && expr->count > 1 ? texts_of(checker, expr, 0)
                                              : subject_text(checker, expr->args[0]);
    Sv form = alias_text(checker->arena, alias->how, subject);
    bool open = sv_find(form, SV("…"), 0) != SV_NONE || sv_find(form, SV("`"), 0) != SV_NONE;
    bool compares = sv_find(form, SV(" == "), 0) != SV_NONE;
    if (compares && !open) {
        hint_operation(checker, diag, expr, form);
    } else if (open) {
        diag_hint(checker->diags, diag, "write it as: %.*s", SV_ARG(form));
    } else {
        hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(form));
    }
}

// The functions of a namespace: "math.abs, math.ceil, …"; empty if the name has none.
static Sv siblings_of(const Checker *checker, Sv name) {
    size_t dot = sv_find_char(name, '.', 0);
    if (dot == SV_NONE) return (Sv){0};
    BUF_AUTO Buf buf = buf_new(4096);
    for (uint32_t f = 0; f < cel_family_count; f++) {
        for (uint32_t i = 0; i < cel_families[f]->count; i++) {
            Sv other = sv_from_c(cel_families[f]->rows[i].name);
            if (!sv_starts(other, sv_slice(name, 0, dot + 1))) continue;
            buf_addf(&buf, "%s%.*s", buf.len > 0 ? ", " : "", SV_ARG(other));
        }
    }
    return buf_keep(&buf, checker->arena);
}

Sv unknown_function(Checker *checker, const CelExpr *expr) {
    Sv name = called_name(checker, expr), close = closest_function(checker, name);
    if (close.len == 0)
        return sv_format(checker->arena, "there is no function '%.*s'", SV_ARG(name));
    return sv_format(checker->arena, "there is no function '%.*s'; did you mean '%.*s'?",
                     SV_ARG(name), SV_ARG(close));
}

void refuse_function(Checker *checker, const CelExpr *expr) {
    Sv name = called_name(checker, expr);
    bool whole = name.len != expr->name.len;
    uint32_t from = whole ? expr->from : expr->at, to = expr->at + (uint32_t)expr->name.len;
    Span span = part_span(checker, from, to);
    const OtherWord *alias = whole ? NULL : find_alias(name);
    if (alias != NULL) {
        refuse_alias(checker, expr, alias, span);
        return;
    }
    Sv close = closest_function(checker, name);
    if (close.len > 0) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                              "there is no function '%.*s'; did you mean '%.*s'?", SV_ARG(name),
                              SV_ARG(close));
        hint_with(checker, diag, from, to, "%.*s", SV_ARG(close));
        return;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_FUNCTION, span,
                          "there is no function '%.*s'", SV_ARG(name));
    Sv siblings = siblings_of(checker, name);
    if (siblings.len > 0) {
        diag_hint(checker->diags, diag, "there are %.*s", SV_ARG(siblings));
    } else {
        diag_hint(checker->diags, diag, "`runbook explain functions` lists all that there are");
    }
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

// The forms of a function in the style asked for.
static Sv forms_of(Checker *checker, const CelExpr *expr) {
    BUF_AUTO Buf buf = buf_new(8192);
    uint32_t shown = 0;
    bool method = (expr->flags & CEL_METHOD) != 0;
    const CelFunction *row;
    for (uint32_t nth = 0; (row = cel_function_find(expr->name, nth)) != NULL; nth++) {
        for (uint32_t i = 0; i < row->overload_count && shown <= LISTED; i++) {
            if (signature_is_method(row->overloads[i].signature) != method || shown++ == LISTED)
                continue;
            if (shown > 1) buf_add_c(&buf, ", ");
            signature_show(&buf, row, &row->overloads[i]);
        }
    }
    if (shown > LISTED) buf_add_c(&buf, ", …");
    return buf_keep(&buf, checker->arena);
}

// Whether the function only exists in the other style.
static bool has_other_style_only(Sv name, bool method) {
    bool other = false;
    const CelFunction *row;
    for (uint32_t nth = 0; (row = cel_function_find(name, nth)) != NULL; nth++) {
        for (uint32_t i = 0; i < row->overload_count; i++) {
            if (signature_is_method(row->overloads[i].signature) == method) return false;
            other = true;
        }
    }
    return other;
}

static bool other_style_only(const CelExpr *expr) {
    return has_other_style_only(expr->name, (expr->flags & CEL_METHOD) != 0);
}

bool function_is_plain(Sv name) {
    return has_other_style_only(name, true);
}

// list.contains(3) is another language's `3 in list`.
static bool refuse_contains(Checker *checker, const CelExpr *expr) {
    bool asks = sv_eq_c(expr->name, "contains") && (expr->flags & CEL_METHOD) && expr->count == 2;
    if (!asks || expr->args[0]->type.kind == CEL_TYPE_STRING) return false;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, expr_span(checker, expr),
                          "there is no form %.*s: contains() looks for a text in a text",
                          SV_ARG(arguments_of(checker, expr)));
    hint_operation(checker, diag, expr,
                   sv_format(checker->arena, "%.*s in %.*s",
                             SV_ARG(subject_text(checker, expr->args[1])),
                             SV_ARG(subject_text(checker, expr->args[0]))));
    return true;
}

static bool refuse_style(Checker *checker, const CelExpr *expr) {
    if (expr->count == 0 || !other_style_only(expr)) return false;
    Span span = part_span(checker, expr->at, expr->at + expr->name.len);
    Sv name = expr->name;
    if (expr->flags & CEL_METHOD) {
        Diag *diag =
            diag_add(checker->diags, DIAG_CEL_ARGUMENTS, span,
                     "'%.*s' is written before its argument, not behind a value", SV_ARG(name));
        hint_with(checker, diag, expr->from, expr->to, "%.*s(%.*s)", SV_ARG(name),
                  SV_ARG(texts_of(checker, expr, 0)));
        return true;
    }
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, span,
                          "'%.*s' is written behind the value it is about", SV_ARG(name));
    hint_with(checker, diag, expr->from, expr->to, "%.*s.%.*s(%.*s)",
              SV_ARG(expr_text(checker, expr->args[0])), SV_ARG(name),
              SV_ARG(texts_of(checker, expr, 1)));
    return true;
}

void refuse_arguments(Checker *checker, const CelExpr *expr) {
    bool unknown = (expr->flags & CEL_METHOD) && expr->args[0]->type.kind == CEL_TYPE_ERROR;
    if (unknown) return;
    if (refuse_style(checker, expr) || refuse_contains(checker, expr)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENTS, expr_span(checker, expr),
                          "there is no form %.*s", SV_ARG(arguments_of(checker, expr)));
    diag_hint(checker->diags, diag, "its forms are %.*s", SV_ARG(forms_of(checker, expr)));
}
