// Regular expressions: what matches, what is refused, and that no pattern on no text takes longer
// than it may.
#include "base/limits.h"
#include "base/system/env.h"
#include "check.h"
#include "match/iregexp.h"
#include "match/regex.h"

#include <string.h>

static RegexStatus search(Arena *arena, const char *pattern, const char *text) {
    Sv error = {0};
    size_t at = 0;
    Regex *regex = regex_compile(arena, sv_from_c(pattern), &error, &at);
    if (regex == NULL) {
        fprintf(stderr, "%s: %.*s\n", pattern, SV_ARG(error));
        return REGEX_LIMIT;
    }
    return regex_search(regex, sv_from_c(text), 0, NULL, NULL);
}

static void check_matching(Arena *arena) {
    CHECK(search(arena, "b+", "abbc") == REGEX_MATCH);
    CHECK(search(arena, "^b+", "abbc") == REGEX_NO_MATCH);
    CHECK(search(arena, "", "") == REGEX_MATCH);
    CHECK(search(arena, "c$", "abc\n") == REGEX_NO_MATCH);
    CHECK(search(arena, "(?m)c$", "abc\n") == REGEX_MATCH);
    CHECK(search(arena, "^.$", "é") == REGEX_MATCH);
    CHECK(search(arena, "a.b", "a\nb") == REGEX_NO_MATCH);
    CHECK(search(arena, "a.b", "a\rb") == REGEX_MATCH);
    CHECK(search(arena, "\\d", "٣") == REGEX_NO_MATCH);
    CHECK(search(arena, "(?P<year>[0-9]{4})", "in 2026") == REGEX_MATCH);
    CHECK(search(arena, "a",
                 "\xff"
                 "a") == REGEX_LIMIT);
}

static void check_groups(Arena *arena) {
    Sv error = {0}, text = SV("on 2026-03 it was");
    size_t at = 0;
    Regex *regex = regex_compile(arena, SV("(?<year>\\d+)-(\\d+)(x)?"), &error, &at);
    CHECK(regex != NULL);
    RegexGroup groups[8];
    uint32_t count = 8;
    CHECK(regex_search(regex, text, 0, groups, &count) == REGEX_MATCH);
    CHECK_INT(count, 4);
    CHECK_SV(sv_slice(text, groups[0].from, groups[0].to), SV("2026-03"));
    CHECK_SV(sv_slice(text, groups[2].from, groups[2].to), SV("03"));
    CHECK(groups[3].from == SV_NONE && groups[3].to == SV_NONE);
    CHECK_INT(regex_group_count(regex), 3);
    CHECK_SV(regex_group_name(regex, 1), SV("year"));
    CHECK_SV(regex_group_name(regex, 2), SV(""));
}

static void check_refused(Arena *arena) {
    static const struct {
        const char *pattern, *error;
        size_t at;
    } cases[] = {
        {"(", "missing closing parenthesis", 1},
        {"a**(", "quantifier does not follow a repeatable item", 2},
        {"[b-a]", "range out of order in character class", 3},
        {"\\C", "using \\C is disabled by the application", 2},
        {"(((a{999}){999}){999}){999}", "regular expression is too large", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sv error = {0};
        size_t at = 0;
        CHECK(regex_compile(arena, sv_from_c(cases[i].pattern), &error, &at) == NULL);
        CHECK_C(error, cases[i].error);
        if (cases[i].at > 0) CHECK_INT(at, cases[i].at);
    }
}

// All matches as "a|b|c".
static Sv walk(Arena *arena, const char *pattern, const char *text) {
    Sv error = {0}, whole = sv_from_c(text), made = SV("");
    size_t at = 0;
    RegexWalk matches =
        regex_walk(regex_compile(arena, sv_from_c(pattern), &error, &at), whole, NULL);
    RegexGroup group;
    uint32_t count = 1;
    while (regex_walk_next(&matches, &group, &count) == REGEX_MATCH) {
        Sv match = sv_slice(whole, group.from, group.to);
        made = sv_format(arena, "%.*s[%.*s]", SV_ARG(made), SV_ARG(match));
        count = 1;
    }
    regex_walk_end(&matches);
    return made;
}

static void check_walking(Arena *arena) {
    CHECK_C(walk(arena, "a+", "baaac a"), "[aaa][a]");
    CHECK_C(walk(arena, "a*", "baaac"), "[][aaa][]");
    CHECK_C(walk(arena, "", "éa"), "[][][]");
    CHECK_C(walk(arena, "x*", ""), "[]");
    CHECK_C(walk(arena, "^a", "aaa"), "[a]");
    CHECK_C(walk(arena, "a\\Kb", "abab"), "[b][b]");
}

// A pattern that would run for minutes or years is given up in time.
static void check_guard(Arena *arena) {
    static const char *const patterns[] = {
        "(a|aa){14}[bc]", "^(?:(?=a*+)a)*[bc]", "a*[bc]",
        "(?:a+)+[bc]",    "^(a|a?)+$b",         "(?i)(a|A)*[bc]",
    };
    size_t size = 1 << 20;
    char *text = arena_alloc(arena, size);
    memset(text, 'a', size);
    const Env *env = env_system();
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        Sv error = {0};
        size_t at = 0;
        Regex *regex = regex_compile(arena, sv_from_c(patterns[i]), &error, &at);
        CHECK(regex != NULL);
        int64_t from = env->mono_ns(env->self);
        CHECK(regex_search(regex, (Sv){text, size}, 0, NULL, NULL) == REGEX_LIMIT);
        // Generous, for sanitizers on a busy machine: without the guard these run for minutes.
        CHECK((env->mono_ns(env->self) - from) / 1000000 < LIMIT_REGEX_MS * 8);
    }
}

static Sv translated(Arena *arena, const char *pattern) {
    BUF_AUTO Buf out = buf_new(4096);
    const char *error = NULL;
    size_t at = 0;
    if (iregexp_translate(&out, sv_from_c(pattern), false, &error, &at))
        return buf_keep(&out, arena);
    return sv_format(arena, "%zu: %s", at, error);
}

static void check_iregexp(Arena *arena) {
    CHECK_C(translated(arena, "a.[b-d]"), "(?:\\x{61}[^\\n\\r][\\x{62}-\\x{64}])");
    CHECK_C(translated(arena, "(x|y){2,3}"), "(?:(?:\\x{78}|\\x{79}){2,3})");
    CHECK_C(translated(arena, "\\p{Lu}\\P{L}"), "(?:\\p{Lu}\\P{L})");
    CHECK_C(translated(arena, "[-a]"), "(?:[\\x{2d}\\x{61}])");
    CHECK_C(translated(arena, "\\d"), "1: no such escape in an I-Regexp (RFC 9485)");
    CHECK_C(translated(arena, "(?i)a"), "1: groups are plain (…) in an I-Regexp (RFC 9485)");
    CHECK_C(translated(arena, "a*?"), "2: a repetition is not repeated in an I-Regexp (RFC 9485)");
    CHECK_C(translated(arena, "*a"), "0: there is nothing to repeat before this");
    CHECK_C(translated(arena, "[]"), "1: an empty class matches nothing");
    CHECK_C(translated(arena, "[a"), "2: expected ']' at the end of the class");
    CHECK_C(translated(arena, "[z-a]"), "4: the range in the class ends before it begins");
    CHECK_C(translated(arena, "\\p{Xx}"), "3: no such category of characters");
    CHECK_C(translated(arena, "a{3,2}"), "5: the repetition ends before it begins");
    CHECK_C(translated(arena, "(a"), "2: expected ')'");
}

int main(void) {
    Arena *arena = arena_new((size_t)64 << 20);
    check_matching(arena);
    check_groups(arena);
    check_refused(arena);
    check_walking(arena);
    check_guard(arena);
    check_iregexp(arena);
    arena_free(arena);
    return check_done();
}
