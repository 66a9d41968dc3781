// Texts of a runbook as a plan shows them.
#include "base/ascii.h"
#include "base/limits.h"
#include "cli/plan/plan_view.h"
#include "inputs/known_connection.h"
#include "value/json.h"

// ── lines ──

// "- one", "* one", "1. one": behind it what is left is the item's text.
static bool is_item(Sv line) {
    size_t at = 0;
    while (at < line.len && ascii_is_digit(line.at[at]))
        at++;
    bool number = at > 0 && at < line.len && (line.at[at] == '.' || line.at[at] == ')');
    bool bullet = at == 0 && line.len > 0 && (line.at[0] == '-' || line.at[0] == '*');
    if (!number && !bullet) return false;
    return at + 1 < line.len && line.at[at + 1] == ' ';
}

Sv plan_folded(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    Sv line;
    text = sv_trim(text);
    while (sv_next_line(&text, &line)) {
        Sv words = sv_trim(line);
        bool begins = !out.len || out.at[out.len - 1] == '\n';
        if (!words.len)
            buf_add_c(&out, begins ? "\n" : "\n\n");
        else
            buf_addf(&out, "%s%.*s", begins ? "" : is_item(words) ? "\n" : " ", SV_ARG(words));
    }
    return buf_keep(&out, arena);
}

Sv plan_on_one_line(Arena *arena, Sv text) {
    if (sv_find_char(text, '\n', 0) == SV_NONE) return text;
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    Sv line;
    while (sv_next_line(&text, &line)) {
        Sv words = sv_trim(line);
        if (words.len) buf_addf(&out, "%s%.*s", out.len ? " " : "", SV_ARG(words));
    }
    return buf_keep(&out, arena);
}

// ── what is known ──

static Value inputs_of(PlanView *view, const Runbook *runbook) {
    for (uint32_t i = 0; i < view->known_count; i++)
        if (view->known[i].runbook == runbook) return view->known[i].inputs;
    const KnownBy by = {view->arena, view->plan, &view->options->sources, NULL};
    Value inputs = known_inputs(&by, runbook);
    arena_grow(view->arena, view->known, view->known_count, view->known_capacity);
    view->known[view->known_count++] = (PlanInputs){runbook, inputs};
    return inputs;
}

// Adds the value; false where there is none that a text could hold.
static bool add_value(Buf *out, Value inputs, Sv name) {
    const Value *value = value_get_sv(inputs, name);
    if (!value || value->kind == VALUE_NULL || value->kind == VALUE_LIST ||
        value->kind == VALUE_MAP)
        return false;
    if (value->kind == VALUE_STRING) return buf_add(out, value_text(*value));
    return json_write(out, *value, JSON_SPACED);
}

Sv plan_known_text(PlanView *view, const Runbook *runbook, Sv text) {
    const Sv opens = SV("${inputs.");
    if (sv_find(text, opens, 0) == SV_NONE) return text;
    Value inputs = inputs_of(view, runbook);
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    size_t done = 0;
    for (size_t at; (at = sv_find(text, opens, done)) != SV_NONE;) {
        size_t from = at + opens.len, end = from;
        while (end < text.len && ascii_is_word(text.at[end]))
            end++;
        buf_add(&out, sv_slice(text, done, at));
        bool whole = end > from && end < text.len && text.at[end] == '}';
        bool known = whole && add_value(&out, inputs, sv_slice(text, from, end));
        done = known ? end + 1 : from;
        if (!known) buf_add(&out, opens);
    }
    buf_add(&out, sv_slice(text, done, text.len));
    return buf_keep(&out, view->arena);
}
