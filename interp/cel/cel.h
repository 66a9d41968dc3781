// Expressions: CEL (the Common Expression Language as specified, without protocol buffer messages),
// parsed, checked and evaluated. A program is immutable after cel_check and may be evaluated by
// many threads at once. It has no I/O, clock or randomness: its value depends on its names alone.
#ifndef CEL_CEL_H
#define CEL_CEL_H

#include "cel/type.h"
#include "diag/diag.h"
#include "match/work.h"
#include "value/value.h"

typedef struct CelExpr CelExpr; // a node of the tree; see cel/ast.h

typedef struct CelProgram {
    Sv text;           // as written
    Sv whole;          // the text it was cut from, for hints: for a template that text, else `text`
    uint32_t whole_at; // where `text` begins in `whole`
    SpanMap map;       // where it is in its source
    CelExpr *root;     // NULL only where parsing failed
    CelType type;      // after cel_check
    uint32_t node_count;
    uint32_t local_count; // most variables of macros at one time, after cel_check
} CelProgram;

// ── parsing ──
// Reports errors to `diags`, each with a caret and a hint. `map.source` may be NULL (a command
// line): a source named "expression" is then made for the excerpt. The text is not copied.
MUST_USE bool cel_parse(Arena *arena, Sv text, SpanMap map, Diags *diags, CelProgram *out);

// ── names ──
// What an expression may refer to. `index` is what the evaluator asks the binding for.
typedef struct CelName {
    Sv name;          // may be qualified for `eval` ("a.b.c")
    CelType type;     // CEL_TYPE_DYN where not known
    uint32_t index;   // given to CelBinding.get
    bool observed;    // it yields something that the system under operation answered (expectations
                      // must read such a name)
    bool answered;    // the system answered its value at some time, to this step or another
    bool result;      // a result of the step's verb; loop and macro names may not shadow it
    bool unavailable; // it is known but cannot be read here: reading it is an error, and `why` says
                      // so
    Sv why;
    const CelRange *range; // what its value can be; NULL = all that its type allows
    const CelExpr *same;   // an expression, checked, over the same names, that it always equals
                           // (size(rows)); or NULL
} CelName;

// Conditions that hold whenever the expression is evaluated, as they are written.
typedef struct CelGiven {
    const Sv *items;
    uint32_t count;
} CelGiven;

typedef struct CelNames {
    const CelName *items;
    uint32_t count;
    Sv container;          // for `eval`: names resolve within it first (CEL name resolution)
    bool strict;           // the runbook's mode (docs/LANGUAGE.md), else the specification's
    bool allow_unknown;    // unknown names are not refused but evaluate to an error (cases of the
                           // specification)
    const CelGiven *given; // used while an expression is checked; NULL = none
    const struct CelOptions *options; // for preparing literal arguments (schema files); NULL = none
} CelNames;

// What the checker learned about an expression.
typedef struct CelUse {
    bool reads_observed; // it reads some name with `observed`
    bool constant;       // it reads no name at all
    uint32_t *names;     // indices (into CelNames.items) of the names read, each once
    uint32_t name_count;
    struct CelPath *paths; // each name with the literal fields selected from it: steps.login.token
    uint32_t path_count;
} CelUse;

typedef struct CelPath {
    uint32_t name; // index into CelNames.items
    Sv *fields;    // literal selections after it
    uint32_t count;
    bool optional; // some selection is .? or [? or within has()
    Span span;
} CelPath;

// Resolves names; checks functions, argument types and macros; finds the static type. `wanted` is
// the type that the place needs (CEL_TYPE_BOOL for a condition), CEL_TYPE_DYN for any. `use` may be
// NULL.
bool cel_check(Arena *arena, CelProgram *program, const CelNames *names, CelType wanted,
               Diags *diags, CelUse *use);

// "inputs.base" for the word base, where `inputs` has such a field; empty if nothing has.
Sv cel_owned_name(Arena *arena, const CelNames *names, Sv word);

// The source of the values of names. `get` writes the value, or a fault and returns false. It may
// be asked for the same index several times and must give the same answer.
typedef struct CelBinding {
    void *self;
    bool (*get)(void *self, uint32_t index, Value *out, Fault *fault);
    // Called when a field of a step's record was found that had been observed. May be NULL.
    void (*observed)(void *self);
} CelBinding;

typedef struct CelOptions {
    bool strict;      // as in CelNames
    bool allow_empty; // empty values count like any others, even in strict mode
    bool plain; // nothing is unknown: gives the result without the rules about what shows nothing
    uint64_t cost_limit; // 0 = LIMIT_EXPRESSION_COST
    Halt halt;           // asked while it is evaluated: FAULT_STOPPED
    Sv base_folder;      // for matchesSchema and file; empty = none
    // Reads a file beneath the project root for them; NULL = files are refused. `as` is what it is
    // recorded as: "schema", "expected".
    bool (*read_file)(void *self, Sv path, const char *as, Arena *arena, Sv *out, Sv *error);
    void *files;
    // Values with one of these taints are unknown: an expression that reads one, or passes on
    // something that holds one, has no value (FAULT_MISSING). Their number and their keys are
    // known.
    Taint unknown;
    Sv (*unknown_why)(Arena *arena,
                      Value value); // the fault's message; wanted where `unknown` is set
    // A text without its secrets, for explanations that cut a text into lines: a secret that goes
    // over several lines is not known any more in what is made of them. NULL = there are none.
    Sv (*without_secrets)(void *self, Arena *arena, Sv text);
    void *secrets;
} CelOptions;

// Allocates only in `arena`. The value may point into the program, the values of the binding and
// the arena.
MUST_USE bool cel_eval(Arena *arena, const CelProgram *program, const CelBinding *binding,
                       const CelOptions *options, Value *out, Fault *fault);

// Whether a checked condition comes out the same whatever its names hold within their ranges;
// errors among its operands are not considered.
typedef enum CelDecided { CEL_OPEN, CEL_ALWAYS, CEL_NEVER } CelDecided;
CelDecided cel_decided(const CelProgram *program, const CelNames *names);
// Whether it is decided, and would not be without the declared ranges of results.
bool cel_decided_by_ranges(const CelProgram *program, const CelNames *names);
// The part that decides a decided condition: an operand of && and ||, the body of a loop, or the
// whole.
const CelExpr *cel_decided_by(const CelProgram *program, const CelNames *names);
// Whether these conditions, which have the same names and of which none is decided by itself, can
// never hold together.
bool cel_contradict(const CelProgram *const *programs, uint32_t count, const CelNames *names);
// Whether some value of the name with this binding index may make the condition false. A part that
// is the same for all values does not count as reading it.
bool cel_tells(const CelProgram *program, const CelNames *names, uint32_t index);
// The range of a checked expression; NULL if its type says it all. A single value only with
// `constants`.
const CelRange *cel_range(Arena *arena, const CelProgram *program, const CelNames *names,
                          bool constants);
// Reads a range as tables declare it: "0..255", "101?, 200..999" (101 only if it is asked for),
// "0..", "'1.0', '1.1'", "'SIG*'" (* for any characters); for a record it applies to the numbers in
// it. NULL if malformed.
const CelRange *cel_range_read(Arena *arena, Sv text);
// Adds "0 to 255", "'1.0', '1.1' or '2'"; false, and nothing added, if nothing is declared.
bool cel_range_show(Buf *out, const CelRange *range);
// The possible texts, patterns included; at most `limit`, returns how many.
uint32_t cel_range_texts(const CelRange *range, Sv *out, uint32_t limit);

// Whether a checked condition that came out true in strict mode must have read the name with this
// binding index.
bool cel_reads_where_true(const CelProgram *program, uint32_t index);

// ── explaining ──
// Each non-constant sub-expression once, outermost operands first, with its value: what a failure
// shows.
typedef struct CelPart {
    Span span;
    Sv text;       // as written, white space folded
    Sv value;      // as text, shortened around the difference if the parent compares
    Taint taint;   // of the value: it is shown as «name» instead
    bool failed;   // it has no value: `value` is the fault's message
    uint32_t name; // index into CelNames.items of the name it begins with, or UINT32_MAX
} CelPart;

// As cel_eval; what it read and computed is kept in *traced for an explanation. That lives as long
// as the arena and what `binding` and `options` name.
typedef struct CelTraced CelTraced;
MUST_USE bool cel_eval_traced(Arena *arena, const CelProgram *program, const CelBinding *binding,
                              const CelOptions *options, Value *out, Fault *fault,
                              CelTraced **traced);
// The parts of what was evaluated: nothing is evaluated again.
uint32_t cel_explain_traced(CelTraced *traced, size_t columns, CelPart *out, uint32_t limit);
// Evaluates and explains. At most `limit` parts. For `all`/`exists` over a list the part names the
// element that broke it.
uint32_t cel_explain(Arena *arena, const CelProgram *program, const CelBinding *binding,
                     const CelOptions *options, size_t columns, CelPart *out, uint32_t limit);

// Writes the expression from its tree again (for fuzzing: parse → print → parse gives the same).
bool cel_print(Buf *out, const CelExpr *expr);

// The table of functions and macros, with their names, is in cel/function.h.
#endif
