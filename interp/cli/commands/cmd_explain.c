#include "cli/cli.h"
#include "reference/explain.h"

#include <unistd.h>

int cmd_EXPLAIN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(8 * 1024 * 1024);
    if (line->operands.count == 0) {
        explain_overview(cli->registry, cli->width, &out);
    } else {
        Sv topic = line->operands.items[0];
        if (!explain_topic(cli->registry, topic, cli->width, &out)) {
            Sv near = explain_closest(cli->arena, cli->registry, topic);
            return near.len
                       ? cli_usage(cli, "nothing is called '%.*s'; did you mean '%.*s'?",
                                   SV_ARG(topic), SV_ARG(near))
                       : cli_usage(cli,
                                   "nothing is called '%.*s'; `runbook explain` lists the topics",
                                   SV_ARG(topic));
        }
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}
