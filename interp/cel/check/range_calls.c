// What functions can yield.
#include "base/ascii.h"
#include "cel/check/range.h"
#include "cel/function.h"
#include "jsonschema/jsonschema.h"

#include <math.h>
#include <stdlib.h>

typedef struct RangeCall {
    Ranger *ranger;
    const CelExpr *expr;
    const Range *args;
    Range out; // by its type
} RangeCall;

static bool is_size(const Range *range, long double size) {
    return range_is(range, KIND_SIZED) && range->shortest == size && range->longest == size;
}

static bool same(const RangeCall *called, uint32_t a, uint32_t b) {
    return called->expr->count > b &&
           range_same(called->ranger, called->expr->args[a], called->expr->args[b]);
}

static Range holds_where(bool always) {
    return range_of_truth(always ? MAY_HOLD : MAY_BOTH);
}

// ── sizes and texts ──

static Range of_size(const RangeCall *called) {
    const Range *of = &called->args[0];
    if (of->among_count > 0 && !of->patterns && of->kinds == 1u << VALUE_STRING) {
        Range out = range_between(VALUE_INT, INFINITY, 0);
        for (uint32_t i = 0; i < of->among_count; i++) {
            Range one = range_of_value(of->among[i]);
            out.least = fminl(out.least, one.shortest);
            out.most = fmaxl(out.most, one.longest);
        }
        return out;
    }
    if (range_is(of, KIND_SIZED)) return range_between(VALUE_INT, of->shortest, of->longest);
    return range_between(VALUE_INT, 0, INFINITY);
}

static bool contradicts(const Range *text, const Range *part) {
    if (!part->known || part->value.kind != VALUE_STRING) return false;
    Range one = *text;
    one.shortest = 0;
    one.longest = INFINITY;
    one.among_count = one.excluded_count = 0;
    one.known = false;
    one.traits &= (uint8_t)~TEXT_TRIMMED;
    if (text->longest < part->shortest) return true;
    Sv needle = value_text(part->value);
    for (size_t i = 0; i < needle.len; i++) {
        char c = needle.at[i];
        if ((one.traits & TEXT_LOWER && ascii_is_upper(c)) ||
            (one.traits & TEXT_UPPER && ascii_is_lower(c)) || (one.traits & TEXT_LINE && c == '\n'))
            return true;
    }
    return false;
}

// contains, startsWith, endsWith for each possible text.
static uint8_t of_each(const RangeCall *called) {
    const Range *text = &called->args[0], *part = &called->args[1];
    if (text->among_count == 0 || text->patterns || !part->known || called->expr->count != 2)
        return MAY_BOTH;
    if (!range_is(text, 1u << VALUE_STRING)) return MAY_BOTH;
    uint8_t out = 0;
    for (uint32_t i = 0; i < text->among_count; i++) {
        Range args[2] = {range_of_value(text->among[i]), *part};
        out |= range_computed(called->ranger, called->expr, args).truth;
    }
    return out;
}

static const CelExpr *joined(const RangeCall *called) {
    const CelExpr *text = called->expr->args[0];
    bool sum = text->kind == CEL_BINARY && text->op == CEL_OP_ADD;
    return sum ? text : NULL;
}

static bool part_holds(const RangeCall *called, const CelExpr *part) {
    const Range *needle = &called->args[1];
    if (range_same(called->ranger, part, called->expr->args[1])) return true;
    Range range = range_of(called->ranger, part);
    return range.known && needle->known && range.value.kind == VALUE_STRING &&
           sv_find(value_text(range.value), value_text(needle->value), 0) != SV_NONE;
}

static Range of_contains(const RangeCall *called) {
    if (is_size(&called->args[1], 0) || same(called, 0, 1)) return range_of_truth(MAY_HOLD);
    if (contradicts(&called->args[0], &called->args[1])) return range_of_truth(MAY_MISS);
    const CelExpr *sum = joined(called);
    bool contains = sv_eq_c(called->expr->name, "contains");
    if (sum && contains && (part_holds(called, sum->args[0]) || part_holds(called, sum->args[1])))
        return range_of_truth(MAY_HOLD);
    return range_of_truth(of_each(called));
}

static Range of_index(const RangeCall *called) {
    Range out = range_between(VALUE_INT, -1, INFINITY);
    if (range_is(&called->args[0], KIND_SIZED)) out.most = called->args[0].longest;
    if (called->expr->count == 2 && (is_size(&called->args[1], 0) || same(called, 0, 1)))
        out.least = 0;
    return out;
}

static Range with_trait(const RangeCall *called, uint8_t trait, bool may_shorten) {
    Range out = called->out;
    if (!range_is(&called->args[0], 1u << VALUE_STRING)) return out;
    out.longest = called->args[0].longest;
    if (!may_shorten) out.shortest = called->args[0].shortest;
    uint8_t kept = called->args[0].traits;
    if (trait == TEXT_LOWER) kept &= (uint8_t)~TEXT_UPPER;
    if (trait == TEXT_UPPER) kept &= (uint8_t)~TEXT_LOWER;
    out.traits = trait | kept;
    return out;
}

static Range of_lower(const RangeCall *called) {
    return with_trait(called, TEXT_LOWER, false);
}

static Range of_upper(const RangeCall *called) {
    return with_trait(called, TEXT_UPPER, false);
}

static Range of_trim(const RangeCall *called) {
    return with_trait(called, TEXT_TRIMMED, true);
}

static Range of_lines(const RangeCall *called) {
    Range out = called->out;
    out.traits = TEXT_LINE;
    return out;
}

static Range of_split(const RangeCall *called) {
    Range out = called->out;
    if (called->expr->count == 2 && called->args[1].shortest > 0) out.shortest = 1;
    return out;
}

static Range of_digits(const RangeCall *called, long double size) {
    Range out = called->out;
    out.shortest = out.longest = size;
    out.traits = TEXT_LOWER | TEXT_LINE;
    return out;
}

static Range of_sha256(const RangeCall *called) {
    return of_digits(called, 64);
}

static Range of_md5(const RangeCall *called) {
    return of_digits(called, 32);
}

static Range of_uuid(const RangeCall *called) {
    return of_digits(called, 36);
}

// A format has some field, and no JSON is empty.
static Range of_filled(const RangeCall *called) {
    Range out = called->out;
    out.shortest = 1;
    if (sv_eq_c(called->expr->name, "toJson")) out.traits = TEXT_LINE;
    return out;
}

// Every character is there still, or what stands for it.
static Range of_escaped(const RangeCall *called) {
    Range out = called->out;
    if (called->args[0].kinds == 1u << VALUE_STRING) out.shortest = called->args[0].shortest;
    if (sv_eq_c(called->expr->name, "urlEncode") && called->expr->count == 1)
        out.traits = TEXT_LINE;
    return out;
}

// ── lists ──

static Range of_reordered(const RangeCall *called) {
    Range out = called->out;
    bool sized = range_is(&called->args[0], KIND_SIZED);
    if (sized) out.longest = called->args[0].longest;
    if (sized && !sv_eq_c(called->expr->name, "distinct")) out.shortest = called->args[0].shortest;
    out.json = called->args[0].json;
    out.traits = called->args[0].kinds == 1u << VALUE_LIST ? called->args[0].traits : 0;
    return out;
}

static Range of_same_lists(const RangeCall *called) {
    bool alike = same(called, 0, 1);
    if (sv_eq_c(called->expr->name, "sets.contains"))
        return holds_where(alike || is_size(&called->args[1], 0));
    return holds_where(alike);
}

static Range of_intersects(const RangeCall *called) {
    bool none = is_size(&called->args[0], 0) || is_size(&called->args[1], 0);
    return range_of_truth(none ? MAY_MISS : MAY_BOTH);
}

// ── numbers ──

static Range of_whole(const RangeCall *called) {
    const Range *from = &called->args[0];
    Range out = called->out;
    if (!range_is(from, KIND_NUMBERS)) return out;
    out.least = truncl(from->least);
    out.most = truncl(from->most);
    return out;
}

static Range of_double(const RangeCall *called) {
    const Range *from = &called->args[0];
    Range out = called->out;
    if (!range_is(from, KIND_NUMBERS)) return out;
    out.least = from->least;
    out.most = from->most;
    return out;
}

static long double digits(long double number) {
    int count = 1;
    for (; number >= 10 && count < 30; count++)
        number = truncl(number / 10);
    return count;
}

static Range of_string(const RangeCall *called) {
    const Range *from = &called->args[0];
    static const Value truths[] = {{.kind = VALUE_STRING, .text = {"true", 4}},
                                   {.kind = VALUE_STRING, .text = {"false", 5}}};
    Range out = called->out;
    if (range_is(from, 1u << VALUE_STRING)) return *from;
    if (range_is(from, 1u << VALUE_BOOL)) {
        out.among = truths;
        out.among_count = 2;
        out.shortest = 4;
        out.longest = 5;
    } else if (range_is(from, 1u << VALUE_INT) && from->least >= 0 && !isinf(from->most)) {
        out.shortest = digits(from->least);
        out.longest = digits(from->most);
    } else if (range_is(from, KIND_NUMBERS | KIND_TIMES)) {
        out.shortest = 1;
    }
    return out;
}

static Range of_absolute(const RangeCall *called) {
    const Range *from = &called->args[0];
    Range out = range_between(VALUE_INT, 0, INFINITY);
    out.kinds = KIND_NUMBERS;
    if (!range_is(from, KIND_NUMBERS)) return out;
    out.kinds = from->kinds;
    out.least = from->least > 0 ? from->least : from->most < 0 ? -from->most : 0;
    out.most = fmaxl(fabsl(from->least), fabsl(from->most));
    return out;
}

// The range of arguments for a function that only takes numbers.
static Range number_of(const Range *range) {
    Range out = range_between(VALUE_INT, -INFINITY, INFINITY);
    out.kinds = KIND_NUMBERS;
    if (!range_is(range, KIND_NUMBERS)) return out;
    out.kinds = range->kinds;
    out.least = range->least;
    out.most = range->most;
    return out;
}

static Range of_extreme(const RangeCall *called) {
    bool greatest = sv_eq_c(called->expr->name, "math.greatest");
    bool list = called->expr->count == 1 && !range_is(&called->args[0], KIND_NUMBERS);
    if (list) return called->out;
    Range out = number_of(&called->args[0]);
    for (uint32_t i = 0; i < called->expr->count; i++) {
        Range arg = number_of(&called->args[i]);
        out.kinds |= arg.kinds;
        out.least = greatest ? fmaxl(out.least, arg.least) : fminl(out.least, arg.least);
        out.most = greatest ? fmaxl(out.most, arg.most) : fminl(out.most, arg.most);
    }
    return out;
}

static Range of_sign(const RangeCall *called) {
    Range out = called->out;
    out.least = -1;
    out.most = 1;
    return out;
}

static Range of_root(const RangeCall *called) {
    Range out = called->out;
    out.least = 0;
    return out;
}

static Range of_clock(const RangeCall *called) {
    static const struct {
        const char *name;
        int least, most;
    } parts[] = {
        {"getFullYear", 1, 9999},    {"getMonth", 0, 11},      {"getDayOfMonth", 0, 30},
        {"getDate", 1, 31},          {"getDayOfYear", 0, 365}, {"getDayOfWeek", 0, 6},
        {"getHours", 0, 23},         {"getMinutes", 0, 59},    {"getSeconds", 0, 59},
        {"getMilliseconds", 0, 999},
    };
    if (!range_is(&called->args[0], 1u << VALUE_TIMESTAMP)) return called->out;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (sv_eq_c(called->expr->name, parts[i].name))
            return range_between(VALUE_INT, parts[i].least, parts[i].most);
    return called->out;
}

// ── types ──

#define NAME(name_)                                                                                \
    {                                                                                              \
        .kind = VALUE_TYPE, .text = {.at = (name_), .len = sizeof(name_) - 1 }                     \
    }

static Range of_type_name(const RangeCall *called) {
    static const Value names[VALUE_KIND_COUNT] = {
        [VALUE_NULL] = NAME("null_type"),
        [VALUE_BOOL] = NAME("bool"),
        [VALUE_INT] = NAME("int"),
        [VALUE_UINT] = NAME("uint"),
        [VALUE_DOUBLE] = NAME("double"),
        [VALUE_DECIMAL] = NAME("decimal"),
        [VALUE_STRING] = NAME("string"),
        [VALUE_BYTES] = NAME("bytes"),
        [VALUE_LIST] = NAME("list"),
        [VALUE_MAP] = NAME("map"),
        [VALUE_DURATION] = NAME("google.protobuf.Duration"),
        [VALUE_TIMESTAMP] = NAME("google.protobuf.Timestamp"),
        [VALUE_TYPE] = NAME("type"),
        [VALUE_OPTIONAL] = NAME("optional_type"),
        [VALUE_IP] = NAME("net.IP"),
        [VALUE_CIDR] = NAME("net.CIDR"),
    };
    static const Value json[] = {
        NAME("null_type"), NAME("bool"),   NAME("int"),  NAME("double"),
        NAME("decimal"),   NAME("string"), NAME("list"), NAME("map"),
    };
    const Range *of = &called->args[0];
    Range out = called->out;
    for (uint32_t kind = 0; kind < VALUE_KIND_COUNT; kind++) {
        if (of->kinds != 1u << kind) continue;
        if (!of->partial) return range_of_value(names[kind]);
        out.among = &names[kind];
        out.among_count = 1;
    }
    if (of->json && of->kinds == KIND_JSON) {
        out.among = json;
        out.among_count = sizeof json / sizeof *json;
    }
    return out;
}

// ── patterns and schemas ──

static Range of_matches(const RangeCall *called) {
    const Range *text = &called->args[0], *pattern = &called->args[1];
    if (!pattern->known || pattern->value.kind != VALUE_STRING) return called->out;
    bool whole = sv_eq_c(called->expr->name, "fullMatch");
    bool line = range_is(text, 1u << VALUE_STRING) && text->traits & TEXT_LINE;
    if (range_matches_all(value_text(pattern->value), line, whole)) return range_of_truth(MAY_HOLD);
    return range_of_truth(of_each(called));
}

static const Schema *schema_of(const CelExpr *expr) {
    for (uint32_t i = 0; expr->targets && i < expr->targets->count; i++)
        if (expr->targets->items[i].prepared) return expr->targets->items[i].prepared;
    return NULL;
}

static Range of_schema(const RangeCall *called) {
    const Schema *schema = schema_of(called->expr);
    SchemaAsks asks = schema ? schema_asks(schema) : SCHEMA_ASKS_SOMETHING;
    if (asks != SCHEMA_ASKS_NOTHING) {
        bool never = asks == SCHEMA_ASKS_TOO_MUCH;
        bool bools = called->out.kinds == 1u << VALUE_BOOL;
        return never && bools ? range_of_truth(MAY_MISS) : called->out;
    }
    if (called->out.kinds == 1u << VALUE_BOOL) return range_of_truth(MAY_HOLD);
    Range none = called->out;
    none.longest = 0;
    return none;
}

// ── optionals ──

static const CelExpr *given(const CelExpr *optional) {
    bool made = optional->kind == CEL_CALL && optional->count == 1 &&
                sv_eq_c(optional->name, "optional.of");
    return made ? optional->args[0] : NULL;
}

static Range of_content(const RangeCall *called, const CelExpr *optional) {
    const CelExpr *inside = given(optional);
    if (inside) return range_of(called->ranger, inside);
    if (called->args[0].json) return range_of_json();
    const CelType type = optional->type;
    return type.kind == CEL_TYPE_OPTIONAL && type.node ? range_of_type(type.node->of) : range_any();
}

static Range of_has_value(const RangeCall *called) {
    return holds_where(given(called->expr->args[0]) != NULL);
}

static Range of_value(const RangeCall *called) {
    Range out = of_content(called, called->expr->args[0]);
    if (!given(called->expr->args[0])) out.partial = true;
    return out;
}

static Range of_or_value(const RangeCall *called) {
    const CelExpr *optional = called->expr->args[0];
    if (given(optional)) return of_content(called, optional);
    Range content = of_content(called, optional);
    Range out = range_join(&content, &called->args[1]);
    return out;
}

static Range of_same(const RangeCall *called) {
    return called->args[0];
}

static Range of_json(const RangeCall *called) {
    (void)called;
    return range_of_json();
}

// ── the table ──

typedef struct RangeRow {
    const char *name;
    uint32_t least; // arguments
    Range (*range)(const RangeCall *called);
} RangeRow;

static const RangeRow rows[] = {
    {"contains", 2, of_contains},
    {"distinct", 1, of_reordered},
    {"double", 1, of_double},
    {"dyn", 1, of_same},
    {"endsWith", 2, of_contains},
    {"fields", 2, of_split},
    {"formatTime", 2, of_filled},
    {"fullMatch", 2, of_matches},
    {"getDate", 1, of_clock},
    {"getDayOfMonth", 1, of_clock},
    {"getDayOfWeek", 1, of_clock},
    {"getDayOfYear", 1, of_clock},
    {"getFullYear", 1, of_clock},
    {"getHours", 1, of_clock},
    {"getMilliseconds", 1, of_clock},
    {"getMinutes", 1, of_clock},
    {"getMonth", 1, of_clock},
    {"getSeconds", 1, of_clock},
    {"hasValue", 1, of_has_value},
    {"htmlEscape", 1, of_escaped},
    {"indexOf", 2, of_index},
    {"int", 1, of_whole},
    {"json", 1, of_json},
    {"lastIndexOf", 2, of_index},
    {"lines", 1, of_lines},
    {"lowerAscii", 1, of_lower},
    {"matches", 2, of_matches},
    {"matchesSchema", 2, of_schema},
    {"math.abs", 1, of_absolute},
    {"math.greatest", 1, of_extreme},
    {"math.least", 1, of_extreme},
    {"math.sign", 1, of_sign},
    {"math.sqrt", 1, of_root},
    {"md5", 1, of_md5},
    {"orValue", 2, of_or_value},
    {"reverse", 1, of_reordered},
    {"sameRows", 2, of_same_lists},
    {"schemaErrors", 2, of_schema},
    {"sets.contains", 2, of_same_lists},
    {"sets.equivalent", 2, of_same_lists},
    {"sets.intersects", 2, of_intersects},
    {"sha256", 1, of_sha256},
    {"size", 1, of_size},
    {"sort", 1, of_reordered},
    {"split", 2, of_split},
    {"startsWith", 2, of_contains},
    {"string", 1, of_string},
    {"toJson", 1, of_filled},
    {"trim", 1, of_trim},
    {"type", 1, of_type_name},
    {"uint", 1, of_whole},
    {"upperAscii", 1, of_upper},
    {"urlEncode", 1, of_escaped},
    {"uuid", 1, of_uuid},
    {"value", 1, of_value},
};

static int by_name(const void *key, const void *row) {
    return sv_cmp(*(const Sv *)key, sv_from_c(((const RangeRow *)row)->name));
}

Range range_of_call(Ranger *ranger, const CelExpr *expr, const Range *args) {
    RangeCall called = {ranger, expr, args, range_of_type(expr->type)};
    const RangeRow *row =
        bsearch(&expr->name, rows, sizeof rows / sizeof *rows, sizeof *rows, by_name);
    return row && expr->count >= row->least ? row->range(&called) : called.out;
}
