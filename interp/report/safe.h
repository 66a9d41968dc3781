// Foreign text in reports, made so that it has no effect on a terminal or on a CI system that reads
// the log.
#ifndef REPORT_SAFE_H
#define REPORT_SAFE_H

#include "base/buf.h"
#include "base/sv.h"

// Escapes control bytes, escape sequences and bidirectional marks, and the beginnings of commands
// that CI systems recognise in logs: "::name …::" at the beginning of a word, "##name[" and
// "##[name" anywhere. LF is kept only with `keep_lines`.
bool safe_add(Buf *out, Sv text, bool keep_lines);

#endif
