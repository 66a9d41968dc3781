// The steps of a plan while it is chosen which of them run. For the files of the selection alone.
#ifndef RUN_SELECT_ROWS_H
#define RUN_SELECT_ROWS_H

#include "run/select.h"

typedef enum Chosen { CHOSEN_NO, CHOSEN_WITHIN, CHOSEN_YES } Chosen;

typedef struct Row {
    const Step *step;
    Sv address;
    const char *phase;
    Chosen chosen;
    Sv reason; // why it is left out
} Row;

struct Selection {
    const RunOptions *options;
    bool narrowed;
    Row *rows; // by the address of the step in memory
    uint32_t count, capacity;
    bool brackets;        // an address names single iterations
    atomic_bool *reached; // by address in options->only: its iteration came to be run
};

typedef struct Selector {
    Arena *arena;
    Selection *selection;
    Row *rows; // in source order
    uint32_t count, capacity;
    bool from_reached;
    Sv path; // of the runbook
} Selector;

Row *select_row(const Selector *selector, const Step *step);
// The address without the parts that name iterations.
Sv select_plain(Arena *arena, Sv address);
// A step that is done once more: chooses all that it needs too, and what cleans up after that.
// False, and reported, where something would be changed.
bool select_again(Selector *selector, const Plan *plan, Diags *diags);

#endif
