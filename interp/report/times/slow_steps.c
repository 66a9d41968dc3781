#include "report/times/slow_steps.h"
#include "base/num.h"

enum { NUMBER_BYTES = 4096 };

static uint32_t place_of(const SlowSteps *slow, int64_t elapsed_ns) {
    uint32_t place = 0;
    while (place < slow->count && slow->items[place].elapsed_ns >= elapsed_ns)
        place++;
    return place;
}

void slow_steps_take(SlowSteps *slow, const Event *event) {
    if (event->kind == EVENT_RUN_RESUMED) {
        slow_steps_free(slow);
        *slow = (SlowSteps){0};
    }
    if (event->kind != EVENT_STEP_ENDED) return;
    if (event_int(event, "attempts") == 0 || event_bool(event, "reused")) return;
    slow->timed++;
    int64_t elapsed_ns = event_int(event, "elapsed");
    uint32_t place = place_of(slow, elapsed_ns);
    if (place == SLOWEST_LISTED) return;
    if (slow->count < SLOWEST_LISTED) slow->items[slow->count++].number = buf_new(NUMBER_BYTES);
    SlowStep taken = slow->items[slow->count - 1];
    for (uint32_t i = slow->count - 1; i > place; i--)
        slow->items[i] = slow->items[i - 1];
    buf_clear(&taken.number);
    buf_add(&taken.number, event_text(event, "number"));
    taken.elapsed_ns = elapsed_ns;
    slow->items[place] = taken;
}

void slow_steps_add(Buf *out, const SlowSteps *slow) {
    for (uint32_t i = 0; slow->timed > 1 && i < slow->count; i++) {
        buf_addf(out, "%s%.*s ", i ? ", " : "", SV_ARG(buf_sv(&slow->items[i].number)));
        duration_add_human(out, slow->items[i].elapsed_ns);
    }
}

void slow_steps_free(SlowSteps *slow) {
    for (uint32_t i = 0; i < slow->count; i++)
        buf_free(&slow->items[i].number);
}
