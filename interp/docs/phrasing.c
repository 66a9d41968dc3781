#include "docs/phrasing.h"

#include "base/limits.h"
#include "cel/ast.h"
#include "docs/md.h"
#include "docs/placeholders.h"

typedef struct Speaker {
    Buf *out;
    const Expr *whole;
    const Action *action;
} Speaker;

static void say_condition(const Speaker *speaker, const CelExpr *expr);
static void say_term(const Speaker *speaker, const CelExpr *expr);

static void say(const Speaker *speaker, const char *words) {
    buf_add_c(speaker->out, words);
}

static Sv written(const Speaker *speaker, const CelExpr *expr) {
    return sv_slice(speaker->whole->program.text, expr->from, expr->to);
}

static void say_code(const Speaker *speaker, const CelExpr *expr) {
    md_add_code(speaker->out, written(speaker, expr));
}

// ── what a condition is about ──

static bool is_call(const CelExpr *expr, const char *name) {
    return expr->kind == CEL_CALL && sv_eq_c(expr->name, name);
}

static bool is_size(const CelExpr *expr) {
    return is_call(expr, "size") && expr->count == 1;
}

static bool is_integer(const CelExpr *expr, int64_t number) {
    return expr->kind == CEL_LITERAL && expr->value->kind == VALUE_INT &&
           expr->value->integer == number;
}

static bool is_empty_text(const CelExpr *expr) {
    return expr->kind == CEL_LITERAL && expr->value->kind == VALUE_STRING &&
           value_text(*expr->value).len == 0;
}

static bool is_null(const CelExpr *expr) {
    return expr->kind == CEL_LITERAL && expr->value->kind == VALUE_NULL;
}

static bool is_loop(const CelExpr *expr, CelLoopKind kind) {
    return expr->kind == CEL_LOOP && expr->op == kind;
}

static bool is_path(const CelExpr *expr) {
    return expr->kind == CEL_NAME ||
           (expr->kind == CEL_SELECT && !(expr->flags & CEL_TEST) && is_path(expr->args[0]));
}

static const CelExpr *root_of(const CelExpr *path) {
    while (path->kind == CEL_SELECT)
        path = path->args[0];
    return path;
}

// Something that the reader wrote down or was told: <tenant>.
static bool is_known_value(const CelExpr *path) {
    static const char *const roots[] = {"inputs", "secrets", "vars", "steps", "subject"};
    const CelExpr *root = root_of(path);
    bool loop = root->flags & CEL_GLOBAL && root->slot >= SCOPE_LOOP && root->slot < SCOPE_RESULT;
    if (loop) return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (path != root && sv_eq_c(root->name, roots[i])) return true;
    return false;
}

static const char *called(const Speaker *speaker, Sv name) {
    int index = speaker->action ? action_result(speaker->action, name) : -1;
    return index < 0 ? NULL : speaker->action->results[index].called;
}

static void say_path(const Speaker *speaker, const CelExpr *path) {
    const char *words = path->kind == CEL_NAME ? called(speaker, path->name) : NULL;
    BUF_AUTO Buf name = buf_new(LIMIT_EXPRESSION_BYTES);
    if (words) {
        say(speaker, words);
    } else if (path->kind == CEL_NAME && sv_eq_c(path->name, "now")) {
        say(speaker, "now");
    } else if (is_known_value(path)) {
        buf_add_char(&name, '<');
        placeholder_name(&name, path);
        buf_add_char(&name, '>');
        md_add_code(speaker->out, buf_sv(&name));
    } else {
        say_code(speaker, path);
    }
}

static void say_literal(const Speaker *speaker, const CelExpr *expr) {
    Value value = *expr->value;
    if (value.kind == VALUE_STRING && value_text(value).len)
        md_add_code(speaker->out, value_text(value));
    else if (value.kind == VALUE_STRING)
        say(speaker, "the empty text");
    else if (value.kind == VALUE_NULL)
        say(speaker, "nothing");
    else
        buf_add(speaker->out, written(speaker, expr));
}

static void say_choices(const Speaker *speaker, const CelExpr *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (i) say(speaker, i + 1 == list->count ? " or " : ", ");
        say_term(speaker, list->args[i]);
    }
}

// days(21)
static bool say_span(const Speaker *speaker, const CelExpr *expr) {
    static const char *const spans[][2] = {{"days", "day"}, {"seconds", "second"}, {"ms", "ms"}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        if (!is_call(expr, spans[i][0]) || expr->count != 1) continue;
        const CelExpr *number = expr->args[0];
        if (number->kind != CEL_LITERAL && !is_path(number)) return false;
        say_term(speaker, number);
        bool one = is_integer(number, 1);
        buf_addf(speaker->out, " %s", one ? spans[i][1] : spans[i][0]);
        return true;
    }
    return false;
}

// Items of a list in which each …
static void say_items(const Speaker *speaker, const CelExpr *list) {
    if (!is_loop(list, CEL_LOOP_FILTER) || list->count != 2) {
        say_term(speaker, list);
        return;
    }
    say(speaker, "those in ");
    say_items(speaker, list->args[0]);
    say(speaker, " where ");
    say_condition(speaker, list->args[1]);
}

static bool is_text(const CelExpr *expr) {
    return expr->type.kind == CEL_TYPE_STRING || expr->type.kind == CEL_TYPE_BYTES;
}

// steps.smoke.?says.orValue('nothing'), steps.login.?token.value(): the value that it is about. A
// value compared with optional.of('yes') is there or not; the reader compares with 'yes'.
static const CelExpr *without_default(const CelExpr *expr) {
    bool asks = is_call(expr, "orValue") && expr->count == 2 && is_path(expr->args[0]);
    bool opens = is_call(expr, "value") && expr->count == 1 && is_path(expr->args[0]);
    bool wraps =
        is_call(expr, "optional.of") && expr->count == 1 && expr->args[0]->kind == CEL_LITERAL;
    if (wraps) return expr->args[0];
    return (asks || opens) && is_known_value(expr->args[0]) ? expr->args[0] : expr;
}

static void say_term(const Speaker *speaker, const CelExpr *expr) {
    expr = without_default(expr);
    if (expr->kind == CEL_LITERAL) {
        say_literal(speaker, expr);
    } else if (is_path(expr)) {
        say_path(speaker, expr);
    } else if (is_size(expr)) {
        say(speaker, is_text(expr->args[0]) ? "the length of " : "the number of items in ");
        say_items(speaker, expr->args[0]);
    } else if (is_loop(expr, CEL_LOOP_FILTER)) {
        say_items(speaker, expr);
    } else if (!say_span(speaker, expr)) {
        say_code(speaker, expr);
    }
}

// ── comparing ──

static bool is_comparison(const CelExpr *expr) {
    return expr->kind == CEL_BINARY && expr->op >= CEL_OP_EQUAL && expr->op <= CEL_OP_IN;
}

static const char *relation(CelOp op, bool negated) {
    switch (op) {
    case CEL_OP_EQUAL: return negated ? "is not" : "is";
    case CEL_OP_UNEQUAL: return negated ? "is" : "is not";
    case CEL_OP_LESS: return negated ? "is at least" : "is less than";
    case CEL_OP_LESS_EQUAL: return negated ? "is more than" : "is at most";
    case CEL_OP_GREATER: return negated ? "is at most" : "is more than";
    case CEL_OP_GREATER_EQUAL: return negated ? "is less than" : "is at least";
    default: return "is";
    }
}

// size(x) >= 3: "x has at least 3 items"
static bool say_count(const Speaker *speaker, const CelExpr *expr, bool negated) {
    static const char *const amounts[] = {[CEL_OP_EQUAL] = "",
                                          [CEL_OP_UNEQUAL] = "other than ",
                                          [CEL_OP_LESS] = "fewer than ",
                                          [CEL_OP_LESS_EQUAL] = "at most ",
                                          [CEL_OP_GREATER] = "more than ",
                                          [CEL_OP_GREATER_EQUAL] = "at least "};
    const CelExpr *about = expr->args[0]->args[0], *number = expr->args[1];
    bool number_known = number->kind == CEL_LITERAL && number->value->kind == VALUE_INT;
    if (negated || !number_known || is_text(about) || is_loop(about, CEL_LOOP_FILTER)) return false;
    say_term(speaker, about);
    buf_addf(speaker->out, " has %s%lld item%s", amounts[expr->op],
             (long long)number->value->integer, number->value->integer == 1 ? "" : "s");
    return true;
}

// size(x) == 0 and the like: about x itself.
static bool say_emptiness(const Speaker *speaker, const CelExpr *expr, bool negated) {
    if (!is_size(expr->args[0])) return false;
    const CelExpr *number = expr->args[1];
    bool zero = is_integer(number, 0), one = is_integer(number, 1);
    bool none = (expr->op == CEL_OP_EQUAL && zero) || (expr->op == CEL_OP_LESS && one);
    bool some = (expr->op == CEL_OP_UNEQUAL && zero) || (expr->op == CEL_OP_GREATER && zero) ||
                (expr->op == CEL_OP_GREATER_EQUAL && one);
    if (!none && !some) return say_count(speaker, expr, negated);
    const CelExpr *about = expr->args[0]->args[0];
    if (is_loop(about, CEL_LOOP_FILTER) && about->count == 2) {
        say(speaker, none != negated ? "there is nothing in " : "there is something in ");
        say_items(speaker, about->args[0]);
        say(speaker, " where ");
        say_condition(speaker, about->args[1]);
        return true;
    }
    say_term(speaker, about);
    say(speaker, none != negated ? " is empty" : " is not empty");
    return true;
}

static bool is_list(const CelExpr *expr) {
    return expr->kind == CEL_LIST && expr->count > 0 && !expr->maybe;
}

static void say_membership(const Speaker *speaker, const CelExpr *expr, bool negated) {
    say_term(speaker, expr->args[0]);
    if (is_list(expr->args[1])) {
        say(speaker, negated ? " is not " : " is ");
        say_choices(speaker, expr->args[1]);
        return;
    }
    say(speaker, negated ? " is not in " : " is in ");
    say_items(speaker, expr->args[1]);
}

// The rest of a comparison, after its subject; `again` if the verb was said already.
static void say_relation(const Speaker *speaker, const CelExpr *expr, bool negated, bool again) {
    const CelExpr *other = expr->args[1];
    bool equal = expr->op == CEL_OP_EQUAL, unequal = expr->op == CEL_OP_UNEQUAL;
    if ((equal || unequal) && is_empty_text(other)) {
        say(speaker, equal != negated ? "is empty" : "is not empty");
    } else if ((equal || unequal) && is_null(other)) {
        say(speaker, equal != negated ? "has no value" : "has a value");
    } else {
        const char *words = relation(expr->op, negated);
        buf_addf(speaker->out, "%s ", words + (again ? sizeof "is" : 0));
        say_term(speaker, other);
    }
}

static void say_comparison(const Speaker *speaker, const CelExpr *expr, bool negated) {
    if (expr->op == CEL_OP_IN) {
        say_membership(speaker, expr, negated);
    } else if (!say_emptiness(speaker, expr, negated)) {
        say_term(speaker, expr->args[0]);
        buf_add_char(speaker->out, ' ');
        say_relation(speaker, expr, negated, false);
    }
}

// ── the rest ──

static bool is_for_each(const CelExpr *expr) {
    return expr->kind == CEL_LOOP && expr->op <= CEL_LOOP_EXISTS_ONE && expr->count == 2 &&
           !expr->loop->names[1].len;
}

static void say_loop(const Speaker *speaker, const CelExpr *expr, bool negated) {
    static const char *const begin[] = {"for every ", "there is ", "there is exactly one "};
    static const char *const begin_not[] = {"not for every ", "there is no ",
                                            "there is not exactly one "};
    bool every = expr->op == CEL_LOOP_ALL;
    say(speaker, (negated ? begin_not : begin)[expr->op]);
    if (expr->op == CEL_LOOP_EXISTS && !negated) say(speaker, "some ");
    md_add_code(speaker->out, expr->loop->names[0]);
    say(speaker, every ? " of " : " in ");
    say_items(speaker, expr->args[0]);
    say(speaker, every ? ": " : " where ");
    say_condition(speaker, expr->args[1]);
}

typedef struct Phrase {
    const char *name;
    const char *yes, *no;
} Phrase;
static const Phrase phrases[] = {
    {"contains", "contains", "does not contain"},
    {"startsWith", "begins with", "does not begin with"},
    {"endsWith", "ends in", "does not end in"},
    {"matches", "matches the pattern", "does not match the pattern"},
    {"fullMatch", "is wholly of the pattern", "is not of the pattern"},
};

static bool say_phrase(const Speaker *speaker, const CelExpr *expr, bool negated) {
    if (expr->kind != CEL_CALL || expr->count != 2) return false;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (!sv_eq_c(expr->name, phrases[i].name)) continue;
        say_term(speaker, expr->args[0]);
        buf_addf(speaker->out, " %s ", negated ? phrases[i].no : phrases[i].yes);
        say_term(speaker, expr->args[1]);
        return true;
    }
    return false;
}

static bool is_presence(const CelExpr *expr) {
    return (expr->kind == CEL_SELECT && expr->flags & CEL_TEST) || is_call(expr, "hasValue");
}

static void say_presence(const Speaker *speaker, const CelExpr *expr, bool negated) {
    if (expr->kind == CEL_SELECT) {
        BUF_AUTO Buf name = buf_new(LIMIT_EXPRESSION_BYTES);
        buf_addf(&name, "%.*s.%.*s", SV_ARG(written(speaker, expr->args[0])), SV_ARG(expr->name));
        md_add_code(speaker->out, buf_sv(&name));
    } else {
        say_term(speaker, expr->args[0]);
    }
    say(speaker, negated ? " is not there" : " is there");
}

static void say_not(const Speaker *speaker, const CelExpr *expr) {
    if (is_comparison(expr)) {
        say_comparison(speaker, expr, true);
    } else if (is_presence(expr)) {
        say_presence(speaker, expr, true);
    } else if (is_for_each(expr)) {
        say_loop(speaker, expr, true);
    } else if (is_path(expr)) {
        say_path(speaker, expr);
        say(speaker, " is false");
    } else if (!say_phrase(speaker, expr, true)) {
        say(speaker, "it is not so that ");
        say_condition(speaker, expr);
    }
}

static bool is_order(const CelExpr *expr) {
    return expr->kind == CEL_BINARY && expr->op >= CEL_OP_LESS && expr->op <= CEL_OP_GREATER_EQUAL;
}

static bool same_subject(const Speaker *speaker, const CelExpr *a, const CelExpr *b) {
    return is_order(a) && is_order(b) && !is_size(a->args[0]) &&
           sv_eq(written(speaker, a->args[0]), written(speaker, b->args[0]));
}

static void say_joined(const Speaker *speaker, const CelExpr *expr, const char *word) {
    bool commas = expr->count > 2;
    for (uint32_t i = 0; i < expr->count; i++) {
        const CelExpr *part = expr->args[i];
        bool again = i > 0 && same_subject(speaker, expr->args[i - 1], part);
        bool other = part->kind == CEL_OR && expr->kind == CEL_AND;
        if (i && again)
            buf_addf(speaker->out, " %s ", word);
        else if (i)
            buf_addf(speaker->out, ", %s", i + 1 < expr->count && commas ? "" : word);
        if (i && !again && !(i + 1 < expr->count && commas)) buf_add_char(speaker->out, ' ');
        if (other) say(speaker, "either ");
        if (again)
            say_relation(speaker, part, false, true);
        else
            say_condition(speaker, part);
    }
}

static void say_condition(const Speaker *speaker, const CelExpr *expr) {
    if (is_comparison(expr)) {
        say_comparison(speaker, expr, false);
    } else if (expr->kind == CEL_UNARY && expr->op == CEL_OP_NOT) {
        say_not(speaker, expr->args[0]);
    } else if (expr->kind == CEL_AND || expr->kind == CEL_OR) {
        say_joined(speaker, expr, expr->kind == CEL_AND ? "and" : "or");
    } else if (expr->kind == CEL_CONDITIONAL) {
        say(speaker, "if ");
        say_condition(speaker, expr->args[0]);
        say(speaker, ", then ");
        say_condition(speaker, expr->args[1]);
        say(speaker, ", otherwise ");
        say_condition(speaker, expr->args[2]);
    } else if (is_for_each(expr)) {
        say_loop(speaker, expr, false);
    } else if (is_presence(expr)) {
        say_presence(speaker, expr, false);
    } else if (is_path(expr)) {
        say_path(speaker, expr);
        say(speaker, " is true");
    } else if (!say_phrase(speaker, expr, false)) {
        say_code(speaker, expr);
        say(speaker, " holds");
    }
}

static bool has_words(const CelExpr *expr) {
    bool plain_call = expr->kind == CEL_CALL && !is_presence(expr);
    for (size_t i = 0; plain_call && i < sizeof phrases / sizeof *phrases; i++)
        if (is_call(expr, phrases[i].name)) return true;
    return !plain_call && expr->kind != CEL_LITERAL;
}

bool phrasing_needs_expression(const Expr *condition) {
    const CelExpr *root = condition->program.root;
    bool negated = root->kind == CEL_UNARY && root->op == CEL_OP_NOT;
    return !is_path(negated ? root->args[0] : root);
}

bool phrasing_add_condition(Buf *out, const Expr *condition, const Action *action) {
    const CelExpr *root = condition->program.root;
    if (!root || !has_words(root)) return false;
    Speaker speaker = {out, condition, action};
    say_condition(&speaker, root);
    return true;
}
