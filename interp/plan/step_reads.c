#include "plan/plan.h"

typedef struct Reading {
    StepRead *read;
    void *self;
    const Step *step;
} Reading;

static void see_expr(const Reading *reading, const Expr *expr) {
    if (!expr) return;
    for (uint32_t i = 0; i < expr->use.path_count; i++) {
        const CelPath *path = &expr->use.paths[i];
        if (path->name < expr->names.count && expr->names.items[path->name].index == SCOPE_STEPS)
            reading->read(reading->self, reading->step, path);
    }
}

static void see_source(const Reading *reading, const ValueSource *source) {
    if (!source) return;
    if (source->kind == SOURCE_TEMPLATE || source->kind == SOURCE_EXPR)
        see_expr(reading, source->expr);
    for (uint32_t i = 0; i < source->count && source->kind >= SOURCE_LIST; i++)
        see_source(reading, &source->items[i]);
}

void step_reads_to_begin(const Step *step, StepRead *read, void *self) {
    Reading reading = {read, self, step};
    see_expr(&reading, step->when);
    for (uint32_t i = 0; i < step->loop_count; i++)
        see_source(&reading, &step->loops[i].list);
}

void step_reads(const Step *step, StepRead *read, void *self) {
    Reading reading = {read, self, step};
    step_reads_to_begin(step, read, self);
    for (size_t i = 0; step->params && i < step->action->param_count; i++)
        see_source(&reading, step->params[i]);
    const Connection *via = step->via;
    for (size_t i = 0; via && via->params && i < via->kind->param_count; i++)
        see_source(&reading, via->params[i]);
    see_expr(&reading, step->no_answer);
    for (uint32_t i = 0; i < step->expect_count; i++)
        see_expr(&reading, &step->expects[i].expr);
    for (uint32_t i = 0; i < step->capture_count; i++)
        see_expr(&reading, &step->captures[i].expr);
    see_expr(&reading, step->poll.until);
    see_expr(&reading, step->poll.stop_if);
    see_expr(&reading, step->retry.stop_if);
    see_source(&reading, step->ask_first);
    see_source(&reading, step->include_inputs);
}
