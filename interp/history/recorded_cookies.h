// The names of the cookies that a connection kept of a step's answers, as its journal tells them.
#ifndef HISTORY_RECORDED_COOKIES_H
#define HISTORY_RECORDED_COOKIES_H

#include "history/recorded_run.h"

// Those of one more attempt.
void recorded_cookies_add(Arena *arena, RecordedStep *step, const Event *event);
bool recorded_cookies_any(const RecordedStep *step);

#endif
