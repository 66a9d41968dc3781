// The table of functions. A row is the implementation's only declaration: checker, evaluator, reference docs,
// `explain` and completion read it. One family of functions a file (fn_strings.c, fn_math.c, …), each exporting
// one CelFamily that is listed in families.def.
#ifndef CEL_FUNCTION_H
#define CEL_FUNCTION_H

#include "cel/cel.h"

// What a function may use while it runs. Functions report faults through call_fail and return false.
typedef struct CelCall {
    Arena *arena;               // results live here
    const CelOptions *options;
    CelFault *fault;            // span is set by the evaluator
    uint64_t *cost;             // functions that do more than constant work add to it
    uint64_t cost_limit;
    const void *prepared;       // what the row's `prepare` made of its literal arguments, else NULL
} CelCall;

// Always returns false.
bool call_fail(CelCall *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool call_fail_limit(CelCall *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Adds work; false (and a limit fault) when the budget is spent.
bool call_spend(CelCall *call, uint64_t work);

// Arguments come with the receiver first. Their taints are joined into the result by the evaluator, except where
// the result is a bool or the row says it drops them.
typedef bool CelFn(CelCall *call, const Value *args, uint32_t count, Value *out);

typedef struct CelOverload {
    const char *signature; // "(string, int) -> string", "string.(string) -> bool" for a receiver
    CelFn *run;
} CelOverload;

typedef struct CelFunction {
    const char *name;      // "charAt", "math.greatest", "ip"
    const char *summary;   // one sentence
    const char *example;   // an expression that is true, executed by a test; several separated by newlines
    const char *since;     // "0.1"
    const CelOverload *overloads;
    uint32_t overload_count;
    bool extension;        // not in the specification's standard definitions
    bool drops_taint;      // size() and the like
    // Called once at check time with the literal arguments (others have kind VALUE_NULL and literal[i] false):
    // compiles a literal regex, JSONPath or schema. False with *error: a load-time diagnostic.
    bool (*prepare)(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                    const CelOptions *options, const void **out, Sv *error);
} CelFunction;

typedef struct CelFamily {
    const char *name;    // "strings"
    const char *summary; // one sentence
    const CelFunction *rows;
    uint32_t count;
} CelFamily;

extern const CelFamily *const cel_families[];
extern const uint32_t cel_family_count;

// All rows of a name (a name may have rows in several families: size, contains, …); NULL-terminated view by index.
const CelFunction *cel_function_find(Sv name, uint32_t nth);

// Macros are named here for docs and completion; the parser expands them.
typedef struct CelMacro {
    const char *name;      // "all"
    const char *signature; // "list.all(x, condition)"
    const char *summary;
    const char *example;
} CelMacro;
extern const CelMacro cel_macros[];
extern const uint32_t cel_macro_count;

#endif
