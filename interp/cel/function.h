// The table of functions. A row is the only declaration of a function: checker, evaluator,
// reference, `explain` and completion read it. Each family has a file (fn_strings.c, fn_math.c, …),
// which exports one CelFamily that is listed in families.def.
#ifndef CEL_FUNCTION_H
#define CEL_FUNCTION_H

#include "cel/cel.h"

// What a function may use while it runs. It reports faults through call_fail and returns false.
typedef struct CelCall {
    Work work;
    const CelOptions *options;
    const void *prepared; // what the row's `prepare` made from its literal arguments, else NULL
} CelCall;

// As work_fail and so on (match/work.h), for the call.
#define call_fail(call, ...)       work_fail(&(call)->work, __VA_ARGS__)
#define call_fail_limit(call, ...) work_fail_limit(&(call)->work, __VA_ARGS__)
static inline bool call_spend(CelCall *call, uint64_t operations) {
    return work_spend(&call->work, operations);
}
static inline bool call_has_memory(CelCall *call) {
    return work_has_memory(&call->work);
}
static inline bool call_list_fits(CelCall *call, uint64_t items) {
    return work_list_fits(&call->work, items);
}
static inline bool call_keep(CelCall *call, const Buf *buf, Value *out) {
    return work_keep(&call->work, buf, out);
}
static inline Sv call_shown(CelCall *call, Sv text) {
    return work_shown(&call->work, text);
}

// The receiver is the first argument. The evaluator joins the taints of the arguments into the
// result, unless the result is a bool or the row says it drops them.
typedef bool CelFn(CelCall *call, const Value *args, uint32_t count, Value *out);

// One reason why a call gave false: what it is about ("missing [1]"), and what was found there.
typedef struct CelReason {
    Sv about;
    Sv found;
} CelReason;

// A signature is written with the types of cel_type_parse: "(string, int) -> string", and with the
// receiver before a dot "string.(string) -> bool". A last parameter followed by "..." stands for
// one or more: "(dyn...) -> dyn". Capital letters are type variables: "(list(A), A) -> bool". While
// running, an argument is only known to be of the outermost kind: what is in a list or map is for
// the function to check.
typedef struct CelOverload {
    const char *signature;
    CelFn *run;
} CelOverload;

// Two parts of the arguments that could not be told apart by what was observed.
typedef struct CelDoubt {
    Value a, b;
} CelDoubt;

typedef struct CelFunction {
    const char *name;    // "charAt", "math.greatest", "ip"
    const char *summary; // one sentence
    const char
        *example; // an expression that is true, run by a test; several are separated by newlines
    const char *since; // "0.1"
    const CelOverload *overloads;
    uint32_t overload_count;
    bool extension;   // not in the specification's standard definitions
    bool drops_taint; // size() and the like
    // Called once, while checking, with the literal arguments (for others the kind is VALUE_NULL
    // and literal[i] false): compiles a literal regex, JSONPath or schema. False with *error: a
    // load-time diagnostic.
    bool (*prepare)(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                    const CelOptions *options, const void **out, Sv *error);
    // In strict mode: why the result for these arguments shows nothing ("the text that is looked
    // for is empty"); NULL if it does. Bit n of `answered`: argument n comes from the system. NULL:
    // any arguments are fine.
    const char *(*shows_nothing)(const Value *args, uint32_t count, uint32_t answered);
    // In strict mode, for a function that compares as == does and gave false: *found if that was
    // not really shown. False with a fault. NULL: it compares nothing.
    bool (*doubts)(CelCall *call, const Value *args, uint32_t answered, CelDoubt *out, bool *found);
    bool two_sides; // … and would show something if its first argument were known not to be empty
    // Why the call gave false: at most `limit` reasons. NULL: the operands say it all.
    uint32_t (*why)(CelCall *call, const Value *args, uint32_t count, CelReason *out,
                    uint32_t limit);
} CelFunction;

// For rows: CEL_OVERLOADS(size_overloads) sets overloads and overload_count.
#define CEL_OVERLOADS(array) .overloads = (array), .overload_count = sizeof(array) / sizeof *(array)

typedef struct CelFamily {
    const char *name;    // "strings"
    const char *summary; // one sentence
    const CelFunction *rows;
    uint32_t count;
} CelFamily;

// What sort() has for `prepared` where its list is only compared as a whole with another sorted
// one: then no order of its items is relied on.
extern const bool sorted_for_equality;

// Each line of families.def, FAMILY(strings), is the constant cel_family_strings of one file.
#define FAMILY(name) extern const CelFamily cel_family_##name;
#include "cel/families.def"
#undef FAMILY
extern const CelFamily *const cel_families[];
extern const uint32_t cel_family_count;

enum { CEL_ROWS_OF_A_NAME = 8 }; // families that share a name, at most

// The rows with this name (which may be in several families: size, contains, …), at most `limit`;
// returns how many.
uint32_t cel_function_rows(Sv name, const CelFunction **out, uint32_t limit);
// The nth of them, NULL after the last.
const CelFunction *cel_function_find(Sv name, uint32_t nth);

// Macros, for the reference, `explain` and completion; the parser expands them.
typedef struct CelMacro {
    const char *name;      // "all"
    const char *signature; // "list.all(x, condition)"
    const char *summary;
    const char *example;
} CelMacro;
extern const CelMacro cel_macros[];
extern const uint32_t cel_macro_count;

#endif
