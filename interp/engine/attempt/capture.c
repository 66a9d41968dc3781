#include "engine/attempt/capture.h"
#include "base/limits.h"
#include "engine/context/condition.h"
#include "engine/events/emit.h"

// An empty optional means that there is no capture.
static bool present(Value *value) {
    while (value->kind == VALUE_OPTIONAL) {
        if (value_count(*value) == 0) return false;
        *value = value_marked(value_tainted(value_item(*value, 0), value->taint), value->marks);
    }
    return true;
}

// Of a list or map nothing is long enough.
static bool too_short(Value value) {
    return value_leaf_bytes(value).longest < LIMIT_SECRET_MIN_BYTES;
}

static Sv refusal(Arena *arena, Value value) {
    size_t bytes = value_leaf_bytes(value).longest;
    if (bytes == 0)
        return SV("there is no text and no number in it, so it cannot be kept out of sight");
    return sv_format(arena,
                     "a secret of %zu bytes cannot be kept out of sight; it needs at least %d "
                     "(SECRET_MIN_BYTES)",
                     bytes, LIMIT_SECRET_MIN_BYTES);
}

static Taint learn(Attempt *attempt, const Capture *capture, Value value) {
    return masker_add_value(attempt->worker->run->masker, capture->name, value,
                            LIMIT_SECRET_MIN_BYTES);
}

// The run is being stopped, so it is not known what is in the answer.
static bool is_stopped(const Fault *fault) {
    return fault->kind == FAULT_STOPPED;
}

// What the verb and the step require of the status: where it is another one, the answer says why,
// and is no secret's.
static bool was_granted(Attempt *attempt) {
    const Step *step = attempt->step;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (!expect->implied && !expect->of_verb) continue;
        Condition asked = condition_ask(&attempt->eval, &expect->expr);
        if (asked.end != CONDITION_HOLDS && !is_stopped(&asked.fault)) return false;
    }
    return true;
}

// Texts, lists and maps; a status or a length of time only where it is the secret itself.
static bool may_hold(Value value, Value secret) {
    switch ((ValueKind)value.kind) {
    case VALUE_STRING:
    case VALUE_BYTES: return value_text(value).len > 0;
    case VALUE_LIST:
    case VALUE_MAP: return value_count(value) > 0;
    default: return secret.kind != VALUE_NULL && value_equal(value, secret);
    }
}

// A secret that cannot be told apart in the answer: then nothing of the answer is shown.
static void veil(Attempt *attempt, const Capture *capture, Value secret) {
    Taint taint = learn(attempt, capture, value_null());
    for (size_t i = 0; i < attempt->step->action->result_count; i++) {
        Value *result = &attempt->outcome.results[i];
        if (may_hold(*result, secret)) *result = value_tainted(*result, taint);
    }
    attempt->outcome.output = SV("");
    if (!attempt->answered && attempt->reason.len > 0)
        attempt->reason = SV("it counts as no answer");
    attempt->veiled = true;
    eval_context_answer(&attempt->eval, attempt->outcome.results);
}

void captures_learn(Attempt *attempt) {
    if (!attempt->outcome.results || !attempt->step->action) return;
    for (uint32_t i = 0; i < attempt->step->capture_count; i++) {
        const Capture *capture = &attempt->step->captures[i];
        Value value = value_null();
        Fault fault;
        if (!capture->secret) continue;
        bool read = eval_context_run(&attempt->eval, &capture->expr, false, &value, &fault);
        if (read && !present(&value)) continue;
        if (read && !too_short(value))
            learn(attempt, capture, value);
        else if (read || is_stopped(&fault) || was_granted(attempt))
            veil(attempt, capture, value);
    }
}

bool captures_can_be_taken(Attempt *attempt) {
    for (uint32_t i = 0; i < attempt->step->capture_count; i++) {
        const Capture *capture = &attempt->step->captures[i];
        Value value;
        Fault fault;
        if (!eval_context_run(&attempt->eval, &capture->expr, false, &value, &fault)) return false;
        if (capture->secret && present(&value) && too_short(value)) return false;
    }
    return true;
}

// False with *error.
static bool take(Attempt *attempt, const Capture *capture, Value *value, bool *there, Sv *error) {
    Fault fault = {0};
    Arena *arena = attempt->eval.arena;
    if (!eval_context_run_marked(&attempt->eval, &capture->expr, value, &fault)) {
        *error = fault_line(arena, &fault);
        attempt->outcome.cancelled |= is_stopped(&fault);
        return false;
    }
    *there = present(value);
    attempt->blind |= !*there && (value->marks & VALUE_UNSEEN);
    if (!*there || !capture->secret) return true;
    if (too_short(*value)) {
        *error = refusal(arena, *value);
        return false;
    }
    *value = value_tainted(*value, learn(attempt, capture, *value));
    return true;
}

static void tell(Attempt *attempt, const Capture *capture, Value value, bool there, Sv error) {
    EventBuilder builder =
        event_builder_of_step(attempt->worker, EVENT_CAPTURED, attempt->instance);
    event_put_text(&builder, "title", capture->name);
    event_put_value(&builder, "value", there ? value : value_null());
    event_put_bool(&builder, "secret", capture->secret);
    if (there && value.marks & VALUE_UNSEEN) event_put_bool(&builder, "unseen", true);
    event_put_text(&builder, "error", error);
    // A capture that is missing is recorded differently from one that is null.
    event_keeps(&builder,
                (KeptValue){.field = "value", .before = there ? value : value_optional_none()});
    event_send(&builder, NULL);
}

void captures_take(Attempt *attempt, MapBuilder *record, Sv *error) {
    *error = SV("");
    for (uint32_t i = 0; i < attempt->step->capture_count; i++) {
        const Capture *capture = &attempt->step->captures[i];
        Value value = value_null();
        bool there = false;
        Sv problem = SV("");
        if (!take(attempt, capture, &value, &there, &problem)) {
            there = false;
            if (capture->secret && attempt->veiled)
                problem = sv_format(attempt->eval.arena,
                                    "%.*s; the answer is not shown, since it may be in it",
                                    SV_ARG(problem));
            if (error->len == 0)
                *error = sv_format(attempt->eval.arena, "capture '%.*s' could not be taken: %.*s",
                                   SV_ARG(capture->name), SV_ARG(problem));
        }
        tell(attempt, capture, value, there, problem);
        if (there) map_add_sv(record, capture->name, value_copy(record->arena, value));
    }
}
