#include "xpath/xpath_look.h"
#include "base/ascii.h"

#include <string.h>

static bool starts_with_one_of(Sv rest, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (sv_starts(rest, sv_from_c(words[i]))) return true;
    }
    return false;
}

static bool starts_wide_axis(Sv rest) {
    static const char *const axes[] = {"ancestor", "preceding", "following"};
    return starts_with_one_of(rest, axes, sizeof axes / sizeof *axes);
}

static bool leads_up(Sv rest) {
    static const char *const steps[] = {"parent::", "..", "id("};
    return starts_wide_axis(rest) || starts_with_one_of(rest, steps, sizeof steps / sizeof *steps);
}

// Whether a slash begins a path at the root; the slash of a step follows a name, a dot, a bracket
// or a star.
static bool begins_at_root(Sv expression, size_t at, char before) {
    bool after_blank = at > 0 && ascii_is_space(expression.at[at - 1]);
    return expression.at[at] == '/' &&
           (before == '\0' || strchr("[(,=<>+-|!", before) != NULL || after_blank);
}

static void look_at(Sv expression, size_t at, char before, uint32_t depth, XPathLook *look) {
    Sv rest = sv_slice(expression, at, expression.len);
    char c = expression.at[at];
    bool at_root = begins_at_root(expression, at, before);
    if (starts_wide_axis(rest)) look->wide = true;
    if (c == '|' || (sv_starts(rest, SV("//")) && !at_root) || sv_starts(rest, SV("descendant"))) {
        look->joints++;
    }
    // A star may be the operator.
    bool maybe_root = at_root || (c == '/' && before == '*');
    if (depth > 0 && (maybe_root || leads_up(rest))) look->outside = true;
}

XPathLook xpath_look(Sv expression) {
    XPathLook look = {.outside = false};
    char before = '\0', quote = '\0';
    uint32_t square = 0, open = 0;
    for (size_t at = 0; at < expression.len; at++) {
        char c = expression.at[at];
        if (quote != '\0' || c == '"' || c == '\'') {
            quote = quote == '\0' ? c : c == quote ? '\0' : quote;
            before = ')';
            continue;
        }
        if (c == '[') square++;
        if (c == ']' && square > 0) square--;
        if (c == '[' || c == '(') open++;
        if ((c == ']' || c == ')') && open > 0) open--;
        if (open > look.depth) look.depth = open;
        look_at(expression, at, before, square, &look);
        if (!ascii_is_space(c)) before = c;
    }
    return look;
}
