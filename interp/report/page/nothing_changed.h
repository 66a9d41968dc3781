// Whether a run is known to have changed nothing.
#ifndef REPORT_PAGE_NOTHING_CHANGED_H
#define REPORT_PAGE_NOTHING_CHANGED_H

#include "report/report_model.h"

// "Changed: nothing.", "Changed: nothing that is still in place."; NULL where something is in
// place, where that is not known of every change, and of a GO.
const char *nothing_changed(const ReportModel *record);

#endif
