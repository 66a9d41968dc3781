#include "engine/run.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "base/text_list.h"
#include "engine/ahead/ahead.h"
#include "engine/begin/lock_name.h"
#include "engine/begin/session_begin.h"
#include "engine/begin/subject.h"
#include "engine/context/run_files.h"
#include "engine/context/worker.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/events/unrecorded.h"
#include "engine/events/verdict_summary.h"
#include "engine/events/waivers.h"
#include "engine/exec/flow.h"
#include "engine/exec/include.h"
#include "engine/exec/rerun_line.h"
#include "engine/exec/rollback.h"
#include "engine/exec/run_lock.h"
#include "engine/exec/select_instance.h"
#include "engine/kept/kept.h"
#include "history/run_id.h"
#include "select/select.h"
#include "value/time.h"
#include <string.h>
#include <unistd.h>

// ── who, when, where ──

static bool make_id(Run *run) {
    if (run->session.take_up) {
        run->id = run->session.take_up->recorded->id;
        return true;
    }
    Sv runs = path_join(run->arena, run->plan->root, SV(".runbook/runs"));
    return run_id_new(run->arena, run->env, run->started.wall_ns, runs, &run->id);
}

// A name with several lines, or with characters that would act on a terminal, is kept in escaped
// form.
static Sv one_line(const Run *run, Sv name) {
    BUF_AUTO Buf shown = buf_new(LIMIT_EVENT_BYTES);
    shown_add(&shown, name, false);
    return buf_keep(&shown, run->arena);
}

static Sv user_name(const Run *run) {
    static const char *const variables[] = {"SUDO_USER", "USER", "LOGNAME"};
    if (run->options->as.len > 0) return one_line(run, run->options->as);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *name = run->env->get(run->env->self, variables[i]);
        if (name && *name) return one_line(run, sv_from_c(name));
    }
    Sv name = file_user_name(run->arena);
    return name.len ? name : sv_format(run->arena, "uid %u", (unsigned)geteuid());
}

// Of a run that was taken up again: when it began, not when it was taken up.
static Value began(const Run *run) {
    const TakeUp *take_up = run->session.take_up;
    Value began = timestamp_from_ns(run->started.wall_ns);
    if (take_up)
        ignore_result(
            timestamp_parse(value_field_text(take_up->recorded->started, "began", SV("")), &began));
    return began;
}

static Value about(const Run *run) {
    MapBuilder about = map_builder(run->arena);
    map_add_c(&about, "id", value_string(run->id));
    map_add_c(&about, "started", began(run));
    map_add_c(&about, "by", value_string(run->by));
    return map_done(&about);
}

// ── variables that no pattern passes on ──

typedef struct SecretVariables {
    Arena *arena;
    TextList names;
} SecretVariables;

static void add_variable(SecretVariables *variables, Sv name) {
    if (name.len > 0) text_list_add(variables->arena, &variables->names, name);
}

static void add_variables(SecretVariables *variables, const Runbook *runbook) {
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        if (runbook->secrets[i].from == SECRET_ENV)
            add_variable(variables, runbook->secrets[i].text);
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (runbook->inputs[i].secret) add_variable(variables, runbook->inputs[i].env);
}

static bool visit_includes(void *self, Step *step, const char *phase, uint32_t depth) {
    (void)phase, (void)depth;
    if (step->include) add_variables(self, step->include);
    return true;
}

static Texts secret_variables(const Run *run) {
    SecretVariables variables = {.arena = run->arena};
    add_variables(&variables, run->plan->top);
    plan_visit(run->plan->top, visit_includes, &variables);
    return (Texts){variables.names.items, variables.names.count};
}

// ── the end ──

// Only when its loop has run is it known that an address names no iteration.
static void check_reached(Worker *worker) {
    Run *run = worker->run;
    Sv others, missed = select_not_reached(run->selection, &others);
    if (missed.len == 0) return;
    Sv reason = sv_format(worker->keep, "the run came to no iteration '%.*s'%s%.*s", SV_ARG(missed),
                          others.len ? "; there were " : "", SV_ARG(others));
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "selection",
                   .reason = {SV(""), SV("What was asked for"), reason, VERDICT_UNDECIDED}};
    emit_note(worker, "warning", reason);
    verdict_summary_judge(run, &sum);
}

static void tell_set_back(Worker *worker, Stamp now) {
    verdict_summary_see_clock(worker->run, now);
    int64_t behind = worker->run->summary.set_back_ns;
    if (behind == 0 || worker->run->clocks.looked) return; // it was told when it was seen
    BUF_AUTO Buf by = buf_new(64);
    duration_add_human(&by, behind);
    emit_note(worker, "warning",
              sv_format(worker->keep,
                        "the clock was set back by about %.*s during the run: ages and expiries go "
                        "by the time that has passed",
                        SV_ARG(buf_sv(&by))));
}

static void check_age(Worker *worker) {
    Run *run = worker->run;
    Stamp stale = run->summary.stale, now = run_now(run);
    tell_set_back(worker, now);
    bool old = now.wall_ns > stale.wall_ns || now.mono_ns > stale.mono_ns;
    if (stale.wall_ns == 0 || !old) return;
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "age",
                   .reason = {SV(""), SV("Age of the results"),
                              SV("a result is older than valid_for allows"), VERDICT_UNDECIDED}};
    verdict_summary_judge(run, &sum);
}

// A GO needs something that was observed; without it there is no other reason to give.
static void check_shown(Worker *worker) {
    Run *run = worker->run;
    const VerdictSummary *summary = &run->summary;
    if (summary->evidence || summary->failed || summary->undecided || summary->in_doubt ||
        summary->denied)
        return;
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "nothing_shown",
                   .reason = {SV(""), SV("The run as a whole"),
                              SV("nothing that must hold was seen to hold"), VERDICT_UNDECIDED}};
    verdict_summary_judge(run, &sum);
}

// Who takes a run back, or closes it, does not let it go on: whatever was seen to hold, it is no
// go-ahead.
static void check_closed(Worker *worker) {
    Run *run = worker->run;
    const TakeUp *take_up = run->session.take_up;
    const VerdictSummary *summary = &run->summary;
    if (!take_up || take_up->purpose == PURPOSE_RESUME) return;
    if (summary->failed || summary->undecided || summary->in_doubt || summary->denied) return;
    const char *how = take_up->purpose == PURPOSE_UNDO ? "taken back" : "closed";
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "closed",
                   .reason = {SV(""), SV("The run as a whole"),
                              sv_format(worker->keep, "it was %s by %.*s", how, SV_ARG(run->by)),
                              VERDICT_UNDECIDED}};
    verdict_summary_judge(run, &sum);
}

static Value outputs_of(Worker *worker, Frame *frame, Arena *arena) {
    const Runbook *top = frame->runbook;
    StepContext context = {.frame = frame, .step_results = frame->step_results};
    MapBuilder outputs = map_builder(arena);
    for (uint32_t i = 0; i < top->output_count; i++) {
        EvalContext eval = eval_context_of(worker, &context, arena);
        Value value;
        Fault fault;
        if (!eval_context_run(&eval, &top->outputs[i].expr, false, &value, &fault)) continue;
        map_add_sv(&outputs, top->outputs[i].name, value);
    }
    return map_done(&outputs);
}

static bool any(const int64_t *steps) {
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (steps[i] > 0) return true;
    return false;
}

static RunVerdict final_verdict(Run *run) {
    RunVerdict verdict = verdict_summary_verdict(run, select_partial(run->selection));
    if (!run_broken(run)) return verdict;
    // If something could not be told to everyone, the run is no GO.
    verdict.status = STATUS_JOURNAL;
    bool good = strcmp(verdict.word, RUN_GO) == 0 || strcmp(verdict.word, RUN_PARTIAL) == 0;
    if (good) verdict.word = RUN_UNDECIDED;
    return verdict;
}

// So that the time since then is that of all sessions together.
static Stamp began_mono(const Run *run) {
    Stamp began = run->started;
    if (run->session.take_up)
        began.mono_ns -= recorded_run_lasted_ns(run->session.take_up->recorded);
    return began;
}

// What stands of it, and what to type about that.
static void tell_standing(EventBuilder *builder, RunVerdict verdict) {
    Run *run = builder->run;
    Arena *arena = builder->arena;
    Value standing = rollback_standing(run, arena);
    if (value_count(standing) > 0) event_put_value(builder, "standing", standing);
    // A step that was done again changed nothing that must not be done twice.
    const Rerun *rerun = run->options->sources.rerun;
    if ((rerun && !rerun->taken_up) || strcmp(verdict.word, "GO") == 0) return;
    // A sealed PARTIAL is evidence, and is not written on.
    if (strcmp(verdict.word, "PARTIAL") == 0) return;
    if (strcmp(verdict.word, "DENIED") != 0 && rerun_goes_on(run))
        event_put_text(builder, "resume", rerun_resume_line(run, arena));
    if (rollback_can_undo(run)) event_put_text(builder, "undo", rerun_undo_line(run, arena));
}

static int tell_end(Worker *worker, Frame *frame, bool *left) {
    Run *run = worker->run;
    const VerdictSummary *summary = &run->summary;
    *left = cancel_close(run) == STOP_LEAVE;
    RunVerdict verdict = final_verdict(run);
    EventBuilder builder = event_builder_of(worker, EVENT_RUN_ENDED);
    MapBuilder none = map_builder(builder.arena);
    event_put_text(&builder, "verdict", sv_from_c(verdict.word));
    event_put_int(&builder, "status", verdict.status);
    event_put_value(&builder, "counts", verdict_summary_counts(builder.arena, summary->steps));
    event_put_value(&builder, "undone",
                    any(summary->undone) ? verdict_summary_counts(builder.arena, summary->undone)
                                         : map_done(&none));
    event_put_value(&builder, "checks", verdict_summary_checks(builder.arena, summary));
    event_put_value(&builder, "reasons", verdict_summary_reasons(builder.arena, summary));
    tell_standing(&builder, verdict);
    event_put_value(&builder, "outputs", outputs_of(worker, frame, builder.arena));
    event_put_since(&builder, "elapsed", began_mono(run));
    Value later = run_files_later(run, builder.arena);
    if (later.kind == VALUE_LIST) event_put_value(&builder, "files", later);
    event_send(&builder, NULL);
    return run_broken(run) ? STATUS_JOURNAL : verdict.status;
}

// ── the run ──

static void unobserved(Worker *worker, Sv problem, const char *cause) {
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = cause,
                   .reason = {SV(""), SV("What is being judged"), problem, VERDICT_UNDECIDED}};
    emit_note(worker, "warning", problem);
    verdict_summary_judge(worker->run, &sum);
}

static void tell_parked(Worker *worker) {
    const Parked *parked = &worker->run->parked;
    if (!atomic_load(&parked->there)) return;
    EventBuilder builder = event_builder_of(worker, EVENT_PARKED);
    event_put_text(&builder, "address", parked->address);
    event_put_text(&builder, "number", parked->number);
    event_put_text(&builder, "question", parked->question);
    event_put_text(&builder, "digest", parked->digest);
    event_send(&builder, NULL);
}

static void run_all(Worker *worker, Frame *frame) {
    Run *run = worker->run;
    const Runbook *top = run->plan->top;
    StepContext context = {.frame = frame,
                           .step_results = frame->step_results,
                           .path = SV(""),
                           .number = SV(""),
                           .phase = "steps",
                           .level = LEVEL_MUST,
                           .rule = top->on_failure == ON_FAILURE_INHERIT ? ON_FAILURE_STOP
                                                                         : top->on_failure,
                           .deadline_ns = NO_DEADLINE,
                           .patience = STOP_ONCE,
                           .closed = kept_closed(worker, run->arena)};
    StepOutcome ended;
    include_steps(worker, &context, top, &ended);
}

static bool take_up(Worker *worker, Frame *frame, Resolved *resolved, Sv unseen, RunResult *out) {
    static const int statuses[] = {[TAKE_UP_GO] = STATUS_GO,
                                   [TAKE_UP_DIFFERS] = STATUS_RUNBOOK,
                                   [TAKE_UP_LEFT] = STATUS_STOPPED,
                                   [TAKE_UP_FAILED] = STATUS_JOURNAL};
    TakeUpStatus end = take_up_begin(worker, frame, resolved, unseen, ahead_look, &out->message);
    out->status = statuses[end];
    if (end != TAKE_UP_GO) out->journal = SV("");
    return end == TAKE_UP_GO;
}

// Only what the wall clock says is known of the time between two sessions.
static void tell_behind(Worker *worker) {
    const TakeUp *take_up = worker->run->session.take_up;
    enum { SLACK_NS = 1000000000 };
    int64_t behind = take_up ? take_up->recorded->last_ns - worker->run->started.wall_ns : 0;
    if (behind <= SLACK_NS) return;
    BUF_AUTO Buf by = buf_new(64);
    duration_add_human(&by, behind);
    emit_note(worker, "warning",
              sv_format(worker->keep,
                        "the clock stands about %.*s before the time at which the journal ended: "
                        "how old what is kept is cannot be told from it",
                        SV_ARG(buf_sv(&by))));
}

static void run_watched(Worker *worker, Frame *frame, Resolved *resolved, RunResult *out) {
    Run *run = worker->run;
    Sv problem;
    const char *cause;
    bool seen = subject_observe(worker, frame, &problem, &cause);
    if (!run->session.take_up)
        begin_tell(worker, frame, resolved);
    else if (!take_up(worker, frame, resolved, seen ? SV("") : problem, out))
        return;
    cancel_open(run);
    tell_behind(worker);
    // A folder that was named on purpose needs no caveat.
    Sv caveat = run->options->run_dir.len > 0 ? SV("") : journal_caveat(run->journal);
    if (caveat.len > 0) emit_note(worker, "info", caveat);
    Sv exposed = journal_exposed(run->journal, worker->keep);
    if (exposed.len > 0) emit_note(worker, "warning", exposed);
    if (!seen) unobserved(worker, problem, cause);
    run_lock_watch(run);
    if (!run_broken(run)) run_all(worker, frame);
    if (seen) subject_again(worker, frame);
    check_reached(worker);
    check_age(worker);
    check_shown(worker);
    run_lock_settle(worker);
    check_closed(worker);
    waivers_report(worker);
    tell_parked(worker);
    out->status = tell_end(worker, frame, &out->left);
}

static bool have_journal(Run *run, RunResult *out) {
    const TakeUp *take_up = run->session.take_up;
    if (!take_up) return begin_journal(run, &out->journal, &out->message);
    run->journal = take_up->journal;
    out->journal = take_up->path;
    return true;
}

static void run_locked(Worker *worker, Resolved *resolved, Frame *frame, RunResult *out) {
    Run *run = worker->run;
    if (!have_journal(run, out)) {
        out->status = STATUS_JOURNAL;
        return;
    }
    // It counts as running until nothing that it started acts any more.
    pool_hand_on(run->pool, journal_descriptor(run->journal));
    out->run_id = run->id;
    Sv journal = path_real(run->arena, out->journal);
    run->home = path_folder(journal);
    lock_tell_journal(run->lock, journal);
    if (cancel_watch(worker)) {
        run_watched(worker, frame, resolved, out);
        if (run_broken(run)) out->message = run->broken_reason;
        if (out->left) {
            out->status = STATUS_STOPPED;
            out->message =
                sv_format(run->arena, "left by %s, without a verdict; go on: runbook %s %.*s",
                          run->cancel.signals[STOP_LEAVE - 1],
                          kept_is_taken_back(worker) ? "undo" : "resume", SV_ARG(rerun_word(run)));
        }
    } else {
        out->status = STATUS_DEFECT;
        out->message = SV("the system has no descriptors or threads left");
    }
    cancel_end(run);
    if (run->lost) journal_salvage(run->journal);
    if (!run->session.take_up) journal_close(run->journal); // else whoever opened it does
}

static void run_resolved(Run *run, Resolved *resolved, RunResult *out) {
    Worker worker = worker_new(run);
    Frame *frame = begin_frame(&worker, resolved);
    out->status = run_lock_take(&worker, frame, &out->message);
    if (out->status == STATUS_GO) run_locked(&worker, resolved, frame, out);
    frame_drop(frame);
    worker_end(&worker);
}

static void copy_result(Masker *masker, Arena *arena, RunResult *out) {
    out->message = masker_text(masker, arena, out->message);
    out->run_id = sv_copy(arena, out->run_id);
    out->journal = sv_copy(arena, out->journal);
    out->message = sv_copy(arena, out->message);
}

void run_plan(const Plan *plan, const RunOptions *options, Diags *diags, Arena *arena,
              RunResult *out) {
    *out = (RunResult){.run_id = SV(""), .journal = SV(""), .message = SV("")};
    RunOptions own = *options;
    Run run = {.plan = plan, .options = &own, .env = options->sources.env};
    run.session.take_up = options->take_up;
    run.arena = arena_new(LIMIT_RUN_MEMORY);
    Profiles profiles = {.arena = diags->arena}; // what is wrong with one is shown from there
    own.sources.profiles = &profiles;
    run.secrets_arena = arena_new(LIMIT_RUN_MEMORY);
    run.masker = masker_new();
    run.started = run.env->stamp(run.env->self);
    pthread_mutex_init(&run.emitting, NULL);
    pthread_cond_init(&run.told, NULL);
    pthread_mutex_init(&run.asking, NULL);
    run.folder = options->sources.folder.len > 0 ? path_real(run.arena, options->sources.folder)
                                                 : path_real(run.arena, SV("."));
    run.by = user_name(&run);
    run.secret_variables = secret_variables(&run);
    Resolved resolved;
    out->status = begin_resolve(&run, diags, &resolved);
    if (out->status == STATUS_GO && !make_id(&run)) {
        out->status = STATUS_DEFECT;
        out->message = SV("the system gives no random bytes");
    }
    if (out->status == STATUS_GO) {
        run.about = about(&run);
        run.outlook = verdict_summary_outlook;
        run.pool = pool_new();
        run_resolved(&run, &resolved, out);
        if (!out->left) unrecorded_take(&run, arena, out);
        if (out->unrecorded_count > 0) out->word = sv_copy(arena, rerun_word(&run));
        unrecorded_free(&run);
        pool_free(run.pool);
        run_lock_leave(&run); // not before all that the pool keeps is closed
    }
    copy_result(run.masker, arena, out);
    pthread_mutex_destroy(&run.asking);
    pthread_cond_destroy(&run.told);
    pthread_mutex_destroy(&run.emitting);
    masker_free(run.masker);
    arena_free(run.arena);
    arena_free(run.secrets_arena);
}
