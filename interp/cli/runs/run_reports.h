// Reports that are asked for by `--report FORMAT=PATH`: looked at before anything runs, written
// once the run is over. From the moment that the command line is known to be right no earlier
// report stands in their place.
#ifndef CLI_RUNS_RUN_REPORTS_H
#define CLI_RUNS_RUN_REPORTS_H

#include "cli/cli.h"
#include "report/report.h"

// What a misspelled format should have been, what a path that cannot be written needs: one line in
// *error. `path`: of the runbook; neither it nor anything else that the run reads is written over.
bool run_reports_check(const Cli *cli, const CommandLine *line, Sv path, Buf *error);
// Puts into each file what says that there is no verdict yet, so that it stays if the run is
// killed. False where one could not be written; that is said on standard error.
MUST_USE bool run_reports_begin(const Cli *cli, const CommandLine *line, Sv path);
// What is known where there is no run to report: the name of what was asked for, and the problem.
RunRecord run_reports_none(const Cli *cli, Sv path, Sv problem);
// Writes into all of them that nothing was run, and why (one line).
bool run_reports_refuse(const Cli *cli, const CommandLine *line, Sv path, Sv why);
// Writes all of them from the journal. False where one could not be; that is said on standard
// error.
MUST_USE bool run_reports_write(const Cli *cli, const NamedTexts *reports, Sv journal);

// The row of a format; NULL with what it should be in *error.
const ReportRow *report_format(Sv name, Buf *error);
// Writes a report into its file: whole or not at all, or to its end where the row says so.
MUST_USE bool report_to_file(const Cli *cli, const ReportRow *row, Sv path, Sv text);
// Writes a report to standard output. False where it could not be; the end of the command says so.
bool report_to_output(const Cli *cli, Sv text);

#endif
