// What the step's verb yielded: as the journal has it, or derived from that.
#include "history/seen_internal.h"
#include "journal/type_notes.h"

static Sv no_answer(const Seen *seen) {
    Arena *arena = seen->arena;
    if (seen->step->began == 0)
        return sv_format(arena, "the step never began: %.*s",
                         SV_ARG(value_field_text(seen->step->end, "reason", SV("it was skipped"))));
    Sv reason = value_field_text(seen->step->attempt, "reason", SV(""));
    return sv_format(arena, "there is no answer to read it from%s%.*s", reason.len ? ": " : "",
                     SV_ARG(reason));
}

static Value shown_result(const Seen *seen, const ResultField *field) {
    CelType type = cel_type(CEL_TYPE_DYN);
    Sv name = sv_from_c(field->name);
    const Value *shown = value_get_sv(seen->results_shown, name);
    // A row's type is a word of our own.
    ignore_result(cel_type_parse(seen->arena, sv_from_c(field->type), &type));
    if (!shown)
        return value_tainted(value_null(), type_notes_field_cut(seen->step->attempt, "observed")
                                               ? TYPE_NOTES_CUT
                                               : 0);
    Value value = seen_restored(seen->arena, seen->step->attempt, "observed", name, *shown, type);
    const Value *columns = field->columns ? value_get_c(seen->results_shown, field->columns) : NULL;
    bool rows = columns && columns->kind == VALUE_LIST && value.kind == VALUE_LIST;
    return rows ? value_rows(seen->arena, value, *columns) : value;
}

// The result that another one is derived from; NULL if that is not declared.
static const ResultField *source_of(const Seen *seen, const ResultField *field) {
    int index = field->made_from ? action_result(seen->action, sv_from_c(field->made_from)) : -1;
    return index < 0 ? NULL : &seen->action->results[index];
}

static Sv masks_of(const Seen *seen, const ResultField *source) {
    Value notes = value_field(seen->step->attempt, "kinds");
    Sv path = type_notes_path(seen->arena, "observed", sv_from_c(source->name));
    const Value *word = notes.kind == VALUE_MAP ? value_get_sv(notes, path) : NULL;
    return word && word->kind == VALUE_STRING ? value_text(*word) : SV("");
}

static void derive(Seen *seen, const ResultField *field, Result *result) {
    Arena *arena = seen->arena;
    size_t count = seen->action->result_count;
    Value *values = arena_new_array(arena, Value, count);
    const ResultField *source = source_of(seen, field);
    Value from = value_null();
    for (size_t i = 0; i < count; i++) {
        values[i] = shown_result(seen, &seen->action->results[i]);
        bool asked = !source || source == &seen->action->results[i];
        if (asked && values[i].taint & TYPE_NOTES_LOST) from = values[i];
    }
    Value made;
    if (from.taint & (TYPE_NOTES_CUT | TYPE_NOTES_UNSURE)) {
        result->value = value_tainted(value_null(), from.taint);
        result->there = true;
    } else if (!field->derive(arena, values, &made, &result->why)) {
        if (from.taint)
            result->why =
                sv_format(arena, "%.*s (in the journal a secret in it stands as its name)",
                          SV_ARG(result->why));
    } else {
        result->value = from.taint && source
                            ? type_notes_mask_again(arena, made, masks_of(seen, source))
                            : value_tainted(made, from.taint);
        result->there = true;
    }
}

// The step's parameters decide whether there is such a result.
static bool is_missing(const Seen *seen, const ResultField *field) {
    const char *told = field->made_from ? field->made_from : field->name;
    return (field->only_with || field->not_with) && !value_get_c(seen->results_shown, told) &&
           !type_notes_field_cut(seen->step->attempt, "observed");
}

bool seen_result(Seen *seen, uint32_t index, Value *out, Fault *fault) {
    if (!seen->action) {
        *out = value_at(seen->outputs, index);
        return true;
    }
    const ResultField *field = &seen->action->results[index];
    Result *result = &seen->results[index];
    if (!result->made && value_count(seen->results_shown) == 0) {
        result->why = no_answer(seen);
    } else if (!result->made && is_missing(seen, field)) {
        result->why = action_missing_why(seen->arena, seen->action, index);
    } else if (!result->made && field->derive) {
        derive(seen, field, result);
    } else if (!result->made) {
        result->value = shown_result(seen, field);
        result->there = true;
    }
    result->made = true;
    *out = result->value;
    *fault = (Fault){.kind = FAULT_MISSING, .message = result->why};
    return result->there;
}
