#include "engine/begin/session_begin.h"
#include "base/limits.h"
#include "engine/context/patience.h"
#include "engine/context/run_files.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"

// ── what differs ──

// What is judged must be what it was, unless that is accepted: then it is one more difference.
// So is what cannot be seen any more.
static bool subject_is_the_same(Worker *worker, const Frame *frame, Resolved *resolved, Sv unseen,
                                Sv *message) {
    Run *run = worker->run;
    const Rerun *rerun = run->options->sources.rerun;
    TextList lines = rerun_subject(rerun, frame->subject, worker->keep);
    if (unseen.len > 0 && value_count(recorded_run_given(rerun->recorded, "subject")) > 0)
        text_list_add(worker->keep, &lines, sv_format(worker->keep, "%.*s", SV_ARG(unseen)));
    BUF_AUTO Buf all = buf_new(LIMIT_EVENT_BYTES);
    for (uint32_t i = 0; i < lines.count; i++) {
        lines.items[i] = masker_text(run->masker, worker->keep, lines.items[i]);
        if (rerun->accept_changed)
            text_list_add(run->arena, &resolved->accepted, lines.items[i]);
        else
            buf_addf(&all, "%s%.*s", i ? "\n" : "", SV_ARG(lines.items[i]));
    }
    if (rerun->accept_changed || (lines.count == 0 && !resolved->differs)) return true;
    // Where something else differs as well that was said with it.
    if (!resolved->differs)
        buf_addf(&all,
                 "\n--accept-changed goes on with what is there now, makes the reads anew, and the "
                 "journal says so");
    *message = buf_keep(&all, worker->keep);
    return false;
}

// ── the first event ──

const char *purpose_name(Purpose purpose) {
    static const char *const names[] = {
        [PURPOSE_RESUME] = "resume", [PURPOSE_UNDO] = "undo", [PURPOSE_ABANDON] = "abandon"};
    return names[purpose];
}

static Value lines_value(Arena *arena, const TextList *lines) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < lines->count; i++)
        list_add(&list, value_string(lines->items[i]));
    return list_done(&list);
}

static Value resolutions_value(const Run *run, Arena *arena) {
    const TakeUp *take_up = run->session.take_up;
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < take_up->resolution_count; i++) {
        const Resolution *resolution = &take_up->resolutions[i];
        MapBuilder entry = map_builder(arena);
        map_add_c(&entry, "address", value_string(resolution->address));
        map_add_c(&entry, "as", value_string(sv_from_c(resolved_word(resolution->as))));
        map_add_c(&entry, "reason", value_string(resolution->reason));
        map_add_c(&entry, "by", value_string(run->by));
        list_add(&list, map_done(&entry));
    }
    return list_done(&list);
}

static void put_end(EventBuilder *builder, const RecordedRun *recorded) {
    bool ended = recorded->ended.kind == VALUE_MAP;
    event_put_int(builder, "session", recorded->sessions + 1);
    event_put_text(builder, "ended",
                   ended ? value_field_text(recorded->ended, "verdict", SV("")) : SV("died"));
    event_put_time(builder, "ended_at", recorded->last_ns);
    if (recorded->stopped.kind == VALUE_MAP)
        event_put_text(builder, "signal", value_field_text(recorded->stopped, "signal", SV("")));
    if (recorded->parked.kind == VALUE_MAP)
        event_put_text(builder, "waited_for",
                       value_field_text(recorded->parked, "address", SV("")));
}

static bool tell(Worker *worker, const Frame *frame, const Resolved *resolved) {
    Run *run = worker->run;
    const TakeUp *take_up = run->session.take_up;
    const Plan *plan = run->plan;
    EventBuilder builder = event_builder_of(worker, EVENT_RUN_RESUMED);
    event_put_text(&builder, "purpose", sv_from_c(purpose_name(take_up->purpose)));
    event_put_text(&builder, "run", run->id);
    event_put_text(&builder, "title", plan->top->title);
    event_put_text(&builder, "path", plan->top->path);
    event_put_text(&builder, "tool", SV("runbook " RUNBOOK_VERSION));
    event_put_text(&builder, "user", run->by);
    event_put_text(&builder, "host", begin_host(run, builder.arena));
    event_put_bool(&builder, "terminal", run->options->interactive);
    put_end(&builder, take_up->recorded);
    event_put_text(&builder, "at", take_up->at);
    event_put_int(&builder, "before", recorded_run_lasted_ns(take_up->recorded));
    event_put_int(&builder, "cut", (int64_t)take_up->cut);
    event_put_value(&builder, "accepted", lines_value(builder.arena, &resolved->accepted));
    if (resolved->accepted.count > 0) {
        event_put_value(&builder, "files", run_files_value(run, builder.arena));
        begin_put_inputs(&builder, frame, resolved);
        event_put_map(&builder, "subject", frame->subject);
        event_put_map(&builder, "vars", frame->vars);
    }
    event_put_int(&builder, "steps", plan->total_steps);
    event_put_int(&builder, "children", runbook_children(plan->top));
    event_put_value(&builder, "resolutions", resolutions_value(run, builder.arena));
    return event_send(&builder, NULL);
}

TakeUpStatus take_up_begin(Worker *worker, Frame *frame, Resolved *resolved, Sv unseen,
                           void (*look)(Worker *worker, Frame *frame), Sv *message) {
    Run *run = worker->run;
    const RunOptions *options = run->options;
    if (!subject_is_the_same(worker, frame, resolved, unseen, message)) return TAKE_UP_DIFFERS;
    look(worker, frame);
    // Who watches for signals takes them from everybody else: the question hears of them by it.
    Waiter waiter = patience_waiter(run, STOP_ONCE, NO_DEADLINE);
    const TextList *accepted = &resolved->accepted;
    if (options->agree &&
        !options->agree(options->self, run->by, accepted->items, accepted->count, &waiter))
        return TAKE_UP_LEFT;
    if (cancel_stopping(run)) {
        *message = SV("stopped before anything was done");
        return TAKE_UP_LEFT;
    }
    // How long a person thought about it is no part of the run.
    if (options->interactive) run->started = run->env->stamp(run->env->self);
    if (!journal_take_up(run->journal) || !tell(worker, frame, resolved)) {
        *message = journal_error(run->journal);
        return TAKE_UP_FAILED;
    }
    return TAKE_UP_GO;
}
