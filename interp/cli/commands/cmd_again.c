#include "cli/found/recorded_file.h"
#include "cli/found/runs.h"
#include "cli/runs/failed_steps.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"
#include "history/rerun.h"
#include "history/run_id.h"
#include "journal/journal.h"

typedef struct Again {
    const Cli *cli;
    const CommandLine *line;
    const RecordedRun *recorded;
    Sv path, root;
    Sv name, word; // the run in a command; quoted
} Again;

static int no_file(const Again *again, Sv path) {
    cli_fail(again->cli, STATUS_RUNBOOK,
             "run %.*s was one of %.*s, and that file is not there any more",
             SV_ARG(run_id_told(again->recorded->arena, again->recorded->started)), SV_ARG(path));
    return desk_refuse(again->cli, again->line, path, STATUS_RUNBOOK);
}

static int run_again(const Again *again, const Sv *addresses, uint32_t count) {
    Rerun rerun = {.recorded = again->recorded,
                   .address = addresses[0],
                   .word = again->name,
                   .accept_changed = again->line->accept_changed};
    RunOptions options = run_options(again->cli, again->line);
    options.sources.rerun = &rerun;
    options.select.only = addresses;
    options.select.only_count = count;
    options.sources.folder = value_field_text(again->recorded->started, "folder", SV(""));
    return desk_run(again->cli, again->line, (DeskBook){.path = again->path, .root = again->root},
                    &options);
}

static int one_step(const Again *again, Sv word) {
    // A number means what it meant in that run.
    const RecordedStep *step = recorded_run_meant(again->recorded, word);
    Sv address = step ? step->address : word;
    return run_again(again, &address, 1);
}

// ── --failed ──

static Sv name_of(const RecordedStep *step) {
    return value_field_text(step->end.kind == VALUE_MAP ? step->end : step->begin, "name", SV(""));
}

// By what the run itself said at its end.
static bool can_go_on(const RecordedRun *recorded) {
    return value_field_text(recorded->started, "again_of", SV("")).len == 0 &&
           (recorded->ended.kind != VALUE_MAP ||
            value_field_text(recorded->ended, "resume", SV("")).len > 0);
}

static void say_left_out(const Again *again, const FailedSteps *failed) {
    for (uint32_t i = 0; i < failed->count; i++) {
        const FailedStep *each = &failed->items[i];
        if (each->why.len > 0)
            cli_errf(again->cli, "not repeated: %.*s %.*s: %.*s\n", SV_ARG(each->step->number),
                     SV_ARG(name_of(each->step)), SV_ARG(each->why));
    }
    if (failed->repeated < failed->count && can_go_on(again->recorded))
        cli_errf(again->cli,
                 "to go on with that run, which makes nothing twice: runbook resume "
                 "%.*s\n",
                 SV_ARG(again->word));
}

static int nothing_failed(const Again *again) {
    const RecordedRun *recorded = again->recorded;
    Sv verdict = value_field_text(recorded->ended, "verdict", SV(""));
    cli_fail(again->cli, STATUS_USAGE,
             "nothing in run %.*s failed or was undecided: %s%.*s; a step that passed is done once "
             "more by its address: runbook again %.*s ADDRESS",
             SV_ARG(run_id_told(recorded->arena, recorded->started)),
             verdict.len ? "it ended " : "it has no verdict", SV_ARG(verdict), SV_ARG(again->word));
    return desk_refuse(again->cli, again->line, again->path, STATUS_USAGE);
}

static int not_loaded(const Again *again, const Diags *diags) {
    cli_diagnose(again->cli, diags);
    cli_errf(again->cli, "%u error%s in %.*s; nothing was run\n", diags->errors,
             diags->errors == 1 ? "" : "s", SV_ARG(again->path));
    bool denied = diags_failed_by(diags, DIAG_NOT_ALLOWED);
    return desk_refuse(again->cli, again->line, again->path,
                       denied ? STATUS_DENIED : STATUS_RUNBOOK);
}

static int all_failed(const Again *again, Arena *arena) {
    Diags diags = diags_new(arena);
    const PlanOptions loading = {.registry = again->cli->registry, .root = again->root};
    const Plan *plan = plan_load(arena, again->path, &loading, &diags);
    if (!plan) return not_loaded(again, &diags);
    FailedSteps failed = failed_steps(arena, again->recorded, plan);
    if (failed.count == 0) return nothing_failed(again);
    if (failed.repeated == 0) {
        say_left_out(again, &failed);
        cli_fail(again->cli, STATUS_USAGE,
                 "nothing that failed in run %.*s may be repeated; nothing was run",
                 SV_ARG(run_id_told(again->recorded->arena, again->recorded->started)));
        return desk_refuse(again->cli, again->line, again->path, STATUS_USAGE);
    }
    Sv *addresses = arena_new_array(arena, Sv, failed.repeated);
    uint32_t count = 0;
    for (uint32_t i = 0; i < failed.count; i++)
        if (failed.items[i].why.len == 0) addresses[count++] = failed.items[i].step->address;
    int status = run_again(again, addresses, count);
    // At the end, where it is read.
    if (status != STATUS_RUNBOOK) say_left_out(again, &failed);
    return status;
}

// ── the command ──

static int do_again(const Cli *cli, const CommandLine *line, const RunEntry *run,
                    const RecordedRun *recorded, Arena *arena) {
    Sv path = value_field_text(recorded->started, "path", SV(""));
    Again again = {.cli = cli,
                   .line = line,
                   .recorded = recorded,
                   .root = value_field_text(recorded->started, "root", SV("")),
                   .name = runs_name(arena, line->root, run),
                   .word = runs_word(arena, line->root, run)};
    if (!recorded_file(cli, recorded, path, value_field_text(recorded->started, "digest", SV("")),
                       &again.path))
        return no_file(&again, path);
    return line->failed ? all_failed(&again, arena) : one_step(&again, line->operands.items[1]);
}

static int check_operands(const Cli *cli, const CommandLine *line) {
    bool address = line->operands.count > 1;
    if (address && line->failed)
        return cli_usage(cli,
                         "--failed takes every step that failed, and '%.*s' is one of them or "
                         "none: give one of the two",
                         SV_ARG(line->operands.items[1]));
    if (!address && !line->failed)
        return cli_usage(cli, "`runbook again` needs RUN ADDRESS, or RUN --failed; for example: "
                              "runbook again latest pre_deploy/build");
    return 0;
}

// What began and has not ended has not failed yet.
static int still_running(const Cli *cli, const CommandLine *line, const RunEntry *run) {
    int status =
        cli_fail(cli, STATUS_USAGE,
                 "run %.*s is still going on%s%.*s, so what failed in it is not known yet: "
                 "wait for its end, or look at it: runbook show %.*s",
                 SV_ARG(runs_name(cli->arena, line->root, run)), run->at.len ? ", at " : "",
                 SV_ARG(run->at), SV_ARG(runs_word(cli->arena, line->root, run)));
    return desk_refuse(cli, line, line->operands.items[0], status);
}

int cmd_AGAIN(const Cli *cli, const CommandLine *line) {
    int wrong = check_operands(cli, line);
    if (wrong != 0) return wrong;
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return desk_refuse(cli, line, line->operands.items[0], found);
    if (line->failed && journal_running(cli->arena, run.journal))
        return still_running(cli, line, &run);
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    RecordedRun recorded;
    Sv message;
    int status = recorded_run_read(arena, runs_shown_path(arena, run.journal), &recorded, &message)
                     ? do_again(cli, line, &run, &recorded, arena)
                     : desk_refuse(cli, line, line->operands.items[0],
                                   cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message)));
    arena_free(arena);
    return status;
}
