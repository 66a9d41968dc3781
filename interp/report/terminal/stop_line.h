// What a request to stop does, and what the next one would, in one sentence.
#ifndef REPORT_TERMINAL_STOP_LINE_H
#define REPORT_TERMINAL_STOP_LINE_H

#include "event/event.h"

// `command`: by which a run goes on that was left.
void stop_line(Buf *out, const Event *stopped, const char *command);

#endif
