// The macros: their forms, their documentation, and the nodes they become.
#include "cel/function.h"
#include "cel/syntax/parse.h"

typedef struct LoopForm {
    const char *name;
    CelLoopKind kind;
    uint32_t variables; // 1 or 2
    bool filtered;      // its first expression selects the items that take part
} LoopForm;

static const LoopForm forms[] = {
    {"all", CEL_LOOP_ALL, 1, false},
    {"all", CEL_LOOP_ALL, 2, false},
    {"exists", CEL_LOOP_EXISTS, 1, false},
    {"exists", CEL_LOOP_EXISTS, 2, false},
    {"exists_one", CEL_LOOP_EXISTS_ONE, 1, false},
    {"exists_one", CEL_LOOP_EXISTS_ONE, 2, false},
    {"existsOne", CEL_LOOP_EXISTS_ONE, 1, false},
    {"existsOne", CEL_LOOP_EXISTS_ONE, 2, false},
    {"map", CEL_LOOP_MAP, 1, false},
    {"map", CEL_LOOP_MAP, 1, true},
    {"filter", CEL_LOOP_FILTER, 1, false},
    {"transformList", CEL_LOOP_TRANSFORM_LIST, 2, false},
    {"transformList", CEL_LOOP_TRANSFORM_LIST, 2, true},
    {"transformMap", CEL_LOOP_TRANSFORM_MAP, 2, false},
    {"transformMap", CEL_LOOP_TRANSFORM_MAP, 2, true},
    {"transformMapEntry", CEL_LOOP_TRANSFORM_MAP_ENTRY, 2, false},
    {"transformMapEntry", CEL_LOOP_TRANSFORM_MAP_ENTRY, 2, true},
    {"sortBy", CEL_LOOP_SORT_BY, 1, false},
    {"optMap", CEL_LOOP_OPT_MAP, 1, false},
    {"optFlatMap", CEL_LOOP_OPT_FLAT_MAP, 1, false},
};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

const CelMacro cel_macros[] = {
    {"has", "has(value.field)", "Whether the field is there.", "has({'a': 1}.a)"},
    {"all", "list.all(x, condition)",
     "Whether the condition holds for every item of a list or key of a map; in a runbook an empty list shows nothing and is undecided.",
     "[1, 2, 3].all(x, x > 0)"},
    {"all", "list.all(i, x, condition)",
     "As all, with the index and the item of a list, or the key and the value of a map.",
     "{'a': 1, 'b': 2}.all(k, v, v > 0)"},
    {"exists", "list.exists(x, condition)",
     "Whether the condition holds for at least one item or key.", "[1, 2, 3].exists(x, x == 2)"},
    {"exists", "list.exists(i, x, condition)", "As exists, with index and item, or key and value.",
     "[1, 2, 3].exists(i, x, i == 1 && x == 2)"},
    {"exists_one", "list.exists_one(x, condition)",
     "Whether the condition holds for exactly one item or key.", "[1, 2, 2].exists_one(x, x < 2)"},
    {"existsOne", "list.existsOne(i, x, condition)",
     "As exists_one, with index and item, or key and value.", "[1, 2, 2].existsOne(i, x, x < 2)"},
    {"map", "list.map(x, value)", "The list of what the expression yields for every item or key.",
     "[1, 2].map(x, x * 2) == [2, 4]"},
    {"map", "list.map(x, condition, value)",
     "As map, for those items for which the condition holds.",
     "[1, 2].map(x, x > 1, x * 2) == [4]"},
    {"filter", "list.filter(x, condition)",
     "The items (of a map: the keys) for which the condition holds.",
     "[1, 2, 3].filter(x, x > 1) == [2, 3]"},
    {"transformList", "list.transformList(i, x, value)",
     "The list of what the expression yields for every index and item, or key and value.",
     "[2, 4].transformList(i, x, x + i) == [2, 5]"},
    {"transformList", "list.transformList(i, x, condition, value)",
     "As transformList, where the condition holds.", "[2, 4].transformList(i, x, i > 0, x) == [4]"},
    {"transformMap", "map.transformMap(k, v, value)",
     "A map with the same keys and computed values.",
     "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}"},
    {"transformMap", "map.transformMap(k, v, condition, value)",
     "As transformMap, where the condition holds.",
     "{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}"},
    {"transformMapEntry", "map.transformMapEntry(k, v, entry)",
     "A map of the computed entries, each a map of its own.",
     "{'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}"},
    {"transformMapEntry", "map.transformMapEntry(k, v, condition, entry)",
     "As transformMapEntry, where the condition holds.",
     "{'a': 'b', 'c': 'd'}.transformMapEntry(k, v, k == 'a', {v: k}) == {'b': 'a'}"},
    {"sortBy", "list.sortBy(x, key)", "The items in the order of their computed keys.",
     "[{'n': 2}, {'n': 1}].sortBy(x, x.n) == [{'n': 1}, {'n': 2}]"},
    {"optMap", "optional.optMap(x, value)",
     "An optional of what the expression yields, or none where there is no value.",
     "optional.of(1).optMap(x, x + 1).value() == 2"},
    {"optFlatMap", "optional.optFlatMap(x, optional)",
     "As optMap, for an expression that yields an optional itself.",
     "{'a': {'b': 1}}.?a.optFlatMap(x, x.?b).value() == 1"},
    {"cel.bind", "cel.bind(x, value, expression)",
     "The expression, with a name for a value that is computed once.",
     "cel.bind(x, 21, x + x) == 42"},
};
const uint32_t cel_macro_count = sizeof cel_macros / sizeof *cel_macros;

bool macro_known(Sv name) {
    if (sv_eq(name, SV("has")) || sv_eq(name, SV("bind"))) return true;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (forms[i].name[0] == name.at[0] && sv_eq_c(name, forms[i].name)) return true;
    }
    return false;
}

// ── has ──

static CelExpr *refuse_has(Parser *parser, CelExpr *arg, uint32_t from) {
    CelLexer *lexer = &parser->lexer;
    Diag *diag = lexer_error(lexer, DIAG_CEL_MACRO, arg->from, arg->to,
                             "has() asks for one field, as in has(json.id)");
    Sv text = sv_slice(lexer->text, arg->from, arg->to);
    if (arg->kind == CEL_INDEX && (arg->flags & CEL_OPTIONAL) == 0) {
        const CelExpr *map = arg->args[0], *key = arg->args[1];
        lexer_hint(lexer, diag, from, parser->last_to, "%.*s[?%.*s].hasValue()",
                   SV_ARG(sv_slice(lexer->text, map->from, map->to)),
                   SV_ARG(sv_slice(lexer->text, key->from, key->to)));
    } else if (arg->flags & CEL_OPTIONAL) {
        lexer_hint(lexer, diag, from, parser->last_to, "%.*s.hasValue()", SV_ARG(text));
    } else if (arg->kind == CEL_NAME) {
        lexer_hint(lexer, diag, from, parser->last_to, "%.*s != null", SV_ARG(text));
    }
    return NULL;
}

static CelExpr *expand_has(Parser *parser, Token name, ExprList args, uint32_t from) {
    if (args.count != 1) {
        lexer_error(&parser->lexer, DIAG_CEL_MACRO, from, parser->last_to,
                    "has() takes one selection, as in has(json.id), but is given %u", args.count);
        return NULL;
    }
    CelExpr *arg = args.items[0];
    bool plain = arg->kind == CEL_SELECT && (arg->flags & (CEL_OPTIONAL | CEL_TEST)) == 0;
    if (!plain) return refuse_has(parser, arg, from);
    arg->flags |= CEL_TEST;
    arg->at = name.from;
    arg->from = from;
    arg->to = parser->last_to;
    return arg;
}

// ── loops ──

// All signatures of a macro, for a message.
static Sv forms_of(Arena *arena, Sv name) {
    BUF_AUTO Buf text = buf_new(4096);
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        if (!sv_eq_c(name, cel_macros[i].name)) continue;
        if (text.len > 0) buf_add_c(&text, " or ");
        buf_add_c(&text, cel_macros[i].signature);
    }
    return buf_keep(&text, arena);
}

static CelExpr *refuse_count(Parser *parser, Token name, uint32_t given, uint32_t from) {
    Sv text = token_text(&parser->lexer, name);
    lexer_error(&parser->lexer, DIAG_CEL_MACRO, from, parser->last_to,
                "the macro %.*s is written %.*s, but is given %u argument%s", SV_ARG(text),
                SV_ARG(forms_of(parser->arena, text)), given, given == 1 ? "" : "s");
    return NULL;
}

static bool take_variable(Parser *parser, Sv macro, const CelExpr *arg, Sv *name) {
    if (arg->kind == CEL_NAME && (arg->flags & CEL_ROOT) == 0) {
        *name = arg->name;
        return true;
    }
    Diag *diag =
        lexer_error(&parser->lexer, DIAG_CEL_MACRO, arg->from, arg->to,
                    "the macro %.*s takes a plain name here, but finds '%.*s'", SV_ARG(macro),
                    SV_ARG(sv_slice(parser->lexer.text, arg->from, arg->to)));
    if (diag != NULL) {
        diag_hint(parser->lexer.diags, diag, "a name of your own for each item comes first: %.*s",
                  SV_ARG(forms_of(parser->arena, macro)));
    }
    return false;
}

static CelExpr *make_loop(Parser *parser, Token name, const LoopForm *form, CelExpr *range,
                          ExprList args, uint32_t from) {
    Sv macro = token_text(&parser->lexer, name);
    CelLoop *loop = arena_new_of(parser->arena, CelLoop);
    loop->filtered = form->filtered;
    for (uint32_t i = 0; i < form->variables; i++) {
        if (!take_variable(parser, macro, args.items[i], &loop->names[i])) return NULL;
        loop->at[i] = args.items[i]->from;
    }
    if (form->variables == 2 && sv_eq(loop->names[0], loop->names[1])) {
        lexer_error(
            &parser->lexer, DIAG_CEL_MACRO, loop->at[1], loop->at[1] + (uint32_t)loop->names[1].len,
            "the macro %.*s names two things '%.*s'", SV_ARG(macro), SV_ARG(loop->names[1]));
        return NULL;
    }
    // The range takes the place of the variables, so that the operands remain one array.
    uint32_t bodies = args.count - form->variables;
    CelExpr **parts = arena_new_array(parser->arena, CelExpr *, 1 + bodies);
    parts[0] = range;
    for (uint32_t i = 0; i < bodies; i++)
        parts[1 + i] = args.items[form->variables + i];
    CelExpr *node = parse_node(parser, CEL_LOOP, from, parser->last_to, parts, 1 + bodies);
    if (node == NULL) return NULL;
    node->op = (uint8_t)form->kind;
    node->name = macro;
    node->at = name.from;
    node->loop = loop;
    return node;
}

static CelExpr *expand_bind(Parser *parser, Token name, ExprList args, uint32_t from) {
    if (args.count != 3) {
        lexer_error(
            &parser->lexer, DIAG_CEL_MACRO, from, parser->last_to,
            "the macro cel.bind is written cel.bind(x, value, expression), but is given %u argument%s",
            args.count, args.count == 1 ? "" : "s");
        return NULL;
    }
    static const LoopForm form = {"cel.bind", CEL_LOOP_BIND, 1, false};
    // The receiver is what the others go over.
    ExprList rest = {.items = (CelExpr *[]){args.items[0], args.items[2]}, .count = 2};
    return make_loop(parser, name, &form, args.items[1], rest, from);
}

CelExpr *macro_expand(Parser *parser, Token name, CelExpr *receiver, ExprList args, uint32_t from) {
    Sv text = token_text(&parser->lexer, name);
    if (receiver == NULL) return expand_has(parser, name, args, from);
    if (sv_eq(text, SV("bind"))) return expand_bind(parser, name, args, from);
    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (!sv_eq_c(text, forms[i].name)) continue;
        if (args.count != forms[i].variables + (forms[i].filtered ? 2u : 1u)) continue;
        // all(x, y, z): three arguments are two variables and a body; map(x, c, v) has one form
        // only.
        return make_loop(parser, name, &forms[i], receiver, args, from);
    }
    return refuse_count(parser, name, args.count, from);
}
