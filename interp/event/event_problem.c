#include "event/event.h"
#include <string.h>

static bool fits(Value value, const char *type) {
    switch (type[0]) {
    case 'a': return true; // any
    case 'w':              // word
    case 't': return value.kind == VALUE_STRING;
    case 'i': // int
    case 'd': return value.kind == VALUE_INT;
    case 'b': return value.kind == VALUE_BOOL;
    case 'l': return value.kind == VALUE_LIST;
    default: return value.kind == VALUE_MAP;
    }
}

// Fields mostly stand in the order of their rows, so the one behind the last is looked at first.
const EventField *event_field(const EventRow *row, Sv name, size_t *next) {
    for (size_t i = 0, at = *next; i < row->field_count; i++, at++) {
        if (at >= row->field_count) at = 0;
        const char *own = row->fields[at].name;
        // Most texts that differ do so in the first letter.
        if (name.at != own && (name.len == 0 || name.at[0] != own[0] || !sv_eq_c(name, own)))
            continue;
        *next = at + 1;
        return &row->fields[at];
    }
    return NULL;
}

static bool may_be_absent(const EventField *field) {
    return strchr(field->type, '?') != NULL;
}

Sv event_problem(Arena *arena, const Event *event) {
    const EventRow *row = &event_rows[event->kind];
    if (event->fields.kind != VALUE_MAP) return sv_format(arena, "%s has no fields", row->name);
    uint64_t seen = 0; // one bit each; no row has 64
    size_t next = 0;
    for (size_t i = 0; i < value_count(event->fields); i++) {
        Sv name = value_text(value_key(event->fields, i));
        Value value = value_at(event->fields, i);
        const EventField *field = event_field(row, name, &next);
        if (!field) return sv_format(arena, "%s knows no field '%.*s'", row->name, SV_ARG(name));
        seen |= (uint64_t)1 << (field - row->fields);
        if (!fits(value, field->type))
            return sv_format(arena, "field '%s' of %s is %s, not %.*s", field->name, row->name,
                             value_kind_name((ValueKind)value.kind), (int)strcspn(field->type, "?"),
                             field->type);
    }
    for (size_t i = 0; i < row->field_count; i++)
        if (!(seen >> i & 1) && !may_be_absent(&row->fields[i]))
            return sv_format(arena, "%s has no field '%s'", row->name, row->fields[i].name);
    return SV("");
}
