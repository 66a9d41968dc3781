// The conditions beside the expectations: when, until, stop_if, no_answer, done, not_done. An error
// is never taken for false; what it means instead is up to the caller.
#ifndef ENGINE_CONTEXT_CONDITION_H
#define ENGINE_CONTEXT_CONDITION_H

#include "engine/context/eval_context.h"

typedef struct Condition {
    enum { CONDITION_HOLDS, CONDITION_HOLDS_NOT, CONDITION_ERROR } end;
    Fault fault;       // of an error, or of a value that is neither true nor false
    CelTraced *traced; // what it read
} Condition;

Condition condition_ask(EvalContext *eval, const Expr *expr);
// For an error: whether a later answer may have what this one lacks (a member, a number, JSON).
bool condition_may_come(const Condition *condition);
// For an error: whether there was just nothing to compare (null, a loop over an empty list).
bool condition_shows_nothing(const Condition *condition);
// The message for an error, one line: "stop_if cannot be told: json.state: no such key: 'state'".
Sv condition_error(Arena *arena, const char *what, const Condition *condition);

#endif
