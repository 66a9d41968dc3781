#include "report/report.h"

const ReportRow report_rows[] = {
#define REPORT(name, file, appends, doc) {#name, file, appends, doc, report_##name},
#include "report/reports.def"
#undef REPORT
};
const size_t report_row_count = sizeof report_rows / sizeof *report_rows;

const ReportRow *report_row(Sv name) {
    for (size_t i = 0; i < report_row_count; i++) {
        if (sv_eq_c(name, report_rows[i].name)) return &report_rows[i];
    }
    return NULL;
}
