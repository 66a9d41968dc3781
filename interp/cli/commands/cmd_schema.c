#include "cli/cli.h"
#include "schema/schema.h"

#include <unistd.h>

int cmd_SCHEMA(const Cli *cli, const CommandLine *line) {
    Sv which = line->operands.count ? line->operands.items[0] : SV("runbook");
    BUF_AUTO Buf out = buf_new((size_t)16 * 1024 * 1024);
    if (sv_eq(which, SV("runbook")))
        schema_runbook(cli->registry, &out);
    else if (sv_eq(which, SV("journal")))
        schema_journal(&out);
    else
        return cli_usage(cli,
                         "there is no schema of '%.*s': `runbook schema runbook`, or `journal`",
                         SV_ARG(which));
    cli_out(cli, buf_sv(&out));
    return 0;
}
