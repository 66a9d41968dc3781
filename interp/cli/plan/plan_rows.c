#include "cli/plan/plan_rows.h"
#include "base/utf8.h"

enum { WIDEST_NAME = 24 };

void plan_row(PlanRows *rows, Sv name, Sv what, Sv note) {
    arena_grow(rows->arena, rows->items, rows->count, rows->capacity);
    rows->items[rows->count++] = (PlanRow){name, what, note, {0}};
}

void plan_rows_show(const PlanView *view, const char *title, const PlanRows *rows) {
    if (!rows->count) return;
    size_t widest = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        size_t width = utf8_width(rows->items[i].name);
        if (width > widest) widest = width < WIDEST_NAME ? width : WIDEST_NAME;
    }
    page_line(&view->page, 0, INK_BOLD, sv_from_c(title), (Sv){0});
    for (uint32_t i = 0; i < rows->count; i++) {
        const PlanRow *row = &rows->items[i];
        page_entry(&view->page, 2, row->name, 2 + widest + 2, row->what, row->note);
        Sv cautions = row->cautions, caution;
        while (sv_next_line(&cautions, &caution))
            page_entry(&view->page, 2, (Sv){0}, 2 + widest + 2, caution, (Sv){0});
    }
}
