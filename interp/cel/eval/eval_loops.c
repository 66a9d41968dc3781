// The macros that go over a list or map. Nothing is expanded: a macro is one node with variables of
// its own.
#include "base/limits.h"
#include "cel/eval/eval.h"
#include "match/sort_order.h"
#include "match/texts_in_order.h"

// Iteration over a list or map.
typedef struct LoopWalk {
    Machine *machine;
    const CelExpr *expr;
    Value range;
    size_t count;
    size_t next;
    uint64_t price; // cost of one round
} LoopWalk;

static bool start_walk(Machine *machine, const CelExpr *expr, LoopWalk *walk) {
    *walk = (LoopWalk){.machine = machine, .expr = expr};
    if (!machine_eval(machine, expr->args[0], &walk->range)) return false;
    if (walk->range.kind != VALUE_LIST && walk->range.kind != VALUE_MAP) {
        return machine_fail(machine, expr->args[0],
                            "%.*s() goes over a list or a map, not a value of type %s",
                            SV_ARG(expr->name), value_kind_name(walk->range.kind));
    }
    if (__builtin_expect(walk->range.kind == VALUE_MAP && (expr->flags & CEL_LISTED), 0) &&
        !(walk->range.marks & VALUE_CASELESS))
        return machine_fail_map(machine, expr, walk->range);
    walk->count = value_count(walk->range);
    if (machine->trace != NULL) {
        TraceNode *node = &machine->trace->nodes[expr->number];
        node->looked_at = node->held = 0;
    }
    walk->price = expr->weight;
    return machine_look_ahead(machine, expr, walk->range);
}

static inline void set_item(Machine *machine, const CelExpr *expr, Value range, size_t i) {
    const CelLoop *loop = expr->loop;
    Value *locals = machine->locals;
    bool map = range.kind == VALUE_MAP;
    Value item = map ? value_at(range, i) : value_item(range, i);
    Value first = map ? value_key(range, i) : item;
    if (loop->names[1].len > 0) {
        if (!map) first = value_int((int64_t)i);
        locals[loop->slots[1]] = value_tainted(item, range.taint);
    }
    locals[loop->slots[0]] = value_tainted(first, range.taint);
}

void machine_set_item(Machine *machine, const CelExpr *expr, Value range, size_t i) {
    set_item(machine, expr, range, i);
}

// Sets the macro's variables for the next round; false at the end.
static bool next_item(LoopWalk *walk) {
    if (walk->next >= walk->count) return false;
    if (walk->machine->trace != NULL) walk->machine->trace->nodes[walk->expr->number].looked_at++;
    set_item(walk->machine, walk->expr, walk->range, walk->next++);
    return true;
}

// Checks the budget and the memory before each round.
static bool may_go_on(LoopWalk *walk) {
    return machine_spend(walk->machine, walk->expr, walk->price) &&
           machine_has_room(walk->machine, walk->expr);
}

static bool eval_condition(Machine *machine, const CelExpr *expr, const CelExpr *condition,
                           bool *out) {
    Value value;
    if (!machine_eval(machine, condition, &value)) return false;
    if (value.kind != VALUE_BOOL) {
        return machine_fail(machine, condition, "the condition of %.*s() is of type %s, not bool",
                            SV_ARG(expr->name), value_kind_name(value.kind));
    }
    *out = value.boolean;
    if (machine->trace != NULL && value.boolean) machine->trace->nodes[expr->number].held++;
    return true;
}

// ── all, exists ──

// Like && and ||: in strict mode the first error ends it; in the specification's mode an item that
// decides outweighs an error. It always outweighs unknowns.
static bool decide(LoopWalk *walk, bool deciding, Value *out) {
    Machine *machine = walk->machine;
    const CelExpr *condition = walk->expr->args[1];
    Absorbed absorbed = {.any = false};
    bool held = false;
    while (next_item(walk)) {
        if (!may_go_on(walk)) return false;
        if (!eval_condition(machine, walk->expr, condition, &held)) {
            if (!machine_absorb(machine, &absorbed)) return false;
        } else if (held == deciding) {
            *out = value_bool(deciding);
            return true;
        }
    }
    if (!machine_settle(machine, &absorbed)) return false;
    *out = value_bool(!deciding);
    return true;
}

bool run_all(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    if (walk.count == 0 && machine->judges && !machine->options->allow_empty)
        return machine_fail_empty(machine, expr, "all() goes over an empty %s, which shows nothing",
                                  walk.range.kind == VALUE_MAP ? "map" : "list");
    return decide(&walk, false, out);
}

bool run_exists(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    return start_walk(machine, expr, &walk) && decide(&walk, true, out);
}

bool run_exists_one(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    size_t count = 0;
    while (next_item(&walk)) {
        bool held = false;
        if (!may_go_on(&walk) || !eval_condition(machine, expr, expr->args[1], &held)) return false;
        if (held) count++;
    }
    *out = value_bool(count == 1);
    return true;
}

// ── map, filter, transformList ──

static bool takes_part(LoopWalk *walk, bool *out) {
    *out = true;
    if (!may_go_on(walk)) return false;
    return !walk->expr->loop->filtered ||
           eval_condition(walk->machine, walk->expr, walk->expr->args[1], out);
}

// The last operand, which is computed for each item.
static const CelExpr *body_of(const CelExpr *expr) {
    return expr->args[expr->count - 1];
}

static Value list_of(Arena *arena, Value *items, size_t count) {
    ValueList *list = arena_alloc_raw(arena, sizeof *list);
    *list = (ValueList){.count = (uint32_t)count, .items = items};
    return value_list_of(list);
}

bool run_map_loop(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    Value *items = arena_alloc_raw(machine->arena, sizeof(Value) * walk.count);
    size_t count = 0;
    while (next_item(&walk)) {
        bool wanted = true;
        if (!takes_part(&walk, &wanted)) return false;
        if (wanted && !machine_eval(machine, body_of(expr), &items[count++])) return false;
    }
    if (!machine_has_room(machine, expr)) return false;
    *out = list_of(machine->arena, items, count);
    return true;
}

bool run_filter(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    Value *items = arena_alloc_raw(machine->arena, sizeof(Value) * walk.count);
    size_t count = 0;
    while (next_item(&walk)) {
        bool held = false;
        if (!may_go_on(&walk) || !eval_condition(machine, expr, expr->args[1], &held)) return false;
        if (held) items[count++] = machine->locals[expr->loop->slots[0]];
    }
    if (!machine_has_room(machine, expr)) return false;
    *out = value_of_rows(machine->arena, list_of(machine->arena, items, count), walk.range);
    return true;
}

// ── transformMap, transformMapEntry ──

static bool add_entries(Machine *machine, const CelExpr *expr, MapBuilder *builder, Value entries) {
    if (entries.kind != VALUE_MAP) {
        return machine_fail(
            machine, body_of(expr),
            "transformMapEntry() needs a map for each entry, not a value of type %s",
            value_kind_name(entries.kind));
    }
    for (size_t i = 0; i < value_count(entries); i++) {
        if (!machine_spend(machine, expr, 1)) return false;
        if (map_add(builder, value_key(entries, i),
                    value_tainted(value_at(entries, i), entries.taint)))
            continue;
        return machine_fail(machine, body_of(expr), "the key stands twice in the map");
    }
    return true;
}

bool run_transform_map(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    MapBuilder builder = map_builder(machine->arena);
    bool entries = expr->op == CEL_LOOP_TRANSFORM_MAP_ENTRY;
    while (next_item(&walk)) {
        bool wanted = true;
        if (!takes_part(&walk, &wanted)) return false;
        if (!wanted) continue;
        Value value;
        if (!machine_eval(machine, body_of(expr), &value)) return false;
        if (entries) {
            if (!add_entries(machine, expr, &builder, value)) return false;
        } else {
            // The keys of one map are distinct.
            map_add(&builder, machine->locals[expr->loop->slots[0]], value);
        }
    }
    if (!machine_has_room(machine, expr)) return false;
    *out = value_marked(map_done(&builder), entries ? 0 : walk.range.marks & VALUE_CASELESS);
    return true;
}

// ── sortBy ──

bool run_sort_by(Machine *machine, const CelExpr *expr, Value *out) {
    LoopWalk walk;
    if (!start_walk(machine, expr, &walk)) return false;
    Value *keys = arena_alloc_raw(machine->arena, sizeof *keys * walk.count);
    Value *items = arena_alloc_raw(machine->arena, sizeof *items * walk.count);
    Value *sorted = arena_alloc_raw(machine->arena, sizeof *sorted * walk.count);
    size_t count = 0, odd = 0;
    while (next_item(&walk)) {
        if (!may_go_on(&walk) || !machine_eval(machine, body_of(expr), &keys[count])) return false;
        items[count++] = machine->locals[expr->loop->slots[0]];
    }
    if (!machine_has_room(machine, expr) || !machine_spend(machine, expr, order_work(count)))
        return false;
    uint32_t *order = order_of(machine->arena, keys, count, &odd);
    for (size_t i = 0; i < count && count > 1 && machine->judges; i++)
        if (value_is_nan(keys[i])) return machine_fail_nan(machine, body_of(expr));
    if (order == NULL) {
        return machine_fail(machine, body_of(expr), "sortBy() cannot order keys of types %s and %s",
                            value_kind_name(keys[0].kind), value_kind_name(keys[odd].kind));
    }
    TextOrder instead;
    if (machine->strict && !expr->loop->whole && !texts_in_order(keys, count, &instead))
        return machine_fail(
            machine, body_of(expr),
            "sortBy() orders texts letter by letter, and several of these read like "
            "%s: sort by what they mean, %s(…)%s",
            instead.words, instead.function ? instead.function : "duration", instead.hint);
    for (size_t i = 0; i < count; i++)
        sorted[i] = items[order[i]];
    *out = value_of_rows(machine->arena, list_of(machine->arena, sorted, count), walk.range);
    return true;
}

// ── names for one value ──

// In the specification's mode an error in the value only counts if the value is read: the local
// then holds the fault.
static bool keep_fault(Machine *machine, Value *out) {
    if (machine->strict || fault_ends_all(machine->fault->kind)) return false;
    Fault *fault = arena_copy(machine->arena, machine->fault, sizeof *fault);
    *out = (Value){.kind = VALUE_KIND_COUNT, .text = {.at = (const char *)(const void *)fault}};
    return true;
}

bool run_bind(Machine *machine, const CelExpr *expr, Value *out) {
    Value value;
    if (!machine_eval(machine, expr->args[0], &value) && !keep_fault(machine, &value)) return false;
    machine->locals[expr->loop->slots[0]] = value;
    return machine_eval(machine, expr->args[1], out);
}

static bool open_optional(Machine *machine, const CelExpr *expr, bool *present) {
    Value optional;
    if (!machine_eval(machine, expr->args[0], &optional)) return false;
    if (optional.kind != VALUE_OPTIONAL) {
        return machine_fail(machine, expr->args[0],
                            "%.*s() is a macro of optionals, not of a value of type %s",
                            SV_ARG(expr->name), value_kind_name(optional.kind));
    }
    if (!machine_look_ahead(machine, expr, optional)) return false;
    *present = value_count(optional) == 1;
    if (*present)
        machine->locals[expr->loop->slots[0]] =
            value_tainted(value_item(optional, 0), optional.taint);
    return true;
}

bool run_opt_map(Machine *machine, const CelExpr *expr, Value *out) {
    bool present = false;
    if (!open_optional(machine, expr, &present)) return false;
    Value value;
    if (present && !machine_eval(machine, expr->args[1], &value)) return false;
    *out = present ? value_optional_of(machine->arena, value) : value_optional_none();
    return true;
}

bool run_opt_flat_map(Machine *machine, const CelExpr *expr, Value *out) {
    bool present = false;
    if (!open_optional(machine, expr, &present)) return false;
    if (!present) {
        *out = value_optional_none();
        return true;
    }
    Value value;
    if (!machine_eval(machine, expr->args[1], &value)) return false;
    if (value.kind != VALUE_OPTIONAL) {
        machine_fail(machine, expr->args[1],
                     "optFlatMap() needs an optional, not a value of type %s",
                     value_kind_name(value.kind));
        return machine_hint(machine, "for a plain value: optMap(…)");
    }
    *out = value;
    return true;
}
