// Optional values. `or` and `orValue` evaluate their argument only if it is needed, so the
// evaluator handles them; their rows here declare and document them.
#include "cel/function.h"

static bool of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    *out = value_optional_of(call->work.arena, args[0]);
    return true;
}

static bool none(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)args, (void)count;
    *out = value_optional_none();
    return true;
}

static bool is_zero(Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOL: return !value.boolean;
    case VALUE_INT: return value.integer == 0;
    case VALUE_UINT: return value.uinteger == 0;
    case VALUE_DOUBLE: return value.number == 0;
    case VALUE_DECIMAL: return value_equal(value, value_int(0));
    case VALUE_STRING:
    case VALUE_BYTES: return value.text.len == 0;
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_OPTIONAL: return value_count(value) == 0;
    case VALUE_DURATION: return value.seconds == 0 && value.nanos == 0;
    case VALUE_TIMESTAMP: return value.seconds == 0 && value.nanos == 0;
    case VALUE_TYPE:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR:
    case VALUE_KIND_COUNT: break;
    }
    return false;
}

static bool of_non_zero(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    *out = is_zero(args[0]) ? value_optional_none() : value_optional_of(call->work.arena, args[0]);
    return true;
}

static bool has_value(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_bool(value_count(args[0]) == 1);
    return true;
}

static bool value_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (value_count(args[0]) == 0) {
        return call_fail(call,
                         "the optional has no value: .orValue(…) gives one, .hasValue() asks");
    }
    *out = value_item(args[0], 0);
    return true;
}

static bool either(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_count(args[0]) == 1 ? args[0] : args[1];
    return true;
}

static bool or_value(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_count(args[0]) == 1 ? value_item(args[0], 0) : args[1];
    return true;
}

static bool unwrap(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    ListBuilder builder = list_builder(call->work.arena);
    if (!call_spend(call, value_count(args[0]))) return false;
    for (size_t i = 0; i < value_count(args[0]); i++) {
        Value item = value_item(args[0], i);
        if (item.kind != VALUE_OPTIONAL) {
            return call_fail(call, "item %zu is of type %s, not optional", i,
                             value_kind_name(item.kind));
        }
        if (value_count(item) == 1) list_add(&builder, value_item(item, 0));
    }
    *out = list_done(&builder);
    return true;
}

static const CelOverload of_overloads[] = {{"(A) -> optional(A)", of}};
static const CelOverload none_overloads[] = {{"() -> optional(A)", none}};
static const CelOverload of_non_zero_overloads[] = {{"(A) -> optional(A)", of_non_zero}};
static const CelOverload has_value_overloads[] = {{"optional(A).() -> bool", has_value}};
static const CelOverload value_overloads[] = {{"optional(A).() -> A", value_of}};
static const CelOverload or_overloads[] = {{"optional(A).(optional(A)) -> optional(A)", either}};
static const CelOverload or_value_overloads[] = {{"optional(A).(A) -> A", or_value}};
static const CelOverload unwrap_overloads[] = {{"(list(optional(A))) -> list(A)", unwrap}};
static const CelOverload unwrap_opt_overloads[] = {{"list(optional(A)).() -> list(A)", unwrap}};

static const CelFunction rows[] = {
    {.name = "optional.of",
     .summary = "An optional that holds the value.",
     .example = "optional.of(1).value() == 1",
     .since = "0.1",
     CEL_OVERLOADS(of_overloads),
     .extension = true},
    {.name = "optional.none",
     .summary = "An optional without a value.",
     .example = "!optional.none().hasValue()",
     .since = "0.1",
     CEL_OVERLOADS(none_overloads),
     .extension = true},
    {.name = "optional.ofNonZeroValue",
     .summary = "An optional of the value, or none where it is null, false, zero or empty.",
     .example = "!optional.ofNonZeroValue('').hasValue()",
     .since = "0.1",
     CEL_OVERLOADS(of_non_zero_overloads),
     .extension = true},
    {.name = "hasValue",
     .summary = "Whether the optional holds a value.",
     .example = "{'a': 1}.?a.hasValue()",
     .since = "0.1",
     CEL_OVERLOADS(has_value_overloads),
     .extension = true},
    {.name = "value",
     .summary = "What the optional holds; an error where it holds nothing.",
     .example = "{'a': 1}.?a.value() == 1",
     .since = "0.1",
     CEL_OVERLOADS(value_overloads),
     .extension = true},
    {.name = "or",
     .summary = "The optional where it holds a value, else the other one.",
     .example = "{}.?a.or(optional.of(2)).value() == 2",
     .since = "0.1",
     CEL_OVERLOADS(or_overloads),
     .extension = true},
    {.name = "orValue",
     .summary = "What the optional holds, or the given value where it holds nothing.",
     .example = "{}.?a.orValue('none') == 'none'",
     .since = "0.1",
     CEL_OVERLOADS(or_value_overloads),
     .extension = true},
    {.name = "optional.unwrap",
     .summary = "The values of those optionals of a list that hold one.",
     .example = "optional.unwrap([optional.of(1), optional.none()]) == [1]",
     .since = "0.1",
     CEL_OVERLOADS(unwrap_overloads),
     .extension = true},
    {.name = "unwrapOpt",
     .summary = "As optional.unwrap, written after the list.",
     .example = "[optional.of(1), optional.none()].unwrapOpt() == [1]",
     .since = "0.1",
     CEL_OVERLOADS(unwrap_opt_overloads),
     .extension = true},
};

const CelFamily cel_family_optionals = {
    .name = "optionals",
    .summary = "Values that may be absent.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
