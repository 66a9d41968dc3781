#include "engine/attempt/capture.h"
#include "base/limits.h"
#include "engine/events/emit.h"

// An empty optional means that there is no capture.
static bool present(Value *value) {
    while (value->kind == VALUE_OPTIONAL) {
        if (value_count(*value) == 0) return false;
        *value = value_marked(value_tainted(value_item(*value, 0), value->taint), value->marks);
    }
    return true;
}

static bool too_short(Value value) {
    return value.kind == VALUE_STRING && value_text(value).len < LIMIT_SECRET_MIN_BYTES;
}

static Taint learn(Attempt *attempt, const Capture *capture, Value value) {
    return masker_add_value(attempt->worker->run->masker, capture->name, value,
                            LIMIT_SECRET_MIN_BYTES);
}

void captures_learn(Attempt *attempt) {
    if (!attempt->outcome.results) return;
    for (uint32_t i = 0; i < attempt->step->capture_count; i++) {
        const Capture *capture = &attempt->step->captures[i];
        Value value;
        Fault fault;
        if (capture->secret &&
            eval_context_run(&attempt->eval, &capture->expr, false, &value, &fault) &&
            present(&value))
            learn(attempt, capture, value);
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
        return false;
    }
    *there = present(value);
    attempt->blind |= !*there && (value->marks & VALUE_UNSEEN);
    if (!*there || !capture->secret) return true;
    if (too_short(*value)) {
        *error = sv_format(
            arena, "a secret of %zu bytes cannot be kept out of sight; it needs at least %d",
            value_text(*value).len, LIMIT_SECRET_MIN_BYTES);
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
            if (error->len == 0)
                *error = sv_format(attempt->eval.arena, "capture '%.*s' could not be taken: %.*s",
                                   SV_ARG(capture->name), SV_ARG(problem));
        }
        tell(attempt, capture, value, there, problem);
        if (there) map_add_sv(record, capture->name, value_copy(record->arena, value));
    }
}
