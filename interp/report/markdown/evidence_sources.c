// What the run was made from: inputs, the runbooks and what they read, what steps sent.
#include "report/markdown/evidence.h"

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static void add_inputs(MdPage *page) {
    static const char *const columns[] = {"input", "value", "from", NULL};
    const ReportModel *record = page->record;
    Value inputs = value_field(record->started, "inputs"),
          digest = report_model_began_with(record, "inputs_digest");
    Buf *out = page->out;
    if (!value_count(inputs)) return;
    markdown_heading(page, "Inputs");
    md_safe_table(out, columns);
    for (size_t i = 0; i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        markdown_cell(out, text_of(input, "name"));
        markdown_code_cell(out, markdown_value(record->arena, value_field(input, "value")));
        markdown_cell(out, text_of(input, "from"));
        buf_add_c(out, "|\n");
    }
    buf_add_c(out, "\nDigest of all inputs: ");
    md_safe_code(out, digest.kind == VALUE_STRING ? value_text(digest) : (Sv){0});
    buf_add_c(out, "\n\n");
}

// "- `release.yaml` (runbook): `sha256:…` without `…`": a list, since a digest needs the width of a
// page.
static void add_file(Buf *out, Value file) {
    Value without = value_field(file, "without");
    buf_add_c(out, "- ");
    md_safe_code(out, text_of(file, "path"));
    buf_add_c(out, " (");
    md_safe_words(out, text_of(file, "kind"));
    buf_add_c(out, "): ");
    md_safe_code(out, text_of(file, "digest"));
    for (size_t i = 0; i < value_count(without); i++) {
        buf_add_c(out, i ? ", " : " without ");
        md_safe_code(out, value_text(value_item(without, i)));
    }
    buf_add_char(out, '\n');
}

static void add_files(MdPage *page) {
    Value files = report_model_began_with(page->record, "files");
    if (!value_count(files)) return;
    markdown_heading(page, "Runbooks and the files they read");
    for (size_t i = 0; i < value_count(files); i++)
        add_file(page->out, value_item(files, i));
    buf_add_char(page->out, '\n');
}

// "- `upload`: `page.html` as body, 12 bytes: `sha256:…`"
static void add_used(MdPage *page, Sv address, Value files) {
    Buf *out = page->out;
    for (size_t i = 0; i < value_count(files); i++) {
        Value file = value_item(files, i);
        buf_add_c(out, "- ");
        md_safe_code(out, address);
        if (address.len) buf_add_c(out, ": ");
        md_safe_code(out, text_of(file, "path"));
        buf_add_c(out, " as ");
        md_safe_words(out, text_of(file, "as"));
        buf_add_c(out, ", ");
        md_safe_words(out, markdown_value(page->record->arena, value_field(file, "size")));
        buf_add_c(out, " bytes: ");
        md_safe_code(out, text_of(file, "digest"));
        buf_add_char(out, '\n');
    }
}

// What steps sent, or read because only they could name it.
static void add_used_files(MdPage *page) {
    const ReportModel *record = page->record;
    Value later = value_field(record->ended, "files");
    if (!record->upload_count && !value_count(later)) return;
    markdown_heading(page, "Files that steps sent or named");
    for (uint32_t i = 0; i < record->upload_count; i++)
        add_used(page, text_of(record->uploads[i], "address"),
                 value_field(record->uploads[i], "files"));
    add_used(page, (Sv){0}, later);
    buf_add_char(page->out, '\n');
}

void evidence_sources(MdPage *page) {
    add_inputs(page);
    add_files(page);
    add_used_files(page);
}
