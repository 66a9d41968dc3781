#include "engine/events/verdict_summary.h"
#include "engine/events/told.h"
#include "select/select.h"
#include <string.h>

// More would help nobody; the events hold them all.
enum { MOST_REASONS = 500 };

static const char *const names[VERDICT_COUNT] = {
    [VERDICT_PASSED] = "passed",     [VERDICT_WARNED] = "warned",
    [VERDICT_FAILED] = "failed",     [VERDICT_UNDECIDED] = "undecided",
    [VERDICT_IN_DOUBT] = "in_doubt", [VERDICT_SKIPPED] = "skipped",
    [VERDICT_WAIVED] = "waived",
};

Stamp run_now(const Run *run) {
    return run->env->stamp(run->env->self);
}

// Reading two clocks in turn, and gradual clock adjustment, differ by less than this.
enum { CLOCK_SLACK_NS = 1000000000 };

int64_t run_wall_ns(const Run *run, Stamp stamp) {
    int64_t passed = stamp.mono_ns - run->started.mono_ns, wall = run->started.wall_ns + passed;
    return wall - stamp.wall_ns > CLOCK_SLACK_NS ? wall : stamp.wall_ns;
}

const char *verdict_name(Verdict verdict) {
    return names[verdict];
}

const char *verdict_sentence(Verdict verdict) {
    switch (verdict) {
    case VERDICT_PASSED: return "passed";
    case VERDICT_WARNED: return "warned";
    case VERDICT_FAILED: return "failed";
    case VERDICT_UNDECIDED: return "is undecided";
    case VERDICT_IN_DOUBT: return "is in doubt";
    case VERDICT_SKIPPED: return "was skipped";
    default: return "was waived";
    }
}

bool verdict_is_bad(Verdict verdict) {
    return verdict == VERDICT_FAILED || verdict == VERDICT_UNDECIDED || verdict == VERDICT_IN_DOUBT;
}

bool verdict_is_well(Verdict verdict) {
    return verdict == VERDICT_PASSED || verdict == VERDICT_WARNED;
}

Verdict verdict_worse(Verdict a, Verdict b) {
    static const int rank[VERDICT_COUNT] = {
        [VERDICT_SKIPPED] = 0,   [VERDICT_PASSED] = 1, [VERDICT_WAIVED] = 2,   [VERDICT_WARNED] = 3,
        [VERDICT_UNDECIDED] = 4, [VERDICT_FAILED] = 5, [VERDICT_IN_DOUBT] = 6,
    };
    return rank[a] >= rank[b] ? a : b;
}

// They are kept to the end of the run, masked as all of run_ended is, and cut already here.
static Sv kept(Run *run, Sv text) {
    Sv told = told_kept(run, run->arena, text);
    return told.at == text.at ? sv_copy(run->arena, text) : told;
}

static void add_reason(Run *run, Reason reason) {
    VerdictSummary *summary = &run->summary;
    if (summary->reason_count == MOST_REASONS) return;
    arena_grow(run->arena, summary->reasons, summary->reason_count, summary->reason_capacity);
    summary->reasons[summary->reason_count++] =
        (Reason){.address = sv_copy(run->arena, reason.address),
                 .name = kept(run, reason.name),
                 .reason = kept(run, reason.reason),
                 .verdict = reason.verdict,
                 .unprobed = reason.unprobed,
                 .undo = reason.undo,
                 .gone = reason.gone,
                 .said = reason.said,
                 .stays = reason.stays};
}

// A skip is harmless if the runbook itself asked for it; one by choice makes the run partial.
bool verdict_summary_lacks(Verdict verdict, const char *cause, bool own_when) {
    return verdict == VERDICT_SKIPPED && !own_when && strcmp(cause, "empty_loop") != 0 &&
           strcmp(cause, "selection") != 0;
}

static bool worth_a_reason(const StepSum *sum) {
    switch (sum->verdict) {
    case VERDICT_PASSED: return false;
    case VERDICT_SKIPPED: return sum->level == LEVEL_MUST && strcmp(sum->cause, "declined") == 0;
    default: return true;
    }
}

// 0 = never.
static int64_t sooner(int64_t a, int64_t b) {
    return a == 0 || (b > 0 && b < a) ? b : a;
}

Stamp verdict_summary_stale_at(const Runbook *runbook, Stamp ended) {
    int64_t allowed = 0;
    Stamp stale = {0};
    for (; runbook; runbook = runbook->parent) {
        int64_t own = runbook->valid_for_ns;
        if (own > 0 && (allowed == 0 || own < allowed)) allowed = own;
    }
    // Both clocks are needed: one can be set back, the other may stop while the machine sleeps.
    if (allowed == 0 || __builtin_add_overflow(ended.wall_ns, allowed, &stale.wall_ns) ||
        __builtin_add_overflow(ended.mono_ns, allowed, &stale.mono_ns))
        return (Stamp){0};
    return stale;
}

// The monotonic clock says nothing across sessions: the time since then is what the wall clock
// says.
Stamp verdict_summary_then(const Run *run, int64_t wall_ns) {
    Stamp now = run_now(run);
    int64_t age = now.wall_ns - wall_ns;
    return (Stamp){.wall_ns = wall_ns, .mono_ns = now.mono_ns - (age > 0 ? age : 0)};
}

static void add_stale(VerdictSummary *summary, Stamp stale) {
    summary->stale.wall_ns = sooner(summary->stale.wall_ns, stale.wall_ns);
    summary->stale.mono_ns = sooner(summary->stale.mono_ns, stale.mono_ns);
}

void verdict_summary_rests_on(Run *run, const Runbook *runbook, Stamp ended) {
    pthread_mutex_lock(&run->emitting);
    add_stale(&run->summary, verdict_summary_stale_at(runbook, ended));
    pthread_mutex_unlock(&run->emitting);
}

// Call with the lock held.
static void add_meaning(Run *run, const StepSum *sum) {
    VerdictSummary *summary = &run->summary;
    bool must = sum->level == LEVEL_MUST && !sum->undo;
    if (sum->verdict == VERDICT_IN_DOUBT) summary->in_doubt = true;
    if (strcmp(sum->cause, "denied") == 0) summary->denied = true;
    if (must && sum->verdict == VERDICT_FAILED) summary->failed = true;
    if (must && sum->verdict == VERDICT_UNDECIDED) summary->undecided = true;
    if (must && verdict_summary_lacks(sum->verdict, sum->cause, sum->own_when))
        summary->undecided = true;
    bool good = sum->verdict == VERDICT_PASSED || sum->verdict == VERDICT_WARNED;
    if (must && good && sum->evidence) {
        summary->evidence = true;
        add_stale(summary, sum->stale);
    }
    if (!sum->undo) {
        summary->held += sum->held;
        summary->missed += sum->missed;
        summary->not_applied += sum->not_applied;
        summary->confirmed += must && good && sum->answered;
    }
    if (worth_a_reason(sum)) add_reason(run, sum->reason);
}

void verdict_summary_see_clock(Run *run, Stamp stamp) {
    int64_t behind = run_wall_ns(run, stamp) - stamp.wall_ns;
    if (behind > run->summary.set_back_ns) run->summary.set_back_ns = behind;
}

void verdict_summary_add(Run *run, const StepSum *sum, Stamp ended) {
    pthread_mutex_lock(&run->emitting);
    verdict_summary_see_clock(run, ended);
    (sum->undo ? run->summary.undone : run->summary.steps)[sum->verdict]++;
    add_meaning(run, sum);
    pthread_mutex_unlock(&run->emitting);
}

void verdict_summary_judge(Run *run, const StepSum *sum) {
    pthread_mutex_lock(&run->emitting);
    add_meaning(run, sum);
    pthread_mutex_unlock(&run->emitting);
}

RunVerdict verdict_summary_verdict(const Run *run, bool partial) {
    const VerdictSummary *summary = &run->summary;
    // The order is that of the exit statuses: the first that applies wins.
    if (summary->in_doubt) return (RunVerdict){RUN_IN_DOUBT, STATUS_IN_DOUBT};
    if (summary->denied) return (RunVerdict){RUN_DENIED, STATUS_DENIED};
    if (run->cancel.told > 0 || atomic_load(&run->parked.there))
        return (RunVerdict){RUN_STOPPED, STATUS_STOPPED};
    if (summary->failed) return (RunVerdict){RUN_NO_GO, STATUS_NO_GO};
    if (summary->undecided || !summary->evidence)
        return (RunVerdict){RUN_UNDECIDED, STATUS_UNDECIDED};
    if (partial)
        return (RunVerdict){RUN_PARTIAL, run->options->partial_ok ? STATUS_GO : STATUS_PARTIAL};
    return (RunVerdict){RUN_GO, STATUS_GO};
}

Value verdict_summary_outlook(Run *run, Arena *arena) {
    pthread_mutex_lock(&run->emitting);
    RunVerdict verdict = verdict_summary_verdict(run, select_partial(run->selection));
    pthread_mutex_unlock(&run->emitting);
    bool rolled_back = atomic_load(&run->taking_back) && !atomic_load(&run->left);
    MapBuilder now = map_builder(arena);
    map_add_c(&now, "verdict", value_string(sv_from_c(verdict.word)));
    map_add_c(&now, "rolled_back", value_bool(rolled_back));
    map_add_c(&now, "stopped", value_bool(run->cancel.told > 0 || atomic_load(&run->parked.there)));
    return map_done(&now);
}

Value verdict_summary_counts(Arena *arena, const int64_t *steps) {
    MapBuilder counts = map_builder(arena);
    int64_t planned = 0;
    for (int i = 0; i < VERDICT_COUNT; i++)
        planned += steps[i];
    map_add_c(&counts, "planned", value_int(planned));
    for (int i = 0; i < VERDICT_COUNT; i++)
        map_add_c(&counts, names[i], value_int(steps[i]));
    return map_done(&counts);
}

Value verdict_summary_checks(Arena *arena, const VerdictSummary *summary) {
    MapBuilder checks = map_builder(arena);
    map_add_c(&checks, "held", value_int(summary->held));
    map_add_c(&checks, "missed", value_int(summary->missed));
    map_add_c(&checks, "not_applied", value_int(summary->not_applied));
    map_add_c(&checks, "confirmed", value_int(summary->confirmed));
    return map_done(&checks);
}

Value verdict_summary_reasons(Arena *arena, const VerdictSummary *summary) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < summary->reason_count; i++) {
        const Reason *reason = &summary->reasons[i];
        MapBuilder entry = map_builder(arena);
        map_add_c(&entry, "address", value_string(reason->address));
        map_add_c(&entry, "name", value_string(reason->name));
        map_add_c(&entry, "verdict", value_string(sv_from_c(names[reason->verdict])));
        map_add_c(&entry, "reason", value_string(reason->reason));
        list_add(&list, map_done(&entry));
    }
    return list_done(&list);
}
