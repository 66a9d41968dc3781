#include "cli/runs/run_model.h"
#include "cli/runs/runs.h"
#include "event/display_order.h"

Sv run_record_problem(Arena *arena, const JournalProblem *problem, const VerdictAudit *audit) {
    if (problem->torn)
        return sv_format(arena, "%.*s: the run was killed while it wrote",
                         SV_ARG(problem->message));
    if (!problem->intact && !problem->line) return problem->message;
    if (!problem->intact)
        return sv_format(arena, "damaged at line %llu: %.*s", (unsigned long long)problem->line,
                         SV_ARG(problem->message));
    if (!problem->sealed)
        return SV("not sealed: the run was cut off before its verdict, or is still going on");
    return verdict_audit_contradicted(audit)
               ? sv_format(arena, "not to be believed: %.*s", SV_ARG(verdict_audit_sentence(audit)))
               : (Sv){0};
}

// Counting needs the journal's order, a report the runbook's.
typedef struct Both {
    Recount recount;
    EventSink next;
} Both;

static bool take(void *self, const Event *event) {
    Both *both = self;
    recount_take(&both->recount, event);
    return both->next.take(both->next.self, event);
}

Sv run_record_doubt(Arena *arena, const Recount *recount) {
    if (recount->problem.len == 0) return (Sv){0};
    return sv_format(arena, "line %llu: %.*s", (unsigned long long)recount->line,
                     SV_ARG(recount->problem));
}

bool run_record_read(const Cli *cli, Sv journal, ReportModel *out, JournalProblem *problem) {
    report_model_init(out, cli->arena);
    EventOrder *order = event_order_new(report_model_sink(out));
    Both both = {.next = event_order_sink(order)};
    recount_init(&both.recount, cli->arena);
    bool read = journal_read(cli->arena, journal, (EventSink){&both, take}, problem);
    event_order_free(order);
    if (!read) return false;
    out->audit.doubt = run_record_doubt(cli->arena, &both.recount);
    const char *url = cli->env->get(cli->env->self, "CI_RUN_URL");
    out->intact = problem->intact && problem->sealed;
    out->problem = run_record_problem(cli->arena, problem, &out->audit);
    out->journal = runs_shown_path(cli->arena, journal);
    if (problem->digest.len)
        out->digest = sv_format(cli->arena, "sha256:%.*s", SV_ARG(problem->digest));
    if (!out->ci_url.len && url) out->ci_url = sv_from_c(url);
    return true;
}

int run_record_find(const Cli *cli, Sv root, Sv word, ReportModel *out, JournalProblem *problem) {
    RunEntry run;
    int found = runs_open(cli, root, word, &run);
    if (found != 0) return found;
    if (run_record_read(cli, run.journal, out, problem)) return 0;
    return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem->message));
}
