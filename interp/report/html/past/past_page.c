#include "report/html/past/past_page.h"
#include "base/num.h"
#include "report/html/html_page.h"
#include "report/html/html_text.h"
#include "report/ink.h"
#include "report/page/page_text.h"

static const PastLook looks[] = {
    {"GO", "✓", "passed"},         {"NO-GO", "✗", "failed"},     {"UNDECIDED", "?", "undecided"},
    {"IN DOUBT", "‽", "in_doubt"}, {"PARTIAL", "½", "warned"},   {"STOPPED", "■", "undecided"},
    {"DENIED", "⊘", "failed"},     {"running", "…", "skipped"},  {"no verdict", "∅", "undecided"},
    {"NO VERDICT", "∅", "failed"}, {"damaged", "‼", "in_doubt"}, {"never began", "○", "undecided"},
};

const PastLook *past_look(Sv state) {
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (sv_eq_c(state, looks[i].state)) return &looks[i];
    return &looks[8];
}

Sv past_duration(Arena *arena, int64_t ns) {
    BUF_AUTO Buf text = buf_new(64);
    duration_add_human(&text, ns);
    return buf_keep(&text, arena);
}

void past_legend(PastPage *page) {
    Buf *out = page->out;
    buf_add_c(out, "<p class=\"legend soft\">Runs, oldest first:");
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (!sv_eq_c(SV("NO VERDICT"), looks[i].state))
            buf_addf(out, " <span class=\"%s\"><b class=\"mark\">%s</b>%s</span>", looks[i].kind,
                     looks[i].mark, looks[i].state);
    buf_add_c(out, "<br>Steps:");
    for (size_t i = 0; i < verdict_look_count; i++)
        buf_addf(out, " <span class=\"%s\"><b class=\"mark\">%s</b>%s</span>",
                 verdict_looks[i].verdict, verdict_looks[i].mark, verdict_looks[i].word);
    buf_add_c(out, " <span><b class=\"mark\">·</b>not in that run</span></p>\n");
}

static void add_head(PastPage *page) {
    const Past *past = page->past;
    Buf *out = page->out;
    buf_add_c(out, "<header>\n<h1>The runs of ");
    html_leaf(out, "span", "name", past->project);
    buf_add_c(out, "</h1>\n<p class=\"meaning\">");
    buf_addf(out, "%u run%s of %u runbook%s", past->runs, past->runs == 1 ? "" : "s", past->count,
             past->count == 1 ? "" : "s");
    if (past->chosen.len) {
        buf_add_c(out, " called ");
        html_leaf(out, "code", NULL, past->chosen);
    }
    buf_addf(out, ", of each the last %d; as of ", PAST_RUNS);
    html_text(out, page_time(page->arena, past->now_ns));
    buf_add_c(out, "</p>\n");
    if (past->older > 0)
        buf_addf(out, "<p>The newest runs were looked at; %u older ones were not.</p>\n",
                 past->older);
    buf_add_c(out, "<p class=\"soft\">This page is an overview. What a run shows stands in its "
                   "journal: <code>runbook show RUN</code>, <code>runbook verify RUN</code>.</p>\n"
                   "</header>\n");
}

static uint32_t count_of(const PastBook *book, bool flaky) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < book->step_count; i++)
        found += flaky ? past_is_flaky(&book->steps[i]) : book->steps[i].slower;
    return found;
}

static void add_count(Buf *out, uint32_t count) {
    if (count > 0)
        buf_addf(out, "<td class=\"number warned\"><b class=\"became\">%u</b></td>", count);
    else
        buf_add_c(out, "<td class=\"number\">–</td>");
}

static void add_overview_row(PastPage *page, uint32_t index) {
    const PastBook *book = &page->past->books[index];
    Buf *out = page->out;
    const PastLook *look = past_look(book->runs[0].state);
    buf_addf(out, "<tr class=\"%s\"><th scope=\"row\"><a href=\"#b%u\">", look->kind, index);
    html_leaf(out, "span", "name", book->name.len ? book->name : SV("(without a name)"));
    buf_add_c(out, "</a></th><td>");
    buf_addf(out, "<span class=\"mark\" aria-hidden=\"true\">%s</span>", look->mark);
    html_leaf(out, "span", "became", book->runs[0].state);
    buf_add_c(out, "</td><td class=\"when\">");
    html_text(out, page_time(page->arena, book->runs[0].began_ns));
    buf_add_c(out, "</td><td>");
    past_strip(page, index);
    buf_add_c(out, "</td>");
    add_count(out, count_of(book, true));
    add_count(out, count_of(book, false));
    buf_add_c(out, "</tr>\n");
}

static void add_overview(PastPage *page) {
    Buf *out = page->out;
    if (page->past->count == 0) return;
    buf_add_c(out, "<section aria-labelledby=\"books\">\n<h2 id=\"books\">Runbooks</h2>\n"
                   "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Runbooks\">"
                   "<table class=\"past\"><thead><tr><th scope=\"col\">runbook</th>"
                   "<th scope=\"col\">last verdict</th><th scope=\"col\">began</th>"
                   "<th scope=\"col\">last runs</th><th scope=\"col\" class=\"number\">flaky</th>"
                   "<th scope=\"col\" class=\"number\">slower</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < page->past->count; i++)
        add_overview_row(page, i);
    buf_add_c(out, "</tbody></table></div>\n");
    past_legend(page);
    buf_addf(
        out,
        "<p class=\"soft\">A step is called <b>flaky</b> where it passed in one run and failed "
        "in another of the same runbook, inputs and subject, or passed only after a retry; "
        "<b>slower</b> where its last time is over the median of the earlier ones, of which "
        "there are at least %d, by %d&nbsp;%% and %d&nbsp;ms. Polls and questions to people "
        "are left out.</p>\n</section>\n",
        PAST_EARLIER, PAST_SLOWER_PERCENT, PAST_SLOWER_NS / 1000000);
}

// A run of which nothing can be read may be one of any runbook.
static void add_unread(PastPage *page) {
    const Past *past = page->past;
    Buf *out = page->out;
    if (past->unread_count == 0) return;
    buf_add_c(out, "<section aria-labelledby=\"unread\">\n<h2 id=\"unread\">Runs that cannot be "
                   "read</h2>\n<table class=\"past\"><thead><tr><th scope=\"col\">folder</th>"
                   "<th scope=\"col\">it is</th><th scope=\"col\">why</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < past->unread_count; i++) {
        const PastRun *run = &past->unread[i];
        const PastLook *look = past_look(run->state);
        buf_addf(out, "<tr class=\"%s\"><th scope=\"row\">", look->kind);
        html_leaf(out, "code", NULL, run->folder);
        buf_addf(out, "</th><td><span class=\"mark\" aria-hidden=\"true\">%s</span>", look->mark);
        html_leaf(out, "span", "became", run->state);
        buf_add_c(out, "</td><td>");
        html_text(out, run->problem);
        buf_add_c(out, "</td></tr>\n");
    }
    buf_add_c(out, "</tbody></table>\n</section>\n");
}

void past_html(const Past *past, Buf *out) {
    PastPage page = {.past = past, .arena = past->arena, .out = out};
    BUF_AUTO Buf style = buf_new((size_t)16 * 1024);
    past_style(&style);
    html_begin_styled(out, sv_format(past->arena, "The runs of %.*s", SV_ARG(past->project)),
                      buf_sv(&style));
    add_head(&page);
    add_unread(&page);
    add_overview(&page);
    for (uint32_t i = 0; i < past->count; i++)
        past_book(&page, i);
    html_end(out, SV("Made from the journals of these runs by runbook " RUNBOOK_VERSION "."));
}
