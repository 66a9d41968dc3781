// `runbook eval` without an expression: a prompt at a terminal.
#ifndef CLI_EVAL_EVAL_PROMPT_H
#define CLI_EVAL_EVAL_PROMPT_H

#include "cli/eval/eval_session.h"

// Runs until Ctrl-D. Returns the exit status.
int eval_prompt(const Cli *cli, const CommandLine *line, const EvalSession *session, EvalForm form);

#endif
