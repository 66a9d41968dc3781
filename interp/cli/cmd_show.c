#include "cli/runs.h"
#include "cli/screen.h"
#include "run/journal.h"

// The transcript up to where the journal can be trusted; then what is wrong with it.
int cmd_SHOW(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    RunEntry run;
    if (!runs_find(cli->arena, line->root, line->operands.items[0], &run, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    Screen *screen = screen_new(cli, line, false);
    screen_set_journal(screen, runs_shown_path(cli->arena, run.journal));
    JournalProblem problem;
    bool read = journal_read(cli->arena, run.journal, screen_sink(screen), &problem);
    bool damaged = read && !problem.intact && !problem.torn;
    if (read && !damaged && !problem.sealed)
        screen_cut(screen, SV("the run was cut off before its verdict, or is still going on"));
    screen_free(screen);
    if (!read) return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    if (damaged)
        return cli_fail(cli, STATUS_JOURNAL, "%.*s:%llu: the journal is damaged here: %.*s",
                        SV_ARG(runs_shown_path(cli->arena, run.journal)),
                        (unsigned long long)problem.line, SV_ARG(problem.message));
    return 0;
}
