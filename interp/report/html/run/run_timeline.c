// When each step began, and how long it took: a table whose last column is drawn.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/standing.h"

#include <stdlib.h>

enum { MOST_ROWS = 60, WIDTH = 1000, LEAST_WIDTH = 4, DEEPEST = 8 };

typedef struct Timeline {
    RunPage *page;
    int64_t from_ns, to_ns; // wall clock
    int64_t deepest;        // of the entries that are shown
    int64_t shortest_ns;    // likewise
    uint32_t shown, timed;
} Timeline;

static int64_t took_ns(const ReportEntry *entry) {
    int64_t elapsed = entry_int(entry, "elapsed");
    return elapsed > 0 ? elapsed : entry->ended_ns - entry->began_ns;
}

// Made in the last session, and over.
static bool is_timed(const ReportEntry *entry) {
    bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
    return step && !entry->kept && entry->began_ns > 0 && entry->ended_ns >= entry->began_ns &&
           !sv_eq_c(entry_verdict(entry), "skipped");
}

static bool is_shown(const Timeline *line, const ReportEntry *entry) {
    return is_timed(entry) && entry_int(entry, "depth") <= line->deepest &&
           took_ns(entry) >= line->shortest_ns;
}

static uint32_t count_to(const Timeline *line, int64_t depth) {
    uint32_t count = 0;
    const ReportModel *record = line->page->record;
    for (uint32_t i = 0; i < record->count; i++)
        count += is_timed(&record->entries[i]) && entry_int(&record->entries[i], "depth") <= depth;
    return count;
}

static int by_length(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return (first < second) - (first > second);
}

// As deep as there is room for; of very many at the top the longest ones.
static void choose(Timeline *line) {
    const ReportModel *record = line->page->record;
    line->timed = count_to(line, INT64_MAX);
    while (line->deepest < DEEPEST && count_to(line, line->deepest + 1) <= MOST_ROWS)
        line->deepest++;
    if (count_to(line, 0) <= MOST_ROWS) return;
    int64_t *lengths = arena_new_array(record->arena, int64_t, record->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->count; i++)
        if (is_shown(line, &record->entries[i])) lengths[count++] = took_ns(&record->entries[i]);
    qsort(lengths, count, sizeof *lengths, by_length);
    line->shortest_ns = lengths[MOST_ROWS - 1];
}

static void measure(Timeline *line) {
    const ReportModel *record = line->page->record;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!is_timed(entry)) continue;
        bool first = line->from_ns == 0 || entry->began_ns < line->from_ns;
        if (first) line->from_ns = entry->began_ns;
        if (entry->ended_ns > line->to_ns) line->to_ns = entry->ended_ns;
    }
}

static int64_t across(const Timeline *line, int64_t ns) {
    int64_t all = line->to_ns - line->from_ns;
    return all > 0 ? (int64_t)((double)ns / (double)all * WIDTH) : 0;
}

static void add_bar(const Timeline *line, const ReportEntry *entry) {
    int64_t at = across(line, entry->began_ns - line->from_ns),
            width = across(line, entry->ended_ns - entry->began_ns);
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    if (at > WIDTH - width) at = WIDTH - width;
    buf_addf(line->page->out,
             "<svg class=\"bar\" viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" "
             "aria-hidden=\"true\"><rect x=\"%lld\" width=\"%lld\" height=\"10\"/></svg>",
             WIDTH, (long long)at, (long long)width);
}

static void add_row(Timeline *line, uint32_t index) {
    const ReportEntry *entry = &line->page->record->entries[index];
    Arena *arena = line->page->record->arena;
    Buf *out = line->page->out;
    int64_t depth = entry_int(entry, "depth");
    buf_addf(out, "<tr class=\"%s%s\"><td>", run_look_class(line->page->record, entry),
             entry->kind == ENTRY_GROUP ? " group" : "");
    run_link(line->page, index);
    buf_addf(out, "</td><th scope=\"row\" class=\"d%lld\">",
             (long long)(depth < 0   ? 0
                         : depth < 4 ? depth
                                     : 4));
    run_mark(out, run_mark_of(line->page->record, entry));
    if (entry_is_undo(entry)) buf_add_c(out, "undo: ");
    html_leaf(out, "span", "name", entry_text(entry, "name"));
    buf_add_c(out, "</th><td class=\"number\">+");
    html_text(out, run_duration(arena, entry->began_ns - line->from_ns));
    buf_add_c(out, "</td><td class=\"number\">");
    html_text(out, run_duration(arena, took_ns(entry)));
    buf_add_c(out, "</td><td class=\"drawn\">");
    add_bar(line, entry);
    buf_add_c(out, "</td></tr>\n");
    line->shown++;
}

void run_timeline(RunPage *page) {
    Timeline line = {.page = page};
    measure(&line);
    choose(&line);
    if (line.timed < 2) return;
    Buf *out = page->out;
    buf_add_c(out, "<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Timeline</h2>\n"
                   "<table class=\"timeline\"><thead><tr><th scope=\"col\">step</th>"
                   "<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">began</th>"
                   "<th scope=\"col\" class=\"number\">took</th>"
                   "<th scope=\"col\" class=\"drawn\">from the first to the last</th>"
                   "</tr></thead><tbody>\n");
    for (uint32_t i = 0; i < page->record->count && line.shown < MOST_ROWS; i++)
        if (is_shown(&line, &page->record->entries[i])) add_row(&line, i);
    buf_add_c(out, "</tbody></table>\n");
    if (line.shown < line.timed)
        buf_addf(
            out, "<p class=\"rest\">%s: %u of %u. How long each step took stands beside it.</p>\n",
            line.shortest_ns > 0 ? "The longest ones" : "Those at the top", line.shown, line.timed);
    buf_add_c(out, "</section>\n");
}
