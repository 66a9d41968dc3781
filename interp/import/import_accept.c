// Whether an action would accept what a draft gives it. The action itself is asked, so that what it
// refuses becomes a question instead of an invalid draft.
#include "base/limits.h"
#include "base/shell_word.h"
#include "import/import_internal.h"
#include "script/script.h"
#include "url/url_parts.h"

// NULL where the parameters are wrong.
static const void *decoded_as(Arena *arena, const Action *action, const DraftGiven *given,
                              size_t count) {
    Value *values = arena_new_array(arena, Value, action->param_count);
    bool *has = arena_new_array(arena, bool, action->param_count);
    for (size_t i = 0; i < count; i++) {
        int param = action_param(action, sv_from_c(given[i].name));
        if (param < 0) return NULL;
        values[param] = given[i].value;
        has[param] = true;
    }
    void *decoded = arena_alloc(arena, action->params_size);
    DecodeError error = {0};
    return params_decode(arena, action->params, action->param_count, values, has, true, decoded,
                         &error)
               ? decoded
               : NULL;
}

bool import_accepts(const Action *action, const DraftGiven *given, size_t count) {
    Arena *scratch = arena_new(LIMIT_PROGRAM_MEMORY); // a page may ask for each of its lines
    const void *decoded = decoded_as(scratch, action, given, count);
    int param = -1;
    Sv why = {0}, hint = {0};
    bool accepts =
        decoded && (!action->validate || action->validate(decoded, scratch, &param, &why, &hint));
    arena_free(scratch);
    return accepts;
}

bool import_acts(Draft *draft, const Action *action, const DraftGiven *given, size_t count,
                 Undeclared *out) {
    const void *decoded = decoded_as(draft->arena, action, given, count);
    return decoded && action->undeclared && action->undeclared(decoded, draft->arena, out);
}

// A placeholder may stand for anything that fits: a number is fine in a path.
bool import_sendable(Draft *draft, Sv method, Sv url, Value headers) {
    BUF_AUTO Buf text = buf_new(LIMIT_PAGE_BYTES);
    buf_addf(&text, "%.*s ", SV_ARG(method));
    Sv authority = url_split(url, URL_AS_WRITTEN).authority;
    size_t host_end = authority.at ? (size_t)(authority.at + authority.len - url.at) : 0;
    for (size_t i = 0; i < url.len;) {
        Sv name;
        size_t length = code_placeholder(url, i, true, &name);
        // A host that is only partly known cannot be allowed or refused.
        if (length && i < host_end) return false;
        buf_add_char(&text, length ? '1' : url.at[i]);
        i += length ? length : 1;
    }
    DraftGiven given[] = {{"send", value_string(buf_keep(&text, draft->arena))},
                          {"headers", headers}};
    return import_accepts(draft->verbs->request, given, headers.kind == VALUE_MAP ? 2 : 1);
}

static Sv as_line(Arena *arena, const DraftStep *step) {
    if (step->kind == DRAFT_SCRIPT) return step->text;
    BUF_AUTO Buf line = buf_new(LIMIT_PAGE_BYTES * 4);
    Sv rest = step->text, word;
    while (sv_next_part(&rest, ' ', &word)) {
        if (!word.len) continue;
        if (line.len) buf_add_char(&line, ' ');
        shell_add_word(&line, word);
    }
    return buf_keep(&line, arena);
}

bool import_loses(const Draft *draft, const DraftStep *step, Sv *why) {
    if (step->kind != DRAFT_PROGRAM && step->kind != DRAFT_SCRIPT) return false;
    ScriptShell shell = {.errexit = true, .pipefail = true, .has_pipefail = true};
    Arena *scratch = arena_new(LIMIT_PROGRAM_MEMORY); // the tree of a long script is large
    ScriptFindings found = script_look(scratch, as_line(scratch, step), &shell);
    bool loses = found.count > 0;
    if (loses) *why = sv_copy(draft->arena, found.items[0].reason);
    arena_free(scratch);
    return loses;
}
