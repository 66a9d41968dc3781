#include "base/system/file.h"
#include "cli/compare/compare_print.h"
#include "cli/found/runs.h"
#include "cli/runs/run_model.h"

// The run before it that can be compared with it: what it repeats, else the last one of that
// runbook that was made as a whole. Returns 0, or the status to end with.
static int find_before(const Cli *cli, const CommandLine *line, const RunEntry *run,
                       RunEntry *out) {
    RunList list;
    runs_list(cli->arena, line->root, &list);
    bool seen = false;
    const RunEntry *each;
    for (uint32_t i = 0; (each = runs_at(&list, i)); i++) {
        if (sv_eq(each->id, run->id)) {
            seen = true;
            continue;
        }
        if (run->again_of.len > 0 ? !sv_eq(each->id, run->again_of) : !seen) continue;
        if (each->state == RUN_DAMAGED || each->state == RUN_UNBEGUN) {
            Sv id = each->id.len ? each->id : path_name(each->folder);
            cli_errf(cli, "runbook: run %.*s is passed over: %.*s\n", SV_ARG(id),
                     SV_ARG(each->problem));
            continue;
        }
        if (!sv_eq(each->name, run->name)) continue;
        if (each->narrowed && run->again_of.len == 0) continue;
        *out = *each;
        return 0;
    }
    if (run->again_of.len > 0)
        return cli_fail(cli, STATUS_USAGE,
                        "run %.*s repeats run %.*s, which is not here; name the other run: runbook "
                        "diff A B",
                        SV_ARG(runs_name(cli->arena, line->root, run)), SV_ARG(run->again_of));
    return cli_fail(
        cli, STATUS_USAGE,
        "there is no run of '%.*s' before %.*s that was made as a whole; name the other "
        "run: runbook diff A B",
        SV_ARG(run->name), SV_ARG(runs_name(cli->arena, line->root, run)));
}

static int read_run(const Cli *cli, const RunEntry *run, ReportModel *out) {
    JournalProblem problem;
    if (!run_record_read(cli, run->journal, out, &problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    bool damaged = !problem.intact && !problem.torn;
    if (damaged || verdict_audit_contradicted(&out->audit))
        return cli_fail(cli, STATUS_JOURNAL, "run %.*s cannot be compared: its journal is %.*s",
                        SV_ARG(run->id.len ? run->id : run->folder), SV_ARG(out->problem));
    return 0;
}

static void show(const Cli *cli, const CommandLine *line, const ReportModel *a,
                 const ReportModel *b) {
    Comparison comparison;
    compare(cli->arena, a, b, &comparison);
    BUF_AUTO Buf out = buf_new(LIMIT_REPORT_BYTES);
    if (line->json)
        compare_json(&comparison, &out);
    else
        compare_show(cli, &comparison, &out);
    cli_out(cli, buf_sv(&out));
}

int cmd_DIFF(const Cli *cli, const CommandLine *line) {
    RunEntry a, b;
    bool two = line->operands.count > 1;
    int bad = runs_open(cli, line->root, line->operands.items[two ? 1 : 0], &b);
    if (bad == 0)
        bad = two ? runs_open(cli, line->root, line->operands.items[0], &a)
                  : find_before(cli, line, &b, &a);
    if (bad != 0) return bad;
    if (sv_eq(a.journal, b.journal) || (a.id.len > 0 && sv_eq(a.id, b.id)))
        return cli_usage(cli,
                         "both are run %.*s; name two runs, or one to compare it with the run "
                         "before it",
                         SV_ARG(b.id));
    ReportModel was, is;
    bad = read_run(cli, &a, &was);
    if (bad == 0) bad = read_run(cli, &b, &is);
    if (bad != 0) return bad;
    if (!sv_eq(value_field_text(was.started, "name", SV("")),
               value_field_text(is.started, "name", SV(""))))
        cli_errf(cli,
                 "runbook: these are runs of two runbooks, '%.*s' and '%.*s': steps are "
                 "compared by their addresses\n",
                 SV_ARG(value_field_text(was.started, "name", SV(""))),
                 SV_ARG(value_field_text(is.started, "name", SV(""))));
    show(cli, line, &was, &is);
    return 0;
}
