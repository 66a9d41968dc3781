// How a person asks what an attempt asked, as it is written to the journal: lines for a shell, in
// which the variables of secrets stand where the secrets stood.
#ifndef ENGINE_ATTEMPT_HAND_LINES_H
#define ENGINE_ATTEMPT_HAND_LINES_H

#include "engine/context/state.h"

// The list of {line, note?} for the event.
Value hand_lines_value(Run *run, const Runbook *runbook, Arena *arena, const HandLines *lines);

#endif
