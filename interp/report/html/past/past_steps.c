// The record of each step: its verdicts, its times, and a line of them.
#include "report/html/html_text.h"
#include "report/html/past/past_page.h"
#include "report/ink.h"

enum { MOST_STEPS = 400, LINE_WIDTH = 1200, LINE_HEIGHT = 240, EDGE = 20 };

static void add_cell(PastPage *page, uint32_t index, uint32_t r, const PastStep *step) {
    Buf *out = page->out;
    if (!step) {
        buf_add_c(out, "<li><span aria-label=\"not in that run\">·</span></li>");
        return;
    }
    static const VerdictLook goes_on = {PAST_GOES_ON, "…", "goes on", INK_PLAIN};
    const VerdictLook *look =
        sv_eq_c(step->verdict, PAST_GOES_ON) ? &goes_on : verdict_look(step->verdict);
    Sv told = step->attempts > 1 && !step->waits
                  ? sv_format(page->arena, "%s after %u attempts", look->word, step->attempts)
              : step->kept ? sv_format(page->arena, "%s, kept", look->word)
                           : sv_from_c(look->word);
    buf_addf(out, "<li class=\"%s\"><a href=\"#b%ur%u\"", look->verdict, index, r);
    html_attribute(out, "aria-label", told);
    html_attribute(out, "title", told);
    buf_addf(out, ">%s</a></li>", look->mark);
}

// The longest time stands at the top, none at the bottom.
static void add_line(PastPage *page, const PastBook *book, const PastRecord *record) {
    int64_t times[PAST_RUNS], longest = 1;
    uint32_t count = past_times(book, record, times);
    if (count < 2) return;
    for (uint32_t i = 0; i < count; i++)
        if (times[i] > longest) longest = times[i];
    Sv told = sv_format(page->arena, "times of %u runs, the longest %.*s", count,
                        SV_ARG(past_duration(page->arena, longest)));
    buf_addf(page->out, "<svg class=\"times\" viewBox=\"0 0 %d %d\" role=\"img\"", LINE_WIDTH,
             LINE_HEIGHT);
    html_attribute(page->out, "aria-label", told);
    buf_add_c(page->out, "><polyline points=\"");
    for (uint32_t i = 0; i < count; i++) {
        int64_t across = (int64_t)i * (LINE_WIDTH - 2 * EDGE) / (count - 1);
        int64_t up = (int64_t)((double)times[i] / (double)longest * (LINE_HEIGHT - 2 * EDGE));
        buf_addf(page->out, "%s%lld,%lld", i ? " " : "", (long long)(EDGE + across),
                 (long long)(LINE_HEIGHT - EDGE - up));
    }
    buf_add_c(page->out, "\"/></svg>");
}

static void add_time(PastPage *page, int64_t ns) {
    buf_add_c(page->out, "<td class=\"number\">");
    if (ns > 0) html_text(page->out, past_duration(page->arena, ns));
    buf_add_c(page->out, "</td>");
}

static void add_row(PastPage *page, uint32_t index, const PastRecord *record) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    buf_add_c(out, "<tr><td>");
    html_text(out, record->number);
    buf_add_c(out, "</td><th scope=\"row\">");
    html_leaf(out, "span", "name", record->name);
    if (past_is_flaky(record))
        buf_add_c(out, " <span class=\"warned\"><b class=\"became\">flaky</b></span>");
    if (record->slower)
        buf_add_c(out, " <span class=\"warned\"><b class=\"became\">slower</b></span>");
    buf_add_c(out, "</th><td><ol class=\"strip\">");
    for (uint32_t r = book->count; r > 0; r--)
        add_cell(page, index, r - 1, record->in[r - 1]);
    buf_add_c(out, "</ol></td><td class=\"number\">");
    if (record->made > 0) buf_addf(out, "%u of %u", record->passed, record->made);
    buf_add_c(out, "</td>");
    add_time(page, record->median_ns);
    add_time(page, record->last_ns);
    buf_add_c(out, "<td>");
    add_line(page, book, record);
    buf_add_c(out, "</td></tr>\n");
}

// Of very many those that stand out, and the first.
static bool is_shown(const PastBook *book, uint32_t i) {
    const PastRecord *record = &book->steps[i];
    return i < MOST_STEPS || past_is_flaky(record) || record->slower;
}

void past_steps(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    if (book->step_count == 0) return;
    uint32_t left = 0;
    buf_addf(
        out,
        "<h3 id=\"b%usteps\">Steps, over the last %u run%s</h3>\n<div class=\"scroll\" "
        "tabindex=\"0\" role=\"group\" aria-labelledby=\"b%usteps\"><table class=\"past\">"
        "<thead><tr><th scope=\"col\">step</th><th scope=\"col\">name</th>"
        "<th scope=\"col\">verdicts, oldest first</th><th scope=\"col\" class=\"number\">passed"
        "</th><th scope=\"col\" class=\"number\">median</th>"
        "<th scope=\"col\" class=\"number\">last</th><th scope=\"col\">times</th></tr></thead>"
        "<tbody>\n",
        index, book->count, book->count == 1 ? "" : "s", index);
    for (uint32_t i = 0; i < book->step_count; i++) {
        if (is_shown(book, i))
            add_row(page, index, &book->steps[i]);
        else
            left++;
    }
    buf_add_c(out, "</tbody></table></div>\n");
    if (left > 0) buf_addf(out, "<p class=\"soft\">and %u more steps</p>\n", left);
}
