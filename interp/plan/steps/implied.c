// What a verb requires by itself.
#include "plan/lint/lint.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

#include <string.h>

// Made once for each action: its implied expectation, shared by all steps that have it.
typedef struct ActionFacts {
    bool good;
    Expr expr;
    uint32_t unless; // index of the result that switches it off
} ActionFacts;

static ActionFacts *facts_of(StepBuilder *builder) {
    PlanLoader *load = builder->loader->load;
    const Action *action = builder->step->action;
    Sv name = sv_from_c(action->name);
    ActionFacts *facts = svmap_get(&load->actions, name);
    if (facts) return facts;
    facts = arena_new_of(load->arena, ActionFacts);
    svmap_add(&load->actions, name, facts);
    Sv text = sv_from_c(action->implied_expect);
    Source *source =
        source_new(load->arena, sv_format(load->arena, "what %s requires", action->name), text);
    SpanMap map = spanmap_straight(load->arena, source, 0, (uint32_t)text.len);
    facts->good = expr_parse(builder->loader, text, map, builder->after, cel_type(CEL_TYPE_BOOL),
                             &facts->expr);
    facts->unless = (uint32_t)action_result(action, sv_from_c(action->implied_unless));
    return facts;
}

static bool reads_result(const Expr *expr, uint32_t result) {
    for (uint32_t i = 0; i < expr->use.name_count; i++)
        if (expr->names.items[expr->use.names[i]].index == SCOPE_RESULT + result) return true;
    return false;
}

typedef enum Switch { SWITCH_NONE, SWITCH_MAYBE, SWITCH_OFF } Switch;

static Switch switch_of(Step *step, uint32_t result) {
    Switch found = SWITCH_NONE;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        Expect *expect = &step->expects[i];
        expect->of_verb = reads_result(&expect->expr, result);
        if (expect->level != step->level || !expect->of_verb) continue;
        bool surely = cel_reads_where_true(&expect->expr.program, SCOPE_RESULT + result);
        if (surely) found = SWITCH_OFF;
        if (found == SWITCH_NONE) found = SWITCH_MAYBE;
    }
    return found;
}

// The expectations are kept in an array of the right size, together with those that the verb
// requires.
static void keep(StepBuilder *builder, const Expect *implied) {
    Step *step = builder->step;
    uint32_t count = step->expect_count + (implied ? 1 : 0);
    if (count == 0) return;
    Expect *expects = arena_alloc_raw(builder->loader->arena, sizeof *expects * count);
    for (uint32_t i = 0; i < step->expect_count; i++)
        expects[i] = step->expects[i];
    if (implied) expects[step->expect_count] = *implied;
    step->expects = expects;
    step->expect_count = count;
}

// Whether the step says that any status will do. That must be known at load time, since what is
// asked of the step depends on it.
static bool is_waived(StepBuilder *builder) {
    const Action *action = builder->step->action;
    int row = action && action->implied_waiver
                  ? action_param(action, sv_from_c(action->implied_waiver))
                  : -1;
    const ValueSource *source = row >= 0 ? builder->step->params[row] : NULL;
    if (!source) return false;
    if (source->kind == SOURCE_CONSTANT) {
        bool waived = false;
        if (builder->params)
            memcpy(&waived, (const char *)builder->params + action->params[row].offset,
                   sizeof waived);
        return waived;
    }
    Diag *diag = diag_add(builder->loader->diags, DIAG_WRONG_VALUE, source->span,
                          "'%s' must be true or false as it stands", action->implied_waiver);
    diag_hint(builder->loader->diags, diag, "write: %s: true", action->implied_waiver);
    return false;
}

void expects_imply(StepBuilder *builder) {
    Step *step = builder->step;
    expects_size(builder);
    step->implied_waived = is_waived(builder);
    const ActionFacts *facts =
        step->action && step->action->implied_expect ? facts_of(builder) : NULL;
    Switch off = facts && facts->good ? switch_of(step, facts->unless) : SWITCH_OFF;
    if (off == SWITCH_OFF || step->implied_waived) {
        keep(builder, NULL);
        return;
    }
    keep(builder, &(Expect){.expr = facts->expr,
                            .span = step->verb_span,
                            .text = facts->expr.program.text,
                            .level = step->level,
                            .implied = true,
                            .unless_read = off == SWITCH_MAYBE ? facts->unless + 1 : 0});
}
