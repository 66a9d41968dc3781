#include "history/recorded_cookies.h"

static bool has_item(Value list, Value item) {
    for (size_t i = 0; i < value_count(list); i++)
        if (value_equal(value_item(list, i), item)) return true;
    return false;
}

bool recorded_cookies_any(const RecordedStep *step) {
    return step->cookies.kind == VALUE_LIST;
}

void recorded_cookies_add(Arena *arena, RecordedStep *step, const Event *event) {
    Value names = value_field(event->fields, "names");
    ListBuilder all = list_builder(arena);
    bool known = recorded_cookies_any(step);
    for (size_t i = 0; known && i < value_count(step->cookies); i++)
        list_add(&all, value_item(step->cookies, i));
    for (size_t i = 0; i < value_count(names); i++)
        if (!known || !has_item(step->cookies, value_item(names, i)))
            list_add(&all, value_copy(arena, value_item(names, i)));
    step->cookies = list_done(&all);
}
