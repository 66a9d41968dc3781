// PCRE2, bounded: match, depth and heap limits and a wall-clock limit. The only file that touches PCRE2 is regex.c.
#ifndef CEL_REGEX_H
#define CEL_REGEX_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct Regex Regex;

// UTF mode, `$` only at the end. On failure *error holds PCRE2's message and *at the offset. The code lives as
// long as the arena.
Regex *regex_compile(Arena *arena, Sv pattern, Sv *error, size_t *at);

typedef enum RegexEnd { REGEX_MATCH, REGEX_NO_MATCH, REGEX_LIMIT } RegexEnd;

typedef struct RegexGroup {
    size_t from, to; // SV_NONE where the group took no part
} RegexGroup;

// Searches from `from`. `groups` may be NULL; group 0 is the whole match. *count: groups filled at most, in;
// groups of the pattern + 1, out.
RegexEnd regex_search(const Regex *regex, Sv text, size_t from, RegexGroup *groups, uint32_t *count);
uint32_t regex_group_count(const Regex *regex);
// Name of a group, or empty.
Sv regex_group_name(const Regex *regex, uint32_t group);

#endif
