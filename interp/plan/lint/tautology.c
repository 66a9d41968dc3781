// Refuses expectations that show nothing: what holds whatever the system answers is no evidence.
#include "base/limits.h"
#include "base/text_list.h"
#include "plan/lint/lint.h"
#include "plan/read/read.h"

// What a check may observe: steps, loop names, a subject that a command observed.
static bool reads_subject_command(const RunbookLoader *loader, const Expr *expr) {
    const Runbook *runbook = loader->runbook;
    for (uint32_t i = 0; i < expr->use.path_count; i++) {
        const CelPath *path = &expr->use.paths[i];
        if (expr->names.items[path->name].index != SCOPE_SUBJECT) continue;
        for (uint32_t s = 0; s < runbook->subject_count; s++)
            if (runbook->subject[s].argv &&
                (path->count == 0 || sv_eq(runbook->subject[s].name, path->fields[0])))
                return true;
    }
    return false;
}

static bool reads_result(const Expr *expr) {
    for (uint32_t i = 0; i < expr->use.name_count; i++)
        if (expr->names.items[expr->use.names[i]].result) return true;
    return false;
}

static Sv result_names(const StepBuilder *builder) {
    Arena *arena = builder->loader->arena;
    const Action *action = builder->step->action;
    uint64_t missing = step_builder_reader(builder).missing;
    TextList words = {0};
    bool more = false;
    for (size_t i = 0; i < action->result_count; i++) {
        if (missing >> i & 1) continue;
        if (words.count < 6 && !action->results[i].not_observed)
            text_list_add(arena, &words, sv_from_c(action->results[i].name));
        else
            more = true;
    }
    if (more) text_list_add(arena, &words, SV("…"));
    return join_words(arena, words.items, words.count, more ? ", " : " or ");
}

void hint_results(StepBuilder *builder, Diag *diag, Sv first) {
    Sv names = result_names(builder), verb = sv_from_c(builder->step->action->name);
    Diags *diags = builder->loader->diags;
    if (first.len > 0)
        diag_hint(diags, diag, "write: %.*s\nor read what else '%.*s' yields: %.*s", SV_ARG(first),
                  SV_ARG(verb), SV_ARG(names));
    else
        diag_hint(diags, diag, "read what '%.*s' yields: %.*s", SV_ARG(verb), SV_ARG(names));
}

static void refuse_tautology(StepBuilder *builder, const Expect *expect) {
    RunbookLoader *loader = builder->loader;
    const Step *step = builder->step;
    Diag *diag =
        diag_add(loader->diags, DIAG_TAUTOLOGY, expect->span,
                 expect->expr.use.constant ? "this reads nothing: it shows nothing about the system"
                                           : "this holds or not whatever the system answers");
    if (step->action) {
        hint_results(builder, diag, (Sv){0});
    } else if (step->include) {
        diag_hint(loader->diags, diag, "read an output of the included runbook");
    } else {
        diag_hint(loader->diags, diag,
                  "a check reads what earlier steps captured (steps.ID.NAME), or a loop's name");
    }
}

static bool reads_of(const Expr *expr, int result) {
    for (uint32_t i = 0; i < expr->use.name_count; i++)
        if (expr->names.items[expr->use.names[i]].index == SCOPE_RESULT + (uint32_t)result)
            return true;
    return false;
}

// The result that the verb itself requires something of: a status, an exit status.
static int required_result(const Step *step) {
    const Action *action = step->action;
    return action && action->implied_unless
               ? action_result(action, sv_from_c(action->implied_unless))
               : -1;
}

// Whether another expectation looks at the same result: a range may take two lines.
static bool told_beside(const Step *step, const Expect *expect, int result) {
    if (result < 0 || !reads_of(&expect->expr, result)) return false;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *other = &step->expects[i];
        if (other != expect && !other->implied && reads_of(&other->expr, result) &&
            cel_tells(&other->expr.program, &other->expr.names, SCOPE_RESULT + (uint32_t)result))
            return true;
    }
    return false;
}

static bool refuse_expectation(StepBuilder *builder, const Expect *expect) {
    if (expect->expr.use.constant || expect->implied) return false;
    CelDecided decided = cel_decided(&expect->expr.program, &expect->expr.names);
    if (decided == CEL_OPEN) return false;
    bool always = decided == CEL_ALWAYS;
    if (always && cel_decided_by_ranges(&expect->expr.program, &expect->expr.names) &&
        told_beside(builder->step, expect, required_result(builder->step)))
        return false;
    RunbookLoader *loader = builder->loader;
    Sv why = decided_why(loader, &expect->expr);
    Diag *diag = diag_add(loader->diags, DIAG_TAUTOLOGY, expect->span,
                          "this %s holds, whatever the system answers%.*s",
                          always ? "always" : "never", SV_ARG(why));
    hint_decided(loader, builder->step->action, diag, &expect->expr);
    return true;
}

// ── all of a step together ──

static bool counts(const Step *step, const Expect *expect) {
    return !expect->implied && expect->level == step->level && expect->expr.program.root;
}

// The first expectation that cannot hold beside those before it; NULL if all can.
static const Expect *contradicting(StepBuilder *builder, const Expect **first) {
    const Step *step = builder->step;
    const CelProgram **programs =
        arena_new_array(builder->loader->load->scratch, const CelProgram *, step->expect_count + 1);
    const Expect **expects =
        arena_new_array(builder->loader->load->scratch, const Expect *, step->expect_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        if (!counts(step, &step->expects[i])) continue;
        expects[count] = &step->expects[i];
        programs[count++] = &step->expects[i].expr.program;
    }
    if (count < 2 || !cel_contradict(programs, count, &expects[0]->expr.names)) return NULL;
    uint32_t least = 2;
    while (least < count && !cel_contradict(programs, least, &expects[0]->expr.names))
        least++;
    *first = expects[0];
    for (uint32_t i = 0; i + 1 < least; i++) {
        const CelProgram *two[2] = {programs[i], programs[least - 1]};
        if (cel_contradict(two, 2, &expects[0]->expr.names)) *first = expects[i];
    }
    return expects[least - 1];
}

static void refuse_contradiction(StepBuilder *builder) {
    const Expect *first = NULL, *other = contradicting(builder, &first);
    if (!other) return;
    Diag *diag = diag_add(builder->loader->diags, DIAG_TAUTOLOGY, other->span,
                          "this and '%.*s' can never hold both", SV_ARG(first->text));
    diag->related = first->span;
    diag->related_message = SV("expected first");
    Sv either = hint_either(builder->loader, &first->expr, &other->expr);
    if (either.len > 0)
        diag_hint(builder->loader->diags, diag, "where either will do, write: %.*s",
                  SV_ARG(either));
    else
        diag_hint(builder->loader->diags, diag, "keep the one that is meant");
}

static bool tells(const Expect *expect, int result) {
    return cel_tells(&expect->expr.program, &expect->expr.names, SCOPE_RESULT + (uint32_t)result);
}

static void refuse_untold(StepBuilder *builder, const Expect *expect) {
    RunbookLoader *loader = builder->loader;
    Sv why = decided_why(loader, &expect->expr);
    Diag *diag = diag_add(loader->diags, DIAG_TAUTOLOGY, expect->span,
                          "'%s' is read, and no value of it makes this fail%.*s",
                          builder->step->action->implied_unless, SV_ARG(why));
    hint_decided(loader, builder->step->action, diag, &expect->expr);
}

// An expectation that reads what the verb requires replaces it, so some expectation must be able to
// fail because of it. One of a lower level must be able to do so by itself, or beside another.
static void judge_required(StepBuilder *builder, int result) {
    const Step *step = builder->step;
    const Expect *first = NULL;
    bool told = false;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (expect->implied || !reads_of(&expect->expr, result)) continue;
        if (!counts(step, expect)) {
            if (!tells(expect, result) && !told_beside(step, expect, result))
                refuse_untold(builder, expect);
            continue;
        }
        told = told || tells(expect, result);
        if (!first) first = expect;
    }
    if (first && !told) refuse_untold(builder, first);
}

static void refuse_beside_waiver(StepBuilder *builder, int result) {
    const Step *step = builder->step;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (!counts(step, expect) || !reads_of(&expect->expr, result)) continue;
        const Action *action = step->action;
        Diag *diag = diag_add(builder->loader->diags, DIAG_TAUTOLOGY, expect->span,
                              "'%s: true' says that any will do, and this asks for '%s'",
                              action->implied_waiver, action->implied_unless);
        diag_hint(builder->loader->diags, diag, "remove '%s: true', or this expectation",
                  action->implied_waiver);
        return;
    }
}

static void judge_together(StepBuilder *builder) {
    int result = required_result(builder->step);
    if (builder->step->expect_count > 1) refuse_contradiction(builder);
    if (result < 0) return;
    if (builder->step->implied_waived)
        refuse_beside_waiver(builder, result);
    else
        judge_required(builder, result);
}

static bool is_needed(StepBuilder *builder) {
    const Action *action = builder->step->action;
    if (builder->step->kind == STEP_CHECK) return true;
    if (builder->step->implied_waived) {
        // A read that expects nothing, captures nothing and waits for nothing shows nothing.
        const Step *step = builder->step;
        return step->effect == EFFECT_READ && step->capture_count == 0 && !step->poll.given;
    }
    if (!action || !action->needs_expect) return false;
    return !action->expect_needed || (builder->params && action->expect_needed(builder->params));
}

static void refuse_none(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    Diag *diag = diag_add(loader->diags, DIAG_NO_EXPECTATION, builder->step->verb_span,
                          "nothing is expected of this step, so it would show nothing");
    for (size_t i = 0; action && i < action->result_count; i++)
        if (!action->results[i].not_observed) {
            Sv names = result_names(builder);
            diag_hint(loader->diags, diag, "add expect:, which can read %.*s", SV_ARG(names));
            return;
        }
    diag_hint(loader->diags, diag, "write what must hold of earlier steps: steps.ID.NAME == …");
}

void expects_judge(StepBuilder *builder) {
    Step *step = builder->step;
    bool observed = false;
    uint32_t errors = builder->loader->diags->errors;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        bool reads = expect->expr.use.reads_observed;
        if (step->kind == STEP_CHECK)
            reads = reads || reads_subject_command(builder->loader, &expect->expr);
        observed = observed || reads;
        if (!refuse_expectation(builder, expect) && !reads && !reads_result(&expect->expr))
            refuse_tautology(builder, expect);
    }
    if (builder->loader->diags->errors == errors) judge_together(builder);
    // Only if every expectation could be read: errors have been reported already.
    if (builder->expect && step->expect_count == 0) return;
    if (step->expect_count == 0 && is_needed(builder)) refuse_none(builder);
    bool alone = step->expect_count > 0 && !observed && reads_result(&step->expects[0].expr);
    if (alone && is_needed(builder)) refuse_tautology(builder, &step->expects[0]);
}
