#include "engine/events/still_runs.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "select/select.h"

// ── where the run is ──

void cancel_begin_cleanup(Run *run, CleanupToCome *cleanup) {
    pthread_mutex_lock(&run->emitting);
    cleanup->before = run->cancel.cleanups;
    run->cancel.cleanups = cleanup;
    pthread_mutex_unlock(&run->emitting);
}

void cancel_note_cleanup(Run *run, CleanupToCome *cleanup, uint32_t begun) {
    pthread_mutex_lock(&run->emitting);
    cleanup->begun = begun;
    pthread_mutex_unlock(&run->emitting);
}

void cancel_end_cleanup(Run *run, CleanupToCome *cleanup) {
    pthread_mutex_lock(&run->emitting);
    CleanupToCome **at = &run->cancel.cleanups;
    while (*at != cleanup)
        at = &(*at)->before;
    *at = cleanup->before;
    pthread_mutex_unlock(&run->emitting);
}

void cancel_begin_rollback(Run *run) {
    pthread_mutex_lock(&run->emitting);
    run->cancel.rollbacks++;
    pthread_mutex_unlock(&run->emitting);
}

void cancel_end_rollback(Run *run) {
    pthread_mutex_lock(&run->emitting);
    run->cancel.rollbacks--;
    pthread_mutex_unlock(&run->emitting);
}

// ── telling it ──

static Value step_of(Arena *arena, const CleanupToCome *cleanup, const Step *step) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "number", value_string(step_instance_number(arena, cleanup->number, step)));
    // Its own ${…} may read what other threads are just writing.
    map_add_c(&map, "name", value_string(step->name));
    return map_done(&map);
}

// The step that has begun last is running: it goes on after the first request, and is ended by the
// second.
static void add_steps(Run *run, Arena *arena, const CleanupToCome *cleanup, int request,
                      ListBuilder *list) {
    const Runbook *runbook = cleanup->runbook;
    bool acted = atomic_load(&run->session.acted);
    uint32_t from = cleanup->begun;
    if (request == STOP_ONCE && from > 0) from--;
    for (uint32_t i = from; !cleanup->over && i < runbook->finally_count; i++)
        if (select_has(run->selection, runbook->finally[i]) &&
            (acted || !cleanup->kept || !cleanup->kept[i]))
            list_add(list, step_of(arena, cleanup, runbook->finally[i]));
}

void still_runs_put(EventBuilder *builder, int request) {
    Run *run = builder->run;
    if (request == STOP_LEAVE) return;
    ListBuilder list = list_builder(builder->arena);
    pthread_mutex_lock(&run->emitting);
    for (const CleanupToCome *each = run->cancel.cleanups; each; each = each->before)
        add_steps(run, builder->arena, each, request, &list);
    bool rolls_back = request == STOP_ONCE && run->cancel.rollbacks > 0;
    pthread_mutex_unlock(&run->emitting);
    event_put_value(builder, "finally", list_done(&list));
    if (rolls_back) event_put_bool(builder, "rollback", true);
}
