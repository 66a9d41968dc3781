#include "engine/begin/subject.h"
#include "base/limits.h"
#include "base/shown/invisible.h"
#include "engine/context/patience.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "mask/url_password.h"
#include "plan/permit.h"

enum { SECONDS = 60 };

static Sv without_line_end(Sv text) {
    while (sv_ends(text, SV("\n")) || sv_ends(text, SV("\r")))
        text.len--;
    return text;
}

// What a look at it needs and finds.
typedef struct SubjectLook {
    Worker *worker;
    Frame *frame;
    Arena *arena;
    Sv error;
    const char *cause; // of the error
} SubjectLook;

static bool run_program(SubjectLook *look, Value list, Sv *out) {
    Worker *worker = look->worker;
    Arena *arena = look->arena;
    Run *run = worker->run;
    Sv *argv = arena_new_array(arena, Sv, value_count(list));
    for (size_t i = 0; i < value_count(list); i++)
        argv[i] = value_text(value_item(list, i));
    Texts texts = {argv, value_count(list)};
    int64_t deadline = run->env->mono_ns(run->env->self) + (int64_t)SECONDS * 1000000000;
    Waiter waiter = patience_waiter(run, patience_of_next(run), deadline);
    if (!run->plan->registry->program) {
        look->error = SV("programs cannot be run here");
        return false;
    }
    PermitRefusal refusal;
    if (!permit_argv(look->frame->runbook, arena, run->env, run->folder, &texts, &refusal)) {
        look->error = refusal.reason;
        look->cause = "denied";
        return false;
    }
    if (!run->plan->registry->program(arena, &texts, run->folder, false, &waiter, out,
                                      &look->error))
        return false;
    *out = without_line_end(*out);
    return true;
}

// Something empty identifies nothing: two empty subjects would look the same.
static bool is_a_name(const Subject *subject, Sv text, Sv *error) {
    if (!invisible_whole(text)) return true;
    *error = subject->text  ? SV("it is empty")
             : text.len > 0 ? SV("its command printed nothing but blanks")
                            : SV("its command printed nothing");
    return false;
}

static bool observe_one(SubjectLook *look, const Subject *subject, Sv *out) {
    StepContext context = {.frame = look->frame, .step_results = look->frame->step_results};
    EvalContext eval = eval_context_of(look->worker, &context, look->arena);
    Fault fault = {0};
    Value value;
    if (!eval_context_value(&eval, subject->text ? subject->text : subject->argv, &value, &fault)) {
        look->error = fault_line(look->arena, &fault);
        return false;
    }
    if (!subject->text) {
        if (!run_program(look, value, out)) return false;
    } else {
        *out = eval_context_words(&eval, subject->text);
    }
    return is_a_name(subject, *out, &look->error);
}

static bool look_at(SubjectLook *look, Value *out) {
    const Runbook *runbook = look->frame->runbook;
    MapBuilder subject = map_builder(look->arena);
    for (uint32_t i = 0; i < runbook->subject_count; i++) {
        Sv text;
        if (!observe_one(look, &runbook->subject[i], &text)) {
            look->error = sv_format(look->arena, "subject '%.*s' cannot be observed: %.*s",
                                    SV_ARG(runbook->subject[i].name), SV_ARG(look->error));
            return false;
        }
        url_password_remember(look->worker->run->masker, look->arena, runbook->subject[i].name,
                              text);
        map_add_sv(&subject, runbook->subject[i].name, value_string(text));
    }
    *out = map_done(&subject);
    return true;
}

bool subject_observe(Worker *worker, Frame *frame, Sv *error, const char **cause) {
    SubjectLook look = {worker, frame, worker->keep, SV(""), "subject"};
    bool seen = look_at(&look, &frame->subject);
    *error = look.error;
    *cause = look.cause;
    return seen;
}

static Value changed_names(Arena *arena, Value before, Value after) {
    ListBuilder changed = list_builder(arena);
    for (size_t i = 0; i < value_count(before); i++) {
        const Value *now = value_get(after, value_key(before, i));
        if (!now || !value_equal(*now, value_at(before, i)))
            list_add(&changed, value_key(before, i));
    }
    return list_done(&changed);
}

static Sv describe(Worker *worker, Value before, Value after, Value changed) {
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 0; i < value_count(changed); i++) {
        Value name = value_item(changed, i);
        const Value *was = value_get(before, name), *is = value_get(after, name);
        buf_addf(&line, "%s%.*s changed during the run: it was '%.*s' and is '%.*s'", i ? "; " : "",
                 SV_ARG(value_text(name)), SV_ARG(value_text(*was)),
                 SV_ARG(is ? value_text(*is) : SV("")));
    }
    return buf_keep(&line, worker->keep);
}

bool subject_holds(Worker *worker, Frame *frame, Sv *why) {
    if (frame->runbook->subject_count == 0) return true;
    Value now;
    arena_reset(worker->step);
    SubjectLook look = {worker, frame, worker->step, SV(""), "subject"};
    if (!look_at(&look, &now)) {
        *why = sv_copy(worker->keep, look.error);
        emit_note(worker, "warning", *why);
        return false;
    }
    Value changed = changed_names(worker->step, frame->subject, now);
    EventBuilder builder = event_builder_of(worker, EVENT_SUBJECT);
    event_put_text(&builder, "when", SV("verdict"));
    event_put_value(&builder, "values", now);
    event_put_value(&builder, "changed", changed);
    event_send(&builder, NULL);
    *why = describe(worker, frame->subject, now, changed);
    return value_count(changed) == 0;
}

void subject_again(Worker *worker, Frame *frame) {
    Sv why;
    if (subject_holds(worker, frame, &why)) return;
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "subject",
                   .reason = {SV(""), SV("What is being judged"), why, VERDICT_UNDECIDED}};
    verdict_summary_judge(worker->run, &sum);
}
