// What a plan opens with.
#include "base/limits.h"
#include "cli/plan/plan_view.h"
#include "plan/permit.h"

typedef struct Counted {
    uint32_t all, in_loops;
} Counted;

typedef struct SumPlace {
    const ConnectionKind *kind;
    Sv where;
} SumPlace;

typedef struct PlanSum {
    PlanView *view;
    Counted changes, questions;
    uint32_t repeatable, reads, steps, left_out; // repeatable ones are among the changes
    SumPlace *places;
    uint32_t place_count, place_capacity;
    Sv *secrets; // name and source of each
    uint32_t secret_count, secret_capacity, optional;
} PlanSum;

// ── steps ──

static bool is_step(const Step *step) {
    return step->kind == STEP_ACTION || step->kind == STEP_CHECK;
}

// Its own loop counts, and any around it, those around its runbook as well.
static bool is_in_loop(const Step *step) {
    for (; step; step = step->parent ? step->parent : step->runbook->included_by)
        if (step->loop_count > 0 || step->in_loop) return true;
    return false;
}

static void count(Counted *counted, const Step *step) {
    counted->all++;
    counted->in_loops += is_in_loop(step);
}

static void count_step(PlanSum *sum, const Step *step) {
    if (step->ask_first) count(&sum->questions, step);
    if (!is_step(step)) return;
    switch (step->kind == STEP_CHECK ? EFFECT_READ : step->effect) {
    case EFFECT_CHANGE: count(&sum->changes, step); break;
    case EFFECT_IDEMPOTENT:
        count(&sum->changes, step);
        sum->repeatable++;
        break;
    case EFFECT_ANSWER: count(&sum->questions, step); break;
    default: sum->reads++;
    }
}

Sv plan_mark(const Step *step) {
    bool acts = step->kind == STEP_ACTION;
    bool changes = acts && (step->effect == EFFECT_CHANGE || step->effect == EFFECT_IDEMPOTENT);
    bool asks = step->ask_first || (acts && step->effect == EFFECT_ANSWER);
    return changes && asks ? SV("~?") : changes ? SV("~") : asks ? SV("?") : SV("");
}

static bool counts(const Step *step, const char *phase) {
    (void)step;
    return sv_eq_c(SV("steps"), phase) || phase_is_closing(phase);
}

static bool count_one(void *self, Step *step, const char *phase, uint32_t depth) {
    uint32_t *steps = self;
    (void)depth;
    if (!counts(step, phase)) return false;
    *steps += is_step(step);
    return true;
}

uint32_t plan_step_count(const Plan *plan) {
    uint32_t steps = 0;
    plan_visit(plan->top, count_one, &steps);
    return steps;
}

// ── what they touch ──

// "http://127.0.0.1:8080" of "http://127.0.0.1:8080/api"
static Sv host_of(Sv address) {
    size_t scheme = sv_find(address, SV("://"), 0);
    size_t at = scheme == SV_NONE ? 0 : scheme + 3;
    while (at < address.len && address.at[at] != '/' && address.at[at] != '?' &&
           address.at[at] != '#' && address.at[at] != ' ')
        at++;
    return sv_slice(address, 0, at);
}

static void touch(PlanSum *sum, const ConnectionKind *kind, Sv address) {
    Sv where = kind->whole_host ? host_of(address) : address;
    for (uint32_t i = 0; i < sum->place_count; i++)
        if (sum->places[i].kind == kind && sv_eq(sum->places[i].where, where)) return;
    arena_grow(sum->view->arena, sum->places, sum->place_count, sum->place_capacity);
    sum->places[sum->place_count++] = (SumPlace){kind, where};
}

// A step without a connection names the whole address itself.
static void touch_own(PlanSum *sum, const Step *step) {
    PlanView *view = sum->view;
    const ConnectionKind *kind =
        step->action && step->action->connection_kind
            ? registry_kind(view->plan->registry, sv_from_c(step->action->connection_kind))
            : NULL;
    if (!kind || !kind->one) return;
    Sv text = plan_known_text(view, step->runbook, step_touches(view->arena, step));
    size_t scheme = sv_find(text, SV("://"), 0);
    if (scheme == SV_NONE) return;
    while (scheme > 0 && text.at[scheme - 1] != ' ')
        scheme--;
    touch(sum, kind, sv_slice(text, scheme, text.len));
}

static void touch_step(PlanSum *sum, const Step *step) {
    if (step->via && step->via->kind->one)
        touch(sum, step->via->kind, plan_address(sum->view, step->runbook, step->via));
    else
        touch_own(sum, step);
}

// ── what they need ──

static void need_secrets(PlanSum *sum, const Runbook *runbook) {
    Arena *arena = sum->view->arena;
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const Secret *secret = &runbook->secrets[i];
        if (!permit_secret(secret, arena)) continue;
        Sv key = sv_format(arena, "%.*s %d %.*s", SV_ARG(secret->name), (int)secret->from,
                           SV_ARG(secret->text));
        bool known = false;
        for (uint32_t k = 0; k < sum->secret_count && !known; k++)
            known = sv_eq(sum->secrets[k], key);
        if (known) continue;
        arena_grow(arena, sum->secrets, sum->secret_count, sum->secret_capacity);
        sum->secrets[sum->secret_count++] = key;
        sum->optional += secret->optional;
    }
}

static bool sum_step(void *self, Step *step, const char *phase, uint32_t depth) {
    PlanSum *sum = self;
    (void)depth;
    bool has = select_has(sum->view->selection, step);
    // What probes and undo steps touch is touched; they are no steps of their own.
    if (!counts(step, phase)) {
        if (is_step(step)) touch_step(sum, step);
        return true;
    }
    sum->steps += is_step(step);
    if (!has) {
        sum->left_out += is_step(step);
        return step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    }
    if (step->include) need_secrets(sum, step->include);
    count_step(sum, step);
    if (is_step(step)) touch_step(sum, step);
    return true;
}

// ── the words ──

static void add_part(Buf *out, uint32_t number, const char *one, const char *several) {
    if (number == 0) return;
    bool first = !out->len || sv_ends(buf_sv(out), SV(" "));
    buf_addf(out, "%s%u %s", first ? "" : ", ", number, number == 1 ? one : several);
}

static void add_places(Buf *out, const PlanSum *sum) {
    const Registry *registry = sum->view->plan->registry;
    if (sum->place_count > 0) buf_add_c(out, "; touches ");
    for (size_t i = 0; i < registry->kind_count; i++) {
        uint32_t number = 0;
        for (uint32_t k = 0; k < sum->place_count; k++)
            number += sum->places[k].kind == registry->kinds[i];
        add_part(out, number, registry->kinds[i]->one, registry->kinds[i]->several);
    }
}

static void add_secrets(Buf *out, const PlanSum *sum) {
    uint32_t needed = sum->secret_count - sum->optional;
    if (sum->secret_count > 0) buf_add_c(out, needed > 0 ? "; needs " : "; takes ");
    add_part(out, needed, "secret", "secrets");
    add_part(out, sum->optional, "optional secret", "optional secrets");
}

// "in loops, once for each item: 2 changes, 1 question"
static void add_loops(Buf *out, const PlanSum *sum) {
    if (sum->changes.in_loops + sum->questions.in_loops == 0) return;
    buf_add_c(out, "; in loops, once for each item: ");
    add_part(out, sum->changes.in_loops, "change", "changes");
    add_part(out, sum->questions.in_loops, "question", "questions");
}

static void add_marks(Buf *out, const PlanSum *sum) {
    if (sum->changes.all > 0) buf_add_c(out, "; ~ changes something");
    if (sum->questions.all > 0) buf_add_c(out, "; ? asks a person");
}

void plan_view_sum(const PlanView *view) {
    PlanView own = *view;
    PlanSum sum = {.view = &own};
    need_secrets(&sum, view->plan->top);
    plan_visit(view->plan->top, sum_step, &sum);
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES), rest = buf_new(LIMIT_STRING_BYTES);
    add_part(&line, sum.changes.all, "change", "changes");
    add_part(&line, sum.questions.all, "question", "questions");
    add_part(&line, sum.reads, "read", "reads");
    if (line.len == 0) buf_add_c(&line, "nothing is done");
    add_places(&line, &sum);
    add_secrets(&line, &sum);
    page_prose(&view->page, 2, INK_BOLD, buf_sv(&line));
    add_part(&rest, sum.steps, "step", "steps");
    if (sum.left_out > 0) buf_addf(&rest, ", %u of them left out", sum.left_out);
    if (sum.repeatable > 0) buf_addf(&rest, "; %u of the changes may be repeated", sum.repeatable);
    add_loops(&rest, &sum);
    add_marks(&rest, &sum);
    page_prose(&view->page, 2, INK_DIM, buf_sv(&rest));
}
