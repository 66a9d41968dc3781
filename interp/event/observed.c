#include "event/observed.h"

static bool names(Value list, Sv name) {
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        if (item.kind == VALUE_MAP && sv_eq_nocase(value_field_text(item, "name", SV("")), name))
            return true;
    }
    return false;
}

bool observed_told_by_a_list(Value observed, Value map) {
    for (size_t i = 0; i < value_count(observed); i++) {
        Value list = value_at(observed, i);
        if (list.kind != VALUE_LIST || value_count(list) < value_count(map)) continue;
        bool all = value_count(map) > 0;
        for (size_t k = 0; all && k < value_count(map); k++)
            all = names(list, value_text(value_key(map, k)));
        if (all) return true;
    }
    return false;
}

Sv observed_told_before(Value observed, size_t index) {
    Value value = value_at(observed, index);
    if (value.kind != VALUE_STRING || value_text(value).len == 0) return (Sv){0};
    for (size_t i = 0; i < index; i++)
        if (value_at(observed, i).kind == VALUE_STRING &&
            sv_eq(value_text(value_at(observed, i)), value_text(value)))
            return value_text(value_key(observed, i));
    return (Sv){0};
}

bool observed_says(Value observed, Sv text) {
    for (Sv line; sv_next_line(&text, &line);) {
        bool found = false;
        for (size_t i = 0; !found && i < value_count(observed); i++) {
            Value value = value_at(observed, i);
            found = value.kind == VALUE_STRING && sv_find(value_text(value), line, 0) != SV_NONE;
        }
        if (!found) return false;
    }
    return true;
}
