// Reads the steps of a file. Ids are gathered first, so that a name that comes later can be told
// from one that does not exist.
#include "base/limits.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static void gather(RunbookLoader *loader, const Node *list, bool movable);

// `movable`: it stands among the steps, so that it could stand further up.
static void gather_step(RunbookLoader *loader, const Node *node, bool movable) {
    if (node->kind != NODE_MAP) return;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        Sv key = pair->key->text;
        if (sv_eq(key, SV("steps"))) gather(loader, pair->value, movable);
        if (sv_eq(key, SV("undo"))) gather(loader, pair->value, false);
        if (!sv_eq(key, SV("id")) || pair->value->kind != NODE_SCALAR || pair->value->broken)
            continue;
        const Known *first = svmap_get(&loader->ids, pair->value->text);
        if (first) {
            Diag *diag = diag_add(loader->diags, DIAG_DUPLICATE_ID, pair->value->span,
                                  "id '%.*s' is taken", SV_ARG(pair->value->text));
            diag->related = first->span;
            diag->related_message = SV("first given here");
            diag_hint(loader->diags, diag, "give each step of a file an id of its own");
            continue;
        }
        Known *known = arena_new_of(loader->arena, Known);
        *known = (Known){.id = pair->value->text,
                         .span = pair->value->span,
                         .why = "it stands further down, and has not run yet",
                         .movable = movable};
        svmap_add(&loader->ids, known->id, known);
    }
}

static void gather(RunbookLoader *loader, const Node *list, bool movable) {
    if (list->kind != NODE_LIST) return;
    for (uint32_t i = 0; i < list->count; i++)
        gather_step(loader, list->items[i], movable);
}

Step **steps_read(RunbookLoader *loader, const Node *list, const char *key, const StepPlace *place,
                  uint32_t *count) {
    *count = 0;
    if (list->broken) return NULL;
    if (list->kind == NODE_MAP) {
        Diag *diag = refuse_value(loader, list, key, "a list of steps");
        diag_hint(loader->diags, diag, "begin each step with '- '");
        return NULL;
    }
    if (!read_list(loader, list, key)) return NULL;
    Step **steps = arena_new_array(loader->arena, Step *, list->count);
    bool parallel = place->parent && place->parent->parallel > 1 && place->parent->loop_count == 0;
    uint32_t mark = scope_mark(&loader->scope);
    for (uint32_t i = 0; i < list->count && !loader->load->over; i++) {
        StepPlace own = *place;
        own.position = place->position + i;
        uint32_t before = scope_mark(&loader->scope);
        Step *step = step_read(loader, list->items[i], &own);
        if (parallel) scope_hide(&loader->scope, before, "it runs at the same time");
        if (step) steps[(*count)++] = step;
    }
    if (parallel) scope_show(&loader->scope, mark);
    return steps;
}

// Steps behind the others, which cannot rely on what came before.
static Step **closing_read(RunbookLoader *loader, const Node *list, const char *key,
                           StepPlace *place, uint32_t *count) {
    if (!list) return NULL;
    uint32_t region = scope_enter_region(&loader->scope);
    loader->scope.closing = true;
    Step **steps = steps_read(loader, list, key, place, count);
    loader->scope.closing = false;
    scope_leave_region(&loader->scope, region);
    place->position += list->count;
    return steps;
}

void program_read(RunbookLoader *loader, const Node *root) {
    Runbook *runbook = loader->runbook;
    const Node *steps = node_get(root, SV("steps")),
               *after_rollback = node_get(root, SV("after_rollback")),
               *finally = node_get(root, SV("finally"));
    if (steps) gather(loader, steps, true);
    if (after_rollback) gather(loader, after_rollback, false);
    if (finally) gather(loader, finally, false);
    loader->scope.known = loader->ids;
    uint32_t before = loader->load->steps;
    StepPlace place = {.position = 1,
                       .level = loader->including ? loader->including->level : LEVEL_MUST};
    if (steps) runbook->steps = steps_read(loader, steps, "steps", &place, &runbook->step_count);
    if (steps) place.position += steps->count;
    runbook->after_rollback = closing_read(loader, after_rollback, "after_rollback", &place,
                                           &runbook->after_rollback_count);
    runbook->finally = closing_read(loader, finally, "finally", &place, &runbook->finally_count);
    runbook->total_steps = loader->load->steps - before;
}

bool step_has_result(const Registry *registry, Sv name) {
    for (size_t i = 0; i < registry->action_count; i++)
        if (action_result(registry->actions[i], name) >= 0) return true;
    return false;
}
