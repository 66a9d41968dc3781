#include "engine/attempt/kept_names.h"
#include "base/limits.h"
#include "engine/events/emit.h"
#include "select/select.h"

#include <string.h>

void kept_names_learn(Worker *worker, Arena *arena, const KeptNames *names) {
    for (unsigned i = 0; i < names->count; i++) {
        const KeptName *kept = &names->items[i];
        Sv name = sv_format(arena, "%s %.*s", kept->what, SV_ARG(kept->name));
        masker_add(worker->run->masker, name, kept->secret, LIMIT_SECRET_MIN_BYTES);
    }
}

static bool was_told(const KeptNames *names, unsigned at) {
    bool told = names->items[at].given;
    for (unsigned i = 0; i < at && !told; i++)
        told = !names->items[i].given && sv_eq(names->items[i].name, names->items[at].name);
    return told;
}

void kept_names_tell(Worker *worker, const StepInstance *instance, const KeptNames *names) {
    if (names->count == 0) return;
    EventBuilder builder = event_builder_of_step(worker, EVENT_COOKIES_KEPT, instance);
    ListBuilder list = list_builder(builder.arena);
    for (unsigned i = 0; i < names->count; i++)
        if (!was_told(names, i)) list_add(&list, value_string(names->items[i].name));
    Value all = list_done(&list);
    if (value_count(all) == 0) return;
    event_put_value(&builder, "names", all);
    event_send(&builder, NULL);
}

typedef struct LeftOut {
    const Selection *selection;
    const Step *step;
    const Step *first; // of those that were left out
    bool reached;
} LeftOut;

static bool look(void *self, Step *step, const char *phase, uint32_t depth) {
    LeftOut *left = self;
    (void)depth;
    // These go with their step.
    if (strcmp(phase, "probe") == 0 || strcmp(phase, "undo") == 0) return false;
    left->reached |= step == left->step;
    if (left->reached) return false;
    if (!left->first && step->via == left->step->via && step->action &&
        !select_has(left->selection, step))
        left->first = step;
    return true;
}

Sv kept_names_left_out(Worker *worker, Arena *arena, const Step *step, ConnectionMemory *memory) {
    const Selection *selection = worker->run->selection;
    pthread_mutex_lock(&memory->lock);
    bool first = !memory->used;
    memory->used = true;
    pthread_mutex_unlock(&memory->lock);
    if (!first || !selection || !select_partial(selection) || !connection_remembers(step->via))
        return (Sv){0};
    LeftOut left = {.selection = selection, .step = step};
    plan_visit(worker->run->plan->top, look, &left);
    if (!left.first) return (Sv){0};
    return sv_format(
        arena,
        "%.*s keeps cookies, and '%.*s %.*s' was left out: what it would have been given is not sent",
        SV_ARG(step->via->name), SV_ARG(step_number(arena, left.first)), SV_ARG(left.first->name));
}
