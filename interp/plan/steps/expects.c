// Expectations in their forms: one expression a line, or a list of texts and maps.
#include "base/ascii.h"
#include "base/limits.h"
#include "plan/lint/lint.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"
#include "words/words.h"
#include "yaml/pitfalls.h"
#include "yaml/scalar.h"

#include <string.h>

static void add(StepBuilder *builder, const Expect *expect) {
    Step *step = builder->step;
    arena_grow(builder->loader->load->scratch, step->expects, step->expect_count,
               builder->expect_capacity);
    step->expects[step->expect_count++] = *expect;
}

// As written, on one line.
static Sv joined(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    Sv line;
    while (sv_next_line(&text, &line)) {
        line = sv_trim(line);
        if (line.len == 0) continue;
        if (out.len > 0) buf_add_char(&out, ' ');
        buf_add(&out, line);
    }
    return buf_keep(&out, arena);
}

static bool is_name(const StepBuilder *builder, Sv word) {
    for (uint32_t i = 0; i < builder->after->count; i++)
        if (sv_eq(builder->after->items[i].name, word)) return true;
    return false;
}

static bool is_number(Sv word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_digit(word.at[i])) return false;
    return word.len > 0;
}

static bool is_one_word(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_word(text.at[i])) return false;
    return text.len > 0;
}

static bool is_success(Sv word) {
    static const char *const words[] = {"true",   "ok",   "success", "succeeded", "successful",
                                        "passed", "pass", "good",    "works",     "fine"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words_alike(word, sv_from_c(words[i]))) return true;
    const OtherWord *constant = word_find(WORD_CONSTANT, word);
    return constant && sv_eq_c(SV("true"), constant->here);
}

static bool is_failure(Sv word) {
    const OtherWord *constant = word_find(WORD_CONSTANT, word);
    return sv_eq(word, SV("false")) || (constant && sv_eq_c(SV("false"), constant->here));
}

// `expect: yes`, `expect: 200`: what is meant is said by the verb.
static bool refuse_word(StepBuilder *builder, Sv word, SpanMap map) {
    const Action *action = builder->step->action;
    if (!is_one_word(word) || !action || !action->holds || is_name(builder, word)) return false;
    Sv holds = sv_from_c(action->holds);
    size_t value = sv_find(holds, SV(" == "), 0) + 4;
    if (is_number(word) && is_number(sv_slice(holds, value, holds.len)))
        holds = sv_format(builder->loader->arena, "%.*s%.*s", SV_ARG(sv_slice(holds, 0, value)),
                          SV_ARG(word));
    else if (is_failure(word))
        holds = (Sv){0};
    else if (!is_success(word))
        return false;
    Diag *diag = diag_add(builder->loader->diags, DIAG_TAUTOLOGY, spanmap_span(&map, 0, word.len),
                          "'%.*s' reads nothing: it shows nothing about the system", SV_ARG(word));
    hint_results(builder, diag, holds);
    return true;
}

static bool read_expression(StepBuilder *builder, Sv text, SpanMap map, Expect *out) {
    RunbookLoader *loader = builder->loader;
    if (refuse_word(builder, sv_trim(text), map)) return false;
    if (!expr_parse(loader, text, map, builder->after, cel_type(CEL_TYPE_BOOL), &out->expr))
        return false;
    out->text = joined(loader->arena, text);
    out->span = spanmap_span(&map, 0, text.len);
    return true;
}

// ── one expression a line ──

static size_t indent_of(Sv line) {
    size_t count = 0;
    while (count < line.len && (line.at[count] == ' ' || line.at[count] == '\t'))
        count++;
    return count;
}

typedef struct Lines {
    Sv text;       // of the scalar
    size_t at;     // what was taken so far
    size_t indent; // of the first expression
    bool begun;
} Lines;

static bool peek_line(const Lines *lines, Sv *line, size_t *next) {
    Sv rest = sv_slice(lines->text, lines->at, lines->text.len);
    if (!sv_next_line(&rest, line)) return false;
    *next = lines->text.len - rest.len;
    return true;
}

static bool is_comment(Sv line) {
    size_t indent = indent_of(line);
    return indent < line.len && line.at[indent] == '#';
}

static bool is_blank(Sv line) {
    return indent_of(line) == line.len;
}

// The next expression with the deeper-indented lines that go on with it; comments among them become
// blanks.
static bool next_expression(Arena *arena, Lines *lines, Sv *text, size_t *from) {
    Sv line;
    size_t next;
    for (;; lines->at = next) {
        if (!peek_line(lines, &line, &next)) return false;
        if (!is_blank(line) && !is_comment(line)) break;
    }
    if (!lines->begun) lines->indent = indent_of(line);
    lines->begun = true;
    *from = lines->at + indent_of(line);
    size_t end = lines->at + line.len;
    bool comments = false, pending = false;
    for (lines->at = next; peek_line(lines, &line, &next); lines->at = next) {
        bool passed = is_blank(line) || is_comment(line);
        if (!passed && indent_of(line) <= lines->indent) break;
        pending = pending || is_comment(line);
        if (passed) continue;
        comments = comments || pending;
        end = lines->at + line.len;
    }
    Sv whole = sv_slice(lines->text, *from, end);
    *text = whole;
    if (!comments) return true;
    char *copy = arena_copy(arena, whole.at, whole.len);
    Sv rest = whole, part;
    while (sv_next_line(&rest, &part))
        for (size_t i = 0; is_comment(part) && i < part.len; i++)
            copy[(size_t)(part.at - whole.at) + i] = ' ';
    *text = (Sv){copy, whole.len};
    return true;
}

// `- status == 200` in a block would be a minus.
static bool refuse_dashes(StepBuilder *builder, const Node *node, Sv text, size_t from) {
    if (!sv_starts(text, SV("- "))) return false;
    RunbookLoader *loader = builder->loader;
    Sv rest = sv_trim(sv_slice(text, 2, text.len));
    Diag *diag =
        diag_add(loader->diags, DIAG_EXPECT_DASH, node_span(loader->arena, node, from, from + 1),
                 "in a text block a '-' at the start of a line is a minus");
    Sv line = first_words(loader->arena, rest);
    if (node->style == SCALAR_LITERAL)
        diag_hint(loader->diags, diag, "write the lines without it: %.*s\nor a list without |",
                  SV_ARG(line));
    else
        diag_hint(loader->diags, diag, "write: %.*s", SV_ARG(line));
    return true;
}

static bool is_open(Sv text) {
    static const char *const waiting[] = {
        "&&", "||", "==", "!=", "<", ">", "<=", ">=", "+", ",", "(", "[", "{", "?", ":", "."};
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++)
        if (sv_ends(text, sv_from_c(waiting[i]))) return true;
    return false;
}

static bool goes_on(Sv line) {
    static const char *const starts[] = {"&&", "||", ")", "]", "}", ".", "?", ":", ",", "==", "!="};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (sv_starts(line, sv_from_c(starts[i]))) return true;
    return false;
}

// A continuation must be indented deeper than the line above; this one is not.
static bool refuse_continuation(StepBuilder *builder, const Node *node, const Lines *lines,
                                Sv text) {
    Lines ahead = *lines;
    Sv next;
    size_t from;
    if (!next_expression(builder->loader->arena, &ahead, &next, &from)) return false;
    if (!is_open(text) && !goes_on(next)) return false;
    size_t end = sv_find_char(next, '\n', 0);
    Span place =
        node_span(builder->loader->arena, node, from, from + (end == SV_NONE ? next.len : end));
    Diag *diag = diag_add(builder->loader->diags, DIAG_CONTINUATION, place,
                          "this line goes on with the one above, and is not indented deeper");
    Sv line = first_words(builder->loader->arena, next);
    diag_hint(builder->loader->diags, diag, "write:   %.*s", SV_ARG(line));
    return true;
}

static void read_lines(StepBuilder *builder, const Node *node, const char *key,
                       const Expect *pattern) {
    if (!expr_is_text(builder->loader, node, key)) return;
    if (!builder->after) return;
    SpanMap map = node_map(builder->loader->arena, node);
    Lines lines = {.text = node->text};
    Sv text;
    size_t from;
    uint32_t count = 0;
    while (next_expression(builder->loader->arena, &lines, &text, &from)) {
        count++;
        if (refuse_dashes(builder, node, text, from)) return;
        if (refuse_continuation(builder, node, &lines, text)) return;
        Expect expect = *pattern;
        if (read_expression(builder, text, spanmap_tail(map, from), &expect)) add(builder, &expect);
    }
    if (count == 0)
        diag_add(builder->loader->diags, DIAG_EMPTY_VALUE, first_line(node->span),
                 "'%s' holds nothing but comments", key);
}

// ── a list ──

static void read_words_for_people(StepBuilder *builder, const Node *node, Expect *expect) {
    RunbookLoader *loader = builder->loader;
    const Node *name = node_get(node, SV("name")), *message = node_get(node, SV("message"));
    TextRules rules = {.key = "name",
                       .names = builder->before,
                       .no_secret = "an expectation's name, which everything shows"};
    if (name) expect->name = text_new(loader, name, &rules);
    rules.key = "message";
    rules.names = builder->after;
    rules.no_secret = "a message, which everything shows";
    if (message) expect->message = text_new(loader, message, &rules);
}

static void read_entry(StepBuilder *builder, const Node *node, const Expect *pattern) {
    RunbookLoader *loader = builder->loader;
    Expect expect = *pattern;
    int choice;
    if (pitfall_node(loader->diags, node) || !read_keys(loader, node, KEY_EXPECT, NULL, NULL))
        return;
    read_fields_EXPECT(loader, node, &expect);
    read_words_for_people(builder, node, &expect);
    const Node *level = node_get(node, SV("level")), *that = node_get(node, SV("that"));
    if (level && read_choice(loader, level, KEY_EXPECT, "level", &choice) &&
        (Level)choice > expect.level)
        expect.level = (Level)choice;
    if (!that || !expr_is_text(loader, that, "that")) return;
    Sv text = sv_trim(that->text);
    size_t from = (size_t)(text.at - that->text.at);
    if (read_expression(builder, text, spanmap_tail(node_map(loader->arena, that), from), &expect))
        add(builder, &expect);
}

// The name that a path begins with: `json` of `json.items[0].id`.
static Sv path_root(Sv path) {
    size_t end = 0;
    while (end < path.len && ascii_is_word(path.at[end]))
        end++;
    if (end < path.len && path.at[end] != '.' && path.at[end] != '[') return (Sv){0};
    for (size_t i = end; i < path.len; i++)
        if (!ascii_is_word(path.at[i]) && !strchr(".[]'-", path.at[i])) return (Sv){0};
    return sv_slice(path, 0, end);
}

// A value of YAML as an expression has it.
static Sv literal_of(RunbookLoader *loader, const Node *node) {
    Sv value = node->text;
    bool plain = node->style == SCALAR_PLAIN;
    bool number = plain && value.len > 0 && ascii_is_digit(value.at[0]);
    bool constant = plain && (sv_eq(value, SV("true")) || sv_eq(value, SV("false")) ||
                              scalar_is_null(loader->arena, node));
    if (constant && value.len > 0 && value.at[0] == '~') return SV("null");
    return number || constant ? value : sv_format(loader->arena, "'%.*s'", SV_ARG(value));
}

// `status: 200` where `status == 200` is meant, `json.name: x` where `json.name == 'x'` is.
static bool refuse_pairs(StepBuilder *builder, const Node *node) {
    if (node->kind != NODE_MAP || node->broken || node->count == 0) return false;
    for (uint32_t i = 0; i < node->count; i++)
        if (key_row(KEY_EXPECT, node->pairs[i].key->text) ||
            node->pairs[i].value->kind != NODE_SCALAR)
            return false;
    const NodePair *pair = &node->pairs[0];
    bool known = false;
    for (uint32_t i = 0; builder->after && i < builder->after->count && !known; i++)
        known = sv_eq(builder->after->items[i].name, path_root(pair->key->text));
    if (!known) return false;
    Diag *diag = diag_add(builder->loader->diags, DIAG_WRONG_VALUE, pair->key->span,
                          "an expectation is an expression, found a map");
    Sv literal = literal_of(builder->loader, pair->value);
    diag_hint(builder->loader->diags, diag, "write: %.*s == %.*s", SV_ARG(pair->key->text),
              SV_ARG(literal));
    return true;
}

void expects_read(StepBuilder *builder, const Node *node, const char *key) {
    RunbookLoader *loader = builder->loader;
    Expect pattern = {.level = builder->step->level};
    if (node->broken) return;
    if (refuse_pairs(builder, node)) return;
    if (node->kind == NODE_MAP && node_get(node, SV("that"))) {
        Diag *diag = refuse_value(loader, node, key, "expressions, one a line, or a list");
        diag_hint(loader->diags, diag, "begin the expectation with '- ':\n%s:\n  - that: …", key);
        return;
    }
    if (node->kind != NODE_LIST) {
        read_lines(builder, node, key, &pattern);
        return;
    }
    if (!read_list(loader, node, key)) return;
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *item = node->items[i];
        if (item->broken || refuse_pairs(builder, item)) continue;
        if (item->kind == NODE_MAP && builder->after)
            read_entry(builder, item, &pattern);
        else
            read_lines(builder, item, key, &pattern);
    }
}
