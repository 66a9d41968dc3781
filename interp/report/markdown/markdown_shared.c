// What the parts of a page share.
#include "base/ascii.h"
#include "base/shown/shown.h"
#include "report/markdown/md_page.h"
#include "report/page/criteria.h"
#include "report/standing.h"

enum { LINE_BYTES = 1024 * 1024, END_BYTES = 8 * 1024, RUN_LETTERS = 12 };

MdPage md_page(Buf *out, const ReportModel *record, const char *heading) {
    return (MdPage){
        .out = out, .record = record, .heading = heading, .alike = failures_alike(record)};
}

void markdown_heading(MdPage *page, const char *words) {
    buf_addf(page->out, "%s %s\n\n", page->heading, words);
}

bool markdown_has_room(const MdPage *page, size_t bytes) {
    return page->most == 0 || page->out->len + bytes + END_BYTES <= page->most;
}

void markdown_add_part(MdPage *page, const Buf *part) {
    buf_add(page->out, buf_sv(part));
    page->out->full |= part->full;
}

enum { NUMBER_LETTERS = 64 };

// Several runs may stand on one page. Nothing that a journal says gets out of the name.
static void add_place(const MdPage *page, Buf *out, const ReportEntry *entry) {
    Sv run = value_field_text(page->record->started, "run", (Sv){0});
    if (run.len > RUN_LETTERS) run = sv_slice(run, run.len - RUN_LETTERS, run.len);
    Sv number = entry_text(entry, "number");
    Sv parts[] = {run,
                  sv_slice(number, 0, number.len < NUMBER_LETTERS ? number.len : NUMBER_LETTERS)};
    buf_add_c(out, "step");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_add_char(out, '-');
        for (size_t k = 0; k < parts[i].len; k++) {
            char c = parts[i].at[k];
            buf_add_char(out, ascii_is_alnum(c) || c == '.' ? c : '-');
        }
    }
}

void markdown_anchor(MdPage *page, Buf *out, const ReportEntry *entry) {
    buf_add_c(out, "<a id=\"");
    add_place(page, out, entry);
    buf_add_c(out, "\"></a>");
}

void markdown_link(MdPage *page, Buf *out, const ReportEntry *entry) {
    buf_add_char(out, '[');
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_c(out, "](#");
    add_place(page, out, entry);
    buf_add_char(out, ')');
}

const char *markdown_mark(const ReportModel *record, const ReportEntry *entry) {
    return entry_goes_on(record, entry) ? "…" : undone_mark(record, entry);
}

Sv markdown_word(const ReportModel *record, const ReportEntry *entry) {
    return entry_goes_on(record, entry) ? SV("goes on") : undone_word(record, entry);
}

// A journal may have been written by anybody: what is none of our commands is no line of its own.
void markdown_command(Buf *out, const char *label, Sv command) {
    BUF_AUTO Buf line = buf_new((size_t)8 * command.len + 64);
    buf_add_c(out, label);
    if (!sv_starts(command, SV("runbook "))) {
        buf_add_char(out, ' ');
        md_safe_code(out, command);
        buf_add_c(out, "\n\n");
        return;
    }
    shown_add(&line, command, false);
    buf_add_c(out, "\n\n");
    md_safe_block_of(out, "sh", buf_sv(&line));
    buf_add_char(out, '\n');
}

void markdown_cell(Buf *out, Sv text) {
    buf_add_c(out, "| ");
    md_safe_cell(out, text);
    buf_add_char(out, ' ');
}

void markdown_code_cell(Buf *out, Sv text) {
    buf_add_c(out, "| ");
    md_safe_code_cell(out, text);
    buf_add_char(out, ' ');
}

void markdown_fact(Buf *out, Sv name, Sv value) {
    buf_add_c(out, "- ");
    md_safe_words(out, name);
    buf_add_c(out, ": ");
    md_safe_code(out, value);
    buf_add_char(out, '\n');
}

Sv markdown_joined(Arena *arena, Value texts) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (size_t i = 0; i < value_count(texts); i++) {
        if (i > 0) buf_add_c(&line, "; ");
        buf_add(&line, value_text(value_item(texts, i)));
    }
    return buf_keep(&line, arena);
}
