// Names and functions that may stand at a place in an expression, for completion.
#ifndef CLI_EVAL_EVAL_WORDS_H
#define CLI_EVAL_EVAL_WORDS_H

#include "cli/eval/eval_session.h"
#include "cli/eval/line_editor.h"

void eval_words(const EvalSession *session, Sv before, Arena *arena, LineWords *out);
// A name's value where it can be read; null where it cannot.
Value eval_named(const EvalSession *session, const CelName *name);

#endif
