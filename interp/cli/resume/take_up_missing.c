// What a person must say before a run can be taken up, and what hinders it. Part of
// take_up_internal.h.
#include "base/shown/shown.h"
#include "cli/resume/take_up_internal.h"

// ── the word that is missing ──

typedef struct Doubts {
    FoundFate **items;
    uint32_t count;
} Doubts;

static bool may_be_made_again(const TakingUp *taking, const FoundFate *found) {
    bool makes = taking->take_up.purpose == PURPOSE_RESUME || !sv_eq_c(found->step->phase, "steps");
    return makes && !found->gone;
}

// How else each of them can be resolved.
static void add_other_words(Buf *say, const TakingUp *taking, const Doubts *doubts) {
    uint32_t again = 0;
    for (uint32_t i = 0; i < doubts->count; i++)
        again += may_be_made_again(taking, doubts->items[i]);
    if (doubts->count == 1) {
        buf_addf(say, " (or %s=skip)", again ? "=again, or " : "");
        return;
    }
    if (again == doubts->count) {
        buf_add_c(say, " (each is =done, =again or =skip)");
        return;
    }
    buf_add_c(say, " (each is =done or =skip");
    const char *between = again ? "; " : "";
    for (uint32_t i = 0; i < doubts->count; i++) {
        if (!may_be_made_again(taking, doubts->items[i])) continue;
        buf_add_c(say, between);
        shown_add_shell_word(say, doubts->items[i]->step->address);
        between = ", ";
    }
    buf_add_c(say, again ? " may be =again)" : ")");
}

// One command that settles all of them, with what was said already.
static int need_words(const TakingUp *taking, const Doubts *doubts) {
    const CommandLine *line = taking->line;
    BUF_AUTO Buf say = buf_new((size_t)4 * 1024 * 1024);
    buf_addf(&say, "nothing was done; say what became of %s: runbook %s %.*s",
             doubts->count == 1 ? "it" : "each", purpose_name(taking->take_up.purpose),
             SV_ARG(taking->word));
    for (uint32_t i = 1; i < line->operands.count; i++) {
        buf_add_char(&say, ' ');
        shown_add_shell_word(&say, line->operands.items[i]);
    }
    for (uint32_t i = 0; i < line->resolve.count; i++) {
        buf_add_c(&say, " --resolve ");
        shown_add_shell_word(&say, line->resolve.items[i].name);
        buf_addf(&say, "=%.*s", SV_ARG(line->resolve.items[i].text));
    }
    for (uint32_t i = 0; i < doubts->count; i++) {
        buf_add_c(&say, " --resolve ");
        shown_add_shell_word(&say, doubts->items[i]->step->address);
        buf_add_c(&say, "=done");
    }
    buf_add_c(&say, " --reason ");
    if (line->reason.len > 0)
        shown_add_shell_word(&say, line->reason);
    else
        buf_add_c(&say, "'WHY'");
    if (line->accept_changed) buf_add_c(&say, " --accept-changed");
    add_other_words(&say, taking, doubts);
    return taking_refuse(taking, STATUS_IN_DOUBT, buf_sv(&say));
}

static void tell_doubt(const TakingUp *taking, const FoundFate *found) {
    const RecordedStep *step = found->step;
    bool torn = fate_is_well(step) && step->decided > step->intent;
    cli_fail(taking->cli, STATUS_IN_DOUBT, "%.*s %.*s %s, and %s: look whether it %s",
             SV_ARG(step->number), SV_ARG(take_up_view_name(step)),
             torn ? "was taken back, perhaps in part" : "is in doubt",
             found->gone ? "the run does not come to it any more" : "has no probe",
             torn ? "is there" : "happened");
}

// ── what differs beside it ──

static bool leave_it(void *self, Sv by, const Sv *accepted, uint32_t count, const Waiter *waiter) {
    (void)self, (void)by, (void)accepted, (void)count, (void)waiter;
    return false;
}

// Who decides what became of a step knows then what else there is to agree to. As the session
// itself would find it, which then goes no further; nobody is asked for anything.
static void tell_changed(const TakingUp *taking, const Plan *plan) {
    if (taking->line->accept_changed) return;
    RunOptions options = taking->options;
    options.agree = leave_it;
    Diags found = diags_new(taking->arena), told = diags_new(taking->arena);
    RunResult result;
    run_plan(plan, &options, &found, taking->arena, &result);
    told = found;
    told.count = 0;
    for (uint32_t i = 0; i < found.count; i++)
        if (found.items[i].id == DIAG_RESUME_CHANGED) told.items[told.count++] = found.items[i];
    cli_diagnose(taking->cli, &told);
    for (Sv rest = result.message, each;
         result.status == STATUS_RUNBOOK && sv_next_line(&rest, &each);)
        cli_fail(taking->cli, result.status, "%.*s", SV_ARG(each));
}

static int need_each(const TakingUp *taking, const Plan *plan, const Doubts *doubts) {
    if (doubts->count == 0) return 0;
    tell_changed(taking, plan);
    for (uint32_t i = 0; i < doubts->count; i++)
        tell_doubt(taking, doubts->items[i]);
    return need_words(taking, doubts);
}

// Who goes on takes nothing back, unless a rollback was cut off: of an undo step in doubt it is
// asked what became of that which it was to undo.
static bool is_asked(const TakingUp *taking, const FoundFate *found) {
    bool undo = sv_eq_c(found->step->phase, "undo");
    return take_up_view_is_open(found) && (!undo || taking->recorded.rollback.begun);
}

int taking_need_decisions(TakingUp *taking, const Plan *plan) {
    Doubts doubts = {arena_new_array(taking->arena, FoundFate *, taking->view.count), 0};
    for (uint32_t i = 0; i < taking->view.count; i++)
        if (is_asked(taking, &taking->view.items[i]))
            doubts.items[doubts.count++] = &taking->view.items[i];
    return need_each(taking, plan, &doubts);
}

// ── undo ──

// All that keeps anything from being taken back: one after the other is looked at as if somebody
// had said that it happened.
static Doubts hindering(TakingUp *taking, const Asked *asked) {
    TakeUpView *view = &taking->view;
    Doubts doubts = {arena_new_array(taking->arena, FoundFate *, view->count), 0};
    ResolvedAs *then = arena_new_array(taking->arena, ResolvedAs, view->count);
    bool *hinders = arena_new_array(taking->arena, bool, view->count);
    const RecordedStep *held;
    while (!take_up_view_undoes(view, asked, &held) && held) {
        FoundFate *found = take_up_view_find(view, held);
        if (!found || hinders[found - view->items]) break;
        hinders[found - view->items] = true;
        then[found - view->items] = found->as;
        found->as = RESOLVED_DONE;
    }
    for (uint32_t i = 0; i < view->count; i++) {
        if (!hinders[i]) continue;
        view->items[i].as = then[i];
        doubts.items[doubts.count++] = &view->items[i];
    }
    return doubts;
}

int taking_need_something(TakingUp *taking, const Plan *plan) {
    Asked asked = {taking->take_up.addresses, taking->take_up.address_count};
    const RecordedStep *held;
    // What a person says is put on record, whatever is taken back; and what was cut off behind its
    // last undo step is brought to its end.
    if (take_up_view_undoes(&taking->view, &asked, &held) || taking->take_up.resolution_count > 0 ||
        (!held && taking_is_half_undone(taking)))
        return 0;
    if (held) {
        Doubts doubts = hindering(taking, &asked);
        return need_each(taking, plan, &doubts);
    }
    const RecordedStep *lost = take_up_view_lost(&taking->view);
    Sv why = SV("no step that acted has undo steps left to be done");
    if (lost)
        why =
            sv_format(taking->arena,
                      "the undo of %.*s %.*s needs what the journal does not hold, so it is taken "
                      "back by hand, or tried once more by runbook undo %.*s %.*s",
                      SV_ARG(lost->number), SV_ARG(take_up_view_name(lost)), SV_ARG(taking->word),
                      SV_ARG(lost->number));
    return taking_refuse(
        taking, STATUS_USAGE,
        sv_format(taking->arena,
                  "nothing that run %.*s did can be taken back: %.*s; runbook show %.*s tells what "
                  "stands",
                  SV_ARG(taking->word), SV_ARG(why), SV_ARG(taking->word)));
}

// ── which step it is ──

int taking_need_identity(const TakingUp *taking) {
    const RecordedStep *step = taking->view.unsure;
    if (!step) return 0;
    return taking_refuse(
        taking, STATUS_RUNBOOK,
        sv_format(taking->arena,
                  "%.*s %.*s acted, and has no id: a step without one is known by its "
                  "number, and which step of the changed runbook it is cannot be told; "
                  "nothing was done; put back the steps above it as they were, or change "
                  "only what stands below it",
                  SV_ARG(step->number), SV_ARG(take_up_view_name(step))));
}
