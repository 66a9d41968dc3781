#include "cel/eval/text_order.h"
#include "cel/eval/eval.h"
#include "match/texts_in_order.h"

// The operand as it is written, with the line feed trimmed that programs print after a number.
static Sv operand(const Machine *machine, const CelExpr *expr, Value value) {
    Sv text = sv_slice(machine->program->text, expr->from, expr->to), held = value_text(value);
    if (value.kind == VALUE_BYTES) return sv_format(machine->arena, "string(%.*s)", SV_ARG(text));
    return sv_trim(held).len == held.len ? text
                                         : sv_format(machine->arena, "%.*s.trim()", SV_ARG(text));
}

bool machine_text_order(Machine *machine, const CelExpr *expr, Value a, Value b) {
    Value both[] = {a, b};
    TextOrder instead;
    if (texts_in_order(both, 2, &instead)) return true;
    const char *op = cel_op_text((CelOp)expr->op);
    if (!instead.function)
        return machine_fail(machine, expr,
                            "'%s' orders texts letter by letter, and both of these read like %s; "
                            "take the numbers out of them: double(text.replace('%%', '')), or "
                            "duration(text)",
                            op, instead.words);
    Sv left = operand(machine, expr->args[0], a), right = operand(machine, expr->args[1], b);
    return machine_fail(machine, expr,
                        "'%s' orders texts letter by letter, and both of these read like %s; "
                        "compare them as such: %s(%.*s) %s %s(%.*s)%s",
                        op, instead.words, instead.function, SV_ARG(left), op, instead.function,
                        SV_ARG(right), instead.hint);
}

bool machine_fail_order(Machine *machine, const CelExpr *expr, Value a, Value b) {
    bool versions = (a.kind == VALUE_VERSION && b.kind == VALUE_STRING) ||
                    (b.kind == VALUE_VERSION && a.kind == VALUE_STRING);
    return machine_fail(machine, expr, "'%s' cannot compare %s with %s%s",
                        cel_op_text((CelOp)expr->op), value_kind_name((ValueKind)a.kind),
                        value_kind_name((ValueKind)b.kind),
                        versions ? ": read the text with version(…)" : "");
}
