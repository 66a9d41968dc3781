// What a reader must know first: the verdict, of what, by whom, when, and on what it was judged.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/page/page_text.h"
#include "report/page/verdict_said.h"
#include "report/verdict.h"

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static const char *class_of(const ReportModel *record) {
    Sv verdict = report_model_verdict(record);
    if (sv_eq_c(verdict, "NO VERDICT") || sv_eq_c(verdict, "NOT RUN")) return "bad";
    Ink ink = run_look(verdict)->ink;
    return ink == INK_GREEN ? "good" : ink == INK_RED ? "bad" : "warn";
}

static void add_verdict(RunPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    buf_addf(out, "<header>\n<h1><span class=\"verdict %s\">%.*s</span> ", class_of(record),
             SV_ARG(report_model_verdict(record)));
    html_leaf(out, "span", "name", value_field_text(record->started, "title", SV("A run")));
    buf_add_c(out, "</h1>\n");
    html_leaf(out, "p", "meaning", verdict_said(record));
    buf_add_char(out, '\n');
    Sv caution = verdict_caution(record);
    if (caution.len) html_leaf(out, "p", "alert", caution);
    const char *extent = verdict_extent(record);
    if (extent) html_leaf(out, "p", "sum", sv_from_c(extent));
}

static void add_counts(RunPage *page) {
    const ReportModel *record = page->record;
    if (record->ended.kind != VALUE_MAP) return;
    BUF_AUTO Buf line = buf_new(4096);
    verdict_add_sum(&line, value_field(record->ended, "counts"), "step");
    Value undone = value_field(record->ended, "undone");
    if (value_field_int(undone, "planned", 0) > 0) {
        buf_add_c(&line, "; ");
        verdict_add_sum(&line, undone, "undo step");
    }
    html_leaf(page->out, "p", "sum", buf_sv(&line));
    buf_clear(&line);
    verdict_add_checks(&line, value_field(record->ended, "checks"), failure_not_judged_in(record));
    html_leaf(page->out, "p", "sum", buf_sv(&line));
    buf_add_char(page->out, '\n');
}

// ── facts ──

static void add_who(RunPage *page) {
    const ReportModel *record = page->record;
    Value started = record->started;
    Sv run = text_of(started, "run");
    run_code_fact(page->out, "runbook", text_of(started, "path"));
    run_code_fact(page->out, "run", run);
    run_code_fact(page->out, "again of", text_of(started, "again_of"));
    if (run.len)
        run_fact(page->out, "by",
                 sv_format(record->arena, "%.*s on %.*s", SV_ARG(text_of(started, "user")),
                           SV_ARG(text_of(started, "host"))));
    run_fact(page->out, "started", page_time(record->arena, record->started_ns));
    for (uint32_t i = 0; i < record->session_count; i++)
        run_fact(page->out, "resumed", report_model_taken_up(record, i));
    if (record->ended.kind == VALUE_MAP)
        run_fact(page->out, "took",
                 run_duration(record->arena, value_field_int(record->ended, "elapsed", 0)));
    run_fact(page->out, "stopped by", text_of(record->stopped, "signal"));
}

static bool has_changed(const ReportModel *record, Sv name) {
    Value changed = record->subject_changed;
    for (size_t i = 0; i < value_count(changed); i++)
        if (sv_eq(run_text_item(changed, i), name)) return true;
    return false;
}

static void add_named(Buf *out, Sv name, Sv value, Sv note) {
    buf_add_c(out, "<dt>");
    html_text(out, name);
    buf_add_c(out, "</dt><dd>");
    html_leaf(out, "code", NULL, value);
    if (note.len) buf_add_c(out, " <small>");
    html_text(out, note);
    buf_add_c(out, note.len ? "</small></dd>\n" : "</dd>\n");
}

static void add_subject(RunPage *page) {
    const ReportModel *record = page->record;
    Value subject = report_model_began_with(record, "subject");
    for (size_t i = 0; i < value_count(subject); i++) {
        Sv name = value_text(value_key(subject, i));
        add_named(page->out, name, page_value(record->arena, value_at(subject, i)),
                  has_changed(record, name) ? SV("what is being judged has changed meanwhile")
                                            : SV("what is being judged"));
    }
}

// Those that somebody gave; all of them stand further down.
static void add_inputs(RunPage *page) {
    Value inputs = report_model_began_with(page->record, "inputs");
    for (size_t i = 0; i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        if (input.kind != VALUE_MAP) continue;
        Sv from = text_of(input, "from");
        if (!from.len || sv_eq_c(from, "default")) continue;
        add_named(page->out, text_of(input, "name"),
                  page_value(page->record->arena, value_field(input, "value")), from);
    }
}

static void add_connections(RunPage *page) {
    Value connections = value_field(page->record->started, "connections");
    for (size_t i = 0; i < value_count(connections); i++) {
        Value connection = value_item(connections, i),
              cautions = value_field(connection, "cautions");
        if (connection.kind != VALUE_MAP) continue;
        BUF_AUTO Buf note = buf_new((size_t)64 * 1024);
        buf_add(&note, text_of(connection, "kind"));
        for (size_t k = 0; k < value_count(cautions); k++)
            buf_addf(&note, "; %.*s", SV_ARG(run_text_item(cautions, k)));
        add_named(page->out, text_of(connection, "name"), text_of(connection, "target"),
                  buf_sv(&note));
    }
}

static void add_selection(RunPage *page) {
    Value selection = value_field(page->record->started, "selection");
    for (size_t i = 0; i < value_count(selection); i++)
        add_named(page->out, value_text(value_key(selection, i)),
                  page_value(page->record->arena, value_at(selection, i)),
                  SV("the run is narrowed"));
}

void run_head(RunPage *page) {
    add_verdict(page);
    add_counts(page);
    buf_add_c(page->out, "<dl class=\"facts\">\n");
    add_who(page);
    add_subject(page);
    add_inputs(page);
    add_connections(page);
    add_selection(page);
    buf_add_c(page->out, "</dl>\n</header>\n");
}
