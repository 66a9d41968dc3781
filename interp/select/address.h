// What an address names: a step by its ids or by the number that a transcript shows, with or
// without the iterations it stands in. One reading for every place that takes one. Looks at the
// plan alone; which iterations there are is found out when their loop runs.
#ifndef SELECT_ADDRESS_H
#define SELECT_ADDRESS_H

#include "plan/plan.h"

// All steps of a plan and what they are called.
typedef struct Addresses Addresses;

typedef struct HeldIteration {
    Sv loop;      // what the iterations of one loop begin with: "revoke[", "4."
    Sv iteration; // the one that is meant: "revoke[tenant=acme]", "4.2"
} HeldIteration;

typedef struct Address {
    Sv text; // as it was given
    const Step *step;
    const char *phase;   // "steps", "finally", "undo" or "probe"
    bool number;         // given as a number
    Sv exact;            // as instances are called: their address, or their number
    HeldIteration *held; // iterations that it names, outer ones first
    uint32_t held_count;
} Address;

Addresses *addresses_new(Arena *arena, const Plan *plan);
// False with *why, which goes on after "there is no such step" or says what else is wrong.
MUST_USE bool address_find(const Addresses *addresses, Sv text, Address *out, Sv *why);

typedef enum Fit {
    FIT_FREE,  // the address says nothing of the iterations that this one stands in
    FIT_PART,  // in the iterations that it names, as far as this one is within their loops
    FIT_WHOLE, // in all iterations that it names
    FIT_OTHER  // in another iteration of a loop of which it names one
} Fit;
// Of a step at this place in the run. Of an address without iterations always FIT_WHOLE.
Fit address_fit(const Address *address, Sv instance_address, Sv instance_number);
// It names an iteration by its place in the list.
bool address_by_place(const Address *address);
// How the address of a step in loops is written: "all[x=…]/sure".
Sv address_form(Arena *arena, const Step *step);
// The step is the one that is named, or stands in it.
bool address_covers(const Address *address, const Step *step);

#endif
