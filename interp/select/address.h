// Addresses: a step named by its ids, or by the number that a transcript shows, with or without the
// iterations it is in. Every option and command that takes an address reads it here. Looks at the
// plan alone; which iterations exist is only known once their loop runs.
#ifndef SELECT_ADDRESS_H
#define SELECT_ADDRESS_H

#include "plan/plan.h"

// All steps of a plan and what they are called.
typedef struct Addresses Addresses;

typedef struct HeldIteration {
    Sv loop;      // the common beginning of all iterations of the loop: "revoke[", "4."
    Sv iteration; // the one that is meant: "revoke[tenant=acme]", "4.2"
} HeldIteration;

typedef struct Address {
    Sv text; // as it was given
    const Step *step;
    const char *phase;   // "steps", "after_rollback", "finally", "undo" or "probe"
    bool number;         // given as a number
    Sv exact;            // as the instance is called: its address or its number
    HeldIteration *held; // iterations that it names, outermost first
    uint32_t held_count;
} Address;

Addresses *addresses_new(Arena *arena, const Plan *plan);
// False with *why: the rest of a sentence that begins "there is no such step", or what else is
// wrong.
MUST_USE bool address_find(const Addresses *addresses, Sv text, Address *out, Sv *why);

typedef enum Fit {
    FIT_FREE,  // the address names none of the iterations that this step is in
    FIT_PART,  // this step is in the named iterations of its own loops, but not in all of them yet
    FIT_WHOLE, // this step is in all iterations that it names
    FIT_OTHER  // this step is in another iteration of a loop than the one named
} Fit;
// How the address fits a step at this place in the run. An address without iterations always fits
// whole.
Fit address_fit(const Address *address, Sv instance_address, Sv instance_number);
// Whether it names an iteration by its place in the list.
bool address_by_place(const Address *address);
// How the address of a step in loops is written: "all[x=…]/sure".
Sv address_form(Arena *arena, const Step *step);
// Whether the step is the one that is named, or is within it.
bool address_covers(const Address *address, const Step *step);

#endif
