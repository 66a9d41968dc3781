#include "cli/resume/take_up.h"

int cmd_UNDO(const Cli *cli, const CommandLine *line) {
    return take_up_run(cli, line, PURPOSE_UNDO);
}
