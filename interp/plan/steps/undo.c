// Reads what reverts a step, and what tells whether it happened.
#include "plan/lint/lint.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static bool is_probe_verb(void *self, const NodePair *pair) {
    StepBuilder *builder = self;
    const Action *action = registry_action(builder->loader->load->registry, pair->key->text);
    if (!action) {
        int index =
            builder->step->action ? action_param(builder->step->action, pair->key->text) : -1;
        return index >= 0 && builder->step->action->params[index].flags & PARAM_BESIDE;
    }
    if (builder->verb_key) return false;
    builder->verb_key = pair->key;
    builder->verb = pair->value;
    builder->step->action = action;
    builder->step->verb = pair->key->text;
    builder->step->verb_span = pair->key->span;
    return true;
}

static bool probe_fits(StepBuilder *owner) {
    RunbookLoader *loader = owner->loader;
    const Step *step = owner->step;
    if (step->kind == STEP_ACTION &&
        (step->effect == EFFECT_CHANGE || step->effect == EFFECT_IDEMPOTENT))
        return true;
    if (step->kind != STEP_ACTION) return false; // reported with its key
    Diag *diag = diag_add(loader->diags, DIAG_MISPLACED_KEY, owner->probe_key->span,
                          "a probe tells whether a change happened, and this step changes nothing");
    diag_hint(
        loader->diags, diag,
        "remove it; where the step does change something, say so beside its verb: effect: change");
    return false;
}

// `status == 404` says itself what the status must be.
static bool stands_alone(const Action *action, const Expr *expr) {
    if (!expr || !action->implied_expect) return false;
    uint32_t result = (uint32_t)action_result(action, sv_from_c(action->implied_unless));
    return cel_reads_where_true(&expr->program, SCOPE_RESULT + result);
}

static void read_probe_body(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *probe = builder->step;
    const Node *done = step_builder_get(builder, "done"),
               *not_done = step_builder_get(builder, "not_done"),
               *capture = step_builder_get(builder, "capture"),
               *retry = step_builder_get(builder, "retry"),
               *poll = step_builder_get(builder, "poll");
    const Node *name = step_builder_get(builder, "name"),
               *fresh = step_builder_get(builder, "fresh");
    TextRules rules = {.key = "name",
                       .names = builder->before,
                       .no_secret = "the probe's name, which everything shows"};
    ValueSource *text = name ? text_new(loader, name, &rules) : NULL;
    probe->name = text && text->kind == SOURCE_CONSTANT ? sv_trim(value_text(text->constant))
                  : name && name->kind == NODE_SCALAR   ? name->text
                                                        : SV("probe");
    if (text && text->kind == SOURCE_TEMPLATE) probe->name_text = text;
    probe->timeout_ns = probe->action->timeout_ns;
    read_fields_PROBE(loader, builder->node, probe);
    action_read(builder);
    via_read(builder);
    if (fresh) fresh_read(builder, fresh);
    if (probe->effect != EFFECT_READ) {
        Diag *diag =
            diag_add(loader->diags, DIAG_PROBE_CHANGES, probe->verb_span,
                     "a probe only looks, and '%.*s' %s", SV_ARG(probe->verb),
                     probe->effect == EFFECT_ANSWER ? "asks a person" : "may change something");
        diag_hint(loader->diags, diag,
                  "where this one only looks, say so beside its verb: effect: read");
    }
    builder->after = scope_names(&loader->scope, step_builder_reader(builder));
    if (done) probe->done = expr_new(loader, done, "done", builder->after, cel_type(CEL_TYPE_BOOL));
    if (not_done)
        probe->not_done =
            expr_new(loader, not_done, "not_done", builder->after, cel_type(CEL_TYPE_BOOL));
    if (done && probe->done) refuse_unobserved(loader, probe->done, done->span, "done");
    if (not_done && probe->not_done)
        refuse_unobserved(loader, probe->not_done, not_done->span, "not_done");
    probe->done_alone = stands_alone(probe->action, probe->done);
    probe->not_done_alone = stands_alone(probe->action, probe->not_done);
    if (capture) captures_read(builder, capture);
    if (retry) retry_read(loader, retry, builder->after, &probe->retry);
    if (poll) poll_read(loader, poll, builder->after, &probe->poll);
    repeats_conflict(builder);
    expects_imply(builder);
    scripts_check(builder);
    variables_check(builder);
    fresh_follow(probe);
}

void probe_read(StepBuilder *owner, const Node *node) {
    RunbookLoader *loader = owner->loader;
    owner->probe_key = step_builder_key(owner, "probe");
    if (!probe_fits(owner)) return;
    Step *probe = arena_new_of(loader->arena, Step);
    *probe = (Step){.span = first_line(node->span),
                    .file = loader->at->shown,
                    .position = 1,
                    .parent = owner->step,
                    .runbook = loader->runbook,
                    .parallel = 1,
                    .timeout_ns = NO_DEADLINE,
                    .whole_ns = NO_DEADLINE,
                    .level = LEVEL_MUST,
                    .in_loop = owner->step->in_loop,
                    .loop_names = owner->step->loop_names,
                    .loop_name_count = owner->step->loop_name_count};
    probe->number = sv_format(loader->arena, "%.*s.probe", SV_ARG(owner->step->number));
    StepBuilder builder = {.loader = loader,
                           .step = probe,
                           .node = node,
                           .place = owner->place,
                           .before = owner->before};
    // The verb is found first, so that what stands beside it is known.
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count && !builder.verb_key; i++)
        if (registry_action(loader->load->registry, node->pairs[i].key->text))
            is_probe_verb(&builder, &node->pairs[i]);
    const Node *verb = builder.verb_key;
    builder.verb_key = NULL;
    if (!read_keys(loader, node, KEY_PROBE, is_probe_verb, &builder)) return;
    if (!verb) {
        Diag *diag = diag_add(loader->diags, DIAG_NO_VERB, owner->probe_key->span,
                              "this probe looks at nothing: it has no verb");
        diag_hint(loader->diags, diag, "name the action by which it looks");
        return;
    }
    uint32_t errors = loader->diags->errors;
    read_probe_body(&builder);
    if (loader->diags->errors == errors) owner->step->probe = probe;
}

void undo_read(StepBuilder *owner, const Node *node) {
    RunbookLoader *loader = owner->loader;
    Step *step = owner->step;
    bool reads =
        step->kind == STEP_ACTION && (step->effect == EFFECT_READ || step->effect == EFFECT_ANSWER);
    if (step->kind == STEP_CHECK) return; // reported with its key
    if (reads) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(owner, "undo")->span,
                     "there is nothing to revert: this step changes nothing");
        diag_hint(
            loader->diags, diag,
            "remove it; where the step does change something, say so beside its verb: effect: change");
        return;
    }
    StepPlace place = {.parent = step, .position = 1, .level = LEVEL_MUST};
    place.prefix = sv_format(loader->arena, "%.*s.undo", SV_ARG(step->number));
    uint32_t mark = scope_mark(&loader->scope);
    scope_enter_undo(&loader->scope, step);
    step->undo = steps_read(loader, node, "undo", &place, &step->undo_count);
    for (uint32_t i = 0; i < step->undo_count; i++)
        step->undo[i]->undoes = true;
    scope_hide(&loader->scope, mark, "it only runs when the step it belongs to is reverted");
    scope_leave_undo(&loader->scope);
}
