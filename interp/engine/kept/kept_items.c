// Whether an item of a list is the one that it was. Part of kept.h.
#include "engine/kept/kept.h"
#include "journal/type_notes.h"

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

static const Value *loop_value(const StepInstance *instance, Sv name) {
    const Step *step = instance->step;
    for (uint32_t i = 0; i < step->loop_name_count && i < instance->context.loop_count; i++)
        if (sv_eq(step->loop_names[i], name)) return &instance->context.loops[i];
    return NULL;
}

// What the journal does not hold exactly is trusted while nothing else has changed.
static bool is_same_item(Worker *worker, const StepInstance *instance,
                         const RecordedStep *iteration) {
    Value names = value_field(iteration->begin, "loop"),
          notes = value_field(iteration->begin, "kinds");
    for (size_t i = 0; names.kind == VALUE_MAP && i < value_count(names); i++) {
        Sv name = value_text(value_key(names, i));
        const Value *now = loop_value(instance, name);
        Value then = type_notes_restore(worker->step, value_at(names, i),
                                        type_notes_path(worker->step, "loop", name), notes,
                                        cel_type(CEL_TYPE_DYN));
        bool lost = value_taint(then) & TYPE_NOTES_LOST;
        if (lost && !atomic_load(&worker->run->session.shifted)) continue;
        if (lost || !now || now->kind != then.kind || !value_equal(*now, then)) return false;
    }
    return true;
}

// An item that is only known by its place may be another one by now.
static bool is_other_item(Worker *worker, const StepInstance *instance) {
    size_t bracket = instance->address.len;
    while (bracket > 0 && instance->address.at[bracket - 1] != '[')
        bracket--;
    if (sv_find_char(instance->address, '#', bracket) == SV_NONE) return false;
    const RecordedStep *then = recorded_run_step(taken(worker)->recorded, instance->address);
    return then && then->begin.kind == VALUE_MAP && !is_same_item(worker, instance, then);
}

Sv kept_moved(Worker *worker, const StepInstance *iterations, uint32_t count) {
    for (uint32_t i = 0; taken(worker) && i < count; i++)
        if (is_other_item(worker, &iterations[i]))
            return sv_format(
                worker->keep,
                "%.*s is another item than when the run was made before, and items of "
                "this list are only known by their places: what was done for which one "
                "is not known",
                SV_ARG(iterations[i].address));
    return SV("");
}
