// What of a session was decided elsewhere, and what does not begin any more. Part of kept.h.
#include "engine/kept/kept_internal.h"
#include "history/seen.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

// A step, and all that it stands in.
static void note_decided(Run *run, Sv number) {
    SvMap *decided = &run->session.decided;
    while (number.len > 0 && !svmap_has(decided, number)) {
        svmap_add(decided, number, run);
        size_t at = number.len;
        while (at > 0 && number.at[at - 1] != '.')
            at--;
        number = sv_slice(number, 0, at > 0 ? at - 1 : 0);
    }
}

bool kept_beneath(Worker *worker, Sv number) {
    Run *run = worker->run;
    const TakeUp *take_up = taken(worker);
    if (!take_up) return false;
    // Its number may be another's by now.
    if (kept_is_changed(worker)) return true;
    pthread_mutex_lock(&run->emitting);
    if (!run->session.decided_made) run->session.decided = svmap_new(run->arena);
    for (uint32_t i = 0; !run->session.decided_made && i < take_up->recorded->count; i++) {
        const RecordedStep *step = take_up->recorded->steps[i];
        if (step->kind.len == 0 && (step->decided > 0 || step->intent > 0))
            note_decided(run, step->number);
    }
    run->session.decided_made = true;
    bool there = svmap_has(&run->session.decided, number);
    pthread_mutex_unlock(&run->emitting);
    return there;
}

Sv kept_rollback_goes_on(const Worker *worker, Sv number, Sv closed) {
    const TakeUp *take_up = taken(worker);
    if (closed.len > 0 || !take_up) return closed;
    const RecordedRollback *rollback = &take_up->recorded->rollback;
    return rollback->begun && sv_eq(rollback->beneath, number)
               ? SV("not reached: the rollback that was cut off goes on")
               : closed;
}

Sv kept_phase_closed(const Worker *worker, const char *phase) {
    const TakeUp *take_up = taken(worker);
    bool gone_through = kept_is_taken_back(worker) && strcmp(phase, "finally") == 0 &&
                        take_up->recorded->ended.kind == VALUE_MAP &&
                        take_up->recorded->parked.kind != VALUE_MAP;
    return gone_through ? SV("not reached: finally was gone through when the run ended") : SV("");
}

void kept_note_cleanup(Worker *worker, CleanupToCome *cleanup) {
    const TakeUp *take_up = taken(worker);
    const Runbook *runbook = cleanup->runbook;
    if (!take_up || runbook->finally_count == 0) return;
    FateRules rules = {.recorded = take_up->recorded,
                       .arena = worker->step,
                       .now_ns = worker->run->started.wall_ns,
                       .renew = kept_is_accepted_now(worker)};
    cleanup->over = kept_phase_closed(worker, "finally").len > 0;
    cleanup->kept = arena_new_array(worker->keep, bool, runbook->finally_count);
    for (uint32_t i = 0; i < runbook->finally_count; i++) {
        const Step *step = runbook->finally[i];
        Sv number = step_instance_number(worker->keep, cleanup->number, step);
        const RecordedStep *then = svmap_get(&take_up->recorded->by_number, number);
        cleanup->kept[i] = then && sv_eq_c(then->phase, "finally") &&
                           fate_of(&rules, then, step) == FATE_KEEP && !step->foresees &&
                           !kept_is_left_behind(worker, then);
    }
}

bool kept_is_left_behind(const Worker *worker, const RecordedStep *cleanup) {
    const RecordedRun *recorded = taken(worker)->recorded;
    Sv scope = seen_scope(recorded, cleanup->address);
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *step = recorded->steps[i];
        if (step->intent > fate_seq(cleanup) && sv_eq_c(step->phase, "steps") &&
            sv_starts(step->address, scope))
            return true;
    }
    return false;
}

Sv kept_closed(const Worker *worker, Arena *arena) {
    const TakeUp *take_up = taken(worker);
    if (!take_up || take_up->purpose == PURPOSE_RESUME) return SV("");
    const char *what = take_up->purpose == PURPOSE_UNDO ? "taken back" : "abandoned";
    return sv_format(arena, "not reached: the run was %s by %.*s", what, SV_ARG(worker->run->by));
}
