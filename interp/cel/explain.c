// What a failure shows: each sub-expression that is not constant, once, with the value it had.
#include "cel/eval.h"
#include "value/show.h"

void machine_note(Machine *machine, const CelExpr *expr, bool fine, const Value *value) {
    TraceNode *node = &machine->trace->nodes[expr->number];
    node->seen++;
    node->state = fine ? TRACE_VALUE : TRACE_FAULT;
    if (fine) {
        node->value = *value;
    } else {
        node->fault = *machine->fault;
    }
}

uint32_t cel_explain(Arena *arena, const CelProgram *program, const CelBinding *binding, const CelOptions *options,
                     size_t columns, CelPart *out, uint32_t limit) {
    (void)arena, (void)program, (void)binding, (void)options, (void)columns, (void)out, (void)limit;
    return 0;
}
