// The files that belong to a run: those that the runbook names, and the profiles and waivers that
// it was given. Each was read once before the first step, and what was read is what runs. What only
// an expression can name is read when it is needed, and noted. Refuses to judge what is in them.
#ifndef ENGINE_CONTEXT_RUN_FILES_H
#define ENGINE_CONTEXT_RUN_FILES_H

#include "engine/context/state.h"

// Before the first step: those of the plan, then others.
void run_files_begin(Run *run);
void run_files_add(Run *run, PlanFile file);
// The one of this name, absolute, or at this real path; NULL if none belongs to the run.
const PlanFile *run_file(const Run *run, Sv path);
// Those that belong to it, as run_started tells them.
Value run_files_value(const Run *run, Arena *arena);

// Reads a schema that only an expression could name, beneath the root, and notes which bytes it
// was. False with *error.
MUST_USE bool run_file_later(Run *run, Sv path, const char *as, Arena *arena, Sv *out, Sv *error);
// What was noted, as run_ended tells it; null if there is nothing.
Value run_files_later(Run *run, Arena *arena);

// A list of what was used, as events hold it; paths are relative to the project root.
Value used_files_value(const Run *run, Arena *arena, const UsedFiles *files);

#endif
