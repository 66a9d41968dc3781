#include "base/limits.h"
#include "plan/lint/lint.h"
#include "plan/read/params.h"
#include "plan/read/read.h"
#include "script/script.h"

// ── where it stands ──

// The scalar that holds the script: behind the verb, in its map, or as an item of its list.
static const Node *find_text(const Node *node, Sv text) {
    if (node->kind == NODE_SCALAR) return sv_eq(node->text, text) ? node : NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *within = node->kind == NODE_LIST ? node->items[i] : node->pairs[i].value;
        const Node *found = find_text(within, text);
        if (found) return found;
    }
    return NULL;
}

// ── what else is evidence ──

static bool reads_output(const Action *action, const Expr *expr) {
    for (uint32_t i = 0; expr && i < expr->use.name_count; i++) {
        const CelName *name = &expr->names.items[expr->use.names[i]];
        if (!name->result) continue;
        const ResultField *field = &action->results[name->index - SCOPE_RESULT];
        if (!field->of_status && !field->not_observed) return true;
    }
    return false;
}

// An expectation that failed, or a value that could not be read, reveals what an exit status hides.
static bool has_other_evidence(const Step *step) {
    const Action *action = step->action;
    for (uint32_t i = 0; i < step->expect_count; i++)
        if (step->expects[i].level == step->level && reads_output(action, &step->expects[i].expr))
            return true;
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (reads_output(action, &step->captures[i].expr)) return true;
    return reads_output(action, step->poll.until) || reads_output(action, step->done) ||
           reads_output(action, step->not_done);
}

// ── telling ──

// A rewritten line as the list of arguments that it came from, if nothing but arguments changed.
static Sv as_arguments(RunbookLoader *loader, const Action *action, Sv line) {
    Arena *arena = loader->arena;
    const Action *scripts = registry_taking_script(loader->load->registry);
    bool several = sv_find_char(line, '|', 0) != SV_NONE || sv_find_char(line, '\n', 0) != SV_NONE;
    const char *quotes = "'\"\\$`";
    for (const char *quote = quotes; *quote; quote++)
        several = several || sv_find_char(line, *quote, 0) != SV_NONE;
    if (several)
        return scripts ? sv_format(arena, "%s: |\n  %.*s", scripts->name, SV_ARG(line))
                       : sv_copy(arena, line);
    Sv items = argv_items(arena, line);
    return sv_format(arena, "%s: [%.*s]", action->name, SV_ARG(items));
}

static void tell(StepBuilder *builder, const ActionScript *script, const Node *node,
                 const ScriptFinding *finding, bool alone) {
    RunbookLoader *loader = builder->loader;
    Span place = node ? node_span(loader->arena, node, finding->from, finding->to)
                      : builder->step->verb_span;
    Diag *diag = diag_add(loader->diags, alone ? DIAG_LOST_FAILURE : DIAG_LOSES_FAILURE,
                          first_line(place), "%.*s", SV_ARG(finding->reason));
    diag->hint = script->line ? as_arguments(loader, builder->step->action, finding->hint)
                              : sv_copy(loader->arena, finding->hint);
}

static void remember(StepBuilder *builder, const ActionScript *script, const Node *node) {
    PlanLoader *load = builder->loader->load;
    if (!load->scripts || !node) return;
    PlanScript *kept = arena_new_of(load->arena, PlanScript);
    *kept = (PlanScript){.node = node,
                         .dialect = script->dialect,
                         .errexit = script->errexit,
                         .pipefail = script->pipefail,
                         .next = load->plan->scripts};
    load->plan->scripts = kept;
}

void scripts_check(StepBuilder *builder) {
    const Action *action = builder->step->action;
    ActionScript script;
    Arena *scratch = builder->loader->load->scratch;
    if (!action || !action->script || !builder->params ||
        !action->script(builder->params, scratch, &script))
        return;
    const Node *node = script.line ? NULL : find_text(builder->verb, script.text);
    if (!script.line && !node) return;
    remember(builder, &script, node);
    ScriptShell shell = {.errexit = script.errexit,
                         .pipefail = script.pipefail,
                         .has_pipefail = script.has_pipefail,
                         .may_stay = script.may_stay};
    ScriptFindings found = script_look(scratch, script.text, &shell);
    // If any status will do, the status is no evidence at all.
    bool alone = builder->step->level == LEVEL_MUST && !builder->step->implied_waived &&
                 !has_other_evidence(builder->step);
    for (uint32_t i = 0; i < found.count; i++)
        tell(builder, &script, node, &found.items[i], alone);
}
