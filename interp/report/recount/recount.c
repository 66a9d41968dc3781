#include "base/num.h"
#include "report/recount/recount_internal.h"
#include <stdarg.h>
#include <stdio.h>

const char *const recount_verdicts[COUNTED_VERDICTS] = {"skipped",   "passed", "waived",  "warned",
                                                        "undecided", "failed", "in_doubt"};

// They stand in the order in which they get worse.
int recount_rank(int verdict) {
    return verdict;
}

int recount_verdict(Sv word) {
    for (int i = 0; i < COUNTED_VERDICTS; i++)
        if (sv_eq_c(word, recount_verdicts[i])) return i;
    return -1;
}

bool recount_is(const Event *event, const char *field, const char *word) {
    return sv_eq_c(event_text(event, field), word);
}

void recount_refuse(Recount *recount, const Event *event, const char *format, ...) {
    if (recount->problem.len > 0) return;
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    va_list args;
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    recount->problem = buf_keep(&text, recount->arena);
    recount->line = event->seq;
}

void recount_init(Recount *recount, Arena *arena) {
    *recount = (Recount){.arena = arena,
                         .started = value_null(),
                         .resumed = value_null(),
                         .accepted = value_null(),
                         .session = 1,
                         .steps = svmap_new(arena),
                         .leaves = svmap_new(arena),
                         .known = svmap_new(arena),
                         .answered = svmap_new(arena),
                         .taken_back = svmap_new(arena),
                         .undone_earlier = svmap_new(arena)};
    recount->top = arena_new_of(arena, CountedStep);
    recount->top->children = -1;
}

CountedStep *recount_step(const Recount *recount, const Event *event) {
    return svmap_get(&recount->steps, event_text(event, "number"));
}

// ── beginnings ──

// Undo steps are counted apart: "3.undo1" is no child of 3.
static CountedStep *above_of(Recount *recount, Sv number, bool *undo) {
    size_t at = number.len;
    while (at > 0 && number.at[at - 1] != '.')
        at--;
    *undo = sv_starts(sv_slice(number, at, number.len), SV("undo"));
    return at == 0 ? recount->top : svmap_get(&recount->steps, sv_slice(number, 0, at - 1));
}

// One of so many children, as deep as it has points. The items of a list that was read anew keep
// the numbers that they had.
static bool number_fits(const Recount *recount, const CountedStep *step) {
    Sv rest = step->number, part = {0};
    int64_t points = -1;
    while (sv_next_part(&rest, '.', &part))
        points++;
    uint64_t place;
    if (sv_starts(part, SV("undo"))) part = sv_slice(part, 4, part.len);
    if (!num_parse_u64(part, &place) || place == 0 || points != step->depth) return false;
    if (!step->above) return true;
    if (place > INT32_MAX) return false;
    if ((int64_t)place > step->above->last_place) step->above->last_place = (int64_t)place;
    bool listed_anew = recount->session > 1 && sv_eq_c(step->above->kind, "loop");
    return step->above->children < 0 || listed_anew || place <= (uint64_t)step->above->children;
}

// Undo steps have a number of their own kind; `finally` comes once the run has turned to it, and
// `after_rollback` before that, or in an include that has it.
static bool phase_fits(const Recount *recount, const CountedStep *step) {
    bool undo = sv_find(step->number, SV("undo"), 0) != SV_NONE;
    if (sv_eq_c(step->phase, "steps")) return !undo;
    if (sv_eq_c(step->phase, "undo")) return undo;
    bool within = step->above != recount->top;
    if (sv_eq_c(step->phase, "after_rollback")) return !undo && (!recount->finishing || within);
    return sv_eq_c(step->phase, "finally") && (recount->finishing || within);
}

bool recount_is_same(Recount *recount, const CountedStep *step, const Event *event) {
    bool same = sv_eq(event_text(event, "address"), step->address) &&
                event_int(event, "depth") == step->depth &&
                (sv_eq(event_text(event, "phase"), step->phase) ||
                 (recount_is(event, "phase", "probe") && event->kind != EVENT_STEP_ENDED &&
                  event->kind != EVENT_GROUP_ENDED));
    if (!same)
        recount_refuse(recount, event, "%s of step %.*s has its number, and is told of %.*s",
                       event_rows[event->kind].name, SV_ARG(step->address),
                       SV_ARG(event_text(event, "address")));
    return same;
}

static CountedStep *add(Recount *recount, const Event *event) {
    CountedStep *step = arena_new_of(recount->arena, CountedStep);
    bool undo;
    step->number = sv_copy(recount->arena, event_text(event, "number"));
    step->address = sv_copy(recount->arena, event_text(event, "address"));
    CountedStep *above = above_of(recount, step->number, &undo);
    bool there = above && (undo ? above->ended || above->kind.len > 0
                                : above == recount->top || (above->kind.len > 0 && !above->ended));
    if (!there)
        recount_refuse(recount, event, "step %.*s stands in nothing that has begun",
                       SV_ARG(step->address));
    step->above = undo ? NULL : above;
    step->phase = sv_copy(recount->arena, event_text(event, "phase"));
    step->depth = event_int(event, "depth");
    step->undo = sv_eq_c(step->phase, "undo");
    if (!number_fits(recount, step))
        recount_refuse(recount, event, "step %.*s cannot have the number '%.*s'",
                       SV_ARG(step->address), SV_ARG(step->number));
    if (!phase_fits(recount, step))
        recount_refuse(recount, event, "step %.*s cannot be in the phase '%.*s'",
                       SV_ARG(step->address), SV_ARG(step->phase));
    svmap_add(&recount->steps, step->number, step);
    return step;
}

static CountedStep *begin(Recount *recount, const Event *event) {
    CountedStep *known = recount_step(recount, event);
    if (known) recount_refuse(recount, event, "step %.*s begins twice", SV_ARG(known->address));
    if (known) return known;
    CountedStep *step = add(recount, event);
    step->began = true;
    step->began_ns = event->stamp.mono_ns;
    recount->open++;
    return step;
}

static void begin_group(Recount *recount, const Event *event) {
    CountedStep *group = begin(recount, event);
    group->kind = sv_copy(recount->arena, event_text(event, "kind"));
    group->children = event_int(event, "children");
    group->left_out = event_text(event, "skipped").len > 0;
}

static void begin_step(Recount *recount, const Event *event) {
    CountedStep *step = begin(recount, event);
    step->verb = sv_copy(recount->arena, event_text(event, "verb"));
    step->effect = sv_copy(recount->arena, event_text(event, "effect"));
    step->level = sv_copy(recount->arena, event_text(event, "level"));
    recount_take_up(recount, step, event);
}

// ── ends ──

static void count_up(CountedStep *step) {
    CountedStep *above = step->above;
    if (!above) return;
    above->ends++;
    int verdict = step->verdict;
    // Below `must` a failure only warns what is around it.
    bool bad =
        verdict == recount_verdict(SV("undecided")) || verdict == recount_verdict(SV("failed"));
    if (bad && step->kind.len == 0 && !sv_eq_c(step->level, "must"))
        verdict = recount_verdict(SV("warned"));
    if (recount_rank(verdict) > above->worst) above->worst = recount_rank(verdict);
    above->lacks |= step->lacks;
}

static bool has_time(const CountedStep *step, const Event *event) {
    int64_t passed = step->began ? event->stamp.mono_ns - step->began_ns : 0;
    return event_int(event, "elapsed") == passed;
}

static void end(Recount *recount, const Event *event) {
    CountedStep *step = recount_step(recount, event);
    bool group = event->kind == EVENT_GROUP_ENDED;
    if (step && step->ended)
        recount_refuse(recount, event, "step %.*s ends twice", SV_ARG(step->address));
    if (step && (step->kind.len > 0) != group)
        recount_refuse(recount, event, "step %.*s ends as what it is not", SV_ARG(step->address));
    if (!step && group)
        recount_refuse(recount, event, "step %.*s ends and never began",
                       SV_ARG(event_text(event, "address")));
    if (step && !recount_is_same(recount, step, event)) return;
    if (!step) step = add(recount, event);
    step->verdict = recount_verdict(event_text(event, "verdict"));
    if (step->verdict < 0)
        recount_refuse(recount, event, "step %.*s ends with '%.*s', which is no verdict",
                       SV_ARG(step->address), SV_ARG(event_text(event, "verdict")));
    step->kept = !group && recount_keep(recount, step, event);
    if (!step->kept && !has_time(step, event))
        recount_refuse(recount, event, "the time that step %.*s took is not the one that passed",
                       SV_ARG(step->address));
    if (recount->problem.len > 0) return;
    if (group)
        recount_group_end(recount, step, event);
    else
        recount_step_end(recount, step, event);
    recount->open -= step->began;
    step->ended = true;
    count_up(step);
}

static bool is_listed(Value names, Sv name) {
    for (size_t i = 0; i < value_count(names); i++)
        if (sv_eq(value_text(value_item(names, i)), name)) return true;
    return false;
}

// What is judged is looked at again behind the last step; within an include it is the include's.
static void take_subject(Recount *recount, const Event *event) {
    if (recount->open > 0) return;
    Value first = value_field(recount->started, "subject"), now = event_value(event, "values");
    Value before = value_field(recount->accepted, "subject");
    if (before.kind != VALUE_MAP) before = first;
    // Earlier versions held what is judged against the first session, unless that was accepted
    // anew.
    bool anew = value_field(recount->resumed, "subject").kind == VALUE_MAP;
    recount->looked = true;
    for (size_t i = 0; i < value_count(before); i++) {
        Sv name = value_text(value_key(before, i));
        const Value *is = value_get_sv(now, name);
        // A text that reads like a secret may have become one only during the run.
        bool masked = is && is->kind == VALUE_STRING &&
                      sv_find(value_text(*is), SV("\xc2\xab"), 0) != SV_NONE;
        const Value *was = anew ? NULL : value_get_sv(first, name);
        bool same = is && (masked || value_equal(*is, value_at(before, i)) ||
                           (was && value_equal(*is, *was)));
        if (!same && !is_listed(event_value(event, "changed"), name))
            recount_refuse(recount, event, "subject '%.*s' changed, and is not told to have",
                           SV_ARG(name));
    }
}

static void begin_run(Recount *recount, const Event *event) {
    recount->started = value_copy(recount->arena, event->fields);
    recount->top->began_ns = event->stamp.mono_ns;
    recount->began_wall_ns = event->stamp.wall_ns;
    // Journals of earlier versions do not say it.
    const Value *children = value_get_c(event->fields, "children");
    if (children && children->kind == VALUE_INT) recount->top->children = children->integer;
}

static void take(Recount *recount, const Event *event) {
    switch (event->kind) {
    case EVENT_RUN_STARTED: begin_run(recount, event); break;
    case EVENT_GROUP_STARTED: begin_group(recount, event); break;
    case EVENT_STEP_STARTED: begin_step(recount, event); break;
    case EVENT_STEP_INTENT:
    case EVENT_ATTEMPT_ENDED:
    case EVENT_EXPECTATION:
    case EVENT_CAPTURED:
    case EVENT_ASKED:
    case EVENT_ANSWERED:
    case EVENT_PROBED:
    case EVENT_RESOLVED: recount_within(recount, event); break;
    case EVENT_GROUP_ENDED:
    case EVENT_STEP_ENDED: end(recount, event); break;
    case EVENT_PHASE: recount->finishing |= recount_is(event, "phase", "finally"); break;
    case EVENT_RUN_RESUMED: recount_resume(recount, event); break;
    case EVENT_SUBJECT: take_subject(recount, event); break;
    case EVENT_STOPPED:
        recount->stopped = true;
        recount->signal = sv_copy(recount->arena, event_text(event, "signal"));
        break;
    case EVENT_PARKED: recount_parked(recount, event); break;
    case EVENT_RUN_ENDED: recount_run_end(recount, event); break;
    default: break;
    }
}

void recount_take(Recount *recount, const Event *event) {
    if (recount->problem.len > 0) return;
    take(recount, event);
    recount->last_ns = event->stamp.mono_ns;
    recount->last_wall_ns = event->stamp.wall_ns;
}
