// The release evidence: one Markdown file that must be understandable by itself years later.
#include "base/shown/shown.h"
#include "report/failure.h"
#include "report/formats/markdown_internal.h"
#include "report/ink.h"
#include "report/report.h"
#include "report/standing.h"

// "| text " – a cell of words, of code.
static void cell(Buf *out, Sv text) {
    buf_add_c(out, "| ");
    md_safe_words(out, text);
    buf_add_char(out, ' ');
}

static void code_cell(Buf *out, Sv text) {
    buf_add_c(out, "| ");
    md_safe_code(out, text);
    buf_add_char(out, ' ');
}

static void end_row(Buf *out) {
    buf_add_c(out, "|\n");
}

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

// ── every check ──

static void add_check(Buf *out, const ReportModel *record, const ReportEntry *entry,
                      Value expectation) {
    bool holds = expectation_holds(expectation);
    Sv level = text_of(expectation, "level");
    bool back = holds && entry_unsettled(record, entry);
    bool left = expectation_not_judged(&entry->notes, expectation);
    const char *mark = expectation_unread(expectation) || back || left ? "–"
                       : holds                                         ? "✓"
                       : sv_eq_c(level, "must")                        ? "✗"
                                                                       : "!";
    cell(out, sv_from_c(mark));
    code_cell(out, entry_text(entry, "address"));
    Sv title = text_of(expectation, "title"), text = text_of(expectation, "text");
    buf_add_c(out, "| ");
    if (title.len) md_safe_words(out, title);
    if (title.len) buf_add_c(out, ": ");
    md_safe_code(out, text);
    buf_add_c(out, back ? " (it held before the undo) " : left ? " (not judged) " : " ");
    cell(out, level);
    code_cell(out, observed_for(record->arena, expectation));
    code_cell(out, notes_exchange(&entry->notes));
    end_row(out);
}

static void add_checks(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"", "step", "check", "level", "observed", "on", NULL};
    bool headed = false;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry_is_undo(entry)) continue;
        for (uint32_t k = 0; entry->kind == ENTRY_STEP && k < entry->notes.expectation_count; k++) {
            if (!headed) buf_add_c(out, "## Checks\n\n");
            if (!headed) md_safe_table(out, columns);
            headed = true;
            add_check(out, record, entry, entry->notes.expectations[k]);
        }
    }
    if (headed) buf_add_char(out, '\n');
}

// ── what was taken back ──

static void add_undo(Buf *out, const ReportEntry *of, const ReportEntry *undo) {
    const VerdictLook *look = verdict_look(entry_verdict(undo));
    Sv reason = entry_reason(undo);
    cell(out, sv_from_c(look->mark));
    code_cell(out, entry_text(of, "address"));
    code_cell(out, entry_text(undo, "address"));
    cell(out, entry_text(undo, "name"));
    buf_addf(out, "| %s%s", look->word, reason.len ? ": " : "");
    md_safe_words(out, reason);
    buf_add_char(out, ' ');
    end_row(out);
}

static void add_undone(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"", "step", "undo step", "what it does", "result", NULL};
    if (record->undo_count == 0) return;
    buf_add_c(out, "## Undone\n\n");
    md_safe_table(out, columns);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *of = &record->entries[i];
        if (of->kind != ENTRY_STEP && of->kind != ENTRY_GROUP) continue;
        const ReportEntry *undo = undone_first(record, of);
        for (; undo; undo = undone_next(record, undo))
            add_undo(out, of, undo);
    }
    buf_add_char(out, '\n');
}

// ── people ──

static void add_answer(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    Value asked = notes->asked, answered = notes->answered;
    Sv word = text_of(answered, "answer");
    Sv show = text_of(asked, "show");
    buf_add_c(out, "| ");
    md_safe_words(out, text_of(asked, "question"));
    if (show.len) buf_add_c(out, "<br>Shown: ");
    md_safe_words(out, show);
    buf_add_char(out, ' ');
    cell(out, word.len ? word : text_of(answered, "reason"));
    cell(out, text_of(answered, "by"));
    cell(out, markdown_time(record->arena, entry->ended_ns));
    cell(out, word.len == 0                                   ? (Sv){0}
              : value_field_bool(answered, "terminal", false) ? SV("at the terminal")
                                                              : SV("ahead of time"));
    cell(out, text_of(answered, "note"));
    code_cell(out, text_of(asked, "digest"));
    end_row(out);
}

static void add_people(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {
        "question", "answer", "by", "when", "how", "note", "digest of the question", NULL};
    bool headed = false;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP || entry->notes.answered.kind != VALUE_MAP) continue;
        if (!headed) buf_add_c(out, "## Confirmed by people\n\n");
        if (!headed) md_safe_table(out, columns);
        headed = true;
        add_answer(out, record, entry);
    }
    if (headed) buf_add_char(out, '\n');
}

static void add_waivers(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"step", "reason", "by", "expires", NULL};
    Value waivers = value_field(record->started, "waivers");
    if (!value_count(waivers)) return;
    buf_add_c(out, "## Waivers\n\n");
    md_safe_table(out, columns);
    for (size_t i = 0; i < value_count(waivers); i++) {
        Value waiver = value_item(waivers, i);
        code_cell(out, text_of(waiver, "address"));
        cell(out, text_of(waiver, "reason"));
        cell(out, text_of(waiver, "by"));
        cell(out, text_of(waiver, "expires"));
        end_row(out);
    }
    buf_add_char(out, '\n');
}

// ── what it was made from ──

static void add_inputs(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"input", "value", "from", NULL};
    Value inputs = report_model_began_with(record, "inputs");
    if (!value_count(inputs)) return;
    buf_add_c(out, "## Inputs\n\n");
    md_safe_table(out, columns);
    for (size_t i = 0; i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        cell(out, text_of(input, "name"));
        code_cell(out, markdown_value(record->arena, value_field(input, "value")));
        cell(out, text_of(input, "from"));
        end_row(out);
    }
    buf_add_c(out, "\nDigest of all inputs: ");
    Value digest = report_model_began_with(record, "inputs_digest");
    md_safe_code(out, digest.kind == VALUE_STRING ? value_text(digest) : (Sv){0});
    buf_add_c(out, "\n\n");
}

static void add_file(Buf *out, Value file) {
    code_cell(out, text_of(file, "path"));
    cell(out, text_of(file, "kind"));
    Value without = value_field(file, "without");
    buf_add_c(out, "| ");
    md_safe_code(out, text_of(file, "digest"));
    for (size_t i = 0; i < value_count(without); i++) {
        buf_add_c(out, i ? ", " : " without ");
        md_safe_code(out, value_text(value_item(without, i)));
    }
    buf_add_char(out, ' ');
    end_row(out);
}

static void add_files(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"file", "is", "digest", NULL};
    Value files = report_model_began_with(record, "files");
    buf_add_c(out, "## Runbooks and the files they read\n\n");
    md_safe_table(out, columns);
    for (size_t i = 0; i < value_count(files); i++)
        add_file(out, value_item(files, i));
    buf_add_char(out, '\n');
}

static void add_used(Buf *out, const ReportModel *record, Sv address, Value files) {
    for (size_t i = 0; i < value_count(files); i++) {
        Value file = value_item(files, i);
        code_cell(out, address);
        code_cell(out, text_of(file, "path"));
        cell(out, text_of(file, "as"));
        code_cell(out, markdown_value(record->arena, value_field(file, "size")));
        code_cell(out, text_of(file, "digest"));
        end_row(out);
    }
}

// What steps sent, or read because only they could name it.
static void add_used_files(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"step", "file", "as", "bytes", "digest", NULL};
    Value later = value_field(record->ended, "files");
    if (!record->upload_count && !value_count(later)) return;
    buf_add_c(out, "## Files that steps sent or named\n\n");
    md_safe_table(out, columns);
    for (uint32_t i = 0; i < record->upload_count; i++)
        add_used(out, record, text_of(record->uploads[i], "address"),
                 value_field(record->uploads[i], "files"));
    add_used(out, record, (Sv){0}, later);
    buf_add_char(out, '\n');
}

static void add_journal(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"", "", NULL};
    buf_add_c(out, "## Journal\n\n");
    md_safe_table(out, columns);
    markdown_row(out, SV("path"), record->journal);
    markdown_row(out, SV("digest of its last event"), record->digest);
    markdown_row(out, SV("its chain"),
                 record->problem.len ? record->problem : SV("intact and sealed"));
    markdown_row(out, SV("written by"), text_of(record->started, "tool"));
    if (record->ci_url.len) markdown_row(out, SV("CI run"), record->ci_url);
    buf_add_c(
        out,
        "\nAnyone who has the journal can hold this page against it: `runbook verify RUN` prints the same digest.\n");
}

static void add_selection(Buf *out, const ReportModel *record) {
    Value selection = value_field(record->started, "selection");
    if (!value_count(selection)) return;
    bool again = text_of(record->started, "again_of").len > 0;
    buf_add_c(out,
              again ? "A step of an earlier run was done once more: " : "The run was narrowed: ");
    md_safe_code(out, markdown_value(record->arena, selection));
    buf_add_c(out, ". It judges nothing but what was asked for.\n\n");
}

static void add_page(Buf *out, const ReportModel *record) {
    buf_add_c(out, "# Release evidence: ");
    buf_add(out, report_model_verdict(record));
    buf_add_c(out, "\n\n");
    buf_add_c(out, "Runbook: ");
    md_safe_words(out, text_of(record->started, "title"));
    buf_add_c(out, "\n\n");
    markdown_verdict(out, record);
    markdown_reasons(out, record);
    markdown_counts(out, record);
    markdown_standing(out, record);
    markdown_about(out, record);
    add_selection(out, record);
    markdown_sessions(out, record);
    buf_add_c(out, "## Criteria\n\n");
    markdown_criteria(out, record, true);
    add_checks(out, record);
    add_undone(out, record);
    add_people(out, record);
    add_waivers(out, record);
    markdown_ways(out, record);
    add_inputs(out, record);
    add_files(out, record);
    add_used_files(out, record);
    add_journal(out, record);
}

void report_evidence(const ReportModel *record, Buf *out) {
    BUF_AUTO Buf page = buf_new(out->ceiling);
    add_page(&page, record);
    shown_add_output(out, buf_sv(&page), (ShownOutput){0});
    out->full |= page.full;
}
