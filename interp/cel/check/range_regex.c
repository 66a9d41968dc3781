// Detects regular expressions that match every text. One that is not recognised is assumed to be
// able to fail.
#include "base/ascii.h"
#include "cel/check/range.h"
#include "match/regex.h"

// Skips groups of options at the start: (?i), (?s), (?ms).
static Sv without_options(Sv pattern, bool *dot_all, bool *plain) {
    while (sv_starts(pattern, SV("(?"))) {
        size_t at = 2;
        while (at < pattern.len && ascii_is_lower(pattern.at[at]))
            at++;
        if (at == 2 || at == pattern.len || pattern.at[at] != ')') break;
        for (size_t i = 2; i < at; i++) {
            if (pattern.at[i] == 's')
                *dot_all = true;
            else if (pattern.at[i] != 'i' && pattern.at[i] != 'm' && pattern.at[i] != 'U')
                *plain = false;
        }
        pattern = sv_slice(pattern, at + 1, pattern.len);
    }
    return pattern;
}

// Whether it has neither anchors nor lookarounds: then a match does not depend on its surroundings.
static bool is_free(Sv pattern) {
    bool within = false;
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.at[i];
        if (c == '\\') {
            char next = i + 1 < pattern.len ? pattern.at[i + 1] : 0;
            bool plain = (next >= '!' && next <= '/') || next == 'd' || next == 'D' ||
                         next == 's' || next == 'S' || next == 'w' || next == 'W' || next == 'n' ||
                         next == 't' || next == 'r' || next == '.' || next == ']' || next == '[';
            if (!plain) return false;
            i++;
        } else if (within) {
            within = c != ']';
        } else if (c == '[') {
            within = true;
            if (i + 1 < pattern.len && pattern.at[i + 1] == '^') i++;
            if (i + 1 < pattern.len && pattern.at[i + 1] == ']') i++;
        } else if (c == '^' || c == '$') {
            return false;
        } else if (c == '(' && i + 1 < pattern.len && pattern.at[i + 1] == '?') {
            if (i + 2 >= pattern.len || pattern.at[i + 2] != ':') return false;
        } else if (c == '(' && i + 1 < pattern.len && pattern.at[i + 1] == '*') {
            return false;
        }
    }
    return true;
}

static bool matches_empty(Sv pattern) {
    Arena *arena = arena_new(1 << 20);
    Sv error;
    size_t at = 0;
    const Regex *regex = regex_compile(arena, pattern, &error, &at);
    bool matches = regex && regex_full(regex, SV("")) == REGEX_MATCH;
    arena_free(arena);
    return matches;
}

// Whether it is .* or the like, which matches any whole text.
static bool takes_all(Sv pattern, bool any_dot) {
    static const char *const always[] = {"[\\s\\S]*", "[\\S\\s]*", "[\\d\\D]*", "[\\w\\W]*",
                                         "(.|\\n)*",  "(\\n|.)*",  "(?:.|\\n)*"};
    while (pattern.len > 2 && pattern.at[0] == '(' && pattern.at[1] != '?' &&
           sv_ends(pattern, SV(")")) && sv_count(pattern, '(') == 1)
        pattern = sv_slice(pattern, 1, pattern.len - 1);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (sv_eq_c(pattern, always[i])) return true;
    bool dots = sv_eq(pattern, SV(".*")) || sv_eq(pattern, SV(".*?")) ||
                sv_eq(pattern, SV(".*.*")) || sv_eq(pattern, SV("(.*)*"));
    return dots && any_dot;
}

// Cuts a leading ^ or \A and a trailing $ or \z off.
static Sv without_anchors(Sv pattern, bool *begins, bool *ends) {
    if (sv_starts(pattern, SV("^")) || sv_starts(pattern, SV("\\A"))) {
        *begins = true;
        pattern = sv_slice(pattern, pattern.at[0] == '^' ? 1 : 2, pattern.len);
    }
    bool escaped = sv_ends(pattern, SV("\\$"));
    if (sv_ends(pattern, SV("\\z")) || sv_ends(pattern, SV("\\Z")) ||
        (sv_ends(pattern, SV("$")) && !escaped)) {
        *ends = true;
        pattern = sv_slice(pattern, 0, pattern.len - (sv_ends(pattern, SV("$")) ? 1 : 2));
    }
    return pattern;
}

bool range_matches_all(Sv pattern, bool one_line, bool whole) {
    bool dot_all = false, plain = true, begins = whole, ends = whole;
    Sv rest = without_options(pattern, &dot_all, &plain);
    if (!plain) return false;
    if (sv_count(rest, '|') == 0) rest = without_anchors(rest, &begins, &ends);
    if (begins && ends) return takes_all(rest, dot_all || one_line);
    return is_free(rest) && matches_empty(rest);
}
