#include "report/bearing.h"
#include "report/verdict.h"

const char bearing_sentence[] =
    "its last event gives a better verdict than the events before it bear out";

void bearing_init(Bearing *bearing, Arena *arena) {
    *bearing = (Bearing){.arena = arena};
}

static BearingStep *find(Bearing *bearing, Sv number) {
    for (uint32_t i = bearing->count; i > 0; i--) {
        if (sv_eq(bearing->steps[i - 1].number, number)) return &bearing->steps[i - 1];
    }
    return NULL;
}

static BearingStep *find_or_add(Bearing *bearing, Sv number) {
    BearingStep *step = find(bearing, number);
    if (step) return step;
    arena_grow(bearing->arena, bearing->steps, bearing->count, bearing->capacity);
    step = &bearing->steps[bearing->count++];
    *step = (BearingStep){.number = sv_copy(bearing->arena, number)};
    return step;
}

static void forget(Bearing *bearing, Sv number) {
    BearingStep *step = find(bearing, number);
    if (step) *step = bearing->steps[--bearing->count];
}

static bool is(const Event *event, const char *field, const char *word) {
    return sv_eq_c(event_text(event, field), word);
}

// The expectations of a probe tell what became of a change, not whether the step passed; what is
// undone is counted apart.
static void take_expectation(Bearing *bearing, const Event *event) {
    if (!is(event, "level", "must") || is(event, "phase", "probe") || is(event, "phase", "undo"))
        return;
    if (is(event, "verdict", "held")) {
        // Also those of an include, which are no step's.
        if (is(event, "phase", "steps") && !event_bool(event, "unread")) bearing->evidence = true;
        return;
    }
    find_or_add(bearing, event_text(event, "number"))->missed = true;
}

static void take_start(Bearing *bearing, const Event *event) {
    BearingStep *step = find_or_add(bearing, event_text(event, "number"));
    step->open = true;
    step->acted = step->missed = false;
}

// A skip is harmless where the runbook itself says so; one by choice makes the run partial.
static void take_skip(Bearing *bearing, const Event *event) {
    if (is(event, "cause", "selection"))
        bearing->partial = true;
    else if (!event_bool(event, "own_when") && !is(event, "cause", "empty_loop"))
        bearing->undecided = true;
}

static bool missed(Bearing *bearing, const Event *event) {
    if (is(event, "cause", "probe")) return false;
    const BearingStep *step = find(bearing, event_text(event, "number"));
    return event_int(event, "missed") > 0 || (step && step->missed);
}

static void take_end(Bearing *bearing, const Event *event) {
    bool must = is(event, "level", "must") && !is(event, "phase", "undo");
    if (is(event, "verdict", "in_doubt")) bearing->in_doubt = true;
    if (is(event, "cause", "denied")) bearing->denied = true;
    bool good = is(event, "verdict", "passed") || is(event, "verdict", "warned");
    bool waived = is(event, "verdict", "waived");
    if (must && good && missed(bearing, event)) bearing->failed = true;
    if (must && good && is(event, "phase", "steps")) bearing->evidence = true;
    if (must && is(event, "verdict", "failed")) bearing->failed = true;
    if (must && waived && event_value(event, "waiver").kind != VALUE_MAP) bearing->failed = true;
    if (must && is(event, "verdict", "undecided")) bearing->undecided = true;
    if (must && is(event, "verdict", "skipped")) take_skip(bearing, event);
    forget(bearing, event_text(event, "number"));
}

// What was decided of no step in particular stands under no address.
static void take_last(Bearing *bearing, const Event *event) {
    Value reasons = event_value(event, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (value_field_text(reason, "address", SV("")).len) continue;
        if (sv_eq_c(value_field_text(reason, "verdict", SV("")), "undecided"))
            bearing->undecided = true;
    }
    bearing->ended = true;
    bearing->said = sv_from_c(run_look(event_text(event, "verdict"))->verdict);
}

void bearing_take(Bearing *bearing, const Event *event) {
    // A signal after the last step, while the verdict is on its way, changes nothing any more.
    if (bearing->signalled && event->kind != EVENT_RUN_ENDED) bearing->stopped = true;
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        if (event_text(event, "again_of").len || value_count(event_value(event, "selection")))
            bearing->partial = true;
        break;
    case EVENT_STEP_STARTED: take_start(bearing, event); break;
    case EVENT_STEP_INTENT: find_or_add(bearing, event_text(event, "number"))->acted = true; break;
    case EVENT_EXPECTATION: take_expectation(bearing, event); break;
    case EVENT_STEP_ENDED: take_end(bearing, event); break;
    case EVENT_SUBJECT:
        if (value_count(event_value(event, "changed"))) bearing->undecided = true;
        break;
    case EVENT_STOPPED: bearing->signalled = true; break;
    case EVENT_RUN_ENDED: take_last(bearing, event); break;
    default: break;
    }
}

// As promises about the exit status have it: the first that applies wins.
static Sv borne_out(const Bearing *bearing) {
    bool doubt = bearing->in_doubt, failed = bearing->failed, open = false;
    for (uint32_t i = 0; i < bearing->count; i++) {
        // An include has no end of its own among those of the steps.
        failed |= bearing->steps[i].missed && !bearing->steps[i].open;
        open |= bearing->steps[i].open;
        doubt |= bearing->steps[i].open && bearing->steps[i].acted;
    }
    if (doubt) return SV("IN DOUBT");
    if (bearing->denied) return SV("DENIED");
    if (bearing->stopped) return SV("STOPPED");
    if (failed) return SV("NO-GO");
    if (open || bearing->undecided || !bearing->evidence) return SV("UNDECIDED");
    return bearing->partial ? SV("PARTIAL") : SV("GO");
}

// Of the others each is no go-ahead, and may have reasons that the events do not hold.
bool bearing_contradicted(const Bearing *bearing) {
    if (!bearing->ended) return false;
    Sv borne = borne_out(bearing);
    if (sv_eq_c(bearing->said, "GO")) return !sv_eq_c(borne, "GO");
    if (!sv_eq_c(bearing->said, "PARTIAL")) return false;
    return !sv_eq_c(borne, "PARTIAL") && !sv_eq_c(borne, "GO");
}

Sv bearing_verdict(const Bearing *bearing) {
    if (!bearing->ended) return SV("NO VERDICT");
    return bearing_contradicted(bearing) ? borne_out(bearing) : bearing->said;
}
