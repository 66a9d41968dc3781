// Puts the events of parallel steps into the runbook's order: a view shows one step after the
// other, whatever happened at the same time. Events pass through immediately while nothing runs in
// parallel.
#ifndef EVENT_DISPLAY_ORDER_H
#define EVENT_DISPLAY_ORDER_H

#include "event/event.h"

typedef struct EventOrder EventOrder;

EventOrder *event_order_new(EventSink next);
EventSink event_order_sink(EventOrder *order);
// Passes on what is still held back (a run that was cut off), then frees it.
void event_order_free(EventOrder *order);

#endif
