// What a request to stop does, and what the next one would, in one sentence.
#ifndef REPORT_TERMINAL_STOP_LINE_H
#define REPORT_TERMINAL_STOP_LINE_H

#include "event/event.h"

void stop_line(Buf *out, const Event *stopped);

#endif
