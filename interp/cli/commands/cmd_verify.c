#include "cli/found/runs.h"
#include "cli/page.h"
#include "cli/runs/run_model.h"
#include "history/saved_file.h"

#include <unistd.h>

enum { COLUMN = 10 };

typedef struct Verified {
    VerdictAudit audit;
    Recount recount;
    RunWatch watch;
    SavedFiles saved;
} Verified;

static bool take(void *self, const Event *event) {
    Verified *verified = self;
    verdict_audit_take(&verified->audit, event);
    recount_take(&verified->recount, event);
    run_watch_take(&verified->watch, event);
    saved_files_take(&verified->saved, event);
    return true;
}

// "3, each behind the one before; 1 of them ended without a verdict"
static Sv sessions_of(Arena *arena, const JournalProblem *problem) {
    uint32_t unsealed = problem->sessions - problem->seals;
    if (problem->sealed || unsealed > 0) unsealed -= !problem->sealed;
    Sv all = sv_format(
        arena, "%u: it was taken up again %s", problem->sessions,
        problem->sessions == 2 ? "once" : sv_format(arena, "%u times", problem->sessions - 1).at);
    return unsealed == 0 ? all
                         : sv_format(arena, "%.*s; %u of those before died without a verdict",
                                     SV_ARG(all), unsealed);
}

int cmd_VERIFY(const Cli *cli, const CommandLine *line) {
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return found;
    JournalProblem problem;
    Verified verified = {.saved = {.arena = cli->arena}};
    VerdictAudit *audit = &verified.audit;
    verdict_audit_init(audit, cli->arena);
    recount_init(&verified.recount, cli->arena);
    verified.watch = run_watch_new(cli->arena);
    // Asked first: a run that ends meanwhile has its end in the file then.
    bool running = journal_running(cli->arena, run.journal);
    if (!journal_read(cli->arena, run.journal, (EventSink){&verified, take}, &problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    audit->doubt = run_record_doubt(cli->arena, &verified.recount);
    running = running && !problem.sealed;
    Sv wrong = run_record_problem(cli->arena, &problem, audit, &verified.watch, running);
    bool whole = problem.intact && problem.sealed;
    int status = wrong.len ? run_record_status(&problem, running) : 0;
    Sv kept = saved_files_problem(&verified.saved, run.folder);
    bool lost = kept.len && !wrong.len;
    if (lost) status = STATUS_JOURNAL;
    bool goes_on = status == STATUS_UNDECIDED;
    BUF_AUTO Buf out = buf_new((size_t)1024 * 1024);
    Page page = page_new(cli, &out);
    page_line(&page, 0,
              goes_on             ? INK_BOLD
              : wrong.len || lost ? INK_RED
                                  : INK_GREEN,
              goes_on     ? SV("STILL RUNNING")
              : !whole    ? SV("NOT INTACT")
              : wrong.len ? SV("NOT TO BE BELIEVED")
              : lost      ? SV("NOT WHOLE")
                          : SV("intact"),
              (Sv){0});
    if (wrong.len && !goes_on)
        page_entry(&page, 2, SV("problem"), COLUMN + 2,
                   whole ? verdict_audit_sentence(audit) : wrong, (Sv){0});
    if (kept.len) page_entry(&page, 2, SV("file"), COLUMN + 2, kept, (Sv){0});
    if (goes_on)
        page_entry(&page, 2, SV("run by"), COLUMN + 2, run_watch_where(&verified.watch), (Sv){0});
    page_entry(&page, 2, SV("journal"), COLUMN + 2, runs_shown_path(cli->arena, run.journal),
               (Sv){0});
    if (run.id.len) page_entry(&page, 2, SV("run"), COLUMN + 2, run.id, (Sv){0});
    if (whole)
        page_entry(&page, 2, SV("verdict"), COLUMN + 2, verdict_audit_verdict(audit), (Sv){0});
    Sv waits = run_watch_waits(&verified.watch);
    if (waits.len) page_entry(&page, 2, SV("waits for"), COLUMN + 2, waits, (Sv){0});
    if (problem.sessions > 1)
        page_entry(&page, 2, SV("sessions"), COLUMN + 2, sessions_of(cli->arena, &problem),
                   (Sv){0});
    page_entry(&page, 2, SV("events"), COLUMN + 2,
               sv_format(cli->arena, "%llu%s", (unsigned long long)problem.events,
                         goes_on  ? " so far, each bound to the one before"
                         : !whole ? " before the problem"
                                  : ", each bound to the one before, sealed by the last"),
               (Sv){0});
    if (verified.saved.count > 0 && !kept.len)
        page_entry(&page, 2, SV("files"), COLUMN + 2,
                   sv_format(cli->arena, "%u, each as it was kept", verified.saved.count), (Sv){0});
    if (problem.digest.len)
        page_entry(&page, 2, SV("digest"), COLUMN + 2,
                   sv_format(cli->arena, "sha256:%.*s", SV_ARG(problem.digest)), (Sv){0});
    cli_out(cli, buf_sv(&out));
    return status;
}
