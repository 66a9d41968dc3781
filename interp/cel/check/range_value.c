// Ranges: of types and values, joined, narrowed, read from what a result's row declares.
#include "base/num.h"
#include "cel/check/range.h"

#include <math.h>

enum { ALL_KINDS = (1u << VALUE_KIND_COUNT) - 1 };

Range range_of_kinds(uint32_t kinds) {
    Range out = {.kinds = kinds,
                 .least = -INFINITY,
                 .most = INFINITY,
                 .longest = INFINITY,
                 .truth = kinds & 1u << VALUE_BOOL ? MAY_BOTH : 0};
    if (kinds == 1u << VALUE_UINT) out.least = 0;
    return out;
}

Range range_any(void) {
    return range_of_kinds(ALL_KINDS);
}

Range range_nothing(void) {
    return range_of_kinds(0);
}

Range range_of_json(void) {
    Range out = range_of_kinds(KIND_JSON);
    out.json = true;
    return out;
}

Range range_of_truth(uint8_t truth) {
    if (truth == 0) return range_nothing();
    Range out = range_of_kinds(1u << VALUE_BOOL);
    out.truth = truth;
    out.known = truth != MAY_BOTH;
    out.value = value_bool(truth == MAY_HOLD);
    return out;
}

Range range_between(ValueKind kind, long double least, long double most) {
    Range out = range_of_kinds(1u << kind);
    out.least = least;
    out.most = most;
    return out;
}

static uint32_t kinds_of(CelTypeKind kind) {
    static const uint32_t kinds[] = {
        [CEL_TYPE_NULL] = 1u << VALUE_NULL,
        [CEL_TYPE_BOOL] = 1u << VALUE_BOOL,
        [CEL_TYPE_INT] = 1u << VALUE_INT,
        [CEL_TYPE_UINT] = 1u << VALUE_UINT,
        [CEL_TYPE_DOUBLE] = 1u << VALUE_DOUBLE,
        [CEL_TYPE_DECIMAL] = 1u << VALUE_DECIMAL,
        [CEL_TYPE_STRING] = 1u << VALUE_STRING,
        [CEL_TYPE_BYTES] = 1u << VALUE_BYTES,
        [CEL_TYPE_LIST] = 1u << VALUE_LIST,
        [CEL_TYPE_MAP] = 1u << VALUE_MAP,
        [CEL_TYPE_RECORD] = 1u << VALUE_MAP,
        [CEL_TYPE_DURATION] = 1u << VALUE_DURATION,
        [CEL_TYPE_TIMESTAMP] = 1u << VALUE_TIMESTAMP,
        [CEL_TYPE_TYPE] = 1u << VALUE_TYPE,
        [CEL_TYPE_OPTIONAL] = 1u << VALUE_OPTIONAL,
        [CEL_TYPE_IP] = 1u << VALUE_IP,
        [CEL_TYPE_CIDR] = 1u << VALUE_CIDR,
        [CEL_TYPE_ERROR] = 0,
    };
    return kinds[kind] ? kinds[kind] : ALL_KINDS;
}

Range range_of_type(CelType type) {
    return range_of_kinds(kinds_of(type.kind) | (type.nullable ? 1u << VALUE_NULL : 0));
}

static size_t characters(Sv text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

long double range_number(Value value) {
    double number = 0;
    switch (value.kind) {
    case VALUE_INT: return (long double)value.integer;
    case VALUE_UINT: return (long double)value.uinteger;
    case VALUE_DOUBLE: return (long double)value.number;
    case VALUE_DECIMAL: return num_parse_double(value_text(value), &number) ? number : NAN;
    case VALUE_DURATION:
    case VALUE_TIMESTAMP: return (long double)value.seconds * 1e9L + value.nanos;
    default: return NAN;
    }
}

static long double size_of(Value value) {
    switch (value.kind) {
    case VALUE_STRING: return (long double)characters(value_text(value));
    case VALUE_BYTES: return (long double)value_text(value).len;
    default: return (long double)value_count(value);
    }
}

Range range_of_value(Value value) {
    Range out = range_of_kinds(1u << value.kind);
    out.known = true;
    out.value = value;
    if (value.kind == VALUE_BOOL) out.truth = value.boolean ? MAY_HOLD : MAY_MISS;
    if (out.kinds & KIND_SIZED) out.shortest = out.longest = size_of(value);
    long double number = range_number(value);
    if (isnan(number)) return out;
    // A decimal between two doubles cannot be distinguished from either.
    long double slack = value.kind == VALUE_DECIMAL ? fabsl(number) * 1e-15L : 0;
    out.least = number - slack;
    out.most = number + slack;
    return out;
}

bool range_is(const Range *range, uint32_t kinds) {
    return range->kinds != 0 && (range->kinds & ~kinds) == 0;
}

bool range_in_spans(const Range *range, long double number) {
    for (uint32_t i = 0; i < range->span_count; i++)
        if (number >= range->spans[i].least && number <= range->spans[i].most) return true;
    return range->span_count == 0;
}

Range range_join(const Range *a, const Range *b) {
    if (a->kinds == 0) return *b;
    if (b->kinds == 0) return *a;
    if (a->known && b->known && a->value.kind == b->value.kind && value_equal(a->value, b->value))
        return *a;
    Range out = range_of_kinds(a->kinds | b->kinds);
    out.truth = a->truth | b->truth;
    bool numbers = range_is(a, KIND_NUMBERS) && range_is(b, KIND_NUMBERS);
    if (numbers || (a->kinds == b->kinds && range_is(a, KIND_TIMES))) {
        out.least = fminl(a->least, b->least);
        out.most = fmaxl(a->most, b->most);
    }
    if (range_is(a, KIND_SIZED) && range_is(b, KIND_SIZED)) {
        out.shortest = fminl(a->shortest, b->shortest);
        out.longest = fmaxl(a->longest, b->longest);
    }
    out.traits = a->traits & b->traits;
    out.json = a->json && b->json;
    out.partial = a->partial || b->partial;
    return out;
}

Range range_meet(const Range *typed, const Range *declared) {
    Range out = *declared;
    out.kinds &= typed->kinds;
    if (out.kinds == 0) return *typed;
    if (!(out.kinds & 1u << VALUE_BOOL)) out.truth = 0;
    out.least = fmaxl(typed->least, declared->least);
    out.most = fminl(typed->most, declared->most);
    return out;
}

// ── as a row declares it ──

typedef struct RangeReading {
    Arena *arena;
    RangeSpan *spans;
    Value *texts;
    uint32_t span_count, span_capacity, text_count, text_capacity;
} RangeReading;

// '1.1', 200, 200..999, 0.., or 101?, which only occurs if it is asked for
static bool read_part(RangeReading *reading, Sv part) {
    if (sv_starts(part, SV("'"))) {
        if (part.len < 2 || !sv_ends(part, SV("'"))) return false;
        arena_grow(reading->arena, reading->texts, reading->text_count, reading->text_capacity);
        reading->texts[reading->text_count++] = value_string(sv_slice(part, 1, part.len - 1));
        return true;
    }
    bool rare = sv_ends(part, SV("?"));
    if (rare) part = sv_slice(part, 0, part.len - 1);
    size_t dots = sv_find(part, SV(".."), 0);
    Sv from = dots == SV_NONE ? part : sv_slice(part, 0, dots);
    Sv to = dots == SV_NONE ? part : sv_slice(part, dots + 2, part.len);
    int64_t least = 0, most = 0;
    if (!num_parse_i64(from, &least) || (to.len > 0 && !num_parse_i64(to, &most))) return false;
    arena_grow(reading->arena, reading->spans, reading->span_count, reading->span_capacity);
    reading->spans[reading->span_count++] = (RangeSpan){
        .least = (long double)least,
        .most = to.len > 0 ? (long double)most : (long double)INFINITY,
        .rare = rare,
    };
    return true;
}

const CelRange *cel_range_read(Arena *arena, Sv text) {
    RangeReading reading = {.arena = arena};
    Sv rest = text, part;
    while (rest.len > 0 && sv_next_part(&rest, ',', &part))
        if (!read_part(&reading, sv_trim(part))) return NULL;
    Range *out = arena_new_of(arena, Range);
    *out = range_any();
    out->among = reading.texts;
    out->among_count = reading.text_count;
    out->patterns = sv_find_char(text, '*', 0) != SV_NONE;
    out->spans = reading.spans;
    out->span_count = reading.span_count;
    if (reading.span_count == 0) return out;
    out->least = reading.spans[0].least;
    out->most = reading.spans[reading.span_count - 1].most;
    return out;
}

uint32_t cel_range_texts(const CelRange *range, Sv *out, uint32_t limit) {
    uint32_t count = range ? range->among_count : 0;
    if (count > limit) count = limit;
    for (uint32_t i = 0; i < count; i++)
        out[i] = value_text(range->among[i]);
    return count;
}

static void show_number(Buf *out, long double number) {
    buf_addf(out, "%.0Lf", number);
}

static void show_span(Buf *out, const RangeSpan *span) {
    if (isinf(span->most)) {
        show_number(out, span->least);
        buf_add_c(out, " or more");
        return;
    }
    show_number(out, span->least);
    if (span->most > span->least) {
        buf_add_c(out, " to ");
        show_number(out, span->most);
    }
    if (span->rare) buf_add_c(out, " (where it is asked for)");
}

bool cel_range_show(Buf *out, const CelRange *range) {
    uint32_t count = range ? range->span_count + range->among_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) buf_add_c(out, i + 1 < count ? ", " : " or ");
        if (i < range->span_count) {
            show_span(out, &range->spans[i]);
        } else {
            Sv text = value_text(range->among[i - range->span_count]);
            buf_addf(out, "'%.*s'", SV_ARG(text));
        }
    }
    return count > 0;
}
