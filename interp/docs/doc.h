// A runbook as the Markdown page that a person could follow by hand: what must be known first, the
// steps numbered as a run numbers them, with the commands, requests and statements themselves, what
// each must show, and what all of it must show for a GO. Runs nothing, looks at nothing outside.
#ifndef DOCS_DOC_H
#define DOCS_DOC_H

#include "plan/plan.h"

// False only where the page would be over its ceiling.
bool doc_write(const Plan *plan, Buf *out);

#endif
