// The way out for events, and the only one: each is built, stamped, cut and masked, written to the
// journal, then shown to the sinks. Builders are given values as they are.
#ifndef ENGINE_EVENTS_EMIT_H
#define ENGINE_EVENTS_EMIT_H

#include "engine/context/state.h"

// A value that can be restored from the journal: what JSON cannot say about it is written to
// `kinds`.
typedef struct KeptValue {
    const char *field; // of the event
    Sv entry; // of the map in that field, or of its list of {name, value}; empty = the whole field
    Value before; // as it was
    bool typed;   // a declared type already says which kinds it holds
} KeptValue;

typedef struct EventBuilder {
    Worker *worker;
    Run *run;
    Arena *arena; // the worker's for events
    EventKind kind;
    Value *keys, *values; // with room for every field of the event's row
    uint32_t count;
    uint32_t since_at; // index + 1 of the field that takes the time since `since`; 0 = none
    Stamp since;
    KeptValue *kept; // of events with the field "kinds"
    uint32_t kept_count, kept_capacity;
} EventBuilder;

EventBuilder event_builder_of(Worker *worker, EventKind kind);
// As event_builder_of, with the fields that every event of a step has.
EventBuilder event_builder_of_step(Worker *worker, EventKind kind, const StepInstance *instance);
void event_put_text(EventBuilder *builder, const char *name, Sv text);
void event_put_int(EventBuilder *builder, const char *name, int64_t number);
void event_put_bool(EventBuilder *builder, const char *name, bool truth);
void event_put_value(EventBuilder *builder, const char *name, Value value);
// Adds to the field "kinds" what the journal cannot say about this value.
void event_keeps(EventBuilder *builder, KeptValue kept);
// Adds a map of values, with what the journal cannot say about them. Adds nothing if the map is
// empty.
void event_put_map(EventBuilder *builder, const char *name, Value map);
// Adds what an attempt yielded, as the field "observed".
void event_put_observed(EventBuilder *builder, const Action *action, const Value *results);
// Adds the names of the loop and their values if the instance is an iteration; otherwise nothing.
void event_put_loop(EventBuilder *builder, const StepInstance *instance);
// The masked fields of the event, with "kinds" if there is something to say about the values that
// it keeps.
Value event_type_notes(const EventBuilder *builder, Value fields);
void event_put_place(EventBuilder *builder, Span span); // the field "place"
// Adds a time of the wall clock, RFC 3339.
void event_put_time(EventBuilder *builder, const char *name, int64_t wall_ns);
// Adds the time from then to the event itself.
void event_put_since(EventBuilder *builder, const char *name, Stamp then);

// Sends the event. False if the run is broken. The event's stamp goes to *stamp if that is not
// NULL.
bool event_send(EventBuilder *builder, Stamp *stamp);
// Between hold and release, events that need not be durable are gathered, then written and shown in
// one go: the end of a step is one write. Release before anything waits or acts. Releasing returns
// false if the run is broken.
void emit_hold(Worker *worker);
bool emit_release(Worker *worker);
// The last event of a run that is being left: whatever is sent later is told to nobody. False if
// nothing is told any more, or another thread does not come to the end of writing or showing one.
bool emit_last(EventBuilder *builder);
// Releases at the end of a step. The end of a change stays held: it lasts, and is shown, with
// whatever the worker sends or releases next, which is before anything else acts. Two changes that
// follow each other wait for the disk once each, not twice.
bool emit_end(Worker *worker);
// While it gathers, the ends of steps that an earlier session decided are written and shown many at
// a time, at the latest with the next event of another kind.
void emit_gather(Worker *worker, bool gathers);
// For the step's live line: to the sinks only.
void emit_running(Worker *worker, const StepInstance *instance, Sv line);
void emit_note(Worker *worker, const char *level, Sv message);
// True once nothing new may begin.
bool run_broken(Run *run);

#endif
