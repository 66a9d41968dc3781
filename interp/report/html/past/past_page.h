// The past of a project as one page.
#ifndef REPORT_HTML_PAST_PAST_PAGE_H
#define REPORT_HTML_PAST_PAST_PAGE_H

#include "report/past/past.h"

void past_html(const Past *past, Buf *out);

// ── what the files of the page share ──

typedef struct PastPage {
    const Past *past;
    Arena *arena;
    Buf *out;
} PastPage;

typedef struct PastLook {
    const char *state; // "GO"
    const char *mark;  // "✓"
    const char *kind;  // the class that colours it: a step's verdict
} PastLook;
// Never NULL.
const PastLook *past_look(Sv state);

Sv past_duration(Arena *arena, int64_t ns);
// Of the book with that number, from 0: all its sections.
void past_book(PastPage *page, uint32_t index);
void past_steps(PastPage *page, uint32_t index);
void past_compared(PastPage *page, const PastBook *book);
void past_runs(PastPage *page, uint32_t index);
// A run's verdicts as a row of marks, oldest first, each a link to its row.
void past_strip(PastPage *page, uint32_t index);
void past_style(Buf *out);
// The marks, each with its word.
void past_legend(PastPage *page);

#endif
