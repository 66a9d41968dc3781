#include "base/sv.h"
#include "base/arena.h"
#include "base/ascii.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Sv sv_from_c(const char *text) {
    return text ? (Sv){text, strlen(text)} : (Sv){NULL, 0};
}

bool sv_eq(Sv a, Sv b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

// Most words differ in their first letter, and those that do not are short.
bool sv_eq_c(Sv a, const char *b) {
    if (!b) return a.len == 0;
    for (size_t i = 0; i < a.len; i++)
        if (b[i] == '\0' || a.at[i] != b[i]) return false;
    return b[a.len] == '\0';
}

bool sv_eq_nocase(Sv a, Sv b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i])) return false;
    return true;
}

int sv_cmp_nocase(Sv a, Sv b) {
    size_t both = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < both; i++) {
        unsigned char x = (unsigned char)ascii_lower(a.at[i]),
                      y = (unsigned char)ascii_lower(b.at[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool sv_has_letters(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = ascii_lower(text.at[i]);
        if (ascii_is_lower(c)) return true;
    }
    return false;
}

bool sv_starts(Sv text, Sv prefix) {
    return text.len >= prefix.len && sv_eq((Sv){text.at, prefix.len}, prefix);
}

bool sv_ends(Sv text, Sv suffix) {
    return text.len >= suffix.len && sv_eq(sv_slice(text, text.len - suffix.len, text.len), suffix);
}

int sv_cmp(Sv a, Sv b) {
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared > 0 ? memcmp(a.at, b.at, shared) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

size_t sv_find(Sv text, Sv needle, size_t from) {
    if (from > text.len || needle.len > text.len - from) return SV_NONE;
    if (needle.len == 0) return from;
    const char *found = memmem(text.at + from, text.len - from, needle.at, needle.len);
    return found ? (size_t)(found - text.at) : SV_NONE;
}

size_t sv_find_char(Sv text, char c, size_t from) {
    if (from >= text.len) return SV_NONE;
    const char *found = memchr(text.at + from, c, text.len - from);
    return found ? (size_t)(found - text.at) : SV_NONE;
}

Sv sv_slice(Sv text, size_t from, size_t to) {
    if (to > text.len) to = text.len;
    if (from > to) from = to;
    return text.at ? (Sv){text.at + from, to - from} : text;
}

size_t sv_count(Sv text, char c) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == c;
    return count;
}

Sv sv_trim(Sv text) {
    size_t from = 0, to = text.len;
    while (from < to && ascii_is_space(text.at[from]))
        from++;
    while (to > from && ascii_is_space(text.at[to - 1]))
        to--;
    return sv_slice(text, from, to);
}

bool sv_next_line(Sv *rest, Sv *line) {
    if (rest->len == 0) return false;
    size_t end = sv_find_char(*rest, '\n', 0);
    if (end == SV_NONE) {
        *line = *rest;
        *rest = sv_slice(*rest, rest->len, rest->len);
        return true;
    }
    size_t cut = end > 0 && rest->at[end - 1] == '\r' ? end - 1 : end;
    *line = sv_slice(*rest, 0, cut);
    *rest = sv_slice(*rest, end + 1, rest->len);
    return true;
}

// An empty last part ("a," has two) must be distinguished from the end, so the end is a NULL view.
bool sv_next_part(Sv *rest, char separator, Sv *part) {
    if (!rest->at) return false;
    size_t end = sv_find_char(*rest, separator, 0);
    if (end == SV_NONE) {
        *part = *rest;
        *rest = (Sv){NULL, 0};
        return true;
    }
    *part = sv_slice(*rest, 0, end);
    *rest = sv_slice(*rest, end + 1, rest->len);
    return true;
}

Sv sv_copy(Arena *arena, Sv text) {
    if (text.len == 0) return SV("");
    char *copy = arena_alloc_raw(arena, text.len + 1);
    if (text.len > 0) memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return (Sv){copy, text.len};
}

enum { SHORT_TEXT = 256 };

Sv sv_format(Arena *arena, const char *format, ...) {
    char small[SHORT_TEXT]; // most texts are short, and formatting twice would cost twice
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    size_t len = size > 0 ? (size_t)size : 0;
    char *text = arena_alloc_raw(arena, len + 1);
    if (len < sizeof small)
        memcpy(text, small, len + 1);
    else
        vsnprintf(text, len + 1, format, again);
    va_end(again);
    text[len] = '\0';
    return (Sv){text, len};
}

Sv sv_concat(Arena *arena, const Sv *parts, size_t count) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *text = arena_alloc_raw(arena, len + 1), *to = text;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0) memcpy(to, parts[i].at, parts[i].len);
        to += parts[i].len;
    }
    *to = '\0';
    return (Sv){text, len};
}

char *sv_to_c(Arena *arena, Sv text) {
    if (text.len > 0 && memchr(text.at, '\0', text.len)) return NULL;
    char *copy = arena_alloc_raw(arena, text.len + 1);
    if (text.len > 0) memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return copy;
}

enum { LONGEST_WORD = 64 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t sv_distance(Sv a, Sv b) {
    if (a.len > LONGEST_WORD || b.len > LONGEST_WORD) return a.len > b.len ? a.len : b.len;
    size_t rows[3][LONGEST_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = ascii_lower(a.at[i - 1]) == ascii_lower(b.at[j - 1]);
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
            bool swapped = i > 1 && j > 1 && ascii_lower(a.at[i - 1]) == ascii_lower(b.at[j - 2]) &&
                           ascii_lower(a.at[i - 2]) == ascii_lower(b.at[j - 1]);
            if (swapped) row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

Sv sv_closest(Sv word, const Sv *candidates, size_t count) {
    Sv closest = {NULL, 0};
    size_t best = SV_NONE;
    for (size_t i = 0; i < count; i++) {
        size_t longer = word.len > candidates[i].len ? word.len : candidates[i].len;
        // A third of the word may differ, but nothing in a word of one letter.
        size_t allowed = longer < 3 ? 1 : longer / 3;
        size_t distance = sv_distance(word, candidates[i]);
        if (distance > allowed || distance >= longer || distance >= best) continue;
        if (distance >= word.len || distance >= candidates[i].len) continue;
        best = distance;
        closest = candidates[i];
    }
    return closest;
}

bool sv_matches(Sv pattern, Sv text) {
    size_t p = 0, t = 0, star = SV_NONE, from = 0;
    while (t < text.len) {
        if (p < pattern.len && (pattern.at[p] == '?' || pattern.at[p] == text.at[t]) &&
            pattern.at[p] != '*') {
            p++, t++;
        } else if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            from = t;
        } else if (star != SV_NONE) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

bool sv_matches_path(Sv pattern, Sv text) {
    size_t p = 0, t = 0, star = SV_NONE, from = 0;
    while (t < text.len) {
        char want = p < pattern.len ? pattern.at[p] : '\0', have = text.at[t];
        bool any = want == '?' && have != '/' && have != '*';
        if (p < pattern.len && want != '*' && (any || want == have)) {
            p++, t++;
        } else if (p < pattern.len && want == '*') {
            star = p++;
            from = t;
        } else if (star != SV_NONE && text.at[from] != '/') {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}
