#include "history/fate.h"
#include "history/recorded_cookies.h"
#include "history/recorded_results.h"

static bool ends_as(const RecordedStep *step, const char *verdict) {
    return sv_eq_c(value_field_text(step->end, "verdict", SV("")), verdict);
}

bool fate_is_well(const RecordedStep *step) {
    return ends_as(step, "passed") || ends_as(step, "warned") || ends_as(step, "waived");
}

static bool is_resolved(const RecordedStep *step) {
    return sv_eq_c(value_field_text(step->end, "cause", SV("")), "resolved");
}

bool fate_is_said(const RecordedStep *step) {
    return step->said_done && is_resolved(step);
}

bool fate_is_left_open(const RecordedStep *step) {
    return !step->said_done && is_resolved(step) && step->decided > step->intent;
}

uint64_t fate_seq(const RecordedStep *step) {
    return step->intent > step->decided ? step->intent : step->decided;
}

uint64_t fate_acted(const RecordedStep *step) {
    // Earlier versions told no intent of what may be repeated.
    return step->intent > 0 ? step->intent : fate_seq(step);
}

static bool changes(const Step *plan) {
    return plan->effect == EFFECT_CHANGE || plan->effect == EFFECT_IDEMPOTENT;
}

static Effect effect_then(const RecordedStep *step) {
    Sv effect = value_field_text(step->begin, "effect", SV(""));
    return sv_eq_c(effect, "change")       ? EFFECT_CHANGE
           : sv_eq_c(effect, "idempotent") ? EFFECT_IDEMPOTENT
                                           : EFFECT_READ;
}

// What was begun as a change stays in doubt, whatever the runbook now says of its effect.
static bool is_doubtful_change(const RecordedStep *step) {
    bool open = step->intent > step->decided || ends_as(step, "in_doubt");
    return open && effect_then(step) == EFFECT_CHANGE;
}

// Whatever the runbook now says of its effect takes back nothing of what it did then.
static bool is_change(const RecordedStep *step, const Step *plan) {
    return changes(plan) || effect_then(step) != EFFECT_READ ||
           stands_still(stands_of(value_field_text(step->end, "stands", SV(""))));
}

Stands fate_left(const RecordedStep *step, const Step *plan) {
    if (!is_change(step, plan)) return STANDS_NOTHING;
    if (step->intent > step->decided) return STANDS_DOUBT;
    if (step->decided == 0) return STANDS_NOTHING;
    // Earlier versions told of nothing that stands where a person left it open.
    if (ends_as(step, "in_doubt") || fate_is_left_open(step)) return STANDS_DOUBT;
    Sv stands = value_field_text(step->end, "stands", SV(""));
    if (stands.len > 0) return stands_still(stands_of(stands)) ? stands_of(stands) : STANDS_NOTHING;
    // Earlier versions did not say it.
    Sv end =
        step->attempt.kind == VALUE_MAP ? value_field_text(step->attempt, "end", SV("")) : SV("");
    bool acted = sv_eq_c(end, "answered") || sv_eq_c(end, "failed") || sv_eq_c(end, "no_answer");
    return acted ? STANDS_YES : STANDS_NOTHING;
}

static bool takes_secret(const Step *plan) {
    for (uint32_t i = 0; i < plan->capture_count; i++)
        if (plan->captures[i].secret) return true;
    return false;
}

// What it left can be had from the journal.
static bool left_all(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    return !takes_secret(plan) && recorded_results_lost(rules->arena, step).count == 0;
}

// As old as the verdict may be of it: 0 = of any age.
static int64_t valid_for_ns(const Runbook *runbook) {
    int64_t least = 0;
    for (; runbook; runbook = runbook->parent) {
        int64_t own = runbook->valid_for_ns;
        if (own > 0 && (least == 0 || own < least)) least = own;
    }
    return least;
}

static bool is_fresh(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    int64_t age = rules->now_ns - step->decided_ns;
    int64_t valid_ns = valid_for_ns(plan->runbook);
    bool counts = valid_ns == 0 || age < valid_ns;
    bool agreed = step->decided > rules->recorded->accepted_seq; // what it looked at may be another
    // A session since, which was cut off or stopped before it came to it, changed what comes
    // before.
    bool same = step->counted >= rules->recorded->shifted;
    return !rules->renew && agreed && same && age >= 0 && age <= plan->runbook->fresh_for_ns &&
           counts;
}

static Fate of_change(const RecordedStep *step, const Step *plan) {
    // Its probe looked later, and did not find it any more.
    bool gone = ends_as(step, "undecided") &&
                sv_eq_c(value_field_text(step->end, "cause", SV("")), "probe");
    if (gone) return FATE_DOUBT;
    bool stands = fate_left(step, plan) != STANDS_NOTHING;
    return fate_is_well(step) || stands || is_resolved(step) ? FATE_KEEP : FATE_MAKE;
}

// What a person decided is kept by whoever asks: only there it is known whether the question is the
// same.
static Fate of_open(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    bool well = fate_is_well(step);
    switch (plan->effect) {
    case EFFECT_CHANGE: return of_change(step, plan);
    case EFFECT_IDEMPOTENT: return well && left_all(rules, step, plan) ? FATE_KEEP : FATE_RENEW;
    case EFFECT_READ:
        return well && is_fresh(rules, step, plan) && left_all(rules, step, plan) ? FATE_KEEP
                                                                                  : FATE_RENEW;
    default: return FATE_MAKE;
    }
}

static Fate of_closed(const RecordedStep *step, const Step *plan) {
    bool left_out = ends_as(step, "skipped") && !value_field_bool(step->end, "own_when", false);
    // Nobody waits for its answer any more.
    bool parked = sv_eq_c(value_field_text(step->end, "cause", SV("")), "parked");
    if (left_out || parked) return FATE_MAKE;
    bool secret =
        takes_secret(plan) || (plan->effect != EFFECT_CHANGE && recorded_cookies_any(step));
    return fate_is_well(step) && secret ? FATE_RENEW : FATE_KEEP;
}

const Step *fate_above(const Step *plan) {
    return plan->parent ? plan->parent : plan->runbook->included_by;
}

Sv fate_around(Sv number, const Step *plan) {
    // An iteration's number is a part of its own.
    for (int parts = plan->loop_count > 0 ? 2 : 1; parts > 0; parts--) {
        size_t at = number.len;
        while (at > 0 && number.at[at - 1] != '.')
            at--;
        number = sv_slice(number, 0, at > 0 ? at - 1 : 0);
    }
    return number;
}

static bool may_have_undone(const RecordedStep *undo, const Step *plan, uint64_t since) {
    if (undo->kind.len > 0) return undo->began > since;
    if (fate_seq(undo) < since) return false;
    return is_resolved(undo) || fate_left(undo, plan) != STANDS_NOTHING;
}

// Nobody knows whether it happened.
static bool is_unsure(const RecordedStep *undo, const Step *plan, uint64_t since) {
    (void)plan;
    bool cut_off = undo->intent > undo->decided;
    return fate_seq(undo) > since && (cut_off || ends_as(undo, "in_doubt") || is_resolved(undo));
}

// The step itself, and what it stands in, one after the other: by whose undo steps it is taken
// back.
typedef struct Undoer {
    const Step *plan; // NULL behind the last one
    Sv number;
} Undoer;

static Undoer undoer_above(Undoer below) {
    return (Undoer){fate_above(below.plan), fate_around(below.number, below.plan)};
}

typedef bool (*OfUndo)(const RecordedStep *undo, const Step *plan, uint64_t since);

// Of one of its undo steps, or of those of what it stands in.
static bool is_of_undo(const RecordedRun *recorded, const RecordedStep *step, const Step *plan,
                       OfUndo is_so, uint64_t since) {
    for (Undoer by = {plan, step->number}; by.plan; by = undoer_above(by))
        for (uint32_t i = 1; i <= by.plan->undo_count; i++) {
            const RecordedStep *undo = recorded_run_undo(recorded, by.number, i);
            if (undo && is_so(undo, by.plan->undo[i - 1], since)) return true;
        }
    return false;
}

static bool may_stand(const RecordedRun *recorded, const RecordedStep *step, const Step *plan) {
    return sv_eq_c(step->phase, "steps") && fate_left(step, plan) != STANDS_NOTHING &&
           !fate_is_undone(recorded, step, plan);
}

bool fate_is_torn(const RecordedRun *recorded, const RecordedStep *step, const Step *plan) {
    return may_stand(recorded, step, plan) &&
           is_of_undo(recorded, step, plan, may_have_undone, fate_seq(step));
}

bool fate_may_be_undone(const RecordedRun *recorded, const RecordedStep *step, const Step *plan) {
    return may_stand(recorded, step, plan) &&
           is_of_undo(recorded, step, plan, is_unsure, fate_seq(step));
}

static bool was_told(const RecordedStep *undo, const Step *plan, uint64_t since) {
    (void)plan;
    return undo->ended > since;
}

bool fate_was_rolled_back(const RecordedRun *recorded, const RecordedStep *step, const Step *plan) {
    bool asked_for = sv_eq_c(value_field_text(recorded->resumed, "purpose", SV("")), "undo");
    return !asked_for && fate_is_undone(recorded, step, plan) &&
           is_of_undo(recorded, step, plan, was_told, recorded->session_began);
}

bool fate_undo_is_lost(const RecordedRun *recorded, Sv number, const Step *plan, uint64_t since) {
    if (recorded->accepted_seq > since) since = recorded->accepted_seq;
    for (uint32_t i = 1; i <= plan->undo_count; i++) {
        const RecordedStep *undo = recorded_run_undo(recorded, number, i);
        if (undo && undo->decided > since &&
            sv_eq_c(value_field_text(undo->end, "cause", SV("")), "lost_value"))
            return true;
    }
    return false;
}

bool fate_undo_may_repeat(const Step *plan) {
    for (uint32_t i = 0; i < plan->undo_count; i++)
        if (plan->undo[i]->kind != STEP_CHECK && plan->undo[i]->effect == EFFECT_CHANGE)
            return false;
    return true;
}

bool fate_is_undone(const RecordedRun *recorded, const RecordedStep *step, const Step *plan) {
    if (!is_change(step, plan)) return false;
    uint64_t since = fate_acted(step);
    UndoneAt own = recorded_run_undone_at(recorded, step->number, plan->undo_count, since);
    if (own == UNDONE_ALL) return true;
    // What its own undo steps still owe, no others make good.
    if (own != UNDONE_LEFT_OUT && plan->undo_count > 0) return false;
    // Undo steps and clean-up leave nothing that those around could take back.
    if (!sv_eq_c(step->phase, "steps")) return false;
    for (Undoer by = undoer_above((Undoer){plan, step->number}); by.plan; by = undoer_above(by))
        if (recorded_run_undone_at(recorded, by.number, by.plan->undo_count, since) == UNDONE_ALL)
            return true;
    return false;
}

// An undo step of which a person said that it stays open: what it takes back was not made since.
static bool stays_open(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    if (!rules->undoing || !fate_is_left_open(step) || plan->effect != EFFECT_CHANGE ||
        !sv_eq_c(step->phase, "undo"))
        return false;
    size_t at = sv_find(step->number, SV(".undo"), 0);
    const RecordedStep *of =
        at == SV_NONE ? NULL
                      : svmap_get(&rules->recorded->by_number, sv_slice(step->number, 0, at));
    return !of || fate_acted(of) < fate_seq(step);
}

// Its own undo steps, or those of what is around it, as many as were told.
static bool was_undone(Arena *arena, const RecordedRun *recorded, const RecordedStep *step) {
    for (size_t at = step->number.len; at > 0; at--) {
        if (at < step->number.len && step->number.at[at] != '.') continue;
        Sv number = sv_slice(step->number, 0, at);
        uint32_t count = 0;
        while (svmap_has(&recorded->by_number,
                         sv_format(arena, "%.*s.undo%u", SV_ARG(number), count + 1)))
            count++;
        if (recorded_run_undone_at(recorded, number, count, fate_acted(step)) == UNDONE_ALL)
            return true;
    }
    return false;
}

bool fate_is_gone(const RecordedRun *recorded, const RecordedStep *step) {
    uint64_t told = step->ended > step->began ? step->ended : step->began;
    return recorded->ended.kind == VALUE_MAP && told < recorded->session_began;
}

ResolvedAs fate_word(const RecordedStep *step) {
    return resolved_as(value_field_text(step->said, "as", SV("")));
}

Stands fate_left_then(Arena *arena, const RecordedRun *recorded, const RecordedStep *step) {
    Step plan = {.effect = effect_then(step)};
    if (step->kind.len > 0 || !sv_eq_c(step->phase, "steps") || was_undone(arena, recorded, step))
        return STANDS_NOTHING;
    return fate_left(step, &plan);
}

Fate fate_of(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    if (!step) return FATE_MAKE;
    bool undone = fate_is_undone(rules->recorded, step, plan);
    if (undone && !rules->closed) return FATE_MAKE;
    bool cut_off = !undone && changes(plan) && step->intent > step->decided;
    if (cut_off && plan->effect == EFFECT_CHANGE) return FATE_DOUBT;
    if (!undone && is_doubtful_change(step)) return FATE_DOUBT;
    if (cut_off) return rules->closed ? FATE_LEAVE : FATE_RENEW;
    if (step->decided == 0) return FATE_MAKE;
    if (!undone && (ends_as(step, "in_doubt") || stays_open(rules, step, plan))) return FATE_DOUBT;
    if (rules->closed) return of_closed(step, plan);
    if (plan->effect == EFFECT_CHANGE && fate_is_torn(rules->recorded, step, plan))
        return FATE_DOUBT;
    return ends_as(step, "skipped") ? FATE_MAKE : of_open(rules, step, plan);
}
