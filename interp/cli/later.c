// Commands that are not written yet say so; this file goes when the last of them is.
#include "cli/cli.h"

#define LATER(ID, name)                                                                            \
    int cmd_##ID(const Cli *cli, const CommandLine *line) {                                        \
        (void)line;                                                                                \
        return cli_usage(cli, "`runbook %s` is not built yet", name);                              \
    }
LATER(SCHEMA, "schema")
