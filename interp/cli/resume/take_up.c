#include "cli/resume/take_up.h"
#include "base/system/file.h"
#include "cli/found/recorded_file.h"
#include "cli/resume/take_up_internal.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"

int taking_refuse(const TakingUp *taking, int status, Sv why) {
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
bool taking_is_half_undone(const TakingUp *taking) {
    const RecordedRun *recorded = &taking->recorded;
    return recorded->ended.kind != VALUE_MAP &&
           sv_eq_c(value_field_text(recorded->resumed, "purpose", SV("")), "undo");
}

// The run itself told which ways lead on from its end.
static Sv nothing_to_abandon(const TakingUp *taking, Sv verdict) {
    Value ended = taking->recorded.ended;
    BUF_AUTO Buf why = buf_new((size_t)64 * 1024);
    buf_addf(&why,
             "run %.*s has ended (%.*s), and its clean-up was gone through: there is nothing to "
             "abandon",
             SV_ARG(taking->word), SV_ARG(verdict));
    if (value_field_text(ended, "resume", SV("")).len > 0)
        buf_addf(&why, "; to go on: runbook resume %.*s", SV_ARG(taking->word));
    if (value_field_text(ended, "undo", SV("")).len > 0)
        buf_addf(&why, "; to take back what it did: runbook undo %.*s", SV_ARG(taking->word));
    return buf_keep(&why, taking->arena);
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
    if (taking->take_up.purpose == PURPOSE_RESUME && taking_is_half_undone(taking))
        return sv_format(
            arena,
            "run %.*s was being taken back by %.*s when that was cut off, and resume takes nothing "
            "back: to go on with it, for what it was asked for: runbook undo %.*s [ADDRESS…]; to "
            "leave the rest in place: runbook abandon %.*s",
            SV_ARG(word), SV_ARG(value_field_text(taking->recorded.resumed, "user", SV(""))),
            SV_ARG(word), SV_ARG(word));
    if (taking->take_up.purpose == PURPOSE_ABANDON && verdict.len > 0 && !parked)
        return nothing_to_abandon(taking, verdict);
    return SV("");
}

// ── once the plan is there ──

static int prepare(void *self, const Plan *plan) {
    TakingUp *taking = self;
    Purpose purpose = taking->take_up.purpose;
    FateRules rules = {.recorded = &taking->recorded,
                       .arena = taking->arena,
                       .now_ns = taking->cli->env->stamp(taking->cli->env->self).wall_ns,
                       .closed = purpose != PURPOSE_RESUME || taking->recorded.rollback.begun,
                       .renew = taking->line->accept_changed,
                       .undoing = purpose == PURPOSE_UNDO};
    take_up_view_make(taking->arena, plan, &taking->recorded, &rules, &taking->view);
    int bad = taking_need_identity(taking);
    if (bad == 0) bad = taking_resolutions(taking);
    taking->take_up.at = purpose == PURPOSE_RESUME && taking->view.at.at ? taking->view.at : SV("");
    if (bad == 0 && purpose == PURPOSE_UNDO) bad = taking_addresses(taking);
    if (bad == 0 && purpose == PURPOSE_UNDO) bad = taking_need_something(taking, plan);
    if (bad == 0 && purpose == PURPOSE_RESUME) bad = taking_need_decisions(taking, plan);
    if (bad == 0 && purpose == PURPOSE_RESUME && !taking->recorded.rollback.begun) {
        taking->take_up.peeks = arena_new_array(taking->arena, Peek, taking->view.count);
        taking->take_up.peek_count = take_up_view_peeks(&taking->view, taking->take_up.peeks);
    }
    return bad;
}

static bool agreed(void *self, Sv by, const Sv *accepted, uint32_t count, const Waiter *waiter,
                   DeskConfirm *confirm, void *asking) {
    TakingUp *taking = self;
    const Cli *cli = taking->cli;
    for (uint32_t i = 0; i < taking->take_up.peek_count; i++)
        take_up_view_find(&taking->view, taking->take_up.peeks[i].step)->peeked =
            taking->take_up.peeks[i].found;
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
        asking, buf_sv(&text),
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

static bool find_file(TakingUp *taking, Sv *then) {
    Value started = taking->recorded.started;
    *then = value_field_text(started, "path", SV(""));
    return recorded_file(taking->cli, &taking->recorded, *then,
                         value_field_text(started, "digest", SV("")), &taking->path);
}

static Sv root_of(const TakingUp *taking) {
    return value_field_text(taking->recorded.started, "root", SV(""));
}

static bool take_event(void *self, const Event *event) {
    TakingUp *taking = self;
    EventSink next = recorded_run_sink(&taking->recorded);
    bool taken = next.take(next.self, event);
    Sv then;
    if (event->kind == EVENT_RUN_STARTED && !taking->ahead && find_file(taking, &then))
        taking->ahead = plan_ahead_begin(taking->cli, taking->path, root_of(taking));
    return taken;
}

static int go(TakingUp *taking) {
    recorded_run_settle(&taking->recorded);
    const RecordedRun *recorded = &taking->recorded;
    Value started = recorded->started;
    Sv then;
    if (!find_file(taking, &then))
        return taking_refuse(
            taking, STATUS_RUNBOOK,
            sv_format(taking->arena,
                      "run %.*s was one of %.*s, and that file is not there any more",
                      SV_ARG(taking->word), SV_ARG(then)));
    Sv why = why_not(taking);
    if (why.len > 0) return taking_refuse(taking, STATUS_USAGE, why);
    taking->rerun = (Rerun){.recorded = recorded,
                            .address = SV(""),
                            .word = taking->name,
                            .accept_changed = taking->line->accept_changed,
                            .taken_up = true};
    RunOptions *options = &taking->options;
    *options = run_options(taking->cli, taking->line);
    options->sources.rerun = &taking->rerun;
    options->sources.folder = value_field_text(started, "folder", SV(""));
    options->take_up = &taking->take_up;
    options->run_dir = taking->entry.folder;
    select_as_then(taking, &options->select);
    taking->take_up.recorded = recorded;
    taking->take_up.path = taking->entry.journal;
    taking->take_up.cut = taking->tail.cut;
    DeskBook book = {.path = taking->path, .root = root_of(taking)};
    if (plan_ahead_is_of(taking->ahead, book.path, book.root)) book.ahead = taking->ahead;
    const DeskTaking desk = {prepare, agreed, taking};
    return desk_take_up(taking->cli, taking->line, book, options, &desk);
}

int take_up_run(const Cli *cli, const CommandLine *line, Purpose purpose) {
    TakingUp taking = {.cli = cli, .line = line, .take_up = {.purpose = purpose}};
    // Otherwise the next command does this, and there may be none.
    if (cli->registry->clear) cli->registry->clear();
    int found = runs_open(cli, line->root, line->operands.items[0], &taking.entry);
    if (found != 0) return desk_refuse(cli, line, line->operands.items[0], found);
    taking.arena = arena_new(LIMIT_RUN_MEMORY);
    taking.name = runs_name(taking.arena, line->root, &taking.entry);
    taking.word = runs_word(taking.arena, line->root, &taking.entry);
    recorded_run_init(taking.arena, &taking.recorded);
    taking.recorded.seen_is_left_out = true;
    Sv error = SV("");
    taking.take_up.journal =
        journal_open_again(taking.arena, taking.entry.folder, (EventSink){&taking, take_event},
                           recorded_run_parts(&taking.recorded), &taking.tail, &error);
    int status = taking.take_up.journal
                     ? go(&taking)
                     : taking_refuse(&taking, taking.tail.running ? STATUS_LOCKED : STATUS_JOURNAL,
                                     no_journal(&taking, error));
    if (taking.take_up.journal) journal_close(taking.take_up.journal);
    plan_ahead_free(taking.ahead);
    arena_free(taking.arena);
    return status;
}
