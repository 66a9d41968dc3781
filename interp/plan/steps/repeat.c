// retry and poll.
#include "plan/lint/lint.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static int64_t one_second(void) {
    return 1000000000;
}

static void read_stop_if(RunbookLoader *loader, const Node *node, const CelNames *names,
                         Repeat *out) {
    const Node *value = node_get(node, SV("stop_if"));
    if (!value) return;
    out->stop_if = expr_new(loader, value, "stop_if", names, cel_type(CEL_TYPE_BOOL));
    if (out->stop_if) refuse_decided(loader, out->stop_if, value->span, "stop_if");
}

static Repeat begin(const Node *node) {
    return (Repeat){
        .given = true, .span = first_line(node->span), .every_ns = one_second(), .backoff = 1};
}

bool retry_read(RunbookLoader *loader, const Node *node, const CelNames *names, Repeat *out) {
    if (node->kind == NODE_SCALAR && !node->broken && !node_is_nothing(node)) {
        Diag *diag = refuse_value(loader, node, "retry", "a map");
        diag_hint(loader->diags, diag, "write: retry: { attempts: %.*s }", SV_ARG(node->text));
        return false;
    }
    uint32_t errors = loader->diags->errors;
    if (!read_keys(loader, node, KEY_RETRY, NULL, NULL)) return false;
    Repeat repeat = begin(node);
    read_fields_RETRY(loader, node, &repeat);
    read_stop_if(loader, node, names, &repeat);
    if (loader->diags->errors == errors && !node_get(node, SV("attempts")) &&
        !node_get(node, SV("for"))) {
        Diag *diag = diag_add(loader->diags, DIAG_MISSING_KEY, repeat.span,
                              "retry does not say when to give up");
        diag_hint(loader->diags, diag, "add attempts: 3, say, or for: 2m");
    }
    if (loader->diags->errors > errors) return false;
    *out = repeat;
    return true;
}

bool poll_read(RunbookLoader *loader, const Node *node, const CelNames *names, Repeat *out) {
    uint32_t errors = loader->diags->errors;
    if (!read_keys(loader, node, KEY_POLL, NULL, NULL)) return false;
    Repeat repeat = begin(node);
    read_fields_POLL(loader, node, &repeat);
    read_stop_if(loader, node, names, &repeat);
    const Node *until = node_get(node, SV("until"));
    if (until) {
        repeat.until = expr_new(loader, until, "until", names, cel_type(CEL_TYPE_BOOL));
        if (repeat.until) refuse_constant(loader, repeat.until, until->span, "until");
        if (repeat.until) refuse_decided(loader, repeat.until, until->span, "until");
    }
    const Node *message = node_get(node, SV("message"));
    TextRules rules = {
        .key = "message", .names = names, .no_secret = "a message, which everything shows"};
    if (message) repeat.message = text_new(loader, message, &rules);
    if (loader->diags->errors > errors) return false;
    *out = repeat;
    return true;
}

// A change must not act again.
static bool may_repeat(StepBuilder *builder, const char *key) {
    const Step *step = builder->step;
    RunbookLoader *loader = builder->loader;
    const Node *node = step_builder_key(builder, key);
    if (step->kind != STEP_ACTION) return false;
    if (step->effect == EFFECT_CHANGE) {
        Diag *diag = diag_add(loader->diags, DIAG_REPEATED_CHANGE, node->span,
                              "a change is not %s: it might happen twice",
                              key[0] == 'r' ? "retried" : "polled");
        diag_hint(
            loader->diags, diag,
            "where it may be done again, say so beside its verb: effect: idempotent; where it only looks: effect: read");
        return false;
    }
    if (step->effect != EFFECT_ANSWER) return true;
    Diag *diag = diag_add(loader->diags, DIAG_MISPLACED_KEY, node->span, "a person is asked once");
    diag_hint(loader->diags, diag, "remove '%s'", key);
    return false;
}

void repeats_conflict(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    if (!step_builder_get(builder, "retry") || !step_builder_get(builder, "poll")) return;
    Diag *diag =
        diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "retry")->span,
                 "'retry' cannot stand beside 'poll', which repeats by itself");
    diag_hint(loader->diags, diag, "keep poll: it goes on after an attempt that had no answer too");
}

void repeats_read(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Node *retry = step_builder_get(builder, "retry"),
               *poll = step_builder_get(builder, "poll");
    if (retry && may_repeat(builder, "retry"))
        retry_read(loader, retry, builder->after, &step->retry);
    if (poll && may_repeat(builder, "poll")) poll_read(loader, poll, builder->after, &step->poll);
    repeats_conflict(builder);
    bool repeatable = step->action && !step->action->shows_nothing &&
                      (step->effect == EFFECT_READ || step->effect == EFFECT_IDEMPOTENT);
    if (!retry && !poll && repeatable && loader->defaults.retry.given)
        step->retry = loader->defaults.retry;
}
