#include "cli/found/books.h"
#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"

// Nothing was run: status 0 would say GO.
static int list(const Cli *cli, const CommandLine *line) {
    TextList paths = {0};
    books_here(cli->arena, line->root, &paths);
    if (books_show(cli, line->root, &paths, (Sv){0})) return STATUS_USAGE;
    return cli_usage(cli, "`runbook run` needs FILE, and there is no runbook here; a first one: "
                          "runbook new");
}

int cmd_RUN(const Cli *cli, const CommandLine *line) {
    if (line->operands.count == 0) return list(cli, line);
    Sv word = line->operands.items[0];
    books_show_folder(cli, line->root, word);
    RunOptions options = run_options(cli, line);
    Sv meant, path = books_path(cli, line->root, word, &meant);
    return desk_run(cli, line, path, meant, line->root, &options);
}
