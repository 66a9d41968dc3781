// What the steps of a run changed and is still in place, and how it is taken back. Part of
// rollback.h.
#include "base/limits.h"
#include "engine/exec/rollback_internal.h"
#include "event/step_number.h"
#include "history/fate.h"
#include <string.h>

Acted *rollback_newest(Run *run) {
    pthread_mutex_lock(&run->emitting);
    Acted *acted = run->acted;
    pthread_mutex_unlock(&run->emitting);
    return acted;
}

bool rollback_beneath(Sv number, Sv above) {
    return above.len == 0 || step_number_within(number, above);
}

bool rollback_taken_back(const Acted *acted) {
    bool owed = acted->undo == UNDO_NOT_RUN && acted->instance.step->undo_count > 0;
    return acted->undo == UNDO_DONE || (acted->covered && !owed && acted->undo != UNDO_LACKING);
}

static bool is_standing(const Acted *acted) {
    return !acted->group && strcmp(acted->instance.context.phase, "steps") == 0 &&
           !rollback_taken_back(acted);
}

uint64_t rollback_last_of(Run *run, const StepInstance *instance) {
    const TakeUp *take_up = run->session.take_up;
    const RecordedStep *step = take_up ? recorded_run_step_of(take_up->recorded, instance->address,
                                                              sv_from_c(instance->context.phase))
                                       : NULL;
    return step ? fate_acted(step) : 0;
}

uint64_t rollback_last_beneath(Run *run, Sv number) {
    uint64_t last = 0;
    for (const Acted *acted = rollback_newest(run); acted; acted = acted->before) {
        if (acted->group || !rollback_beneath(acted->instance.number, number)) continue;
        uint64_t own = rollback_last_of(run, &acted->instance);
        if (own > last) last = own;
    }
    return last;
}

// Its undo steps are said to have happened, in this session or an earlier one.
static bool is_said(Run *run, const Acted *by) {
    const TakeUp *take_up = run->session.take_up;
    const StepInstance *instance = &by->instance;
    if (by->said || (by->tried && !by->gone) || !take_up || instance->context.anew) return by->said;
    uint64_t since =
        by->group ? rollback_last_beneath(run, instance->number) : rollback_last_of(run, instance);
    return recorded_run_undone_at(take_up->recorded, instance->number, instance->step->undo_count,
                                  since) == UNDONE_SAID;
}

// What would take it back: its own undo steps, or those of a group around it.
static const Acted *undone_by(const Acted *from, const Acted *acted) {
    if (acted->instance.step->undo_count > 0) return acted;
    for (; from; from = from->before)
        if (from->group && rollback_beneath(acted->instance.number, from->instance.number))
            return from;
    return NULL;
}

bool rollback_lost_then(Run *run, const Acted *acted) {
    const TakeUp *take_up = run->session.take_up;
    const Rerun *rerun = run->options->sources.rerun;
    const StepInstance *instance = &acted->instance;
    if (!take_up || instance->context.anew || (rerun && rerun->accept_changed)) return false;
    uint64_t since = acted->group ? rollback_last_beneath(run, instance->number)
                                  : rollback_last_of(run, instance);
    return fate_undo_is_lost(take_up->recorded, instance->number, instance->step, since);
}

// Its undo steps need what the journal does not hold.
static bool is_lost(Run *run, const Acted *by) {
    return by->lost || (!by->tried && rollback_lost_then(run, by));
}

static bool can_be_undone(Run *run, const Acted *from, const Acted *acted) {
    const Acted *by = undone_by(from, acted);
    return by && !is_said(run, by) && !is_lost(run, by);
}

// Why undo steps cannot take it back, where that is not for want of them.
static const char *why_by_hand(Run *run, const Acted *from, const Acted *acted) {
    const Acted *by = undone_by(from, acted);
    return acted->gone              ? "gone"
           : by && is_said(run, by) ? "said"
           : by && is_lost(run, by) ? "lost"
                                    : "";
}

static void take_entry(Run *run, ListBuilder *list, const Acted *from, const Acted *acted,
                       Arena *arena) {
    const StepInstance *instance = &acted->instance;
    MapBuilder entry = map_builder(arena);
    map_add_c(&entry, "address", value_string(instance->address));
    map_add_c(&entry, "number", value_string(instance->number));
    map_add_c(&entry, "name", value_string(instance->name));
    map_add_c(&entry, "stands", value_string(sv_from_c(stands_word(acted->stands))));
    map_add_c(&entry, "undo", value_bool(can_be_undone(run, from, acted)));
    const char *why = why_by_hand(run, from, acted);
    if (*why) map_add_c(&entry, "why", value_string(sv_from_c(why)));
    list_add(list, map_done(&entry));
}

Value rollback_standing(Run *run, Arena *arena) {
    const Acted *from = rollback_newest(run);
    uint32_t count = 0;
    for (const Acted *acted = from; acted; acted = acted->before)
        count++;
    const Acted **in_order = arena_new_array(arena, const Acted *, count + 1);
    uint32_t at = count;
    for (const Acted *acted = from; acted; acted = acted->before)
        in_order[--at] = acted;
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < count; i++)
        if (is_standing(in_order[i])) take_entry(run, &list, from, in_order[i], arena);
    return list_done(&list);
}

bool rollback_can_undo(Run *run) {
    const Acted *from = rollback_newest(run);
    for (const Acted *acted = from; acted; acted = acted->before)
        if (is_standing(acted) && can_be_undone(run, from, acted)) return true;
    return false;
}

bool rollback_took_back(Run *run, Sv address) {
    bool acted_then = false;
    for (const Acted *acted = rollback_newest(run); acted; acted = acted->before) {
        if (!sv_eq(acted->instance.address, address)) continue;
        if (is_standing(acted)) return false;
        acted_then = true;
    }
    return acted_then;
}

static bool is_torn(const Acted *from, const Acted *acted) {
    const Step *step = acted->instance.step;
    if (!is_standing(acted) || step->effect != EFFECT_CHANGE || step->probe) return false;
    if (acted->undo == UNDO_LACKING) return true;
    for (; from; from = from->before)
        if (from->group && from->undo == UNDO_LACKING &&
            rollback_beneath(acted->instance.number, from->instance.number))
            return true;
    return false;
}

bool rollback_is_torn(Run *run) {
    const Acted *from = rollback_newest(run);
    for (const Acted *acted = from; acted; acted = acted->before)
        if (is_torn(from, acted)) return true;
    return false;
}

Sv rollback_left_in_place(Worker *worker, Sv number, const Acted *besides) {
    enum { LISTED = 20 };
    BUF_AUTO Buf left = buf_new(LIMIT_STRING_BYTES);
    uint32_t count = 0;
    for (const Acted *acted = rollback_newest(worker->run); acted; acted = acted->before) {
        Sv own = acted->instance.number;
        bool named = besides && rollback_beneath(own, besides->instance.number);
        // What does not lie beneath may just be changing.
        if (named || !rollback_beneath(own, number) || !is_standing(acted)) continue;
        if (count++ >= LISTED) continue;
        buf_addf(&left, "%s %.*s %.*s", count == 1 ? "; still in place:" : ",",
                 SV_ARG(acted->instance.number), SV_ARG(acted->instance.name));
        if (acted->stands == STANDS_DOUBT) buf_add_c(&left, " (in doubt)");
    }
    if (count > LISTED) buf_addf(&left, " and %u more", count - LISTED);
    return buf_keep(&left, worker->keep);
}
