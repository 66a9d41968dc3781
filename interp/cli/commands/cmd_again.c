#include "cli/found/recorded_file.h"
#include "cli/found/runs.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"
#include "history/rerun.h"

static int no_file(const Cli *cli, const CommandLine *line, const RecordedRun *recorded) {
    Sv path = value_field_text(recorded->started, "path", SV(""));
    cli_fail(cli, STATUS_RUNBOOK, "run %.*s was one of %.*s, and that file is not there any more",
             SV_ARG(sv_slice(recorded->id, 0, 8)), SV_ARG(path));
    return desk_refuse(cli, line, path, STATUS_RUNBOOK);
}

static int do_again(const Cli *cli, const CommandLine *line, const RecordedRun *recorded) {
    Sv path, root = value_field_text(recorded->started, "root", SV(""));
    if (!recorded_file(cli, recorded, value_field_text(recorded->started, "path", SV("")),
                       value_field_text(recorded->started, "digest", SV("")), &path))
        return no_file(cli, line, recorded);
    // A number means what it meant in that run.
    const RecordedStep *step = recorded_run_meant(recorded, line->operands.items[1]);
    Rerun rerun = {.recorded = recorded,
                   .address = step ? step->address : line->operands.items[1],
                   .word = line->operands.items[0],
                   .accept_changed = line->accept_changed};
    RunOptions options = run_options(cli, line);
    options.sources.rerun = &rerun;
    options.select.only = &rerun.address;
    options.select.only_count = 1;
    options.sources.folder = value_field_text(recorded->started, "folder", SV(""));
    return desk_run(cli, line, path, (Sv){0}, root, &options);
}

int cmd_AGAIN(const Cli *cli, const CommandLine *line) {
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return desk_refuse(cli, line, line->operands.items[0], found);
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    RecordedRun recorded;
    Sv message;
    int status = recorded_run_read(arena, runs_shown_path(arena, run.journal), &recorded, &message)
                     ? do_again(cli, line, &recorded)
                     : desk_refuse(cli, line, line->operands.items[0],
                                   cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message)));
    arena_free(arena);
    return status;
}
