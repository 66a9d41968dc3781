// The head of a page: the verdict, the sums, who ran it, when, and on what.
#include "base/num.h"
#include "report/markdown/md_page.h"
#include "report/page/verdict_said.h"
#include "report/verdict.h"

enum { LINE_BYTES = 1024 * 1024 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static void add_counts(Buf *out, const ReportModel *record) {
    if (record->ended.kind != VALUE_MAP) return;
    verdict_add_sum(out, value_field(record->ended, "counts"), "step");
    buf_add_c(out, "; ");
    verdict_add_checks(out, value_field(record->ended, "checks"), failure_not_judged_in(record));
    Value undone = value_field(record->ended, "undone");
    if (value_field_int(undone, "planned", 0) > 0) {
        buf_add_c(out, "; ");
        verdict_add_sum(out, undone, "undo step");
    }
    buf_add_c(out, "\n\n");
}

static void add_paragraph(Buf *out, Sv text) {
    md_safe_words(out, text);
    if (text.len) buf_add_c(out, "\n\n");
}

void markdown_verdict(MdPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    buf_addf(out, "**%.*s**: ", SV_ARG(report_model_verdict(record)));
    add_paragraph(out, verdict_said(record));
    add_paragraph(out, verdict_caution(record));
    const char *extent = verdict_extent(record);
    if (extent) buf_addf(out, "%s\n\n", extent);
    add_counts(out, record);
}

// ── where it leads ──

static bool same_way(Value a, Value b) {
    return sv_eq(text_of(a, "target"), text_of(b, "target")) &&
           value_equal(value_field(a, "cautions"), value_field(b, "cautions"));
}

// "app, member" of those that lead to the same place in the same way, told at the first of them.
static bool add_names(Buf *out, Value connections, size_t at) {
    Value first = value_item(connections, at);
    for (size_t i = 0; i < at; i++)
        if (same_way(value_item(connections, i), first)) return false;
    buf_add(out, text_of(first, "name"));
    for (size_t i = at + 1; i < value_count(connections); i++)
        if (same_way(value_item(connections, i), first))
            buf_addf(out, ", %.*s", SV_ARG(text_of(value_item(connections, i), "name")));
    return true;
}

// "- app: `https://app.example.com` – `TLS is not verified`"
static void add_connections(Buf *out, Arena *arena, Value connections) {
    for (size_t i = 0; i < value_count(connections); i++) {
        Value connection = value_item(connections, i);
        BUF_AUTO Buf names = buf_new(LINE_BYTES);
        if (!add_names(&names, connections, i)) continue;
        buf_add_c(out, "- ");
        md_safe_words(out, buf_sv(&names));
        buf_add_c(out, ": ");
        md_safe_code(out, text_of(connection, "target"));
        Sv cautions = markdown_joined(arena, value_field(connection, "cautions"));
        if (cautions.len) buf_add_c(out, " – ");
        md_safe_code(out, cautions);
        buf_add_char(out, '\n');
    }
}

// ── with what ──

static void add_input(Buf *out, Arena *arena, Value input, Sv from) {
    buf_add_c(out, "- input ");
    md_safe_words(out, text_of(input, "name"));
    buf_add_c(out, ": ");
    md_safe_code(out, markdown_value(arena, value_field(input, "value")));
    buf_add_c(out, " (");
    md_safe_words(out, from);
    buf_add_c(out, ")\n");
}

static void add_inputs(Buf *out, const ReportModel *record) {
    Value inputs = value_field(record->started, "inputs");
    size_t defaults = 0;
    for (size_t i = 0; i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        Sv from = text_of(input, "from");
        if (!from.len || sv_eq_c(from, "default"))
            defaults++;
        else
            add_input(out, record->arena, input, from);
    }
    if (defaults)
        buf_addf(out, "- by default: %zu %sinput%s\n", defaults,
                 defaults < value_count(inputs) ? "more " : "", defaults == 1 ? "" : "s");
}

static void add_who(Buf *out, const ReportModel *record) {
    Value started = record->started;
    Sv run = text_of(started, "run"), again_of = text_of(started, "again_of");
    markdown_fact(out, SV("runbook"), text_of(started, "path"));
    if (run.len) markdown_fact(out, SV("run"), run);
    if (again_of.len) markdown_fact(out, SV("again of"), again_of);
    if (run.len)
        markdown_fact(out, SV("by"),
                      sv_format(record->arena, "%.*s on %.*s", SV_ARG(text_of(started, "user")),
                                SV_ARG(text_of(started, "host"))));
}

static void add_when(Buf *out, const ReportModel *record) {
    markdown_fact(out, SV("started"), markdown_time(record->arena, record->started_ns));
    for (uint32_t i = 0; i < record->session_count; i++)
        markdown_fact(out,
                      record->session_count == 1 ? SV("resumed")
                                                 : sv_format(record->arena, "resumed, %u of %u",
                                                             i + 1, record->session_count),
                      report_model_taken_up(record, i));
    BUF_AUTO Buf elapsed = buf_new(64);
    duration_add_human(&elapsed, value_field_int(record->ended, "elapsed", 0));
    if (record->ended.kind == VALUE_MAP) markdown_fact(out, SV("took"), buf_sv(&elapsed));
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

void markdown_about(MdPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    add_who(out, record);
    add_when(out, record);
    Value subject = report_model_began_with(record, "subject");
    for (size_t i = 0; i < value_count(subject); i++)
        markdown_fact(out, value_text(value_key(subject, i)),
                      markdown_value(record->arena, value_at(subject, i)));
    add_connections(out, record->arena, value_field(record->started, "connections"));
    if (!page->whole) add_inputs(out, record); // else they have a section of their own
    buf_add_char(out, '\n');
    add_selection(out, record);
}
