// The tree of an expression. The parser builds it; the checker resolves it (types, names,
// functions, and for each node the function that evaluates it). After that it never changes.
#ifndef CEL_AST_H
#define CEL_AST_H

#include "cel/cel.h"

typedef enum CelKind {
    CEL_LITERAL,     // value
    CEL_NAME,        // name, qualified once resolved so
    CEL_SELECT,      // args[0].name
    CEL_INDEX,       // args[0][args[1]]
    CEL_CALL,        // name(args), or args[0].name(args from 1) with CEL_METHOD
    CEL_UNARY,       // op args[0]
    CEL_BINARY,      // args[0] op args[1]
    CEL_AND,         // two or more operands
    CEL_OR,          // two or more operands
    CEL_CONDITIONAL, // args[0] ? args[1] : args[2]
    CEL_LIST,        // items; those with `maybe` set are optional
    CEL_MAP,         // key, value, key, value, …; pairs with `maybe` set are optional
    CEL_MESSAGE, // name{field: value}: only protocol buffers have these; fields are literal keys
    CEL_LOOP // a macro with variables of its own: args[0] is what it goes over, the rest what it
             // computes
} CelKind;

typedef enum CelOp {
    CEL_OP_NONE,
    CEL_OP_NOT,
    CEL_OP_NEGATE,
    CEL_OP_ADD,
    CEL_OP_SUBTRACT,
    CEL_OP_MULTIPLY,
    CEL_OP_DIVIDE,
    CEL_OP_MODULO,
    CEL_OP_EQUAL,
    CEL_OP_UNEQUAL,
    CEL_OP_LESS,
    CEL_OP_LESS_EQUAL,
    CEL_OP_GREATER,
    CEL_OP_GREATER_EQUAL,
    CEL_OP_IN
} CelOp;

// What a CEL_LOOP is. The rows of macros.c are in this order.
typedef enum CelLoopKind {
    CEL_LOOP_ALL,
    CEL_LOOP_EXISTS,
    CEL_LOOP_EXISTS_ONE,
    CEL_LOOP_MAP,
    CEL_LOOP_FILTER,
    CEL_LOOP_TRANSFORM_LIST,
    CEL_LOOP_TRANSFORM_MAP,
    CEL_LOOP_TRANSFORM_MAP_ENTRY,
    CEL_LOOP_SORT_BY,
    CEL_LOOP_OPT_MAP,
    CEL_LOOP_OPT_FLAT_MAP,
    CEL_LOOP_BIND
} CelLoopKind;

enum {
    CEL_OPTIONAL = 1,   // .?name or [?index]
    CEL_TEST = 2,       // has(…): asks whether the field is there
    CEL_ROOT = 4,       // `.name` at the start: neither a macro's variable nor within the container
    CEL_METHOD = 8,     // receiver.name(…)
    CEL_LOCAL = 16,     // a macro's variable; `slot` is its place among the locals
    CEL_GLOBAL = 32,    // a name of the binding; `slot` is the index to ask it for
    CEL_QUOTED = 64,    // .`name`
    CEL_FOLDED = 128,   // its value is known: `value`
    CEL_ANSWERED = 256, // reads what the system under operation answered, according to its text
    CEL_SETTLED = 512,  // at a place where true or false must be known: unknown is an error
    CEL_LISTED = 1024   // goes over or looks into what must be a list: a map is an error
};

struct Machine;
typedef bool CelRun(struct Machine *machine, const CelExpr *expr, Value *out);

// The variables of a loop.
typedef struct CelLoop {
    Sv names[2];       // the second is empty if there is only one
    uint32_t at[2];    // where they are in the text
    uint32_t slots[2]; // their places among the locals
    bool filtered;     // args[1] selects the items that take part
    bool used[2];      // whether it is read in the body
    bool whole;        // of sortBy(): the result is only compared as a whole
} CelLoop;

enum { CEL_PARAMS = 6 }; // most parameters of a signature

// An overload that a call may resolve to.
typedef struct CelTarget {
    const struct CelFunction *row;
    const struct CelOverload *overload;
    const void *prepared;       // made by row->prepare from literal arguments
    uint32_t kinds[CEL_PARAMS]; // for each parameter the allowed kinds, a bit for each ValueKind
    uint32_t params;            // how many are declared, the receiver included
    uint32_t least;             // arguments at least
    uint32_t most;              // arguments at most
    bool method;                // the first is the receiver
} CelTarget;

typedef struct CelTargets {
    CelTarget *items;
    uint32_t count;
} CelTargets;

struct CelExpr {
    CelRun *run;       // evaluates it; set by the checker
    uint8_t kind;      // CelKind
    uint8_t op;        // CelOp, or CelLoopKind
    uint8_t depth;     // of the tree below it, at most LIMIT_EXPRESSION_DEPTH
    uint16_t flags;    // CEL_OPTIONAL …
    uint32_t from, to; // where it is in the text, without parentheses around it
    uint32_t at;       // the operator, the field, the function's name
    uint32_t number;   // of the node within its program
    uint32_t weight;   // number of nodes of the tree, itself included
    uint32_t slot;     // of a name
    uint32_t count;    // of args
    CelExpr **args;
    Sv name;
    CelType type;       // after checking
    const Value *value; // of a literal, or of what was folded
    union {
        uint32_t
            item; // of a CEL_NAME: index into CelNames.items (of a local: of what it comes from)
        CelLoop *loop;             // of a CEL_LOOP
        const CelTargets *targets; // of a CEL_CALL
        bool *maybe;               // of a CEL_LIST and CEL_MAP; NULL = none is optional
    };
};

// "+", "==", "in", …
const char *cel_op_text(CelOp op);
// Walks names and literal selections: true where `expr` is name(.field | ['field'])*.
bool cel_is_path(const CelExpr *expr);

// The name an expression begins with, as index into CelNames.items; UINT32_MAX where it begins with
// none.
uint32_t cel_first_name(const CelExpr *expr);

#endif
