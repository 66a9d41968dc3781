#include "history/same_step.h"
#include "history/fate.h"

static Value told_of(const RecordedStep *step) {
    return step->begin.kind == VALUE_MAP ? step->begin : step->end;
}

bool same_step_by_number(const Step *plan) {
    if (plan->id.len == 0) return true;
    for (const Step *above = fate_above(plan); above; above = fate_above(above))
        if (above->id.len == 0 && (above->loop_count > 0 || above->kind == STEP_INCLUDE))
            return true;
    return false;
}

static size_t behind_expression(Sv text, size_t at) {
    int open = 0;
    for (; at < text.len; at++) {
        if (text.at[at] == '{') open++;
        if (text.at[at] == '}' && --open == 0) return at + 1;
    }
    return text.len;
}

// The texts between the expressions, in order; nothing is evaluated.
static bool is_name_of(Sv name, const Step *plan) {
    Sv written = plan->name;
    if (!plan->name_text)
        return plan->loop_count > 0 ? sv_starts(name, written) : sv_eq(name, written);
    size_t from = 0, at = 0;
    while (at < written.len) {
        size_t open = sv_find(written, SV("${"), at);
        bool first = at == 0, last = open == SV_NONE;
        Sv part = sv_slice(written, at, last ? written.len : open);
        size_t found = part.len == 0 ? from : sv_find(name, part, from);
        if (found == SV_NONE || (first && found != 0)) return false;
        if (last) return part.len == 0 || (name.len >= part.len && sv_ends(name, part));
        from = found + part.len;
        at = behind_expression(written, open);
    }
    return true;
}

bool same_step(const RecordedStep *then, const Step *plan) {
    Value told = told_of(then);
    return told.kind == VALUE_MAP &&
           (then->kind.len > 0 || sv_eq(value_field_text(told, "verb", SV("")), plan->verb)) &&
           is_name_of(value_field_text(told, "name", SV("")), plan);
}

bool same_step_place(const RecordedStep *then, const Step *plan) {
    Value place = value_field(told_of(then), "place");
    if (place.kind != VALUE_MAP || !plan->span.source) return false;
    return sv_eq(value_field_text(place, "path", SV("")), plan->span.source->path) &&
           value_field_int(place, "line", 0) ==
               (int64_t)source_place(plan->span.source, plan->span.offset).line;
}

Sv same_step_address(Arena *arena, Sv address) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024);
    int open = 0;
    for (size_t i = 0; i < address.len; i++) {
        open += address.at[i] == '[';
        if (open == 0) buf_add_char(&out, address.at[i]);
        open -= address.at[i] == ']' && open > 0;
    }
    return buf_keep(&out, arena);
}
