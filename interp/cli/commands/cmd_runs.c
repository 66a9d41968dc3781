#include "cli/list/list.h"

int cmd_RUNS(const Cli *cli, const CommandLine *line) {
    RunList all;
    runs_list(cli->arena, line->root, &all);
    BUF_AUTO Buf out = buf_new(LIMIT_REPORT_BYTES);
    if (all.count == 0) {
        int status = runs_empty(&all, &out);
        if (status != 0) return cli_fail(cli, status, "%.*s", SV_ARG(buf_sv(&out)));
        cli_errf(cli, "%.*s\n", SV_ARG(buf_sv(&out)));
        if (line->json) cli_outf(cli, "[]\n");
        return 0;
    }
    ListedRuns runs;
    int bad = list_choose(cli, line, &all, &runs);
    if (bad != 0) return bad;
    if (line->json)
        list_json(cli->arena, &runs, &out);
    else
        list_table(cli, &runs, &out);
    cli_out(cli, buf_sv(&out));
    if (runs.count == 0 && line->failed)
        cli_errf(cli, "none of these runs failed, or was left without a verdict\n");
    return 0;
}
