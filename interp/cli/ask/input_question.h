// Asks the person at the terminal for an input that has no value.
#ifndef CLI_ASK_INPUT_QUESTION_H
#define CLI_ASK_INPUT_QUESTION_H

#include "cli/ask/console.h"
#include "plan/plan.h"

// Says what it is, or why the value before would not do, and reads one. A secret one is not shown
// while it is typed. False where there is no answer. The text is in the arena.
MUST_USE bool ask_input(Console *console, const Input *input, Sv wrong, const Waiter *waiter,
                        Arena *arena, Sv *out);

#endif
