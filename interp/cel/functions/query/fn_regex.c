// The regex extension, fullMatch() and regexGroups(). matches() is among the standard functions.
#include "base/ascii.h"
#include "base/limits.h"
#include "cel/functions/call.h"

static bool prepare_second(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                           const CelOptions *options, const void **out, Sv *error) {
    (void)options;
    return prepare_regex(arena, args, literal, count, 1, out, error);
}

static bool one_group_at_most(CelCall *call, const Regex *regex) {
    uint32_t groups = regex_group_count(regex);
    if (groups <= 1) return true;
    return call_fail(
        call, "the regular expression has %u groups; write (?:…) for all but the one to be taken",
        groups);
}

static bool prepare_extract(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options;
    const void *regex = NULL;
    if (!prepare_regex(arena, args, literal, count, 1, &regex, error)) return false;
    if (regex != NULL && regex_group_count(regex) > 1) {
        *error = SV(
            "the regular expression has several groups; write (?:…) for all but the one to be taken");
        return false;
    }
    *out = regex;
    return true;
}

static bool spend_search(CelCall *call, Value text) {
    return call_spend(call, text.text.len / 16 + 1);
}

// ── extract ──

// What a match yields: its group if the pattern has one, else the whole match. Empty if the group
// took no part.
static Sv taken(Sv text, const RegexGroup *groups, uint32_t count) {
    const RegexGroup *group = &groups[count > 1 ? 1 : 0];
    return group->from == SV_NONE || group->from > group->to
               ? SV("")
               : sv_slice(text, group->from, group->to);
}

static bool extract(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    const Regex *regex = call_regex(call, args[1]);
    RegexGroup groups[2];
    RegexSearch asked = {.groups = groups, .room = 2};
    bool found = false;
    if (regex == NULL || !one_group_at_most(call, regex)) return false;
    if (!work_find(&call->work, regex, text, &asked, &found)) return false;
    *out = value_optional_none();
    if (!found) return true;
    Sv part = taken(text, groups, asked.count);
    if (asked.count == 1 || part.len > 0)
        *out = value_optional_of(call->work.arena, value_string(part));
    return true;
}

static bool walk_all(CelCall *call, RegexWalk *walk, ListBuilder *found) {
    for (;;) {
        RegexGroup groups[2];
        uint32_t filled = 2;
        RegexStatus status = regex_walk_next(walk, groups, &filled);
        if (status == REGEX_LIMIT) return work_regex_limit(&call->work);
        if (status == REGEX_NO_MATCH) return true;
        if (!call_spend(call, 1) || !call_list_fits(call, (uint64_t)found->count + 1)) return false;
        Sv part = taken(walk->text, groups, filled);
        if (filled > 1 && part.len == 0) continue;
        list_add(found, value_string(part));
        if (!call_has_memory(call)) return false;
    }
}

static bool extract_all(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    const Regex *regex = call_regex(call, args[1]);
    if (regex == NULL || !one_group_at_most(call, regex) || !spend_search(call, args[0]))
        return false;
    ListBuilder found = list_builder(call->work.arena);
    RegexWalk walk = regex_walk(regex, value_text(args[0]), call->work.halt);
    bool good = walk_all(call, &walk, &found) && call_spend(call, walk.work);
    regex_walk_end(&walk);
    if (good) *out = list_done(&found);
    return good;
}

// ── replace ──

enum { GROUPS_IN_REPLACEMENT = 10 }; // \0 to \9

// What is wrong with a replacement, given the number of groups; empty if nothing is.
static Sv bad_replacement(Arena *arena, Sv text, uint32_t groups) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\\') continue;
        char next = ++i < text.len ? text.at[i] : '\0';
        if (next == '\\') continue;
        if (!ascii_is_digit(next)) {
            return SV(
                "a backslash in a replacement stands before a group's digit or another backslash");
        }
        if ((uint32_t)(next - '0') > groups) {
            return sv_format(
                arena, "the replacement names group %c, but the regular expression has %u group%s",
                next, groups, groups == 1 ? "" : "s");
        }
    }
    return (Sv){0};
}

static bool prepare_replace(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options;
    const void *regex = NULL;
    if (!prepare_regex(arena, args, literal, count, 1, &regex, error)) return false;
    if (regex != NULL && count > 2 && literal[2] && args[2].kind == VALUE_STRING) {
        *error = bad_replacement(arena, value_text(args[2]), regex_group_count(regex));
        if (error->len > 0) return false;
    }
    *out = regex;
    return true;
}

static void add_replacement(Buf *out, Sv replacement, Sv text, const RegexGroup *groups) {
    for (size_t i = 0; i < replacement.len; i++) {
        char c = replacement.at[i];
        if (c == '\\')
            c = replacement.at[++i];
        else
            c = '\0';
        if (c == '\0' || c == '\\') {
            buf_add_char(out, replacement.at[i]);
            continue;
        }
        const RegexGroup *group = &groups[c - '0'];
        if (group->from != SV_NONE) buf_add(out, sv_slice(text, group->from, group->to));
    }
}

static bool replace_walk(CelCall *call, RegexWalk *walk, Sv replacement, int64_t left, Buf *made) {
    size_t written = 0;
    for (; left > 0 && !made->full; left--) {
        RegexGroup groups[GROUPS_IN_REPLACEMENT];
        uint32_t filled = GROUPS_IN_REPLACEMENT;
        RegexStatus status = regex_walk_next(walk, groups, &filled);
        if (status == REGEX_LIMIT) return work_regex_limit(&call->work);
        if (status == REGEX_NO_MATCH) break;
        if (!call_spend(call, 1 + replacement.len / 16)) return false;
        if (groups[0].from < written || groups[0].to < groups[0].from) continue;
        buf_add(made, sv_slice(walk->text, written, groups[0].from));
        add_replacement(made, replacement, walk->text, groups);
        written = groups[0].to;
    }
    buf_add(made, sv_slice(walk->text, written, walk->text.len));
    return true;
}

static bool replace(CelCall *call, const Value *args, uint32_t count, Value *out) {
    int64_t left = count == 4 && args[3].integer >= 0 ? args[3].integer : INT64_MAX;
    const Regex *regex = call_regex(call, args[1]);
    if (regex == NULL || !spend_search(call, args[0])) return false;
    Sv wrong = bad_replacement(call->work.arena, value_text(args[2]), regex_group_count(regex));
    if (wrong.len > 0) return call_fail(call, "%.*s", SV_ARG(wrong));
    BUF_AUTO Buf made = call_buf();
    RegexWalk walk = regex_walk(regex, value_text(args[0]), call->work.halt);
    bool good =
        replace_walk(call, &walk, value_text(args[2]), left, &made) && call_spend(call, walk.work);
    regex_walk_end(&walk);
    return good && call_keep(call, &made, out);
}

// ── fullMatch, regexGroups ──

static bool full_match(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    const Regex *regex = call_regex(call, args[1]);
    RegexSearch asked = {.whole = true};
    bool found = false;
    if (regex == NULL || !work_find(&call->work, regex, value_text(args[0]), &asked, &found))
        return false;
    *out = value_bool(found);
    return true;
}

static Value group_value(Sv text, const RegexGroup *group) {
    return group->from == SV_NONE ? value_null()
                                  : value_string(sv_slice(text, group->from, group->to));
}

static bool has_names(const Regex *regex) {
    for (uint32_t i = 1; i <= regex_group_count(regex); i++) {
        if (regex_group_name(regex, i).len > 0) return true;
    }
    return false;
}

static Value named_groups(CelCall *call, const Regex *regex, Sv text, const RegexGroup *groups,
                          uint32_t count) {
    MapBuilder map = map_builder(call->work.arena);
    for (uint32_t i = 0; i < count; i++) {
        Sv name = regex_group_name(regex, i);
        map_add(&map, name.len > 0 ? value_string(name) : value_int(i),
                group_value(text, &groups[i]));
    }
    return map_done(&map);
}

static bool regex_groups(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    const Regex *regex = call_regex(call, args[1]);
    if (regex == NULL) return false;
    uint32_t room = regex_group_count(regex) + 1;
    RegexGroup *groups = arena_new_array(call->work.arena, RegexGroup, room);
    RegexSearch asked = {.groups = groups, .room = room};
    bool found = false;
    if (!work_find(&call->work, regex, text, &asked, &found)) return false;
    uint32_t filled = found ? asked.count : 0;
    if (has_names(regex)) {
        *out = named_groups(call, regex, text, groups, filled);
        return true;
    }
    ListBuilder list = list_builder(call->work.arena);
    for (uint32_t i = 0; i < filled; i++)
        list_add(&list, group_value(text, &groups[i]));
    *out = list_done(&list);
    return true;
}

// ── rows ──

static const CelOverload extract_overloads[] = {{"(string, string) -> optional(string)", extract}};
static const CelOverload extract_all_overloads[] = {
    {"(string, string) -> list(string)", extract_all}};
static const CelOverload replace_overloads[] = {
    {"(string, string, string) -> string", replace},
    {"(string, string, string, int) -> string", replace},
};
static const CelOverload full_overloads[] = {{"(string, string) -> bool", full_match}};
static const CelOverload groups_overloads[] = {{"(string, string) -> dyn", regex_groups}};

static const CelFunction rows[] = {
    {.name = "regex.extract",
     .summary =
         "An optional of the first match, or of its group where the pattern has one; none where nothing matches.",
     .example = "regex.extract('item-A, item-B', r'item-(\\w+)') == optional.of('A')",
     .since = "0.1",
     CEL_OVERLOADS(extract_overloads),
     .extension = true,
     .prepare = prepare_extract,
     .shows_nothing = call_empty_answer},
    {.name = "regex.extractAll",
     .summary = "All matches, or their groups where the pattern has one.",
     .example = "regex.extractAll('id:123, id:456', r'id:\\d+') == ['id:123', 'id:456']",
     .since = "0.1",
     CEL_OVERLOADS(extract_all_overloads),
     .extension = true,
     .prepare = prepare_extract,
     .shows_nothing = call_empty_answer},
    {.name = "regex.replace",
     .summary =
         "The text with all matches, or as many as the number says, replaced; \\1 to \\9 in the replacement are "
         "groups.",
     .example = "regex.replace('foo bar', '(fo)o (ba)r', r'\\2 \\1') == 'ba fo'\n"
                "regex.replace('banana', 'a', 'x', 2) == 'bxnxna'",
     .since = "0.1",
     CEL_OVERLOADS(replace_overloads),
     .extension = true,
     .prepare = prepare_replace,
     .shows_nothing = call_empty_answer},
    {.name = "fullMatch",
     .summary = "Whether the regular expression matches the whole text.",
     .example = "fullMatch('2026-03', r'\\d+-\\d+')\n!fullMatch('2026-03-01', r'\\d+-\\d+')",
     .since = "0.1",
     CEL_OVERLOADS(full_overloads),
     .extension = true,
     .prepare = prepare_second,
     .shows_nothing = call_empty_answer},
    {.name = "regexGroups",
     .summary =
         "The first match and its groups as a list, null for a group that took no part; where groups have names, "
         "a map by name. Empty where nothing matches.",
     .example = "regexGroups('v1.20', r'v(\\d+)\\.(\\d+)') == ['v1.20', '1', '20']\n"
                "regexGroups('v1.20', r'v(?<major>\\d+)').major == '1'",
     .since = "0.1",
     CEL_OVERLOADS(groups_overloads),
     .extension = true,
     .prepare = prepare_second,
     .shows_nothing = call_empty_answer},
};

const CelFamily cel_family_regex = {
    .name = "regex",
    .summary = "Regular expressions (PCRE2; $ only at the end), with limits and a deadline.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
