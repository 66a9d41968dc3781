#include "plan/read/read.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text_list.h"
#include "base/utf8.h"
#include "plan/read/scope.h"
#include "words/words.h"
#include "yaml/pitfalls.h"

enum {
    SHOWN = 40, // columns of what was found
    NAME_MOST = 64
};

Sv join_words(Arena *arena, const Sv *words, size_t count, const char *last) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_add_c(&out, i + 1 < count ? ", " : last);
        buf_add(&out, words[i]);
    }
    return buf_keep(&out, arena);
}

Sv did_you_mean(Arena *arena, Sv word, const Sv *candidates, size_t count) {
    Sv closest = sv_closest(word, candidates, count);
    return closest.len > 0 ? sv_format(arena, "; did you mean '%.*s'?", SV_ARG(closest)) : SV("");
}

Span first_line(Span span) {
    if (!span.source) return span;
    size_t end = sv_find_char(span_text(span), '\n', 0);
    if (end != SV_NONE) span.length = (uint32_t)end;
    Sv text = span_text(span);
    if (sv_ends(text, SV("\r"))) span.length--;
    return span;
}

Sv first_words(Arena *arena, Sv text) {
    text = sv_trim(text);
    size_t end = sv_find_char(text, '\n', 0);
    Sv shown = utf8_fit(end != SV_NONE ? sv_slice(text, 0, end) : text, SHOWN);
    return shown.len < text.len ? sv_format(arena, "%.*s…", SV_ARG(shown)) : shown;
}

static Sv show_found(RunbookLoader *loader, const Node *node) {
    if (node->kind != NODE_SCALAR || node_is_nothing(node)) return sv_from_c(node_kind_name(node));
    Sv shown = first_words(loader->arena, node->text);
    return sv_format(loader->arena, "'%.*s'", SV_ARG(shown));
}

Sv named(Arena *arena, const char *key) {
    bool words = sv_find_char(sv_from_c(key), ' ', 0) != SV_NONE;
    return words ? sv_from_c(key) : sv_format(arena, "'%s'", key);
}

Span node_place(const Node *node) {
    if (node->kind == NODE_MAP && !node->flow && node->count > 0) return node->pairs[0].key->span;
    if (node->kind == NODE_LIST && !node->flow)
        return (Span){node->span.source, node->span.offset, 1};
    bool block = node->style == SCALAR_LITERAL || node->style == SCALAR_FOLDED;
    if (node->kind == NODE_SCALAR && block) return (Span){node->span.source, node->span.offset, 1};
    return first_line(node->span);
}

Diag *refuse_value(RunbookLoader *loader, const Node *node, const char *key, const char *expected) {
    bool nothing = node_is_nothing(node);
    Sv found = show_found(loader, node), name = named(loader->arena, key);
    return diag_add(loader->diags, nothing ? DIAG_EMPTY_VALUE : DIAG_WRONG_VALUE, node_place(node),
                    "%.*s must be %s, found %.*s", SV_ARG(name), expected, SV_ARG(found));
}

// ── single values ──

static bool is_scalar(RunbookLoader *loader, const Node *node, const char *key,
                      const char *expected) {
    if (node->broken) return false;
    if (node->kind == NODE_SCALAR && !node_is_nothing(node)) return true;
    if (!pitfall_node(loader->diags, node)) refuse_value(loader, node, key, expected);
    return false;
}

// Where a ${ stands that is not written $${; SV_NONE = nowhere.
static size_t find_template(Sv text) {
    size_t at = sv_find(text, SV("${"), 0);
    while (at != SV_NONE && at > 0 && text.at[at - 1] == '$')
        at = sv_find(text, SV("${"), at + 2);
    return at;
}

static Sv unescaped(Arena *arena, Sv text) {
    if (sv_find(text, SV("$${"), 0) == SV_NONE) return text;
    BUF_AUTO Buf out = buf_new(LIMIT_FILE_BYTES);
    for (size_t i = 0; i < text.len; i++)
        if (!sv_starts(sv_slice(text, i, text.len), SV("$${"))) buf_add_char(&out, text.at[i]);
    return buf_keep(&out, arena);
}

bool read_sentence(RunbookLoader *loader, const Node *node, const char *key, Sv *out) {
    if (!is_scalar(loader, node, key, "text")) return false;
    Sv text = sv_trim(node->text);
    if (text.len == 0) {
        diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span, "'%s' is empty", key);
        return false;
    }
    size_t at = find_template(node->text);
    if (at != SV_NONE) {
        Diag *diag = diag_add(loader->diags, DIAG_TEMPLATE_REFUSED,
                              node_span(loader->arena, node, at, at + 2),
                              "'%s' is the same in every run: it takes no ${…}", key);
        diag_hint(loader->diags, diag, "write it out, or $${ for a literal ${");
        return false;
    }
    *out = unescaped(loader->arena, text);
    return true;
}

bool read_word(RunbookLoader *loader, const Node *node, const char *key, Sv *out) {
    Sv text;
    if (!read_sentence(loader, node, key, &text)) return false;
    if (sv_find_char(text, '\n', 0) != SV_NONE) {
        refuse_value(loader, node, key, "on one line");
        return false;
    }
    *out = text;
    return true;
}

void hint_bool(RunbookLoader *loader, Diag *diag, Sv text, const char *key) {
    static const char *const yes[] = {"yes", "on", "true", "y", "1"};
    static const char *const no[] = {"no", "off", "false", "n", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (sv_eq_nocase(text, sv_from_c(yes[i])))
            diag_hint(loader->diags, diag, "write: %s: true", key);
        if (sv_eq_nocase(text, sv_from_c(no[i])))
            diag_hint(loader->diags, diag, "write: %s: false", key);
    }
}

bool read_bool(RunbookLoader *loader, const Node *node, const char *key, bool *out) {
    if (!is_scalar(loader, node, key, "true or false")) return false;
    bool yes = sv_eq(node->text, SV("true"));
    if (yes || sv_eq(node->text, SV("false"))) {
        *out = yes;
        return true;
    }
    Diag *diag = refuse_value(loader, node, key, "true or false");
    hint_bool(loader, diag, node->text, key);
    return false;
}

bool read_int(RunbookLoader *loader, const Node *node, const char *key, int64_t min, int64_t max,
              int64_t *out) {
    if (!is_scalar(loader, node, key, "a whole number")) return false;
    int64_t number;
    if (num_parse_i64(node->text, &number) && number >= min && number <= max) {
        *out = number;
        return true;
    }
    Sv expected = sv_format(loader->arena, "a whole number from %lld to %lld", (long long)min,
                            (long long)max);
    refuse_value(loader, node, key, expected.at);
    return false;
}

bool read_number(RunbookLoader *loader, const Node *node, const char *key, double min, double max,
                 double *out) {
    if (!is_scalar(loader, node, key, "a number")) return false;
    double number;
    if (num_parse_double(node->text, &number) && number >= min && number <= max) {
        *out = number;
        return true;
    }
    Sv expected = sv_format(loader->arena, "a number from %g to %g", min, max);
    refuse_value(loader, node, key, expected.at);
    return false;
}

bool read_duration(RunbookLoader *loader, const Node *node, const char *key, int64_t *out) {
    static const char expected[] = "a duration such as 250ms, 30s, 5m or 1h30m";
    if (!is_scalar(loader, node, key, expected)) return false;
    int64_t ns, number;
    if (duration_parse(node->text, &ns) && ns > 0) {
        *out = ns;
        return true;
    }
    if (duration_parse(node->text, &ns)) {
        refuse_value(loader, node, key, "longer than nothing");
        return false;
    }
    Diag *diag = refuse_value(loader, node, key, expected);
    Sv meant = duration_meant(loader->arena, node->text);
    if (num_parse_i64(node->text, &number) && number > 0)
        diag_hint(loader->diags, diag, "a number needs its unit: %llds", (long long)number);
    else if (meant.len > 0)
        diag_hint(loader->diags, diag, "write: %s: %.*s", key, SV_ARG(meant));
    return false;
}

bool read_choice(RunbookLoader *loader, const Node *node, KeyPlace place, const char *key,
                 int *out) {
    const char *const *choices = key_row(place, sv_from_c(key))->choices;
    TextList words = {0};
    for (const char *const *choice = choices; *choice; choice++)
        text_list_add(loader->arena, &words, sv_from_c(*choice));
    Sv list = join_words(loader->arena, words.items, words.count, " or ");
    const char *expected = sv_to_c(loader->arena, list);
    if (!is_scalar(loader, node, key, expected)) return false;
    for (uint32_t i = 0; i < words.count; i++) {
        if (!sv_eq(node->text, words.items[i])) continue;
        *out = (int)i;
        return true;
    }
    Diag *diag = refuse_value(loader, node, key, expected);
    Sv closest = word_choice(node->text, words.items, words.count);
    if (closest.len > 0) diag_hint(loader->diags, diag, "did you mean '%.*s'?", SV_ARG(closest));
    return false;
}

bool read_words(RunbookLoader *loader, const Node *node, const char *key, Sv **out,
                uint32_t *count) {
    if (node->broken) return false;
    if (node->kind == NODE_SCALAR) {
        Sv *word = arena_new_of(loader->arena, Sv);
        if (!read_word(loader, node, key, word)) return false;
        *out = word;
        *count = 1;
        return true;
    }
    if (!read_list(loader, node, key)) return false;
    Sv *words = arena_new_array(loader->arena, Sv, node->count + 1);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++)
        good = read_word(loader, node->items[i], key, &words[i]) && good;
    if (!good) return false;
    *out = words;
    *count = node->count;
    return true;
}

bool read_map(RunbookLoader *loader, const Node *node, const char *key) {
    if (node->broken) return false;
    if (node->kind == NODE_MAP && node->count > 0) return true;
    if (node->kind == NODE_MAP)
        diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span, "'%s' is empty", key);
    else
        refuse_value(loader, node, key, "a map");
    return false;
}

bool read_list(RunbookLoader *loader, const Node *node, const char *key) {
    if (node->broken) return false;
    if (node->kind == NODE_LIST && node->count > 0) return true;
    if (node->kind == NODE_LIST)
        diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span, "'%s' is an empty list", key);
    else
        refuse_value(loader, node, key, "a list");
    return false;
}

// ── names ──

static bool name_char(char c, bool first) {
    return ascii_is_lower(c) || c == '_' || (!first && ascii_is_digit(c));
}

static Sv snake_case(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(256);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool upper = ascii_is_upper(c);
        bool after_lower = i > 0 && ascii_is_lower(text.at[i - 1]);
        if (upper && after_lower) buf_add_char(&out, '_');
        if (upper) c = (char)(c - 'A' + 'a');
        if (name_char(c, out.len == 0))
            buf_add_char(&out, c);
        else if (out.len > 0 && out.at[out.len - 1] != '_')
            buf_add_char(&out, '_');
    }
    while (out.len > 0 && out.at[out.len - 1] == '_')
        out.len--;
    return buf_keep(&out, arena);
}

static bool is_word_of_expressions(Sv text) {
    static const char *const words[] = {"true", "false", "null", "in"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_eq_c(text, words[i])) return true;
    return false;
}

// Why it cannot be a name, as what follows "must"; NULL where it can.
static const char *why_no_name(Sv text) {
    bool good = text.len > 0;
    for (size_t i = 0; i < text.len && good; i++)
        good = name_char(text.at[i], i == 0);
    if (!good && text.len > 0 && ascii_is_digit(text.at[0])) return "begin with a letter";
    if (!good) return "be lower-case letters, digits and '_'";
    if (is_word_of_expressions(text)) return "not be a reserved word of expressions";
    return text.len > NAME_MOST ? "be at most 64 characters" : NULL;
}

bool read_name(RunbookLoader *loader, Sv text, Span span, const char *what) {
    const char *why = why_no_name(text);
    if (!why) return true;
    Diag *diag = diag_add(loader->diags, DIAG_BAD_NAME, span, "%s must %s, found '%.*s'", what, why,
                          SV_ARG(text));
    Sv better = is_word_of_expressions(text) ? sv_format(loader->arena, "the_%.*s", SV_ARG(text))
                                             : snake_case(loader->arena, text);
    if (!why_no_name(better)) diag_hint(loader->diags, diag, "write: %.*s", SV_ARG(better));
    return false;
}

void refuse_clash(RunbookLoader *loader, const char *what, const Node *key, Span first) {
    Diag *diag = diag_add(loader->diags, DIAG_CLASH, key->span, "%s '%.*s' is declared twice", what,
                          SV_ARG(key->text));
    diag->related = first;
    diag->related_message = SV("first declared here");
    diag_hint(loader->diags, diag, "keep one of the two, or give one another name");
}
