// GitHub Actions: the summary of a job's step, and annotations that point into the runbook. The
// annotations are the only lines of this program that begin with "::", and are only written there
// or on request.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/ink.h"
#include "report/markdown/md_page.h"
#include "report/page/verdict_said.h"
#include "report/report.h"
#include "report/standing.h"

// GitHub shows no summary at all of more than a MiB for a step, and no more than ten annotations of
// each kind.
enum { MOST_BYTES = 1000 * 1000, LEAST_BYTES = 4096, TITLE_COLUMNS = 200, END_BYTES = 500 };
enum { NAMED_BYTES = 2000 };

// ── the summary ──

// GitHub draws such a quotation in a colour, with a sign before it.
static const char *alert_of(Sv verdict) {
    if (sv_eq_c(verdict, "GO")) return "> [!TIP]\n> ";
    bool bad =
        sv_eq_c(verdict, "NO-GO") || sv_eq_c(verdict, "IN DOUBT") || sv_eq_c(verdict, "DENIED");
    return bad ? "> [!CAUTION]\n> " : "> [!WARNING]\n> ";
}

// Where there is no room for more: what it was, and what became of it.
static void add_short(Buf *out, const ReportModel *record) {
    Sv title = value_field_text(record->started, "title", SV("A run")),
       fitting = utf8_fit(title, TITLE_COLUMNS), verdict = report_model_verdict(record);
    buf_add_c(out, "## Runbook: ");
    md_safe_words(out, fitting);
    buf_addf(out, "%s\n\n%s**%.*s**: ", fitting.len < title.len ? "…" : "", alert_of(verdict),
             SV_ARG(verdict));
    md_safe_words(out, verdict_said(record));
    buf_add_c(out, "\n\n");
    if (record->word.len == 0 || record->word.len > TITLE_COLUMNS) return;
    BUF_AUTO Buf command = buf_new(LEAST_BYTES);
    buf_addf(&command, "runbook report %.*s markdown", SV_ARG(record->word));
    markdown_command(out, "There is no room here for the rest of it:", buf_sv(&command));
}

// In at most so many bytes.
static void add_summary(Buf *out, const ReportModel *record, size_t most) {
    BUF_AUTO Buf whole = buf_new(out->ceiling);
    if (most >= LEAST_BYTES) {
        MdPage page = md_page(&whole, record, "###");
        page.most = most;
        markdown_report(&page, "## Runbook:", sv_from_c(alert_of(report_model_verdict(record))));
        out->full |= whole.full;
        if (whole.len <= most) {
            buf_add(out, buf_sv(&whole));
            return;
        }
    }
    add_short(out, record);
}

void report_github_all(const ReportModel *const *records, uint32_t count, size_t taken, Buf *out) {
    size_t most = taken < MOST_BYTES ? MOST_BYTES - taken : 0, begun = out->len;
    for (uint32_t i = 0; i < count; i++) {
        size_t used = out->len - begun, room = used < most ? most - used : 0;
        BUF_AUTO Buf one = buf_new(out->ceiling);
        add_summary(&one, records[i], room / (count - i));
        out->full |= one.full;
        if (one.len + END_BYTES > room) {
            buf_addf(out, "There is no room here for %u more run%s.\n\n", count - i,
                     count - i == 1 ? "" : "s");
            return;
        }
        buf_add(out, buf_sv(&one));
    }
}

void report_github(const ReportModel *record, Buf *out) {
    report_github_all(&record, 1, 0, out);
}

// ── annotations ──

// Data of a workflow command: % and line ends are escaped, in properties also : and ,
static void add_data(Buf *out, Sv text, bool property) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    shown_add(&buf, text, true);
    Sv safe = buf_sv(&buf);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.at[i];
        bool escaped = c == '%' || c == '\n' || c == '\r' || (property && (c == ':' || c == ','));
        if (escaped)
            buf_addf(out, "%%%02X", (unsigned char)c);
        else
            buf_add_char(out, c);
    }
}

void report_annotation(Buf *out, const Annotation *annotation) {
    buf_addf(out, "::%s ", annotation->error ? "error" : "warning");
    if (annotation->path.len) {
        buf_add_c(out, "file=");
        add_data(out, annotation->path, true);
        if (annotation->line > 0)
            buf_addf(out, ",line=%lld,col=%lld", (long long)annotation->line,
                     (long long)annotation->column);
        buf_add_char(out, ',');
    }
    buf_add_c(out, "title=");
    add_data(out, annotation->title, true);
    buf_add_c(out, "::");
    add_data(out, annotation->text, false);
    buf_add_char(out, '\n');
}

typedef enum Kind { KIND_ERROR, KIND_WARNING, KINDS, KIND_NONE } Kind;

static Kind kind_of(const ReportModel *record, const AlikeFailures *alike, uint32_t index) {
    const ReportEntry *entry = &record->entries[index];
    if (entry->kind != ENTRY_STEP || alike->first[index] != index) return KIND_NONE;
    Sv verdict = entry_verdict(entry);
    bool bad =
        sv_eq_c(verdict, "failed") || sv_eq_c(verdict, "undecided") || sv_eq_c(verdict, "in_doubt");
    if (bad) return entry_only_warns(entry) ? KIND_WARNING : KIND_ERROR;
    bool warns = sv_eq_c(verdict, "warned") || sv_eq_c(verdict, "waived");
    return warns ? KIND_WARNING : KIND_NONE;
}

static void annotate(const ReportModel *record, const AlikeFailures *alike, uint32_t index,
                     Kind kind, Buf *out) {
    const ReportEntry *entry = &record->entries[index];
    Value place = value_field(failure_fields(entry), "place");
    BUF_AUTO Buf text = buf_new(out->ceiling), title = buf_new(out->ceiling);
    buf_addf(&text, "%s\n", verdict_look(entry_verdict(entry))->word);
    failure_add_step(&text, entry);
    failure_add_alike(&text, record, alike, index);
    buf_addf(&title, "%s%.*s", entry_is_undo(entry) ? "undo: " : "",
             SV_ARG(entry_text(entry, "name")));
    report_annotation(out, &(Annotation){.error = kind == KIND_ERROR,
                                         .path = value_field_text(place, "path", (Sv){0}),
                                         .line = value_field_int(place, "line", 1),
                                         .column = value_field_int(place, "column", 1),
                                         .title = buf_sv(&title),
                                         .text = sv_trim(buf_sv(&text))});
    out->full |= text.full || title.full;
}

// Of one kind: how many there are, how many were written, and those that were not.
typedef struct Annotated {
    uint32_t all, written, left_out;
    Buf named;
} Annotated;

static bool has_room(Annotated *annotated) {
    bool last = annotated->written + 1 == REPORT_MOST_ANNOTATIONS;
    if (annotated->written == REPORT_MOST_ANNOTATIONS ||
        (last && annotated->all > REPORT_MOST_ANNOTATIONS))
        return false;
    annotated->written++;
    return true;
}

static void leave_out(Annotated *annotated, Sv number, Sv name) {
    annotated->left_out++;
    if (annotated->named.len + number.len + name.len < NAMED_BYTES)
        buf_addf(&annotated->named, "%.*s%s%.*s\n", SV_ARG(number), number.len ? " " : "",
                 SV_ARG(name));
}

static void add_left_out(Buf *out, const Annotated *annotated, Kind kind) {
    if (!annotated->left_out) return;
    BUF_AUTO Buf title = buf_new(200), text = buf_new((size_t)2 * NAMED_BYTES);
    buf_addf(&title, "%u more that %s", annotated->left_out,
             kind == KIND_ERROR ? "did not pass" : "a reader must know of");
    buf_addf(&text,
             "GitHub shows %d of them; the summary of this step and the transcript have all:\n",
             REPORT_MOST_ANNOTATIONS);
    failure_add_quoted(&text, SV(""), buf_sv(&annotated->named));
    report_annotation(out, &(Annotation){.error = kind == KIND_ERROR,
                                         .title = buf_sv(&title),
                                         .text = sv_trim(buf_sv(&text))});
}

static void annotate_not_run(const ReportModel *record, Annotated *annotated, Buf *out) {
    Sv path = value_field_text(record->started, "path", (Sv){0});
    if (has_room(annotated))
        report_annotation(out, &(Annotation){.error = true,
                                             .path = path,
                                             .title = SV("nothing was run"),
                                             .text = record->problem});
    else
        leave_out(annotated, (Sv){0}, path);
}

static void annotate_run(const ReportModel *record, Annotated *annotated, Buf *out) {
    AlikeFailures alike = failures_alike(record);
    if (record->not_run) annotate_not_run(record, &annotated[KIND_ERROR], out);
    for (uint32_t i = 0; i < record->count; i++) {
        Kind kind = kind_of(record, &alike, i);
        if (kind == KIND_NONE) continue;
        const ReportEntry *entry = &record->entries[i];
        if (has_room(&annotated[kind]))
            annotate(record, &alike, i, kind, out);
        else
            leave_out(&annotated[kind], entry_text(entry, "number"), entry_text(entry, "name"));
    }
}

static void count(const ReportModel *record, Annotated *annotated) {
    AlikeFailures alike = failures_alike(record);
    annotated[KIND_ERROR].all += record->not_run;
    for (uint32_t i = 0; i < record->count; i++) {
        Kind kind = kind_of(record, &alike, i);
        if (kind != KIND_NONE) annotated[kind].all++;
    }
}

void report_annotations(const ReportModel *const *records, uint32_t record_count, Buf *out) {
    Annotated annotated[KINDS] = {{.named = buf_new((size_t)2 * NAMED_BYTES)},
                                  {.named = buf_new((size_t)2 * NAMED_BYTES)}};
    for (uint32_t i = 0; i < record_count; i++)
        count(records[i], annotated);
    for (uint32_t i = 0; i < record_count; i++)
        annotate_run(records[i], annotated, out);
    for (Kind kind = 0; kind < KINDS; kind++) {
        add_left_out(out, &annotated[kind], kind);
        buf_free(&annotated[kind].named);
    }
}
