#include "cli/found/books.h"
#include "cli/several/several.h"

// Nothing was run: status 0 would say GO.
static int list(const Cli *cli, const CommandLine *line) {
    TextList paths = {0};
    books_here(cli->arena, line->root, &paths);
    if (books_show(cli, line->root, &paths, (Sv){0})) return STATUS_USAGE;
    return cli_usage(cli, "`runbook run` needs FILE, and there is no runbook here; a first one: "
                          "runbook new");
}

int cmd_RUN(const Cli *cli, const CommandLine *line) {
    return line->operands.count > 0 ? several_run(cli, line) : list(cli, line);
}
