#include "report/verdict_audit.h"
#include "report/verdict.h"

Sv verdict_audit_sentence(const VerdictAudit *audit) {
    return audit->doubt.len > 0
               ? audit->doubt
               : SV("its last event gives a better verdict than the events before it bear out");
}

void verdict_audit_init(VerdictAudit *audit, Arena *arena) {
    *audit = (VerdictAudit){.arena = arena};
}

static AuditedStep *find(VerdictAudit *audit, Sv number) {
    for (uint32_t i = audit->count; i > 0; i--) {
        if (sv_eq(audit->steps[i - 1].number, number)) return &audit->steps[i - 1];
    }
    return NULL;
}

static AuditedStep *find_or_add(VerdictAudit *audit, Sv number) {
    AuditedStep *step = find(audit, number);
    if (step) return step;
    arena_grow(audit->arena, audit->steps, audit->count, audit->capacity);
    step = &audit->steps[audit->count++];
    *step = (AuditedStep){.number = sv_copy(audit->arena, number)};
    return step;
}

static void forget(VerdictAudit *audit, Sv number) {
    AuditedStep *step = find(audit, number);
    if (step) *step = audit->steps[--audit->count];
}

static bool is(const Event *event, const char *field, const char *word) {
    return sv_eq_c(event_text(event, field), word);
}

// The expectations of a probe say what became of a change, not whether the step passed; undo steps
// are counted apart.
static void take_expectation(VerdictAudit *audit, const Event *event) {
    if (!is(event, "level", "must") || is(event, "phase", "probe") || is(event, "phase", "undo"))
        return;
    if (is(event, "verdict", "held")) {
        // Also those of an include, which belong to no step.
        if (is(event, "phase", "steps") && !event_bool(event, "unread")) audit->evidence = true;
        return;
    }
    find_or_add(audit, event_text(event, "number"))->missed = true;
}

static void take_start(VerdictAudit *audit, const Event *event) {
    AuditedStep *step = find_or_add(audit, event_text(event, "number"));
    step->open = true;
    step->acted = step->missed = false;
    step->repeatable = is(event, "effect", "idempotent");
}

static void take_intent(VerdictAudit *audit, const Event *event) {
    AuditedStep *step = find_or_add(audit, event_text(event, "number"));
    step->acted = !step->repeatable;
}

// A skip is harmless if the runbook itself asked for it; one by choice makes the run partial.
static void take_skip(VerdictAudit *audit, const Event *event) {
    if (is(event, "cause", "selection"))
        audit->partial = true;
    else if (!event_bool(event, "own_when") && !is(event, "cause", "empty_loop"))
        audit->undecided = true;
}

static bool missed(VerdictAudit *audit, const Event *event) {
    if (is(event, "cause", "probe")) return false;
    const AuditedStep *step = find(audit, event_text(event, "number"));
    return event_int(event, "missed") > 0 || (step && step->missed);
}

static void take_end(VerdictAudit *audit, const Event *event) {
    bool must = is(event, "level", "must") && !is(event, "phase", "undo");
    if (is(event, "verdict", "in_doubt")) audit->in_doubt = true;
    if (is(event, "cause", "denied")) audit->denied = true;
    bool good = is(event, "verdict", "passed") || is(event, "verdict", "warned");
    bool waived = is(event, "verdict", "waived");
    if (must && good && missed(audit, event)) audit->failed = true;
    if (must && good && is(event, "phase", "steps")) audit->evidence = true;
    if (must && is(event, "verdict", "failed")) audit->failed = true;
    if (must && waived && event_value(event, "waiver").kind != VALUE_MAP) audit->failed = true;
    if (must && is(event, "verdict", "undecided")) audit->undecided = true;
    if (must && is(event, "verdict", "skipped")) take_skip(audit, event);
    forget(audit, event_text(event, "number"));
}

// What is decided about no particular step has no address.
static void take_last(VerdictAudit *audit, const Event *event) {
    Value reasons = event_value(event, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (value_field_text(reason, "address", SV("")).len) continue;
        if (sv_eq_c(value_field_text(reason, "verdict", SV("")), "undecided"))
            audit->undecided = true;
    }
    audit->ended = true;
    audit->said = sv_from_c(run_look(event_text(event, "verdict"))->verdict);
}

// Each session tells the whole run anew; that it was narrowed holds for all of them.
static void begin_session(VerdictAudit *audit) {
    *audit = (VerdictAudit){.arena = audit->arena,
                            .steps = audit->steps,
                            .capacity = audit->capacity,
                            .partial = audit->narrowed,
                            .narrowed = audit->narrowed};
}

void verdict_audit_take(VerdictAudit *audit, const Event *event) {
    // A signal after the last step, just before the verdict, changes nothing any more.
    if (audit->signalled && event->kind != EVENT_RUN_ENDED) audit->stopped = true;
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        if (event_text(event, "again_of").len || value_count(event_value(event, "selection")))
            audit->partial = audit->narrowed = true;
        break;
    case EVENT_RUN_RESUMED: begin_session(audit); break;
    case EVENT_STEP_STARTED: take_start(audit, event); break;
    case EVENT_STEP_INTENT: take_intent(audit, event); break;
    case EVENT_EXPECTATION: take_expectation(audit, event); break;
    case EVENT_STEP_ENDED: take_end(audit, event); break;
    case EVENT_SUBJECT:
        if (value_count(event_value(event, "changed"))) audit->undecided = true;
        break;
    case EVENT_STOPPED: audit->signalled = true; break;
    case EVENT_PARKED: audit->stopped = true; break;
    case EVENT_RUN_ENDED: take_last(audit, event); break;
    default: break;
    }
}

// In the order of exit statuses: the first that applies wins.
static Sv borne_out(const VerdictAudit *audit) {
    bool doubt = audit->in_doubt, failed = audit->failed, open = false;
    for (uint32_t i = 0; i < audit->count; i++) {
        // An include has no step_ended of its own.
        failed |= audit->steps[i].missed && !audit->steps[i].open;
        open |= audit->steps[i].open;
        doubt |= audit->steps[i].open && audit->steps[i].acted;
    }
    if (doubt) return SV("IN DOUBT");
    if (audit->denied) return SV("DENIED");
    if (audit->stopped) return SV("STOPPED");
    if (failed) return SV("NO-GO");
    if (open || audit->undecided || !audit->evidence) return SV("UNDECIDED");
    return audit->partial ? SV("PARTIAL") : SV("GO");
}

// None of the other verdicts is a go-ahead, and they may have reasons that are not in the events.
bool verdict_audit_contradicted(const VerdictAudit *audit) {
    if (!audit->ended) return false;
    if (audit->doubt.len > 0) return true;
    Sv borne = borne_out(audit);
    if (sv_eq_c(audit->said, "GO")) return !sv_eq_c(borne, "GO");
    if (!sv_eq_c(audit->said, "PARTIAL")) return false;
    return !sv_eq_c(borne, "PARTIAL") && !sv_eq_c(borne, "GO");
}

Sv verdict_audit_verdict(const VerdictAudit *audit) {
    if (!audit->ended) return SV("NO VERDICT");
    if (!verdict_audit_contradicted(audit)) return audit->said;
    Sv borne = borne_out(audit);
    bool good = sv_eq_c(borne, "GO") || sv_eq_c(borne, "PARTIAL");
    return good ? SV("UNDECIDED") : borne;
}
