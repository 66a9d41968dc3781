// A step that would do something without saying so is refused before anything runs.
#include "plan/read/read.h"
#include "plan/steps/step_read.h"
#include "yaml/pitfalls.h"

enum { MOST_LINES = 12 }; // of a value that a hint writes out

// The value as a scalar of YAML, further lines beneath `indent` blanks; empty if it is too long.
static Sv written(Arena *arena, Sv text, size_t indent) {
    Sv rest = sv_trim(text), line = {0};
    if (sv_find_char(rest, '\n', 0) == SV_NONE) return yaml_scalar(arena, rest);
    if (sv_count(rest, '\n') >= MOST_LINES) return (Sv){0};
    BUF_AUTO Buf out = buf_new(text.len * (indent + 1) + 2);
    buf_add_char(&out, '|');
    while (sv_next_line(&rest, &line)) {
        buf_add_char(&out, '\n');
        if (line.len) buf_add_repeat(&out, ' ', indent);
        buf_add(&out, line);
    }
    return buf_keep(&out, arena);
}

static void hint(StepBuilder *builder, Diag *diag, const Undeclared *undeclared) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    const char *declares = action->params[action->declares].name;
    const Node *verb = builder->verb;
    if (undeclared->hint.len) {
        diag_hint(loader->diags, diag, "%.*s", SV_ARG(undeclared->hint));
        return;
    }
    Sv value = verb->kind == NODE_SCALAR ? written(loader->arena, verb->text, 4) : (Sv){0};
    const char *more = undeclared->beside.len ? "\n" : "", *deeper = *more ? "\n  " : "";
    if (value.len)
        diag_hint(loader->diags, diag,
                  "if that is meant, write:\n%s:\n  %s: %.*s\n  %s: true%s%.*s", action->name,
                  action->params[action_short(action)].name, SV_ARG(value), declares, deeper,
                  SV_ARG(undeclared->beside));
    else
        diag_hint(loader->diags, diag, "if that is meant, %s\n%s: true%s%.*s",
                  verb->kind == NODE_SCALAR ? "beside it, in the long form," : "add:", declares,
                  more, SV_ARG(undeclared->beside));
}

bool check_declared(StepBuilder *builder, const ParamSet *set, const void *params) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    Undeclared undeclared = {.param = -1};
    if (!action->undeclared || !action->undeclared(params, loader->load->scratch, &undeclared))
        return true;
    Span place = undeclared.param >= 0 && set->sources[undeclared.param]
                     ? set->sources[undeclared.param]->span
                     : builder->step->verb_span;
    Diag *diag =
        diag_add(loader->diags, DIAG_UNDECLARED, first_line(place),
                 "%.*s; '%s' only reads unless '%s: true' says otherwise", SV_ARG(undeclared.does),
                 action->name, action->params[action->declares].name);
    hint(builder, diag, &undeclared);
    return false;
}
