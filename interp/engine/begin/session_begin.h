// The beginning of a session of a run that is taken up again: what differs from when it began, the
// go-ahead of whoever takes it up, and its first event.
#ifndef ENGINE_BEGIN_SESSION_BEGIN_H
#define ENGINE_BEGIN_SESSION_BEGIN_H

#include "engine/begin/begin.h"

typedef enum TakeUpStatus {
    TAKE_UP_GO,
    TAKE_UP_DIFFERS, // what is judged is another now: *message says what, a line each
    TAKE_UP_LEFT,    // whoever was asked wants it left as it is
    TAKE_UP_FAILED   // the journal cannot be written: *message
} TakeUpStatus;

// Nothing was made or written unless it returns TAKE_UP_GO. `unseen`: why what is judged could not
// be observed; empty where it was. `look` is called before anybody is asked.
TakeUpStatus take_up_begin(Worker *worker, Frame *frame, Resolved *resolved, Sv unseen,
                           void (*look)(Worker *worker, Frame *frame), Sv *message);

#endif
