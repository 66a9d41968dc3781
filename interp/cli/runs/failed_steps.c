#include "cli/runs/failed_steps.h"
#include "select/address.h"
#include "select/needs.h"

typedef struct FailedFinding {
    Arena *arena;
    const RecordedRun *recorded;
    const Addresses *addresses;
    const Needs *needs;
    const Step *at; // the one that was asked last, as iterations follow each other
    Sv why;         // … and what was found
} FailedFinding;

static bool is_bad(Sv verdict) {
    return sv_eq_c(verdict, "failed") || sv_eq_c(verdict, "undecided") ||
           sv_eq_c(verdict, "in_doubt");
}

static bool has_failed(const RecordedStep *step) {
    bool began = step->begin.kind == VALUE_MAP, ended = step->end.kind == VALUE_MAP;
    return ended ? is_bad(value_field_text(step->end, "verdict", SV(""))) : began;
}

static bool is_within(Sv number, Sv outer) {
    return number.len > outer.len && sv_starts(number, outer) && number.at[outer.len] == '.';
}

// A group whose own inputs or list could not be had: no step within tells of it.
static bool failed_by_itself(const RecordedRun *recorded, const RecordedStep *group) {
    if (!has_failed(group)) return false;
    for (uint32_t i = 0; i < recorded->count; i++)
        if (is_within(recorded->steps[i]->number, group->number) && has_failed(recorded->steps[i]))
            return false;
    return true;
}

// ── which may be repeated ──

static Sv why_not(FailedFinding *finding, const Step *step) {
    NeedList all = {0};
    needs_all(finding->needs, finding->arena, step, &all);
    const Need *change = needs_change(&all);
    if (!change) return SV("");
    if (!change->reader) return SV("it changes something");
    return sv_format(finding->arena, "it needs steps.%.*s, which changes something",
                     SV_ARG(change->id));
}

static Sv refusal(FailedFinding *finding, const RecordedStep *step) {
    if (sv_eq_c(step->phase, "undo")) return SV("it takes something back");
    Address address;
    Sv why;
    // What the runbook does not have any more is refused by name later on.
    if (!address_find(finding->addresses, step->address, &address, &why)) return SV("");
    if (finding->at == address.step) return finding->why;
    finding->at = address.step;
    finding->why = why_not(finding, address.step);
    return finding->why;
}

FailedSteps failed_steps(Arena *arena, const RecordedRun *recorded, const Plan *plan) {
    FailedFinding finding = {.arena = arena,
                             .recorded = recorded,
                             .addresses = addresses_new(arena, plan),
                             .needs = needs_new(arena, plan)};
    FailedSteps out = {0};
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *step = recorded->steps[i];
        bool failed = step->kind.len ? failed_by_itself(recorded, step) : has_failed(step);
        if (!failed) continue;
        arena_grow(arena, out.items, out.count, out.capacity);
        FailedStep *each = &out.items[out.count++];
        *each = (FailedStep){step, refusal(&finding, step)};
        out.repeated += each->why.len == 0;
    }
    return out;
}
