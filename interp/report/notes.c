#include "report/notes.h"

#include "base/num.h"

StepNotes notes_new(Arena *arena) {
    return (StepNotes){.arena = arena};
}

#define KEEP(list)                                                                                 \
    do {                                                                                           \
        arena_grow(notes->arena, notes->list##s, notes->list##_count, notes->list##_capacity);     \
        notes->list##s[notes->list##_count++] = value_copy(notes->arena, event->fields);           \
    } while (0)

// A poll may make any number of attempts: of many, those in the middle go.
static void keep_few(StepNotes *notes, const Event *event) {
    uint32_t middle = notes->few_count / 2;
    if (!notes->attempts) notes->attempts = arena_new_array(notes->arena, Value, notes->few_count);
    if (notes->attempt_count == notes->few_count) {
        Arena *freed = notes->few[middle];
        for (uint32_t i = middle; i + 1 < notes->few_count; i++) {
            notes->attempts[i] = notes->attempts[i + 1];
            notes->few[i] = notes->few[i + 1];
        }
        notes->few[--notes->attempt_count] = freed;
        notes->left_out++;
    }
    Arena *own = notes->few[notes->attempt_count];
    arena_reset(own);
    notes->attempts[notes->attempt_count++] = value_copy(own, event->fields);
}

void notes_take(StepNotes *notes, const Event *event) {
    // What a probe observed is in the probe's own event.
    bool probe = sv_eq(event_text(event, "phase"), SV("probe"));
    if (probe && event->kind != EVENT_PROBED && event->kind != EVENT_CAPTURED) return;
    switch (event->kind) {
    case EVENT_ATTEMPT_ENDED:
        if (notes->few)
            keep_few(notes, event);
        else
            KEEP(attempt);
        break;
    case EVENT_EXPECTATION: KEEP(expectation); break;
    case EVENT_CAPTURED: KEEP(capture); break;
    case EVENT_ASKED: notes->asked = value_copy(notes->arena, event->fields); break;
    case EVENT_ANSWERED: notes->answered = value_copy(notes->arena, event->fields); break;
    case EVENT_PROBED: notes->probed = value_copy(notes->arena, event->fields); break;
    case EVENT_RESOLVED: notes->resolved = value_copy(notes->arena, event->fields); break;
    default: break;
    }
}

Value notes_last_attempt(const StepNotes *notes) {
    return notes->attempt_count ? notes->attempts[notes->attempt_count - 1] : value_null();
}

Sv notes_exchange(const StepNotes *notes) {
    Value attempt = notes_last_attempt(notes);
    if (attempt.kind != VALUE_MAP) return (Sv){0};
    Sv request = value_field_text(attempt, "request", (Sv){0});
    Sv answer = value_field_text(attempt, "answer", (Sv){0});
    if (request.len == 0) return (Sv){0};
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    buf_add(&text, request);
    if (answer.len) {
        buf_add_c(&text, " → ");
        buf_add(&text, answer);
        buf_add_c(&text, " in ");
        duration_add_human(&text, value_field_int(attempt, "elapsed", 0));
    }
    return buf_keep(&text, notes->arena);
}

Sv notes_answer(const StepNotes *notes) {
    Value answered = notes->answered;
    if (answered.kind != VALUE_MAP) return (Sv){0};
    Sv word = value_field_text(answered, "answer", (Sv){0});
    if (!word.len) return (Sv){0};
    bool terminal = value_field_bool(answered, "terminal", false);
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    buf_addf(&line, "%.*s answered '%.*s' ", SV_ARG(value_field_text(answered, "by", (Sv){0})),
             SV_ARG(word));
    Sv means = value_field_text(answered, "means", (Sv){0});
    if (means.len) buf_addf(&line, "(%.*s) ", SV_ARG(means));
    bool reused = value_field_bool(answered, "reused", false);
    buf_add_c(&line, terminal ? "at the terminal" : "ahead of time");
    if (terminal && !reused) {
        buf_add_c(&line, ", after ");
        duration_add_human(&line, value_field_int(answered, "elapsed", 0));
    }
    if (reused) buf_add_c(&line, ", before the run was taken up again");
    return buf_keep(&line, notes->arena);
}

static bool is_answered(const StepNotes *notes) {
    return value_field_text(notes->answered, "answer", (Sv){0}).len > 0;
}

bool notes_refused(const StepNotes *notes, Sv reason) {
    if (!is_answered(notes) || value_field_bool(notes->answered, "passes", false)) return false;
    BUF_AUTO Buf said = buf_new((size_t)64 * 1024);
    Sv means = value_field_text(notes->answered, "means", (Sv){0});
    buf_addf(&said, "%.*s answered '%.*s'%s%.*s",
             SV_ARG(value_field_text(notes->answered, "by", (Sv){0})),
             SV_ARG(value_field_text(notes->answered, "answer", (Sv){0})), means.len ? ": " : "",
             SV_ARG(means));
    return sv_eq(reason, buf_sv(&said));
}

Value notes_waiting(const StepNotes *notes) {
    return is_answered(notes) ? value_null() : notes->asked;
}

Sv notes_choices(Arena *arena, Value asked) {
    Value choices = value_field(asked, "choices");
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    for (size_t i = 0; i < value_count(choices); i++) {
        Value choice = value_item(choices, i);
        Sv means = value_field_text(choice, "means", (Sv){0});
        buf_addf(&line, "%s%.*s", i > 0 ? ", " : "",
                 SV_ARG(value_field_text(choice, "word", (Sv){0})));
        if (means.len) buf_addf(&line, " (%.*s)", SV_ARG(means));
    }
    return buf_keep(&line, arena);
}
