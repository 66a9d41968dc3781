// What shows nothing, in strict mode: an empty text is in every text, two empty sides are the same,
// null is not the bad value, NaN is not above the limit, the keys of a map are not its items.
#include "base/ascii.h"
#include "cel/eval/eval.h"
#include "value/show.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { SHOWN = 60, WHY_BYTES = 1024 };

void machine_refuse_unknown(Machine *machine) {
    FaultKind *kind = &machine->fault->kind;
    if (machine->fault->lasting) return;
    if (*kind == FAULT_EMPTY || *kind == FAULT_UNKNOWN) *kind = FAULT_ERROR;
}

bool value_is_empty(Value value) {
    switch (value.kind) {
    case VALUE_NULL: return true;
    case VALUE_STRING:
    case VALUE_BYTES: return value.text.len == 0;
    case VALUE_LIST:
    case VALUE_MAP: return value_count(value) == 0;
    case VALUE_OPTIONAL: return value_count(value) == 0 || value_is_empty(value_item(value, 0));
    default: return false;
    }
}

bool value_is_nan(Value value) {
    return value.kind == VALUE_DOUBLE && isnan(value.number);
}

bool operand_is_answer(const CelExpr *expr, uint32_t operand) {
    return operand < expr->count && (expr->args[operand]->flags & CEL_ANSWERED) != 0;
}

bool machine_fail_empty(Machine *machine, const CelExpr *expr, const char *format, ...) {
    char why[WHY_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    machine_fail_kind(machine, expr, FAULT_EMPTY, "%s", why);
    return machine_hint(machine, "expect its size as well, or set allow_empty: true");
}

static Sv shown(Machine *machine, Value value) {
    BUF_AUTO Buf buf = buf_new(4096);
    value_show(&buf, value, SHOWN);
    return buf_keep(&buf, machine->arena);
}

bool machine_fail_null(Machine *machine, const CelExpr *expr, Value a, Value b, Sv place) {
    Value other = a.kind == VALUE_NULL ? b : a;
    machine_fail_kind(machine, expr, FAULT_UNKNOWN,
                      "null%.*s is compared with %.*s, which shows nothing", SV_ARG(place),
                      other.taint ? (int)sizeof "a secret" - 1 : (int)shown(machine, other).len,
                      other.taint ? "a secret" : shown(machine, other).at);
    return machine_hint(machine, "say what null means: compare with null first (… == null || …)");
}

bool machine_fail_nan(Machine *machine, const CelExpr *expr) {
    machine_fail_kind(machine, expr, FAULT_UNKNOWN,
                      "NaN (not a number) is compared, which shows nothing");
    return machine_hint(machine, "ask for it first: !math.isNaN(…) && …");
}

static Sv text_of(const Machine *machine, const CelExpr *expr) {
    return sv_slice(machine->program->text, expr->from, expr->to);
}

static bool is_identifier(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool letter = ascii_is_letter(c) || c == '_';
        if (!letter && (i == 0 || !ascii_is_digit(c))) return false;
    }
    return text.len > 0;
}

static bool hint_in(Machine *machine, const CelExpr *expr) {
    const CelExpr *wanted = expr->args[0];
    Sv map = text_of(machine, expr->args[1]);
    bool named = wanted->kind == CEL_LITERAL && wanted->value->kind == VALUE_STRING &&
                 is_identifier(value_text(*wanted->value)) && cel_is_path(expr->args[1]);
    if (named)
        return machine_hint(machine, "whether it has such a key: has(%.*s.%.*s)", SV_ARG(map),
                            SV_ARG(value_text(*wanted->value)));
    return machine_hint(machine, "whether it has such a key: %.*s[?%.*s].hasValue()", SV_ARG(map),
                        SV_ARG(text_of(machine, wanted)));
}

bool machine_fail_map(Machine *machine, const CelExpr *expr, Value map) {
    bool in = expr->kind == CEL_BINARY;
    Sv range = text_of(machine, expr->args[in ? 1 : 0]);
    Sv first = value_count(map) > 0 ? shown(machine, value_key(map, 0)) : SV("none");
    machine_fail(machine, expr, "%.*s is a map, not a list: '%.*s' would look at its keys (%.*s%s)",
                 SV_ARG(range), SV_ARG(in ? SV("in") : expr->name), SV_ARG(first),
                 value_count(map) > 1 ? ", …" : "");
    if (in) return hint_in(machine, expr);
    Sv name = expr->loop->names[0], body = text_of(machine, expr->args[expr->count - 1]);
    return machine_hint(machine, "for its values: %.*s.%.*s(key, %.*s, %.*s)", SV_ARG(range),
                        SV_ARG(expr->name), SV_ARG(name), SV_ARG(body));
}
