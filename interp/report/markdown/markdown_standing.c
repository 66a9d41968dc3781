// What the run left in place, and what to type to take it back and to go on.
#include "report/left_so_far.h"
#include "report/markdown/md_page.h"
#include "report/page/nothing_changed.h"
#include "report/standing.h"

enum { LINE_BYTES = 1024 * 1024, ENTRIES_OPEN = 8 };

static void add_entry(Buf *out, Value ended, Value entry, size_t count) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    standing_add_entry(&line, ended, entry);
    buf_add_c(out, "- ");
    md_safe_words(out, buf_sv(&line));
    if (count > 1) buf_addf(out, " (and %zu more of that name)", count - 1);
    buf_add_char(out, '\n');
}

static void add_each(Buf *out, Value ended, Value standing) {
    for (size_t i = 0; i < value_count(standing); i++)
        add_entry(out, ended, value_item(standing, i), 1);
}

// Those of one name are told together, but for those in doubt, of which each must be known.
static void add_together(Buf *out, Value ended, Value standing) {
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        bool alone = entry.kind != VALUE_MAP || standing_is_doubtful(entry);
        size_t count = alone ? 1 : standing_of_that_name(standing, i);
        if (count > 0) add_entry(out, ended, entry, count);
    }
}

static void add_list(MdPage *page, Value ended, Value standing) {
    Buf *out = page->out;
    size_t count = value_count(standing);
    buf_add_c(out, "Done and still in place:\n\n");
    if (page->whole || count <= ENTRIES_OPEN) {
        add_each(out, ended, standing);
        buf_add_char(out, '\n');
        return;
    }
    add_together(out, ended, standing);
    BUF_AUTO Buf all = buf_new(out->ceiling);
    buf_addf(&all, "\n<details><summary>Each of the %zu</summary>\n\n", count);
    add_each(&all, ended, standing);
    buf_add_c(&all, "\n</details>\n");
    if (markdown_has_room(page, all.len)) markdown_add_part(page, &all);
    buf_add_char(out, '\n');
}

static void add_by_hand(Buf *out, Value ended, bool command) {
    BUF_AUTO Buf by_hand = buf_new(LINE_BYTES);
    if (!command && value_count(standing_of(ended)) > ENTRIES_OPEN && standing_lacks_undo(ended))
        buf_add_c(&by_hand, "by hand, there are no undo steps for them");
    else
        standing_add_by_hand(&by_hand, ended);
    if (!by_hand.len) return;
    buf_add_c(out, command ? "Not by that: " : "To take back: ");
    md_safe_words(out, buf_sv(&by_hand));
    buf_add_c(out, "\n\n");
}

// "To go on (keeps what was done, and makes what is left):"
static void add_way(Buf *out, const char *label, Sv command, const char *does) {
    BUF_AUTO Buf told = buf_new(1000);
    buf_addf(&told, does ? "%s (%s):" : "%s:", label, does);
    buf_add_char(&told, '\0');
    markdown_command(out, buf_sv(&told).at, command);
}

void markdown_standing(MdPage *page) {
    Value ended = page->record->left, standing = standing_of(ended);
    Buf *out = page->out;
    Sv undo = value_field_text(ended, "undo", (Sv){0}),
       resume = value_field_text(ended, "resume", (Sv){0});
    bool any = value_count(standing) > 0;
    const char *nothing = nothing_changed(page->record);
    if (!any && !resume.len && !nothing) return;
    markdown_heading(page, "What still stands");
    if (nothing) buf_addf(out, "%s\n\n", nothing);
    if (any) add_list(page, ended, standing);
    const char *resume_does = left_resume_does(ended), *undo_does = left_undo_does(ended);
    if (resume_does) add_way(out, "To go on", resume, resume_does);
    if (any && undo.len && (undo_does || !resume_does))
        add_way(out, "To take back", undo, undo_does);
    if (any) add_by_hand(out, ended, undo.len > 0);
    if (resume.len && !resume_does) add_way(out, "To go on", resume, NULL);
    const char *words = standing_resolutions(ended);
    if (words) buf_addf(out, "%s.\n\n", words);
}
