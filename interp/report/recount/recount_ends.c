// Ends, held against what was told before them. Part of recount.h.
#include "report/recount/recount_internal.h"
#include "value/time.h"

enum { SKIPPED, PASSED, WAIVED, WARNED, UNDECIDED, FAILED, IN_DOUBT }; // as in recount_verdicts

enum { MOST_REASONS = 500 }; // run_ended has no more

// ── of a step ──

static bool amounts_agree(Recount *recount, const CountedStep *step, const Event *event) {
    static const char *const same[] = {"verb", "effect", "level"};
    const Sv was[] = {step->verb, step->effect, step->level};
    for (size_t i = 0; step->began && i < sizeof same / sizeof *same; i++) {
        if (sv_eq(event_text(event, same[i]), was[i])) continue;
        recount_refuse(recount, event, "step %.*s ends with another %s than it began with",
                       SV_ARG(step->address), same[i]);
        return false;
    }
    int64_t attempts = event_int(event, "attempts");
    // Only a check asks nobody, so that its attempts are not told one by one.
    bool check = step->began && sv_eq_c(step->verb, "check");
    bool counted = attempts == step->attempts || (check && attempts > 0);
    bool judged =
        event_int(event, "held") == step->held && event_int(event, "missed") == step->missed;
    if (!counted)
        recount_refuse(recount, event, "step %.*s counts %lld attempts, and %lld were told",
                       SV_ARG(step->address), (long long)attempts, (long long)step->attempts);
    if (!judged)
        recount_refuse(
            recount, event,
            "step %.*s counts %lld expectations that held and %lld that did not, and %lld and "
            "%lld were told",
            SV_ARG(step->address), (long long)event_int(event, "held"),
            (long long)event_int(event, "missed"), (long long)step->held, (long long)step->missed);
    return counted && judged;
}

// Passed, or warned of something that need not hold.
static void held_well(Recount *recount, const CountedStep *step, const Event *event) {
    bool probed = recount_is(event, "cause", "probe");
    const char *why = NULL;
    if (step->kept)
        return; // as it was held against its own session
    else if (!step->began)
        why = "and never began";
    else if (step->taken_up > 0 && step->attempts == 0 && !probed)
        why = "though it was only looked at";
    else if (probed && !step->happened)
        why = "though no probe saw that it happened";
    else if (probed && !step->open)
        why = "by its probe, though it was answered";
    else if (!probed && step->missed > 0)
        why = "though an expectation that must hold did not";
    else if (!probed && step->unsure > 0)
        why = "though an expectation that must hold could not be judged";
    else if (step->verdict == PASSED && !probed && step->weak > 0)
        why = "though an expectation that should hold did not";
    else if (step->verdict == PASSED && !probed && step->attempts > 0 && !step->answered)
        why = "though its last attempt had no answer";
    else if (step->verdict == PASSED && sv_eq_c(step->effect, "answer") && !step->agreed)
        why = "though nobody said yes";
    if (why)
        recount_refuse(recount, event, "step %.*s ends as %s %s", SV_ARG(step->address),
                       recount_verdicts[step->verdict], why);
}

static bool was_chosen(const Recount *recount) {
    return value_count(value_field(recount->started, "selection")) > 0 ||
           value_field_text(recount->started, "again_of", SV("")).len > 0;
}

static void skipped(Recount *recount, CountedStep *step, const Event *event) {
    bool none = recount_is(event, "cause", "no_rollback");
    bool own = none || recount_is(event, "cause", "when") || recount_is(event, "cause", "group");
    bool chosen = recount_is(event, "cause", "selection");
    const char *why = NULL;
    step->lacks = sv_eq_c(step->level, "must") && !own && !chosen &&
                  !recount_is(event, "cause", "empty_loop");
    if (step->kept) return;
    if (own != event_bool(event, "own_when"))
        why = "and does not say the same of its own condition twice";
    else if (chosen && !was_chosen(recount))
        why = "by choice, and the run began without one";
    else if (recount_is(event, "cause", "empty_loop") && !event_bool(event, "loop"))
        why = "as an empty loop, and it is none";
    else if (recount_is(event, "cause", "group") && !(step->above && step->above->left_out))
        why = "with its group, and that is not skipped";
    else if (none && !sv_eq_c(step->phase, "after_rollback"))
        why = "for want of a rollback, and does not wait for one";
    else if (event_bool(event, "required") && !chosen && !none &&
             !recount_is(event, "cause", "not_reached"))
        why = "though it is required";
    else if (step->began && !step->declined)
        why = "though it began, and nobody declined it";
    if (why) recount_refuse(recount, event, "step %.*s is skipped %s", SV_ARG(step->address), why);
}

// Earlier versions wrote down an address as it was given.
static bool is_named(const CountedStep *step, Sv address) {
    return sv_eq(address, step->address) || sv_eq(address, step->number);
}

// "2026-03-31" is the whole of that day.
static bool had_expired(const Recount *recount, Sv expires) {
    int64_t began = recount->began_wall_ns / 1000000000;
    Value time;
    if (!timestamp_parse(expires.len == 10
                             ? sv_format(recount->arena, "%.*sT23:59:59Z", SV_ARG(expires))
                             : expires,
                         &time))
        return false; // it was cut
    return time.seconds < began;
}

// A waiver counts if it was given before the run began, and stood then.
static void waived(Recount *recount, const CountedStep *step, const Event *event) {
    Value waiver = event_value(event, "waiver"), given = value_field(recount->started, "waivers");
    bool there = false;
    for (size_t i = 0; waiver.kind == VALUE_MAP && i < value_count(given); i++) {
        Value one = value_item(given, i);
        // Of a list that was shortened the rest is not known.
        there |=
            one.kind != VALUE_MAP || (is_named(step, value_field_text(one, "address", SV(""))) &&
                                      sv_eq(value_field_text(one, "expires", SV("")),
                                            value_field_text(waiver, "expires", SV(""))));
    }
    if (!there)
        recount_refuse(recount, event, "step %.*s is waived, and the run began without that waiver",
                       SV_ARG(step->address));
    if (had_expired(recount, value_field_text(waiver, "expires", SV(""))))
        recount_refuse(recount, event, "step %.*s is waived, and the waiver had expired before",
                       SV_ARG(step->address));
}

static bool has_reason(const CountedStep *step, const Event *event) {
    if (step->verdict == PASSED) return false;
    return step->verdict != SKIPPED ||
           (sv_eq_c(step->level, "must") && recount_is(event, "cause", "declined"));
}

static void take_undo(Recount *recount, const CountedStep *step, const Event *event) {
    size_t at = sv_find(step->number, SV(".undo"), 0);
    CountedStep *of =
        at == SV_NONE ? NULL : svmap_get(&recount->steps, sv_slice(step->number, 0, at));
    if (!of) return;
    bool must = recount_is(event, "level", "must");
    bool done = step->verdict == PASSED || (step->verdict == WARNED && must);
    bool left_out = step->verdict == SKIPPED && event_bool(event, "own_when");
    of->undone |= done;
    if (done) of->undone_seq = event->seq;
    of->owed |= !done && !left_out;
}

// It was a change in an earlier session, before the runbook was changed.
static bool left_before(const CountedStep *step) {
    return step->since && (stands_still(step->since->left) || recount_is_in_doubt(step->since));
}

// A change says itself whether it stands, and each undo step of it whether it was done.
static void take_stands(Recount *recount, CountedStep *step, const Event *event) {
    Sv word = event_text(event, "stands"), effect = event_text(event, "effect");
    step->left = stands_of(word);
    if (step->undo) take_undo(recount, step, event);
    if (word.len == 0) return;
    const char *why = NULL;
    if (step->left == STANDS_NOTHING)
        why = "and says of what it changed what is no word for it";
    else if (!sv_eq_c(effect, "change") && !sv_eq_c(effect, "idempotent") && !left_before(step))
        why = "and something of it stands, though it changes nothing";
    else if (step->verdict == IN_DOUBT && step->left != STANDS_DOUBT)
        why = "in doubt, and knows whether it stands";
    else if (step->left != STANDS_DOUBT && !sv_eq_c(step->phase, "steps"))
        why = "and says whether it stands, though it only cleans up";
    if (why) recount_refuse(recount, event, "step %.*s ends %s", SV_ARG(step->address), why);
}

void recount_step_end(Recount *recount, CountedStep *step, const Event *event) {
    if (!step->kept && !amounts_agree(recount, step, event)) return;
    step->verb = sv_copy(recount->arena, event_text(event, "verb"));
    step->level = sv_copy(recount->arena, event_text(event, "level"));
    step->effect = sv_copy(recount->arena, event_text(event, "effect"));
    if (!step->kept) recount_not_kept(recount, step, event);
    if (step->told > 0 && step->attempts > 0 && !step->answered)
        recount_refuse(recount, event, "step %.*s judges the answer of an attempt that had none",
                       SV_ARG(step->address));
    recount->doubted |= step->verdict == IN_DOUBT;
    recount->denied |= recount_is(event, "cause", "denied");
    recount->failed |= step->verdict == FAILED && !step->undo;
    bool must = sv_eq_c(step->level, "must"),
         well = step->verdict == PASSED || step->verdict == WARNED;
    if (well) held_well(recount, step, event);
    if (step->verdict == SKIPPED) skipped(recount, step, event);
    if (step->verdict == WAIVED) waived(recount, step, event);
    if (step->verdict == FAILED && !must)
        recount_refuse(recount, event, "step %.*s failed, and need not hold",
                       SV_ARG(step->address));
    if (step->verdict != WAIVED && event_value(event, "waiver").kind == VALUE_MAP)
        recount_refuse(recount, event, "step %.*s has a waiver and is not waived",
                       SV_ARG(step->address));
    if (step->verdict == PASSED && event_text(event, "cause").len > 0 &&
        !recount_is(event, "cause", "probe"))
        recount_refuse(recount, event, "step %.*s passed, and has a cause why it did not",
                       SV_ARG(step->address));
    (step->undo ? recount->undone : recount->counts)[step->verdict]++;
    recount->reasons += has_reason(step, event);
    if (!svmap_add(&recount->leaves, step->address, step)) {
        CountedStep *other = svmap_get(&recount->leaves, step->address);
        other->shared = true;
    }
    take_stands(recount, step, event);
    if (step->undo) return;
    recount->held += step->held;
    recount->missed += step->missed;
    recount->confirmed += must && well && sv_eq_c(step->effect, "answer");
}

// ── what stands ──

// What could be taken back by undo steps that never were done still stands.
static bool may_be_gone(const CountedStep *step) {
    for (; step; step = step->above)
        if (step->undone) return true;
    return false;
}

static void all_listed(Recount *recount, const SvMap *listed, const Event *event) {
    for (uint32_t i = 0; i < recount->steps.count; i++) {
        const CountedStep *step = recount->steps.entries[i].value;
        bool stands = stands_still(step->left) && sv_eq_c(step->phase, "steps");
        if (!stands || svmap_has(listed, step->number) || may_be_gone(step) ||
            recount_is_gone(recount, step))
            continue;
        recount_refuse(recount, event,
                       "step %.*s changed something that was not undone, and the "
                       "run does not list it as standing",
                       SV_ARG(step->address));
    }
}

static void standing_agrees(Recount *recount, const Event *event) {
    Value standing = event_value(event, "standing");
    SvMap listed = svmap_new(recount->arena);
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        if (entry.kind != VALUE_MAP) return; // the list was shortened
        Sv number = value_field_text(entry, "number", SV(""));
        if (recount_gone(recount, value_field_text(entry, "address", SV("")))) continue;
        const CountedStep *step = svmap_get(&recount->steps, number);
        Stands stands = stands_of(value_field_text(entry, "stands", SV("")));
        bool same = step && sv_eq(step->address, value_field_text(entry, "address", SV("")));
        bool gone = step && step->undone && !step->owed;
        // An undo of which nobody knows whether it happened leaves a doubt.
        if (!same || !stands_still(step->left) || stands < step->left || gone)
            recount_refuse(recount, event, "step %.*s is listed as standing, and did not end so",
                           SV_ARG(value_field_text(entry, "address", number)));
        svmap_set(&listed, number, recount);
    }
    all_listed(recount, &listed, event);
}

// ── of a group ──

static void children_agree(Recount *recount, const CountedStep *group, const Event *event) {
    // Where it is not said how many there are, there is still none left out between two.
    int64_t children = group->children < 0 ? group->last_place : group->children;
    if (group->ends == children) return;
    bool top = group == recount->top;
    recount_refuse(recount, event, "%s%.*s has %lld steps, and %lld of them ended",
                   top ? "the run" : "step ", SV_ARG(group->address), (long long)children,
                   (long long)group->ends);
}

// Its verdict is its worst child's. Some of it done and some left out unasked is undecided. An
// include is judged by its own expectations as well, and a group that is required may not be
// skipped.
void recount_group_end(Recount *recount, CountedStep *group, const Event *event) {
    if (!sv_eq(event_text(event, "kind"), group->kind)) {
        recount_refuse(recount, event, "step %.*s ends as what it is not", SV_ARG(group->address));
        return;
    }
    children_agree(recount, group, event);
    bool include = sv_eq_c(group->kind, "include");
    int own = group->missed > 0 ? FAILED : group->weak > 0 ? WARNED : group->held > 0 ? PASSED : 0;
    int wanted = group->worst;
    if (group->lacks && wanted != SKIPPED && wanted < UNDECIDED) wanted = UNDECIDED;
    if (own > wanted) wanted = own;
    // Why it is undecided need not be in the events: an output without a value, a subject that
    // changed. Below `must` that is a warning.
    bool may_be_less = include || wanted == SKIPPED;
    bool less =
        group->verdict > wanted && (group->verdict == UNDECIDED || group->verdict == WARNED);
    if (group->verdict == wanted || (may_be_less && less)) return;
    recount_refuse(recount, event, "step %.*s ends as %s, and what is in it as %s",
                   SV_ARG(group->address), recount_verdicts[group->verdict],
                   recount_verdicts[wanted]);
}

// ── of the run ──

static bool sums_agree(Value said, const int64_t *counted) {
    int64_t planned = 0;
    for (int i = 0; i < COUNTED_VERDICTS; i++) {
        planned += counted[i];
        if (value_field_int(said, recount_verdicts[i], 0) != counted[i]) return false;
    }
    return value_field_int(said, "planned", 0) == planned;
}

static bool status_fits(const Event *event) {
    static const struct {
        const char *verdict;
        int64_t status, other;
    } rows[] = {{"GO", 0, 0},       {"NO-GO", 1, 9},   {"UNDECIDED", 4, 9}, {"IN DOUBT", 6, 9},
                {"PARTIAL", 10, 0}, {"STOPPED", 5, 9}, {"DENIED", 8, 9}};
    int64_t status = event_int(event, "status");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (recount_is(event, "verdict", rows[i].verdict))
            return status == rows[i].status || status == rows[i].other;
    return false;
}

// What the steps say outranks it: failed steps are never UNDECIDED alone.
static bool is_outranked(const Recount *recount, const Event *event) {
    bool in_doubt = recount_is(event, "verdict", "IN DOUBT"),
         denied = recount_is(event, "verdict", "DENIED"),
         stopped = recount_is(event, "verdict", "STOPPED"),
         no_go = recount_is(event, "verdict", "NO-GO");
    if (in_doubt) return false;
    if (recount->doubted) return true;
    if (denied) return false;
    if (recount->denied) return true;
    return recount->failed && !stopped && !no_go;
}

// Verdicts of which the cause is always in the events. Nothing that is no go-ahead in a step is one
// in the run.
static void verdict_fits(Recount *recount, const Event *event) {
    bool good = recount_is(event, "verdict", "GO") || recount_is(event, "verdict", "PARTIAL");
    bool caused =
        (recount->failed || !recount_is(event, "verdict", "NO-GO")) &&
        // Earlier versions left it in doubt, whatever a person said of it.
        (recount->doubted || recount->unconfirmed || !recount_is(event, "verdict", "IN DOUBT")) &&
        (recount->denied || !recount_is(event, "verdict", "DENIED")) &&
        (recount->stopped || !recount_is(event, "verdict", "STOPPED"));
    bool looked = recount->looked || value_count(value_field(recount->started, "subject")) == 0;
    if (caused && !is_outranked(recount, event) &&
        !(good && (recount->top->worst >= UNDECIDED || recount->unconfirmed || !looked)))
        return;
    recount_refuse(recount, event, "the verdict '%.*s' does not follow from its steps",
                   SV_ARG(event_text(event, "verdict")));
}

// Each step that did not pass has a reason, and each reason has its step's verdict.
static void reasons_agree(Recount *recount, const Event *event) {
    Value reasons = event_value(event, "reasons");
    int64_t told = 0;
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (reason.kind != VALUE_MAP) return; // the list was shortened
        Sv address = value_field_text(reason, "address", SV(""));
        const CountedStep *step = svmap_get(&recount->leaves, address);
        if (!step || recount_gone(recount, address)) continue;
        told++;
        if (step->shared ||
            recount_verdict(value_field_text(reason, "verdict", SV(""))) == step->verdict)
            continue;
        recount_refuse(recount, event, "the reason for step %.*s has another verdict than the step",
                       SV_ARG(step->address));
    }
    if (value_count(reasons) < MOST_REASONS && told != recount->reasons)
        recount_refuse(recount, event,
                       "the run gives reasons for %lld steps, and %lld of them need one",
                       (long long)told, (long long)recount->reasons);
}

void recount_run_end(Recount *recount, const Event *event) {
    Value undone = event_value(event, "undone"), checks = event_value(event, "checks");
    int64_t status = event_int(event, "status");
    recount_doubt_gone(recount);
    if (recount->open > 0)
        recount_refuse(recount, event, "the run ends while %u of its steps are under way",
                       recount->open);
    // With a lost report nothing new began, and not even the first step may have.
    if (status != 9) children_agree(recount, recount->top, event);
    if (!sums_agree(event_value(event, "counts"), recount->counts))
        recount_refuse(recount, event, "the steps that ended are not those that the run counts");
    if (!sums_agree(undone, recount->undone))
        recount_refuse(recount, event,
                       "the undo steps that ended are not those that the run counts");
    if (value_field_int(checks, "held", 0) != recount->held ||
        value_field_int(checks, "missed", 0) != recount->missed)
        recount_refuse(recount, event,
                       "the run counts %lld checks that held and %lld that did not, and %lld and "
                       "%lld were told",
                       (long long)value_field_int(checks, "held", 0),
                       (long long)value_field_int(checks, "missed", 0), (long long)recount->held,
                       (long long)recount->missed);
    if (value_field_int(checks, "confirmed", 0) != recount->confirmed)
        recount_refuse(recount, event, "people confirmed %lld, and the run counts %lld",
                       (long long)recount->confirmed,
                       (long long)value_field_int(checks, "confirmed", 0));
    if (!status_fits(event))
        recount_refuse(recount, event, "status %lld does not go with the verdict '%.*s'",
                       (long long)status, SV_ARG(event_text(event, "verdict")));
    if (event_int(event, "elapsed") <
        recount->before_ns + event->stamp.mono_ns - recount->top->began_ns)
        recount_refuse(recount, event, "the run took less time than passed");
    verdict_fits(recount, event);
    reasons_agree(recount, event);
    standing_agrees(recount, event);
    recount_session_end(recount, event);
}
