#include "engine/exec/select_instance.h"
#include "base/limits.h"
#include "engine/events/emit.h"
#include "select/needs.h"
#include "select/select_rows.h"

enum { LISTED = 4 };

static Fit fit_of(const Wish *wish, const StepInstance *instance) {
    return address_fit(&wish->address, instance->address, instance->number);
}

// ── --only ──

// Something that is needed is run in the same iterations as its reader, if both are in one loop.
static bool needed_here(const Selection *selection, const StepInstance *instance) {
    bool same = false, other = false;
    for (uint32_t i = 0; i < selection->options.only_count; i++) {
        const Wish *wish = &selection->only[i];
        if (wish->address.held_count == 0) continue;
        Fit fit = fit_of(wish, instance);
        same |= fit == FIT_PART || fit == FIT_WHOLE;
        other |= fit == FIT_OTHER;
    }
    return same || !other;
}

static bool holds_needed(const Selection *selection, const Step *step) {
    for (uint32_t i = 0; i < selection->count; i++)
        if (selection->rows[i].needed && needs_stands_in(selection->rows[i].step, step))
            return true;
    return false;
}

static bool only_has(const Selection *selection, const StepInstance *instance) {
    const Step *step = instance->step;
    for (uint32_t i = 0; i < selection->options.only_count; i++) {
        const Wish *wish = &selection->only[i];
        bool related =
            address_covers(&wish->address, step) || needs_stands_in(wish->address.step, step);
        if (related && fit_of(wish, instance) != FIT_OTHER) return true;
    }
    return selection->options.only_count == 0 ||
           (needed_here(selection, instance) && holds_needed(selection, step));
}

// ── --skip ──

static bool skip_has(const Selection *selection, const StepInstance *instance) {
    for (uint32_t i = 0; i < selection->options.skip_count; i++) {
        const Wish *wish = &selection->skip[i];
        if (wish->address.held_count > 0 && address_covers(&wish->address, instance->step) &&
            fit_of(wish, instance) == FIT_WHOLE)
            return true;
    }
    return false;
}

// ── --from ──

static uint32_t own_place(Sv number) {
    uint32_t place = 0, factor = 1;
    for (size_t i = number.len; i > 0 && number.at[i - 1] != '.'; i--, factor *= 10)
        place += (uint32_t)(number.at[i - 1] - '0') * factor;
    return place;
}

// For another iteration of that loop: whether it comes later in the list.
static bool comes_after(const Wish *from, const StepInstance *instance) {
    Sv place = from->address.number ? instance->number : instance->address;
    for (uint32_t i = 0; i < from->address.held_count; i++) {
        const HeldIteration *held = &from->address.held[i];
        if (sv_starts(place, held->iteration)) continue;
        // A step within another iteration that runs is part of it.
        Sv rest = sv_slice(place, held->loop.len, place.len);
        size_t end = sv_find_char(rest, from->address.number ? '.' : ']', 0);
        bool deeper = !instance->iteration || (end != SV_NONE && end + 1 < rest.len);
        unsigned first = atomic_load(&from->index[i]);
        return deeper || (first > 0 && own_place(instance->number) > first);
    }
    return true;
}

static bool from_has(const Selection *selection, const SelectRow *row,
                     const StepInstance *instance) {
    const Wish *from = selection->from;
    if (!from || from->address.held_count == 0 || row->needed) return true;
    if (address_covers(&from->address, instance->step) ||
        needs_stands_in(from->address.step, instance->step))
        return fit_of(from, instance) != FIT_OTHER || comes_after(from, instance);
    switch (fit_of(from, instance)) {
    case FIT_OTHER: return comes_after(from, instance);
    case FIT_FREE: return atomic_load(&selection->begun);
    default: return row->place > select_find(selection, from->address.step)->place;
    }
}

// ── asking ──

Sv select_left_out(const Selection *selection, const StepInstance *instance) {
    if (!selection->narrowed || !selection->exact) return SV("");
    const SelectRow *row = select_find(selection, instance->step);
    if (!row || phase_is_closing(row->phase)) return SV("");
    if (skip_has(selection, instance)) return SV("left out by --skip");
    if (!only_has(selection, instance))
        return selection->options.rerun ? SV("left out by again") : SV("left out by --only");
    return from_has(selection, row, instance) ? SV("") : SV("left out by --from");
}

// "policy[tenant=acme], policy[tenant=globex], …"
static Sv listed(Arena *arena, const StepInstance *iterations, uint32_t count) {
    BUF_AUTO Buf out = buf_new(LIMIT_EVENT_BYTES);
    for (uint32_t i = 0; i < count && i < LISTED; i++)
        buf_addf(&out, "%s%.*s", i ? ", " : "", SV_ARG(iterations[i].address));
    if (count > LISTED) buf_addf(&out, ", and %u more", count - LISTED);
    return buf_keep(&out, arena);
}

static void tell_place(Worker *worker, const Wish *wish, const StepInstance *instance) {
    const Address *address = &wish->address;
    Sv named = sv_eq(address->text, instance->number)
                   ? SV("")
                   : sv_format(worker->keep, ": %.*s", SV_ARG(instance->number));
    emit_note(worker, "info",
              sv_format(worker->keep, "%s %.*s%.*s is %.*s", wish->option, SV_ARG(address->text),
                        SV_ARG(named), SV_ARG(instance->address)));
}

static void meet(Worker *worker, Wish *wish, const StepInstance *iterations, uint32_t count) {
    const Address *address = &wish->address;
    for (uint32_t i = 0; i < address->held_count; i++) {
        const HeldIteration *held = &address->held[i];
        bool last = i + 1 == address->held_count, loop = false;
        const StepInstance *found = NULL;
        for (uint32_t k = 0; k < count && !found; k++) {
            Sv place = address->number ? iterations[k].number : iterations[k].address;
            // Addresses of inner loops have the same beginning.
            Sv rest =
                sv_starts(place, held->loop) ? sv_slice(place, held->loop.len, place.len) : SV("");
            loop |= rest.len > 0 && sv_find_char(rest, address->number ? '.' : '[', 0) == SV_NONE;
            if (sv_eq(place, held->iteration)) found = &iterations[k];
        }
        if (found) {
            atomic_store(&wish->index[i], (unsigned)(found - iterations) + 1);
            if (last) atomic_store(&wish->reached, true);
            if (address->number) tell_place(worker, wish, found);
        } else if (loop) {
            pthread_mutex_lock(&worker->run->emitting);
            wish->finding = listed(worker->run->arena, iterations, count);
            pthread_mutex_unlock(&worker->run->emitting);
            atomic_store(&wish->missed, true);
        }
    }
}

void select_meets(Worker *worker, const StepInstance *iterations, uint32_t count) {
    // The options stay as they are; only what was found is written.
    Selection *selection = (Selection *)(uintptr_t)worker->run->selection;
    if (!selection->narrowed || !selection->exact) return;
    for (uint32_t i = 0; i < selection->options.only_count; i++)
        meet(worker, &selection->only[i], iterations, count);
    for (uint32_t i = 0; i < selection->options.skip_count; i++)
        meet(worker, &selection->skip[i], iterations, count);
    if (!selection->from) return;
    meet(worker, selection->from, iterations, count);
    if (atomic_load(&selection->from->reached)) atomic_store(&selection->begun, true);
}

static bool not_met(const Wish *wish, bool wanted, Sv *out, Sv *finding) {
    bool held = wish->address.held_count > 0 && !atomic_load(&wish->reached);
    if (!held || (!wanted && !atomic_load(&wish->missed))) return false;
    *out = wish->address.text;
    *finding = wish->finding;
    return true;
}

Sv select_not_reached(const Selection *selection, Sv *finding) {
    const SelectOptions *options = &selection->options;
    Sv missed = SV("");
    *finding = SV("");
    if (!selection->narrowed || !selection->exact) return missed;
    for (uint32_t i = 0; i < options->only_count; i++)
        if (not_met(&selection->only[i], true, &missed, finding)) return missed;
    for (uint32_t i = 0; i < options->skip_count; i++)
        if (not_met(&selection->skip[i], false, &missed, finding)) return missed;
    if (selection->from) not_met(selection->from, true, &missed, finding);
    return missed;
}
