// The verdict of a run as the head of a page says it, and what a reader must know before the rest.
#ifndef REPORT_PAGE_VERDICT_SAID_H
#define REPORT_PAGE_VERDICT_SAID_H

#include "report/report_model.h"

// "2 of 11 criteria do not hold": what the verdict means, in the record's arena.
Sv verdict_said(const ReportModel *record);
// "The run is still running: …", "The journal: …"; empty where nothing is wrong.
Sv verdict_caution(const ReportModel *record);
// How what follows is to be read where there is no verdict; NULL where there is one.
const char *verdict_extent(const ReportModel *record);

#endif
