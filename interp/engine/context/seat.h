// A step's place at run time: address, number, name, key.
#ifndef ENGINE_CONTEXT_SEAT_H
#define ENGINE_CONTEXT_SEAT_H

#include "engine/context/scene.h"

// The seat of a child.
Seat seat_of(Worker *worker, const Around *around, const Step *step);
// The seat of one iteration of a step with loops; `taken` holds the addresses of those before it.
Seat seat_of_iteration(Worker *worker, const Seat *loop, const Around *around, uint32_t index,
                       SvMap *taken);
// What the children of a group (or an include's steps, or a loop's iterations) stand in.
Around around_within(const Seat *seat);
// Evaluates its name, now that what it may read is there.
void seat_name(Worker *worker, Seat *seat);
// The rule for a failure of this step: its own, or that of its surroundings.
OnFailure seat_rule(const Seat *seat);
bool seat_undo(const Seat *seat); // in the phase "undo"

#endif
