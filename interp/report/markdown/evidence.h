// The parts of the release evidence that no other page has, for the files evidence*.c alone.
#ifndef REPORT_MARKDOWN_EVIDENCE_H
#define REPORT_MARKDOWN_EVIDENCE_H

#include "report/markdown/run_page.h"

// Every step with what it was asked and answered, and beneath it each check, what was observed, and
// whether it held; what undid it behind it.
void evidence_checks(RunPage *page);
// What a GO left in place, as was wanted.
void evidence_changed(RunPage *page);
void evidence_undone(RunPage *page);
// Who confirmed what, and which failures were waived.
void evidence_people(RunPage *page);
// What it was made from: inputs and files, with their digests.
void evidence_sources(RunPage *page);

#endif
