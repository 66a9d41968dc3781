// The machine: starting it, faults, literals, names, lists and maps.
#include "cel/eval/eval.h"
#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    FAULT_BYTES = 2048,
    LOCALS_AT_HAND = 8 // further ones are in the arena
};

static const CelOptions plain_options = {0};

void machine_start(Machine *machine, Arena *arena, const CelProgram *program,
                   const CelBinding *binding, const CelOptions *options, Value *locals,
                   Fault *fault) {
    if (options == NULL) options = &plain_options;
    *machine = (Machine){
        .arena = arena,
        .program = program,
        .binding = binding,
        .options = options,
        .fault = fault,
        .locals = locals,
        .cost_limit = options->cost_limit != 0 ? options->cost_limit : LIMIT_EXPRESSION_COST,
        .strict = options->strict,
        .judges = options->strict && !options->plain,
    };
    bool asks = options->halt.asked != NULL && machine->cost_limit > WORK_LOOK_EVERY;
    machine->look_at = asks ? WORK_LOOK_EVERY : machine->cost_limit;
}

bool machine_run(Machine *machine, Value *out) {
    const CelExpr *root = machine->program->root;
    Value value;
    if (!machine_eval(machine, root, &value)) return false;
    if (arena_exhausted(machine->arena)) return machine_has_room(machine, root);
    // Whoever takes the value will walk through all of it, so it must not be larger than the
    // budget.
    Taint taint = 0;
    if (!machine_taint(machine, root, value, &taint)) return false;
    *out = value;
    return true;
}

bool cel_eval(Arena *arena, const CelProgram *program, const CelBinding *binding,
              const CelOptions *options, Value *out, Fault *fault) {
    Value at_hand[LOCALS_AT_HAND];
    Value *locals = at_hand;
    if (program->local_count > LOCALS_AT_HAND)
        locals = arena_new_array(arena, Value, program->local_count);
    Machine machine;
    machine_start(&machine, arena, program, binding, options, locals, fault);
    Trace trace;
    if (__builtin_expect(machine.options->unknown != 0, 0)) {
        trace.nodes = arena_new_array(arena, TraceNode, program->node_count);
        machine.trace = &trace;
    }
    return machine_run(&machine, out);
}

// ── faults ──

static bool set_fault(Machine *machine, const CelExpr *expr, FaultKind kind, const char *format,
                      va_list args) __attribute__((format(printf, 4, 0)));

static bool set_fault(Machine *machine, const CelExpr *expr, FaultKind kind, const char *format,
                      va_list args) {
    char text[FAULT_BYTES];
    int wanted = vsnprintf(text, sizeof text, format, args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    *machine->fault = (Fault){
        .kind = kind,
        .span = spanmap_span(&machine->program->map, expr->from, expr->to),
        .message = sv_copy(machine->arena, (Sv){text, len}),
    };
    return false;
}

bool machine_fail(Machine *machine, const CelExpr *expr, const char *format, ...) {
    va_list args;
    va_start(args, format);
    set_fault(machine, expr, FAULT_ERROR, format, args);
    va_end(args);
    return false;
}

bool machine_fail_kind(Machine *machine, const CelExpr *expr, FaultKind kind, const char *format,
                       ...) {
    va_list args;
    va_start(args, format);
    set_fault(machine, expr, kind, format, args);
    va_end(args);
    return false;
}

bool machine_hint(Machine *machine, const char *format, ...) {
    char text[FAULT_BYTES];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    machine->fault->hint = sv_copy(machine->arena, (Sv){text, len});
    return false;
}

bool machine_look(Machine *machine, const CelExpr *expr) {
    if (machine->cost > machine->cost_limit)
        return machine_fail_kind(machine, expr, FAULT_LIMIT,
                                 "the expression needs more than %llu operations",
                                 (unsigned long long)machine->cost_limit);
    if (halt_asked(&machine->options->halt))
        return machine_fail_kind(machine, expr, FAULT_STOPPED, "%s", work_stopped);
    uint64_t left = machine->cost_limit - machine->cost;
    machine->look_at = machine->cost + (left < WORK_LOOK_EVERY ? left : WORK_LOOK_EVERY);
    return true;
}

bool machine_has_room(Machine *machine, const CelExpr *expr) {
    if (!arena_exhausted(machine->arena)) return true;
    return machine_fail_kind(machine, expr, FAULT_LIMIT,
                             "the expression needs more than %zu bytes of memory",
                             arena_ceiling(machine->arena));
}

// ── what is not known ──

static const Value *unknown_in(const Value *value, Taint unknown) {
    if (value->taint & unknown) return value;
    size_t count = value->kind == VALUE_LIST || value->kind == VALUE_OPTIONAL ? value->list->count
                   : value->kind == VALUE_MAP                                 ? value->map->count
                                                                              : 0;
    const Value *items = value->kind == VALUE_MAP ? value->map->values
                         : count                  ? value->list->items
                                                  : NULL;
    for (size_t i = 0; i < count; i++) {
        const Value *found = unknown_in(&items[i], unknown);
        if (found) return found;
    }
    return NULL;
}

bool machine_known(Machine *machine, const CelExpr *expr, Value value, bool deep) {
    Taint unknown = machine->options->unknown;
    const Value *found = deep ? unknown_in(&value, unknown) : value.taint & unknown ? &value : NULL;
    if (!found) return true;
    Sv why = machine->options->unknown_why(machine->arena, *found);
    ignore_result(machine_fail_kind(machine, expr, FAULT_MISSING, "%.*s", SV_ARG(why)));
    machine->fault->lost = true;
    return false;
}

bool machine_note(Machine *machine, const CelExpr *expr, bool fine, const Value *value) {
    fine = fine && machine_known(machine, expr, *value, false);
    TraceNode *node = &machine->trace->nodes[expr->number];
    node->state = fine ? TRACE_VALUE : TRACE_FAULT;
    if (fine) {
        node->value = *value;
    } else {
        node->fault = *machine->fault;
    }
    return fine;
}

// ── literals and names ──

bool run_value(Machine *machine, const CelExpr *expr, Value *out) {
    (void)machine;
    *out = *expr->value;
    return true;
}

bool run_local(Machine *machine, const CelExpr *expr, Value *out) {
    Value value = machine->locals[expr->slot];
    if (__builtin_expect(value.kind == VALUE_KIND_COUNT, 0)) {
        *machine->fault = *(const Fault *)(const void *)value.text.at;
        return false;
    }
    *out = value;
    return true;
}

bool run_global(Machine *machine, const CelExpr *expr, Value *out) {
    const CelBinding *binding = machine->binding;
    if (binding != NULL && binding->get != NULL) {
        if (binding->get(binding->self, expr->slot, out, machine->fault)) return true;
        if (machine->fault->span.source == NULL) {
            machine->fault->span = spanmap_span(&machine->program->map, expr->from, expr->to);
        }
        return false;
    }
    return machine_fail_kind(machine, expr, FAULT_MISSING, "'%.*s' has no value here",
                             SV_ARG(expr->name));
}

bool run_unknown(Machine *machine, const CelExpr *expr, Value *out) {
    (void)out;
    return machine_fail(machine, expr, "%.*s", SV_ARG(value_text(*expr->value)));
}

// ── lists and maps ──

static bool entry_is_maybe(const CelExpr *expr, uint32_t entry) {
    return expr->maybe != NULL && expr->maybe[entry];
}

// The value of an optional entry; *present tells whether there is one.
static bool open_entry(Machine *machine, const CelExpr *entry, Value *value, bool *present) {
    if (value->kind != VALUE_OPTIONAL) {
        return machine_fail(machine, entry,
                            "an entry marked with '?' must be optional, but is of type %s",
                            value_kind_name(value->kind));
    }
    *present = value_count(*value) == 1;
    if (*present) *value = value_item(*value, 0);
    return true;
}

bool run_list(Machine *machine, const CelExpr *expr, Value *out) {
    Value *items = arena_alloc_raw(machine->arena, sizeof(Value) * expr->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < expr->count; i++) {
        Value item;
        bool present = true;
        if (!machine_eval(machine, expr->args[i], &item)) return false;
        if (entry_is_maybe(expr, i) && !open_entry(machine, expr->args[i], &item, &present))
            return false;
        if (present) items[count++] = item;
    }
    if (!machine_has_room(machine, expr)) return false;
    ValueList *list = arena_alloc_raw(machine->arena, sizeof *list);
    *list = (ValueList){.count = count, .items = items};
    *out = value_list_of(list);
    return true;
}

static bool is_key(Value key) {
    return key.kind == VALUE_STRING || key.kind == VALUE_INT || key.kind == VALUE_UINT ||
           key.kind == VALUE_BOOL;
}

bool run_map(Machine *machine, const CelExpr *expr, Value *out) {
    MapBuilder builder = map_builder(machine->arena);
    for (uint32_t i = 0; i + 1 < expr->count; i += 2) {
        Value key, value;
        bool present = true;
        if (!machine_eval(machine, expr->args[i], &key)) return false;
        if (!is_key(key)) {
            return machine_fail(
                machine, expr->args[i],
                "a map's key cannot be of type %s; keys are string, int, uint or bool",
                value_kind_name(key.kind));
        }
        if (!machine_eval(machine, expr->args[i + 1], &value)) return false;
        if (entry_is_maybe(expr, i / 2) &&
            !open_entry(machine, expr->args[i + 1], &value, &present))
            return false;
        if (present && !map_add(&builder, key, value)) {
            return machine_fail(machine, expr->args[i], "the key stands twice in the map");
        }
    }
    if (!machine_has_room(machine, expr)) return false;
    *out = map_done(&builder);
    return true;
}

bool run_message(Machine *machine, const CelExpr *expr, Value *out) {
    (void)out;
    return machine_fail(
        machine, expr,
        "'%.*s' is not a type that can be made: there are no protocol buffer messages here",
        SV_ARG(expr->name));
}
