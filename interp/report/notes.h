// What is known of a step when it ends: copies of its events, in an arena that the owner empties.
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include "event/event.h"

typedef struct StepNotes {
    Arena *arena;    // not owned
    Value *attempts; // fields of attempt_ended
    uint32_t attempt_count, attempt_capacity;
    // Where not all are kept: memory for the first few and the last ones, an arena each, which are
    // the owner's; NULL = all are kept, in `arena`.
    Arena **few;
    uint32_t few_count;  // at least 2
    uint32_t left_out;   // attempts between the two halves that are not kept
    Value *expectations; // fields of expectation
    uint32_t expectation_count, expectation_capacity;
    Value *captures; // fields of captured
    uint32_t capture_count, capture_capacity;
    Value asked, answered, probed, resolved; // null where there was none
} StepNotes;

StepNotes notes_new(Arena *arena);
// Copies what concerns a step; ignores other events.
void notes_take(StepNotes *notes, const Event *event);
// The fields of the last attempt; null if there was none.
Value notes_last_attempt(const StepNotes *notes);
// "GET /api/x → 200 in 12ms" of the last attempt, in the notes' arena; empty where there was none.
Sv notes_exchange(const StepNotes *notes);
// "ann answered 'yes' at the terminal, after 4s"; empty where nobody answered.
Sv notes_answer(const StepNotes *notes);

// Whether the reason says no more than the word of a person by which the step failed.
bool notes_refused(const StepNotes *notes, Sv reason);
// A question that nobody answered, by the fields of `asked`; null where there was none.
Value notes_waiting(const StepNotes *notes);
// "replay (replay them), wrong" of the fields of `asked`, in the arena.
Sv notes_choices(Arena *arena, Value asked);

// ── what earlier sessions saw ──

// What was known of steps when they ended, for when a later session of the run keeps one of them:
// then its last event alone is told. Not of more than fit.
typedef struct EarlierNotes EarlierNotes;
EarlierNotes *earlier_notes_new(void);
void earlier_notes_free(EarlierNotes *earlier);
// Keeps copies of what is known of the step that ends.
void earlier_notes_keep(EarlierNotes *earlier, const Event *ended, const StepNotes *notes);
// Whether the event tells of a step that an earlier session decided, and what it saw is known: then
// *notes is that, with what this session said of it and looked at.
bool earlier_notes_find(const EarlierNotes *earlier, const Event *ended, StepNotes *notes);

#endif
