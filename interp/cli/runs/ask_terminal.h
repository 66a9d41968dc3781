// Asking the person at the terminal: a question with what to look at, or a secret that is not
// shown.
#ifndef CLI_RUNS_ASK_TERMINAL_H
#define CLI_RUNS_ASK_TERMINAL_H

#include "cli/runs/console.h"
#include "spec/action.h"

// Puts the question until one of its choices is answered. There is no default, and no answer is
// none. What was shown and answered stays on the terminal. `who` is the step that asks.
MUST_USE bool ask_question(const Console *console, Sv who, const Question *question,
                           const Waiter *waiter, Arena *arena, Answer *out);
// False where nothing was typed.
MUST_USE bool ask_secret(const Console *console, Sv question, const Waiter *waiter, Arena *arena,
                         Sv *out);

#endif
