#include "report/notes.h"

#include "base/num.h"

void notes_init(StepNotes *notes) {
    *notes = (StepNotes){.arena = arena_new((size_t)256 * 1024 * 1024)};
}

void notes_free(StepNotes *notes) {
    arena_free(notes->arena);
}

void notes_clear(StepNotes *notes) {
    Arena *arena = notes->arena;
    arena_reset(arena);
    *notes = (StepNotes){.arena = arena};
}

#define KEEP(list)                                                                                 \
    do {                                                                                           \
        arena_grow(notes->arena, notes->list##s, notes->list##_count, notes->list##_capacity);     \
        notes->list##s[notes->list##_count++] = value_copy(notes->arena, event->fields);           \
    } while (0)

void notes_take(StepNotes *notes, const Event *event) {
    switch (event->kind) {
    case EVENT_ATTEMPT_ENDED: KEEP(attempt); break;
    case EVENT_EXPECTATION: KEEP(expectation); break;
    case EVENT_CAPTURED: KEEP(capture); break;
    case EVENT_ASKED: notes->asked = value_copy(notes->arena, event->fields); break;
    case EVENT_ANSWERED: notes->answered = value_copy(notes->arena, event->fields); break;
    case EVENT_PROBED: notes->probed = value_copy(notes->arena, event->fields); break;
    default: break;
    }
}

Sv notes_exchange(const StepNotes *notes) {
    if (notes->attempt_count == 0) return (Sv){0};
    Value attempt = notes->attempts[notes->attempt_count - 1];
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
