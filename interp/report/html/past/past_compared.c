// The last two runs of a runbook, compared.
#include "report/html/html_text.h"
#include "report/html/past/past_page.h"
#include "report/ink.h"

enum { MOST_ROWS = 40 };

static void add_verdict(Buf *out, Sv verdict) {
    const VerdictLook *look = verdict_look(verdict);
    buf_addf(out, "<span class=\"%s\"><span class=\"mark\" aria-hidden=\"true\">%s</span>",
             look->verdict, look->mark);
    html_leaf(out, "span", "became", sv_from_c(look->word));
    buf_add_c(out, "</span>");
}

static void add_what(Buf *out, Sv what, Sv name) {
    buf_add_c(out, "<tr><th scope=\"row\">");
    html_text(out, what);
    if (what.len && name.len) buf_add_char(out, ' ');
    html_leaf(out, "span", "name", name);
    buf_add_c(out, "</th>");
}

static void add_value(Buf *out, Sv value) {
    buf_add_c(out, "<td>");
    if (value.at)
        html_leaf(out, "code", NULL, value.len ? value : SV("(empty)"));
    else
        buf_add_c(out, "<span class=\"soft\">not there</span>");
    buf_add_c(out, "</td>");
}

static void add_difference(Buf *out, const RunDifference *each) {
    add_what(out, each->what ? sv_from_c(each->what) : (Sv){0}, each->name);
    add_value(out, each->a);
    add_value(out, each->b);
    buf_add_c(out, "</tr>\n");
}

static void add_step(Buf *out, const StepDifference *step) {
    bool turned = !sv_eq(entry_verdict(step->a), entry_verdict(step->b));
    if (turned || step->values.count == 0) {
        add_what(out, entry_text(step->b, "number"), entry_text(step->b, "name"));
        buf_add_c(out, "<td>");
        add_verdict(out, entry_verdict(step->a));
        buf_add_c(out, "</td><td>");
        add_verdict(out, entry_verdict(step->b));
        Sv reason = entry_reason(step->b);
        if (reason.len && step->values.count == 0) {
            buf_add_c(out, "<br>");
            html_leaf(out, "small", NULL, reason);
        }
        buf_add_c(out, "</td></tr>\n");
    }
    for (uint32_t i = 0; i < step->values.count; i++) {
        RunDifference value = step->values.items[i];
        add_what(out, entry_text(step->b, "number"), value.name);
        add_value(out, value.a);
        add_value(out, value.b);
        buf_add_c(out, "</tr>\n");
    }
}

static void add_time(PastPage *page, const StepDifference *step) {
    Buf *out = page->out;
    add_what(out, sv_format(page->arena, "time of %.*s", SV_ARG(entry_text(step->b, "number"))),
             entry_text(step->b, "name"));
    const ReportEntry *const sides[] = {step->a, step->b};
    for (size_t i = 0; i < 2; i++) {
        buf_add_c(out, "<td>");
        html_text(out, past_duration(page->arena, entry_int(sides[i], "elapsed")));
        buf_add_c(out, "</td>");
    }
    buf_add_c(out, "</tr>\n");
}

static void add_only(Buf *out, const ReportEntry *entry, bool in_b) {
    add_what(out, entry_text(entry, "number"), entry_text(entry, "name"));
    for (int side = 0; side < 2; side++) {
        buf_add_c(out, "<td>");
        if (side == in_b)
            add_verdict(out, entry_verdict(entry));
        else
            buf_add_c(out, "<span class=\"soft\">not there</span>");
        buf_add_c(out, "</td>");
    }
    buf_add_c(out, "</tr>\n");
}

static uint32_t rows_of(const Comparison *c) {
    return c->given.count + c->step_count + c->slower_count + c->only_a.count + c->only_b.count;
}

static void add_rows(PastPage *page, const Comparison *c) {
    Buf *out = page->out;
    for (uint32_t i = 0; i < c->given.count && i < MOST_ROWS; i++)
        add_difference(out, &c->given.items[i]);
    for (uint32_t i = 0; i < c->step_count && i < MOST_ROWS; i++)
        add_step(out, &c->steps[i]);
    for (uint32_t i = 0; i < c->slower_count && i < MOST_ROWS; i++)
        add_time(page, &c->slower[i]);
    for (uint32_t i = 0; i < c->only_a.count && i < MOST_ROWS; i++)
        add_only(out, c->only_a.items[i], false);
    for (uint32_t i = 0; i < c->only_b.count && i < MOST_ROWS; i++)
        add_only(out, c->only_b.items[i], true);
}

static bool is_cut(const Comparison *c) {
    return c->given.count > MOST_ROWS || c->step_count > MOST_ROWS || c->slower_count > MOST_ROWS ||
           c->only_a.count > MOST_ROWS || c->only_b.count > MOST_ROWS;
}

void past_compared(PastPage *page, const PastBook *book) {
    const Comparison *c = book->last;
    Buf *out = page->out;
    if (!c) return;
    buf_add_c(out, "<h3>The last two runs, compared</h3>\n");
    if (rows_of(c) > 0) {
        buf_add_c(out, "<table class=\"past compared\"><thead><tr><th scope=\"col\">what</th>"
                       "<th scope=\"col\">was, in ");
        html_leaf(out, "code", NULL, book->last_a);
        buf_add_c(out, "</th><th scope=\"col\">is, in ");
        html_leaf(out, "code", NULL, book->last_b);
        buf_add_c(out, "</th></tr></thead><tbody>\n");
        add_rows(page, c);
        buf_add_c(out, "</tbody></table>\n");
    }
    buf_addf(out, "<p class=\"soft\">%u step%s as before%s", c->alike, c->alike == 1 ? "" : "s",
             c->same.len ? "; unchanged: " : "");
    html_text(out, c->same);
    if (c->left_out > 0) buf_addf(out, "; %u left out by choice in one of them", c->left_out);
    buf_add_c(out, is_cut(c) ? "; not all that differs stands here" : "");
    buf_add_c(out, "</p>\n");
    html_command(out, sv_format(page->arena, "runbook diff %.*s %.*s", SV_ARG(book->last_a),
                                SV_ARG(book->last_b)));
    buf_add_c(out, "<p class=\"soft\">Any other two: <code>runbook diff A B</code></p>\n");
}
