#include "cli/page.h"
#include "cli/runs/run_model.h"
#include "cli/runs/runs.h"

#include <unistd.h>

enum { COLUMN = 10 };

typedef struct Verified {
    VerdictAudit audit;
    Recount recount;
} Verified;

static bool take(void *self, const Event *event) {
    Verified *verified = self;
    verdict_audit_take(&verified->audit, event);
    recount_take(&verified->recount, event);
    return true;
}

int cmd_VERIFY(const Cli *cli, const CommandLine *line) {
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return found;
    JournalProblem problem;
    Verified verified;
    VerdictAudit *audit = &verified.audit;
    verdict_audit_init(audit, cli->arena);
    recount_init(&verified.recount, cli->arena);
    if (!journal_read(cli->arena, run.journal, (EventSink){&verified, take}, &problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    audit->doubt = run_record_doubt(cli->arena, &verified.recount);
    Sv wrong = run_record_problem(cli->arena, &problem, audit);
    bool whole = problem.intact && problem.sealed;
    BUF_AUTO Buf out = buf_new((size_t)1024 * 1024);
    Page page = page_new(cli, &out);
    page_line(&page, 0, wrong.len ? INK_RED : INK_GREEN,
              !whole      ? SV("NOT INTACT")
              : wrong.len ? SV("NOT TO BE BELIEVED")
                          : SV("intact"),
              (Sv){0});
    if (wrong.len)
        page_entry(&page, 2, SV("problem"), COLUMN + 2,
                   whole ? verdict_audit_sentence(audit) : wrong, (Sv){0});
    page_entry(&page, 2, SV("journal"), COLUMN + 2, runs_shown_path(cli->arena, run.journal),
               (Sv){0});
    if (run.id.len) page_entry(&page, 2, SV("run"), COLUMN + 2, run.id, (Sv){0});
    if (whole)
        page_entry(&page, 2, SV("verdict"), COLUMN + 2, verdict_audit_verdict(audit), (Sv){0});
    page_entry(&page, 2, SV("events"), COLUMN + 2,
               sv_format(cli->arena, "%llu%s", (unsigned long long)problem.events,
                         !whole ? " before the problem"
                                : ", each bound to the one before, sealed by the last"),
               (Sv){0});
    if (problem.digest.len)
        page_entry(&page, 2, SV("digest"), COLUMN + 2,
                   sv_format(cli->arena, "sha256:%.*s", SV_ARG(problem.digest)), (Sv){0});
    cli_out(cli, buf_sv(&out));
    return wrong.len ? STATUS_JOURNAL : 0;
}
