// A result of an action in a few words: its type, what it can be, what it always equals.
#ifndef REFERENCE_RESULT_NOTE_H
#define REFERENCE_RESULT_NOTE_H

#include "base/buf.h"
#include "spec/action.h"

// "int: 0 to 255", "int, always size(rows)"; `code` is put around an expression ("`" or "").
void result_add_note(Buf *out, const Action *action, const ResultField *field, const char *code);

#endif
