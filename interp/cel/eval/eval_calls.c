// Calls: evaluates the arguments, then runs the first overload whose kinds fit.
#include "cel/eval/eval.h"

enum { ARGS_AT_HAND = 6 };

static bool target_takes(const CelTarget *target, const Value *args, uint32_t count) {
    if (count < target->least || count > target->most) return false;
    for (uint32_t i = 0; i < count; i++) {
        // A repeated last parameter stands for all that follow.
        uint32_t kinds = target->kinds[i < target->params ? i : target->params - 1];
        if ((kinds >> args[i].kind & 1) == 0) return false;
    }
    return true;
}

static bool fail_overload(Machine *machine, const CelExpr *expr, const Value *args,
                          uint32_t count) {
    BUF_AUTO Buf kinds = buf_new(1024);
    bool method = (expr->flags & CEL_METHOD) != 0;
    for (uint32_t i = method ? 1 : 0; i < count; i++) {
        if (i > (method ? 1u : 0u)) buf_add_c(&kinds, ", ");
        buf_add_c(&kinds, value_kind_name(args[i].kind));
    }
    if (method) {
        return machine_fail(machine, expr, "there is no form %s.%.*s(%.*s)",
                            value_kind_name(args[0].kind), SV_ARG(expr->name),
                            SV_ARG(buf_sv(&kinds)));
    }
    return machine_fail(machine, expr, "there is no form %.*s(%.*s)", SV_ARG(expr->name),
                        SV_ARG(buf_sv(&kinds)));
}

// The taints of the arguments, which the result inherits. Walking through lists and maps also
// bounds what a function is given: values that share parts can be far larger than their memory.
static bool gather_taints(Machine *machine, const CelExpr *expr, const Value *args, uint32_t count,
                          Taint *out) {
    for (uint32_t i = 0; i < count; i++) {
        if (!machine_taint(machine, expr, args[i], out)) return false;
        if (__builtin_expect((*out & machine->options->unknown) != 0, 0) &&
            !machine_known(machine, expr, args[i], true))
            return false;
    }
    return true;
}

static uint32_t answered_operands(const CelExpr *expr, uint32_t count) {
    uint32_t answered = 0;
    for (uint32_t i = 0; i < count && i < 32; i++)
        answered |= (uint32_t)operand_is_answer(expr, i) << i;
    return answered;
}

static bool shows_something(Machine *machine, const CelExpr *expr, const CelFunction *row,
                            const Value *args, uint32_t count) {
    if (machine->options->allow_empty) return true;
    const char *why = row->shows_nothing(args, count, answered_operands(expr, count));
    return why == NULL || machine_fail_empty(machine, expr, "%s", why);
}

// For a function that compares and found values different: whether that was really shown.
static bool is_certain(Machine *machine, const CelExpr *expr, CelCall *call, const CelFunction *row,
                       const Value *args, uint32_t count) {
    CelDoubt doubt = {0};
    bool found = false;
    if (!row->doubts(call, args, answered_operands(expr, count), &doubt, &found)) {
        machine->fault->span = spanmap_span(&machine->program->map, expr->from, expr->to);
        return false;
    }
    return !found || machine_fail_doubt(machine, expr, doubt.a, doubt.b);
}

static bool call_target(Machine *machine, const CelExpr *expr, const CelTarget *target,
                        const Value *args, uint32_t count, Value *out) {
    if (target->row->shows_nothing && machine->judges &&
        !shows_something(machine, expr, target->row, args, count))
        return false;
    CelCall call = {
        .work = {.arena = machine->arena,
                 .fault = machine->fault,
                 .cost = &machine->cost,
                 .cost_limit = machine->cost_limit,
                 .strict = machine->options->strict,
                 .halt = &machine->options->halt},
        .options = machine->options,
        .prepared = target->prepared,
    };
    Taint taint = 0;
    if (!target->row->drops_taint && !gather_taints(machine, expr, args, count, &taint))
        return false;
    Value result;
    if (!target->overload->run(&call, args, count, &result)) {
        machine->fault->span = spanmap_span(&machine->program->map, expr->from, expr->to);
        return false;
    }
    if (target->row->doubts && machine->judges && !result.boolean &&
        !is_certain(machine, expr, &call, target->row, args, count))
        return false;
    bool drops = target->row->drops_taint || result.kind == VALUE_BOOL;
    result.taint = drops ? 0 : result.taint | taint;
    *out = result;
    return true;
}

// dyn() returns the value as it is; it only makes a difference to the checker.
bool run_dyn(Machine *machine, const CelExpr *expr, Value *out) {
    return machine_eval(machine, expr->args[0], out);
}

bool run_call(Machine *machine, const CelExpr *expr, Value *out) {
    Value at_hand[ARGS_AT_HAND];
    Value *args = expr->count <= ARGS_AT_HAND
                      ? at_hand
                      : arena_alloc_raw(machine->arena, sizeof(Value) * expr->count);
    for (uint32_t i = 0; i < expr->count; i++) {
        if (!machine_eval(machine, expr->args[i], &args[i])) return false;
    }
    if (!machine_spend(machine, expr, 1)) return false;
    const CelTargets *targets = expr->targets;
    for (uint32_t i = 0; i < targets->count; i++) {
        const CelTarget *target = &targets->items[i];
        if (!target_takes(target, args, expr->count)) continue;
        return call_target(machine, expr, target, args, expr->count, out) &&
               machine_has_room(machine, expr);
    }
    return fail_overload(machine, expr, args, expr->count);
}

// ── or and orValue: the second is evaluated only where the first holds nothing ──

static bool eval_optional(Machine *machine, const CelExpr *expr, Value *out) {
    if (!machine_eval(machine, expr->args[0], out)) return false;
    if (out->kind == VALUE_OPTIONAL) return true;
    return machine_fail(machine, expr, "there is no form %s.%.*s(…): it is a function of optionals",
                        value_kind_name(out->kind), SV_ARG(expr->name));
}

bool run_optional_or(Machine *machine, const CelExpr *expr, Value *out) {
    Value first, second;
    if (!eval_optional(machine, expr, &first)) return false;
    if (value_count(first) == 1) {
        *out = first;
        return true;
    }
    if (!machine_eval(machine, expr->args[1], &second)) return false;
    if (second.kind != VALUE_OPTIONAL) {
        machine_fail(machine, expr->args[1], "or(…) takes an optional, not a value of type %s",
                     value_kind_name(second.kind));
        return machine_hint(machine, "for a plain value: orValue(…)");
    }
    *out = second;
    return true;
}

bool run_optional_or_value(Machine *machine, const CelExpr *expr, Value *out) {
    Value first;
    if (!eval_optional(machine, expr, &first)) return false;
    if (value_count(first) == 0) return machine_eval(machine, expr->args[1], out);
    *out = value_tainted(value_item(first, 0), first.taint);
    return true;
}
