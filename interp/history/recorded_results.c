#include "history/recorded_results.h"
#include "history/recorded_cookies.h"
#include "journal/type_notes.h"

static Value restored(Arena *arena, Value fields, const char *field, Sv name, Value shown,
                      CelType type) {
    return type_notes_restore(arena, shown, type_notes_path(arena, field, name),
                              value_field(fields, "kinds"), type);
}

// Of a capture that was not taken, or is absent, there is no value.
static bool is_there(Value fields) {
    Value notes = value_field(fields, "kinds");
    bool none =
        notes.kind == VALUE_MAP && sv_eq_c(value_field_text(notes, "value", SV("")), "optional");
    bool erred = value_field_text(fields, "error", SV("")).len > 0;
    return !erred && !(none && value_field(fields, "value").kind == VALUE_NULL);
}

static Value captured(Arena *arena, Value fields) {
    Value value = restored(arena, fields, "value", SV(""), value_field(fields, "value"),
                           cel_type(CEL_TYPE_DYN));
    return value_field_bool(fields, "unseen", false) ? value_marked(value, VALUE_UNSEEN) : value;
}

void recorded_results_captures(MapBuilder *record, const RecordedStep *step) {
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (is_there(step->captures[i]))
            map_add_sv(record, value_field_text(step->captures[i], "title", SV("")),
                       captured(record->arena, step->captures[i]));
}

void recorded_results_answer(MapBuilder *record, const Registry *registry,
                             const RecordedStep *step) {
    const Action *action = registry_action(registry, value_field_text(step->end, "verb", SV("")));
    if (!action || action->effect != EFFECT_ANSWER || step->attempt.kind != VALUE_MAP) return;
    Value observed = value_field(step->attempt, "observed");
    for (size_t i = 0; i < action->result_count; i++) {
        CelType type = cel_type(CEL_TYPE_DYN);
        Sv name = sv_from_c(action->results[i].name);
        const Value *shown = value_get_sv(observed, name);
        // A row's type is a word of our own.
        ignore_result(cel_type_parse(record->arena, sv_from_c(action->results[i].type), &type));
        if (shown)
            map_add_sv(record, name,
                       restored(record->arena, step->attempt, "observed", name, *shown, type));
    }
}

TextList recorded_results_lost(Arena *arena, const RecordedStep *step) {
    TextList names = {0};
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (is_there(step->captures[i]) &&
            value_taint(captured(arena, step->captures[i])) & TYPE_NOTES_LOST)
            text_list_add(arena, &names, value_field_text(step->captures[i], "title", SV("")));
    for (size_t i = 0; recorded_cookies_any(step) && i < value_count(step->cookies); i++)
        text_list_add(
            arena, &names,
            sv_format(arena, "cookie %.*s", SV_ARG(value_text(value_item(step->cookies, i)))));
    return names;
}
