#include "cli/past/past_report.h"
#include "base/system/file.h"
#include "cli/past/past_read.h"
#include "cli/runs/run_reports.h"
#include "report/html/past/past_page.h"

// [NAME] FORMAT; the format may come first as well.
static int read_operands(const Cli *cli, const CommandLine *line, Sv *name) {
    const TextList *words = &line->operands;
    uint32_t format = words->count;
    for (uint32_t i = words->count; i > 0 && format == words->count; i--)
        if (sv_eq_c(words->items[i - 1], "html")) format = i - 1;
    if (format == words->count && words->count > 1)
        return cli_usage(cli, "--history is written as html: runbook report --history %.*s html",
                         SV_ARG(words->items[0]));
    if (format == words->count)
        return cli_usage(cli, "--history is written as html: runbook report --history html");
    *name = words->count > 1 ? words->items[format == 0] : (Sv){0};
    bool file = sv_ends(*name, SV(".yaml")) || sv_ends(*name, SV(".yml"));
    if (file) *name = path_stem(*name);
    return 0;
}

int past_report(const Cli *cli, const CommandLine *line) {
    Sv name;
    Past past;
    int status = read_operands(cli, line, &name);
    if (status == 0) status = past_read(cli, line->root, name, &past);
    if (status != 0) return status;
    BUF_AUTO Buf page = buf_new(LIMIT_REPORT_BYTES);
    past_html(&past, &page);
    if (!report_is_whole(cli, &page)) return STATUS_JOURNAL;
    const ReportRow *html = &report_rows[REPORT_INDEX_html];
    bool written = line->out.len ? report_to_file(cli, html, line->out, buf_sv(&page))
                                 : cli_out(cli, buf_sv(&page));
    return written ? 0 : STATUS_JOURNAL;
}
