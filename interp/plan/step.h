// Reading steps: the parts of it that its files share. Internal to plan/.
#ifndef PLAN_STEP_H
#define PLAN_STEP_H

#include "plan/params.h"

// Where a step stands.
typedef struct StepPlace {
    Step *parent;      // group; NULL at the top of a file
    Sv prefix;         // of its number: "3." or ""
    uint32_t position; // from 1
    Level level;       // no step within counts for more
} StepPlace;

typedef struct StepDraft {
    Book *book;
    Step *step;
    const Node *node;
    const Node *verb_key;
    const Node *verb; // what stands behind it
    const StepPlace *place;
    const CelNames *before; // names without results
    const CelNames *after;  // with them
    const Node *expect;     // as written; NULL = none
    const Node *probe_key;
    uint32_t expect_capacity;
    const void *params; // decoded, as far as they are known; NULL = they are not
} StepDraft;

// ── lists of steps (program.c) ──
void program_read(Book *book, const Node *steps, const Node *finally);
// A list of steps; the numbers go on from `first`. NULL entries are left out.
Step **steps_read(Book *book, const Node *list, const char *key, const StepPlace *place,
                  uint32_t *count);
// One step (step.c); NULL where it is none.
Step *step_read(Book *book, const Node *node, const StepPlace *place);

// ── its parts ──
bool verb_find(StepDraft *draft);      // verbs.c: exactly one; reports unknown keys too
void modifiers_read(StepDraft *draft); // modifiers.c: what needs no names
void loops_read(StepDraft *draft);     // loops.c
void expects_read(StepDraft *draft, const Node *node, const char *key); // expects.c
void expects_imply(StepDraft *draft);                   // implied.c: what the verb requires too
void expects_judge(StepDraft *draft);                   // vacuous.c: do they show anything?
void captures_read(StepDraft *draft, const Node *node); // captures.c
bool retry_read(Book *book, const Node *node, const CelNames *names, Repeat *out); // repeat.c
bool poll_read(Book *book, const Node *node, const CelNames *names, Repeat *out);
void repeats_read(StepDraft *draft);
void action_read(StepDraft *draft); // action.c: parameters and effect
// The action that takes a script behind its verb; NULL where none does.
const Action *action_taking_script(const Registry *registry);
void via_read(StepDraft *draft); // via.c
const Connection *via_find(Book *book, Sv name, Span place);
void include_read(StepDraft *draft);                 // include.c
void probe_read(StepDraft *draft, const Node *node); // undo.c
void undo_read(StepDraft *draft, const Node *node);

// The node of a key of the step; NULL where it is not given.
const Node *draft_get(const StepDraft *draft, const char *key);
const Node *draft_key(const StepDraft *draft, const char *key);
// True where some action of the registry yields a result of this name.
bool step_has_result(const Registry *registry, Sv name);

#endif
