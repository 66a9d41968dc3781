#include "yaml/pitfalls.h"
#include "base/ascii.h"
#include "yaml/flow_style.h"
#include "yaml/line.h"

static bool has(Sv text, const char *part) {
    return sv_find(text, sv_from_c(part), 0) != SV_NONE;
}

static void offer(Diags *diags, Diag *diag, Span span, Sv with) {
    Sv line = yaml_rewrite(diags->arena, span, with);
    diag_hint(diags, diag, "write: %.*s", SV_ARG(line));
}

static void offer_quoted(Diags *diags, Diag *diag, Span span) {
    offer(diags, diag, span, yaml_quote(diags->arena, span_text(span)));
}

// From the beginning of the span to the end of what its author wrote as one value.
static Span written_value(Span span) {
    YamlLine line = line_at(span.source, span.offset);
    if (line.value == span.offset) return line_span(&line, line.value, line.value_end);
    Sv rest = line_text(&line, span.offset, line.value_end);
    size_t to = rest.len;
    for (const char *end = ",]}"; *end; end++) {
        size_t at = find_outside(rest, *end, 0);
        if (at != SV_NONE && at < to) to = at;
    }
    while (to > 0 && rest.at[to - 1] == ' ')
        to--;
    return (Span){span.source, span.offset, (uint32_t)to};
}

// What follows distinguishes an expression (`!has(x) && y`) from an intended tag (`!Ref x`).
static bool negates(Sv value) {
    if (value.len < 2 || has(value, "|\n")) return false;
    char next = value.at[1];
    bool word = ascii_is_lower(next) || next == '_' || next == '(';
    size_t end = 1;
    while (end < value.len && value.at[end] != ' ')
        end++;
    Sv tag = sv_slice(value, 0, end), rest = sv_trim(sv_slice(value, end, value.len));
    if (!word) return next == '!' && (has(tag, "(") || has(tag, "."));
    if (rest.len == 0 || has(tag, "(") || has(tag, ".")) return true;
    static const char *const operators[] = {"&&", "||", "==", "!=", "<", ">", "in ", "?", NULL};
    for (const char *const *op = operators; *op; op++)
        if (sv_starts(rest, sv_from_c(*op))) return true;
    return false;
}

void pitfall_tag(Diags *diags, Span span) {
    Span written = written_value(span);
    Sv value = span_text(written);
    if (negates(value)) {
        Diag *diag =
            diag_add(diags, DIAG_YAML_TAG, written, "a leading '!' makes a YAML tag of it");
        offer_quoted(diags, diag, written);
        return;
    }
    size_t end = 0;
    while (end < value.len && value.at[end] != ' ')
        end++;
    Sv tag = sv_slice(value, 0, end);
    Diag *diag = diag_add(diags, DIAG_YAML_TAG, (Span){span.source, span.offset, (uint32_t)end},
                          "YAML tags are not used here: '%.*s'", SV_ARG(tag));
    diag_hint(diags, diag,
              "remove the tag: what a value is follows from its key; quote it where it is text");
}

bool pitfall_leading_operator(Diags *diags, Diag *diag, Span written) {
    Sv value = span_text(written);
    if (!sv_starts(value, SV("&&")) && !sv_starts(value, SV("||"))) return false;
    Sv rest = sv_trim(sv_slice(value, 2, value.len));
    if (rest.len > 0) offer(diags, diag, written, yaml_scalar(diags->arena, rest));
    return true;
}

void pitfall_anchor(Diags *diags, Span span) {
    Span written = written_value(span);
    if (has(span_text(written), "&&")) {
        Diag *diag =
            diag_add(diags, DIAG_YAML_ANCHOR, written, "a leading '&' makes a YAML anchor of it");
        if (!pitfall_leading_operator(diags, diag, written)) offer_quoted(diags, diag, written);
        return;
    }
    Diag *diag =
        diag_add(diags, DIAG_YAML_ANCHOR, written, "YAML anchors and aliases are not used here");
    diag_hint(
        diags, diag,
        "give what is shared a name under vars, put it under defaults, or in a file named by use or include; quote a "
        "text that begins with '&'");
}

void pitfall_alias(Diags *diags, Span span) {
    Span written = written_value(span);
    Diag *diag =
        diag_add(diags, DIAG_YAML_ALIAS, written, "a leading '*' makes a YAML alias of it");
    offer_quoted(diags, diag, written);
}

// A value that YAML cut into two is only reported once.
static bool told_on_line(const Diags *diags, Span place) {
    const Diag *last = diags->count > 0 ? &diags->items[diags->count - 1] : NULL;
    return last && last->id == DIAG_YAML_FLOW && last->span.source == place.source &&
           source_place(place.source, last->span.offset).line ==
               source_place(place.source, place.offset).line;
}

static void report_flow(Diags *diags, Span place, Span collection, const char *reason) {
    if (told_on_line(diags, place)) return;
    Diag *diag = diag_add(diags, DIAG_YAML_FLOW, place, "%s", reason);
    Sv rewritten;
    if (flow_rewrite(diags->arena, span_text(collection), &rewritten))
        offer(diags, diag, collection, rewritten);
    else
        diag_hint(diags, diag, "quote the value, or write one key a line without braces");
}

void pitfall_flow_entry(Diags *diags, const Node *map, const Node *key) {
    YamlLine line = line_at(map->span.source, map->span.offset);
    Span collection = map->span;
    // Only a collection on one line can be reported with the line rewritten.
    if (collection.offset + collection.length > line.end)
        collection = (Span){map->span.source, key->span.offset, key->span.length};
    report_flow(diags, key->span, collection,
                "within { } a ',' ends the value before it, and this has none");
}

bool pitfall_node(Diags *diags, const Node *node) {
    if (node->kind != NODE_MAP || node->flow || node->count == 0) return false;
    YamlLine line = line_at(node->span.source, node->span.offset);
    Sv key = node->pairs[0].key->text;
    if (line.colon != line.key || !has(key, " ")) return false;
    Span written = line_span(&line, node->span.offset, line.value_end);
    bool ternary = has(span_text(written), " ? ");
    Diag *diag = diag_add(diags, ternary ? DIAG_YAML_TERNARY : DIAG_YAML_COLON, written,
                          ternary ? "YAML reads the ': ' of a ternary as a map"
                                  : "YAML reads the ': ' within it as a map");
    offer_quoted(diags, diag, written);
    return true;
}

static const char *const waiting[] = {"==", "!=", "&&", "||",  "<", ">",
                                      "<=", ">=", "+",  " in", NULL};

// Whether `at` is within quotes that open before it.
static bool in_quotes(Sv text, size_t at) {
    char open = 0;
    for (size_t i = 0; i < at; i++) {
        char c = text.at[i];
        if (open ? c == open : c == '\'' || c == '"') open = open ? 0 : c;
    }
    return open != 0;
}

// The expression before the comment, if it is complete: `a == 1 && # …` gives `a == 1`. Empty if it
// needs the rest.
static Sv before_comment(Sv text) {
    text = sv_trim(text);
    bool joins = sv_ends(text, SV("&&")) || sv_ends(text, SV("||"));
    return joins ? sv_trim(sv_slice(text, 0, text.len - 2)) : (Sv){0};
}

// Whether some bracket or quote is not closed, or a bracket is closed that was not opened.
static bool is_cut(Sv text) {
    for (size_t at = 0; at < text.len;) {
        char c = text.at[at];
        if (c == ')' || c == ']' || c == '}') return true;
        bool opens = c == '(' || c == '[' || c == '{' || c == '\'' || c == '"';
        if (!opens) {
            at++;
            continue;
        }
        size_t end = group_end(text, at);
        char close = c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : c;
        if (end == text.len && (end == at + 1 || text.at[end - 1] != close)) return true;
        at = end;
    }
    for (const char *const *op = waiting; *op; op++)
        if (sv_ends(text, sv_from_c(*op))) return true;
    return false;
}

bool pitfall_cut(Diags *diags, const Node *scalar) {
    if (scalar->style != SCALAR_PLAIN || !is_cut(scalar->text)) return false;
    const Source *source = scalar->span.source;
    size_t end = (size_t)scalar->span.offset + scalar->span.length;
    YamlLine line = line_at(source, end);
    size_t next = end;
    while (next < line.end && source->text.at[next] == ' ')
        next++;
    char after = next < line.end ? source->text.at[next] : 0;
    if (after == '#') {
        size_t last = line.end;
        while (last > next && source->text.at[last - 1] == ' ')
            last--;
        size_t from = scalar->span.offset > line.begin ? scalar->span.offset : line.first;
        Span written = line_span(&line, from, last);
        Diag *diag = diag_add(diags, DIAG_YAML_COMMENT, line_span(&line, next, last),
                              "' #' begins a YAML comment, which cuts the expression off");
        Sv kept = before_comment(scalar->text);
        if (in_quotes(span_text(written), next - from))
            offer_quoted(diags, diag, written);
        else if (kept.len > 0)
            offer(diags, diag, written, yaml_scalar(diags->arena, kept));
        else
            diag_hint(diags, diag, "put the comment on a line of its own, above");
        return true;
    }
    Sv value = line_value(&line);
    bool collection = value.len > 0 && (value.at[0] == '[' || value.at[0] == '{');
    if (!scalar->in_flow || !collection) return false;
    report_flow(diags, scalar->span, line_span(&line, line.value, line.value_end),
                value.at[0] == '[' ? "within [ ] a ',' ends the item before it"
                                   : "within { } a ',' ends the value before it");
    return true;
}
