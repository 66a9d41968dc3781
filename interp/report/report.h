// The reports of a finished run, from one table (reports.def).
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/report_model.h"

typedef struct ReportRow {
    const char *name; // "junit"
    const char *file; // what such a file is usually called
    bool appends;     // it is appended to a file that others write to as well
    const char *doc;
    void (*render)(const ReportModel *record, Buf *out); // called by report_render alone
} ReportRow;

enum ReportIndex {
#define REPORT(name, file, appends, doc) REPORT_INDEX_##name,
#include "report/reports.def"
#undef REPORT
    REPORT_COUNT
};

extern const ReportRow report_rows[REPORT_COUNT];
// NULL where there is none of that name.
const ReportRow *report_row(Sv name);
// Adds the report as it may be written to a file or a log; `out` is full where it would be longer
// than that may be, and then holds no report.
void report_render(const ReportRow *row, const ReportModel *record, Buf *out);
// Whether one file of this format can tell of several runs; and such a file.
bool report_combines(const ReportRow *row);
// `taken` bytes of its file are written by others already.
void report_render_all(const ReportRow *row, const ReportModel *const *records, uint32_t count,
                       size_t taken, Buf *out);
// "junit, tap" and so on: all their names, `last` (" or ") before the last one.
void report_add_names(Buf *out, const char *last);

#define REPORT(name, file, appends, doc) void report_##name(const ReportModel *record, Buf *out);
#include "report/reports.def"
#undef REPORT

// What a monitoring system is to end a plugin with, by the `nagios` report: 0 OK, 1 WARNING,
// 2 CRITICAL, 3 UNKNOWN.
int report_nagios_state(const ReportModel *record);
// The summary of several runs, in the room that GitHub has for those of a step. It says what it
// leaves out.
void report_github_all(const ReportModel *const *records, uint32_t count, size_t taken, Buf *out);
// One file of several runs; `report_junit` and `report_openmetrics` are those of one.
void report_junit_all(const ReportModel *const *records, uint32_t count, Buf *out);
void report_openmetrics_all(const ReportModel *const *records, uint32_t count, Buf *out);
// GitHub shows no more of each kind for a step of a workflow.
enum { REPORT_MOST_ANNOTATIONS = 10 };
// One line of a GitHub Actions log that points into a file.
typedef struct Annotation {
    bool error; // else a warning
    Sv path;    // empty = none
    int64_t line, column;
    Sv title, text;
} Annotation;
void report_annotation(Buf *out, const Annotation *annotation);
// ::error and ::warning lines for a GitHub Actions log: one for each step that did not pass, as far
// as GitHub shows them; the last one says how many more there are.
void report_annotations(const ReportModel *const *records, uint32_t count, Buf *out);
// The release evidence: verdict, criteria, every check with what was observed, who confirmed what,
// digests. It contains the word GO only if the run is an intact GO.
void report_evidence(const ReportModel *record, Buf *out);

#endif
