// Foreign text as it may stand in a report: it acts neither on a terminal nor on a CI system that
// reads the log it lands in.
#ifndef REPORT_SAFE_H
#define REPORT_SAFE_H

#include "base/buf.h"
#include "base/sv.h"

// Control bytes, escape sequences and bidirectional marks are shown; so are the beginnings of
// commands that a CI system takes from a log: "::name …::" where a word begins, "##name[" and
// "##[name" anywhere. LF is kept only with `keep_lines`.
bool safe_add(Buf *out, Sv text, bool keep_lines);

#endif
