#include "cli/cli.h"
#include "reference/explain.h"

#include <unistd.h>

static int no_topic(const Cli *cli, Sv topic, Buf *scratch) {
    Sv near = explain_closest(cli->arena, cli->registry, topic);
    if (near.len)
        return cli_usage(cli, "nothing is called '%.*s'; did you mean '%.*s'?", SV_ARG(topic),
                         SV_ARG(near));
    size_t dot = sv_find_char(topic, '.', 0);
    Sv within = dot == SV_NONE ? (Sv){0} : sv_slice(topic, 0, dot);
    if (within.len && explain_topic(cli->registry, within, cli->width, scratch))
        return cli_usage(cli, "nothing is called '%.*s'; `runbook explain %.*s` says what there is",
                         SV_ARG(topic), SV_ARG(within));
    return cli_usage(cli, "nothing is called '%.*s'; `runbook explain` lists the topics",
                     SV_ARG(topic));
}

int cmd_EXPLAIN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(8 * 1024 * 1024);
    if (line->operands.count == 0) {
        explain_overview(cli->registry, cli->width, &out);
    } else {
        Sv topic = line->operands.items[0];
        if (!explain_topic(cli->registry, topic, cli->width, &out)) {
            return no_topic(cli, topic, &out);
        }
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}
