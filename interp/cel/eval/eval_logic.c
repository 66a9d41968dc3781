// && || ! and ?:. In the specification's mode && and || absorb errors of an operand if another one
// decides; in strict mode they go from left to right and absorb only unknowns.
#include "cel/eval/eval.h"

static bool refuse_kind(Machine *machine, const CelExpr *operand, Value value, const char *op) {
    machine_fail(machine, operand, "'%s' needs a bool but finds a value of type %s", op,
                 value_kind_name(value.kind));
    machine->fault->unlike = value.kind != VALUE_NULL;
    return false;
}

// Null takes precedence over empty: it is an answer, and a wrong one.
bool machine_absorb(Machine *machine, Absorbed *absorbed) {
    FaultKind kind = machine->fault->kind;
    bool unknown = kind == FAULT_EMPTY || kind == FAULT_UNKNOWN;
    if (fault_ends_all(kind) || (machine->strict && !unknown)) return false;
    bool graver = kind == FAULT_UNKNOWN && absorbed->first.kind == FAULT_EMPTY;
    if (!absorbed->any || graver) absorbed->first = *machine->fault;
    absorbed->any = true;
    return true;
}

bool machine_settle(Machine *machine, const Absorbed *absorbed) {
    if (absorbed->any) *machine->fault = absorbed->first;
    return !absorbed->any;
}

// Evaluates the operands until one is `deciding`.
static bool run_chain(Machine *machine, const CelExpr *expr, bool deciding, const char *op,
                      Value *out) {
    Absorbed absorbed = {.any = false};
    for (uint32_t i = 0; i < expr->count; i++) {
        Value value;
        bool fine = machine_eval(machine, expr->args[i], &value);
        if (fine && value.kind == VALUE_BOOL) {
            if (value.boolean != deciding) continue;
            *out = value_bool(deciding);
            return true;
        }
        if (fine) refuse_kind(machine, expr->args[i], value, op);
        if (!machine_absorb(machine, &absorbed)) return false;
    }
    if (!machine_settle(machine, &absorbed)) return false;
    *out = value_bool(!deciding);
    return true;
}

bool run_and(Machine *machine, const CelExpr *expr, Value *out) {
    return run_chain(machine, expr, false, "&&", out);
}

bool run_or(Machine *machine, const CelExpr *expr, Value *out) {
    return run_chain(machine, expr, true, "||", out);
}

bool run_not(Machine *machine, const CelExpr *expr, Value *out) {
    Value value;
    if (!machine_eval(machine, expr->args[0], &value)) return false;
    if (value.kind != VALUE_BOOL) return refuse_kind(machine, expr->args[0], value, "!");
    *out = value_bool(!value.boolean);
    return true;
}

bool run_conditional(Machine *machine, const CelExpr *expr, Value *out) {
    Value value;
    if (!machine_eval(machine, expr->args[0], &value)) return false;
    if (value.kind != VALUE_BOOL) return refuse_kind(machine, expr->args[0], value, "?:");
    return machine_eval(machine, expr->args[value.boolean ? 1 : 2], out);
}
