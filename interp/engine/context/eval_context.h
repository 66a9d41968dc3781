// What expressions of a step see: inputs, secrets, vars, what earlier steps left, loop names, and
// the step's own results.
#ifndef ENGINE_CONTEXT_EVAL_CONTEXT_H
#define ENGINE_CONTEXT_EVAL_CONTEXT_H

#include "engine/context/step_results.h"

typedef struct Derived Derived;

typedef struct EvalContext {
    Worker *worker;
    const StepContext *context;
    Arena *arena;         // where values are made
    const Step *step;     // whose results and loop names these are; NULL = none
    Sv key;               // step.key
    Stamp now;            // the attempt's start
    const Value *results; // one for each result of the action; NULL before there was an answer
    Derived *derived;     // one for each result: made when first read
    const CelUse *use;    // of the expression that is evaluated
    Value outlook;        // of the instance
    const CelNames *names;
    bool steps_made;
    Value steps;           // the part of `steps` that the expression reads
    bool steps_count;      // results of earlier steps count as observed here too
    bool plain;            // nothing is unknown: see CelOptions
    bool observed;         // something was read that had been answered; reset by the caller
    uint64_t results_read; // bit i: result i was
} EvalContext;

EvalContext eval_context_of(Worker *worker, const StepContext *context, Arena *arena);
EvalContext eval_context_of_instance(Worker *worker, const StepInstance *instance, Arena *arena,
                                     Stamp now);
// Gives values to the names of the step's results.
void eval_context_answer(EvalContext *eval, const Value *results);

MUST_USE bool eval_context_run(EvalContext *eval, const Expr *expr, bool allow_empty, Value *out,
                               Fault *fault);
// As eval_context_run, and marks the value if nothing was observed on the way to it.
MUST_USE bool eval_context_run_marked(EvalContext *eval, const Expr *expr, Value *out,
                                      Fault *fault);
// Evaluates a program that is part of `whole` (an expression of a template).
MUST_USE bool eval_context_run_part(EvalContext *eval, const CelProgram *program, const Expr *whole,
                                    Value *out, Fault *fault);
MUST_USE bool eval_context_template(EvalContext *eval, const Template *text, const Expr *whole,
                                    Value *out, Fault *fault);
// As eval_context_run; what it computed is kept for an explanation, beside the value that it gave.
// Where the step is being ended, so are all of them, with FAULT_STOPPED.
MUST_USE bool eval_context_run_traced(EvalContext *eval, const Expr *expr, bool allow_empty,
                                      Value *out, Fault *fault, CelTraced **traced);
// What it read and computed: nothing is evaluated again, whatever has changed meanwhile.
uint32_t eval_context_explain(CelTraced *traced, bool held, CelPart *out, uint32_t limit);

// Evaluates a tree of constants, templates and expressions. Null entries stay.
MUST_USE bool eval_context_value(EvalContext *eval, const ValueSource *source, Value *out,
                                 Fault *fault);
// Text for people; what cannot be evaluated stands as it was written.
Sv eval_context_words(EvalContext *eval, const ValueSource *source);

// The same for a title; a part that cannot be evaluated stands as it was written where it is short,
// else, or with `gaps`, there is "…".
Sv eval_context_title(EvalContext *eval, const ValueSource *source, bool gaps);

// The cause of a step's end: missing_value, lost_value, cancelled, else `otherwise`.
const char *fault_cause(const Fault *fault, const char *otherwise);
// A fault as one line: "needs steps.login.token: step 'login' was skipped".
Sv fault_line(Arena *arena, const Fault *fault);

#endif
