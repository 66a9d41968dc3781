#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static bool name_is_free(StepBuilder *builder, const Node *key) {
    RunbookLoader *loader = builder->loader;
    static const char *const taken[] = {"verdict", "attempts", "elapsed"};
    if (!read_name(loader, key->text, key->span, "a capture's name")) return false;
    const char *why = NULL;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (sv_eq_c(key->text, taken[i])) why = "every step has one by itself";
    for (uint32_t i = 0; i < scope_loop_count(&loader->scope); i++)
        if (sv_eq(scope_loop_name(&loader->scope, i)->name, key->text))
            why = "it is the name of a loop";
    const Step *step = builder->step;
    bool answer = step->action && step->action->effect == EFFECT_ANSWER;
    if (answer && action_result(step->action, key->text) >= 0)
        why = "the answer is there without capture";
    for (uint32_t i = 0; step->include && i < step->include->output_count; i++)
        if (sv_eq(step->include->outputs[i].name, key->text))
            why = "it is an output of the included runbook, there without capture";
    if (!why) return true;
    diag_add(loader->diags, DIAG_SHADOWED, key->span, "a capture cannot be called '%.*s': %s",
             SV_ARG(key->text), why);
    return false;
}

static void refuse_secret_of_change(StepBuilder *builder, const Node *key) {
    RunbookLoader *loader = builder->loader;
    if (builder->step->effect != EFFECT_CHANGE) return;
    Diag *diag =
        diag_add(loader->diags, DIAG_SECRET_OF_CHANGE, key->span,
                 "a change cannot capture a secret: a resumed run could not take it again");
    diag_hint(loader->diags, diag,
              "where the step may be done again, say so beside its verb: effect: idempotent");
}

// It would be in the file that is kept.
static void refuse_secret_of_saved(StepBuilder *builder, const Node *key) {
    RunbookLoader *loader = builder->loader;
    if (!step_builder_get(builder, "save")) return;
    Diag *diag = diag_add(loader->diags, DIAG_SECRET_SAVED, key->span,
                          "a step that keeps what came back as a file cannot capture a secret "
                          "from it: the file would hold it in clear");
    diag_hint(loader->diags, diag, "leave 'save' out, or take the secret in a step of its own");
}

static bool read_capture(StepBuilder *builder, const NodePair *pair, Capture *capture) {
    RunbookLoader *loader = builder->loader;
    const Node *node = pair->value;
    *capture = (Capture){.name = pair->key->text, .span = pair->key->span};
    if (node->kind == NODE_MAP && !node->broken &&
        (node_get(node, SV("value")) || node_get(node, SV("secret")))) {
        if (!read_keys(loader, node, KEY_CAPTURE, NULL, NULL)) return false;
        read_fields_CAPTURE(loader, node, capture);
        const NodePair *secret = node_pair(node, SV("secret"));
        if (capture->secret) refuse_secret_of_change(builder, secret->key);
        if (capture->secret) refuse_secret_of_saved(builder, secret->key);
        node = node_get(node, SV("value"));
    }
    return node && expr_read(loader, node, "capture", builder->after, cel_type(CEL_TYPE_DYN),
                             &capture->expr);
}

void captures_read(StepBuilder *builder, const Node *node) {
    Step *step = builder->step;
    if (!builder->after || !read_map(builder->loader, node, "capture")) return;
    step->captures = arena_new_array(builder->loader->arena, Capture, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        Capture *capture = &step->captures[step->capture_count];
        if (!name_is_free(builder, pair->key)) continue;
        // A wrong capture still counts as known, so that its readers are not reported as well.
        if (!read_capture(builder, pair, capture)) capture->expr = (Expr){0};
        step->capture_count++;
    }
}
