// Do a step's expectations show anything? What holds whatever the system answers is no evidence.
#include "base/limits.h"
#include "plan/read.h"
#include "plan/step.h"

// What a check may look at: steps, loop names, a subject that a command observed.
static bool reads_subject_command(const Book *book, const Expr *expr) {
    const Runbook *runbook = book->runbook;
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

static Sv result_names(Arena *arena, const Action *action) {
    Words words = {0};
    for (size_t i = 0; i < action->result_count && words.count < 6; i++)
        if (!action->results[i].not_observed)
            words_add(arena, &words, sv_from_c(action->results[i].name));
    bool more = words.count < action->result_count;
    if (more) words_add(arena, &words, SV("…"));
    return join_words(arena, words.items, words.count, more ? ", " : " or ");
}

static void refuse_vacuous(StepDraft *draft, const Expect *expect) {
    Book *book = draft->book;
    const Step *step = draft->step;
    Diag *diag =
        diag_add(book->diags, DIAG_VACUOUS, expect->span,
                 expect->expr.use.constant ? "this reads nothing: it shows nothing about the system"
                                           : "this holds or not whatever the system answers");
    if (step->action) {
        Sv names = result_names(book->arena, step->action);
        diag_mend(book->diags, diag, "read what '%s' yields: %.*s", step->action->name,
                  SV_ARG(names));
    } else if (step->include) {
        diag_mend(book->diags, diag, "read an output of the included runbook");
    } else {
        diag_mend(book->diags, diag,
                  "a check reads what earlier steps captured (steps.ID.NAME), or a loop's name");
    }
}

static bool refuse_decided(StepDraft *draft, const Expect *expect) {
    CelDecided decided = cel_decided(&expect->expr.program);
    if (decided == CEL_OPEN || expect->expr.use.constant) return false;
    Book *book = draft->book;
    Diag *diag = diag_add(book->diags, DIAG_VACUOUS, expect->span,
                          decided == CEL_ALWAYS ? "this always holds, whatever the system answers"
                                                : "this never holds, whatever the system answers");
    diag_mend(book->diags, diag,
              "remove what decides it: a literal true or false, a thing compared "
              "with itself, a size compared with 0 that is never below");
    return true;
}

static bool is_needed(StepDraft *draft) {
    const Action *action = draft->step->action;
    if (draft->step->kind == STEP_CHECK) return true;
    if (!action || !action->needs_expect) return false;
    return !action->expect_needed || (draft->params && action->expect_needed(draft->params));
}

static void refuse_none(StepDraft *draft) {
    Book *book = draft->book;
    const Action *action = draft->step->action;
    Diag *diag = diag_add(book->diags, DIAG_NO_EXPECTATION, draft->step->verb_span,
                          "nothing is expected of this step, so it would show nothing");
    for (size_t i = 0; action && i < action->result_count; i++)
        if (!action->results[i].not_observed) {
            Sv names = result_names(book->arena, action);
            diag_mend(book->diags, diag, "add expect:, which can read %.*s", SV_ARG(names));
            return;
        }
    diag_mend(book->diags, diag, "write what must hold of earlier steps: steps.ID.NAME == …");
}

void expects_judge(StepDraft *draft) {
    Step *step = draft->step;
    bool observed = false;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        bool reads = expect->expr.use.reads_observed;
        if (step->kind == STEP_CHECK)
            reads = reads || reads_subject_command(draft->book, &expect->expr);
        observed = observed || reads;
        if (!refuse_decided(draft, expect) && !reads && !reads_result(&expect->expr))
            refuse_vacuous(draft, expect);
    }
    // Only what some expectation said is judged: one that was wrong was reported.
    if (draft->expect && step->expect_count == 0) return;
    if (step->expect_count == 0 && is_needed(draft)) refuse_none(draft);
    bool alone = step->expect_count > 0 && !observed && reads_result(&step->expects[0].expr);
    if (alone && is_needed(draft)) refuse_vacuous(draft, &step->expects[0]);
}
