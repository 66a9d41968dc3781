// Texts with ${…} and trees of them.
#include "base/limits.h"
#include "plan/expr.h"
#include "plan/read.h"
#include "yaml/scalar.h"
#include "yaml/trap.h"

static bool word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_scope_name(const Book *book, Sv word) {
    if (scope_reserved(word)) return true;
    for (uint32_t i = 0; i < scope_loop_count(&book->scope); i++)
        if (sv_eq(scope_loop_name(&book->scope, i)->name, word)) return true;
    return false;
}

// inputs.x, steps.a.?id, vars['k']: a name everywhere known, and nothing but selections behind it.
static bool is_reference(const Book *book, Sv text) {
    size_t at = 0;
    while (at < text.len && word_char(text.at[at]))
        at++;
    if (at == 0 || at == text.len || !is_scope_name(book, sv_slice(text, 0, at))) return false;
    while (at < text.len) {
        if (text.at[at] == '[') {
            size_t close = sv_find_char(text, ']', at);
            if (close == SV_NONE) return false;
            at = close + 1;
            continue;
        }
        if (text.at[at] != '.') return false;
        at++;
        if (at < text.len && text.at[at] == '?') at++;
        size_t word = at;
        while (at < text.len && word_char(text.at[at]))
            at++;
        if (at == word || (text.at[word] >= '0' && text.at[word] <= '9')) return false;
    }
    return true;
}

static bool refuse_reference(Book *book, const Node *node) {
    Sv text = sv_trim(node->text);
    if (!is_reference(book, text)) return false;
    Diag *diag = diag_add(book->diags, DIAG_BARE_REFERENCE, node->span,
                          "'%.*s' is taken as these very characters", SV_ARG(text));
    Sv with = sv_format(book->arena, "${%.*s}", SV_ARG(text));
    if (node->in_flow || node->style != SCALAR_PLAIN)
        with = sv_format(book->arena, "\"%.*s\"", SV_ARG(with));
    Sv line = yaml_rewrite(book->arena, node->span, with);
    diag_mend(book->diags, diag, "for its value write: %.*s\nfor the characters: ${'%.*s'}",
              SV_ARG(line), SV_ARG(text));
    return true;
}

// {{ inputs.x }}, $(inputs.x), $inputs.x, ${{ inputs.x }}: how other tools put a value into a text.
static bool refuse_foreign(Book *book, const Node *node) {
    static const struct {
        const char *open, *close;
    } forms[] = {{"${{", "}}"}, {"{{", "}}"}, {"$(", ")"}, {"#{", "}"}, {"%{", "}"}, {"$", ""}};
    Sv text = node->text;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Sv open = sv_from_c(forms[i].open), close = sv_from_c(forms[i].close);
        for (size_t at = sv_find(text, open, 0); at != SV_NONE; at = sv_find(text, open, at + 1)) {
            size_t from = at + open.len;
            while (close.len > 0 && from < text.len && text.at[from] == ' ')
                from++;
            size_t word = from;
            while (word < text.len && word_char(text.at[word]))
                word++;
            if (word == text.len || text.at[word] != '.' ||
                !scope_reserved(sv_slice(text, from, word)))
                continue;
            size_t end = close.len > 0 ? sv_find(text, close, word) : word + 1;
            while (close.len == 0 && end < text.len &&
                   (word_char(text.at[end]) || text.at[end] == '.'))
                end++;
            if (end == SV_NONE) continue;
            Sv inner = sv_trim(sv_slice(text, from, end));
            Diag *diag = diag_add(book->diags, DIAG_BARE_REFERENCE,
                                  node_span(book->arena, node, at, end + close.len),
                                  "'%.*s' is not how a value is put into a text here",
                                  SV_ARG(sv_slice(text, at, end + close.len)));
            diag_mend(book->diags, diag, "write: ${%.*s}", SV_ARG(inner));
            return true;
        }
    }
    return false;
}

static bool refuse_secret(Book *book, const ValueSource *source, const TextRules *rules) {
    if (!rules->no_secret) return false;
    Sv secret = source_secret(book, source);
    if (secret.len == 0) return false;
    Diag *diag =
        diag_add(book->diags, DIAG_EXPOSED_SECRET, source->span,
                 "the secret '%.*s' would be seen in %s", SV_ARG(secret), rules->no_secret);
    diag_mend(book->diags, diag,
              "a process is given it by env (or by stdin), a server by a header, a cookie or auth");
    return true;
}

// $${ was the only dollar in it.
static Value joined_parts(Book *book, const Template *template) {
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < template->count; i++)
        buf_add(&out, template->parts[i].literal);
    return value_string(buf_keep(&out, book->arena));
}

// A list or a map where a text is wanted, which would only be found out when the step runs.
static bool refuse_textless(Book *book, const Template *template, const TextRules *rules) {
    if (!rules->text_only || !template->whole) return false;
    CelType type = template->parts[0].program.type;
    bool map = type.kind == CEL_TYPE_MAP || type.kind == CEL_TYPE_RECORD;
    if (!map && type.kind != CEL_TYPE_LIST) return false;
    Sv shown = cel_type_show(book->arena, type), text = sv_trim(template->parts[0].program.text);
    Diag *diag = diag_add(book->diags, DIAG_TEMPLATE_VALUE, template->parts[0].span,
                          "a value of type %.*s has no text", SV_ARG(shown));
    if (!map) diag_mend(book->diags, diag, "join its items: ${%.*s.join(', ')}", SV_ARG(text));
    return true;
}

static bool read_template(Book *book, const Node *node, const TextRules *rules, ValueSource *out) {
    Template *template = arena_new_of(book->arena, Template);
    if (!template_parse(book->arena, node->text, node_map(book->arena, node), book->diags,
                        template))
        return false;
    if (template->constant) {
        *out = (ValueSource){
            .kind = SOURCE_CONSTANT, .span = node->span, .constant = joined_parts(book, template)};
        return true;
    }
    if (rules->literal) {
        size_t at = sv_find(node->text, SV("${"), 0);
        Diag *diag =
            diag_add(book->diags, DIAG_TEMPLATE_REFUSED, node_span(book->arena, node, at, at + 2),
                     "'%s' must be known before anything runs: it takes no ${…}", rules->key);
        diag_mend(book->diags, diag, "write it out");
        return false;
    }
    Expr *expr = arena_new_of(book->arena, Expr);
    expr->names = *rules->names;
    if (!template_check(book->arena, template, rules->names, rules->wanted, book->diags,
                        &expr->use))
        return false;
    if (!allow_check(book, rules->names, &expr->use)) return false;
    if (refuse_textless(book, template, rules)) return false;
    ValueSource source = {.kind = SOURCE_TEMPLATE,
                          .span = node->span,
                          .template = template,
                          .expr = expr,
                          .url = rules->url};
    if (refuse_secret(book, &source, rules)) return false;
    *out = source;
    return true;
}

bool text_read(Book *book, const Node *node, const TextRules *rules, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind != NODE_SCALAR || node_is_nothing(node)) {
        if (!trap_node(book->diags, node)) {
            Diag *diag = refuse_value(book, node, rules->key, "text");
            if (node_is_nothing(node))
                diag_mend(book->diags, diag, "write the text, or '' for an empty one");
        }
        return false;
    }
    if (refuse_reference(book, node) || refuse_foreign(book, node)) return false;
    if (sv_find(node->text, SV("${"), 0) != SV_NONE) return read_template(book, node, rules, out);
    *out = (ValueSource){
        .kind = SOURCE_CONSTANT, .span = node->span, .constant = value_string(node->text)};
    return true;
}

ValueSource *text_new(Book *book, const Node *node, const TextRules *rules) {
    ValueSource *source = arena_new_of(book->arena, ValueSource);
    return text_read(book, node, rules, source) ? source : NULL;
}

bool key_is_plain(Book *book, const Node *key) {
    size_t at = sv_find(key->text, SV("${"), 0);
    if (at == SV_NONE) return true;
    Diag *diag = diag_add(book->diags, DIAG_TEMPLATE_REFUSED,
                          node_span(book->arena, key, at, at + 2), "a key is never a template");
    diag_mend(book->diags, diag, "write the key out");
    return false;
}

// ── trees ──

static bool refuse_ambiguous(Book *book, const Node *node, const CoreValue *core) {
    Diag *diag = diag_add(book->diags, DIAG_AMBIGUOUS_NUMBER, node->span,
                          "'%.*s' is text or a number: %s", SV_ARG(node->text), core->why);
    if (core->plainly.len > 0)
        diag_mend(book->diags, diag, "write '%.*s' for the text, %.*s for the number",
                  SV_ARG(node->text), SV_ARG(core->plainly));
    else
        diag_mend(book->diags, diag, "write '%.*s' for the text", SV_ARG(node->text));
    return false;
}

static bool core_constant(Book *book, const Node *node, Value *out) {
    CoreValue core = scalar_core(book->arena, node);
    switch (core.kind) {
    case CORE_NULL: *out = value_null(); return true;
    case CORE_BOOL: *out = value_bool(core.boolean); return true;
    case CORE_INT: *out = value_int(core.integer); return true;
    case CORE_DOUBLE: *out = value_double(core.number); return true;
    case CORE_BIG: return value_decimal(book->arena, node->text, out);
    case CORE_AMBIGUOUS: return refuse_ambiguous(book, node, &core);
    case CORE_TEXT: break;
    }
    return false;
}

static bool is_text(Book *book, const Node *node) {
    return scalar_core(book->arena, node).kind == CORE_TEXT;
}

static bool read_leaf(Book *book, const Node *node, const TextRules *rules, ValueSource *out) {
    if (node_is_nothing(node)) {
        Diag *diag = diag_add(book->diags, DIAG_EMPTY_VALUE, node->span, "a value is missing here");
        diag_mend(book->diags, diag, "write null, '' or the value");
        return false;
    }
    if (is_text(book, node)) return text_read(book, node, rules, out);
    Value constant;
    if (!core_constant(book, node, &constant)) return false;
    *out = (ValueSource){.kind = SOURCE_CONSTANT, .span = node->span, .constant = constant};
    return true;
}

static void fold_list(Book *book, ValueSource *source) {
    Value *items = arena_new_array(book->arena, Value, source->count + 1);
    for (uint32_t i = 0; i < source->count; i++) {
        if (source->items[i].kind != SOURCE_CONSTANT) return;
        items[i] = source->items[i].constant;
    }
    *source = (ValueSource){.kind = SOURCE_CONSTANT,
                            .span = source->span,
                            .constant = value_list(book->arena, items, source->count)};
}

static void fold_map(Book *book, ValueSource *source) {
    MapBuilder builder = map_builder(book->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        if (source->items[i].kind != SOURCE_CONSTANT) return;
        map_add_sv(&builder, source->keys[i], source->items[i].constant);
    }
    *source = (ValueSource){
        .kind = SOURCE_CONSTANT, .span = source->span, .constant = map_done(&builder)};
}

void source_fold(Book *book, ValueSource *source) {
    if (source->kind == SOURCE_LIST) fold_list(book, source);
    if (source->kind == SOURCE_MAP) fold_map(book, source);
}

bool data_read(Book *book, const Node *node, const TextRules *rules, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind == NODE_SCALAR) return read_leaf(book, node, rules, out);
    bool map = node->kind == NODE_MAP, good = true;
    ValueSource source = {
        .kind = map ? SOURCE_MAP : SOURCE_LIST, .span = node->span, .count = node->count};
    source.items = arena_new_array(book->arena, ValueSource, node->count + 1);
    if (map) source.keys = arena_new_array(book->arena, Sv, node->count + 1);
    for (uint32_t i = 0; i < node->count; i++) {
        if (map) source.keys[i] = node->pairs[i].key->text;
        if (map && !key_is_plain(book, node->pairs[i].key)) good = false;
        good =
            data_read(book, map ? node->pairs[i].value : node->items[i], rules, &source.items[i]) &&
            good;
    }
    if (!good) return false;
    source_fold(book, &source);
    *out = source;
    return true;
}

// ── types ──

static CelType value_static_type(Arena *arena, Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return cel_type(CEL_TYPE_NULL);
    case VALUE_BOOL: return cel_type(CEL_TYPE_BOOL);
    case VALUE_INT: return cel_type(CEL_TYPE_INT);
    case VALUE_DOUBLE: return cel_type(CEL_TYPE_DOUBLE);
    case VALUE_DECIMAL: return cel_type(CEL_TYPE_DECIMAL);
    case VALUE_STRING: return cel_type(CEL_TYPE_STRING);
    case VALUE_DURATION: return cel_type(CEL_TYPE_DURATION);
    case VALUE_TIMESTAMP: return cel_type(CEL_TYPE_TIMESTAMP);
    case VALUE_LIST: break;
    case VALUE_MAP: return cel_type_map(arena, cel_type(CEL_TYPE_STRING), cel_type(CEL_TYPE_DYN));
    default: return cel_type(CEL_TYPE_DYN);
    }
    // Items of one kind make a list of it.
    CelType item = cel_type(CEL_TYPE_DYN);
    for (size_t i = 0; i < value_count(value); i++) {
        CelType type = value_static_type(arena, value_item(value, i));
        bool scalar = type.kind != CEL_TYPE_LIST && type.kind != CEL_TYPE_MAP;
        if (i == 0 && scalar) item = type;
        if (!scalar || type.kind != item.kind) return cel_type_list(arena, cel_type(CEL_TYPE_DYN));
    }
    return cel_type_list(arena, item);
}

CelType source_type(Arena *arena, const ValueSource *source) {
    switch (source->kind) {
    case SOURCE_CONSTANT: return value_static_type(arena, source->constant);
    case SOURCE_EXPR: return source->expr->program.type;
    case SOURCE_TEMPLATE:
        return source->template->whole ? source->template->parts[0].program.type
                                       : cel_type(CEL_TYPE_STRING);
    case SOURCE_LIST: return cel_type_list(arena, cel_type(CEL_TYPE_DYN));
    case SOURCE_MAP: return cel_type_map(arena, cel_type(CEL_TYPE_STRING), cel_type(CEL_TYPE_DYN));
    }
    return cel_type(CEL_TYPE_DYN);
}
