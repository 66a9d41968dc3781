#include "event/event.h"
#include <string.h>

static bool fits(Value value, Sv type) {
    if (sv_eq_c(type, "any")) return true;
    if (sv_eq_c(type, "text")) return value.kind == VALUE_STRING;
    if (sv_eq_c(type, "int") || sv_eq_c(type, "duration")) return value.kind == VALUE_INT;
    if (sv_eq_c(type, "bool")) return value.kind == VALUE_BOOL;
    if (sv_eq_c(type, "list")) return value.kind == VALUE_LIST;
    if (sv_eq_c(type, "map")) return value.kind == VALUE_MAP;
    return false;
}

static bool row_has(const EventRow *row, Sv name) {
    for (size_t i = 0; i < row->field_count; i++)
        if (sv_eq_c(name, row->fields[i].name)) return true;
    return false;
}

Sv event_problem(Arena *arena, const Event *event) {
    const EventRow *row = &event_rows[event->kind];
    if (event->fields.kind != VALUE_MAP) return sv_format(arena, "%s has no fields", row->name);
    for (size_t i = 0; i < row->field_count; i++) {
        const EventField *field = &row->fields[i];
        Sv type = sv_from_c(field->type);
        bool optional = sv_ends(type, SV("?"));
        if (optional) type.len--;
        const Value *value = value_get_c(event->fields, field->name);
        if (!value && optional) continue;
        if (!value) return sv_format(arena, "%s has no field '%s'", row->name, field->name);
        if (!fits(*value, type))
            return sv_format(arena, "field '%s' of %s is %s, not %.*s", field->name, row->name,
                             value_kind_name((ValueKind)value->kind), SV_ARG(type));
    }
    for (size_t i = 0; i < value_count(event->fields); i++) {
        Sv name = value_text(value_key(event->fields, i));
        if (!row_has(row, name))
            return sv_format(arena, "%s knows no field '%.*s'", row->name, SV_ARG(name));
    }
    return SV("");
}
