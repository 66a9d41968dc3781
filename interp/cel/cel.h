// Expressions: CEL (the Common Expression Language specification, without protocol buffer messages)
// parsed, checked and evaluated. A program is immutable after cel_check and may be evaluated by
// many threads at once. Refuses I/O, clocks and randomness: a program's value depends on its names
// alone.
#ifndef CEL_CEL_H
#define CEL_CEL_H

#include "cel/type.h"
#include "diag/diag.h"
#include "match/work.h"
#include "value/value.h"

typedef struct CelExpr CelExpr; // a node of the tree; see cel/ast.h

typedef struct CelProgram {
    Sv text;           // as written
    Sv whole;          // the text it was cut from, for mends: that of a template, else `text`
    uint32_t whole_at; // where it begins in it
    SpanMap map;       // where it lies
    CelExpr *root;     // NULL only where parsing failed
    CelType type;      // after cel_check
    uint32_t node_count;
    uint32_t local_count; // names of macros at once, after cel_check
} CelProgram;

// ── parsing ──
// Errors go to `diags` with a caret and a mend. `map.source` may be NULL (a command line): a source
// named "expression" is then made for the excerpt. The text is not copied.
bool cel_parse(Arena *arena, Sv text, SpanMap map, Diags *diags, CelProgram *out);

// ── names ──
// What an expression may refer to. `index` is what the evaluator asks the binding for.
typedef struct CelName {
    Sv name;        // may be qualified for `eval` ("a.b.c")
    CelType type;   // CEL_TYPE_DYN where not known
    uint32_t index; // given to CelBinding.get
    bool observed;  // yields something the system under operation answered (expectations must read
                    // one)
    bool answered; // what it holds was answered by the system at some time, by this step or another
    bool result;   // a result of the step's verb; loop and macro names may not shadow it
    bool unavailable; // known, but not readable here: reading it is an error that says `why`
    Sv why;
    const CelRange *range; // what its value can be; NULL = all that its type allows
    const CelExpr *same;   // checked, over the same names: what it always is (size(rows)); or NULL
} CelName;

// Conditions that hold wherever the expression is evaluated, as they are written.
typedef struct CelGiven {
    const Sv *items;
    uint32_t count;
} CelGiven;

typedef struct CelNames {
    const CelName *items;
    uint32_t count;
    Sv container;          // for `eval`: names resolve within it first (CEL name resolution)
    bool strict;           // the runbook's mode (docs/LANGUAGE.md), else the specification's
    bool allow_unknown;    // unknown names are not refused but evaluate to an error (specification
                           // cases)
    const CelGiven *given; // read while an expression is checked; NULL = none
    const struct CelOptions *options; // for preparing literal arguments (schema files); NULL = none
} CelNames;

// What the checker found out about an expression.
typedef struct CelUse {
    bool reads_observed; // some name with `observed` is read
    bool constant;       // reads no name at all
    uint32_t *names;     // indices (into CelNames.items) of the names read, each once
    uint32_t name_count;
    struct CelPath *paths; // name and literal fields selected from it: steps.login.token
    uint32_t path_count;
} CelUse;

typedef struct CelPath {
    uint32_t name; // index into CelNames.items
    Sv *fields;    // literal selections after it
    uint32_t count;
    bool optional; // some selection is .? or [? or under has()
    Span span;
} CelPath;

// Resolves names, checks functions, argument types and macros; gives the static type. `wanted` is
// what the place needs (CEL_TYPE_BOOL for a condition), CEL_TYPE_DYN for anything. `use` may be
// NULL.
bool cel_check(Arena *arena, CelProgram *program, const CelNames *names, CelType wanted,
               Diags *diags, CelUse *use);

// Where values of names come from. `get` writes the value or a fault (then returns false). It may
// be asked for the same index several times and must answer alike.
typedef struct CelBinding {
    void *self;
    bool (*get)(void *self, uint32_t index, Value *out, Fault *fault);
    // Told where a field of a step's record was there and had been observed. NULL = nobody asks.
    void (*observed)(void *self);
} CelBinding;

typedef struct CelOptions {
    bool strict;         // as in CelNames
    bool allow_empty;    // what is empty counts like anything else, even in strict mode
    bool plain;          // nothing is unknown: what comes out without the rules that take it away
    uint64_t cost_limit; // 0 = LIMIT_EXPRESSION_COST
    Sv base_folder;      // for matchesSchema; empty = none
    // Reads a file beneath the project root for matchesSchema; NULL = files are refused.
    bool (*read_file)(void *self, Sv path, Arena *arena, Sv *out, Sv *error);
    void *files;
    // Values with one of these taints are not known: an expression that reads one, or hands on what
    // holds one, has no value (FAULT_MISSING). How many there are, and under which keys, is
    // known.
    Taint unknown;
    Sv (*unknown_why)(Arena *arena,
                      Value value); // the fault's message; wanted where `unknown` is set
} CelOptions;

// Allocates in `arena` only. The value may point into the program, the binding's values and the
// arena.
bool cel_eval(Arena *arena, const CelProgram *program, const CelBinding *binding,
              const CelOptions *options, Value *out, Fault *fault);

// Whether a checked condition is the same whatever its names hold within their ranges; an error
// among its operands is not thought of.
typedef enum CelDecided { CEL_OPEN, CEL_ALWAYS, CEL_NEVER } CelDecided;
CelDecided cel_decided(const CelProgram *program, const CelNames *names);
// Whether it is decided, and would not be without what rows declare of results.
bool cel_decided_by_ranges(const CelProgram *program, const CelNames *names);
// The part of a decided condition that decides it: an operand of && and ||, a loop's body, or the
// whole.
const CelExpr *cel_decided_by(const CelProgram *program, const CelNames *names);
// Whether these conditions, all over the same names and none decided by itself, can never hold
// together.
bool cel_contradict(const CelProgram *const *programs, uint32_t count, const CelNames *names);
// Whether some value of the name that the binding knows by `index` may make the condition false. A
// part of it that is the same for all values does not count as reading it.
bool cel_tells(const CelProgram *program, const CelNames *names, uint32_t index);
// What a checked expression can come to; NULL where its type says it all, and for one value alone
// unless `constants`.
const CelRange *cel_range(Arena *arena, const CelProgram *program, const CelNames *names,
                          bool constants);
// As rows of tables declare it: "0..255", "101?, 200..999" (101 only where it is asked for), "0..",
// "'1.0', '1.1'", "'SIG*'" (* for any characters); of a record it is of the numbers in it. NULL
// where malformed.
const CelRange *cel_range_read(Arena *arena, Sv text);
// "0 to 255", "'1.0', '1.1' or '2'"; false, and nothing added, where nothing is declared.
bool cel_range_show(Buf *out, const CelRange *range);
// The texts that it can be, patterns among them; at most `limit`, returns how many.
uint32_t cel_range_texts(const CelRange *range, Sv *out, uint32_t limit);

// Whether a checked condition that came out true, in strict mode, has read the name that the
// binding knows by `index`.
bool cel_reads_where_true(const CelProgram *program, uint32_t index);

// ── explaining ──
// Each non-constant sub-expression once, outermost operands first, with its value: what a failure
// shows.
typedef struct CelPart {
    Span span;
    Sv text;       // as written, white space folded
    Sv value;      // shown, shortened around the difference where the parent compares
    Taint taint;   // of the value: the reader shows «name» instead
    bool failed;   // it has no value: `value` is the fault's message
    uint32_t name; // index into CelNames.items of the name it begins with, or UINT32_MAX
} CelPart;

// At most `limit` parts. For `all`/`exists` over a list the part names the element that broke it.
uint32_t cel_explain(Arena *arena, const CelProgram *program, const CelBinding *binding,
                     const CelOptions *options, size_t columns, CelPart *out, uint32_t limit);

// The expression written out again from its tree (for fuzzing: parse → print → parse is the same).
bool cel_print(Buf *out, const CelExpr *expr);

// The table of functions and macros, with their names, is in cel/function.h.
#endif
