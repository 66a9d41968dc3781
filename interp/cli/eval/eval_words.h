// Completion: the names and functions that are possible at a place in an expression.
#ifndef CLI_EVAL_EVAL_WORDS_H
#define CLI_EVAL_EVAL_WORDS_H

#include "cli/ask/line_editor.h"
#include "cli/eval/eval_session.h"

void eval_words(const EvalSession *session, Sv before, Arena *arena, LineWords *out);
// The value of a name; null if it cannot be read.
Value eval_named(const EvalSession *session, const CelName *name);

#endif
