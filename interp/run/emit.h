// Events on their way out: built, stamped, masked, written to the journal, then shown to the sinks. The only door.
#ifndef RUN_EMIT_H
#define RUN_EMIT_H

#include "run/state.h"

typedef struct Draft {
    Run *run;
    Arena *arena;
    EventKind kind;
    MapBuilder fields;
    const char *since_name; // a field that takes the time since `since`; NULL = none
    Stamp since;
} Draft;

Draft draft_of(Worker *worker, EventKind kind);
// With the fields that every event of a step has.
Draft draft_of_step(Worker *worker, EventKind kind, const Seat *seat);
void draft_text(Draft *draft, const char *name, Sv text);
void draft_int(Draft *draft, const char *name, int64_t number);
void draft_bool(Draft *draft, const char *name, bool truth);
void draft_value(Draft *draft, const char *name, Value value);
void draft_place(Draft *draft, Span span); // the field "place"
// The time from then to the event itself.
void draft_since(Draft *draft, const char *name, Stamp then);

// False where the run is broken; the event's stamp in *stamp where it is not NULL.
bool draft_send(Draft *draft, Stamp *stamp);
// For the step's live line: to the sinks only.
void emit_running(Worker *worker, const Seat *seat, Sv line);
void emit_note(Worker *worker, const char *level, Sv message);
// True once nothing new may begin.
bool run_broken(Run *run);

#endif
