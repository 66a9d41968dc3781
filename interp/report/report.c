#include "report/report.h"
#include "base/shown/shown.h"

const ReportRow report_rows[REPORT_COUNT] = {
#define REPORT(name, file, appends, doc) {#name, file, appends, doc, report_##name},
#include "report/reports.def"
#undef REPORT
};

const ReportRow *report_row(Sv name) {
    for (size_t i = 0; i < REPORT_COUNT; i++) {
        if (sv_eq_c(name, report_rows[i].name)) return &report_rows[i];
    }
    return NULL;
}

bool report_combines(const ReportRow *row) {
    size_t index = (size_t)(row - report_rows);
    return row->appends || index == REPORT_INDEX_junit || index == REPORT_INDEX_openmetrics;
}

void report_render(const ReportRow *row, const ReportModel *record, Buf *out) {
    report_render_all(row, &record, 1, 0, out);
}

void report_render_all(const ReportRow *row, const ReportModel *const *records, uint32_t count,
                       size_t taken, Buf *out) {
    BUF_AUTO Buf made = buf_new(out->ceiling);
    switch (row - report_rows) {
    case REPORT_INDEX_junit: report_junit_all(records, count, &made); break;
    case REPORT_INDEX_github: report_github_all(records, count, taken, &made); break;
    case REPORT_INDEX_openmetrics: report_openmetrics_all(records, count, &made); break;
    default:
        for (uint32_t i = 0; i < count; i++)
            row->render(records[i], &made);
    }
    shown_add_output(out, buf_sv(&made), (ShownOutput){0});
    out->full |= made.full;
}

void report_add_names(Buf *out, const char *last) {
    for (size_t i = 0; i < REPORT_COUNT; i++)
        buf_addf(out, "%s%s",
                 i == 0                 ? ""
                 : i + 1 < REPORT_COUNT ? ", "
                                        : last,
                 report_rows[i].name);
}
