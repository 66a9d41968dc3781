// Asks the person at the terminal: a question with something to look at, or for a secret that is
// not shown.
#ifndef CLI_RUNS_ASK_TERMINAL_H
#define CLI_RUNS_ASK_TERMINAL_H

#include "cli/runs/console.h"
#include "spec/action.h"

// Asks until one of the choices is given. There is no default, and an empty answer does not count.
// What was shown and answered stays on the terminal. `who` is the step that asks.
MUST_USE bool ask_question(const Console *console, Sv who, const Question *question,
                           const Waiter *waiter, Arena *arena, Answer *out);
// False if nothing was typed.
MUST_USE bool ask_secret(const Console *console, Sv question, const Waiter *waiter, Arena *arena,
                         Sv *out);

#endif
