#include "base/num.h"
#include "report/failure.h"
#include "report/formats/markdown_internal.h"
#include "report/ink.h"
#include "report/standing.h"
#include "report/verdict.h"
#include "value/show.h"
#include "value/time.h"

enum { LINE_BYTES = 1024 * 1024, VALUE_COLUMNS = 300 };

Sv markdown_time(Arena *arena, int64_t wall_ns) {
    if (!wall_ns) return SV("not known");
    BUF_AUTO Buf buf = buf_new(64);
    timestamp_add(&buf, timestamp_from_ns(wall_ns / 1000000000 * 1000000000));
    Sv text = buf_sv(&buf);
    return sv_format(arena, "%.*s %.*s UTC", SV_ARG(sv_slice(text, 0, 10)),
                     SV_ARG(sv_slice(text, 11, 19)));
}

Sv markdown_value(Arena *arena, Value value) {
    if (value.kind == VALUE_STRING) return value_text(value);
    if (value.kind == VALUE_NULL) return SV("none");
    BUF_AUTO Buf buf = buf_new(LINE_BYTES);
    value_show(&buf, value, VALUE_COLUMNS);
    return buf_keep(&buf, arena);
}

void markdown_row(Buf *out, Sv name, Sv value) {
    buf_add_c(out, "| ");
    md_safe_words(out, name);
    buf_add_c(out, " | ");
    md_safe_code(out, value);
    buf_add_c(out, " |\n");
}

void markdown_verdict(Buf *out, const ReportModel *record) {
    buf_addf(out, "**%.*s**: %s\n\n", SV_ARG(report_model_verdict(record)),
             report_model_sentence(record));
    if (record->problem.len) {
        buf_add_c(out, report_model_problem_of(record));
        md_safe_words(out, record->problem);
        buf_add_c(out, "\n\n");
    }
}

void markdown_reasons(Buf *out, const ReportModel *record) {
    Value reasons = value_field(record->ended, "reasons");
    AlikeFailures alike = failures_alike(record);
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        uint32_t index = failure_entry_of(record, reason);
        if (alike.first[index] != index) continue;
        const VerdictLook *look = verdict_look(value_field_text(reason, "verdict", (Sv){0}));
        Sv name = value_field_text(reason, "name", (Sv){0}),
           address = value_field_text(reason, "address", (Sv){0});
        buf_addf(out, "- %s ", look->mark);
        md_safe_words(out, name.len ? name : address);
        buf_addf(out, " (%s", look->word);
        if (address.len) buf_add_c(out, ", ");
        md_safe_code(out, address);
        buf_add_c(out, "): ");
        md_safe_words(out, failure_cause_of(record, reason));
        BUF_AUTO Buf same = buf_new(out->ceiling);
        failure_add_alike(&same, record, &alike, index);
        if (same.len) buf_add_c(out, "; ");
        md_safe_words(out, sv_trim(buf_sv(&same)));
        buf_add_char(out, '\n');
    }
    if (value_count(reasons)) buf_add_char(out, '\n');
}

void markdown_counts(Buf *out, const ReportModel *record) {
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

// It is there to be copied, so it stands in a block of its own.
static void add_command(Buf *out, const char *label, Sv command) {
    buf_addf(out, "%s: ", label);
    md_safe_code(out, command);
    buf_add_c(out, "\n\n");
}

void markdown_standing(Buf *out, const ReportModel *record) {
    Value ended = record->left, standing = standing_of(ended);
    if (value_count(standing) > 0) buf_add_c(out, "Done and still in place:\n\n");
    for (size_t i = 0; i < value_count(standing); i++) {
        BUF_AUTO Buf entry = buf_new(LINE_BYTES);
        standing_add_entry(&entry, ended, value_item(standing, i));
        buf_add_c(out, "- ");
        md_safe_words(out, buf_sv(&entry));
        buf_add_char(out, '\n');
    }
    BUF_AUTO Buf by_hand = buf_new(LINE_BYTES);
    standing_add_by_hand(&by_hand, ended);
    if (value_count(standing) > 0) buf_add_char(out, '\n');
    Sv undo = value_field_text(ended, "undo", (Sv){0}),
       resume = value_field_text(ended, "resume", (Sv){0});
    if (value_count(standing) > 0 && undo.len) add_command(out, "To take back", undo);
    if (by_hand.len) {
        buf_add_c(out, undo.len ? "Not by that: " : "To take back: ");
        md_safe_words(out, buf_sv(&by_hand));
        buf_add_c(out, "\n\n");
    }
    if (resume.len) add_command(out, "To go on", resume);
    const char *words = standing_resolutions(ended);
    if (words) buf_addf(out, "%s.\n\n", words);
}

static Sv joined(Arena *arena, Value texts) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (size_t i = 0; i < value_count(texts); i++) {
        if (i > 0) buf_add_c(&line, "; ");
        buf_add(&line, value_text(value_item(texts, i)));
    }
    return buf_keep(&line, arena);
}

// "| app | `https://app.example.com` – `TLS is not verified` |"
static void add_connection(Buf *out, Arena *arena, Value connection) {
    buf_add_c(out, "| ");
    md_safe_words(out, value_field_text(connection, "name", (Sv){0}));
    buf_add_c(out, " | ");
    md_safe_code(out, value_field_text(connection, "target", (Sv){0}));
    Sv cautions = joined(arena, value_field(connection, "cautions"));
    if (cautions.len) {
        buf_add_c(out, " – ");
        md_safe_code(out, cautions);
    }
    buf_add_c(out, " |\n");
}

static bool told_before(const ReportModel *record, uint32_t at) {
    static const char *const same[] = {"address", "request", "cautions"};
    for (uint32_t i = 0; i < at; i++) {
        bool told = true;
        for (size_t k = 0; k < 3 && told; k++)
            told = value_equal(value_field(record->ways[i], same[k]),
                               value_field(record->ways[at], same[k]));
        if (told) return true;
    }
    return false;
}

void markdown_ways(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"step", "request", "to know", NULL};
    if (!record->way_count) return;
    buf_add_c(out, "## Not verified, not encrypted, by a proxy, or led elsewhere\n\n");
    md_safe_table(out, columns);
    for (uint32_t i = 0; i < record->way_count; i++) {
        Value way = record->ways[i];
        if (told_before(record, i)) continue;
        buf_add_c(out, "| ");
        md_safe_code(out, value_field_text(way, "address", (Sv){0}));
        buf_add_c(out, " | ");
        md_safe_code(out, value_field_text(way, "request", (Sv){0}));
        buf_add_c(out, " | ");
        md_safe_code(out, joined(record->arena, value_field(way, "cautions")));
        buf_add_c(out, " |\n");
    }
    buf_add_char(out, '\n');
}

void markdown_about(Buf *out, const ReportModel *record) {
    Arena *arena = record->arena;
    Value started = record->started;
    static const char *const columns[] = {"", "", NULL};
    md_safe_table(out, columns);
    markdown_row(out, SV("runbook"), value_field_text(started, "path", (Sv){0}));
    Sv run = value_field_text(started, "run", (Sv){0});
    if (run.len) markdown_row(out, SV("run"), run);
    Sv again_of = value_field_text(started, "again_of", (Sv){0});
    if (again_of.len) markdown_row(out, SV("again of"), again_of);
    if (run.len)
        markdown_row(out, SV("by"),
                     sv_format(arena, "%.*s on %.*s",
                               SV_ARG(value_field_text(started, "user", (Sv){0})),
                               SV_ARG(value_field_text(started, "host", (Sv){0}))));
    markdown_row(out, SV("started"), markdown_time(arena, record->started_ns));
    for (uint32_t i = 0; i < record->session_count; i++)
        markdown_row(out,
                     record->session_count == 1
                         ? SV("resumed")
                         : sv_format(arena, "resumed, %u of %u", i + 1, record->session_count),
                     report_model_taken_up(record, i));
    BUF_AUTO Buf elapsed = buf_new(64);
    duration_add_human(&elapsed, value_field_int(record->ended, "elapsed", 0));
    if (record->ended.kind == VALUE_MAP) markdown_row(out, SV("took"), buf_sv(&elapsed));
    Value subject = report_model_began_with(record, "subject"),
          connections = value_field(started, "connections");
    for (size_t i = 0; i < value_count(subject); i++)
        markdown_row(out, value_text(value_key(subject, i)),
                     markdown_value(arena, value_at(subject, i)));
    for (size_t i = 0; i < value_count(connections); i++)
        add_connection(out, arena, value_item(connections, i));
    buf_add_char(out, '\n');
}

static void add_step(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    bool group = entry->kind == ENTRY_GROUP, undo = entry_is_undo(entry);
    buf_addf(out, "| %s | ", undone_mark(record, entry));
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_c(out, undo ? " | undo: " : group ? " | **" : " | ");
    md_safe_words(out, entry_text(entry, "name"));
    buf_addf(out, "%s | %.*s", group && !undo ? "**" : "", SV_ARG(undone_word(record, entry)));
    Sv reason = failure_cause(entry);
    if (reason.len) buf_add_c(out, ": ");
    md_safe_words(out, reason);
    if (entry->kept)
        buf_addf(out, " (kept, %.*s)", SV_ARG(markdown_time(record->arena, entry->ended_ns)));
    buf_add_c(out, " | ");
    if (entry_int(entry, "elapsed")) duration_add_human(out, entry_int(entry, "elapsed"));
    buf_add_c(out, " |\n");
}

void markdown_steps(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"", "", "step", "result", "time", NULL};
    md_safe_table(out, columns);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (!step || entry_is_undo(entry)) continue;
        add_step(out, record, entry);
        const ReportEntry *undo = undone_first(record, entry);
        for (; undo; undo = undone_next(record, undo))
            add_step(out, record, undo);
    }
    buf_add_char(out, '\n');
}
