#include "cli/runs/take_up.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "cli/found/recorded_file.h"
#include "cli/found/runs.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"
#include "cli/runs/take_up_view.h"
#include "history/rerun.h"
#include "history/same_step.h"
#include "inputs/rerun_compare.h"
#include "journal/journal.h"
#include <string.h>

struct TakingUp {
    const Cli *cli;
    const CommandLine *line;
    Arena *arena;
    RunEntry entry;
    RecordedRun recorded;
    JournalTail tail;
    Rerun rerun;
    TakeUp take_up;
    TakeUpView view;
    Sv name, word; // the run in a command; quoted
    Sv path;       // of the runbook, from here
};

static int refuse(const TakingUp *taking, int status, Sv why) {
    int end = cli_fail(taking->cli, status, "%.*s", SV_ARG(why));
    return desk_refuse(taking->cli, taking->line, taking->line->operands.items[0], end);
}

// ── what cannot be taken up ──

static Sv verdict_of(const TakingUp *taking) {
    const RecordedRun *recorded = &taking->recorded;
    return recorded->ended.kind == VALUE_MAP ? value_field_text(recorded->ended, "verdict", SV(""))
                                             : SV("");
}

// A person wanted it taken back, and that was cut off.
static bool is_half_undone(const TakingUp *taking) {
    const RecordedRun *recorded = &taking->recorded;
    return recorded->ended.kind != VALUE_MAP &&
           sv_eq_c(value_field_text(recorded->resumed, "purpose", SV("")), "undo");
}

static Sv why_not(const TakingUp *taking) {
    Arena *arena = taking->arena;
    Sv verdict = verdict_of(taking), word = taking->word;
    bool parked = taking->recorded.parked.kind == VALUE_MAP;
    if (value_field_text(taking->recorded.started, "again_of", SV("")).len > 0)
        return sv_format(
            arena,
            "run %.*s only did a step of another run again, and changes nothing: there "
            "is nothing to %s; do it once more with `runbook again`",
            SV_ARG(word), purpose_name(taking->take_up.purpose));
    if (sv_eq_c(verdict, "GO") || sv_eq_c(verdict, "PARTIAL"))
        return sv_format(
            arena,
            "run %.*s is a sealed %.*s: its journal is evidence, and is not written on; "
            "to do it once more: runbook run %.*s",
            SV_ARG(word), SV_ARG(verdict), SV_ARG(taking->path));
    if (taking->take_up.purpose == PURPOSE_RESUME && is_half_undone(taking))
        return sv_format(
            arena,
            "run %.*s was being taken back by %.*s when that was cut off, and resume takes nothing "
            "back: to go on with it, for what it was asked for: runbook undo %.*s [ADDRESS…]; to "
            "leave the rest in place: runbook abandon %.*s",
            SV_ARG(word), SV_ARG(value_field_text(taking->recorded.resumed, "user", SV(""))),
            SV_ARG(word), SV_ARG(word));
    if (taking->take_up.purpose == PURPOSE_ABANDON && verdict.len > 0 && !parked)
        return sv_format(arena,
                         "run %.*s has ended (%.*s), and its clean-up was gone through: there is "
                         "nothing to abandon; to go on: runbook resume %.*s; to take back what it "
                         "did: runbook undo %.*s",
                         SV_ARG(word), SV_ARG(verdict), SV_ARG(word), SV_ARG(word));
    return SV("");
}

// ── what a person says ──

static const RecordedStep *step_meant(const TakingUp *taking, Sv word) {
    return recorded_run_meant(&taking->recorded, word);
}

// "; did you mean 'outer/first'?" – its last part may have been typed alone.
static Sv step_near(const TakingUp *taking, Sv word) {
    const RecordedRun *recorded = &taking->recorded;
    Sv *known = arena_new_array(taking->arena, Sv, recorded->count + 1), near = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < recorded->count; i++) {
        Sv address = recorded->steps[i]->address;
        if (!recorded_run_may_mean(word, address)) continue;
        if (near.len == 0 && sv_eq(path_name(address), word)) near = address;
        known[count++] = address;
    }
    if (near.len == 0) near = sv_closest(word, known, count);
    return near.len ? sv_format(taking->arena, "; did you mean '%.*s'?", SV_ARG(near)) : SV("");
}

// A step of the runbook, of which the run did not tell anything.
static bool is_planned(const TakingUp *taking, Sv word) {
    Sv address = same_step_address(taking->arena, word);
    for (uint32_t i = 0; i < taking->view.by_address.count; i++) {
        Sv key = taking->view.by_address.entries[i].key;
        if (sv_starts(key, address) && key.len > address.len && key.at[address.len] == '\n')
            return true;
    }
    return svmap_has(&taking->view.plan, word);
}

static int bad_resolution(TakingUp *taking, const NamedText *given, Sv *address) {
    const Cli *cli = taking->cli;
    ResolvedAs as = resolved_as(given->text);
    if (as == RESOLVED_UNKNOWN)
        return cli_usage(cli,
                         "--resolve %.*s=%.*s: it is done (it happened), again (do it now) or "
                         "skip (leave it)",
                         SV_ARG(given->name), SV_ARG(given->text));
    const RecordedStep *step = step_meant(taking, given->name);
    if (!step && is_planned(taking, given->name))
        return cli_usage(cli,
                         "--resolve %.*s: run %.*s did not reach that step; only what may or may "
                         "not have happened is resolved",
                         SV_ARG(given->name), SV_ARG(taking->word));
    if (!step)
        return cli_usage(cli, "--resolve %.*s: run %.*s has no such step%.*s", SV_ARG(given->name),
                         SV_ARG(taking->word), SV_ARG(step_near(taking, given->name)));
    bool makes = taking->take_up.purpose == PURPOSE_RESUME || sv_eq_c(step->phase, "undo");
    FoundFate *found = take_up_view_find(&taking->view, step);
    if (as == RESOLVED_AGAIN && found && found->gone)
        return cli_usage(cli,
                         "--resolve %.*s=again: the run does not come to that step any more; done "
                         "(it happened) or skip (it stays open)",
                         SV_ARG(given->name));
    if (as == RESOLVED_AGAIN && !makes)
        return cli_usage(
            cli,
            "--resolve %.*s=again: %s makes no step again; done (it happened) or skip (it "
            "did not)",
            SV_ARG(given->name), purpose_name(taking->take_up.purpose));
    bool left_open = fate_is_left_open(step) && sv_eq_c(step->phase, "steps");
    if (!found || (found->fate != FATE_DOUBT && !left_open))
        return cli_usage(
            cli,
            "--resolve %.*s: that step is not in doubt (it %s); only what may or may "
            "not have happened is resolved",
            SV_ARG(given->name),
            step->decided == 0
                ? "never began"
                : sv_to_c(taking->arena,
                          sv_format(taking->arena, "ended as %.*s",
                                    SV_ARG(value_field_text(step->end, "verdict", SV(""))))));
    if (sv_eq_c(step->phase, "undo") && taking->take_up.purpose == PURPOSE_RESUME &&
        !taking->recorded.rollback.begun)
        return cli_usage(cli,
                         "--resolve %.*s: to go on takes nothing back; it goes with `runbook undo "
                         "%.*s`, or say what became of the step that it was to undo",
                         SV_ARG(given->name), SV_ARG(taking->word));
    if (found->said)
        return cli_usage(
            cli, "--resolve %.*s: what became of step %.*s %.*s is said twice; say it once",
            SV_ARG(given->name), SV_ARG(step->number), SV_ARG(take_up_view_name(step)));
    *address = step->address;
    take_up_view_resolve(&taking->view, found, as);
    return 0;
}

static int take_resolutions(TakingUp *taking) {
    const CommandLine *line = taking->line;
    if (line->resolve.count == 0 && line->reason.len > 0)
        return cli_usage(taking->cli, "--reason is the reason of a --resolve");
    if (line->resolve.count > 0 && line->reason.len == 0)
        return cli_usage(taking->cli, "--resolve needs --reason 'WHY': it is part of the record");
    Resolution *resolutions = arena_new_array(taking->arena, Resolution, line->resolve.count);
    for (uint32_t i = 0; i < line->resolve.count; i++) {
        const NamedText *given = &line->resolve.items[i];
        int bad = bad_resolution(taking, given, &resolutions[i].address);
        if (bad != 0) return bad;
        resolutions[i].as = resolved_as(given->text);
        resolutions[i].reason = line->reason;
    }
    taking->take_up.resolutions = resolutions;
    taking->take_up.resolution_count = line->resolve.count;
    return 0;
}

// ── decisions that are missing ──

static int need_word(const TakingUp *taking, const RecordedStep *step) {
    const FoundFate *found = take_up_view_find(&taking->view, step);
    bool again = taking->take_up.purpose == PURPOSE_RESUME || !sv_eq_c(step->phase, "steps");
    again &= !found || !found->gone;
    BUF_AUTO Buf say = buf_new((size_t)256 * 1024);
    buf_addf(&say, "nothing was done; say what became of it: runbook %s %.*s",
             purpose_name(taking->take_up.purpose), SV_ARG(taking->word));
    for (uint32_t i = 1; i < taking->line->operands.count; i++) {
        buf_add_char(&say, ' ');
        shown_add_shell_word(&say, taking->line->operands.items[i]);
    }
    for (uint32_t i = 0; i < taking->line->resolve.count; i++) {
        const NamedText *given = &taking->line->resolve.items[i];
        buf_add_c(&say, " --resolve ");
        shown_add_shell_word(&say, given->name);
        buf_addf(&say, "=%.*s", SV_ARG(given->text));
    }
    buf_add_c(&say, " --resolve ");
    shown_add_shell_word(&say, step->address);
    buf_addf(&say, "=done --reason 'WHY' (or %s=skip)", again ? "=again, or " : "");
    return refuse(taking, STATUS_IN_DOUBT, buf_sv(&say));
}

static void tell_doubt(const TakingUp *taking, const RecordedStep *step) {
    bool torn = fate_is_well(step) && step->decided > step->intent;
    const FoundFate *found = take_up_view_find(&taking->view, step);
    bool gone = found && found->gone;
    cli_fail(taking->cli, STATUS_IN_DOUBT, "%.*s %.*s %s, and %s: look whether it %s",
             SV_ARG(step->number), SV_ARG(take_up_view_name(step)),
             torn ? "was taken back, perhaps in part" : "is in doubt",
             gone ? "the run does not come to it any more" : "has no probe",
             torn ? "is there" : "happened");
}

// Who goes on takes nothing back, unless a rollback was cut off: of an undo step in doubt it is
// asked what became of that which it was to undo.
static bool is_asked(const TakingUp *taking, const FoundFate *found) {
    bool undo = sv_eq_c(found->step->phase, "undo");
    return take_up_view_is_open(found) && (!undo || taking->recorded.rollback.begun);
}

// Who decides what became of a step knows then what else there is to agree to.
static void tell_changed(const TakingUp *taking, const Plan *plan) {
    Diags diags = diags_new(taking->arena);
    TextList accepted;
    RerunNow now = {plan->top, plan->files, plan->file_count, NULL};
    rerun_compare_files(&taking->rerun, &now, taking->arena, &diags, &accepted);
    cli_diagnose(taking->cli, &diags);
}

static int need_decisions(const TakingUp *taking, const Plan *plan) {
    const FoundFate *first = NULL;
    for (uint32_t i = 0; i < taking->view.count; i++) {
        const FoundFate *found = &taking->view.items[i];
        if (!is_asked(taking, found)) continue;
        if (!first) tell_changed(taking, plan);
        if (!first) first = found;
        tell_doubt(taking, found->step);
    }
    return first ? need_word(taking, first->step) : 0;
}

// Without an id a group adds nothing to the addresses in it: what it holds is told by numbers. Of
// an iteration the number may be that of another one by now, and its address is in all of theirs.
static bool holds(const RecordedStep *around, const RecordedStep *step) {
    Sv above = around->address, address = step->address;
    if (address.len > above.len && sv_starts(address, above) &&
        (address.at[above.len] == '/' || address.at[above.len] == '['))
        return true;
    bool group = around->kind.len > 0 && !sv_eq_c(around->kind, "iteration");
    above = around->number;
    return group && step->number.len > above.len && sv_starts(step->number, above) &&
           step->number.at[above.len] == '.';
}

static void take_address(TakingUp *taking, const RecordedStep *meant, TextList *addresses) {
    text_list_add(taking->arena, addresses, meant->address);
    for (uint32_t i = 0; meant->kind.len > 0 && i < taking->recorded.count; i++)
        if (holds(meant, taking->recorded.steps[i]))
            text_list_add(taking->arena, addresses, taking->recorded.steps[i]->address);
}

static bool is_among(const Asked *asked, Sv address) {
    for (uint32_t i = 0; i < asked->count; i++)
        if (sv_eq(asked->addresses[i], address)) return true;
    return false;
}

// Why nothing of what was asked for can be taken back.
static Sv why_not_back(const TakingUp *taking, const RecordedStep *meant, const Asked *asked) {
    Arena *arena = taking->arena;
    if (sv_eq_c(meant->phase, "undo"))
        return SV("it is an undo step itself; name the step that it takes back");
    bool stands = false;
    for (uint32_t i = 0; i < taking->view.count; i++) {
        const FoundFate *found = &taking->view.items[i];
        if (!is_among(asked, found->step->address)) continue;
        const RecordedStep *by;
        UndoWay way = take_up_view_way(&taking->view, found, asked, &by);
        stands |= way == UNDO_NONE;
        if (way == UNDO_GONE)
            return SV("the run does not come to it any more: look, and take it back by hand");
        if (way == UNDO_SAID)
            return SV("its undo is said to have happened, and is not made once more: look, and "
                      "take it back by hand if it did not");
        if (way == UNDO_UNASKED)
            return sv_format(arena, "the undo steps are those of %.*s %.*s: runbook undo %.*s %.*s",
                             SV_ARG(by->number), SV_ARG(take_up_view_name(by)),
                             SV_ARG(taking->word), SV_ARG(by->number));
    }
    return stands ? SV("there are no undo steps for it") : SV("nothing of it stands");
}

static int take_addresses(TakingUp *taking) {
    const CommandLine *line = taking->line;
    TextList all = {0};
    for (uint32_t i = 1; i < line->operands.count; i++) {
        Sv word = line->operands.items[i];
        const RecordedStep *step = step_meant(taking, word);
        if (!step)
            return cli_usage(taking->cli, "undo %.*s: run %.*s has no such step%.*s", SV_ARG(word),
                             SV_ARG(taking->word), SV_ARG(step_near(taking, word)));
        TextList own = {0};
        take_address(taking, step, &own);
        Asked asked = {own.items, own.count};
        const RecordedStep *held;
        if (!take_up_view_undoes(&taking->view, &asked, &held) && !held)
            return cli_usage(taking->cli, "undo %.*s: nothing of it can be taken back: %.*s",
                             SV_ARG(word), SV_ARG(why_not_back(taking, step, &asked)));
        take_address(taking, step, &all);
    }
    taking->take_up.addresses = all.items;
    taking->take_up.address_count = all.count;
    return 0;
}

static int need_something(const TakingUp *taking, const Plan *plan) {
    Asked asked = {taking->take_up.addresses, taking->take_up.address_count};
    const RecordedStep *held;
    // What a person says is put on record, whatever is taken back; and what was cut off behind its
    // last undo step is brought to its end.
    if (take_up_view_undoes(&taking->view, &asked, &held) || taking->take_up.resolution_count > 0 ||
        (!held && is_half_undone(taking)))
        return 0;
    if (held) {
        tell_changed(taking, plan);
        tell_doubt(taking, held);
        return need_word(taking, held);
    }
    return refuse(taking, STATUS_USAGE,
                  sv_format(taking->arena,
                            "nothing that run %.*s did can be taken back: no step that acted has "
                            "undo steps left to be done; runbook show %.*s tells what stands",
                            SV_ARG(taking->word), SV_ARG(taking->word)));
}

static int need_identity(const TakingUp *taking) {
    const RecordedStep *step = taking->view.unsure;
    if (!step) return 0;
    return refuse(taking, STATUS_RUNBOOK,
                  sv_format(taking->arena,
                            "%.*s %.*s acted, and has no id: a step without one is known by its "
                            "number, and which step of the changed runbook it is cannot be told; "
                            "nothing was done; put back the steps above it as they were, or change "
                            "only what stands below it",
                            SV_ARG(step->number), SV_ARG(take_up_view_name(step))));
}

int take_up_prepare(TakingUp *taking, const Plan *plan) {
    Purpose purpose = taking->take_up.purpose;
    FateRules rules = {.recorded = &taking->recorded,
                       .arena = taking->arena,
                       .now_ns = taking->cli->env->stamp(taking->cli->env->self).wall_ns,
                       .closed = purpose != PURPOSE_RESUME || taking->recorded.rollback.begun,
                       .renew = taking->line->accept_changed,
                       .undoing = purpose == PURPOSE_UNDO};
    take_up_view_make(taking->arena, plan, &taking->recorded, &rules, &taking->view);
    int bad = need_identity(taking);
    if (bad == 0) bad = take_resolutions(taking);
    taking->take_up.at = purpose == PURPOSE_RESUME && taking->view.at.at ? taking->view.at : SV("");
    if (bad == 0 && purpose == PURPOSE_UNDO) bad = take_addresses(taking);
    if (bad == 0 && purpose == PURPOSE_UNDO) bad = need_something(taking, plan);
    if (bad == 0 && purpose == PURPOSE_RESUME) bad = need_decisions(taking, plan);
    return bad;
}

bool take_up_agreed(TakingUp *taking, Sv by, const Sv *accepted, uint32_t count,
                    const Waiter *waiter,
                    bool (*confirm)(void *self, Sv words, Sv question, const Waiter *waiter),
                    void *self) {
    const Cli *cli = taking->cli;
    TakeUpWords words = {.purpose = taking->take_up.purpose,
                         .run = taking->word,
                         .by = by,
                         .resolutions = taking->take_up.resolutions,
                         .resolution_count = taking->take_up.resolution_count,
                         .accepted = accepted,
                         .accepted_count = count,
                         .asked = {taking->take_up.addresses, taking->take_up.address_count},
                         .now_ns = cli->env->stamp(cli->env->self).wall_ns,
                         .width = cli->width};
    BUF_AUTO Buf text = buf_new((size_t)16 * 1024 * 1024);
    take_up_view_write(&taking->view, &words, &text);
    cli_out(cli, buf_sv(&text));
    if (taking->line->go_on) return true;
    static const char *const questions[] = {[PURPOSE_RESUME] = "Go on",
                                            [PURPOSE_UNDO] = "Take it back",
                                            [PURPOSE_ABANDON] = "Clean up and close it"};
    return confirm(
        self, buf_sv(&text),
        sv_format(taking->arena, "%s as %.*s? (yes, no) ", questions[words.purpose], SV_ARG(by)),
        waiter);
}

// ── the command ──

static Sv no_journal(const TakingUp *taking, Sv error) {
    if (!taking->tail.running) return error;
    return sv_format(taking->arena,
                     "run %.*s is still going on, or a command of it is still being ended; nothing "
                     "was done; runbook show %.*s tells who has it, and where it is",
                     SV_ARG(taking->word), SV_ARG(taking->word));
}

static void select_as_then(TakingUp *taking, SelectOptions *select) {
    Value chosen = value_field(taking->recorded.started, "selection");
    struct {
        const char *name;
        const Sv **items;
        uint32_t *count;
    } lists[] = {{"only", &select->only, &select->only_count},
                 {"skip", &select->skip, &select->skip_count},
                 {"tags", &select->tags, &select->tag_count}};
    for (size_t i = 0; chosen.kind == VALUE_MAP && i < sizeof lists / sizeof *lists; i++) {
        Value list = value_field(chosen, lists[i].name);
        if (list.kind != VALUE_LIST) continue;
        Sv *items = arena_new_array(taking->arena, Sv, value_count(list));
        for (size_t k = 0; k < value_count(list); k++)
            items[k] = value_text(value_item(list, k));
        *lists[i].items = items;
        *lists[i].count = (uint32_t)value_count(list);
    }
    if (chosen.kind == VALUE_MAP) select->from = value_field_text(chosen, "from", SV(""));
}

static int go(TakingUp *taking) {
    recorded_run_settle(&taking->recorded);
    const RecordedRun *recorded = &taking->recorded;
    Value started = recorded->started;
    Sv then = value_field_text(started, "path", SV(""));
    if (!recorded_file(taking->cli, recorded, then, value_field_text(started, "digest", SV("")),
                       &taking->path))
        return refuse(taking, STATUS_RUNBOOK,
                      sv_format(taking->arena,
                                "run %.*s was one of %.*s, and that file is not there any more",
                                SV_ARG(taking->word), SV_ARG(then)));
    Sv why = why_not(taking);
    if (why.len > 0) return refuse(taking, STATUS_USAGE, why);
    taking->rerun = (Rerun){.recorded = recorded,
                            .address = SV(""),
                            .word = taking->name,
                            .accept_changed = taking->line->accept_changed,
                            .taken_up = true};
    RunOptions options = run_options(taking->cli, taking->line);
    options.sources.rerun = &taking->rerun;
    options.sources.folder = value_field_text(started, "folder", SV(""));
    options.take_up = &taking->take_up;
    options.run_dir = taking->entry.folder;
    select_as_then(taking, &options.select);
    taking->take_up.recorded = recorded;
    taking->take_up.path = taking->entry.journal;
    taking->take_up.cut = taking->tail.cut;
    DeskBook book = {.path = taking->path, .root = value_field_text(started, "root", SV(""))};
    return desk_take_up(taking->cli, taking->line, book, &options, taking);
}

int take_up_run(const Cli *cli, const CommandLine *line, Purpose purpose) {
    TakingUp taking = {.cli = cli, .line = line, .take_up = {.purpose = purpose}};
    int found = runs_open(cli, line->root, line->operands.items[0], &taking.entry);
    if (found != 0) return desk_refuse(cli, line, line->operands.items[0], found);
    taking.arena = arena_new(LIMIT_RUN_MEMORY);
    taking.name = runs_name(taking.arena, line->root, &taking.entry);
    taking.word = runs_word(taking.arena, line->root, &taking.entry);
    recorded_run_init(taking.arena, &taking.recorded);
    taking.recorded.seen_is_left_out = true;
    Sv error = SV("");
    taking.take_up.journal =
        journal_open_again(taking.arena, taking.entry.folder, recorded_run_sink(&taking.recorded),
                           recorded_run_parts(&taking.recorded), &taking.tail, &error);
    int status = taking.take_up.journal
                     ? go(&taking)
                     : refuse(&taking, taking.tail.running ? STATUS_LOCKED : STATUS_JOURNAL,
                              no_journal(&taking, error));
    if (taking.take_up.journal) journal_close(taking.take_up.journal);
    arena_free(taking.arena);
    return status;
}
