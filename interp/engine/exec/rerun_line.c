#include "engine/exec/rerun_line.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "engine/exec/rollback.h"
#include "history/rerun.h"
#include "history/run_id.h"
#include "select/needs.h"

enum { MOST_RESOLVED = 20 }; // `resume` names the others

// ── which run ──

// The id if the run can be found by it from here, else its folder.
static Sv name_of(const Run *run) {
    Arena *arena = run->arena;
    const Rerun *rerun = run->options->sources.rerun;
    Sv runs = path_join(arena, run->plan->root, SV(".runbook/runs"));
    if (rerun) return rerun->word;
    if (run->options->run_dir.len > 0) return run->options->run_dir;
    Sv here = path_project_root(arena, (Sv){0}, SV("."), (Sv){0}).path;
    if (here.at && sv_eq(here, path_real(arena, run->plan->root)))
        return run_id_short(arena, runs, run->id);
    return path_join(arena, runs, run->id);
}

Sv rerun_word(Run *run) {
    pthread_mutex_lock(&run->emitting);
    if (run->rerun_word.len == 0) {
        BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
        shown_add_shell_word(&word, name_of(run));
        run->rerun_word = buf_keep(&word, run->arena);
    }
    pthread_mutex_unlock(&run->emitting);
    return run->rerun_word;
}

// ── the line ──

// "runbook resume 01a229f5"
static void add_command(Buf *line, Run *run, const char *command) {
    buf_addf(line, "runbook %s %.*s", command, SV_ARG(rerun_word(run)));
}

static Sv rerun_command(Run *run, Sv address, Arena *arena) {
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    add_command(&line, run, "again");
    buf_add_char(&line, ' ');
    shown_add_shell_word(&line, address);
    return buf_keep(&line, arena);
}

// Elsewhere the variable may hold something else, and nobody is asked for what was typed.
static bool is_given_inputs(const Run *run, Arena *arena) {
    const InputSources *sources = &run->options->sources;
    const Runbook *top = run->plan->top;
    for (uint32_t i = 0; i < top->input_count; i++) {
        const Input *input = &top->inputs[i];
        const char *name = input->env.len > 0 ? sv_to_c(arena, input->env) : NULL;
        const char *found = name ? sources->env->get(sources->env->self, name) : NULL;
        if ((found && *found) || (input->required && !input->fallback)) return true;
    }
    return sources->input_count > 0 || sources->file_count > 0;
}

// A change can only be repeated by a run of its own, and only if this run was given nothing besides
// the runbook.
static Sv run_command(const Run *run, Sv address, Arena *arena) {
    const RunOptions *options = run->options;
    bool plain = !is_given_inputs(run, arena) && !options->sources.rerun &&
                 options->sources.folder.len == 0 && options->waivers.len == 0;
    if (!plain) return SV("");
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    buf_add_c(&line, "runbook run ");
    shown_add_shell_word(&line, run->plan->top->path);
    buf_add_c(&line, " --only ");
    shown_add_shell_word(&line, address);
    return buf_keep(&line, arena);
}

static const Needs *needs_of(Run *run) {
    pthread_mutex_lock(&run->emitting);
    if (!run->needs) run->needs = needs_new(run->arena, run->plan);
    const Needs *needs = run->needs;
    pthread_mutex_unlock(&run->emitting);
    return needs;
}

Sv rerun_line(Run *run, const StepInstance *instance, Arena *arena) {
    NeedList all = {0};
    needs_all(needs_of(run), arena, instance->step, &all);
    const Need *change = needs_change(&all);
    if (!change) return rerun_command(run, instance->address, arena);
    // Without the change, what it reads cannot be had.
    NeedList others = {all.items + 1, all.count - 1, 0};
    if (change->reader || needs_change(&others)) return SV("");
    return run_command(run, instance->address, arena);
}

// Nothing that can be pasted unread: only who has looked knows which of the words is true.
static void add_resolution(Buf *line, const Reason *reason, Arena *arena) {
    const char *words = reason->gone ? "done|skip" : "done|again|skip";
    buf_add_c(line, " --resolve ");
    shown_add_shell_word(line, sv_format(arena, "%.*s=%s", SV_ARG(reason->address), words));
}

static bool undo_in_doubt(const Run *run) {
    for (uint32_t i = 0; i < run->summary.reason_count; i++)
        if (run->summary.reasons[i].undo && run->summary.reasons[i].verdict == VERDICT_IN_DOUBT)
            return true;
    return false;
}

// What is said to have been taken back is not taken back once more.
static bool undo_said(const Run *run) {
    for (uint32_t i = 0; i < run->summary.reason_count; i++)
        if (run->summary.reasons[i].undo && run->summary.reasons[i].said) return true;
    return false;
}

bool rerun_goes_on(Run *run) {
    const VerdictSummary *summary = &run->summary;
    if (undo_in_doubt(run)) return true; // and what became of that is said
    if (rollback_is_torn(run)) return undo_said(run) || !rollback_can_undo(run);
    if (summary->reason_count == 0 || run->cancel.told > 0 || atomic_load(&run->parked.there))
        return true;
    for (uint32_t i = 0; i < summary->reason_count; i++) {
        const Reason *reason = &summary->reasons[i];
        if (!reason->stays || (!reason->undo && rollback_took_back(run, reason->address)))
            return true;
    }
    return false;
}

Sv rerun_resume_line(Run *run, Arena *arena) {
    BUF_AUTO Buf line = buf_new(LIMIT_EVENT_BYTES);
    uint32_t asked = 0;
    // What became of an undo step is said to who goes on taking back.
    add_command(&line, run, undo_in_doubt(run) ? "undo" : "resume");
    for (uint32_t i = 0; i < run->summary.reason_count && asked < MOST_RESOLVED; i++) {
        const Reason *reason = &run->summary.reasons[i];
        if (reason->verdict != VERDICT_IN_DOUBT || !reason->unprobed) continue;
        add_resolution(&line, reason, arena);
        asked++;
    }
    if (asked > 0) buf_add_c(&line, " --reason '…'");
    return buf_keep(&line, arena);
}

Sv rerun_undo_line(Run *run, Arena *arena) {
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    add_command(&line, run, "undo");
    return buf_keep(&line, arena);
}
