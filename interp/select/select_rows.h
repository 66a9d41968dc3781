// The steps of a plan while the selection is made. For its files alone.
#ifndef SELECT_SELECT_ROWS_H
#define SELECT_SELECT_ROWS_H

#include "select/address.h"
#include "select/select.h"
#include <stdatomic.h>

typedef enum Chosen { CHOSEN_NO, CHOSEN_WITHIN, CHOSEN_YES } Chosen;

typedef struct SelectRow {
    const Step *step;
    Sv address;
    const char *phase;
    Chosen chosen;
    bool asked;     // it, or what it is in, was asked for
    bool needed;    // something that was asked for reads its results
    bool skipped;   // by --skip: no other option includes it again
    Sv reason;      // why it is left out
    uint32_t place; // in source order
} SelectRow;

// An address that was given, and what the run has found for it.
typedef struct Wish {
    Address address;
    const char *option;
    atomic_bool reached; // its iteration was reached
    atomic_uint *index;  // for each iteration that it names: its place in the list; 0 = not met
    atomic_bool missed;  // its loop ran, and had no such iteration
    Sv finding;          // what that loop had instead; guarded by the run's lock
} Wish;

struct Selection {
    SelectOptions options;
    bool narrowed;
    SelectRow *rows; // sorted by the pointer to the step
    uint32_t count, capacity;
    bool exact; // some address names single iterations
    Wish *only, *skip;
    Wish *from;        // NULL = none
    atomic_bool begun; // the step to begin from was reached
};

typedef struct Selector {
    Arena *arena;
    Selection *selection;
    const Addresses *addresses;
    SelectRow *rows; // in source order
    uint32_t count, capacity;
    bool from_reached;
    Sv path; // of the runbook
} Selector;

SelectRow *select_row(const Selector *selector, const Step *step);
const SelectRow *select_find(const Selection *selection, const Step *step);
// For a step that is done once more: chooses all that it needs, and what cleans up afterwards.
// False, and reported, if something would be changed.
bool select_rerun(Selector *selector, const Plan *plan, Diags *diags);

#endif
