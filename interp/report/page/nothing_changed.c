#include "report/page/nothing_changed.h"
#include "report/standing.h"

const char *nothing_changed(const ReportModel *record) {
    if (value_count(standing_of(record->left)) > 0) return NULL;
    bool told = record->intact && record->ended.kind == VALUE_MAP &&
                !verdict_audit_contradicted(&record->audit) &&
                !sv_eq_c(report_model_verdict(record), "GO");
    bool back = value_field_int(value_field(record->ended, "undone"), "planned", 0) > 0;
    for (uint32_t i = 0; i < record->count && told; i++) {
        const ReportEntry *entry = &record->entries[i];
        bool known = value_field_text(entry->end, "stands", (Sv){0}).len > 0;
        if (!entry->acted || entry->undoes || known) continue;
        told = back && !sv_eq_c(entry_text(entry, "phase"), "steps");
    }
    // What an earlier session did may be seen no more, and yet have happened.
    if (!told || (!back && record->session_count > 0)) return NULL;
    return back ? "Changed: nothing that is still in place." : "Changed: nothing.";
}
