// What the expressions of one runbook can read before anything runs. Part of known_connection.h.
#ifndef INPUTS_KNOWN_NAMES_H
#define INPUTS_KNOWN_NAMES_H

#include "inputs/known_connection.h"

typedef struct KnownNames {
    Arena *arena;
    const Plan *plan;
    const InputSources *sources;
    const StandIns *stand_ins; // may be NULL
    Value inputs, secrets, vars;
} KnownNames;

KnownNames known_in(const KnownBy *by, const Runbook *runbook);
// False where it reads what is not known.
MUST_USE bool known_program(KnownNames *known, const CelProgram *program, Value *out);

#endif
