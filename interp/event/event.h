// The events of a run, from one table (events.def). An event is a kind, a time and a map of fields.
// The journal is their sequence, and every view of a run is drawn from them alone.
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "base/buf.h"
#include "base/system/env.h"
#include "value/value.h"

typedef enum EventKind {
#define EVENT(ID, name, flags, doc) EVENT_##ID,
#define FIELD(name, type, doc)
#define RECORD(name, type, entries, doc)
#include "event/events.def"
#undef EVENT
#undef FIELD
#undef RECORD
    EVENT_KIND_COUNT
} EventKind;

typedef enum EventFlags {
    EVENT_LIVE_ONLY = 1, // never written to the journal
    EVENT_DURABLE = 2,   // synced before anything that depends on it
    EVENT_OF_STEP = 4    // carries the fields of STEP_FIELDS
} EventFlags;

typedef struct EventField {
    const char *name;
    const char *type; // "word", "text", "int", "bool", "list", "map", "any", "duration" (int, ns);
                      // with "?" = may be absent
    const char *ours; // of a list or map: its entries that are words of ours, "line column"; "*" =
                      // all; "" = none
    const char *doc;
} EventField;

typedef struct EventRow {
    const char *name; // "step_ended"
    unsigned flags;
    const char *doc;
    const EventField *fields;
    size_t field_count;
} EventRow;

extern const EventRow event_rows[EVENT_KIND_COUNT];
// The field of this name; NULL if the row has none. `next` is where to look first, 0 at the start.
const EventField *event_field(const EventRow *row, Sv name, size_t *next);
// Whether the field holds words and numbers of ours alone: they are neither masked nor cut.
bool event_field_is_ours(const EventField *field);
// The same for an entry of the map, or of the maps of the list, in the field.
bool event_entry_is_ours(const EventField *field, Sv entry);
// For people: "list; of its entries digest is a word of ours".
void event_field_add_type(Buf *out, const EventField *field);
MUST_USE bool event_kind_parse(Sv name, EventKind *out);

typedef struct Event {
    EventKind kind;
    uint64_t seq; // from 1; 0 for live-only ones
    Stamp stamp;
    Value fields; // a map with text keys, in the table's order
    Sv line;      // of a journal, where not all fields were read, see EventParts; else empty
} Event;

// Convenience readers over `fields`.
Sv event_text(const Event *event, const char *field);
int64_t event_int(const Event *event, const char *field);
bool event_bool(const Event *event, const char *field);
Value event_value(const Event *event, const char *field);

// A receiver of events. Returns false if the event could not be written (the run then ends with
// status 9).
typedef struct EventSink {
    void *self;
    bool (*take)(void *self, const Event *event);
} EventSink;

// What a reader of a journal does not need of it, one bit for each kind of event: of `heads` the
// fields, of `fronts` those from "observed" on. Event.line tells of what is left out.
typedef struct EventParts {
    uint64_t heads, fronts;
} EventParts;

// Checks an event against its row: unknown or missing fields, wrong types. The message is in the
// arena; "" if all is well.
Sv event_problem(Arena *arena, const Event *event);

// One journal line without its LF: {"seq":…,"time":…,"mono":…,"prev":…,"event":…, fields…}. `prev`
// is 64 hex digits.
bool event_write(Buf *out, const Event *event, Sv prev);
// Reads a line back; *prev points into the arena. False with *error.
MUST_USE bool event_read(Arena *arena, Sv line, Event *out, Sv *prev, Sv *error);
// Of a line that is written as event_write does, the part that is needed. False: it must be read
// whole, if it can. What is left out is not looked at, and only the digest in the line behind it
// tells that it is as it was written.
MUST_USE bool event_read_part(Arena *arena, Sv line, EventParts parts, Event *out, Sv *prev);

#endif
