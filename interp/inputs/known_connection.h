// Where connections lead, as far as that is known before anything runs: from inputs, vars, and what
// includes are given. Secrets appear by name; none is fetched.
#ifndef INPUTS_KNOWN_CONNECTION_H
#define INPUTS_KNOWN_CONNECTION_H

#include "inputs/inputs.h"

// What stands for what is not known, where something has to.
typedef struct StandIns {
    Value (*secret)(void *self, const Runbook *runbook, Sv name);
    // `start`: a URL begins with it. False = nothing can stand there.
    bool (*unknown)(void *self, const CelProgram *program, bool start, Value *out);
    void *self;
} StandIns;

typedef struct KnownBy {
    Arena *arena;
    const Plan *plan;
    const InputSources *sources;
    const StandIns *stand_ins; // NULL = «name» for secrets, and nothing for the rest
} KnownBy;

// The runbook's inputs as far as they are known, a map; secret ones as «name».
Value known_inputs(const KnownBy *by, const Runbook *runbook);
// The connection's parameters with only the address evaluated. NULL if that cannot be told yet;
// *address is then as much of it as is known (null if nothing is).
const void *known_connection(const KnownBy *by, const Runbook *runbook,
                             const Connection *connection, Value *address);
// What a reader must know of the way to it, as far as that can be told yet.
Cautions known_cautions(const KnownBy *by, const Runbook *runbook, const Connection *connection);
// The same of what a step itself brings.
Cautions known_step_cautions(const KnownBy *by, const Step *step);
// What a step asks for with, as far as that is known, stand-ins for the rest; false where too much
// of it is not.
typedef struct KnownAsked {
    const void *params, *connection; // decoded; the second NULL where it has none
    const Value *values, *homes;     // of the parameters and the connection's, not decoded
    Taint taint, home_taint;         // of the parameters, and of the connection's
} KnownAsked;
MUST_USE bool known_asked(const KnownBy *by, const Step *step, KnownAsked *out);
// Tells of each file that a step names by what is known already, as ${inputs.…}, and that is there,
// beneath the root: of a PlanFile all paths.
typedef void KnownFile(void *self, PlanFile paths);
void known_files(const KnownBy *by, KnownFile *tell, void *self);

#endif
