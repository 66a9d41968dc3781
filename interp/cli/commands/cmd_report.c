#include "base/limits.h"
#include "base/num.h"
#include "cli/past/past_report.h"
#include "cli/runs/run_model.h"
#include "cli/runs/run_reports.h"

#include <unistd.h>

// The summary of a GitHub step goes to the runner's file.
static Sv path_of(const Cli *cli, const CommandLine *line, const ReportRow *row) {
    const char *summary = cli->env->get(cli->env->self, "GITHUB_STEP_SUMMARY");
    bool by_runner = row->appends && !line->out.len && summary && *summary;
    return by_runner ? sv_from_c(summary) : line->out;
}

static int write_report(const Cli *cli, const CommandLine *line, const ReportRow *row,
                        const ReportModel *record) {
    Sv path = path_of(cli, line, row);
    size_t taken = path.len ? report_taken(row, sv_to_c(cli->arena, path)) : 0;
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_render_all(row, &record, 1, taken, &text);
    if (!report_is_whole(cli, &text)) return STATUS_JOURNAL;
    if (row->appends && !report_annotate(cli, &record, 1)) return STATUS_JOURNAL;
    bool written =
        path.len ? report_to_file(cli, row, path, buf_sv(&text)) : cli_out(cli, buf_sv(&text));
    return written ? 0 : STATUS_JOURNAL;
}

// An older report in the file would be taken for this run's.
static int no_run(const Cli *cli, const CommandLine *line, const ReportRow *row, int status) {
    if (status != STATUS_JOURNAL || !line->out.len || row->appends) return status;
    ReportModel none =
        run_reports_none(cli, line->operands.items[0], SV("the run cannot be read (status 9)"));
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_render(row, &none, &text);
    // It says itself that it could not; that the run cannot be read stays the status.
    ignore_result(report_to_file(cli, row, line->out, buf_sv(&text)));
    return status;
}

static bool is_plugin(const CommandLine *line, const ReportRow *row) {
    return row == &report_rows[REPORT_INDEX_nagios] && !line->out.len;
}

// A plugin says on standard output alone what it has to say, and ends with the status of that.
static int plugin(const Cli *cli, const ReportModel *record) {
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_render(&report_rows[REPORT_INDEX_nagios], record, &text);
    bool told = report_is_whole(cli, &text) && cli_out(cli, buf_sv(&text));
    return told ? report_nagios_state(record) : 3;
}

static int plugin_without_run(const Cli *cli, const CommandLine *line) {
    Sv word = line->operands.items[0];
    ReportModel none = run_reports_none(
        cli, word, sv_format(cli->arena, "no run '%.*s' can be read", SV_ARG(word)));
    return plugin(cli, &none);
}

int cmd_REPORT(const Cli *cli, const CommandLine *line) {
    if (line->history) return past_report(cli, line);
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    const ReportRow *row = report_format(line->operands.items[1], &error);
    if (!row) return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    ReportModel record;
    JournalProblem problem;
    int64_t most_age = 0;
    if (line->max_age.len && row != &report_rows[REPORT_INDEX_nagios])
        return cli_usage(cli, "--max-age is for nagios alone");
    if (line->max_age.len && !duration_parse(line->max_age, &most_age))
        return cli_usage(cli, "--max-age takes a time like 36h or 10m, not '%.*s'",
                         SV_ARG(line->max_age));
    int status = run_record_find(cli, line->root, line->operands.items[0], &record, &problem);
    if (status != 0 && is_plugin(line, row)) return plugin_without_run(cli, line);
    if (status != 0) return no_run(cli, line, row, status);
    record.most_age_ns = most_age;
    if (is_plugin(line, row)) return plugin(cli, &record);
    status = write_report(cli, line, row, &record);
    bool damaged = !problem.intact && !problem.torn;
    if (status != 0 || !(damaged || verdict_audit_contradicted(&record.audit))) return status;
    return cli_fail(cli, STATUS_JOURNAL, "the journal is %.*s", SV_ARG(record.problem));
}
