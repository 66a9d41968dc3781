// Reading steps: what its files share. Internal to plan/.
#ifndef PLAN_STEPS_STEP_READ_H
#define PLAN_STEPS_STEP_READ_H

#include "plan/read/params.h"
#include "plan/read/step_builder.h"

// ── lists of steps (program_read.c) ──
void program_read(RunbookLoader *loader, const Node *root);
// Reads a list of steps. Steps that could not be read are left out.
Step **steps_read(RunbookLoader *loader, const Node *list, const char *key, const StepPlace *place,
                  uint32_t *count);
// One step (step_read.c); NULL where it is none.
Step *step_read(RunbookLoader *loader, const Node *node, const StepPlace *place);

// ── its parts ──
bool verb_find(StepBuilder *builder);      // verbs.c: exactly one; reports unknown keys too
void modifiers_read(StepBuilder *builder); // modifiers.c: what needs no names
void loops_read(StepBuilder *builder);     // loops.c
// The hint that gives the items of a list a name.
void loop_hint(StepBuilder *builder, Diag *diag, const Node *items);
bool loops_guessed(const Step *step); // its loop was reported, and has a name all the same
void expects_read(StepBuilder *builder, const Node *node, const char *key); // expects.c
void expects_imply(StepBuilder *builder);                   // implied.c: what the verb requires too
void captures_read(StepBuilder *builder, const Node *node); // captures.c
bool retry_read(RunbookLoader *loader, const Node *node, const CelNames *names,
                Repeat *out); // repeat.c
bool poll_read(RunbookLoader *loader, const Node *node, const CelNames *names, Repeat *out);
void repeats_read(StepBuilder *builder);
void repeats_conflict(StepBuilder *builder); // refuses retry and poll side by side
void action_read(StepBuilder *builder);      // action_read.c: parameters and effect
// … and what depends on where the step's connection leads
void action_check_via(StepBuilder *builder, Sv address);
// undeclared.c: refuses what the step would do without saying so
MUST_USE bool check_declared(StepBuilder *builder, const ParamSet *set, const void *params);
void via_read(StepBuilder *builder); // via.c
const Connection *via_find(RunbookLoader *loader, Sv name, Span place);
void fresh_read(StepBuilder *builder, const Node *node); // fresh.c
void fresh_follow(Step *step);           // … and whether what it reads asks for a new connection
void include_read(StepBuilder *builder); // include_read.c
void probe_read(StepBuilder *builder, const Node *node); // undo.c
void undo_read(StepBuilder *builder, const Node *node);

// Whether some action of the registry yields a result of this name.
bool step_has_result(const Registry *registry, Sv name);

#endif
