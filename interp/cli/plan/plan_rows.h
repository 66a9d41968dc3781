// Rows of a plan under one title: a name, what it is, and a note at the right.
#ifndef CLI_PLAN_PLAN_ROWS_H
#define CLI_PLAN_PLAN_ROWS_H

#include "cli/plan/plan_view.h"

typedef struct PlanRow {
    Sv name, what, note;
    Sv cautions; // one a line
} PlanRow;

typedef struct PlanRows {
    Arena *arena;
    PlanRow *items;
    uint32_t count, capacity;
} PlanRows;

void plan_row(PlanRows *rows, Sv name, Sv what, Sv note);
// Nothing where there are none.
void plan_rows_show(const PlanView *view, const char *title, const PlanRows *rows);

#endif
