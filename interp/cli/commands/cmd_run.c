#include "cli/runs/run_desk.h"
#include "cli/runs/run_options.h"

int cmd_RUN(const Cli *cli, const CommandLine *line) {
    RunOptions options = run_options(cli, line);
    return desk_run(cli, line, line->operands.items[0], line->root, &options);
}
