#include "report/by_hand.h"

size_t asked_by_hand(Value attempt) {
    Value lines = value_field(attempt, "by_hand");
    return lines.kind == VALUE_LIST ? value_count(lines) : 0;
}

static Sv of_line(Value attempt, size_t index, const char *field) {
    Value line = value_item(value_field(attempt, "by_hand"), index);
    return line.kind == VALUE_MAP ? value_field_text(line, field, (Sv){0}) : (Sv){0};
}

Sv hand_line_text(Value attempt, size_t index) {
    return of_line(attempt, index, "line");
}

Sv hand_line_note(Value attempt, size_t index) {
    return of_line(attempt, index, "note");
}
