// The parts of the release evidence that no other page has, for the files evidence*.c alone.
#ifndef REPORT_MARKDOWN_EVIDENCE_H
#define REPORT_MARKDOWN_EVIDENCE_H

#include "report/markdown/md_page.h"

// Every step with what it was asked and answered, and beneath it each check, what was observed, and
// whether it held; what undid it behind it.
void evidence_checks(MdPage *page);
// What a GO left in place, as was wanted.
void evidence_changed(MdPage *page);
void evidence_undone(MdPage *page);
// Who confirmed what, and which failures were waived.
void evidence_people(MdPage *page);
// What it was made from: inputs and files, with their digests.
void evidence_sources(MdPage *page);

#endif
