// Reads texts with ${…}, and refuses what only looks like one.
#include "base/ascii.h"
#include "base/limits.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "yaml/pitfalls.h"

#include <string.h>

static bool is_scope_name(const RunbookLoader *loader, Sv word) {
    if (scope_reserved(word)) return true;
    for (uint32_t i = 0; i < scope_loop_count(&loader->scope); i++)
        if (sv_eq(scope_loop_name(&loader->scope, i)->name, word)) return true;
    return false;
}

// Whether it is a reference: inputs.x, steps.a.?id, vars['k']. A name known everywhere, followed by
// nothing but selections.
static bool is_reference(const RunbookLoader *loader, Sv text) {
    size_t at = 0;
    while (at < text.len && ascii_is_word(text.at[at]))
        at++;
    if (at == 0 || at == text.len || !is_scope_name(loader, sv_slice(text, 0, at))) return false;
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
        while (at < text.len && ascii_is_word(text.at[at]))
            at++;
        if (at == word || ascii_is_digit(text.at[word])) return false;
    }
    return true;
}

static bool refuse_reference(RunbookLoader *loader, const Node *node) {
    Sv text = sv_trim(node->text);
    if (!is_reference(loader, text)) return false;
    Diag *diag = diag_add(loader->diags, DIAG_BARE_REFERENCE, node->span,
                          "'%.*s' is taken as these very characters", SV_ARG(text));
    Sv with = sv_format(loader->arena, "${%.*s}", SV_ARG(text));
    if (node->in_flow || node->style != SCALAR_PLAIN)
        with = sv_format(loader->arena, "\"%.*s\"", SV_ARG(with));
    Sv line = yaml_rewrite(loader->arena, node->span, with);
    diag_hint(loader->diags, diag, "for its value write: %.*s\nfor the characters: ${'%.*s'}",
              SV_ARG(line), SV_ARG(text));
    return true;
}

// {{ inputs.x }}, $(inputs.x), $inputs.x, ${{ inputs.x }}: how other tools put a value into a text.
bool text_foreign(Sv text, size_t at, Sv *form, Sv *inner) {
    static const struct {
        const char *open, *close;
    } forms[] = {{"${{", "}}"}, {"{{", "}}"}, {"$(", ")"}, {"#{", "}"}, {"%{", "}"}, {"$", ""}};
    // Nearly every character is none of these.
    char first = text.at[at];
    if (first != '$' && first != '{' && first != '#' && first != '%') return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Sv open = sv_from_c(forms[i].open), close = sv_from_c(forms[i].close);
        if (!sv_starts(sv_slice(text, at, text.len), open)) continue;
        size_t from = at + open.len;
        while (close.len > 0 && from < text.len && text.at[from] == ' ')
            from++;
        size_t word = from;
        while (word < text.len && ascii_is_word(text.at[word]))
            word++;
        if (word == text.len || text.at[word] != '.' || !scope_reserved(sv_slice(text, from, word)))
            continue;
        size_t end = close.len > 0 ? sv_find(text, close, word) : word + 1;
        while (close.len == 0 && end < text.len &&
               (ascii_is_word(text.at[end]) || text.at[end] == '.'))
            end++;
        if (end == SV_NONE) continue;
        *form = sv_slice(text, at, end + close.len);
        *inner = sv_trim(sv_slice(text, from, end));
        return true;
    }
    return false;
}

// "inputs.base" for base where `inputs` has it, and an item of a loop around; else empty.
static Sv value_named(const RunbookLoader *loader, const TextRules *rules, Sv word) {
    for (uint32_t i = 0; i < scope_loop_count(&loader->scope); i++)
        if (sv_eq(scope_loop_name(&loader->scope, i)->name, word)) return word;
    return rules->names ? cel_owned_name(loader->arena, rules->names, word) : (Sv){0};
}

// {{ base }}, $base: the same without what it belongs to. A lone `$` may be a shell's, but
// not in an address.
static bool foreign_name(const RunbookLoader *loader, const TextRules *rules, Sv text, size_t at,
                         Sv *form, Sv *word, Sv *meant) {
    static const char *const forms[][2] = {
        {"${{", "}}"}, {"{{", "}}"}, {"#{", "}"}, {"%{", "}"}, {"$", ""}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Sv open = sv_from_c(forms[i][0]), close = sv_from_c(forms[i][1]);
        if (!sv_starts(sv_slice(text, at, text.len), open) || (close.len == 0 && !rules->url))
            continue;
        size_t from = at + open.len;
        while (close.len > 0 && from < text.len && text.at[from] == ' ')
            from++;
        size_t end = from;
        while (end < text.len && ascii_is_word(text.at[end]))
            end++;
        *word = sv_slice(text, from, end);
        while (close.len > 0 && end < text.len && text.at[end] == ' ')
            end++;
        if (!sv_starts(sv_slice(text, end, text.len), close)) continue;
        *form = sv_slice(text, at, end + close.len);
        *meant = word->len > 0 ? value_named(loader, rules, *word) : (Sv){0};
        if (meant->len > 0) return true;
    }
    return false;
}

static bool refuse_foreign(RunbookLoader *loader, const Node *node, const TextRules *rules) {
    Sv form, inner, meant;
    for (size_t at = 0; at < node->text.len; at++) {
        if (strchr("${#%", node->text.at[at]) == NULL) continue;
        if (text_foreign(node->text, at, &form, &inner))
            meant = inner;
        else if (!foreign_name(loader, rules, node->text, at, &form, &inner, &meant))
            continue;
        Diag *diag = diag_add(loader->diags, DIAG_BARE_REFERENCE,
                              node_span(loader->arena, node, at, at + form.len),
                              "'%.*s' is not how a value is put into a text here", SV_ARG(form));
        size_t open = (size_t)(inner.at - form.at);
        diag_hint(loader->diags, diag, "write: ${%.*s}\nfor the characters: ${'%.*s'}%.*s",
                  SV_ARG(meant), SV_ARG(sv_slice(form, 0, open)),
                  SV_ARG(sv_slice(form, open, form.len)));
        return true;
    }
    return false;
}

static bool refuse_secret(RunbookLoader *loader, const ValueSource *source,
                          const TextRules *rules) {
    if (!rules->no_secret) return false;
    Sv secret = source_secret(loader, source);
    if (secret.len == 0) return false;
    Diag *diag =
        diag_add(loader->diags, DIAG_EXPOSED_SECRET, source->span,
                 "the secret '%.*s' would be seen in %s", SV_ARG(secret), rules->no_secret);
    diag_hint(loader->diags, diag,
              "a process is given it by env (or by stdin), a server by a header, a cookie or auth");
    return true;
}

// $${ was the only dollar in it.
static Value joined_parts(RunbookLoader *loader, const Template *template) {
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < template->count; i++)
        buf_add(&out, template->parts[i].literal);
    return value_string(buf_keep(&out, loader->arena));
}

// Refuses a list or map where a text is wanted, which otherwise only the run would find.
static bool refuse_textless(RunbookLoader *loader, const Template *template,
                            const TextRules *rules) {
    if (!rules->text_only || !template->whole) return false;
    CelType type = template->parts[0].program.type;
    bool map = type.kind == CEL_TYPE_MAP || type.kind == CEL_TYPE_RECORD;
    if (!map && type.kind != CEL_TYPE_LIST) return false;
    Sv shown = cel_type_show(loader->arena, type), text = sv_trim(template->parts[0].program.text);
    Diag *diag = diag_add(loader->diags, DIAG_TEMPLATE_VALUE, template->parts[0].span,
                          "a value of type %.*s has no text", SV_ARG(shown));
    if (!map) diag_hint(loader->diags, diag, "join its items: ${%.*s.join(', ')}", SV_ARG(text));
    return true;
}

static bool read_template(RunbookLoader *loader, const Node *node, const TextRules *rules,
                          ValueSource *out) {
    Template *template = arena_new_of(loader->arena, Template);
    if (!template_parse(loader->arena, node->text, node_map(loader->arena, node), loader->diags,
                        template))
        return false;
    if (template->constant) {
        *out = (ValueSource){.kind = SOURCE_CONSTANT,
                             .span = node->span,
                             .constant = joined_parts(loader, template)};
        return true;
    }
    if (rules->literal) {
        size_t at = sv_find(node->text, SV("${"), 0);
        Diag *diag = diag_add(
            loader->diags, DIAG_TEMPLATE_REFUSED, node_span(loader->arena, node, at, at + 2),
            "'%s' must be known before anything runs: it takes no ${…}", rules->key);
        diag_hint(loader->diags, diag, "write it out");
        return false;
    }
    Expr *expr = arena_new_of(loader->arena, Expr);
    expr->names = *rules->names;
    const LoadedFile *before = file_turn_to(loader, node->span.source);
    bool fine = template_check(loader->arena, template, rules->names, rules->wanted, loader->diags,
                               &expr->use);
    loader->at = before;
    if (!fine) return false;
    if (!allow_check(loader, rules->names, &expr->use)) return false;
    if (refuse_textless(loader, template, rules)) return false;
    ValueSource source = {.kind = SOURCE_TEMPLATE,
                          .span = node->span,
                          .template = template,
                          .expr = expr,
                          .url = rules->url};
    if (refuse_secret(loader, &source, rules)) return false;
    *out = source;
    return true;
}

bool text_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind != NODE_SCALAR || node_is_nothing(node)) {
        if (!pitfall_node(loader->diags, node)) {
            Diag *diag = refuse_value(loader, node, rules->key, "text");
            if (node_is_nothing(node))
                diag_hint(loader->diags, diag, "write the text, or '' for an empty one");
        }
        return false;
    }
    if (refuse_reference(loader, node) || refuse_foreign(loader, node, rules)) return false;
    if (sv_find(node->text, SV("${"), 0) != SV_NONE) return read_template(loader, node, rules, out);
    *out = (ValueSource){
        .kind = SOURCE_CONSTANT, .span = node->span, .constant = value_string(node->text)};
    return true;
}

ValueSource *text_new(RunbookLoader *loader, const Node *node, const TextRules *rules) {
    ValueSource *source = arena_new_of(loader->arena, ValueSource);
    return text_read(loader, node, rules, source) ? source : NULL;
}

bool key_is_plain(RunbookLoader *loader, const Node *key) {
    size_t at = sv_find(key->text, SV("${"), 0);
    if (at == SV_NONE) return true;
    Diag *diag = diag_add(loader->diags, DIAG_TEMPLATE_REFUSED,
                          node_span(loader->arena, key, at, at + 2), "a key is never a template");
    diag_hint(loader->diags, diag, "write the key out");
    return false;
}
