#include "yaml/line.h"
#include "base/ascii.h"

static bool blank(char c) {
    return c == ' ' || c == '\t';
}

Sv line_text(const YamlLine *line, size_t from, size_t to) {
    return sv_slice(line->source->text, from, to);
}

Sv line_value(const YamlLine *line) {
    return line_text(line, line->value, line->value_end);
}

Span line_span(const YamlLine *line, size_t from, size_t to) {
    return (Span){line->source, (uint32_t)from, (uint32_t)(to - from)};
}

static size_t skip_quoted(Sv text, size_t at) {
    char quote = text.at[at++];
    for (; at < text.len; at++) {
        if (text.at[at] == '\\' && quote == '"')
            at++;
        else if (text.at[at] == quote)
            return at + 1;
    }
    return text.len;
}

size_t group_end(Sv text, size_t at) {
    char open = text.at[at];
    if (open == '\'' || open == '"') return skip_quoted(text, at);
    size_t depth = 0;
    while (at < text.len) {
        char c = text.at[at];
        if (c == '\'' || c == '"') {
            at = skip_quoted(text, at);
            continue;
        }
        if (c == '(' || c == '[' || c == '{') depth++;
        if (c == ')' || c == ']' || c == '}') depth--;
        at++;
        if (depth == 0) return at;
    }
    return text.len;
}

size_t find_outside(Sv text, char c, size_t from) {
    for (size_t at = from; at < text.len;) {
        char here = text.at[at];
        if (here == c) return at;
        bool opens = here == '(' || here == '[' || here == '{' || here == '\'' || here == '"';
        at = opens ? group_end(text, at) : at + 1;
    }
    return SV_NONE;
}

// An apostrophe within a word opens nothing, so quotes are ignored here.
static size_t without_comment(Sv text) {
    size_t cut = text.len;
    for (size_t at = find_outside(text, '#', 0); at != SV_NONE;
         at = find_outside(text, '#', at + 1)) {
        if (at > 0 && !blank(text.at[at - 1])) continue;
        cut = at;
        break;
    }
    while (cut > 0 && blank(text.at[cut - 1]))
        cut--;
    return cut;
}

static bool key_char(char c) {
    return ascii_is_word(c) || c == '-' || c == '.';
}

YamlLine line_at(const Source *source, size_t offset) {
    Place place = source_place(source, (uint32_t)offset);
    Sv text = source_line(source, place.line);
    size_t begin = text.at ? (size_t)(text.at - source->text.at) : source->text.len;
    YamlLine line = {.source = source, .begin = begin, .end = begin + text.len};
    const char *all = source->text.at;
    size_t at = begin;
    while (at < line.end && blank(all[at]))
        at++;
    line.first = at;
    while (at < line.end && all[at] == '-' && (at + 1 == line.end || blank(all[at + 1])))
        for (at++; at < line.end && blank(all[at]);)
            at++;
    size_t word = at;
    while (at < line.end && key_char(all[at]))
        at++;
    bool is_key =
        at > word && at < line.end && all[at] == ':' && (at + 1 == line.end || blank(all[at + 1]));
    line.key = word;
    line.colon = is_key ? at : word;
    line.value = is_key ? at + 1 : word;
    while (line.value < line.end && blank(all[line.value]))
        line.value++;
    line.value_end = line.value + without_comment(sv_slice(source->text, line.value, line.end));
    return line;
}
