// PCRE2 with bounds: match, depth and heap limits, and a wall-clock limit that holds for every
// pattern and text. regex.c is the only file that uses PCRE2. Refuses \C and texts that are not
// UTF-8.
#ifndef MATCH_REGEX_H
#define MATCH_REGEX_H

#include "base/arena.h"
#include "base/halt.h"
#include "base/sv.h"

typedef struct Regex Regex;

// Compiles in UTF mode, with `$` only at the very end. On failure *error is PCRE2's message and *at
// the offset. The code lives as long as the arena.
Regex *regex_compile(Arena *arena, Sv pattern, Sv *error, size_t *at);

typedef enum RegexStatus {
    REGEX_MATCH,
    REGEX_NO_MATCH,
    REGEX_LIMIT // abandoned, or the text is not UTF-8: nothing is known
} RegexStatus;

typedef struct RegexGroup {
    size_t from, to; // SV_NONE if the group took no part
} RegexGroup;

// One search: the request and its result.
typedef struct RegexSearch {
    size_t from;        // where it begins
    bool whole;         // the match must be the whole text from there
    RegexGroup *groups; // may be NULL; group 0 is the whole match
    uint32_t room;      // groups there is room for
    uint32_t count;     // out: groups of the pattern + 1
    uint64_t work;      // out, added to: steps taken, and the time if that was long
    const Halt *halt;   // asked meanwhile; NULL = nobody. Stopped is REGEX_LIMIT
} RegexSearch;

RegexStatus regex_find(const Regex *regex, Sv text, RegexSearch *search);

// Searches from `from`. `groups` may be NULL; group 0 is the whole match. *count is in: room for
// groups; out: groups of the pattern + 1.
RegexStatus regex_search(const Regex *regex, Sv text, size_t from, RegexGroup *groups,
                         uint32_t *count);

// Whether the pattern matches the whole text, from its first byte to its last.
RegexStatus regex_full(const Regex *regex, Sv text);

// All matches in a text, from left to right, none twice. The wall-clock limit is for the whole
// walk.
typedef struct RegexWalk {
    const Regex *regex;
    Sv text;
    size_t at; // where the next search begins
    size_t
        last_end; // where the previous match ended, or SV_NONE: an empty match there does not count
    int64_t deadline_ns; // monotonic
    uint64_t work;       // of all searches so far
    void *state;         // PCRE2's, kept from match to match
    const Halt *halt;    // as in RegexSearch
} RegexWalk;

RegexWalk regex_walk(const Regex *regex, Sv text, const Halt *halt);
// The next match; *count as in regex_search.
RegexStatus regex_walk_next(RegexWalk *walk, RegexGroup *groups, uint32_t *count);
void regex_walk_end(RegexWalk *walk);

uint32_t regex_group_count(const Regex *regex);
// Name of a group, or empty.
Sv regex_group_name(const Regex *regex, uint32_t group);

#endif
