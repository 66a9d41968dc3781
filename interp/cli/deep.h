// `check --deep`: what ShellCheck says of the scripts of a runbook, at their places in it.
#ifndef CLI_DEEP_H
#define CLI_DEEP_H

#include "cli/cli.h"
#include "plan/plan.h"

// Adds what it finds; false where it could not look, with the reason.
MUST_USE bool deep_check(const Cli *cli, const Plan *plan, Arena *arena, Diags *diags, Sv *why);

#endif
