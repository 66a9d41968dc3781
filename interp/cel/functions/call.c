#include "cel/functions/call.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"

// The cost of compiling one regular expression, in operations.
enum { REGEX_COMPILE_WORK = 200 };

Buf call_buf(void) {
    return buf_new(LIMIT_STRING_BYTES);
}

Sv call_kind(CelCall *call, Value value) {
    const char *name = value_kind_name((ValueKind)value.kind);
    if (value.kind == VALUE_NULL) return SV("null");
    bool vowel = name[0] == 'i' || name[0] == 'o';
    return sv_format(call->work.arena, "%s %s", vowel ? "an" : "a", name);
}

static Sv small(CelCall *call, Sv text) {
    char *letters = arena_alloc_raw(call->work.arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        letters[i] = ascii_lower(text.at[i]);
    return (Sv){letters, text.len};
}

CallTexts call_texts(CelCall *call, Value text, Value part) {
    CallTexts both = {value_text(text), value_text(part)};
    if (__builtin_expect((text.marks | part.marks) & VALUE_CASELESS, 0))
        both = (CallTexts){small(call, both.text), small(call, both.part)};
    return both;
}

const char *call_empty_needle(const Value *args, uint32_t count, uint32_t answered) {
    (void)answered;
    bool empty = count >= 2 && args[1].kind == VALUE_STRING && args[1].text.len == 0;
    return empty ? "the text that is looked for is empty, and every text holds that" : NULL;
}

const char *call_empty_answer(const Value *args, uint32_t count, uint32_t answered) {
    return answered >> 1 & 1 ? call_empty_needle(args, count, answered) : NULL;
}

bool call_numbers(CelCall *call, const char *name, const Value *items, size_t count) {
    if (!call->options->strict || count < 2) return true;
    for (size_t i = 0; i < count; i++)
        if (items[i].kind == VALUE_DOUBLE && items[i].number != items[i].number)
            return call_fail(call,
                             "%s() compares NaN (not a number), which shows nothing: leave it out "
                             "first, list.filter(x, !math.isNaN(x))",
                             name);
    return true;
}

// ── regular expressions ──

static Sv bad_regex(Arena *arena, Sv why, size_t at) {
    return sv_format(arena, "the regular expression is not well-formed at byte %zu: %.*s", at,
                     SV_ARG(why));
}

bool prepare_regex(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                   uint32_t at, const void **out, Sv *error) {
    if (at >= count || !literal[at] || args[at].kind != VALUE_STRING) return true;
    Sv why = {0};
    size_t where = 0;
    Regex *regex = regex_compile(arena, value_text(args[at]), &why, &where);
    if (regex == NULL) {
        *error = bad_regex(arena, why, where);
        return false;
    }
    *out = regex;
    return true;
}

const Regex *call_regex(CelCall *call, Value pattern) {
    if (call->prepared != NULL) return call->prepared;
    Sv text = value_text(pattern), why = {0};
    size_t at = 0;
    if (!call_spend(call, REGEX_COMPILE_WORK + text.len)) return NULL;
    Regex *regex = regex_compile(call->work.arena, text, &why, &at);
    if (regex == NULL) call_fail(call, "%.*s", SV_ARG(bad_regex(call->work.arena, why, at)));
    return regex;
}
