// JSON Schemas (draft 2020-12) of runbook files and of the journal's lines, made from the tables.
// An editor that knows the schema completes keys and marks misspelled ones; whatever only the
// checker can know (names, expressions, what goes together) is left to the checker.
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/buf.h"
#include "spec/action.h"

void schema_runbook(const Registry *registry, Buf *out);
void schema_journal(Buf *out);

#endif
