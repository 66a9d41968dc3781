// All that the journal tells of some steps of a run: each time one was made, with every attempt.
#ifndef CLI_LOOK_LOOK_STORY_H
#define CLI_LOOK_LOOK_STORY_H

#include "history/recorded_run.h"
#include "report/notes.h"

// One session's telling of a step.
typedef struct LookTelling {
    uint32_t session; // from 1
    Sv by;            // who had that session
    Value begin, end; // fields of its first and last event; null if there is none
    Value intent;     // fields of step_intent; null if it was not about to change something
    int64_t began_ns, ended_ns; // wall clock; 0 if it never began or ended
    StepNotes notes;
    StepNotes probe; // what its probe saw: attempts and expectations
} LookTelling;

typedef struct LookStory {
    const RecordedStep *step;
    LookTelling *tellings;
    uint32_t count, capacity;
} LookStory;

typedef struct LookStories {
    Arena *arena;
    LookStory *items; // of the step that is asked for, and of all within it, in the run's order
    uint32_t count, capacity;
    SvMap by_place; // phase and address → LookStory *
    uint32_t session;
    Sv by;
} LookStories;

// Chooses the step and what is within it: steps, iterations, undo steps. Then each event of the
// journal, in order.
void look_stories_init(LookStories *stories, Arena *arena, const RecordedRun *recorded,
                       const RecordedStep *step);
void look_stories_take(LookStories *stories, const Event *event);

#endif
