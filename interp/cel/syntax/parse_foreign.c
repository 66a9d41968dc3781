// Reports what the parser cannot accept: words that are operators elsewhere, reserved words, and
// everything else.
#include "base/ascii.h"
#include "cel/syntax/parse.h"
#include "words/words.h"

// ── reserved words ──

bool parse_reserved(Sv name) {
    static const char *const words[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i][0] == name.at[0] && sv_eq_c(name, words[i])) return true;
    }
    return false;
}

CelExpr *parse_refuse_reserved(Parser *parser, Token name) {
    Sv text = token_text(&parser->lexer, name);
    Diag *diag = lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, name.from, name.to,
                             "'%.*s' is a reserved word and cannot be a name", SV_ARG(text));
    if (diag != NULL && sv_eq(text, SV("if"))) {
        diag_hint(parser->lexer.diags, diag, "a choice is written: condition ? value : other");
    }
    return NULL;
}

// ── what is not CEL ──

// Words that are operators elsewhere, found where an operator is expected.
typedef struct ForeignWord {
    const char *word;
    const char *sign;   // written in its place, or NULL
    const char *method; // a method that does it: left.method(right), or NULL
} ForeignWord;

static const ForeignWord words[] = {
    {"and", "&&", NULL},
    {"or", "||", NULL},
    {"AND", "&&", NULL},
    {"OR", "||", NULL},
    {"is", "==", NULL},
    {"eq", "==", NULL},
    {"ne", "!=", NULL},
    {"equals", "==", NULL},
    {"lt", "<", NULL},
    {"gt", ">", NULL},
    {"le", "<=", NULL},
    {"ge", ">=", NULL},
    {"mod", "%", NULL},
    {"div", "/", NULL},
    {"contains", NULL, "contains"},
    {"matches", NULL, "matches"},
    {"startsWith", NULL, "startsWith"},
    {"endsWith", NULL, "endsWith"},
    {"like", NULL, "matches"},
    {"starts_with", NULL, "startsWith"},
    {"ends_with", NULL, "endsWith"},
};

// The last operand before a word: `b.c` in `a == 1 && b.c`.
static const CelExpr *last_operand(const CelExpr *expr) {
    while (expr->kind == CEL_AND || expr->kind == CEL_OR || expr->kind == CEL_BINARY ||
           expr->kind == CEL_CONDITIONAL) {
        expr = expr->args[expr->count - 1];
    }
    return expr;
}

// `text contains 'x'`: the operand after the word is read for the hint.
static CelExpr *refuse_method_word(Parser *parser, const ForeignWord *word, const CelExpr *before) {
    CelLexer *lexer = &parser->lexer;
    Token token = parser->token;
    CelExpr *after = NULL;
    if (before != NULL) {
        parse_advance(parser);
        after = parse_operand(parser);
    }
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                             "'%s' is not an operator here but a function of the value before it",
                             word->word);
    if (diag == NULL) return NULL;
    if (after == NULL) {
        diag_hint(lexer->diags, diag, "write it as: value.%s('…')", word->method);
        return NULL;
    }
    const CelExpr *left = last_operand(before);
    lexer_hint(lexer, diag, left->from, after->to, "%.*s.%s(%.*s)",
               SV_ARG(sv_slice(lexer->text, left->from, left->to)), word->method,
               SV_ARG(sv_slice(lexer->text, after->from, after->to)));
    return NULL;
}

// `x is defined`, `x is not defined`, of templates.
static bool refuse_defined(Parser *parser, const CelExpr *before, bool negated, Token word) {
    CelLexer *lexer = &parser->lexer;
    Sv state = parser->token.kind == TOKEN_NAME ? token_text(lexer, parser->token) : SV("");
    bool defined = sv_eq(state, SV("defined")), undefined = sv_eq(state, SV("undefined"));
    if (before == NULL || (!defined && !undefined)) return false;
    const CelExpr *left = last_operand(before);
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, word.from, parser->token.to,
                             "whether there is something is asked with has()");
    lexer_hint(lexer, diag, left->from, parser->token.to, "%shas(%.*s)",
               negated != undefined ? "!" : "",
               SV_ARG(sv_slice(lexer->text, left->from, left->to)));
    return true;
}

static CelExpr *refuse_word(Parser *parser, const ForeignWord *word, const CelExpr *before) {
    if (word->sign == NULL) return refuse_method_word(parser, word, before);
    Token token = parser->token;
    CelLexer *lexer = &parser->lexer;
    const char *sign = word->sign;
    if (sv_eq_c(token_text(lexer, token), "is")) {
        parse_advance(parser);
        bool negated =
            parser->token.kind == TOKEN_NAME && sv_eq(token_text(lexer, parser->token), SV("not"));
        if (negated) sign = "!=";
        if (negated) token.to = parser->token.to;
        if (negated) parse_advance(parser);
        if (refuse_defined(parser, before, negated, token)) return NULL;
    }
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                             "'%.*s' is not an operator here; it is written '%s'",
                             SV_ARG(token_text(lexer, token)), sign);
    lexer_hint(lexer, diag, token.from, token.to, "%s", sign);
    return NULL;
}

// `x not in y`.
static CelExpr *refuse_not_in(Parser *parser, const CelExpr *before) {
    CelLexer *lexer = &parser->lexer;
    Token token = parser->token;
    CelExpr *after = NULL;
    parse_advance(parser);
    if (before != NULL && parser->token.kind == TOKEN_NAME &&
        sv_eq(token_text(lexer, parser->token), SV("in"))) {
        parse_advance(parser);
        after = parse_operand(parser);
    }
    Diag *diag =
        lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                    "'not' is not an operator here; it is written '!' before what it negates");
    if (diag == NULL || after == NULL) return NULL;
    const CelExpr *left = last_operand(before);
    lexer_hint(lexer, diag, left->from, after->to, "!(%.*s in %.*s)",
               SV_ARG(sv_slice(lexer->text, left->from, left->to)),
               SV_ARG(sv_slice(lexer->text, after->from, after->to)));
    return NULL;
}

bool parse_refuse_word(Parser *parser, const CelExpr *before) {
    Token token = parser->token;
    if (parser->lexer.failed || token.kind != TOKEN_NAME) return false;
    Sv text = token_text(&parser->lexer, token);
    if (sv_eq(text, SV("not")) || sv_eq(text, SV("NOT"))) {
        refuse_not_in(parser, before);
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!sv_eq_c(text, words[i].word)) continue;
        refuse_word(parser, &words[i], before);
        return true;
    }
    return false;
}

CelExpr *parse_refuse(Parser *parser, const char *expected) {
    if (parser->lexer.failed) return NULL;
    Token token = parser->token;
    Sv found = token_show(&parser->lexer, parser->arena, token);
    lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, token.from, token.to, "expected %s but found %.*s",
                expected, SV_ARG(found));
    return NULL;
}

CelExpr *parse_refuse_tuple(Parser *parser, Token opening) {
    CelLexer *lexer = &parser->lexer;
    while (parser->token.kind == TOKEN_COMMA) {
        parse_advance(parser);
        if (parse_operand(parser) == NULL) return NULL;
    }
    if (parser->token.kind != TOKEN_RIGHT_PAREN) return parse_refuse(parser, "')'");
    Token closing = parser->token;
    Diag *diag =
        lexer_error(lexer, DIAG_CEL_FOREIGN, opening.from, closing.to, "a list stands in brackets");
    lexer_hint(lexer, diag, opening.from, closing.to, "[%.*s]",
               SV_ARG(sv_slice(lexer->text, opening.to, closing.from)));
    return NULL;
}

static bool is_not(Sv name) {
    return sv_eq(name, SV("not")) || sv_eq(name, SV("NOT"));
}

bool parse_is_negation(const Parser *parser, const CelExpr *before) {
    if (before == NULL || before->kind != CEL_NAME || !is_not(before->name)) return false;
    switch (parser->token.kind) {
    case TOKEN_NAME: return !sv_eq(token_text(&parser->lexer, parser->token), SV("in"));
    case TOKEN_NOT:
    case TOKEN_QUOTED:
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE:
    case TOKEN_STRING: return true;
    default: return false;
    }
}

// `not a == b` negates the whole comparison.
CelExpr *parse_refuse_not(Parser *parser, const CelExpr *word) {
    CelLexer *lexer = &parser->lexer;
    const CelExpr *negated = parse_relation(parser);
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, word->from, word->to,
                             "'not' is not an operator here; it is written '!'");
    if (diag == NULL || negated == NULL) return NULL;
    bool alone = negated->kind != CEL_BINARY;
    lexer_hint(lexer, diag, word->from, negated->to, "!%s%.*s%s", alone ? "" : "(",
               SV_ARG(sv_slice(lexer->text, negated->from, negated->to)), alone ? "" : ")");
    return NULL;
}

bool parse_mend_name(Parser *parser, Token name) {
    if (!parser->mending) return false;
    CelLexer *lexer = &parser->lexer;
    Sv text = token_text(lexer, name);
    const OtherWord *constant = word_find(WORD_CONSTANT, text);
    if (constant && ascii_is_upper(text.at[0])) {
        Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, name.from, name.to, "a constant");
        lexer_hint(lexer, diag, name.from, name.to, "%s", constant->here);
        return true;
    }
    if (!is_not(text) || parser->token.kind != TOKEN_LEFT_PAREN) return false;
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, name.from, name.to, "a negation");
    lexer_hint(lexer, diag, name.from, parser->token.from, "!");
    return true;
}

// "$.a.b": one place, which has a shorter name.
static bool is_plain_path(Sv path) {
    if (!sv_starts(path, SV("$.")) || path.at[path.len - 1] == '.') return false;
    for (size_t i = 2; i < path.len; i++) {
        bool begins = path.at[i - 1] == '.';
        bool fits = path.at[i] == '.' ? !begins
                    : begins          ? ascii_is_letter(path.at[i]) || path.at[i] == '_'
                                      : ascii_is_word(path.at[i]);
        if (!fits) return false;
    }
    return path.len > 2;
}

// `jsonpath "$.name"`, `header "Content-Type"`, `HTTP 200`: queries of hurl, and what each is here.
static bool refuse_query(Parser *parser, const CelExpr *before) {
    static const struct {
        const char *query, *begin, *end;
        TokenKind of;
    } queries[] = {{"jsonpath", "jsonpath(json, '", "')", TOKEN_STRING},
                   {"header", "headers['", "']", TOKEN_STRING},
                   {"HTTP", "status == ", "", TOKEN_INT}};
    CelLexer *lexer = &parser->lexer;
    Token token = parser->token;
    const CelExpr *left = before ? last_operand(before) : NULL;
    for (size_t i = 0; left && left->kind == CEL_NAME && i < sizeof queries / sizeof *queries;
         i++) {
        if (!sv_eq_c(left->name, queries[i].query) || token.kind != queries[i].of) continue;
        Sv text = token_text(lexer, token);
        bool quoted = token.kind == TOKEN_STRING && text.len >= 2;
        if (quoted) text = sv_slice(text, 1, text.len - 1);
        Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, left->from, token.to,
                                 "'%s' is not followed by its argument here", queries[i].query);
        if (i == 0 && is_plain_path(text)) {
            lexer_hint(lexer, diag, left->from, token.to, "json%.*s",
                       SV_ARG(sv_slice(text, 1, text.len)));
            return true;
        }
        lexer_hint(lexer, diag, left->from, token.to, "%s%.*s%s", queries[i].begin, SV_ARG(text),
                   queries[i].end);
        return true;
    }
    return false;
}

// `200 if ready else 503` of Python.
bool parse_refuse_conditional(Parser *parser, const CelExpr *before) {
    CelLexer *lexer = &parser->lexer;
    Token token = parser->token;
    if (!before || parser->lexer.failed || token.kind != TOKEN_NAME ||
        !sv_eq(token_text(lexer, token), SV("if")))
        return false;
    parse_advance(parser);
    const CelExpr *condition = parse_or(parser), *other = NULL;
    if (condition && parser->token.kind == TOKEN_NAME &&
        sv_eq(token_text(lexer, parser->token), SV("else"))) {
        parse_advance(parser);
        other = parse_expr(parser);
    }
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                             "'if' is not an operator here; a choice is written "
                             "CONDITION ? VALUE : OTHER");
    if (other)
        lexer_hint(lexer, diag, before->from, other->to, "%.*s ? %.*s : %.*s",
                   SV_ARG(sv_slice(lexer->text, condition->from, condition->to)),
                   SV_ARG(sv_slice(lexer->text, before->from, before->to)),
                   SV_ARG(sv_slice(lexer->text, other->from, other->to)));
    return true;
}

// There is something left after a whole expression.
CelExpr *parse_refuse_rest(Parser *parser, const CelExpr *before) {
    if (parse_refuse_word(parser, before)) return NULL;
    if (!parser->lexer.failed && refuse_query(parser, before)) return NULL;
    if (!parser->lexer.failed && parse_refuse_conditional(parser, before)) return NULL;
    return parse_refuse(parser, "an operator or the end of the expression");
}
