#include "cli/list/list.h"

static int list(const Cli *cli, const CommandLine *line, RunList *all, ListedRuns *runs, Buf *out) {
    if (all->count == 0) {
        int status = runs_empty(all, out);
        if (status != 0) return cli_fail(cli, status, "%.*s", SV_ARG(buf_sv(out)));
        cli_errf(cli, "%.*s\n", SV_ARG(buf_sv(out)));
        buf_clear(out);
        if (line->json) buf_add_c(out, "[]\n");
        return 0;
    }
    int bad = list_choose(cli, line, all, runs);
    if (bad != 0) return bad;
    if (line->json)
        list_json(cli->arena, runs, out);
    else
        list_table(cli, runs, out);
    return 0;
}

int cmd_RUNS(const Cli *cli, const CommandLine *line) {
    RunList all;
    ListedRuns runs = {0};
    BUF_AUTO Buf out = buf_new(LIMIT_REPORT_BYTES);
    runs_list_indexed(cli->arena, line->root, &all);
    if (all.said.len) cli_errf(cli, "runbook: %.*s\n", SV_ARG(all.said));
    int status = list(cli, line, &all, &runs, &out);
    // What the index gave until it failed may not be all there is.
    if (!runs_hold(&all)) {
        runs_keep(&all);
        buf_clear(&out);
        runs_list(cli->arena, line->root, &all);
        status = list(cli, line, &all, &runs, &out);
    }
    if (status == 0) cli_out(cli, buf_sv(&out));
    if (status == 0 && all.count > 0 && runs.count == 0 && line->failed)
        cli_errf(cli, "none of these runs failed, or was left without a verdict\n");
    runs_keep(&all);
    return status;
}
