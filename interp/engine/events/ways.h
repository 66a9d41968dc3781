// What a reader must know of the ways that a run takes (that nobody verifies who answers, that a
// proxy stands in between): it is told in the head of the run, or where that could not be known
// yet, with the attempt that is first to take such a way. Refuses to know what is permitted.
#ifndef ENGINE_EVENTS_WAYS_H
#define ENGINE_EVENTS_WAYS_H

#include "engine/context/state.h"

// Their texts, as events hold them: masked, but for the words of ours.
Value ways_value(Run *run, Arena *arena, const Cautions *cautions);
// They stand in the head, for this connection.
void ways_in_head(Run *run, const Connection *connection, const Cautions *cautions);

// Where the head says that this connection leads; empty where that was not known.
void ways_head_leads(Run *run, const Connection *connection, Sv target);
// Adds that it leads elsewhere by now: a step may have changed a service file, or a link.
void ways_add_elsewhere(Run *run, Arena *arena, const Connection *connection, Sv target,
                        Cautions *out);

typedef struct WayTaken {
    const Connection *connection; // NULL = none
    Sv request;
    const Cautions *cautions;
} WayTaken;
// Tells by a note what has not been told of this connection; without one, of this step.
void ways_tell(Worker *worker, const StepInstance *instance, const WayTaken *way);

#endif
