#include "cli/runs/past_file.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"
#include "cli/runs/runs.h"
#include "history/again.h"

static int no_file(const Cli *cli, const CommandLine *line, const Past *past) {
    Sv path = value_field_text(past->started, "path", SV(""));
    cli_fail(cli, STATUS_RUNBOOK, "run %.*s was one of %.*s, and that file is not there any more",
             SV_ARG(sv_slice(past->id, 0, 8)), SV_ARG(path));
    return desk_refuse(cli, line, path, STATUS_RUNBOOK);
}

static int do_again(const Cli *cli, const CommandLine *line, const Past *past) {
    Sv path, root = value_field_text(past->started, "root", SV(""));
    if (!past_file(cli, past, value_field_text(past->started, "path", SV("")),
                   value_field_text(past->started, "digest", SV("")), &path))
        return no_file(cli, line, past);
    // A number is what it was in that run.
    const PastStep *step = past_meant(past, line->operands.items[1]);
    Again again = {.past = past,
                   .address = step ? step->address : line->operands.items[1],
                   .word = line->operands.items[0],
                   .accept_changed = line->accept_changed};
    RunOptions options = run_options(cli, line);
    options.sources.again = &again;
    options.select.only = &again.address;
    options.select.only_count = 1;
    options.sources.folder = value_field_text(past->started, "folder", SV(""));
    return desk_run(cli, line, path, root, &options);
}

int cmd_AGAIN(const Cli *cli, const CommandLine *line) {
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return desk_refuse(cli, line, line->operands.items[0], found);
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Past past;
    Sv message;
    int status = past_read(arena, runs_shown_path(arena, run.journal), &past, &message)
                     ? do_again(cli, line, &past)
                     : desk_refuse(cli, line, line->operands.items[0],
                                   cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message)));
    arena_free(arena);
    return status;
}
