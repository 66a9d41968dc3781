#include "cel/text_order.h"
#include "cel/eval.h"
#include "value/version.h"

static bool is_text(Value value) {
    return value.kind == VALUE_STRING || value.kind == VALUE_BYTES;
}

// ── what the texts read like ──

typedef struct Seen {
    size_t numbers;  // texts that read like one
    size_t versions; // of those, what version() takes
    size_t width;    // of those of digits alone; 0 = they are not of one
    bool even;       // all are digits of one length
    ReadsAs worst;   // what tells most: a version, a measure, a number, digits
} Seen;

static void see(Seen *seen, Sv text) {
    ReadsAs reading = reads_as(text);
    if (reading == READS_AS_TEXT) return;
    bool digits = reading == READS_AS_DIGITS && text.at[0] >= '0' && text.at[0] <= '9';
    size_t width = digits ? sv_trim(text).len : 0;
    Value version;
    if (value_version(sv_trim(text), &version, NULL)) seen->versions++;
    if (seen->numbers++ == 0) seen->width = width;
    seen->even = width > 0 && width == seen->width && (seen->numbers == 1 || seen->even);
    if (reading > seen->worst) seen->worst = reading;
}

static TextOrder order_of(const Seen *seen) {
    bool versions = seen->versions == seen->numbers;
    switch (seen->worst) {
    case READS_AS_MEASURE: return (TextOrder){NULL, "numbers with a unit", ""};
    case READS_AS_VERSION: return (TextOrder){"version", "versions", ""};
    case READS_AS_NUMBER:
        if (!versions) return (TextOrder){"double", "numbers", ""};
        return (TextOrder){"version", "numbers or versions",
                           ", or with double(…) where they are numbers"};
    default: return (TextOrder){"int", "numbers", ""};
    }
}

bool texts_in_order(const Value *values, size_t count, TextOrder *mend) {
    Seen seen = {.worst = READS_AS_TEXT};
    for (size_t i = 0; i < count; i++)
        if (is_text(values[i])) see(&seen, value_text(values[i]));
    if (seen.numbers < 2 || seen.even) return true;
    *mend = order_of(&seen);
    return false;
}

// ── comparing ──

// The operand as it is written, without the line feed that a program prints behind a number.
static Sv operand(const Machine *machine, const CelExpr *expr, Value value) {
    Sv text = sv_slice(machine->program->text, expr->from, expr->to), held = value_text(value);
    if (value.kind == VALUE_BYTES) return sv_format(machine->arena, "string(%.*s)", SV_ARG(text));
    return sv_trim(held).len == held.len ? text
                                         : sv_format(machine->arena, "%.*s.trim()", SV_ARG(text));
}

bool machine_text_order(Machine *machine, const CelExpr *expr, Value a, Value b) {
    Value both[] = {a, b};
    TextOrder mend;
    if (texts_in_order(both, 2, &mend)) return true;
    const char *op = cel_op_text((CelOp)expr->op);
    if (!mend.function)
        return machine_fail(machine, expr,
                            "'%s' orders texts letter by letter, and both of these read like %s; "
                            "take the numbers out of them: double(text.replace('%%', '')), or "
                            "duration(text)",
                            op, mend.words);
    Sv left = operand(machine, expr->args[0], a), right = operand(machine, expr->args[1], b);
    return machine_fail(machine, expr,
                        "'%s' orders texts letter by letter, and both of these read like %s; "
                        "compare them as such: %s(%.*s) %s %s(%.*s)%s",
                        op, mend.words, mend.function, SV_ARG(left), op, mend.function,
                        SV_ARG(right), mend.hint);
}

bool machine_fail_order(Machine *machine, const CelExpr *expr, Value a, Value b) {
    bool versions = (a.kind == VALUE_VERSION && b.kind == VALUE_STRING) ||
                    (b.kind == VALUE_VERSION && a.kind == VALUE_STRING);
    return machine_fail(machine, expr, "'%s' cannot compare %s with %s%s",
                        cel_op_text((CelOp)expr->op), value_kind_name((ValueKind)a.kind),
                        value_kind_name((ValueKind)b.kind),
                        versions ? ": read the text with version(…)" : "");
}

// ── sorting ──

const bool sorted_for_equality = true;

static bool is_sort(const CelExpr *expr) {
    bool call = expr->kind == CEL_CALL && (expr->flags & CEL_METHOD) != 0 && expr->count == 1 &&
                sv_eq_c(expr->name, "sort");
    return call || (expr->kind == CEL_LOOP && expr->op == CEL_LOOP_SORT_BY);
}

// A literal list that is in the order of texts itself.
static bool is_in_order(const CelExpr *expr) {
    if (expr->run != run_value || expr->value->kind != VALUE_LIST) return false;
    for (size_t i = 1; i < value_count(*expr->value); i++) {
        int order = 0;
        if (!value_compare(value_item(*expr->value, i - 1), value_item(*expr->value, i), &order) ||
            order > 0)
            return false;
    }
    return true;
}

static void mark(const CelExpr *expr) {
    if (expr->kind == CEL_LOOP) {
        expr->loop->whole = true;
        return;
    }
    for (uint32_t i = 0; expr->kind == CEL_CALL && i < expr->targets->count; i++)
        expr->targets->items[i].prepared = &sorted_for_equality;
}

void mark_whole_sorts(const CelExpr *equality) {
    const CelExpr *a = equality->args[0], *b = equality->args[1];
    bool sorts = is_sort(a) && is_sort(b);
    if (sorts || (is_sort(a) && is_in_order(b))) mark(a);
    if (sorts || (is_sort(b) && is_in_order(a))) mark(b);
}
