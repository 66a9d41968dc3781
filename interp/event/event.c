#include "event/event.h"

// The table is expanded twice: one array of fields for each event, then the rows that point to
// them.
// clang-format off
static const EventField fields_of_none[] __attribute__((unused)) = {
    {NULL, NULL, NULL}
#define EVENT(ID, name, flags, doc) }; static const EventField fields_of_##ID[] = {
#define FIELD(name, type, doc) {name, type, doc},
#include "event/events.def"
#undef EVENT
#undef FIELD
};

const EventRow event_rows[EVENT_KIND_COUNT] = {
#define EVENT(ID, name, flags, doc) \
    [EVENT_##ID] = {name, flags, doc, fields_of_##ID, sizeof fields_of_##ID / sizeof *fields_of_##ID},
#define FIELD(name, type, doc)
#include "event/events.def"
#undef EVENT
#undef FIELD
};
// clang-format on

bool event_kind_parse(Sv name, EventKind *out) {
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        if (!sv_eq_c(name, event_rows[kind].name)) continue;
        *out = (EventKind)kind;
        return true;
    }
    return false;
}

Sv event_text(const Event *event, const char *field) {
    return value_field_text(event->fields, field, (Sv){"", 0});
}

int64_t event_int(const Event *event, const char *field) {
    return value_field_int(event->fields, field, 0);
}

bool event_bool(const Event *event, const char *field) {
    return value_field_bool(event->fields, field, false);
}

Value event_value(const Event *event, const char *field) {
    return value_field(event->fields, field);
}
