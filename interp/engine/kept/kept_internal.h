// For the files of this room.
#ifndef ENGINE_KEPT_KEPT_INTERNAL_H
#define ENGINE_KEPT_KEPT_INTERNAL_H

#include "engine/kept/kept.h"

// What is there now was accepted in this session.
bool kept_is_accepted_now(const Worker *worker);
// What an earlier session told may be of another runbook than this one.
bool kept_is_changed(const Worker *worker);
// A session that was left before it cleaned up had changed something, since this step of `finally`
// was done.
bool kept_is_left_behind(const Worker *worker, const RecordedStep *cleanup);

#endif
