// The strings extension: positions are code points, never bytes. format() and strings.quote() are
// in fn_format.c.
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/functions/call.h"

#include <string.h>

// About this many bytes of text count as one operation.
enum { BYTES_A_STEP = 16 };

static bool spend_text(CelCall *call, Value text) {
    return call_spend(call, text.text.len / BYTES_A_STEP + 1);
}

static bool out_of_range(CelCall *call, int64_t index, size_t count) {
    return call_fail(call, "index %lld is out of range: the text has %zu character%s",
                     (long long)index, count, count == 1 ? "" : "s");
}

// A part of a name that ignores case also ignores case.
static Value part_of(Value whole, Sv part) {
    return value_marked(value_string(part), whole.marks & VALUE_CASELESS);
}

// ── positions ──

// The byte offset of a position that must lie in 0 … count.
static bool offset_of(CelCall *call, Sv text, int64_t index, size_t *out) {
    size_t count = utf8_count(text);
    if (index < 0 || (uint64_t)index > count) return out_of_range(call, index, count);
    *out = utf8_offset(text, (size_t)index);
    return true;
}

static bool char_at(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    size_t from = 0;
    if (!spend_text(call, args[0]) || !offset_of(call, text, args[1].integer, &from)) return false;
    size_t to = from;
    if (to < text.len) utf8_next(text, &to);
    *out = part_of(args[0], sv_slice(text, from, to));
    return true;
}

static bool index_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]);
    size_t from = 0;
    if (!spend_text(call, args[0])) return false;
    if (count == 3 && !offset_of(call, text, args[2].integer, &from)) return false;
    CallTexts both = call_texts(call, args[0], args[1]);
    size_t found = sv_find(both.text, both.part, from);
    *out = value_int(found == SV_NONE ? -1 : (int64_t)utf8_count(sv_slice(text, 0, found)));
    return true;
}

static size_t find_last(Sv text, Sv wanted, size_t from) {
    if (wanted.len > text.len) return SV_NONE;
    if (wanted.len == 0) return from;
    size_t at = from < text.len - wanted.len ? from : text.len - wanted.len;
    for (;; at--) {
        if (memcmp(text.at + at, wanted.at, wanted.len) == 0) return at;
        if (at == 0) return SV_NONE;
    }
}

static bool last_index_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    CallTexts both = call_texts(call, args[0], args[1]);
    Sv text = both.text, wanted = both.part;
    size_t from = text.len;
    // At each place, all of the search text may have to be compared.
    if (!call_spend(call, text.len / BYTES_A_STEP * (wanted.len / 64 + 1) + 1)) return false;
    if (count == 3 && !offset_of(call, text, args[2].integer, &from)) return false;
    size_t found = find_last(text, wanted, from);
    *out = value_int(found == SV_NONE ? -1 : (int64_t)utf8_count(sv_slice(text, 0, found)));
    return true;
}

static bool substring(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]);
    size_t from = 0, to = text.len;
    if (!spend_text(call, args[0])) return false;
    if (count == 3 && args[1].integer > args[2].integer) {
        return call_fail(call, "the range of substring(%lld, %lld) ends before it begins",
                         (long long)args[1].integer, (long long)args[2].integer);
    }
    if (!offset_of(call, text, args[1].integer, &from)) return false;
    if (count == 3 && !offset_of(call, text, args[2].integer, &to)) return false;
    *out = part_of(args[0], sv_slice(text, from, to));
    return true;
}

// ── case, blanks, order ──

static bool change_case(CelCall *call, Value text, char from, char to, int change, Value *out) {
    if (!spend_text(call, text)) return false;
    Sv copy = sv_copy(call->work.arena, value_text(text));
    char *bytes = arena_alloc_raw(call->work.arena, copy.len + 1);
    for (size_t i = 0; i < copy.len; i++) {
        char c = copy.at[i];
        bytes[i] = c >= from && c <= to ? (char)(c + change) : c;
    }
    *out = part_of(text, (Sv){bytes, copy.len});
    return true;
}

static bool lower_ascii(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return change_case(call, args[0], 'A', 'Z', 'a' - 'A', out);
}

static bool upper_ascii(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return change_case(call, args[0], 'a', 'z', 'A' - 'a', out);
}

// Unicode's White_Space; the zero-width spaces are not among them.
static bool is_space(uint32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool trim(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    if (!spend_text(call, args[0])) return false;
    size_t from = text.len, to = 0;
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        if (is_space(utf8_next(text, &at))) continue;
        if (from == text.len) from = begin;
        to = at;
    }
    *out = part_of(args[0], sv_slice(text, from, to > from ? to : from));
    return true;
}

static bool reverse(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    if (!spend_text(call, args[0])) return false;
    char *bytes = arena_alloc_raw(call->work.arena, text.len + 1);
    size_t end = text.len;
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        utf8_next(text, &at);
        end -= at - begin;
        memcpy(bytes + end, text.at + begin, at - begin);
    }
    *out = part_of(args[0], (Sv){bytes, text.len});
    return true;
}

// ── replacing, splitting, joining ──

// The next place to replace at or after `at`. An empty text occurs before every character and at
// the end.
static size_t next_place(Sv text, Sv old, size_t at) {
    if (old.len > 0) return sv_find(text, old, at);
    return at <= text.len ? at : SV_NONE;
}

static bool replace(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]), old = value_text(args[1]), new = value_text(args[2]);
    int64_t left = count == 4 && args[3].integer >= 0 ? args[3].integer : INT64_MAX;
    BUF_AUTO Buf made = call_buf();
    CallTexts both = call_texts(call, args[0], args[1]);
    if (!spend_text(call, args[0])) return false;
    size_t written = 0, at = next_place(both.text, both.part, 0);
    for (; at != SV_NONE && left > 0 && !made.full; left--) {
        buf_add(&made, sv_slice(text, written, at));
        buf_add(&made, new);
        written = at + old.len;
        if (!call_spend(call, 1 + new.len / BYTES_A_STEP)) return false;
        size_t next = written;
        if (old.len == 0 && next < text.len)
            utf8_next(text, &next);
        else if (old.len == 0)
            next = text.len + 1;
        at = next_place(both.text, both.part, next);
    }
    buf_add(&made, sv_slice(text, written, text.len));
    if (!call_keep(call, &made, out)) return false;
    if (value_has_no_case(args[2])) *out = part_of(args[0], value_text(*out));
    return true;
}

static bool add_part(CelCall *call, ListBuilder *parts, Value whole, Sv part) {
    if (!call_spend(call, 1) || !call_list_fits(call, (uint64_t)parts->count + 1)) return false;
    list_add(parts, part_of(whole, part));
    return call_has_memory(call);
}

// Without a separator every character is a part.
static bool split_characters(CelCall *call, Value whole, int64_t most, ListBuilder *parts) {
    Sv text = value_text(whole);
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        utf8_next(text, &end);
        if ((int64_t)parts->count + 1 == most) end = text.len;
        if (!add_part(call, parts, whole, sv_slice(text, at, end))) return false;
        at = end;
    }
    return true;
}

static bool split(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]), separator = value_text(args[1]);
    CallTexts both = call_texts(call, args[0], args[1]);
    int64_t most = count == 3 && args[2].integer >= 0 ? args[2].integer : INT64_MAX;
    ListBuilder parts = list_builder(call->work.arena);
    if (!spend_text(call, args[0])) return false;
    if (most > 0 && separator.len == 0) {
        if (!split_characters(call, args[0], most, &parts)) return false;
    } else if (most > 0) {
        size_t from = 0;
        while ((int64_t)parts.count + 1 < most) {
            size_t at = sv_find(both.text, both.part, from);
            if (at == SV_NONE) break;
            if (!add_part(call, &parts, args[0], sv_slice(text, from, at))) return false;
            from = at + separator.len;
        }
        if (!add_part(call, &parts, args[0], sv_slice(text, from, text.len))) return false;
    }
    *out = list_done(&parts);
    return true;
}

static bool join(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv separator = count == 2 ? value_text(args[1]) : (Sv){0};
    BUF_AUTO Buf made = call_buf();
    bool names = false, caseless = !sv_has_letters(separator);
    for (size_t i = 0; i < value_count(args[0]); i++) {
        Value part = value_item(args[0], i);
        if (part.kind != VALUE_STRING) {
            Sv kind = call_kind(call, part);
            return call_fail(call, "join() takes texts, but item %zu is %.*s", i, SV_ARG(kind));
        }
        if (!call_spend(call, 1 + (part.text.len + separator.len) / BYTES_A_STEP)) return false;
        if (i > 0) buf_add(&made, separator);
        buf_add(&made, value_text(part));
        names = names || (part.marks & VALUE_CASELESS) != 0;
        caseless = caseless && value_has_no_case(part);
    }
    if (!call_keep(call, &made, out)) return false;
    if (names && caseless) *out = value_marked(*out, VALUE_CASELESS);
    return true;
}

// ── rows ──

static const CelOverload char_at_overloads[] = {{"string.(int) -> string", char_at}};
static const CelOverload index_of_overloads[] = {
    {"string.(string) -> int", index_of},
    {"string.(string, int) -> int", index_of},
};
static const CelOverload last_index_of_overloads[] = {
    {"string.(string) -> int", last_index_of},
    {"string.(string, int) -> int", last_index_of},
};
static const CelOverload substring_overloads[] = {
    {"string.(int) -> string", substring},
    {"string.(int, int) -> string", substring},
};
static const CelOverload lower_overloads[] = {{"string.() -> string", lower_ascii}};
static const CelOverload upper_overloads[] = {{"string.() -> string", upper_ascii}};
static const CelOverload trim_overloads[] = {{"string.() -> string", trim}};
static const CelOverload reverse_overloads[] = {{"string.() -> string", reverse}};
static const CelOverload replace_overloads[] = {
    {"string.(string, string) -> string", replace},
    {"string.(string, string, int) -> string", replace},
};
static const CelOverload split_overloads[] = {
    {"string.(string) -> list(string)", split},
    {"string.(string, int) -> list(string)", split},
};
static const CelOverload join_overloads[] = {
    {"list(string).() -> string", join},
    {"list(string).(string) -> string", join},
};

static const CelFunction rows[] = {
    {.name = "charAt",
     .summary = "The character at a position; at the very end the empty text.",
     .example = "'hello'.charAt(4) == 'o'\n'hello'.charAt(5) == ''",
     .since = "0.1",
     CEL_OVERLOADS(char_at_overloads),
     .extension = true},
    {.name = "indexOf",
     .summary = "The position of the first occurrence at or after a position, or -1.",
     .example = "'hello mellow'.indexOf('ello') == 1\n'hello mellow'.indexOf('ello', 2) == 7",
     .since = "0.1",
     CEL_OVERLOADS(index_of_overloads),
     .extension = true,
     .shows_nothing = call_empty_needle},
    {.name = "lastIndexOf",
     .summary = "The position of the last occurrence that begins at or before a position, or -1.",
     .example =
         "'hello mellow'.lastIndexOf('ello') == 7\n'hello mellow'.lastIndexOf('ello', 6) == 1",
     .since = "0.1",
     CEL_OVERLOADS(last_index_of_overloads),
     .extension = true,
     .shows_nothing = call_empty_needle},
    {.name = "substring",
     .summary =
         "The characters from a position to the end, or up to but without a second position.",
     .example = "'tacocat'.substring(4) == 'cat'\n'tacocat'.substring(0, 4) == 'taco'",
     .since = "0.1",
     CEL_OVERLOADS(substring_overloads),
     .extension = true},
    {.name = "lowerAscii",
     .summary = "The text with A to Z in lower case; other letters stay.",
     .example = "'TacoCÆt'.lowerAscii() == 'tacocÆt'",
     .since = "0.1",
     CEL_OVERLOADS(lower_overloads),
     .extension = true},
    {.name = "upperAscii",
     .summary = "The text with a to z in upper case; other letters stay.",
     .example = "'TacoCæt'.upperAscii() == 'TACOCæT'",
     .since = "0.1",
     CEL_OVERLOADS(upper_overloads),
     .extension = true},
    {.name = "trim",
     .summary = "The text without white space at both ends.",
     .example = "'  \\ttrim\\n '.trim() == 'trim'",
     .since = "0.1",
     CEL_OVERLOADS(trim_overloads),
     .extension = true},
    {.name = "reverse",
     .summary = "The characters of a text in reverse order.",
     .example = "'gums'.reverse() == 'smug'",
     .since = "0.1",
     CEL_OVERLOADS(reverse_overloads),
     .extension = true},
    {.name = "replace",
     .summary = "The text with every occurrence replaced, or only as many as the number says.",
     .example = "'hello hello'.replace('he', 'we') == 'wello wello'\n"
                "'hello hello'.replace('he', 'we', 1) == 'wello hello'",
     .since = "0.1",
     CEL_OVERLOADS(replace_overloads),
     .extension = true,
     .shows_nothing = call_empty_answer},
    {.name = "split",
     .summary = "The parts between a separator, or at most so many, the last one holding the rest.",
     .example = "'a,b,c'.split(',') == ['a', 'b', 'c']\n'a,b,c'.split(',', 2) == ['a', 'b,c']",
     .since = "0.1",
     CEL_OVERLOADS(split_overloads),
     .extension = true,
     .shows_nothing = call_empty_answer},
    {.name = "join",
     .summary = "The texts of a list in one, with a separator between them.",
     .example = "['x', 'y'].join() == 'xy'\n['x', 'y'].join('-') == 'x-y'",
     .since = "0.1",
     CEL_OVERLOADS(join_overloads),
     .extension = true},
};

const CelFamily cel_family_strings = {
    .name = "strings",
    .summary = "Taking text apart and putting it together; positions count characters from 0.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
