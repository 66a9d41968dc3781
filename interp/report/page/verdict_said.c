#include "report/page/verdict_said.h"
#include "report/page/criteria.h"

Sv verdict_said(const ReportModel *record) {
    BUF_AUTO Buf sum = buf_new(1000);
    bool told = !record->not_run && criteria_add_sum(&sum, record);
    return told ? sv_copy(record->arena, buf_sv(&sum)) : report_model_sentence(record);
}

Sv verdict_caution(const ReportModel *record) {
    if (!record->problem.len) return (Sv){0};
    return sv_format(record->arena, "%s%.*s", report_model_problem_of(record),
                     SV_ARG(record->problem));
}

const char *verdict_extent(const ReportModel *record) {
    if (record->not_run || !sv_eq_c(report_model_verdict(record), "NO VERDICT")) return NULL;
    if (record->count == 0) return NULL;
    return record->running ? "What follows is how far it has come: none of it is a verdict."
                           : "What follows is what the journal says as far as it goes: none of it "
                             "is a verdict.";
}
