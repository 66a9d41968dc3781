#include "engine/context/condition.h"

Condition condition_ask(EvalContext *eval, const Expr *expr) {
    Condition out = {.end = CONDITION_ERROR};
    Value value;
    if (!eval_context_run_traced(eval, expr, false, &value, &out.fault, &out.traced)) return out;
    if (value.kind == VALUE_BOOL) {
        out.end = value.boolean ? CONDITION_HOLDS : CONDITION_HOLDS_NOT;
        return out;
    }
    out.fault.message = sv_format(eval->arena, "it is a %s, not true or false",
                                  value_kind_name((ValueKind)value.kind));
    out.fault.unlike = value.kind != VALUE_NULL;
    return out;
}

bool condition_may_come(const Condition *condition) {
    return condition->fault.kind != FAULT_MISSING && !condition->fault.unlike;
}

bool condition_shows_nothing(const Condition *condition) {
    FaultKind kind = condition->fault.kind;
    return kind == FAULT_EMPTY || kind == FAULT_UNKNOWN;
}

Sv condition_error(Arena *arena, const char *what, const Condition *condition) {
    return sv_format(arena, "%s cannot be told: %.*s", what,
                     SV_ARG(fault_line(arena, &condition->fault)));
}
