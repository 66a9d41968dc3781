#include "report/verdict.h"
#include "base/ascii.h"

static const RunLook looks[] = {
    {"GO", "everything that must hold was seen to hold", INK_GREEN},
    {"NO-GO", "something that must hold does not", INK_RED},
    {"UNDECIDED", "not all that must hold could be shown; this is no go-ahead", INK_YELLOW},
    {"IN DOUBT", "a change may or may not have happened: look first", INK_RED},
    {"PARTIAL", "what was asked for passed, but not everything was asked for", INK_YELLOW},
    {"STOPPED", "ended from outside before its verdict", INK_YELLOW},
    {"DENIED", "a step wanted what the runbook does not allow", INK_RED},
};

const RunLook *run_look(Sv verdict) {
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        if (sv_eq_c(verdict, looks[i].verdict)) return &looks[i];
    }
    return &looks[2];
}

const char *phase_title(Sv phase) {
    return sv_eq_c(phase, "undo")             ? "Rollback"
           : sv_eq_c(phase, "after_rollback") ? "After the rollback"
                                              : "Finally";
}

static bool begins_with(Sv line, const char *ours) {
    Sv word = sv_from_c(ours);
    if (!sv_starts(line, word)) return false;
    return line.len == word.len || !ascii_is_alnum(line.at[word.len]);
}

bool verdict_is_imitated(Sv line) {
    static const char *const leads[] = {"▸",
                                        "▾",
                                        "·",
                                        "→",
                                        "No verdict",
                                        "again:",
                                        "journal:",
                                        "it said:",
                                        "done and still in place:",
                                        "to take back:",
                                        "to go on:",
                                        "to try again:",
                                        "to see all:",
                                        "changed:"};
    line = sv_trim(line);
    for (size_t i = 0; i < verdict_look_count; i++)
        if (begins_with(line, verdict_looks[i].mark)) return true;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (begins_with(line, looks[i].verdict)) return true;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (begins_with(line, leads[i])) return true;
    return false;
}

const char *run_sentence(Sv verdict, Value counts) {
    if (sv_eq_c(verdict, "GO") && value_field_int(counts, "waived", 0) > 0)
        return "what must hold was seen to hold, or is waived";
    return run_look(verdict)->sentence;
}

void verdict_add_sum(Buf *out, Value counts, const char *what) {
    long long planned = (long long)value_field_int(counts, "planned", 0);
    buf_addf(out, "%lld %s%s planned", planned, what, planned == 1 ? "" : "s");
    bool first = true;
    for (size_t i = 0; i < verdict_look_count; i++) {
        int64_t count = value_field_int(counts, verdict_looks[i].verdict, 0);
        if (count == 0) continue;
        buf_addf(out, " %s %lld %s", first ? "=" : "+", (long long)count, verdict_looks[i].word);
        first = false;
    }
}

bool verdict_judges(Sv effect, Sv cause) {
    return !sv_eq_c(cause, "empty_loop") && !(sv_eq_c(effect, "answer") && sv_eq_c(cause, "when"));
}

void verdict_add_part(Buf *out, Sv verdict, uint32_t steps, uint32_t skipped) {
    bool good = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned");
    if (good && skipped > 0) buf_addf(out, "in part: %u of %u steps", steps - skipped, steps);
}

int64_t verdict_missed(Value checks, uint32_t not_judged) {
    int64_t missed = value_field_int(checks, "missed", 0);
    return missed > not_judged ? missed - not_judged : 0;
}

void verdict_add_checks(Buf *out, Value checks, uint32_t not_judged) {
    long long held = (long long)value_field_int(checks, "held", 0);
    buf_addf(out, "%lld required check%s held, %lld did not", held, held == 1 ? "" : "s",
             (long long)verdict_missed(checks, not_judged));
    if (not_judged)
        buf_addf(out, ", %u %s not judged", not_judged, not_judged == 1 ? "was" : "were");
    int64_t not_applied = value_field_int(checks, "not_applied", 0);
    if (not_applied) buf_addf(out, ", %lld did not apply", (long long)not_applied);
    int64_t confirmed = value_field_int(checks, "confirmed", 0);
    if (confirmed) buf_addf(out, "; people confirmed %lld", (long long)confirmed);
}
