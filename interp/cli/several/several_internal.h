// What the files of this room share.
#ifndef CLI_SEVERAL_SEVERAL_INTERNAL_H
#define CLI_SEVERAL_SEVERAL_INTERNAL_H

#include "cli/runs/run_desk.h"
#include "cli/several/several.h"
#include "report/report_model.h"

// One of the runs.
typedef struct Job {
    Sv path;          // of the runbook
    Sv meant;         // as in DeskBook
    CommandLine line; // what of the command line is for it
    bool begun;
    int status;
    Sv journal; // path; empty where nothing ran
    Sv message; // why nothing ran, one line
} Job;

typedef struct Several {
    const Cli *cli;
    const CommandLine *line;
    Job *jobs;
    uint32_t count;
    uint32_t at_once;     // --jobs
    CommandLine combined; // reports that tell of all of them in one file
} Several;

// ── what each is given (several_lines.c) ──

// Fills in the jobs' lines and the combined reports. False with *error.
MUST_USE bool several_divide(Several *several, Buf *error);

// ── before (several_check.c) ──

// Whether every one may begin. Else 0 is not returned, but the status to end with; all that is
// wrong has been reported.
int several_check(Several *several);

// ── making them ──

// Runs it in this process, and fills in how it ended; with `end->began` set it is told of the
// journal.
void several_run_one(const Cli *cli, Job *job, DeskEnd end);
// Runs so many at once, each in a process of its own, and shows what each printed as a whole.
void several_run_beside(Several *several);

// ── afterwards (several_end.c) ──

// Writes the combined reports: that there is no verdict yet.
MUST_USE bool several_reports_begin(const Several *several);
// The same for runs of which none begins, and why.
MUST_USE bool several_reports_refuse(const Several *several, Sv why);
// Prints the table and writes the combined reports. False if one could not be written, which is
// reported.
MUST_USE bool several_end(const Several *several, int64_t elapsed_ns);

#endif
