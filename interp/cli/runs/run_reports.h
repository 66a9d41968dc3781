// The reports of `--report FORMAT=PATH`: checked before anything runs, written once the run is
// over. As soon as the command line is known to be valid, no report of an earlier run is left in
// their place.
#ifndef CLI_RUNS_RUN_REPORTS_H
#define CLI_RUNS_RUN_REPORTS_H

#include "cli/cli.h"
#include "report/report.h"

// Checks formats and paths; *error says in one line what a misspelled format should be, or why a
// path cannot be written. `path` is the runbook's: neither it nor any other file that the run reads
// is overwritten.
bool run_reports_check(const Cli *cli, const CommandLine *line, Sv path, Buf *error);
// Writes to each file that there is no verdict yet, so that it says so if the run is killed. False
// if one could not be written, which is reported on standard error.
MUST_USE bool run_reports_begin(const Cli *cli, const CommandLine *line, Sv path);
// A record for when there is no run to report: the name of what was asked for, and the problem.
ReportModel run_reports_none(const Cli *cli, Sv path, Sv problem);
// Writes to all of them that nothing was run, and why (one line).
bool run_reports_refuse(const Cli *cli, const CommandLine *line, Sv path, Sv why);
// Writes all of them from the journal. False if one could not be written, which is reported on
// standard error.
MUST_USE bool run_reports_write(const Cli *cli, const CommandLine *line, Sv journal);
// On GitHub Actions, without being asked: annotations to the log, and the summary to the file of
// the step, unless --report github or --no-github was given.
void run_reports_by_itself(const Cli *cli, const CommandLine *line,
                           const ReportModel *const *records, uint32_t count);

// The same for one file of several runs each; formats that do not combine are given one.
MUST_USE bool run_reports_begin_all(const Cli *cli, const NamedTexts *reports,
                                    const ReportModel *const *records, uint32_t count);
MUST_USE bool run_reports_write_all(const Cli *cli, const NamedTexts *reports,
                                    const ReportModel *const *records, uint32_t count);
// Why there is no verdict where one has not ended.
Sv run_reports_open_problem(void);

// The row of a format; NULL with what it should be in *error.
const ReportRow *report_format(Sv name, Buf *error);
// Writes a report to its file: whole or not at all, or appended if the row says so.
MUST_USE bool report_to_file(const Cli *cli, const ReportRow *row, Sv path, Sv text);
// False where the report was cut off at its limit, which is reported on standard error.
MUST_USE bool report_is_whole(const Cli *cli, const Buf *text);
// Writes the annotations of a GitHub step to its log; false as above.
MUST_USE bool report_annotate(const Cli *cli, const ReportModel *const *records, uint32_t count);
// How many bytes stand in the report's file already, where others write to it.
size_t report_taken(const ReportRow *row, const char *path);

#endif
