#include "engine/events/tally.h"
#include <string.h>

// More would tell nobody anything; the events hold them all.
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

// Reading two clocks one after the other, and smoothing, make less of a difference.
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

static void add_reason(Run *run, Reason reason) {
    Tally *tally = &run->tally;
    if (tally->reason_count == MOST_REASONS) return;
    arena_grow(run->arena, tally->reasons, tally->reason_count, tally->reason_capacity);
    tally->reasons[tally->reason_count++] = (Reason){.address = sv_copy(run->arena, reason.address),
                                                     .name = sv_copy(run->arena, reason.name),
                                                     .reason = sv_copy(run->arena, reason.reason),
                                                     .verdict = reason.verdict};
}

// A skip is harmless where the runbook itself says so; one by choice makes the run partial.
bool tally_lacks(Verdict verdict, const char *cause, bool own_when) {
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

// Behind the lock.
static void add_meaning(Run *run, const StepSum *sum) {
    Tally *tally = &run->tally;
    bool must = sum->level == LEVEL_MUST && !sum->undo;
    if (sum->verdict == VERDICT_IN_DOUBT) tally->in_doubt = true;
    if (strcmp(sum->cause, "denied") == 0) tally->denied = true;
    if (must && sum->verdict == VERDICT_FAILED) tally->failed = true;
    if (must && sum->verdict == VERDICT_UNDECIDED) tally->undecided = true;
    if (must && tally_lacks(sum->verdict, sum->cause, sum->own_when)) tally->undecided = true;
    bool good = sum->verdict == VERDICT_PASSED || sum->verdict == VERDICT_WARNED;
    if (must && good && sum->evidence) {
        tally->evidence = true;
        tally->stale.wall_ns = sooner(tally->stale.wall_ns, sum->stale.wall_ns);
        tally->stale.mono_ns = sooner(tally->stale.mono_ns, sum->stale.mono_ns);
    }
    if (!sum->undo) {
        tally->held += sum->held;
        tally->missed += sum->missed;
        tally->not_applied += sum->not_applied;
        tally->confirmed += must && good && sum->answered;
    }
    if (worth_a_reason(sum)) add_reason(run, sum->reason);
}

void tally_see_clock(Run *run, Stamp stamp) {
    int64_t behind = run_wall_ns(run, stamp) - stamp.wall_ns;
    if (behind > run->tally.set_back_ns) run->tally.set_back_ns = behind;
}

void tally_add(Run *run, const StepSum *sum, Stamp ended) {
    pthread_mutex_lock(&run->emitting);
    tally_see_clock(run, ended);
    (sum->undo ? run->tally.undone : run->tally.steps)[sum->verdict]++;
    add_meaning(run, sum);
    pthread_mutex_unlock(&run->emitting);
}

void tally_judge(Run *run, const StepSum *sum) {
    pthread_mutex_lock(&run->emitting);
    add_meaning(run, sum);
    pthread_mutex_unlock(&run->emitting);
}

RunVerdict tally_verdict(const Run *run, bool partial) {
    const Tally *tally = &run->tally;
    // The order is that of promises about the exit status: the first that applies wins.
    if (tally->in_doubt) return (RunVerdict){"IN DOUBT", STATUS_IN_DOUBT};
    if (tally->denied) return (RunVerdict){"DENIED", STATUS_DENIED};
    if (atomic_load(&run->cancel.stopping)) return (RunVerdict){"STOPPED", STATUS_STOPPED};
    if (tally->failed) return (RunVerdict){"NO-GO", STATUS_NO_GO};
    if (tally->undecided || !tally->evidence) return (RunVerdict){"UNDECIDED", STATUS_UNDECIDED};
    if (partial)
        return (RunVerdict){"PARTIAL", run->options->partial_ok ? STATUS_GO : STATUS_PARTIAL};
    return (RunVerdict){"GO", STATUS_GO};
}

Value tally_counts(Arena *arena, const int64_t *steps) {
    MapBuilder counts = map_builder(arena);
    int64_t planned = 0;
    for (int i = 0; i < VERDICT_COUNT; i++)
        planned += steps[i];
    map_add_c(&counts, "planned", value_int(planned));
    for (int i = 0; i < VERDICT_COUNT; i++)
        map_add_c(&counts, names[i], value_int(steps[i]));
    return map_done(&counts);
}

Value tally_checks(Arena *arena, const Tally *tally) {
    MapBuilder checks = map_builder(arena);
    map_add_c(&checks, "held", value_int(tally->held));
    map_add_c(&checks, "missed", value_int(tally->missed));
    map_add_c(&checks, "not_applied", value_int(tally->not_applied));
    map_add_c(&checks, "confirmed", value_int(tally->confirmed));
    return map_done(&checks);
}

Value tally_reasons(Arena *arena, const Tally *tally) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < tally->reason_count; i++) {
        const Reason *reason = &tally->reasons[i];
        MapBuilder entry = map_builder(arena);
        map_add_c(&entry, "address", value_string(reason->address));
        map_add_c(&entry, "name", value_string(reason->name));
        map_add_c(&entry, "verdict", value_string(sv_from_c(names[reason->verdict])));
        map_add_c(&entry, "reason", value_string(reason->reason));
        list_add(&list, map_done(&entry));
    }
    return list_done(&list);
}
