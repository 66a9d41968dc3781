// Shared by the files of the evaluator: the machine that runs a program once, and the functions
// that evaluate each kind of node, which the checker assigns to the nodes. Internal to cel/.
#ifndef CEL_EVAL_EVAL_H
#define CEL_EVAL_EVAL_H

#include "cel/ast.h"
#include "cel/function.h"

// What each node yielded last; only kept for cel_explain.
typedef struct Trace {
    struct TraceNode *nodes; // by CelExpr.number
} Trace;

typedef struct TraceNode {
    enum { TRACE_UNSEEN, TRACE_VALUE, TRACE_FAULT } state;
    size_t looked_at; // of a loop: items it went over
    size_t held;      // of a loop: items for which its condition held
    Value value;      // of TRACE_VALUE
    Fault fault;      // of TRACE_FAULT
} TraceNode;

typedef struct Machine {
    Arena *arena;
    const CelProgram *program;
    const CelBinding *binding;
    const CelOptions *options;
    Fault *fault;        // written where something fails
    Value *locals;       // the names of macros
    Trace *trace;        // NULL = not traced
    uint64_t cost;       // spent so far
    uint64_t cost_limit; // the budget
    uint64_t look_at;    // the cost at which to look whether it is still wanted
    bool strict;         // the runbook's mode, else the specification's
    bool judges;         // strict, and comparisons may be unknown
} Machine;

// Fills the machine; `locals` has room for program->local_count values.
void machine_start(Machine *machine, Arena *arena, const CelProgram *program,
                   const CelBinding *binding, const CelOptions *options, Value *locals,
                   Fault *fault);
// Evaluates the whole program. On failure *out is untouched.
MUST_USE bool machine_run(Machine *machine, Value *out);
// Records what the node yielded. False if that must not be read.
bool machine_note(Machine *machine, const CelExpr *expr, bool fine, const Value *value);
// False, with a fault, if the value is unknown or, with `deep`, holds an unknown one.
bool machine_known(Machine *machine, const CelExpr *expr, Value value, bool deep);

// Turns an unknown into an error: no && or || around it may decide without it.
void machine_refuse_unknown(Machine *machine);

// Evaluates a node. On failure *out is untouched and the fault is set.
static inline bool machine_eval(Machine *machine, const CelExpr *expr, Value *out) {
    bool fine = expr->run(machine, expr, out);
    if (__builtin_expect(!fine && (expr->flags & CEL_SETTLED), 0)) machine_refuse_unknown(machine);
    if (__builtin_expect(machine->trace != NULL, 0)) return machine_note(machine, expr, fine, out);
    return fine;
}

// These always return false.
bool machine_fail(Machine *machine, const CelExpr *expr, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool machine_fail_kind(Machine *machine, const CelExpr *expr, FaultKind kind, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));
// Sets the hint of the fault that was just made.
bool machine_hint(Machine *machine, const char *format, ...) __attribute__((format(printf, 2, 3)));
// False, with a fault, if the arena is exhausted.
bool machine_has_room(Machine *machine, const CelExpr *expr);

// Looks whether the budget is spent, or the result no longer wanted: false, with a fault.
bool machine_look(Machine *machine, const CelExpr *expr);

static inline bool machine_spend(Machine *machine, const CelExpr *expr, uint64_t work) {
    machine->cost += work;
    return __builtin_expect(machine->cost <= machine->look_at, 1) || machine_look(machine, expr);
}

// The first fault that && and || of the specification absorb as long as no operand decides.
typedef struct Absorbed {
    bool any;
    Fault first;
} Absorbed;

// After a fault: false if it ends the evaluation (limits; in strict mode anything but unknowns),
// otherwise the fault is kept.
bool machine_absorb(Machine *machine, Absorbed *absorbed);
// If no operand decided: false if a fault was absorbed, which is then the result.
bool machine_settle(Machine *machine, const Absorbed *absorbed);

// ── what shows nothing (eval_unknown.c); each returns false, with a fault ──

// An empty needle, two empty sides, `all` over nothing.
bool machine_fail_empty(Machine *machine, const CelExpr *expr, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Null compared with what is not null; `a` and `b` were compared at `place`, which may be empty.
bool machine_fail_null(Machine *machine, const CelExpr *expr, Value a, Value b, Sv place);
bool machine_fail_nan(Machine *machine, const CelExpr *expr);
// What a function could not tell apart: null, NaN, or values of unlike types.
bool machine_fail_doubt(Machine *machine, const CelExpr *expr, Value a, Value b);
// A map where a list was meant.
bool machine_fail_map(Machine *machine, const CelExpr *expr, Value map);
bool value_is_empty(Value value); // an empty text, list, map or optional, or null
bool value_is_nan(Value value);
// Whether a null from the operand is an answer, not written in the runbook.
bool operand_is_answer(const CelExpr *expr, uint32_t operand);

// ── comparing (compare.c) ──

// CEL equality. In strict mode these are faults at `expr`: values of unlike types, null or NaN if
// they leave the answer open, and two answers that are both empty. The operands of `expr` tell
// which values are answers.
MUST_USE bool machine_equal(Machine *machine, const CelExpr *expr, Value a, Value b, bool *out);
// Whether the two can be equal at all: of one kind, both numbers, or one of them null.
bool values_alike(Value a, Value b);
// An index as a number; false if it is none.
MUST_USE bool index_of(Value value, int64_t *out);
// Sets the variables of the macro for one item of what it goes over.
void machine_set_item(Machine *machine, const CelExpr *expr, Value range, size_t i);
// All taints of a value and its contents, within the budget.
MUST_USE bool machine_taint(Machine *machine, const CelExpr *expr, Value value, Taint *out);

// ── rows (columns.c); in strict mode ──

// There is no such column. Always false, with a fault.
bool machine_fail_column(Machine *machine, const CelExpr *expr, const ValueList *columns, Sv name);
bool machine_fail_row(Machine *machine, const CelExpr *expr, Value row, Sv name);
bool machine_look_at_rows(Machine *machine, const CelExpr *loop, Value range);
// False, with a fault, if the body of a macro over rows names a column that they do not have.
static inline bool machine_look_ahead(Machine *machine, const CelExpr *loop, Value range) {
    bool listed = range.kind == VALUE_LIST || range.kind == VALUE_OPTIONAL;
    if (__builtin_expect(!listed || !range.list->columns || !machine->strict, 1)) return true;
    return machine_look_at_rows(machine, loop, range);
}

// ── nodes ──
CelRun run_value, run_local, run_global, run_unknown;
CelRun run_select, run_select_optional, run_has, run_index, run_index_optional;
CelRun run_list, run_map, run_message;
CelRun run_not, run_negate, run_and, run_or, run_conditional;
CelRun run_arithmetic;
CelRun run_equal, run_unequal, run_order, run_in;
CelRun run_call, run_dyn, run_optional_or, run_optional_or_value;
CelRun run_all, run_exists, run_exists_one, run_map_loop, run_filter, run_transform_map,
    run_sort_by;
CelRun run_bind, run_opt_map, run_opt_flat_map;

#endif
