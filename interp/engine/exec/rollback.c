#include "engine/exec/rollback.h"
#include "base/limits.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/exec/flow.h"
#include "history/fate.h"
#include <string.h>

// How far the undo steps of one have come.
typedef enum UndoStatus {
    UNDO_NOT_RUN, // there are none, or it was not their turn
    UNDO_SKIPPED, // their own conditions left out all of them
    UNDO_DONE,
    UNDO_LACKING // at least one failed, was declined or not reached
} UndoStatus;

struct Acted {
    StepInstance instance;
    Stands stands;
    bool group; // what stands are the changes in it
    Doubt doubt;
    bool tried;      // its undo was run, or begun
    bool stopped;    // the rollback stopped at it
    bool said;       // its undo is said to have happened, and is not made once more
    bool gone;       // the run does not come to it any more
    bool covered;    // the undo steps of a group around it were done
    UndoStatus undo; // of its own undo steps
    Acted *before;   // the one that acted before it
};

static void remember(Worker *worker, Acted acted) {
    Run *run = worker->run;
    Acted *kept = arena_new_of(worker->keep, Acted);
    pthread_mutex_lock(&run->emitting);
    *kept = acted;
    kept->before = run->acted;
    run->acted = kept;
    pthread_mutex_unlock(&run->emitting);
}

// Elsewhere the list may grow at its head; what is in it stays.
static Acted *newest(Run *run) {
    pthread_mutex_lock(&run->emitting);
    Acted *acted = run->acted;
    pthread_mutex_unlock(&run->emitting);
    return acted;
}

void rollback_remember(Worker *worker, const StepInstance *instance, Stands stands, Doubt doubt) {
    if (!stands_still(stands) || step_instance_undo(instance)) return;
    remember(worker, (Acted){.instance = *instance, .stands = stands, .doubt = doubt});
}

void rollback_remember_gone(Worker *worker, const StepInstance *instance, Stands stands,
                            Doubt doubt) {
    remember(
        worker,
        (Acted){
            .instance = *instance, .stands = stands, .doubt = doubt, .tried = true, .gone = true});
}

void rollback_remember_undone(Worker *worker, const StepInstance *instance, Stands stands) {
    remember(worker, (Acted){.instance = *instance, .stands = stands, .undo = UNDO_DONE});
}

static bool lies_beneath(Sv number, Sv above) {
    if (above.len == 0 || sv_eq(number, above)) return true;
    return number.len > above.len && sv_starts(number, above) && number.at[above.len] == '.';
}

// ── what stands ──

static bool taken_back(const Acted *acted) {
    bool owed = acted->undo == UNDO_NOT_RUN && acted->instance.step->undo_count > 0;
    return acted->undo == UNDO_DONE || (acted->covered && !owed && acted->undo != UNDO_LACKING);
}

static bool is_standing(const Acted *acted) {
    return !acted->group && strcmp(acted->instance.context.phase, "steps") == 0 &&
           !taken_back(acted);
}

// The last event by which an earlier session did what is undone; 0 = none did.
static uint64_t last_of(Run *run, const StepInstance *instance) {
    const TakeUp *take_up = run->session.take_up;
    const RecordedStep *step = take_up ? recorded_run_step_of(take_up->recorded, instance->address,
                                                              sv_from_c(instance->context.phase))
                                       : NULL;
    return step ? fate_acted(step) : 0;
}

static uint64_t last_beneath(Run *run, Sv number) {
    uint64_t last = 0;
    for (const Acted *acted = newest(run); acted; acted = acted->before) {
        if (acted->group || !lies_beneath(acted->instance.number, number)) continue;
        uint64_t own = last_of(run, &acted->instance);
        if (own > last) last = own;
    }
    return last;
}

// Its undo steps are said to have happened, in this session or an earlier one.
static bool is_said(Run *run, const Acted *by) {
    const TakeUp *take_up = run->session.take_up;
    const StepInstance *instance = &by->instance;
    if (by->said || (by->tried && !by->gone) || !take_up || instance->context.anew) return by->said;
    uint64_t since = by->group ? last_beneath(run, instance->number) : last_of(run, instance);
    return recorded_run_undone_at(take_up->recorded, instance->number, instance->step->undo_count,
                                  since) == UNDONE_SAID;
}

// What would take it back: its own undo steps, or those of a group around it.
static const Acted *undone_by(const Acted *from, const Acted *acted) {
    if (acted->instance.step->undo_count > 0) return acted;
    for (; from; from = from->before)
        if (from->group && lies_beneath(acted->instance.number, from->instance.number)) return from;
    return NULL;
}

static bool can_be_undone(Run *run, const Acted *from, const Acted *acted) {
    const Acted *by = undone_by(from, acted);
    return by && !is_said(run, by);
}

// Why undo steps cannot take it back, where that is not for want of them.
static const char *why_by_hand(Run *run, const Acted *from, const Acted *acted) {
    const Acted *by = undone_by(from, acted);
    return acted->gone ? "gone" : by && is_said(run, by) ? "said" : "";
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
    const Acted *from = newest(run);
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
    const Acted *from = newest(run);
    for (const Acted *acted = from; acted; acted = acted->before)
        if (is_standing(acted) && can_be_undone(run, from, acted)) return true;
    return false;
}

bool rollback_took_back(Run *run, Sv address) {
    bool acted_then = false;
    for (const Acted *acted = newest(run); acted; acted = acted->before) {
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
            lies_beneath(acted->instance.number, from->instance.number))
            return true;
    return false;
}

bool rollback_is_torn(Run *run) {
    const Acted *from = newest(run);
    for (const Acted *acted = from; acted; acted = acted->before)
        if (is_torn(from, acted)) return true;
    return false;
}

// "; still in place: 3 The flag is set, 2 The users are migrated", newest first; nothing where
// nothing is.
static Sv left_in_place(Worker *worker, Sv number, const Acted *besides) {
    enum { LISTED = 20 };
    BUF_AUTO Buf left = buf_new(LIMIT_STRING_BYTES);
    uint32_t count = 0;
    for (const Acted *acted = newest(worker->run); acted; acted = acted->before) {
        Sv own = acted->instance.number;
        bool named = besides && lies_beneath(own, besides->instance.number);
        // What does not lie beneath may just be changing.
        if (named || !lies_beneath(own, number) || !is_standing(acted)) continue;
        if (count++ >= LISTED) continue;
        buf_addf(&left, "%s %.*s %.*s", count == 1 ? "; still in place:" : ",",
                 SV_ARG(acted->instance.number), SV_ARG(acted->instance.name));
        if (acted->stands == STANDS_DOUBT) buf_add_c(&left, " (in doubt)");
    }
    if (count > LISTED) buf_addf(&left, " and %u more", count - LISTED);
    return buf_keep(&left, worker->keep);
}

// ── groups with undo steps of their own ──

static bool something_stands(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && !acted->group &&
            acted->doubt != DOUBT_LEFT && !taken_back(acted))
            return true;
    return false;
}

static bool was_undone(const Worker *worker, const StepInstance *group) {
    const TakeUp *take_up = worker->run->session.take_up;
    uint64_t since = last_beneath(worker->run, group->number);
    return take_up && since > 0 &&
           recorded_run_undone_at(take_up->recorded, group->number, group->step->undo_count,
                                  since) == UNDONE_ALL;
}

void rollback_remember_group(Worker *worker, const StepInstance *instance) {
    if (instance->step->undo_count == 0 || step_instance_undo(instance)) return;
    bool undone = !something_stands(newest(worker->run), instance->number);
    if (undone && !was_undone(worker, instance)) return;
    Acted group = {.instance = *instance, .group = true, .undo = undone ? UNDO_DONE : UNDO_NOT_RUN};
    for (const Acted *acted = newest(worker->run); acted; acted = acted->before)
        group.instance.context.anew |=
            lies_beneath(acted->instance.number, instance->number) && acted->instance.context.anew;
    remember(worker, group);
}

bool rollback_made(Worker *worker, Sv number) {
    for (const Acted *acted = newest(worker->run); acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) &&
            (acted->undo == UNDO_DONE || acted->undo == UNDO_LACKING))
            return true;
    return false;
}

// ── undoing ──

static void tell_phase(Worker *worker, Sv number, Sv why) {
    EventBuilder builder = event_builder_of(worker, EVENT_PHASE);
    event_put_text(&builder, "phase", SV("undo"));
    event_put_text(&builder, "reason", why);
    event_put_text(&builder, "beneath", number);
    event_send(&builder, NULL);
}

static const Acted *in_doubt(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && acted->doubt == DOUBT_HOLDS)
            return acted;
    return NULL;
}

// An undo beneath the number that stopped a rollback, perhaps that of an included runbook: what is
// older then stays as it is.
static const Acted *stopped_at(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && acted->stopped) return acted;
    return NULL;
}

static bool is_to_undo(const Acted *acted, Sv number) {
    return lies_beneath(acted->instance.number, number) && !acted->tried &&
           acted->doubt != DOUBT_LEFT && acted->instance.step->undo_count > 0;
}

static bool something_to_undo(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (is_to_undo(acted, number)) return true;
    return false;
}

static UndoStatus undo_status(const StepOutcome *ended) {
    if (ended->bad || ended->lacking) return UNDO_LACKING;
    return ended->verdict == VERDICT_SKIPPED ? UNDO_SKIPPED : UNDO_DONE;
}

// What a group's undo steps take back are the changes in it.
static void mark(Acted *acted, UndoStatus undo, bool in_doubt) {
    Sv number = acted->instance.number;
    acted->undo = undo;
    for (Acted *each = acted; each; each = each->before) {
        if (!lies_beneath(each->instance.number, number)) continue;
        if (undo == UNDO_DONE) each->covered = true;
        if (in_doubt && !taken_back(each)) each->stands = STANDS_DOUBT;
    }
}

static bool undo(Worker *worker, Acted *acted, Sv number) {
    const StepInstance *instance = &acted->instance;
    StepContext context = instance->context;
    context.phase = "undo";
    if (instance->step->id.len > 0)
        context.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
    context.number = instance->number;
    context.depth = instance->context.depth + 1;
    context.rule = ON_FAILURE_STOP;
    context.level = LEVEL_MUST;
    context.deadline_ns = NO_DEADLINE;
    context.cleanup = NULL;
    context.closed = SV(""); // what is taken back is, whatever else is not begun
    context.undoes =
        acted->group ? last_beneath(worker->run, instance->number) : last_of(worker->run, instance);
    context.step_results = step_results_new(worker->keep, instance->context.step_results);
    acted->tried = true;
    StepOutcome ended;
    flow_run(worker, &context, instance->step->undo, instance->step->undo_count, 1, &ended);
    mark(acted, undo_status(&ended), ended.unsure);
    acted->said = acted->undo == UNDO_LACKING && !ended.owed;
    if (acted->undo != UNDO_DONE) atomic_store(&worker->run->left, true);
    // What was not begun since the run was stopped once more is not undone.
    if (ended.lacking && cancel_reason(worker->run, "undo", worker->keep).len > 0) {
        acted->tried = false;
        return true;
    }
    if (!ended.stops) return true;
    acted->stopped = true;
    emit_note(worker, "warning",
              sv_format(worker->keep, "the rollback stops here: undoing %.*s %s%.*s",
                        SV_ARG(instance->address), verdict_sentence(ended.verdict),
                        SV_ARG(left_in_place(worker, number, acted))));
    return false;
}

static void undo_all(Worker *worker, Acted *acted, Sv number) {
    for (; acted; acted = acted->before) {
        if (is_to_undo(acted, number) && !undo(worker, acted, number)) return;
    }
    Sv why = cancel_reason(worker->run, "undo", worker->keep), not_reached = SV("not reached: ");
    if (why.len == 0) return;
    if (sv_starts(why, not_reached)) why = sv_slice(why, not_reached.len, why.len);
    Sv left = left_in_place(worker, number, NULL);
    if (left.len > 0)
        emit_note(worker, "warning",
                  sv_format(worker->keep, "the rollback stops here: %.*s%.*s", SV_ARG(why),
                            SV_ARG(left)));
}

void rollback_run(Worker *worker, Sv number, Sv why) {
    if (cancel_stopping(worker->run)) return;            // a stop is no failure
    if (atomic_load(&worker->run->parked.there)) return; // it only waits
    const TakeUp *take_up = worker->run->session.take_up;
    if (take_up && take_up->purpose == PURPOSE_UNDO) return; // a person says what is taken back
    const Rerun *rerun = worker->run->options->sources.rerun;
    if (rerun && !rerun->taken_up) return; // nothing was changed that should not stay
    // No step beneath the number runs any more.
    Acted *acted = newest(worker->run);
    if (!something_to_undo(acted, number)) return;
    const Acted *failed = stopped_at(acted, number);
    if (failed) {
        atomic_store(&worker->run->left, true);
        emit_note(worker, "warning",
                  sv_format(worker->keep,
                            "nothing more is undone: undoing %.*s did not succeed%.*s",
                            SV_ARG(failed->instance.address),
                            SV_ARG(left_in_place(worker, number, failed))));
        return;
    }
    tell_phase(worker, number, why);
    atomic_store(&worker->run->taking_back, true);
    const Acted *doubt = in_doubt(acted, number);
    if (doubt) {
        atomic_store(&worker->run->left, true);
        emit_note(worker, "warning",
                  sv_format(worker->keep, "nothing is undone: %.*s is in doubt%.*s",
                            SV_ARG(doubt->instance.address),
                            SV_ARG(left_in_place(worker, number, doubt))));
        return;
    }
    // Once begun it is done to its end, unless the run is stopped once more.
    cancel_begin_rollback(worker->run);
    undo_all(worker, acted, number);
    cancel_end_rollback(worker->run);
}

// ── as a person asks for ──

static bool is_asked_for(const TakeUp *take_up, Sv address) {
    for (uint32_t i = 0; i < take_up->address_count; i++) {
        Sv asked = take_up->addresses[i];
        bool within = address.len > asked.len && sv_starts(address, asked) &&
                      (address.at[asked.len] == '/' || address.at[asked.len] == '[');
        if (within || sv_eq(address, asked)) return true;
    }
    return take_up->address_count == 0;
}

// While a change is in doubt the order in which things were done may not be what it seems: only
// what may be repeated at will is taken back then.
static bool is_held_up(Worker *worker, const Acted *acted, const Acted *doubt) {
    bool unknown = acted->doubt != DOUBT_NONE;
    if (!unknown && (!doubt || fate_undo_may_repeat(acted->instance.step))) return false;
    Sv why = unknown
                 ? SV("nobody knows whether it happened")
                 : sv_format(worker->keep, "%.*s is in doubt, and its undo is no idempotent one",
                             SV_ARG(doubt->instance.address));
    emit_note(worker, "warning",
              sv_format(worker->keep, "%.*s %.*s is not taken back: %.*s",
                        SV_ARG(acted->instance.number), SV_ARG(acted->instance.name), SV_ARG(why)));
    atomic_store(&worker->run->left, true);
    return true;
}

void rollback_on_request(Worker *worker) {
    Run *run = worker->run;
    const TakeUp *take_up = run->session.take_up;
    Acted *acted = newest(run);
    const Acted *doubt = in_doubt(acted, SV(""));
    tell_phase(worker, SV(""), sv_format(worker->keep, "asked for by %.*s", SV_ARG(run->by)));
    atomic_store(&run->taking_back, true);
    cancel_begin_rollback(run);
    for (bool well = true; well && acted; acted = acted->before) {
        if (acted->tried || acted->instance.step->undo_count == 0 ||
            !(acted->undo == UNDO_DONE || is_asked_for(take_up, acted->instance.address)) ||
            is_held_up(worker, acted, doubt))
            continue;
        well = undo(worker, acted, SV(""));
    }
    cancel_end_rollback(run);
}
