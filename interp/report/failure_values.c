// Which of the values by which an expectation was missed tell most, where there is room for a few.
#include "base/num.h"
#include "base/utf8.h"
#include "report/failure.h"

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, SV(""));
}

static bool within(Sv outer, Sv inner) {
    return inner.len < outer.len && sv_find(outer, inner, 0) != SV_NONE;
}

enum { RAW_COLUMNS = 120 };

// "x[0]" of "x"
static bool is_element_of(Sv text, Sv list) {
    return sv_starts(text, list) && text.len > list.len && text.at[list.len] == '[' &&
           text.at[text.len - 1] == ']' && sv_find_char(text, ']', list.len) == text.len - 1;
}

static bool is_of_maps(Sv value) {
    return sv_starts(value, SV("[{\""));
}

// "x.size()" or "size(x)" of "x": which ones there are says more than how many.
static bool is_size_of(Arena *arena, Sv text, Sv list) {
    return sv_eq(text, sv_format(arena, "%.*s.size()", SV_ARG(list))) ||
           sv_eq(text, sv_format(arena, "size(%.*s)", SV_ARG(list)));
}

static bool is_filter_of(Sv text, Sv list) {
    static const char filter[] = ".filter(";
    return sv_starts(text, list) &&
           sv_starts(sv_slice(text, list.len, text.len), sv_from_c(filter)) &&
           sv_ends(text, SV(")"));
}

// So many rows are for the transcript: a few are what is wrong, many are what there is. Of those
// that were chosen for it, and of those that should not be there at all, each is wrong.
static bool is_for_transcript(Value expectation, Sv list, Sv size) {
    enum { FEW = 3 };
    int64_t count;
    bool chosen = sv_find(list, SV(".filter("), 0) != SV_NONE;
    bool none = sv_find(text_of(expectation, "text"), SV("== 0"), 0) != SV_NONE;
    return !chosen && !none && num_parse_i64(size, &count) && count > FEW;
}

// "none of 20", "not for 3 of 20" of the whole expression.
static bool is_count(Value expectation, Value part) {
    if (expectation_holds(expectation)) return false;
    Sv value = text_of(part, "value");
    bool counts = sv_starts(value, SV("none of ")) || sv_starts(value, SV("not for ")) ||
                  sv_starts(value, SV("for "));
    return counts && sv_ends(text_of(expectation, "text"), text_of(part, "text"));
}

// Where all items that are wrong are shown, neither all that there are nor the first of them, with
// what became of it, says more.
static bool is_told_by_rows(Value parts, size_t at) {
    Sv text = text_of(value_item(parts, at), "text");
    size_t rows = SIZE_MAX;
    Sv list = {0};
    for (size_t i = 0; i < value_count(parts) && rows == SIZE_MAX; i++) {
        Sv other = text_of(value_item(parts, i), "text");
        size_t filter = sv_find(other, SV(".filter("), 0);
        if (filter == SV_NONE || !sv_ends(other, SV(")"))) continue;
        rows = i;
        list = sv_slice(other, 0, filter);
    }
    if (rows == SIZE_MAX || at == rows ||
        !is_filter_of(text_of(value_item(parts, rows), "text"), list))
        return false;
    if (sv_eq(text, list) || is_element_of(text, list)) return true;
    Sv chosen = text_of(value_item(parts, rows), "text");
    size_t from = list.len + sizeof ".filter(" - 1, comma = sv_find_char(chosen, ',', from);
    if (comma == SV_NONE) return false;
    Sv item = sv_slice(chosen, from, comma);
    if (!sv_starts(text, item)) return false;
    return text.len == item.len || text.at[item.len] == '.' || text.at[item.len] == '[';
}

// "…, the other side: absent": one that should not be there.
static bool is_absent(Value parts, size_t at) {
    if (!sv_ends(text_of(value_item(parts, at), "value"), SV(", the other side: absent")))
        return false;
    for (size_t i = 0; i < value_count(parts); i++)
        if (i != at && is_element_of(text_of(value_item(parts, at), "text"),
                                     text_of(value_item(parts, i), "text")))
            return true;
    return false;
}

bool failure_is_lines(Value part) {
    return sv_eq_c(text_of(part, "text"), "difference") &&
           sv_starts(text_of(part, "value"), SV("--- "));
}

bool failure_is_count(Value expectation, size_t at) {
    return is_count(expectation, value_item(value_field(expectation, "parts"), at));
}

Sv expectation_counted(Arena *arena, Value expectation) {
    Sv text = text_of(expectation, "text"), count = failure_count(expectation);
    return count.len ? sv_format(arena, "%.*s; %.*s", SV_ARG(text), SV_ARG(count)) : text;
}

Sv failure_count(Value expectation) {
    Value parts = value_field(expectation, "parts");
    for (size_t i = 0; i < value_count(parts); i++)
        if (is_count(expectation, value_item(parts, i)))
            return text_of(value_item(parts, i), "value");
    return SV("");
}

// What was read says little where what was made of it follows: the one element that is wrong, the
// figure that was taken from a page. Nor does it tell more that a whole is false than its parts do,
// or which keys a map has.
bool failure_says_little(Arena *scratch, Value expectation, size_t at) {
    Value parts = value_field(expectation, "parts");
    Value part = value_item(parts, at);
    Sv text = text_of(part, "text"), value = text_of(part, "value");
    bool truth = sv_eq_c(value, "false") || sv_eq_c(value, "true");
    bool keys = sv_starts(value, SV("a map with "));
    bool raw = utf8_width(value) > RAW_COLUMNS;
    if (is_absent(parts, at) || is_count(expectation, part) || is_told_by_rows(parts, at) ||
        failure_is_lines(part))
        return true;
    for (size_t i = 0; i < value_count(parts); i++) {
        Sv other = text_of(value_item(parts, i), "text");
        if (i == at || is_absent(parts, i) || is_count(expectation, value_item(parts, i))) continue;
        if (truth && within(text, other)) return true;
        if (keys && within(other, text)) return true;
        if (is_of_maps(value) && is_size_of(scratch, other, text)) {
            if (is_for_transcript(expectation, text, text_of(value_item(parts, i), "value")))
                return true;
            continue;
        }
        if (!raw || !within(other, text)) continue;
        if (value.at[0] == '"' || value.at[0] == '[') return true;
    }
    return false;
}
