// Functions that can tell why they gave false: the place where a schema does not match, the row
// that is missing.
#include "cel/explain/explainer.h"

enum { REASONS_MOST = 8 };

static const CelTarget *target_with_reasons(const CelExpr *expr) {
    for (uint32_t i = 0; expr->targets != NULL && i < expr->targets->count; i++) {
        if (expr->targets->items[i].row->why != NULL) return &expr->targets->items[i];
    }
    return NULL;
}

// The arguments of the call; false if one of them has no value.
static bool arguments_of(Explainer *explainer, const CelExpr *expr, Value *out, Taint *taint) {
    for (uint32_t i = 0; i < expr->count; i++) {
        const CelExpr *arg = expr->args[i];
        const TraceNode *node = &explainer->machine->trace->nodes[arg->number];
        if (arg->run != run_value && node->state != TRACE_VALUE) return false;
        out[i] = arg->run == run_value ? *arg->value : node->value;
        *taint |= explain_taint(explainer, arg, out[i]);
    }
    return true;
}

void explain_reasons(Explainer *explainer, const CelExpr *expr) {
    Machine *machine = explainer->machine;
    const TraceNode *node = &machine->trace->nodes[expr->number];
    const CelTarget *target = target_with_reasons(expr);
    bool is_false =
        node->state == TRACE_VALUE && node->value.kind == VALUE_BOOL && !node->value.boolean;
    if (target == NULL || !is_false) return;
    Taint taint = 0;
    Value *args = arena_new_array(machine->arena, Value, expr->count);
    if (!arguments_of(explainer, expr, args, &taint)) return;
    Fault fault = {0};
    uint64_t cost = 0;
    CelCall call = {.work = {.arena = machine->arena,
                             .fault = &fault,
                             .cost = &cost,
                             .cost_limit = machine->cost_limit,
                             .strict = machine->options->strict,
                             .halt = &machine->options->halt},
                    .options = machine->options,
                    .prepared = target->prepared};
    CelReason reasons[REASONS_MOST];
    uint32_t count = target->row->why(&call, args, expr->count, reasons, REASONS_MOST);
    for (uint32_t i = 0; i < count; i++) {
        explain_add(explainer,
                    (CelPart){.span = spanmap_span(&machine->program->map, expr->from, expr->to),
                              .text = reasons[i].about,
                              .value = reasons[i].found,
                              .taint = taint,
                              .name = UINT32_MAX});
    }
}
