// What the run changed and left, and what to type next.
#include "base/limits.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/left_so_far.h"
#include "report/page/nothing_changed.h"
#include "report/standing.h"

enum { MOST_LISTED = 200 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static void command(Buf *out, const char *label, Sv line) {
    if (!line.len) return;
    buf_addf(out, "<dt>%s</dt><dd>", label);
    html_command(out, line);
    buf_add_c(out, "</dd>\n");
}

static void command_that(Buf *out, const char *label, Sv line, const char *does) {
    if (!does) return;
    buf_addf(out, "<dt>%s</dt><dd>", label);
    html_command(out, line);
    buf_addf(out, "<p class=\"does\">%s</p></dd>\n", does);
}

static void add_left(RunPage *page) {
    Value ended = page->record->left, standing = standing_of(ended);
    Buf *out = page->out;
    const char *nothing = nothing_changed(page->record);
    if (nothing) buf_addf(out, "<p class=\"sum\">%s</p>\n", nothing);
    if (value_count(standing) == 0) return;
    buf_add_c(out, "<section aria-labelledby=\"standing\">\n"
                   "<h2 id=\"standing\">Done and still in place</h2>\n<ul>\n");
    for (size_t i = 0; i < value_count(standing) && i < MOST_LISTED; i++) {
        BUF_AUTO Buf entry = buf_new(LIMIT_EVENT_BYTES);
        standing_add_entry(&entry, ended, value_item(standing, i));
        html_leaf(out, "li", NULL, buf_sv(&entry));
        buf_add_char(out, '\n');
    }
    if (value_count(standing) > MOST_LISTED)
        buf_addf(out, "<li>and %zu more</li>\n", value_count(standing) - MOST_LISTED);
    buf_add_c(out, "</ul>\n");
    // Of a run that died it stands behind the command that goes on.
    Sv undo = left_resume_does(ended) ? (Sv){0} : text_of(ended, "undo");
    BUF_AUTO Buf by_hand = buf_new(LIMIT_EVENT_BYTES);
    standing_add_by_hand(&by_hand, ended);
    if (undo.len || by_hand.len) buf_add_c(out, "<dl class=\"commands\">\n");
    command(out, "To take back", undo);
    run_fact(out, undo.len ? "Not by that" : "To take back", buf_sv(&by_hand));
    buf_add_c(out, undo.len || by_hand.len ? "</dl>\n</section>\n" : "</section>\n");
}

// ── next ──

typedef struct Next {
    uint32_t again; // steps that a command repeats
    Sv command;     // the first of these
    uint32_t first; // the entry of the first step that did not pass; the count where there is none
} Next;

static Next next_of(const ReportModel *record) {
    Next next = {.first = record->count};
    Value reasons = value_field(record->ended, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        uint32_t index = failure_entry_of(record, value_item(reasons, i));
        if (index == record->count) continue;
        const ReportEntry *entry = &record->entries[index];
        Sv again = text_of(entry->end, "again");
        if (sv_starts(again, SV("runbook again ")) && next.again++ == 0) next.command = again;
        bool told = entry->notes.attempt_count > 0 || entry->notes.expectation_count > 0;
        if (next.first == record->count && told && run_is_step(entry)) next.first = index;
    }
    return next;
}

void run_standing(RunPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    add_left(page);
    if (record->not_run || !record->word.len) return;
    Next next = next_of(record);
    Sv word = record->word, resume = text_of(record->left, "resume");
    buf_add_c(out, "<section aria-labelledby=\"next\">\n<h2 id=\"next\">What to type next</h2>\n"
                   "<dl class=\"commands\">\n");
    const char *resume_does = left_resume_does(record->left);
    if (!resume_does) command(out, "To go on", resume);
    command_that(out, "To go on", resume, resume_does);
    if (value_count(standing_of(record->left)) > 0)
        command_that(out, "To take back", text_of(record->left, "undo"),
                     left_undo_does(record->left));
    const char *words = standing_resolutions(record->left);
    if (words) buf_addf(out, "<dt>In doubt</dt><dd>%s.</dd>\n", words);
    if (next.again > 1 && record->intact)
        command(out, "To try again",
                sv_format(record->arena, "runbook again %.*s --failed", SV_ARG(word)));
    else if (next.again == 1)
        command(out, "To try again", next.command);
    if (next.first < record->count)
        command(out, "To see all", run_show_command(record, &record->entries[next.first]));
    command(out, "To verify", sv_format(record->arena, "runbook verify %.*s", SV_ARG(word)));
    buf_add_c(out, "</dl>\n</section>\n");
}
