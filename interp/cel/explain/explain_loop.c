// Why a macro over a list or a map gave what it gave: the item at which it stopped, how many there
// are like it, and which.
#include "cel/explain/explainer.h"

static Sv item_text(Explainer *explainer, const CelExpr *range, Value container, size_t index) {
    Sv text = explain_text(explainer, range);
    if (container.kind == VALUE_LIST) {
        return sv_format(explainer->machine->arena, "%.*s[%zu]", SV_ARG(text), index);
    }
    Sv key = explain_show(explainer, value_key(container, index));
    return sv_format(explainer->machine->arena, "%.*s[%.*s]", SV_ARG(text), SV_ARG(key));
}

// The item at which the macro stopped.
static void add_item(Explainer *explainer, const CelExpr *expr, Value container, size_t index) {
    const CelExpr *range = expr->args[0];
    Value item =
        container.kind == VALUE_MAP ? value_at(container, index) : value_item(container, index);
    explain_add(explainer,
                (CelPart){
                    .span = spanmap_span(&explainer->machine->program->map, range->from, range->to),
                    .text = item_text(explainer, range, container, index),
                    .value = explain_show(explainer, item),
                    .taint = explain_taint(explainer, expr, item) | container.taint,
                    .name = cel_first_name(range),
                });
}

static void add_count(Explainer *explainer, const CelExpr *expr, Sv count) {
    explain_add(explainer,
                (CelPart){
                    .span = spanmap_span(&explainer->machine->program->map, expr->from, expr->to),
                    .text = explain_text(explainer, expr),
                    .value = count,
                    .name = cel_first_name(expr->args[0]),
                });
}

static bool goes_on_to_end(const CelExpr *expr) {
    return expr->op != CEL_LOOP_ALL && expr->op != CEL_LOOP_EXISTS;
}

// The text in list.exists(x, x == text); NULL for any other condition.
static const Value *text_wanted(const Explainer *explainer, const CelExpr *expr) {
    const CelExpr *body = expr->args[1];
    if (expr->op != CEL_LOOP_EXISTS || body->kind != CEL_BINARY || body->op != CEL_OP_EQUAL)
        return NULL;
    for (int side = 0; side < 2; side++) {
        const CelExpr *item = body->args[side], *other = body->args[1 - side];
        bool local = item->kind == CEL_NAME && (item->flags & CEL_LOCAL) != 0 &&
                     item->slot == expr->loop->slots[0];
        if (local && other->run == run_value) return other->value;
        if (local && explain_traced(explainer, other)->state == TRACE_VALUE)
            return &explain_traced(explainer, other)->value;
    }
    return NULL;
}

// ── all those that decided, not only the first ──

// Goes over the rest of the items once more, with another trace: false where that is not known to
// the end. `deciding` = what the condition is for those that count.
static bool decide_all(Explainer *explainer, const CelExpr *expr, Value range, size_t first,
                       bool deciding, Value *items, size_t *count) {
    Machine *machine = explainer->machine;
    Fault fault = {0}, *fault_before = machine->fault;
    Trace trace = {arena_new_array(machine->arena, TraceNode, machine->program->node_count)},
          *trace_before = machine->trace;
    machine->fault = &fault;
    machine->trace = &trace;
    bool known = true;
    for (size_t i = first; known && i < value_count(range); i++) {
        Value holds;
        machine_set_item(machine, expr, range, i);
        known = machine_spend(machine, expr, expr->weight) && machine_has_room(machine, expr) &&
                machine_eval(machine, expr->args[1], &holds) && holds.kind == VALUE_BOOL;
        if (known && holds.boolean == deciding)
            items[(*count)++] = machine->locals[expr->loop->slots[0]];
    }
    machine->fault = fault_before;
    machine->trace = trace_before;
    return known;
}

// "r.ok" → "!r.ok", "r.n > 1" → "!(r.n > 1)", "!r.bad" → "r.bad"
static Sv contrary_of(Explainer *explainer, const CelExpr *condition) {
    Arena *arena = explainer->machine->arena;
    Sv text = explain_text(explainer, condition);
    if (condition->kind == CEL_UNARY && sv_starts(text, SV("!")))
        return explain_text(explainer, condition->args[0]);
    bool closed = condition->kind == CEL_SELECT || condition->kind == CEL_NAME ||
                  condition->kind == CEL_INDEX ||
                  (condition->kind == CEL_CALL && sv_ends(text, SV(")")));
    return closed ? sv_format(arena, "!%.*s", SV_ARG(text))
                  : sv_format(arena, "!(%.*s)", SV_ARG(text));
}

// Where several items decided: how many, and which, as an expression that gives them.
static void explain_others(Explainer *explainer, const CelExpr *expr, Value range, size_t first) {
    Arena *arena = explainer->machine->arena;
    bool all = expr->op == CEL_LOOP_ALL;
    size_t whole = value_count(range), count = 0;
    Value *items = arena_new_array(arena, Value, whole + 1);
    if (whole < 2 || !decide_all(explainer, expr, range, first, !all, items, &count)) return;
    add_count(explainer, expr,
              sv_format(arena, "%s%zu of %zu", all ? "not for " : "for ", count, whole));
    bool rows = range.kind == VALUE_LIST && expr->loop->names[1].len == 0;
    if (!rows || count < 2 || count == whole) return;
    Value list = value_list(arena, items, (uint32_t)count);
    Sv condition =
        all ? contrary_of(explainer, expr->args[1]) : explain_text(explainer, expr->args[1]);
    explain_add(explainer,
                (CelPart){
                    .span = spanmap_span(&explainer->machine->program->map, expr->from, expr->to),
                    .text = sv_format(arena, "%.*s.filter(%.*s, %.*s)",
                                      SV_ARG(explain_text(explainer, expr->args[0])),
                                      SV_ARG(expr->loop->names[0]), SV_ARG(condition)),
                    .value = explain_show_rows(explainer, list),
                    .taint = explain_taint(explainer, expr, list) | range.taint,
                    .name = cel_first_name(expr->args[0]),
                });
}

void explain_loop(Explainer *explainer, const CelExpr *expr) {
    const TraceNode *node = explain_traced(explainer, expr),
                    *range = explain_traced(explainer, expr->args[0]);
    Arena *arena = explainer->machine->arena;
    explain_operand(explainer, expr->args[0]);
    bool container = range->state == TRACE_VALUE &&
                     (range->value.kind == VALUE_LIST || range->value.kind == VALUE_MAP);
    if (!container || expr->op == CEL_LOOP_BIND) {
        for (uint32_t i = 1; i < expr->count; i++)
            explain(explainer, expr->args[i]);
        return;
    }
    bool decided = node->state == TRACE_VALUE && node->value.kind == VALUE_BOOL &&
                   node->value.boolean == (expr->op == CEL_LOOP_EXISTS);
    bool stopped =
        node->looked_at > 0 && (node->state == TRACE_FAULT || (decided && !goes_on_to_end(expr)));
    if (stopped) {
        if (decided && explainer->misses && explainer->within == 0)
            explain_others(explainer, expr, range->value, node->looked_at - 1);
        add_item(explainer, expr, range->value, node->looked_at - 1);
        explainer->within++;
        for (uint32_t i = 1; i < expr->count; i++)
            explain(explainer, expr->args[i]);
        explainer->within--;
    }
    bool exists = expr->op == CEL_LOOP_EXISTS && node->state == TRACE_VALUE && !stopped;
    if (exists || (expr->op == CEL_LOOP_EXISTS_ONE && node->state == TRACE_VALUE)) {
        Sv of = sv_format(arena, "%zu of %zu", node->held, node->looked_at);
        if (node->held == 0) of = sv_format(arena, "none of %zu", node->looked_at);
        add_count(explainer, expr, of);
        const Value *wanted = node->held == 0 ? text_wanted(explainer, expr) : NULL;
        if (wanted) explain_look_alike(explainer, expr->args[0], *wanted, range->value);
    }
    bool empty = node->looked_at == 0 && expr->op == CEL_LOOP_ALL;
    if (empty || (!stopped && goes_on_to_end(expr) && expr->op != CEL_LOOP_EXISTS_ONE))
        explain_node(explainer, expr);
}
