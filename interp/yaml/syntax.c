// Explains in plain words what libyaml could not read. Most of it is one of YAML's traps, reported
// with the line rewritten; then the rest of the file can be read with that value taken for a text,
// so that all errors are reported at once.
#include "base/ascii.h"
#include "yaml/flow_style.h"
#include "yaml/line.h"
#include "yaml/yaml_internal.h"

#include <string.h>

typedef struct YamlWords {
    const char *problem; // libyaml's
    const char *message;
    const char *hint;
} YamlWords;

static const YamlWords plain_words[] = {
    {"did not find expected key", "this line fits nothing above it: here a key was expected",
     "indent it exactly as the keys beside it, and look at quotes and brackets in the line before"},
    {"did not find expected '-' indicator",
     "this line fits nothing above it: here a '-' was expected",
     "indent it as far as the text behind the '-' above, or begin it with '- '"},
    {"did not find expected <document start>", "the file goes on after its first value has ended",
     "indent all top-level keys alike, without a '-' before them"},
    {"did not find expected ',' or ']'", "the list that opens with '[' is not closed",
     "put ',' between its items and ']' behind the last; quote an item that holds a bracket or a ','"},
    {"did not find expected ',' or '}'", "the map that opens with '{' is not closed",
     "put ',' between its entries and '}' behind the last; quote a value that holds a bracket or a ','"},
    {"did not find expected node content", "a value is missing here",
     "write the value, or remove the ',' before it"},
    {"found unexpected end of stream", "the quote that opens here is never closed", "close it"},
    {"found unexpected document indicator", "the quote that opens here is not closed before '---'",
     "close it"},
    {"could not find expected ':'", "this line has no ':' behind its key",
     "write it as `key: value`"},
    {"block sequence entries are not allowed in this context", "a '-' cannot stand here",
     "put the list's first '-' on a line of its own below the key"},
    {"mapping values are not allowed in this context", "a ':' cannot stand here",
     "quote the text before it, or indent the line as far as the keys beside it"},
    {"mapping keys are not allowed in this context", "a '?' cannot stand here",
     "quote the text that begins with it"},
    {"found an indentation indicator equal to 0", "a block cannot be indented by 0",
     "write | alone"},
    {"did not find expected comment or line break", "a text block begins with | alone on its line",
     "write the text on the lines below, or quote it"},
    {"found invalid Unicode character escape code", "this escape names no character",
     "write the character itself"},
    {"did not find expected hexdecimal number", "this escape lacks its hexadecimal digits",
     "\\x takes 2 digits, \\u 4, \\U 8; for a backslash write \\\\"},
};

static bool is(const char *text, const char *wanted) {
    return text && strcmp(text, wanted) == 0;
}

static bool within(const char *text, const char *part) {
    return text && strstr(text, part);
}

static Sv cut_short(Arena *arena, Sv text) {
    return text.len <= 40 ? text : sv_format(arena, "%.*s…", 37, text.at);
}

static void offer(Diags *diags, Diag *diag, Span span, Sv with) {
    Sv line = yaml_rewrite(diags->arena, span, with);
    diag_hint(diags, diag, "write: %.*s", SV_ARG(line));
}

// 'x' in y: YAML ends the text at its quote. [1, 2].size(): it ends the list at its bracket.
static bool report_tail(Diags *diags, const YamlLine *line) {
    Sv value = line_value(line);
    char open = value.len > 0 ? value.at[0] : 0;
    if (!open || !strchr("'\"[{", open)) return false;
    size_t end = group_end(value, 0);
    Sv tail = sv_trim(sv_slice(value, end, value.len));
    if (tail.len == 0 || tail.at[0] == '#') return false;
    Span written = line_span(line, line->value, line->value_end);
    bool quote = open == '\'' || open == '"';
    Sv shown = cut_short(diags->arena, tail);
    Diag *diag =
        quote ? diag_add(diags, DIAG_YAML_QUOTE_TAIL, written,
                         "YAML ends the text at its closing quote, and '%.*s' stands behind it",
                         SV_ARG(shown))
              : diag_add(diags, DIAG_YAML_BRACKET, written,
                         "a leading '%c' makes a YAML %s, and '%.*s' stands behind it", open,
                         open == '[' ? "list" : "map", SV_ARG(shown));
    offer(diags, diag, written, yaml_quote(diags->arena, value));
    return true;
}

// A value that begins with a character with a meaning in YAML.
static bool report_start(Diags *diags, const YamlLine *line, const SyntaxError *error) {
    Sv value = line_value(line);
    if (value.len == 0) return false;
    Span written = line_span(line, line->value, line->value_end);
    bool anchor = within(error->context, "anchor") || within(error->context, "alias") ||
                  within(error->context, "tag");
    bool elsewhere = anchor && error->context_at != line->value && value.at[0] != '!';
    if (elsewhere) written = line_span(line, error->context_at, error->context_at);
    switch (elsewhere ? line->source->text.at[error->context_at] : value.at[0]) {
    case '!': pitfall_tag(diags, written); return true;
    case '*': pitfall_alias(diags, written); return true;
    case '&': pitfall_anchor(diags, written); return true;
    case '@':
    case '`':
    case '%':
    case '|':
    case '>':
    case ',': break;
    default: return false;
    }
    Diag *diag = diag_add(diags, DIAG_YAML_RESERVED, written,
                          "a text cannot begin with '%c' in YAML", value.at[0]);
    if (pitfall_leading_operator(diags, diag, written)) return true;
    offer(diags, diag, written, yaml_quote(diags->arena, value));
    return true;
}

// A key without its ':' is a text that continues on the lines below, up to the first ':' in them.
static bool report_bare_key(Diags *diags, const YamlLine *line) {
    Sv word = line_value(line);
    if (line->key != line->colon || word.len == 0) return false;
    Span span = line_span(line, line->value, line->value_end);
    size_t colon = sv_find_char(word, ':', 0), blank = sv_find_char(word, ' ', 0);
    if (colon != SV_NONE && colon > 0 && colon < blank && colon + 1 < word.len &&
        word.at[colon + 1] != '/') {
        Diag *diag = diag_add(diags, DIAG_YAML_SYNTAX, span, "a space is missing behind the ':'");
        diag_hint(diags, diag, "write: %.*s: %.*s", (int)colon, word.at,
                  SV_ARG(sv_slice(word, colon + 1, word.len)));
        return true;
    }
    if (blank != SV_NONE) return false;
    Diag *diag =
        diag_add(diags, DIAG_YAML_SYNTAX, span, "'%.*s' has no ':' behind it", SV_ARG(word));
    diag_hint(diags, diag, "write: %.*s:", SV_ARG(word));
    return true;
}

// name: a: b, - json == {'a': 'b'}
static bool report_colon(Diags *diags, const YamlLine *line, const SyntaxError *error) {
    bool values = is(error->problem, "mapping values are not allowed in this context");
    bool own = values && error->at == line->colon && line->colon > line->key;
    if (own) {
        Sv key = line_text(line, line->key, line->colon);
        Diag *diag = diag_add(
            diags, DIAG_YAML_SYNTAX, line_span(line, line->key, line->colon),
            "'%.*s:' is indented deeper than the keys beside it, and the text above has begun",
            SV_ARG(key));
        diag_hint(diags, diag, "indent it exactly as far as the keys beside it");
        return true;
    }
    if (error->at < line->value || error->at > line->value_end) return false;
    Span written = line_span(line, line->value, line->value_end);
    // Without a key of its own the line became a key, up to a colon in its middle.
    bool split = line->colon == line->key && is(error->problem, "did not find expected key") &&
                 sv_find(line_text(line, line->value, error->at), SV(": "), 0) != SV_NONE;
    if (!values && !split) return false;
    bool ternary = sv_find(span_text(written), SV(" ? "), 0) != SV_NONE;
    Diag *diag = diag_add(diags, ternary ? DIAG_YAML_TERNARY : DIAG_YAML_COLON, written,
                          ternary ? "YAML reads the ': ' of a ternary as a map"
                                  : "YAML reads the ': ' within it as a map");
    offer(diags, diag, written, yaml_quote(diags->arena, span_text(written)));
    return true;
}

// { bearer: ${secrets.x} }, { that: x[0] == 1 }
static bool report_flow(Diags *diags, const YamlLine *line, const SyntaxError *error) {
    if (!within(error->context, "flow")) return false;
    Sv value = line_value(line), rewritten;
    if (!flow_rewrite(diags->arena, value, &rewritten)) return false;
    size_t dollar = sv_find(value, SV("${"), 0);
    const char *brackets = value.at[0] == '{' ? "{ }" : "[ ]";
    Span written = line_span(line, line->value, line->value_end);
    Diag *diag;
    if (dollar != SV_NONE && error->at >= line->value + dollar &&
        line->source->text.at[error->at - 1] == '$')
        diag =
            diag_add(diags, DIAG_YAML_FLOW_TEMPLATE, line_span(line, error->at - 1, error->at + 1),
                     "within %s the '{' of '${' opens a map of its own", brackets);
    else
        diag = diag_add(diags, DIAG_YAML_FLOW, written,
                        "within %s a bracket or a ',' ends the value", brackets);
    offer(diags, diag, written, rewritten);
    return true;
}

// The bracket at `open` is that of .name(…).
static bool is_method(Sv text, size_t open) {
    size_t from = open;
    while (from > 0 && ascii_is_letter(text.at[from - 1]))
        from--;
    return from < open && from > 0 && text.at[from - 1] == '.';
}

// What \" and \\ stand for in double quotes.
static Sv without_escapes(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(text.len + 1);
    for (size_t at = 0; at < text.len; at++) {
        bool escape = text.at[at] == '\\' && at + 1 < text.len &&
                      (text.at[at + 1] == '"' || text.at[at + 1] == '\\');
        if (escape) at++;
        buf_add_char(&out, text.at[at]);
    }
    return buf_keep(&out, arena);
}

// The text with r before each quoted argument of a function that has a backslash: expressions have
// escapes of their own, which r'…' turns off.
static Sv with_raw_texts(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(text.len * 2 + 1);
    for (size_t at = 0; at < text.len;) {
        char c = text.at[at];
        size_t end = c == '\'' || c == '"' ? group_end(text, at) : at + 1;
        Sv part = sv_slice(text, at, end);
        bool argument = end > at + 1 && at > 1 && text.at[at - 1] == '(' && is_method(text, at - 1);
        if (argument && sv_find_char(part, '\\', 0) != SV_NONE) buf_add_char(&out, 'r');
        buf_add(&out, part);
        at = end;
    }
    return buf_keep(&out, arena);
}

// "\d": in double quotes the backslash belongs to YAML.
static bool report_escape(Diags *diags, const Source *source, const SyntaxError *error,
                          Span *region) {
    if (!is(error->problem, "found unknown escape character")) return false;
    YamlLine line = line_at(source, error->at);
    size_t at = error->at;
    while (at < line.end && source->text.at[at] != '\\')
        at++;
    if (at + 1 >= line.end) return false;
    Span escape = line_span(&line, at, at + 2);
    *region = escape;
    Diag *diag =
        diag_add(diags, DIAG_YAML_ESCAPE, escape,
                 "in double quotes '\\%c' is no escape that YAML knows", source->text.at[at + 1]);
    Sv rest = line_text(&line, error->context_at, line.end);
    size_t length = error->context_at >= line.begin ? group_end(rest, 0) : 0;
    if (length < 2 || rest.at[length - 1] != '"') {
        diag_hint(diags, diag,
                  "use single quotes, in which a backslash is a backslash, or write \\\\%c",
                  source->text.at[at + 1]);
        return true;
    }
    // Further ones in the same quotes are covered by this report.
    size_t close = error->context_at + length - 1;
    *region = line_span(&line, at, close);
    Sv decoded = without_escapes(diags->arena, sv_slice(rest, 1, length - 1));
    Sv inner = with_raw_texts(diags->arena, decoded);
    bool quote = sv_find_char(inner, '\'', 0) != SV_NONE;
    Sv with = quote ? yaml_flow_scalar(diags->arena, inner) : yaml_quote(diags->arena, inner);
    offer(diags, diag, line_span(&line, error->context_at, close + 1), with);
    return true;
}

static bool report_tab(Diags *diags, const Source *source, const SyntaxError *error) {
    bool tab = error->at < source->text.len && source->text.at[error->at] == '\t';
    if (!tab && !within(error->problem, "tab character")) return false;
    Diag *diag = diag_add(diags, DIAG_YAML_TAB, (Span){source, (uint32_t)error->at, tab ? 1 : 0},
                          "a tab cannot indent in YAML");
    diag_hint(diags, diag, "use spaces, two for each level; for the whole file: expand -t 2 FILE");
    return true;
}

static void report_plainly(Diags *diags, const Source *source, const SyntaxError *error) {
    bool opened = is(error->problem, "found unexpected end of stream") ||
                  is(error->problem, "found unexpected document indicator") ||
                  is(error->problem, "could not find expected ':'");
    size_t at = opened ? error->context_at : error->at;
    YamlLine line = line_at(source, at);
    size_t end = at < line.value_end ? line.value_end : at;
    Span span = line_span(&line, at, end);
    const YamlWords *words = NULL;
    for (size_t i = 0; i < sizeof plain_words / sizeof *plain_words && !words; i++)
        if (is(error->problem, plain_words[i].problem)) words = &plain_words[i];
    Diag *diag =
        diag_add(diags, DIAG_YAML_SYNTAX, span, "%s", words ? words->message : error->problem);
    if (words) diag_hint(diags, diag, "%s", words->hint);
    bool elsewhere =
        error->context && error->context_at != at && within(error->context, "while parsing");
    if (!elsewhere) return;
    diag->related = (Span){source, (uint32_t)error->context_at, 0};
    diag->related_message =
        within(error->context, "flow") ? SV("it opens here") : SV("it belongs to what begins here");
}

// `- l.contains('a: b') && …` without quotes around it: after the ': ' a text opens that ends at
// the next quote, some lines below, where libyaml then finds letters.
static bool report_opened_above(Diags *diags, const YamlLine *below, const SyntaxError *error,
                                Span *region) {
    enum { LINES_ABOVE = 40 };
    Sv value = line_value(below);
    bool quoted = value.len > 0 && (value.at[0] == '\'' || value.at[0] == '"');
    if (!quoted || error->at >= below->value + group_end(value, 0)) return false;
    YamlLine line = *below;
    for (int i = 0; i < LINES_ABOVE && line.begin > 0; i++) {
        line = line_at(below->source, line.begin - 1);
        Sv text = line_value(&line);
        char open[] = {':', ' ', value.at[0], 0};
        if (line.colon != line.key || sv_find(text, sv_from_c(open), 0) == SV_NONE) continue;
        Span written = line_span(&line, line.value, line.value_end);
        Diag *diag =
            diag_add(diags, DIAG_YAML_COLON, written, "YAML reads the ': ' within it as a map");
        offer(diags, diag, written, yaml_quote(diags->arena, text));
        *region = written;
        return true;
    }
    return false;
}

bool syntax_report(const Source *source, const SyntaxError *error, bool first, Diags *diags,
                   Span *region) {
    if (report_escape(diags, source, error, region)) return true;
    YamlLine line = line_at(source, error->at);
    if (report_opened_above(diags, &line, error, region)) return true;
    // An error noticed at the start of a line may come from the value above it.
    YamlLine blamed = error->context_at >= line.begin ? line : line_at(source, error->context_at);
    bool own_key = is(error->problem, "mapping values are not allowed in this context") &&
                   line.colon > line.key && error->at == line.colon;
    if (own_key && first && line.begin > 0) {
        YamlLine above = line_at(source, line.begin - 1);
        if (report_bare_key(diags, &above)) return false;
    }
    if (first && is(error->problem, "could not find expected ':'") &&
        report_bare_key(diags, &blamed))
        return false;
    bool told = report_start(diags, &line, error) || report_tail(diags, &line) ||
                report_colon(diags, &line, error) || report_flow(diags, &line, error);
    if (!told && blamed.begin != line.begin && within(error->context, "while scanning")) {
        line = blamed;
        told = report_start(diags, &line, error) || report_tail(diags, &line);
    }
    if (told) {
        *region = line_span(&line, own_key ? line.first : line.value, line.value_end);
        return region->length > 0;
    }
    // What follows an error that is no trap is most likely its consequence.
    if (first && !report_tab(diags, source, error)) report_plainly(diags, source, error);
    return false;
}
