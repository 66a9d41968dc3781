#include "reference/result_note.h"

#include "cel/cel.h"

enum { ROOM = 1 << 16 };

static bool is_switch(const Action *action, const char *name) {
    return action->params[action_param(action, sv_from_c(name))].kind == PARAM_BOOL;
}

void result_add_note(Buf *out, const Action *action, const ResultField *field, const char *code) {
    buf_add_c(out, field->type);
    if (field->range) {
        Arena *arena = arena_new(ROOM);
        buf_add_c(out, ": ");
        cel_range_show(out, cel_range_read(arena, sv_from_c(field->range)));
        arena_free(arena);
    }
    if (field->only_with)
        buf_addf(out, ", with %s%s%s%s alone", code, field->only_with,
                 is_switch(action, field->only_with) ? ": true" : "", code);
    if (field->not_with) buf_addf(out, ", not with %s%s: true%s", code, field->not_with, code);
    if (field->same_as) buf_addf(out, ", always %s%s%s", code, field->same_as, code);
}
