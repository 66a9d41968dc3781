#include "plan/secret_variable.h"
#include "base/ascii.h"
#include "base/buf.h"

Sv variable_of_name(Arena *arena, Sv name) {
    BUF_AUTO Buf out = buf_new(name.len + 2);
    for (size_t i = 0; i < name.len; i++) {
        char c = ascii_upper(name.at[i]);
        if (i == 0 && ascii_is_digit(c)) buf_add_char(&out, '_');
        buf_add_char(&out, ascii_is_alnum(c) ? c : '_');
    }
    return buf_keep(&out, arena);
}

static Sv declared_by(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        if (sv_eq(runbook->secrets[i].name, name))
            return runbook->secrets[i].from == SECRET_ENV ? runbook->secrets[i].text : (Sv){0};
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (runbook->inputs[i].secret && sv_eq(runbook->inputs[i].name, name))
            return runbook->inputs[i].env;
    return (Sv){0};
}

Sv secret_variable(Arena *arena, const Runbook *runbook, Sv name, bool *declared) {
    *declared = true;
    for (const Runbook *at = runbook; at; at = at->parent) {
        Sv variable = declared_by(at, name);
        if (variable.len > 0) return variable;
    }
    *declared = false;
    return variable_of_name(arena, name);
}
