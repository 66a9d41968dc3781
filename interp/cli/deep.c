#include "cli/deep.h"
#include "base/utf8.h"
#include "shellcheck.h"
#include "value/json.h"
#include "yaml/node.h"

#include <unistd.h>

// The script's options are set in a line of their own before it.
static Sv with_options(Arena *arena, const PlanScript *script) {
    return sv_format(arena, "set %s%s\n%.*s", script->errexit ? "-eu" : "-u",
                     script->pipefail ? "o pipefail" : "", SV_ARG(script->node->text));
}

// Lines and columns count from 1, the line of options included.
static size_t offset_of(Sv text, int64_t line, int64_t column) {
    Sv rest = text, at = {0};
    for (int64_t i = 1; i < line; i++)
        if (!sv_next_line(&rest, &at)) return text.len;
    if (line < 2 || column < 1) return 0;
    return (size_t)(at.at - text.at) + utf8_offset(at, (size_t)column - 1);
}

static int64_t number_of(Value comment, const char *name) {
    const Value *value = value_get_c(comment, name);
    return value && value->kind == VALUE_INT ? value->integer : 0;
}

static Sv text_of(Value comment, const char *name) {
    const Value *value = value_get_c(comment, name);
    return value && value->kind == VALUE_STRING ? value_text(*value) : SV("");
}

static void tell(Arena *arena, const PlanScript *script, Value comment, Diags *diags) {
    Sv text = script->node->text;
    size_t from = offset_of(text, number_of(comment, "line"), number_of(comment, "column"));
    size_t to = offset_of(text, number_of(comment, "endLine"), number_of(comment, "endColumn"));
    size_t end = sv_find_char(text, '\n', from);
    if (end != SV_NONE && to > end) to = end;
    if (to <= from) to = from < text.len ? from + 1 : from;
    bool error = sv_eq_c(text_of(comment, "level"), "error");
    Diag *diag = diag_add(diags, error ? DIAG_SHELLCHECK_ERROR : DIAG_SHELLCHECK,
                          node_span(arena, script->node, from, to), "%.*s",
                          SV_ARG(text_of(comment, "message")));
    diag_hint(diags, diag, "it is SC%lld of ShellCheck", (long long)number_of(comment, "code"));
}

static bool check_one(const Cli *cli, const PlanScript *script, Arena *arena, Diags *diags,
                      Sv *why) {
    char folder[4096];
    Waiter waiter = {.env = cli->env,
                     .cancel_fd = -1,
                     .deadline_ns = cli->env->mono_ns(cli->env->self) + 60 * (int64_t)1000000000};
    Sv said, here = sv_from_c(getcwd(folder, sizeof folder) ? folder : "/");
    switch (
        shellcheck_run(arena, with_options(arena, script), script->dialect, here, &waiter, &said)) {
    case SHELLCHECK_DONE: break;
    case SHELLCHECK_MISSING:
        *why = SV("there is no program 'shellcheck' in PATH (Debian: apt-get install shellcheck)");
        return false;
    case SHELLCHECK_FAILED: *why = sv_format(arena, "shellcheck: %.*s", SV_ARG(said)); return false;
    }
    Value found;
    const Value *comments = NULL;
    if (json_parse(arena, said, &found, NULL) && found.kind == VALUE_MAP)
        comments = value_get_c(found, "comments");
    if (!comments || comments->kind != VALUE_LIST) {
        *why = SV("what shellcheck printed is not the JSON that it documents");
        return false;
    }
    for (size_t i = 0; i < value_count(*comments); i++)
        tell(arena, script, value_item(*comments, i), diags);
    return true;
}

bool deep_check(const Cli *cli, const Plan *plan, Arena *arena, Diags *diags, Sv *why) {
    for (const PlanScript *script = plan->scripts; script; script = script->next)
        if (script->dialect && !check_one(cli, script, arena, diags, why)) return false;
    return true;
}
