// Events on their way out: built, stamped, masked, written to the journal, then shown to the sinks.
// The only door.
#ifndef ENGINE_EVENTS_EMIT_H
#define ENGINE_EVENTS_EMIT_H

#include "engine/context/state.h"

// A value that can be had back from the journal: what JSON cannot say of it stands in `kinds`.
typedef struct KeptValue {
    const char *field; // of the event
    Sv entry;     // of the map in that field, or of the list of {name, value}; empty = all of it
    Value before; // as it was
    bool typed;   // its kinds are known from a declared type
} KeptValue;

typedef struct EventBuilder {
    Worker *worker;
    Run *run;
    Arena *arena; // the worker's for events
    EventKind kind;
    Value *keys, *values; // as many as the event's row has fields
    uint32_t count;
    uint32_t since_at; // index + 1 of the field that takes the time since `since`; 0 = none
    Stamp since;
    KeptValue *kept; // of events with the field "kinds"
    uint32_t kept_count, kept_capacity;
} EventBuilder;

EventBuilder event_builder_of(Worker *worker, EventKind kind);
// With the fields that every event of a step has.
EventBuilder event_builder_of_step(Worker *worker, EventKind kind, const StepInstance *instance);
void event_put_text(EventBuilder *builder, const char *name, Sv text);
void event_put_int(EventBuilder *builder, const char *name, int64_t number);
void event_put_bool(EventBuilder *builder, const char *name, bool truth);
void event_put_value(EventBuilder *builder, const char *name, Value value);
// Tells in the field "kinds" what the journal does not say of this value.
void event_keeps(EventBuilder *builder, KeptValue kept);
// A map of values, capped one by one, and what the journal does not say of them; nothing where
// empty.
void event_put_map(EventBuilder *builder, const char *name, Value map);
// What an attempt yielded, as the field "observed".
void event_put_observed(EventBuilder *builder, const Action *action, const Value *results);
// The names of the loop whose iteration it is, and their values; nothing where it is none.
void event_put_loop(EventBuilder *builder, const StepInstance *instance);
// The event's fields, masked, with "kinds" where there is something to tell of what it keeps.
Value event_type_notes(const EventBuilder *builder, Value fields);
void event_put_place(EventBuilder *builder, Span span); // the field "place"
// The time from then to the event itself.
void event_put_since(EventBuilder *builder, const char *name, Stamp then);

// False where the run is broken; the event's stamp in *stamp where it is not NULL.
bool event_send(EventBuilder *builder, Stamp *stamp);
// Between the two, events that need not last are written and shown together, in one go: a step's
// end is one write. To be released before anything waits or acts. Releasing is false where the run
// is broken.
void emit_hold(Worker *worker);
bool emit_release(Worker *worker);
// For the step's live line: to the sinks only.
void emit_running(Worker *worker, const StepInstance *instance, Sv line);
void emit_note(Worker *worker, const char *level, Sv message);
// True once nothing new may begin.
bool run_broken(Run *run);

#endif
