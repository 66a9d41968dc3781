// Shared by the files of the checker. Internal to cel/.
#ifndef CEL_CHECK_CHECKER_H
#define CEL_CHECK_CHECKER_H

#include "cel/ast.h"

// A macro's variable that is in scope.
typedef struct Local {
    Sv name;
    CelType type;
    uint32_t slot;
    CelLoop *loop;
    int which;     // of loop->names
    uint32_t item; // the name it comes from: index into CelNames.items, or UINT32_MAX
    bool answered; // it comes from what the system answered
} Local;

typedef struct Checker {
    Arena *arena;
    CelProgram *program;
    const CelNames *names;
    Diags *diags;
    Local *locals; // innermost last
    uint32_t local_count, local_capacity;
    uint32_t slots;      // in use
    const CelExpr *path; // the outermost selection being checked, NULL outside of one
    CelExpr **guards;    // has(…) tests that are known to hold here
    uint32_t guard_count, guard_capacity;
    const CelExpr *around; // the node whose operand is being checked
    bool negated;          // beneath an odd number of '!': for hints of optional fields
    CelUse use;            // gathered
    uint32_t name_capacity, path_capacity;
} Checker;

// Checks a node and everything below it: sets type and run, reports what is wrong.
void check_expr(Checker *checker, CelExpr *expr);
void check_args(Checker *checker, CelExpr *expr);

// ── names (check_names.c) ──
void check_name(Checker *checker, CelExpr *expr);
void check_select(Checker *checker, CelExpr *expr);
void check_index(Checker *checker, CelExpr *expr);
const Local *find_local(const Checker *checker, Sv name);
// The index of a name within the container's scopes, or UINT32_MAX.
uint32_t find_name(const Checker *checker, Sv name, bool root);

// ── operators (check_operators.c) ──
void check_unary(Checker *checker, CelExpr *expr);
void check_binary(Checker *checker, CelExpr *expr);
// Reports unless the expression may be a bool; `what` says whose operand it is.
void check_condition(Checker *checker, const CelExpr *expr, const char *what);

// ── calls (check_calls.c) ──
void check_call(Checker *checker, CelExpr *expr);
// ── what is meant instead (check_functions.c, check_hints.c, check_meant.c) ──
// The name that may be meant by one that is not known: "inputs.base" for base, "exit_code" for rc.
// Empty if none is.
Sv meant_name(const Checker *checker, Sv word);
// True, and reported, where the name is what other tools call the whole answer: response.status.
bool refuse_answer(Checker *checker, const CelExpr *expr, Sv name);
// "the name 'stauts' is not known; did you mean 'status'?"
Sv unknown_name(Checker *checker, Sv name);
Sv unknown_function(Checker *checker, const CelExpr *expr);
void refuse_function(Checker *checker, const CelExpr *expr);
void refuse_arguments(Checker *checker, const CelExpr *expr);
void refuse_name(Checker *checker, const CelExpr *expr, Sv name);
void refuse_field(Checker *checker, const CelExpr *expr, CelType record);
// True, and reported, where the expression is headers.content-type read as a subtraction.
bool refuse_hyphens(Checker *checker, CelExpr *expr);

// ── macros (check_loops.c) ──
void check_loop(Checker *checker, CelExpr *expr);

// ── what shows nothing (check_unknown.c) ──
// Marks what must be a list: the range of a macro with one variable, what `in` looks into.
void mark_listed(CelExpr *expr, const CelProgram *program);
// Marks the nodes where true or false must be known, beneath a condition that may stay unknown.
void mark_settled(CelExpr *root);

// ── hints (check_hints.c) ──
// Whether the function is only written before its arguments: json(text).
bool function_is_plain(Sv name);

// Offers the whole expression with [from, to) written as `plain`, guarded by the question whether
// that is there: has(json.items) && json.items.all(…). False if the expression is not a condition.
bool hint_guarded(Checker *checker, Diag *diag, uint32_t from, uint32_t to, Sv plain);
// The same for an optional selection, json.?items; also false if it is none.
bool hint_asked(Checker *checker, Diag *diag, const CelExpr *expr);

// ── folding (fold.c) ──
// Evaluates an expression that consists of literals.
void fold_constant(Checker *checker, CelExpr *expr);

// ── helpers ──
// Makes the node fail with this message when it is evaluated: in the specification's mode, unknown
// names are no error before that.
void fail_later(Checker *checker, CelExpr *expr, Sv message);
bool is_strict(const Checker *checker);
Span expr_span(const Checker *checker, const CelExpr *expr);
Span part_span(const Checker *checker, uint32_t from, size_t to);
Sv expr_text(const Checker *checker, const CelExpr *expr);
Sv show_type(const Checker *checker, CelType type);
bool is_dyn(CelType type);
// The type that fits both; dyn if there is none.
CelType join_types(Checker *checker, CelType a, CelType b);
CelType type_part(CelType type); // of a list, map, optional
CelType type_key(CelType type);  // of a map
// The hint "write it as: …" with [from, to) of the expression replaced.
void hint_with(Checker *checker, Diag *diag, uint32_t from, uint32_t to, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

// ── the order of texts (check_text_order.c) ──

// True, and reported, where a literal that reads like a number stands beside an order of texts.
bool refuse_text_order(Checker *checker, const CelExpr *expr);
// Marks a sort that is only made to be compared as a whole: any order does, as long as it is the
// same on both sides.
void mark_whole_sorts(const CelExpr *equality);

#endif
