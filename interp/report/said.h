// Which line of what a command said tells a person why it failed.
#ifndef REPORT_SAID_H
#define REPORT_SAID_H

#include "value/value.h"

// Of an attempt's fields, trimmed; empty where it said nothing. The last line that names what is
// wrong, on standard error if there is one; else the last one on standard error that says
// something, so no figure of a progress and no end of a list; else the last line.
Sv said_line(Value attempt);

#endif
