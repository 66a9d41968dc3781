#include "history/again.h"
#include "journal/type_notes.h"

static AgainEnd found(Arena *arena, Value value, Value *out, Sv *why) {
    Taint lost = value_taint(value) & TYPE_NOTES_LOST;
    if (lost) {
        *why = type_notes_lost(arena, value.taint ? value : value_tainted(value_null(), lost));
        return AGAIN_LOST;
    }
    *out = value;
    return value.kind == VALUE_NULL ? AGAIN_ABSENT : AGAIN_THERE;
}

AgainEnd again_input(const Again *again, Arena *arena, Sv name, Value *out, Sv *why) {
    Value value;
    return recorded_run_input(again->recorded, arena, name, &value) ? found(arena, value, out, why)
                                                                    : AGAIN_UNKNOWN;
}

AgainEnd again_include_input(const Again *again, Arena *arena, Sv include, Sv name, Value *out,
                             Sv *why) {
    Value value;
    return recorded_run_include_input(again->recorded, arena, include, name, &value)
               ? found(arena, value, out, why)
               : AGAIN_UNKNOWN;
}

static Sv short_id(const Again *again) {
    return sv_slice(again->recorded->id, 0, 8);
}

Sv again_source(const Again *again, Arena *arena) {
    return sv_format(arena, "run %.*s", SV_ARG(short_id(again)));
}

Sv again_key(const Again *again, Sv address) {
    const RecordedStep *step = recorded_run_step(again->recorded, address);
    return step && step->begin.kind == VALUE_MAP ? value_field_text(step->begin, "key", SV(""))
                                                 : SV("");
}

bool again_was_given(const Again *again) {
    Value inputs = value_field(again->recorded->started, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Sv from = value_field_text(value_item(inputs, i), "from", SV(""));
        if (sv_eq_c(from, "--input") || sv_starts(from, SV("run ")) ||
            sv_find_char(from, '/', 0) != SV_NONE || sv_find_char(from, '.', 0) != SV_NONE)
            return true;
    }
    return false;
}
