// A step that is taken up again, and whether it may act. Part of recount.h.
#include "event/step_number.h"
#include "report/recount/recount_internal.h"

void recount_take_up(Recount *recount, CountedStep *step, const Event *event) {
    step->taken_up = (uint64_t)event_int(event, "taken_up");
    step->since = recount_known(recount, event, step->taken_up);
    if (step->taken_up == 0) return;
    if (!step->since)
        recount_refuse(recount, event,
                       "step %.*s is looked at again, and event %llu says nothing of it",
                       SV_ARG(step->address), (unsigned long long)step->taken_up);
    else
        step->open = recount_is_in_doubt(step->since) || sv_eq_c(step->since->cause, "resolved") ||
                     recount_was_undone(recount, step->since->number);
    if (step->since) step->acted = step->since->acted;
}

static bool acted_since(const SvMap *steps, Sv above, uint64_t since) {
    for (uint32_t i = 0; i < steps->count; i++) {
        const CountedStep *step = steps->entries[i].value;
        if (!step->undo && step->acted > since && step_number_within(step->number, above))
            return true;
    }
    return false;
}

static bool changed_since(const SvMap *steps, Sv above, uint64_t since) {
    for (uint32_t i = 0; i < steps->count; i++) {
        const CountedStep *step = steps->entries[i].value;
        if (sv_eq_c(step->phase, "steps") && step->acted > since &&
            (above.len == 0 || step_number_within(step->number, above)))
            return true;
    }
    return false;
}

bool recount_is_left_behind(const Recount *recount, const CountedStep *cleanup) {
    size_t end = cleanup->number.len;
    while (end > 0 && cleanup->number.at[end - 1] != '.')
        end--;
    Sv above = sv_slice(cleanup->number, 0, end > 0 ? end - 1 : 0);
    return sv_eq_c(cleanup->phase, "finally") &&
           (changed_since(&recount->steps, above, cleanup->origin) ||
            changed_since(&recount->known, above, cleanup->origin));
}

bool recount_undoes_another(const Recount *recount, const CountedStep *step,
                            const CountedStep *known) {
    size_t at = step->undo ? sv_find(step->number, SV(".undo"), 0) : SV_NONE;
    if (at == SV_NONE) return false;
    Sv above = sv_slice(step->number, 0, at);
    return acted_since(&recount->steps, above, known->acted) ||
           acted_since(&recount->known, above, known->acted);
}

static bool is_left_open(const CountedStep *known) {
    return sv_eq_c(known->cause, "resolved") && known->resolved == RESOLVED_SKIP;
}

bool recount_only_looks(const Recount *recount, const CountedStep *step) {
    const CountedStep *known = step->since;
    if (step->taken_up == 0 || !known) return false;
    // A probe had not found it any more, and does not find it now.
    bool gone = step->absent && sv_eq_c(known->cause, "probe") &&
                known->verdict == recount_verdict(SV("undecided"));
    return !gone && !recount_is_in_doubt(known) && !is_left_open(known) &&
           !recount_was_undone(recount, known->number);
}

// What was done is not done again, unless it was taken back; cleaning up is done again behind what
// was made anew. What is in doubt waits for its probe, or for a person's word.
void recount_may_act(Recount *recount, const CountedStep *step, const Event *event) {
    const CountedStep *known = step->since;
    if (!known || !sv_eq_c(step->effect, "change")) return;
    bool done = known->ended && (known->verdict == recount_verdict(SV("passed")) ||
                                 known->verdict == recount_verdict(SV("warned")));
    // Where that was accepted, another step may stand there now than one that only looked.
    done &= recount->accepted.kind != VALUE_MAP || !sv_eq_c(known->effect, "read");
    bool doubt = recount_is_in_doubt(known) || is_left_open(known),
         cleanup = !sv_eq_c(step->phase, "steps") && !step->undo;
    bool undone = recount_was_undone(recount, known->number);
    if (recount_only_looks(recount, step))
        recount_refuse(recount, event, "step %.*s is only looked at again, and acts",
                       SV_ARG(step->address));
    else if (done && !cleanup && !step->undo && !undone)
        recount_refuse(recount, event, "step %.*s was done in an earlier session, and acts again",
                       SV_ARG(step->address));
    else if (doubt && !cleanup && !step->absent && step->resolved != RESOLVED_AGAIN &&
             !recount_undoes_another(recount, step, known))
        recount_refuse(recount, event,
                       "step %.*s was in doubt, and acts again though nobody said that it should",
                       SV_ARG(step->address));
}

void recount_resolved(Recount *recount, CountedStep *step, const Event *event) {
    Value list = value_field(recount->resumed, "resolutions");
    bool there = false, shortened = false;
    for (size_t i = 0; i < value_count(list); i++) {
        Value one = value_item(list, i);
        Sv address = value_field_text(one, "address", SV(""));
        shortened |= one.kind != VALUE_MAP;
        there |= (sv_eq(address, step->address) || sv_eq(address, step->number)) &&
                 sv_eq(value_field_text(one, "as", SV("")), event_text(event, "as")) &&
                 sv_eq(value_field_text(one, "by", SV("")), event_text(event, "by"));
    }
    if (!there && !shortened)
        recount_refuse(recount, event,
                       "step %.*s is resolved, and the session began without that resolution",
                       SV_ARG(step->address));
    else if (!step->since)
        recount_refuse(recount, event, "step %.*s is resolved, and was never in doubt",
                       SV_ARG(step->address));
    step->resolved = resolved_as(event_text(event, "as"));
}
