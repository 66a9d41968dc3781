// A selection from within: the steps of a plan while it is chosen which of them run, and the
// addresses that were given. For the files of the selection, and for what goes on choosing while
// loops run.
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
    bool asked;     // it, or what it stands in, was asked for
    bool needed;    // something that was asked for reads it
    bool skipped;   // by --skip: nothing brings it back
    Sv reason;      // why it is left out
    uint32_t place; // in source order
} SelectRow;

// An address that was given, and what the run has met of it.
typedef struct Wish {
    Address address;
    const char *option;
    atomic_bool reached; // its iteration came to be run
    atomic_uint *index;  // of each iteration that it holds: its place in its list; 0 = not met
    atomic_bool missed;  // its loop ran, and had no such iteration
    Sv finding;          // what that loop had instead; behind the run's lock
} Wish;

struct Selection {
    SelectOptions options;
    bool narrowed;
    SelectRow *rows; // by the address of the step in memory
    uint32_t count, capacity;
    bool exact; // an address names single iterations
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
// A step that is done once more: chooses all that it needs too, and what cleans up after that.
// False, and reported, where something would be changed.
bool select_rerun(Selector *selector, const Plan *plan, Diags *diags);

#endif
