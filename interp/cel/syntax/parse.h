// Shared by the files of the parser. Internal to cel/.
#ifndef CEL_SYNTAX_PARSE_H
#define CEL_SYNTAX_PARSE_H

#include "cel/ast.h"
#include "cel/syntax/lexer.h"

typedef struct Parser {
    Arena *arena;
    CelLexer lexer;
    Token token;      // the one to be read next
    uint32_t last_to; // where the one before it ended
    uint32_t nodes;   // made so far
    uint32_t depth;   // of the recursion
    bool mending;     // the text is a hint in the making: what only the checker would refuse is
                      // mended as well
} Parser;

typedef struct ExprList {
    CelExpr **items;
    uint32_t count, capacity;
} ExprList;

// Makes a node over [from, to) with these operands, which are not copied. NULL, with an error
// reported, if an operand is NULL or the tree is too deep.
CelExpr *parse_node(Parser *parser, CelKind kind, uint32_t from, uint32_t to, CelExpr **args,
                    uint32_t count);
// Whether a call of this name may be a macro.
bool macro_known(Sv name);
// The node of a macro call: `receiver` is NULL for has(…). NULL with an error reported.
CelExpr *macro_expand(Parser *parser, Token name, CelExpr *receiver, ExprList args, uint32_t from);

// Moves on to the next token.
void parse_advance(Parser *parser);
// Parses an operand of the tightest operators: a value with its selections, calls and signs. NULL
// with an error reported.
CelExpr *parse_operand(Parser *parser);
// Parses a relation: a + b == c.
CelExpr *parse_relation(Parser *parser);

// Parses what stands before the '?' of a choice.
CelExpr *parse_or(Parser *parser);
// Parses a whole expression.
CelExpr *parse_expr(Parser *parser);

// ── refusals (parse_foreign.c): each reports an error and returns NULL ──
// The next token is not what is `expected` here.
CelExpr *parse_refuse(Parser *parser, const char *expected);
// There is something left behind the whole expression `before`.
CelExpr *parse_refuse_rest(Parser *parser, const CelExpr *before);
// True, and reported, where the next token is a word that is an operator elsewhere. `before` is
// what stands before it, or NULL where that is not known.
bool parse_refuse_word(Parser *parser, const CelExpr *before);
// Whether `before` is the word `not`, with what it negates behind it.
bool parse_is_negation(const Parser *parser, const CelExpr *before);
// `(200, 201)` behind its first value: a list of other languages.
CelExpr *parse_refuse_tuple(Parser *parser, Token opening);
// True, and reported, where `if` follows: 200 if ready else 503.
bool parse_refuse_conditional(Parser *parser, const CelExpr *before);
CelExpr *parse_refuse_not(Parser *parser, const CelExpr *word);
// While a hint is made: True, None and not (…), of which only the checker knows that they are not
// ours. True if it has a mend.
bool parse_mend_name(Parser *parser, Token name);
CelExpr *parse_refuse_reserved(Parser *parser, Token name);
bool parse_reserved(Sv name);

// As cel_parse, for the part [from, to) of a larger text whose source `map` describes.
MUST_USE bool parse_within(Arena *arena, Sv whole, size_t from, size_t to, SpanMap map,
                           Diags *diags, CelProgram *out);

#endif
