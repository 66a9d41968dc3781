// What an expression of `runbook eval` sees: names from a file of bindings, what a step of a run
// saw, or nothing.
#ifndef CLI_EVAL_EVAL_SESSION_H
#define CLI_EVAL_EVAL_SESSION_H

#include "cel/cel.h"
#include "cli/cli.h"
#include "history/seen.h"

typedef struct EvalSession {
    CelNames names;
    CelBinding binding;
    CelOptions options;
    Seen *seen; // of a step of a run; NULL = none
} EvalSession;

// Sets it up by the options of the command line. False, and reported on standard error, if they are
// wrong; then *status is set.
MUST_USE bool eval_session(const Cli *cli, const CommandLine *line, EvalSession *out, int *status);

typedef enum EvalForm { EVAL_JSON, EVAL_TYPED } EvalForm;
// Evaluates and prints; returns the exit status. With `explain` a condition that does not hold
// shows why.
int eval_print(const Cli *cli, const EvalSession *session, Arena *arena, Sv text, EvalForm form,
               bool explain);

#endif
