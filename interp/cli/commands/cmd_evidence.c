#include "base/limits.h"
#include "base/system/file.h"
#include "cli/runs/run_model.h"
#include "cli/runs/run_reports.h"
#include "value/time.h"

#include <errno.h>
#include <sys/stat.h>
// In a folder, the file is named after the time at which the evidence is written.
static Sv path_of(const Cli *cli, Sv out) {
    const char *name = sv_to_c(cli->arena, out);
    struct stat about;
    bool folder =
        sv_ends(out, SV("/")) || (name && stat(name, &about) == 0 && S_ISDIR(about.st_mode));
    if (!folder) return out;
    BUF_AUTO Buf when = buf_new(64);
    int64_t now = cli->env->stamp(cli->env->self).wall_ns / 1000000000 * 1000000000;
    timestamp_add(&when, timestamp_from_ns(now));
    BUF_AUTO Buf file = buf_new(128);
    buf_add_c(&file, "release-evidence-");
    for (size_t i = 0; i < when.len; i++) {
        if (when.at[i] != '-' && when.at[i] != ':') buf_add_char(&file, when.at[i]);
    }
    buf_add_c(&file, ".md");
    return path_join(cli->arena, out, buf_sv(&file));
}

static int write_file(const Cli *cli, Sv out, Sv text) {
    static const ReportRow whole = {.name = "evidence"};
    Sv path = path_of(cli, out);
    if (!file_make_folders(path_folder(path), 0755)) {
        Sv why = file_error(cli->arena, errno);
        return cli_fail(cli, STATUS_JOURNAL, "there is no folder for %.*s: %.*s", SV_ARG(path),
                        SV_ARG(why));
    }
    if (!report_to_file(cli, &whole, path, text)) return STATUS_JOURNAL;
    cli_outf(cli, "%.*s\n", SV_ARG(path));
    return 0;
}

// An older page in the file would be taken for this run's.
static int no_run(const Cli *cli, const CommandLine *line, int status) {
    struct stat about;
    const char *name = line->out.len ? sv_to_c(cli->arena, line->out) : NULL;
    if (status != STATUS_JOURNAL || !name || stat(name, &about) != 0 || !S_ISREG(about.st_mode))
        return status;
    ReportModel none =
        run_reports_none(cli, line->operands.items[0], SV("the run cannot be read (status 9)"));
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_evidence(&none, &text);
    static const ReportRow whole = {.name = "evidence"};
    // It says itself that it could not; that the run cannot be read stays the status.
    ignore_result(report_to_file(cli, &whole, line->out, buf_sv(&text)));
    return status;
}

int cmd_EVIDENCE(const Cli *cli, const CommandLine *line) {
    ReportModel record;
    JournalProblem problem;
    int status = run_record_find_whole(cli, line->root, line->operands.items[0], &record, &problem);
    if (status != 0) return no_run(cli, line, status);
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_evidence(&record, &text);
    if (!report_is_whole(cli, &text)) return STATUS_JOURNAL;
    if (line->out.len)
        status = write_file(cli, line->out, buf_sv(&text));
    else
        status = cli_out(cli, buf_sv(&text)) ? 0 : STATUS_JOURNAL;
    if (status == 0 && record.running)
        return cli_fail(cli, run_record_status(&problem, true),
                        "this is no evidence for a GO: the run is %.*s", SV_ARG(record.problem));
    if (status == 0 && record.file_lost)
        return cli_fail(cli, STATUS_JOURNAL, "this is no evidence for a GO: %.*s",
                        SV_ARG(record.problem));
    if (status == 0 && record.problem.len)
        return cli_fail(cli, STATUS_JOURNAL, "this is no evidence for a GO: the journal is %.*s",
                        SV_ARG(record.problem));
    return status;
}
