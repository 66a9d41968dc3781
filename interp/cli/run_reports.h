// Reports that are asked for by `--report FORMAT=PATH`: looked at before anything runs, written
// once the run is over.
#ifndef CLI_RUN_REPORTS_H
#define CLI_RUN_REPORTS_H

#include "cli/cli.h"
#include "report/report.h"

// What a misspelled format should have been, what a path that cannot be written needs: one line in
// *error.
bool run_reports_check(const Cli *cli, const Givens *reports, Buf *error);
// Writes all of them from the journal. False where one could not be; that is said on standard
// error.
bool run_reports_write(const Cli *cli, const Givens *reports, Sv journal);

// The row of a format; NULL with what it should be in *error.
const ReportRow *report_format(Sv name, Buf *error);
// Writes a report into its file: whole or not at all, or to its end where the row says so.
bool report_to_file(const Cli *cli, const ReportRow *row, Sv path, Sv text);
// Writes a report to standard output. False where it could not be; the end of the command says so.
bool report_to_output(const Cli *cli, Sv text);

#endif
