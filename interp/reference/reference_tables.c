#include "base/limits.h"
#include "diag/diag.h"
#include "event/event.h"
#include "event/status.h"
#include "reference/reference_internal.h"

void reference_diagnostics(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(
        out, "Diagnostics",
        "What is wrong with a runbook, an expression or an input, and how to mend it. Nothing has run where one of the errors is "
        "shown. `runbook explain NAME` prints the same.");
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        const DiagRow *row = &diag_rows[i];
        buf_addf(out, "\n## %s\n\n%s%s\n\n%s\n", row->name,
                 row->severity == SEVERITY_WARNING ? "_A warning._ " : "", row->title, row->help);
    }
}

void reference_limits(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(
        out, "Limits",
        "Every amount the program refuses to pass, and what it bounds. Messages name the limit.");
    buf_add_c(out, "\n| limit | | bounds |\n|---|---|---|\n");
    for (size_t i = 0; i < limit_row_count; i++) {
        BUF_AUTO Buf amount = buf_new(256);
        buf_addf(&amount, "%lld %s", limit_rows[i].value, limit_rows[i].unit);
        buf_add_char(&amount, '\0');
        reference_row(out, limit_rows[i].name, amount.at, limit_rows[i].doc);
    }
}

static void field_row(Buf *out, const EventField *field) {
    BUF_AUTO Buf type = buf_new(256);
    event_field_add_type(&type, field);
    buf_add_char(&type, '\0');
    reference_row(out, field->name, type.at, field->doc);
}

void reference_events(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(
        out, "Events of the journal",
        "One line of a journal is one event. [JOURNAL.md](../JOURNAL.md) says what all lines hold and what a journal promises.");
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
        const EventRow *row = &event_rows[i];
        buf_addf(out, "\n## %s\n\n%s%s\n", row->name, row->doc,
                 row->flags & EVENT_LIVE_ONLY ? " (never written)"
                 : row->flags & EVENT_DURABLE ? " (durable)"
                                              : "");
        buf_add_c(out, "\n| field | type | |\n|---|---|---|\n");
        for (size_t k = 0; k < row->field_count; k++)
            field_row(out, &row->fields[k]);
    }
}

void reference_statuses(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(out, "Exit statuses",
                   "Where several apply the first in 70, 9, 6, 8, 5, 1, 4, 10 wins.");
    buf_add_c(out, "\n| status | meaning |\n|---|---|\n");
    for (size_t i = 0; i < status_row_count; i++) {
        buf_addf(out, "| %d | ", status_rows[i].number);
        reference_words(out, status_rows[i].doc);
        buf_add_c(out, " |\n");
    }
}
