// A runbook as a Markdown page that a person could follow by hand: what must be known first; the
// steps, numbered as in a run, with their commands, requests and statements and what each must
// show; and what all of it must show for a GO. Runs nothing, and reads nothing outside of the plan.
#ifndef DOCS_DOC_H
#define DOCS_DOC_H

#include "plan/plan.h"

// With `linked` an included runbook is a link to its own page, which lies to this one as the files
// lie to each other. False only if the page would be over its ceiling.
bool doc_write(const Plan *plan, bool linked, Buf *out);

#endif
