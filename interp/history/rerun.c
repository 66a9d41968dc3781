#include "history/rerun.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "event/stands.h"
#include "history/run_id.h"
#include "journal/type_notes.h"

static RerunStatus found(Arena *arena, Value value, Value *out, Sv *why) {
    Taint lost = value_taint(value) & TYPE_NOTES_LOST;
    if (lost) {
        *why = type_notes_lost(arena, value.taint ? value : value_tainted(value_null(), lost));
        return RERUN_LOST;
    }
    *out = value;
    return value.kind == VALUE_NULL ? RERUN_ABSENT : RERUN_THERE;
}

RerunStatus rerun_input(const Rerun *rerun, Arena *arena, Sv name, Value *out, Sv *why) {
    Value value;
    return recorded_run_input(rerun->recorded, arena, name, &value) ? found(arena, value, out, why)
                                                                    : RERUN_UNKNOWN;
}

RerunStatus rerun_include_input(const Rerun *rerun, Arena *arena, Sv include, Sv name, Value *out,
                                Sv *why) {
    Value value;
    return recorded_run_include_input(rerun->recorded, arena, include, name, &value)
               ? found(arena, value, out, why)
               : RERUN_UNKNOWN;
}

Sv rerun_source(const Rerun *rerun, Arena *arena) {
    return sv_format(arena, "run %.*s", SV_ARG(run_id_told(arena, rerun->recorded->started)));
}

Sv rerun_key(const Rerun *rerun, Sv address) {
    const RecordedStep *step = recorded_run_step(rerun->recorded, address);
    return step && step->begin.kind == VALUE_MAP ? value_field_text(step->begin, "key", SV(""))
                                                 : SV("");
}

bool rerun_was_given(const Rerun *rerun) {
    Value inputs = recorded_run_given(rerun->recorded, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Sv from = value_field_text(value_item(inputs, i), "from", SV(""));
        if (sv_eq_c(from, "--input") || sv_starts(from, SV("run ")) ||
            sv_find_char(from, '/', 0) != SV_NONE || sv_find_char(from, '.', 0) != SV_NONE)
            return true;
    }
    return false;
}

Sv rerun_open_run(const Rerun *rerun, Arena *arena) {
    Sv verdict = value_field_text(rerun->recorded->ended, "verdict", SV(""));
    bool again = value_field_text(rerun->recorded->started, "again_of", SV("")).len > 0;
    if (again || sv_eq_c(verdict, "GO") || sv_eq_c(verdict, "PARTIAL")) return SV("");
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    shown_add_shell_word(&word, rerun->word);
    return buf_keep(&word, arena);
}

bool rerun_never_made(const Rerun *rerun) {
    const RecordedStep *step = recorded_run_step(rerun->recorded, rerun->address);
    if (!step || step->kind.len > 0) return false;
    if (step->end.kind != VALUE_MAP) return step->began == 0;
    return value_field_int(step->end, "attempts", 0) == 0 ||
           stands_of(value_field_text(step->end, "stands", SV(""))) == STANDS_NO;
}
