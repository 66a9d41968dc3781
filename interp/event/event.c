#include "event/event.h"

// The table is expanded twice: one array of fields for each event, then the rows that point to
// them.
// clang-format off
static const EventField fields_of_none[] __attribute__((unused)) = {
    {NULL, NULL, NULL, NULL}
#define EVENT(ID, name, flags, doc) }; static const EventField fields_of_##ID[] = {
#define FIELD(name, type, doc) {name, type, "", doc},
#define RECORD(name, type, entries, doc) {name, type, entries, doc},
#include "event/events.def"
#undef EVENT
#undef FIELD
#undef RECORD
};

const EventRow event_rows[EVENT_KIND_COUNT] = {
#define EVENT(ID, name, flags, doc) \
    [EVENT_##ID] = {name, flags, doc, fields_of_##ID, sizeof fields_of_##ID / sizeof *fields_of_##ID},
#define FIELD(name, type, doc)
#define RECORD(name, type, entries, doc)
#include "event/events.def"
#undef EVENT
#undef FIELD
#undef RECORD
};
// clang-format on

bool event_field_is_ours(const EventField *field) {
    switch (field->type[0]) {
    case 't': // text
    case 'a': // any
        return false;
    case 'l': // list
    case 'm': // map
        return field->ours[0] == '*';
    default: return true;
    }
}

bool event_entry_is_ours(const EventField *field, Sv entry) {
    Sv rest = sv_from_c(field->ours), name;
    while (sv_next_part(&rest, ' ', &name))
        if (sv_eq(name, entry) || sv_eq_c(name, "*")) return true;
    return false;
}

void event_field_add_type(Buf *out, const EventField *field) {
    buf_add_c(out, field->type);
    if (!field->ours[0]) return;
    if (field->ours[0] == '*') {
        buf_add_c(out, " of words and numbers of ours");
        return;
    }
    Sv rest = sv_from_c(field->ours), name;
    buf_add_c(out, "; of ours are ");
    for (bool first = true; sv_next_part(&rest, ' ', &name); first = false)
        buf_addf(out, "%s%.*s", first ? "" : ", ", SV_ARG(name));
}

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
