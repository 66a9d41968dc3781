// The specification's standard functions on text, lists and maps; type() and dyn().
#include "base/utf8.h"
#include "cel/functions/call.h"

// ── size ──

static bool size_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (!call_spend(call, args[0].text.len / 64)) return false;
    *out = value_int((int64_t)utf8_count(value_text(args[0])));
    return true;
}

static bool size_bytes(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int((int64_t)args[0].text.len);
    return true;
}

static bool size_items(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int((int64_t)value_count(args[0]));
    return true;
}

static const CelOverload size_overloads[] = {
    {"(string) -> int", size_string},  {"(bytes) -> int", size_bytes},
    {"(list(A)) -> int", size_items},  {"(map(A, B)) -> int", size_items},
    {"string.() -> int", size_string}, {"bytes.() -> int", size_bytes},
    {"list(A).() -> int", size_items}, {"map(A, B).() -> int", size_items},
};

// ── searching text ──

static bool contains(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (!call_spend(call, args[0].text.len / 16)) return false;
    CallTexts pair = call_texts(call, args[0], args[1]);
    *out = value_bool(sv_find(pair.text, pair.part, 0) != SV_NONE);
    return true;
}

static bool starts_with(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    CallTexts pair = call_texts(call, args[0], args[1]);
    *out = value_bool(sv_starts(pair.text, pair.part));
    return true;
}

static bool ends_with(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    CallTexts pair = call_texts(call, args[0], args[1]);
    *out = value_bool(sv_ends(pair.text, pair.part));
    return true;
}

static const CelOverload contains_overloads[] = {{"string.(string) -> bool", contains}};
static const CelOverload starts_overloads[] = {{"string.(string) -> bool", starts_with}};
static const CelOverload ends_overloads[] = {{"string.(string) -> bool", ends_with}};

// ── matches ──

static bool prepare_matches(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options;
    return prepare_regex(arena, args, literal, count, 1, out, error);
}

static const Regex *caseless_regex(CelCall *call, Value pattern) {
    call->prepared = NULL;
    return call_regex(
        call, value_string(sv_format(call->work.arena, "(?i)%.*s", SV_ARG(value_text(pattern)))));
}

static bool matches(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool found = false;
    const Regex *regex =
        args[0].marks & VALUE_CASELESS ? caseless_regex(call, args[1]) : call_regex(call, args[1]);
    if (regex == NULL || !work_matches(&call->work, regex, value_text(args[0]), &found))
        return false;
    *out = value_bool(found);
    return true;
}

static const CelOverload matches_overloads[] = {
    {"string.(string) -> bool", matches},
    {"(string, string) -> bool", matches},
};

// ── types ──

static bool same(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = args[0];
    return true;
}

static bool type_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    static const Sv names[VALUE_KIND_COUNT] = {
        [VALUE_NULL] = SV_INIT("null_type"),
        [VALUE_BOOL] = SV_INIT("bool"),
        [VALUE_INT] = SV_INIT("int"),
        [VALUE_UINT] = SV_INIT("uint"),
        [VALUE_DOUBLE] = SV_INIT("double"),
        [VALUE_DECIMAL] = SV_INIT("decimal"),
        [VALUE_STRING] = SV_INIT("string"),
        [VALUE_BYTES] = SV_INIT("bytes"),
        [VALUE_LIST] = SV_INIT("list"),
        [VALUE_MAP] = SV_INIT("map"),
        [VALUE_DURATION] = SV_INIT("google.protobuf.Duration"),
        [VALUE_TIMESTAMP] = SV_INIT("google.protobuf.Timestamp"),
        [VALUE_TYPE] = SV_INIT("type"),
        [VALUE_OPTIONAL] = SV_INIT("optional_type"),
        [VALUE_IP] = SV_INIT("net.IP"),
        [VALUE_CIDR] = SV_INIT("net.CIDR"),
        [VALUE_VERSION] = SV_INIT("version"),
    };
    *out = value_type(names[args[0].kind]);
    return true;
}

static const CelOverload dyn_overloads[] = {{"(A) -> dyn", same}};
static const CelOverload type_overloads[] = {{"(dyn) -> type", type_of}};

static const CelFunction rows[] = {
    {.name = "size",
     .summary =
         "The number of characters (code points) of a text, bytes of bytes, items of a list, or entries of a map.",
     .example = "'four'.size() == 4\nsize([1, 2]) == 2",
     .since = "0.1",
     CEL_OVERLOADS(size_overloads),
     .drops_taint = true},
    {.name = "contains",
     .summary = "Whether the text holds the other text.",
     .example = "'foobar'.contains('oba')",
     .since = "0.1",
     CEL_OVERLOADS(contains_overloads),
     .shows_nothing = call_empty_needle},
    {.name = "startsWith",
     .summary = "Whether the text begins with the other text.",
     .example = "'foobar'.startsWith('foo')",
     .since = "0.1",
     CEL_OVERLOADS(starts_overloads),
     .shows_nothing = call_empty_needle},
    {.name = "endsWith",
     .summary = "Whether the text ends with the other text.",
     .example = "'foobar'.endsWith('bar')",
     .since = "0.1",
     CEL_OVERLOADS(ends_overloads),
     .shows_nothing = call_empty_needle},
    {.name = "matches",
     .summary =
         "Whether the regular expression is found somewhere in the text; ^ and $ bind it to the ends.",
     .example = "'hubba'.matches('ubb')\n!'hubba'.matches('^ubb')",
     .since = "0.1",
     CEL_OVERLOADS(matches_overloads),
     .prepare = prepare_matches,
     .shows_nothing = call_empty_needle},
    {.name = "dyn",
     .summary = "The value itself, with its type left open for the checker.",
     .example = "dyn(1) == 1.0",
     .since = "0.1",
     CEL_OVERLOADS(dyn_overloads)},
    {.name = "type",
     .summary = "The type of a value, which is a value too.",
     .example = "type(1) == int",
     .since = "0.1",
     CEL_OVERLOADS(type_overloads),
     .drops_taint = true},
};

const CelFamily cel_family_standard = {
    .name = "standard",
    .summary = "Sizes, searching in text, and types.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
