#include "cli/several/several.h"

int cmd_RUN(const Cli *cli, const CommandLine *line) {
    return several_run(cli, line);
}
