#include "cli/page.h"
#include "cli/run_record.h"
#include "cli/runs.h"
#include "report/verdict.h"

#include <unistd.h>

enum { COLUMN = 10 };

static bool count_nothing(void *self, const Event *event) {
    Sv *verdict = self;
    if (event->kind != EVENT_RUN_ENDED) return true;
    Sv text = event_text(event, "verdict");
    // One of a handful of words; the event's own memory is gone with the next.
    const RunLook *look = run_look(text);
    *verdict = sv_eq_c(text, look->verdict) ? sv_from_c(look->verdict) : SV("?");
    return true;
}

int cmd_VERIFY(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    RunEntry run;
    if (!runs_find(cli->arena, line->root, line->operands.items[0], &run, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    JournalProblem problem;
    Sv verdict = {0};
    if (!journal_read(cli->arena, run.journal, (EventSink){&verdict, count_nothing}, &problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    Sv wrong = run_record_problem(cli->arena, &problem);
    BUF_AUTO Buf out = buf_new((size_t)1024 * 1024);
    Page page = page_new(cli, &out);
    page_line(&page, 0, wrong.len ? INK_RED : INK_GREEN,
              wrong.len ? SV("NOT INTACT") : SV("intact"), (Sv){0});
    if (wrong.len) page_entry(&page, 2, SV("problem"), COLUMN + 2, wrong, (Sv){0});
    page_entry(&page, 2, SV("journal"), COLUMN + 2, runs_shown_path(cli->arena, run.journal),
               (Sv){0});
    if (run.id.len) page_entry(&page, 2, SV("run"), COLUMN + 2, run.id, (Sv){0});
    if (!wrong.len) page_entry(&page, 2, SV("verdict"), COLUMN + 2, verdict, (Sv){0});
    page_entry(&page, 2, SV("events"), COLUMN + 2,
               sv_format(cli->arena, "%llu%s", (unsigned long long)problem.events,
                         wrong.len ? " before the problem"
                                   : ", each bound to the one before, sealed by the last"),
               (Sv){0});
    if (problem.digest.len)
        page_entry(&page, 2, SV("digest"), COLUMN + 2,
                   sv_format(cli->arena, "sha256:%.*s", SV_ARG(problem.digest)), (Sv){0});
    cli_out(cli, buf_sv(&out));
    return wrong.len ? STATUS_JOURNAL : 0;
}
