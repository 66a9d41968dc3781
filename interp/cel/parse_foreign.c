// What the parser cannot go on with: words that are operators elsewhere, reserved words, and the
// rest.
#include "cel/parse.h"

// ── reserved words ──

bool parse_reserved(Sv name) {
    static const char *const words[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (sv_eq_c(name, words[i])) return true;
    }
    return false;
}

CelExpr *parse_refuse_reserved(Parser *parser, Token name) {
    Sv text = token_text(&parser->lexer, name);
    Diag *diag = lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, name.from, name.to,
                             "'%.*s' is a reserved word and cannot be a name", SV_ARG(text));
    if (diag != NULL && sv_eq(text, SV("if"))) {
        diag_mend(parser->lexer.diags, diag, "a choice is written: condition ? value : other");
    }
    return NULL;
}

// ── what is not CEL ──

// Words that are operators elsewhere, found where an operator is expected.
typedef struct Word {
    const char *word;
    const char *sign;   // written in its place, or NULL
    const char *method; // a method that does it: left.method(right), or NULL
} Word;

static const Word words[] = {
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

static CelExpr *refuse_word(Parser *parser, const Word *word) {
    Token token = parser->token;
    Lexer *lexer = &parser->lexer;
    if (word->sign != NULL) {
        Diag *diag =
            lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                        "'%s' is not an operator here; it is written '%s'", word->word, word->sign);
        lexer_mend(lexer, diag, token.from, token.to, "%s", word->sign);
        return NULL;
    }
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                             "'%s' is not an operator here but a function of the value before it",
                             word->word);
    if (diag != NULL) diag_mend(lexer->diags, diag, "write it as: value.%s('…')", word->method);
    return NULL;
}

// `x not in y`.
static CelExpr *refuse_not(Parser *parser) {
    Token token = parser->token;
    Diag *diag =
        lexer_error(&parser->lexer, DIAG_CEL_FOREIGN, token.from, token.to,
                    "'not' is not an operator here; it is written '!' before what it negates");
    if (diag != NULL) diag_mend(parser->lexer.diags, diag, "write it as: !(x in list)");
    return NULL;
}

CelExpr *parse_refuse(Parser *parser, const char *expected) {
    if (parser->lexer.failed) return NULL;
    Token token = parser->token;
    Sv text = token_text(&parser->lexer, token);
    if (token.kind == TOKEN_NAME) {
        if (sv_eq(text, SV("not")) || sv_eq(text, SV("NOT"))) return refuse_not(parser);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (sv_eq_c(text, words[i].word)) return refuse_word(parser, &words[i]);
        }
    }
    Sv found = token_show(&parser->lexer, parser->arena, token);
    lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, token.from, token.to, "expected %s but found %.*s",
                expected, SV_ARG(found));
    return NULL;
}

// Behind a whole expression there is still something.
CelExpr *parse_refuse_rest(Parser *parser, const CelExpr *before) {
    // `not x` reads as the name `not` with something behind it.
    if (before->kind == CEL_NAME &&
        (sv_eq(before->name, SV("not")) || sv_eq(before->name, SV("NOT")))) {
        Lexer *lexer = &parser->lexer;
        Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, before->from, before->to,
                                 "'not' is not an operator here; it is written '!'");
        lexer_mend(lexer, diag, before->from, parser->token.from, "!");
        return NULL;
    }
    return parse_refuse(parser, "an operator or the end of the expression");
}
