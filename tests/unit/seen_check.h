// Holds a run's journal against itself: each expectation, judged again on what its step saw, comes
// out as it did in the run.
#ifndef TESTS_UNIT_SEEN_CHECK_H
#define TESTS_UNIT_SEEN_CHECK_H

#include "check.h"
#include "history/recorded_run.h"
#include "history/seen.h"
#include "journal/journal.h"
#include "journal/type_notes.h"

typedef struct SeenCheck {
    Arena *arena;
    const Registry *registry;
    RecordedRun recorded;
    uint32_t told, unknown; // expectations; those of what the journal does not hold
} SeenCheck;

// "held", "missed", "error", or "unknown".
static const char *seen_verdict(SeenCheck *check, Seen *seen, Sv text) {
    Diags diags = diags_new(check->arena);
    CelProgram program;
    CelNames names = *seen_names(seen);
    CelOptions options = seen_options();
    CelBinding binding = seen_binding(seen);
    Fault fault = {0};
    Value value;
    // A check of a text alone knows less of names than the runbook's own.
    if (!cel_parse(check->arena, text, (SpanMap){0}, &diags, &program) ||
        !cel_check(check->arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL))
        return "not checked";
    if (cel_eval(check->arena, &program, &binding, &options, &value, &fault))
        return value.kind == VALUE_BOOL && value.boolean ? "held" : "missed";
    if (fault.kind == FAULT_EMPTY) return "empty";
    return sv_find(fault.message, SV("the journal "), 0) != SV_NONE ? "unknown" : "error";
}

static bool seen_agrees(const char *found, Sv verdict) {
    if (strcmp(found, "unknown") == 0 || strcmp(found, "empty") == 0) return true;
    if (strcmp(found, "error") == 0)
        return sv_eq_c(verdict, "error") || sv_eq_c(verdict, "undecided") ||
               sv_eq_c(verdict, "missed"); // an `until` that errs is not yet
    return sv_eq_c(verdict, found);
}

static bool seen_take(void *self, const Event *event) {
    SeenCheck *check = self;
    if (event->kind != EVENT_EXPECTATION) return true;
    Sv address = event_text(event, "address"), text = event_text(event, "text");
    const RecordedStep *step = recorded_run_step(&check->recorded, address);
    if (!step || !sv_eq(step->phase, event_text(event, "phase"))) return true;
    BUF_AUTO Buf error = buf_new(4096);
    Seen *seen = seen_new(check->arena, &check->recorded, check->registry, address, &error);
    CHECK(seen != NULL);
    if (!seen) return true;
    const char *found = seen_verdict(check, seen, text);
    check->told++;
    check->unknown += strcmp(found, "unknown") == 0;
    bool agrees = seen_agrees(found, event_text(event, "verdict"));
    if (!agrees)
        fprintf(stderr, "== %.*s: %.*s was %.*s and is %s\n", SV_ARG(address), SV_ARG(text),
                SV_ARG(event_text(event, "verdict")), found);
    CHECK(agrees);
    return true;
}

static void seen_check(SeenCheck *check, Sv journal) {
    Sv message;
    JournalProblem problem;
    CHECK(recorded_run_read(check->arena, journal, &check->recorded, &message));
    CHECK(journal_read(check->arena, journal, (EventSink){check, seen_take}, &problem));
}

#endif
