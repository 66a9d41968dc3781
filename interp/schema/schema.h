// JSON Schemas (draft 2020-12), made from the tables: of runbook files, and of the journal's lines.
// An editor that knows a schema completes keys and marks misspelled ones; what only the checker can
// know (names, expressions, what goes together) is left to it.
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/buf.h"
#include "spec/action.h"

void schema_runbook(const Registry *registry, Buf *out);
void schema_journal(Buf *out);

#endif
