#include "cli/cli.h"
#include "cli/manual/man_pages.h"

enum { PAGE_BYTES = 4 * 1024 * 1024 };

int cmd_MAN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(PAGE_BYTES);
    if (!line->operands.count)
        manual_add_names(&out);
    else if (!manual_add_page(cli->registry, line->operands.items[0], &out))
        return cli_usage(cli, "there is no page '%.*s'; `runbook man` lists them",
                         SV_ARG(line->operands.items[0]));
    cli_out(cli, buf_sv(&out));
    return 0;
}
