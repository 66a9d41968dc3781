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

void report_render(const ReportRow *row, const ReportModel *record, Buf *out) {
    BUF_AUTO Buf made = buf_new(out->ceiling);
    row->render(record, &made);
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
