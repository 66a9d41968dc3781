// Whether a step needs a new connection: because it says so, or because of what it reads.
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

void fresh_read(StepBuilder *builder, const Node *node) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    bool fresh;
    if (!action || !action->connection_kind) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "fresh")->span,
                     "'fresh' goes with a step that goes by a connection");
        diag_hint(loader->diags, diag,
                  action ? "leave it out: nothing is kept between two commands"
                         : "write it beside each step that needs it");
        return;
    }
    if (read_bool(loader, node, "fresh", &fresh))
        builder->step->fresh = fresh ? FRESH_ALWAYS : FRESH_NEVER;
}

static bool reads_opening(const Step *step, const Expr *expr) {
    for (uint32_t i = 0; expr && i < expr->use.name_count; i++) {
        uint32_t index = expr->names.items[expr->use.names[i]].index;
        if (index >= SCOPE_RESULT && index - SCOPE_RESULT < step->action->result_count &&
            step->action->results[index - SCOPE_RESULT].of_opening)
            return true;
    }
    return false;
}

static bool shows_opening(const Step *step, const ValueSource *text) {
    return text && reads_opening(step, text->expr);
}

void fresh_follow(Step *step) {
    if (!step->action) return;
    const Expr *conditions[] = {step->no_answer,  step->retry.stop_if, step->poll.stop_if,
                                step->poll.until, step->done,          step->not_done};
    bool reads = false;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        reads = reads || reads_opening(step, conditions[i]);
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        reads = reads || reads_opening(step, &expect->expr) || shows_opening(step, expect->name) ||
                shows_opening(step, expect->message);
    }
    for (uint32_t i = 0; i < step->capture_count; i++)
        reads = reads || reads_opening(step, &step->captures[i].expr);
    step->reads_opening = reads;
}
