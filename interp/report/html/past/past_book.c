// One runbook: its last runs, what is flaky or slower in it.
#include "report/html/html_text.h"
#include "report/html/past/past_page.h"
#include "report/page/page_text.h"

enum { INPUT_BYTES = 80 };

void past_strip(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    buf_add_c(out, "<ol class=\"strip\">");
    for (uint32_t r = book->count; r > 0; r--) {
        const PastRun *run = &book->runs[r - 1];
        const PastLook *look = past_look(run->state);
        Sv told = sv_format(page->arena, "%.*s, %.*s", SV_ARG(run->state),
                            SV_ARG(page_time(page->arena, run->began_ns)));
        buf_addf(out, "<li class=\"%s\"><a href=\"#b%ur%u\"", look->kind, index, r - 1);
        html_attribute(out, "aria-label", told);
        html_attribute(out, "title", told);
        buf_addf(out, ">%s</a></li>", look->mark);
    }
    buf_add_c(out, "</ol>");
}

// ── what stands out ──

static void add_run_link(PastPage *page, uint32_t index, const PastRun *run) {
    const PastBook *book = &page->past->books[index];
    buf_addf(page->out, "<a href=\"#b%ur%u\">", index, (unsigned)(run - book->runs));
    html_leaf(page->out, "code", NULL, run->short_id.len ? run->short_id : run->folder);
    buf_add_c(page->out, "</a>");
}

static void add_step(PastPage *page, const PastRecord *record) {
    buf_add_c(page->out, "<b>");
    html_text(page->out, record->number);
    buf_add_char(page->out, ' ');
    html_leaf(page->out, "span", "name", record->name);
    buf_add_c(page->out, "</b> ");
}

static void add_flaky(PastPage *page, uint32_t index, const PastRecord *record) {
    Buf *out = page->out;
    buf_add_c(out, "<li class=\"warned\"><span class=\"became\">flaky</span> ");
    add_step(page, record);
    if (record->one) {
        buf_add_c(out, "passed in ");
        add_run_link(page, index, record->one);
        buf_add_c(out, " and failed in ");
        add_run_link(page, index, record->other);
        buf_add_c(out, record->one->judged
                           ? ", of the same runbook, inputs and subject"
                           : ", of the same runbook and inputs; what was judged, neither names");
    }
    if (record->retried > 0)
        buf_addf(out, "%spassed only after a retry in %u of %u runs", record->one ? "; " : "",
                 record->retried, record->made);
    buf_add_c(out, "</li>\n");
}

static void add_slower(PastPage *page, const PastRecord *record) {
    Buf *out = page->out;
    buf_add_c(out, "<li class=\"warned\"><span class=\"became\">slower</span> ");
    add_step(page, record);
    buf_add_c(out, "took ");
    html_text(out, past_duration(page->arena, record->last_ns));
    buf_add_c(out, ", the median of the ");
    buf_addf(out, "%u before is ", record->earlier);
    html_text(out, past_duration(page->arena, record->earlier_ns));
    buf_add_c(out, "</li>\n");
}

static void add_remarkable(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    uint32_t found = 0;
    for (uint32_t i = 0; i < book->step_count; i++) {
        const PastRecord *record = &book->steps[i];
        if (!past_is_flaky(record) && !record->slower) continue;
        if (found++ == 0) buf_add_c(page->out, "<ul class=\"remarkable\">\n");
        if (past_is_flaky(record)) add_flaky(page, index, record);
        if (record->slower) add_slower(page, record);
    }
    buf_add_c(page->out, found > 0 ? "</ul>\n"
                         : book->step_count > 0
                             ? "<p class=\"soft\">No step is flaky, and none is slower than it "
                               "was.</p>\n"
                             : "<p class=\"soft\">Of no step is anything known.</p>\n");
}

// ── runs ──

static void add_failed(PastPage *page, const PastRun *run) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < run->steps.count; i++) {
        const PastStep *step = &run->steps.items[i];
        bool well = past_passed(step) || sv_eq_c(step->verdict, "skipped");
        if (well || !step->forward || found++ >= 5) continue;
        if (found > 1) buf_add_c(page->out, ", ");
        html_text(page->out, step->number);
        buf_add_char(page->out, ' ');
        html_leaf(page->out, "span", "name", step->name);
    }
    if (found > 5) buf_addf(page->out, " and %u more", found - 5);
}

static void add_remark(PastPage *page, bool *some, Sv text) {
    if (!text.len) return;
    buf_add_c(page->out, *some ? "; " : " <small>");
    html_text(page->out, text);
    *some = true;
}

static void add_remarks(PastPage *page, const PastRun *run) {
    bool some = false;
    add_remark(page, &some, run->problem);
    if (run->again_of.len)
        add_remark(page, &some,
                   sv_format(page->arena, "steps of %.*s again", SV_ARG(run->again_of)));
    else if (run->narrowed)
        add_remark(page, &some, SV("narrowed to a part"));
    if (run->waits_for.len)
        add_remark(page, &some, sv_format(page->arena, "waits at %.*s", SV_ARG(run->waits_for)));
    if (run->sessions > 1)
        add_remark(page, &some, sv_format(page->arena, "taken up again %u×", run->sessions - 1));
    if (run->standing > 0)
        add_remark(page, &some,
                   sv_format(page->arena, "%u change%s still in place", run->standing,
                             run->standing == 1 ? "" : "s"));
    if (some) buf_add_c(page->out, "</small>");
}

static Sv shortened(Arena *arena, Sv text) {
    if (text.len <= INPUT_BYTES) return text;
    size_t end = INPUT_BYTES;
    while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end--;
    return sv_format(arena, "%.*s…", (int)end, text.at);
}

static void add_given(PastPage *page, Sv name, Value value) {
    buf_add_c(page->out, "<span class=\"given\">");
    html_text(page->out, name);
    buf_add_char(page->out, '=');
    html_leaf(page->out, "code", NULL, shortened(page->arena, page_value(page->arena, value)));
    buf_add_c(page->out, "</span> ");
}

static void add_all_given(PastPage *page, const PastRun *run) {
    for (size_t i = 0; run->inputs.kind == VALUE_LIST && i < value_count(run->inputs); i++) {
        Value input = value_item(run->inputs, i);
        add_given(page, value_field_text(input, "name", SV("")), value_field(input, "value"));
    }
    for (size_t i = 0; run->subject.kind == VALUE_MAP && i < value_count(run->subject); i++)
        add_given(page, value_text(value_key(run->subject, i)), value_at(run->subject, i));
}

static void add_run(PastPage *page, uint32_t index, uint32_t r) {
    const PastRun *run = &page->past->books[index].runs[r];
    const PastLook *look = past_look(run->state);
    Buf *out = page->out;
    buf_addf(out, "<tr id=\"b%ur%u\" class=\"%s\"><th scope=\"row\">", index, r, look->kind);
    html_leaf(out, "code", NULL, run->short_id.len ? run->short_id : run->folder);
    buf_add_c(out, "</th><td class=\"when\">");
    html_text(out, page_time(page->arena, run->began_ns));
    buf_addf(out, "</td><td><span class=\"mark\" aria-hidden=\"true\">%s</span>", look->mark);
    html_leaf(out, "span", "became", run->state);
    add_remarks(page, run);
    buf_add_c(out, "</td><td class=\"number\">");
    if (run->ended) html_text(out, past_duration(page->arena, run->elapsed_ns));
    buf_add_c(out, "</td><td>");
    add_failed(page, run);
    buf_add_c(out, "</td><td>");
    add_all_given(page, run);
    buf_add_c(out, "</td><td class=\"by\">");
    html_text(out, run->user);
    buf_add_c(out, "</td></tr>\n");
}

void past_runs(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    buf_addf(
        out,
        "<h3 id=\"b%uruns\">Runs</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
        "aria-labelledby=\"b%uruns\"><table class=\"past\"><thead><tr><th scope=\"col\">run</th>"
        "<th scope=\"col\">began</th><th scope=\"col\">verdict</th>"
        "<th scope=\"col\" class=\"number\">took</th><th scope=\"col\">did not pass</th>"
        "<th scope=\"col\">given</th><th scope=\"col\">by</th></tr></thead><tbody>\n",
        index, index);
    for (uint32_t r = 0; r < book->count; r++)
        add_run(page, index, r);
    buf_add_c(out, "</tbody></table></div>\n");
    if (book->older > 0)
        buf_addf(out, "<p class=\"soft\">and %u older: <code>runbook runs</code></p>\n",
                 book->older);
}

void past_book(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    buf_addf(out, "<section aria-labelledby=\"b%u\">\n<h2 id=\"b%u\">", index, index);
    html_leaf(out, "span", "name", book->title.len ? book->title : SV("(without a title)"));
    buf_add_c(out, " <small><code>");
    html_text(out, book->name);
    buf_add_c(out, "</code></small></h2>\n");
    past_strip(page, index);
    add_remarkable(page, index);
    past_steps(page, index);
    past_compared(page, book);
    past_runs(page, index);
    buf_add_c(out, "</section>\n");
}
