// Recursive descent over the grammar of the CEL specification, with the optional syntax of its
// extension.
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/syntax/parse.h"

#include <string.h>

// ── tokens ──

void parse_advance(Parser *parser) {
    parser->last_to = parser->token.to;
    parser->token = lexer_next(&parser->lexer);
}

static bool accept(Parser *parser, TokenKind kind) {
    if (parser->token.kind != kind || parser->lexer.failed) return false;
    parse_advance(parser);
    return true;
}

static Sv text_of(const Parser *parser, Token token) {
    return token_text(&parser->lexer, token);
}

static bool expect_closing(Parser *parser, TokenKind kind, const char *sign, Token opening) {
    if (accept(parser, kind)) return true;
    if (parser->lexer.failed || parse_refuse_word(parser, NULL)) return false;
    Sv found = token_show(&parser->lexer, parser->arena, parser->token);
    Diag *diag = lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, parser->token.from, parser->token.to,
                             "expected '%s' but found %.*s", sign, SV_ARG(found));
    if (diag != NULL) {
        diag->related = spanmap_span(parser->lexer.map, opening.from, opening.to);
        diag->related_message =
            sv_format(parser->arena, "'%.*s' opened here", SV_ARG(text_of(parser, opening)));
    }
    return false;
}

// ── nodes ──

CelExpr *parse_node(Parser *parser, CelKind kind, uint32_t from, uint32_t to, CelExpr **args,
                    uint32_t count) {
    uint32_t depth = 0, weight = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (args[i] == NULL) return NULL;
        if (args[i]->depth > depth) depth = args[i]->depth;
        weight += args[i]->weight;
    }
    if (depth >= LIMIT_EXPRESSION_DEPTH) {
        lexer_error(&parser->lexer, DIAG_CEL_TOO_LARGE, from, to,
                    "the expression is nested more than %d levels deep",
                    (int)LIMIT_EXPRESSION_DEPTH);
        return NULL;
    }
    CelExpr *node = arena_new_of(parser->arena, CelExpr);
    node->kind = (uint8_t)kind;
    node->from = from;
    node->to = to;
    node->at = from;
    node->args = args;
    node->count = count;
    node->depth = (uint8_t)(depth + 1);
    node->weight = weight;
    node->number = parser->nodes++;
    return node;
}

static CelExpr *node_of(Parser *parser, CelKind kind, uint32_t from, CelExpr *a, CelExpr *b,
                        CelExpr *c) {
    uint32_t count = a == NULL ? 0 : b == NULL ? 1 : c == NULL ? 2 : 3;
    CelExpr **args = count == 0 ? NULL : arena_new_array(parser->arena, CelExpr *, count);
    CelExpr *given[] = {a, b, c};
    for (uint32_t i = 0; i < count; i++)
        args[i] = given[i];
    return parse_node(parser, kind, from, parser->last_to, args, count);
}

static CelExpr *literal_node(Parser *parser, uint32_t from, Value value) {
    CelExpr *node = parse_node(parser, CEL_LITERAL, from, parser->last_to, NULL, 0);
    if (node != NULL) node->value = arena_copy(parser->arena, &value, sizeof value);
    return node;
}

static void add_expr(Parser *parser, ExprList *list, CelExpr *expr) {
    arena_grow(parser->arena, list->items, list->count, list->capacity);
    list->items[list->count++] = expr;
}

// ── names ──

static bool is_keyword(Sv name) {
    return sv_eq(name, SV("true")) || sv_eq(name, SV("false")) || sv_eq(name, SV("null")) ||
           sv_eq(name, SV("in"));
}

// ── arguments, lists, maps ──

// Reads expressions up to the closing sign, separated by commas.
static bool parse_args(Parser *parser, TokenKind closing, const char *sign, Token opening,
                       ExprList *out) {
    if (accept(parser, closing)) return true;
    do {
        CelExpr *arg = parse_expr(parser);
        if (arg == NULL) return false;
        add_expr(parser, out, arg);
    } while (accept(parser, TOKEN_COMMA));
    return expect_closing(parser, closing, sign, opening);
}

typedef struct MaybeList {
    bool *items;
    uint32_t count, capacity;
    bool any;
} MaybeList;

static void note_maybe(Parser *parser, MaybeList *list, bool maybe) {
    arena_grow(parser->arena, list->items, list->count, list->capacity);
    list->items[list->count++] = maybe;
    list->any = list->any || maybe;
}

static CelExpr *parse_list(Parser *parser) {
    Token opening = parser->token;
    ExprList items = {0};
    MaybeList maybe = {0};
    parse_advance(parser);
    while (parser->token.kind != TOKEN_RIGHT_BRACKET) {
        note_maybe(parser, &maybe, accept(parser, TOKEN_QUESTION));
        CelExpr *item = parse_expr(parser);
        if (item == NULL) return NULL;
        add_expr(parser, &items, item);
        if (!accept(parser, TOKEN_COMMA)) break;
    }
    if (!expect_closing(parser, TOKEN_RIGHT_BRACKET, "]", opening)) return NULL;
    CelExpr *node =
        parse_node(parser, CEL_LIST, opening.from, parser->last_to, items.items, items.count);
    if (node != NULL && maybe.any) node->maybe = maybe.items;
    return node;
}

static bool expect_colon(Parser *parser) {
    if (accept(parser, TOKEN_COLON)) return true;
    parse_refuse(parser, "':' and the value of this key");
    return false;
}

// The name of a message's field, as a literal.
static CelExpr *parse_field(Parser *parser) {
    Token field = parser->token;
    if (field.kind != TOKEN_NAME && field.kind != TOKEN_QUOTED)
        return parse_refuse(parser, "a field's name");
    parse_advance(parser);
    return literal_node(parser, field.from, value_string(text_of(parser, field)));
}

// {key: value, …} from its brace on; the keys of a message are names.
static CelExpr *parse_entries(Parser *parser, CelKind kind, uint32_t from) {
    Token opening = parser->token;
    ExprList items = {0};
    MaybeList maybe = {0};
    parse_advance(parser);
    while (parser->token.kind != TOKEN_RIGHT_BRACE) {
        note_maybe(parser, &maybe, accept(parser, TOKEN_QUESTION));
        CelExpr *key = kind == CEL_MESSAGE ? parse_field(parser) : parse_expr(parser);
        if (key == NULL || !expect_colon(parser)) return NULL;
        CelExpr *value = parse_expr(parser);
        if (value == NULL) return NULL;
        add_expr(parser, &items, key);
        add_expr(parser, &items, value);
        if (!accept(parser, TOKEN_COMMA)) break;
    }
    if (!expect_closing(parser, TOKEN_RIGHT_BRACE, "}", opening)) return NULL;
    CelExpr *node = parse_node(parser, kind, from, parser->last_to, items.items, items.count);
    if (node != NULL && maybe.any) node->maybe = maybe.items;
    return node;
}

// A dotted name, for name{field: value}; empty if `expr` is not one.
static Sv dotted_name(Parser *parser, const CelExpr *expr) {
    if (expr->kind == CEL_NAME) return expr->name;
    if (expr->kind != CEL_SELECT || expr->flags != 0) return (Sv){0};
    Sv before = dotted_name(parser, expr->args[0]);
    if (before.len == 0) return before;
    return sv_format(parser->arena, "%.*s.%.*s", SV_ARG(before), SV_ARG(expr->name));
}

static CelExpr *parse_message(Parser *parser, CelExpr *type, Sv name) {
    CelExpr *node = parse_entries(parser, CEL_MESSAGE, type->from);
    if (node != NULL) node->name = name;
    return node;
}

// ── primaries ──

static CelExpr *parse_name(Parser *parser, uint32_t from, uint8_t flags) {
    Token name = parser->token;
    Sv text = text_of(parser, name);
    if (is_keyword(text)) {
        if (sv_eq(text, SV("in")) || flags != 0) return parse_refuse(parser, "a value");
        parse_advance(parser);
        return literal_node(parser, from,
                            sv_eq(text, SV("null")) ? value_null()
                                                    : value_bool(sv_eq(text, SV("true"))));
    }
    if (parse_reserved(text)) return parse_refuse_reserved(parser, name);
    parse_advance(parser);
    if (parse_mend_name(parser, name)) return NULL;
    Token opening = parser->token;
    if (!accept(parser, TOKEN_LEFT_PAREN)) {
        CelExpr *node = parse_node(parser, CEL_NAME, from, parser->last_to, NULL, 0);
        if (node == NULL) return NULL;
        node->name = text;
        node->flags = flags;
        return node;
    }
    ExprList args = {0};
    if (!parse_args(parser, TOKEN_RIGHT_PAREN, ")", opening, &args)) return NULL;
    if (sv_eq(text, SV("has"))) return macro_expand(parser, name, NULL, args, from);
    CelExpr *node = parse_node(parser, CEL_CALL, from, parser->last_to, args.items, args.count);
    if (node == NULL) return NULL;
    node->name = text;
    node->at = name.from;
    node->flags = flags;
    return node;
}

static CelExpr *parse_literal(Parser *parser, bool negative, uint32_t from) {
    Token token = parser->token;
    Value value = value_null();
    bool is_text = token.kind == TOKEN_STRING || token.kind == TOKEN_BYTES;
    bool fine = is_text ? literal_text(&parser->lexer, parser->arena, token, &value)
                        : literal_number(&parser->lexer, token, negative, &value);
    if (!fine) return NULL;
    parse_advance(parser);
    return literal_node(parser, from, value);
}

static CelExpr *parse_primary(Parser *parser) {
    Token token = parser->token;
    switch (token.kind) {
    case TOKEN_NAME: return parse_name(parser, token.from, 0);
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE:
    case TOKEN_STRING:
    case TOKEN_BYTES: return parse_literal(parser, false, token.from);
    case TOKEN_LEFT_BRACKET: return parse_list(parser);
    case TOKEN_LEFT_BRACE: return parse_entries(parser, CEL_MAP, token.from);
    case TOKEN_DOT:
        parse_advance(parser);
        if (parser->token.kind == TOKEN_NAME) return parse_name(parser, token.from, CEL_ROOT);
        return parse_refuse(parser, "a name behind '.'");
    case TOKEN_LEFT_PAREN: {
        parse_advance(parser);
        CelExpr *inner = parse_expr(parser);
        if (inner != NULL && parser->token.kind == TOKEN_COMMA)
            return parse_refuse_tuple(parser, token);
        if (inner != NULL && parse_refuse_conditional(parser, inner)) return NULL;
        if (inner == NULL || !expect_closing(parser, TOKEN_RIGHT_PAREN, ")", token)) return NULL;
        return inner;
    }
    default: return parse_refuse(parser, "a value");
    }
}

// ── selections, calls, indices ──

static CelExpr *parse_method(Parser *parser, CelExpr *receiver, Token name, uint32_t from) {
    Token opening = parser->token;
    parse_advance(parser);
    ExprList given = {0};
    if (!parse_args(parser, TOKEN_RIGHT_PAREN, ")", opening, &given)) return NULL;
    Sv text = text_of(parser, name);
    bool bind = sv_eq(text, SV("bind"));
    bool of_cel = receiver->kind == CEL_NAME && sv_eq(receiver->name, SV("cel"));
    if (macro_known(text) && bind == of_cel && !sv_eq(text, SV("has"))) {
        return macro_expand(parser, name, receiver, given, from);
    }
    CelExpr **args = arena_new_array(parser->arena, CelExpr *, given.count + 1);
    args[0] = receiver;
    for (uint32_t i = 0; i < given.count; i++)
        args[i + 1] = given.items[i];
    CelExpr *node = parse_node(parser, CEL_CALL, from, parser->last_to, args, given.count + 1);
    if (node == NULL) return NULL;
    node->name = text;
    node->at = name.from;
    node->flags = CEL_METHOD;
    return node;
}

// Reads what follows the dot.
static CelExpr *parse_select(Parser *parser, CelExpr *operand, uint32_t from) {
    bool optional = accept(parser, TOKEN_QUESTION);
    Token name = parser->token;
    bool quoted = name.kind == TOKEN_QUOTED;
    if ((name.kind != TOKEN_NAME && !quoted) || is_keyword(text_of(parser, name))) {
        return parse_refuse(parser, "a field's name");
    }
    parse_advance(parser);
    if (!optional && !quoted && parser->token.kind == TOKEN_LEFT_PAREN)
        return parse_method(parser, operand, name, from);
    CelExpr *node = node_of(parser, CEL_SELECT, from, operand, NULL, NULL);
    if (node == NULL) return NULL;
    Sv text = text_of(parser, name);
    node->name = quoted ? sv_slice(text, 1, text.len - 1) : text;
    node->at = name.from;
    node->flags = (uint8_t)((optional ? CEL_OPTIONAL : 0) | (quoted ? CEL_QUOTED : 0));
    return node;
}

static CelExpr *parse_index(Parser *parser, CelExpr *operand, Token opening, uint32_t from) {
    bool optional = accept(parser, TOKEN_QUESTION);
    CelExpr *index = parse_expr(parser);
    if (index == NULL) return NULL;
    if (parser->token.kind == TOKEN_COLON) {
        Diag *diag =
            lexer_error(&parser->lexer, DIAG_CEL_FOREIGN, parser->token.from, parser->token.to,
                        "a part of a list or text is not written with ':' here");
        if (diag != NULL)
            diag_hint(parser->lexer.diags, diag,
                      "of a list: list.slice(1, 3); of a text: text.substring(1, 3)");
        return NULL;
    }
    if (!expect_closing(parser, TOKEN_RIGHT_BRACKET, "]", opening)) return NULL;
    CelExpr *node = node_of(parser, CEL_INDEX, from, operand, index, NULL);
    if (node == NULL) return NULL;
    node->at = opening.from;
    if (optional) node->flags = CEL_OPTIONAL;
    return node;
}

// A brace after a dotted name begins a message; anywhere else it is an error that the caller finds.
static CelExpr *parse_postfix(Parser *parser, CelExpr *operand, uint32_t from) {
    while (operand != NULL) {
        Token token = parser->token;
        if (accept(parser, TOKEN_DOT)) {
            operand = parse_select(parser, operand, from);
        } else if (accept(parser, TOKEN_LEFT_BRACKET)) {
            operand = parse_index(parser, operand, token, from);
        } else if (token.kind == TOKEN_LEFT_BRACE && operand->from == from) {
            Sv name = dotted_name(parser, operand);
            if (name.len == 0) return operand;
            operand = parse_message(parser, operand, name);
        } else {
            return operand;
        }
    }
    return NULL;
}

static CelExpr *parse_member(Parser *parser) {
    uint32_t from = parser->token.from;
    return parse_postfix(parser, parse_primary(parser), from);
}

// ── operators ──

CelExpr *parse_operand(Parser *parser) {
    Token token = parser->token;
    if (token.kind != TOKEN_NOT && token.kind != TOKEN_MINUS) {
        CelExpr *member = parse_member(parser);
        return parse_is_negation(parser, member) ? parse_refuse_not(parser, member) : member;
    }
    parse_advance(parser);
    bool number = parser->token.kind == TOKEN_INT || parser->token.kind == TOKEN_DOUBLE;
    if (token.kind == TOKEN_MINUS && number) {
        return parse_postfix(parser, parse_literal(parser, true, token.from), token.from);
    }
    if (++parser->depth > LIMIT_EXPRESSION_DEPTH) {
        lexer_error(&parser->lexer, DIAG_CEL_TOO_LARGE, token.from, token.to,
                    "the expression is nested more than %d levels deep",
                    (int)LIMIT_EXPRESSION_DEPTH);
        return NULL;
    }
    CelExpr *operand = parse_operand(parser);
    parser->depth--;
    if (operand == NULL) return NULL;
    CelExpr *node = node_of(parser, CEL_UNARY, token.from, operand, NULL, NULL);
    if (node != NULL) node->op = token.kind == TOKEN_NOT ? CEL_OP_NOT : CEL_OP_NEGATE;
    return node;
}

typedef struct Infix {
    CelOp op;
    int level; // a higher level binds tighter
} Infix;

static Infix infix_of(const Parser *parser) {
    switch (parser->token.kind) {
    case TOKEN_EQUAL: return (Infix){CEL_OP_EQUAL, 1};
    case TOKEN_UNEQUAL: return (Infix){CEL_OP_UNEQUAL, 1};
    case TOKEN_LESS: return (Infix){CEL_OP_LESS, 1};
    case TOKEN_LESS_EQUAL: return (Infix){CEL_OP_LESS_EQUAL, 1};
    case TOKEN_GREATER: return (Infix){CEL_OP_GREATER, 1};
    case TOKEN_GREATER_EQUAL: return (Infix){CEL_OP_GREATER_EQUAL, 1};
    case TOKEN_PLUS: return (Infix){CEL_OP_ADD, 2};
    case TOKEN_MINUS: return (Infix){CEL_OP_SUBTRACT, 2};
    case TOKEN_STAR: return (Infix){CEL_OP_MULTIPLY, 3};
    case TOKEN_SLASH: return (Infix){CEL_OP_DIVIDE, 3};
    case TOKEN_PERCENT: return (Infix){CEL_OP_MODULO, 3};
    case TOKEN_NAME:
        return (Infix){CEL_OP_IN, sv_eq(text_of(parser, parser->token), SV("in")) ? 1 : 0};
    default: return (Infix){CEL_OP_NONE, 0};
    }
}

// Operators of `level` and tighter, left-associative.
static CelExpr *parse_binary(Parser *parser, int level) {
    uint32_t from = parser->token.from;
    CelExpr *left = parse_operand(parser);
    while (left != NULL) {
        Infix infix = infix_of(parser);
        if (infix.level < level || infix.level == 0) return left;
        uint32_t at = parser->token.from;
        parse_advance(parser);
        CelExpr *right = parse_binary(parser, infix.level + 1);
        if (right == NULL) return NULL;
        left = node_of(parser, CEL_BINARY, from, left, right, NULL);
        if (left == NULL) return NULL;
        left->op = (uint8_t)infix.op;
        left->at = at;
    }
    return NULL;
}

CelExpr *parse_relation(Parser *parser) {
    return parse_binary(parser, 1);
}

// a && b && c is one node, so long conditions do not get deep.
static CelExpr *parse_chain(Parser *parser, TokenKind sign, CelKind kind,
                            CelExpr *(*operand)(Parser *)) {
    uint32_t from = parser->token.from;
    CelExpr *first = operand(parser);
    if (first == NULL || parser->token.kind != sign) return first;
    ExprList items = {0};
    uint32_t at = parser->token.from;
    add_expr(parser, &items, first);
    while (accept(parser, sign)) {
        CelExpr *next = operand(parser);
        if (next == NULL) return NULL;
        add_expr(parser, &items, next);
    }
    CelExpr *node = parse_node(parser, kind, from, parser->last_to, items.items, items.count);
    if (node != NULL) node->at = at;
    return node;
}

static CelExpr *parse_and(Parser *parser) {
    return parse_chain(parser, TOKEN_AND, CEL_AND, parse_relation);
}

CelExpr *parse_or(Parser *parser) {
    return parse_chain(parser, TOKEN_OR, CEL_OR, parse_and);
}

static CelExpr *parse_conditional(Parser *parser) {
    uint32_t from = parser->token.from;
    CelExpr *condition = parse_or(parser);
    Token question = parser->token;
    if (condition == NULL || !accept(parser, TOKEN_QUESTION)) return condition;
    CelExpr *yes = parse_or(parser);
    if (yes == NULL) return NULL;
    if (!accept(parser, TOKEN_COLON))
        return parse_refuse(parser, "':' and what is taken otherwise");
    CelExpr *no = parse_expr(parser);
    if (no == NULL) return NULL;
    CelExpr *node = node_of(parser, CEL_CONDITIONAL, from, condition, yes, no);
    if (node != NULL) node->at = question.from;
    return node;
}

CelExpr *parse_expr(Parser *parser) {
    if (++parser->depth > LIMIT_EXPRESSION_DEPTH) {
        lexer_error(&parser->lexer, DIAG_CEL_TOO_LARGE, parser->token.from, parser->token.to,
                    "the expression is nested more than %d levels deep",
                    (int)LIMIT_EXPRESSION_DEPTH);
        return NULL;
    }
    CelExpr *expr = parse_conditional(parser);
    parser->depth--;
    return expr;
}

// ── the whole ──

static bool refuse_text(CelLexer *lexer, Sv text) {
    size_t bad = 0;
    if (text.len > LIMIT_EXPRESSION_BYTES) {
        lexer_error(lexer, DIAG_CEL_TOO_LARGE, 0, 1,
                    "the expression has %zu bytes, the limit is %d", text.len,
                    (int)LIMIT_EXPRESSION_BYTES);
        return true;
    }
    if (utf8_valid(text, &bad)) return false;
    lexer_error(lexer, DIAG_CEL_SYNTAX, bad, bad + 1, "the expression is not UTF-8 at byte %zu",
                bad);
    return true;
}

static CelExpr *parse_all(Parser *parser) {
    if (refuse_text(&parser->lexer, parser->lexer.text)) return NULL;
    parse_advance(parser);
    parser->last_to = 0;
    if (parser->token.kind == TOKEN_END && !parser->lexer.failed) {
        lexer_error(&parser->lexer, DIAG_CEL_SYNTAX, 0, parser->lexer.text.len,
                    "an expression is expected, but there is nothing");
        return NULL;
    }
    CelExpr *root = parse_expr(parser);
    if (root != NULL && parser->token.kind != TOKEN_END) root = parse_refuse_rest(parser, root);
    return parser->lexer.failed ? NULL : root;
}

static Sv with_mend(Arena *arena, Sv text, const Mend *mend) {
    return sv_format(arena, "%.*s%.*s%.*s", SV_ARG(sv_slice(text, 0, mend->from)),
                     SV_ARG(mend->instead), SV_ARG(sv_slice(text, mend->to, text.len)));
}

// A hint mends the first mistake alone; where the rest can be mended as well (`a and b or not c`),
// it is one line with all of it.
static void mend_rest(Parser *parser) {
    enum { ROUNDS = 16 };
    CelLexer *lexer = &parser->lexer;
    Mend first = lexer->mend;
    if (first.diag == NULL || sv_find_char(lexer->text, '\n', 0) != SV_NONE) return;
    Arena *arena = parser->arena;
    Sv text = with_mend(arena, lexer->text, &first);
    for (int i = 0; i < ROUNDS; i++) {
        Diags aside = diags_new(arena);
        SpanMap map = spanmap_straight(arena, source_new(arena, SV("expression"), text), 0,
                                       (uint32_t)text.len);
        Parser again = {.arena = arena, .mending = true};
        again.lexer = (CelLexer){.text = text, .whole = text, .map = &map, .diags = &aside};
        bool good = parse_all(&again) != NULL;
        if (good && i > 0) lexer_hint(lexer, first.diag, 0, lexer->text.len, "%.*s", SV_ARG(text));
        if (good || again.lexer.mend.diag == NULL) return;
        text = with_mend(arena, text, &again.lexer.mend);
    }
}

bool parse_within(Arena *arena, Sv whole, size_t from, size_t to, SpanMap map, Diags *diags,
                  CelProgram *out) {
    Sv text = sv_slice(whole, from, to);
    SpanMap here = spanmap_tail(map, from);
    *out = (CelProgram){.text = text, .whole = whole, .whole_at = (uint32_t)from, .map = here};
    Parser parser = {
        .arena = arena,
        .lexer = {.text = text, .whole = whole, .whole_at = from, .map = &here, .diags = diags},
    };
    CelExpr *root = parse_all(&parser);
    if (root == NULL) mend_rest(&parser);
    if (root == NULL) return false;
    out->root = root;
    out->node_count = parser.nodes;
    return true;
}

bool cel_parse(Arena *arena, Sv text, SpanMap map, Diags *diags, CelProgram *out) {
    if (map.source == NULL) {
        map = spanmap_straight(arena, source_new(arena, SV("expression"), text), 0,
                               (uint32_t)text.len);
    }
    return parse_within(arena, text, 0, text.len, map, diags, out);
}
