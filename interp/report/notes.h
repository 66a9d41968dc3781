// What is known of a step when its end arrives: the events since it began, kept in an arena that is
// emptied for the next.
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include "event/event.h"

typedef struct StepNotes {
    Arena *arena;
    Value *attempts; // fields of attempt_ended
    uint32_t attempt_count, attempt_capacity;
    Value *expectations; // fields of expectation
    uint32_t expectation_count, expectation_capacity;
    Value *captures; // fields of captured
    uint32_t capture_count, capture_capacity;
    Value asked, answered, probed; // null where there was none
} StepNotes;

void notes_init(StepNotes *notes);
void notes_free(StepNotes *notes);
void notes_clear(StepNotes *notes);
// Takes a copy of what concerns a step; other events are ignored.
void notes_take(StepNotes *notes, const Event *event);
// "GET /api/x → 200 in 12ms" of the last attempt, in the notes' arena; empty where there was none.
Sv notes_exchange(const StepNotes *notes);

#endif
