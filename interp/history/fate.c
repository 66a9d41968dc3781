#include "history/fate.h"
#include "history/recorded_results.h"

static bool ends_as(const RecordedStep *step, const char *verdict) {
    return sv_eq_c(value_field_text(step->end, "verdict", SV("")), verdict);
}

bool fate_is_well(const RecordedStep *step) {
    return ends_as(step, "passed") || ends_as(step, "warned") || ends_as(step, "waived");
}

uint64_t fate_seq(const RecordedStep *step) {
    return step->intent > step->decided ? step->intent : step->decided;
}

static bool changes(const Step *plan) {
    return plan->effect == EFFECT_CHANGE || plan->effect == EFFECT_IDEMPOTENT;
}

FateLeft fate_left(const RecordedStep *step, const Step *plan) {
    if (!changes(plan)) return LEFT_NOTHING;
    if (plan->effect == EFFECT_CHANGE && step->intent > step->decided) return LEFT_IN_DOUBT;
    if (step->decided == 0) return LEFT_NOTHING;
    if (ends_as(step, "in_doubt")) return LEFT_IN_DOUBT;
    Sv stands = value_field_text(step->end, "stands", SV(""));
    if (stands.len > 0)
        return sv_eq_c(stands, "yes")     ? LEFT_IN_PLACE
               : sv_eq_c(stands, "doubt") ? LEFT_IN_DOUBT
                                          : LEFT_NOTHING;
    // Earlier versions did not say it.
    Sv end =
        step->attempt.kind == VALUE_MAP ? value_field_text(step->attempt, "end", SV("")) : SV("");
    bool acted = sv_eq_c(end, "answered") || sv_eq_c(end, "failed") || sv_eq_c(end, "no_answer");
    return acted ? LEFT_IN_PLACE : LEFT_NOTHING;
}

static bool takes_secret(const Step *plan) {
    for (uint32_t i = 0; i < plan->capture_count; i++)
        if (plan->captures[i].secret) return true;
    return false;
}

// What it left can be had from the journal.
static bool left_all(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    return !takes_secret(plan) && recorded_results_lost(rules->arena, step).len == 0;
}

static bool is_fresh(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    int64_t age = rules->now_ns - step->decided_ns;
    return !rules->renew && age >= 0 && age <= plan->runbook->fresh_for_ns;
}

static Fate of_change(const RecordedStep *step, const Step *plan) {
    // Its probe looked later, and did not find it any more.
    bool gone = ends_as(step, "undecided") &&
                sv_eq_c(value_field_text(step->end, "cause", SV("")), "probe");
    if (gone) return FATE_DOUBT;
    bool resolved = sv_eq_c(value_field_text(step->end, "cause", SV("")), "resolved");
    bool stands = fate_left(step, plan) != LEFT_NOTHING;
    return fate_is_well(step) || stands || resolved ? FATE_KEEP : FATE_MAKE;
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
    if (left_out) return FATE_MAKE;
    return fate_is_well(step) && takes_secret(plan) ? FATE_RENEW : FATE_KEEP;
}

// ── what was taken back ──

static uint32_t parts_of(Sv number) {
    uint32_t count = number.len > 0 ? 1 : 0;
    for (size_t i = 0; i < number.len; i++)
        count += number.at[i] == '.';
    return count;
}

// "2.3" of "2.3.1.4": the first so many parts.
static Sv first_parts(Sv number, uint32_t count) {
    for (size_t i = 0; i < number.len; i++)
        if (number.at[i] == '.' && --count == 0) return sv_slice(number, 0, i);
    return number;
}

// Of a loop each iteration is undone by itself.
static Sv number_around(const FateRules *rules, const RecordedStep *step, const Step *around) {
    uint32_t parts = parts_of(step_number(rules->arena, around)) + (around->loop_count > 0);
    return first_parts(step->number, parts);
}

UndoneState fate_undone(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    if (!changes(plan) || !sv_eq_c(step->phase, "steps")) return UNDONE_NOT;
    UndoneState worst =
        recorded_run_undone(rules->arena, rules->recorded, step, step->number, plan->undo_count);
    while (worst != UNDONE_ALL) {
        plan = plan->parent ? plan->parent : plan->runbook ? plan->runbook->included_by : NULL;
        if (!plan) break;
        if (plan->undo_count == 0) continue;
        UndoneState around =
            recorded_run_undone(rules->arena, rules->recorded, step,
                                number_around(rules, step, plan), plan->undo_count);
        if (around > worst) worst = around;
    }
    return worst;
}

Fate fate_of(const FateRules *rules, const RecordedStep *step, const Step *plan) {
    if (!step) return FATE_MAKE;
    bool undone = fate_undone(rules, step, plan) == UNDONE_ALL;
    if (undone && !rules->closed) return FATE_MAKE;
    if (!undone && plan->effect == EFFECT_CHANGE && step->intent > step->decided) return FATE_DOUBT;
    if (step->decided == 0) return FATE_MAKE;
    if (!undone && ends_as(step, "in_doubt")) return FATE_DOUBT;
    if (rules->closed) return of_closed(step, plan);
    return ends_as(step, "skipped") ? FATE_MAKE : of_open(rules, step, plan);
}
