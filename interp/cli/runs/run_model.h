// Reads a whole run back from its journal, for reports.
#ifndef CLI_RUNS_RUN_MODEL_H
#define CLI_RUNS_RUN_MODEL_H

#include "cli/cli.h"
#include "cli/found/run_watch.h"
#include "journal/journal.h"
#include "report/recount/recount.h"
#include "report/report_model.h"

// False if the file cannot be read at all (*problem says why). A journal that is damaged or has no
// end gives a record without a verdict; out->running where somebody writes to it.
MUST_USE bool run_record_read(const Cli *cli, Sv journal, ReportModel *out,
                              JournalProblem *problem);
// Reads the whole run that a person means by `word`. Returns 0, or the status to end with after the
// reason has been reported.
int run_record_find(const Cli *cli, Sv root, Sv word, ReportModel *out, JournalProblem *problem);
// The same, where the files that it kept count as well: one that is lost or changed is a problem.
int run_record_find_whole(const Cli *cli, Sv root, Sv word, ReportModel *out,
                          JournalProblem *problem);
// What counting it again found, one line: the audit's `doubt`.
Sv run_record_doubt(Arena *arena, const Recount *recount);
// What is wrong with the journal, one line; empty if nothing is. `running`: somebody writes to it.
Sv run_record_problem(Arena *arena, const JournalProblem *problem, const VerdictAudit *audit,
                      const RunWatch *watch, bool running);
// What `verify`, `report` and `evidence` end with where there is such a problem: a run that is
// still going on has no verdict yet, anything else is no intact journal.
int run_record_status(const JournalProblem *problem, bool running);

#endif
