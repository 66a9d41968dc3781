// Asks the person at the terminal: a question with something to look at, or for a secret that is
// not shown.
#ifndef CLI_ASK_QUESTION_H
#define CLI_ASK_QUESTION_H

#include "cli/ask/console.h"
#include "spec/action.h"

// Asks until one of the choices is given. There is no default, and an empty answer does not count.
// What was shown and answered stays on the terminal.
MUST_USE bool ask_question(Console *console, const Question *question, const Waiter *waiter,
                           Arena *arena, Answer *out);
// False if nothing was typed.
MUST_USE bool ask_secret(const Console *console, Sv question, const Waiter *waiter, Arena *arena,
                         Sv *out);

#endif
