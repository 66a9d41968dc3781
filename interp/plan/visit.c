#include "base/limits.h"
#include "plan/plan.h"

#include <string.h>

const char *level_name(Level level) {
    static const char *const names[] = {"must", "should", "info"};
    return names[level];
}

// The ids of groups and includes around it, then its own; a step without id is called by its
// number. A group without id adds nothing, since ids are unique in a file; an include without id
// adds its number, since they are not beyond it.
static void add_address(Buf *out, const Step *step) {
    const Step *above = step->parent;
    while (above && above->id.len == 0)
        above = above->parent;
    if (above)
        add_address(out, above);
    else if (step->runbook->included_by)
        add_address(out, step->runbook->included_by);
    if (out->len > 0) buf_add_c(out, "/");
    buf_add(out, step->id.len > 0 ? step->id : step->number);
}

Sv step_address(Arena *arena, const Step *step) {
    Buf out BUF_AUTO = buf_new(LIMIT_EVENT_BYTES);
    add_address(&out, step);
    return buf_keep(&out, arena);
}

static void add_number(Buf *out, const Step *step) {
    const Step *above = step->parent ? step->parent : step->runbook->included_by;
    if (above) {
        add_number(out, above);
        buf_add_c(out, above->loop_count > 0 ? ".*." : ".");
    }
    if (above && above->probe == step)
        buf_add_c(out, "probe");
    else
        buf_addf(out, "%s%u", step->undoes ? "undo" : "", step->position);
}

Sv step_number(Arena *arena, const Step *step) {
    Buf out BUF_AUTO = buf_new(LIMIT_EVENT_BYTES);
    add_number(&out, step);
    return buf_keep(&out, arena);
}

uint32_t runbook_children(const Runbook *runbook) {
    return runbook->step_count + runbook->after_rollback_count + runbook->finally_count;
}

bool phase_is_closing(const char *phase) {
    return strcmp(phase, "finally") == 0 || strcmp(phase, "after_rollback") == 0;
}

const PlanFile *plan_file(const Plan *plan, Sv real) {
    for (uint32_t i = 0; i < plan->file_count; i++)
        if (sv_eq(plan->files[i].real, real)) return &plan->files[i];
    return NULL;
}

typedef struct Visitor {
    StepVisit *visit;
    void *self;
} Visitor;

static void visit_steps(const Visitor *visitor, Step **steps, uint32_t count, const char *phase,
                        uint32_t depth);

static void visit_step(const Visitor *visitor, Step *step, const char *phase, uint32_t depth) {
    if (!visitor->visit(visitor->self, step, phase, depth)) return;
    visit_steps(visitor, step->children, step->child_count, phase, depth + 1);
    if (step->include) {
        visit_steps(visitor, step->include->steps, step->include->step_count, phase, depth + 1);
        visit_steps(visitor, step->include->after_rollback, step->include->after_rollback_count,
                    "after_rollback", depth + 1);
        visit_steps(visitor, step->include->finally, step->include->finally_count, "finally",
                    depth + 1);
    }
    if (step->probe) visit_step(visitor, step->probe, "probe", depth + 1);
    visit_steps(visitor, step->undo, step->undo_count, "undo", depth + 1);
}

static void visit_steps(const Visitor *visitor, Step **steps, uint32_t count, const char *phase,
                        uint32_t depth) {
    for (uint32_t i = 0; i < count; i++)
        visit_step(visitor, steps[i], phase, depth);
}

void plan_visit(const Runbook *runbook, StepVisit *visit, void *self) {
    Visitor visitor = {visit, self};
    visit_steps(&visitor, runbook->steps, runbook->step_count, "steps", 0);
    visit_steps(&visitor, runbook->after_rollback, runbook->after_rollback_count, "after_rollback",
                0);
    visit_steps(&visitor, runbook->finally, runbook->finally_count, "finally", 0);
}
