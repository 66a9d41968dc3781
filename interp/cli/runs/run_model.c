#include "cli/runs/run_model.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "cli/found/runs.h"
#include "event/display_order.h"
#include "history/saved_file.h"
#include "report/left_so_far.h"

// It has no end: it goes on, or it died.
static Sv unsealed(Arena *arena, const RunWatch *watch, bool running) {
    if (running) return sv_format(arena, "still running: %.*s", SV_ARG(run_watch_where(watch)));
    Sv left = run_watch_left(watch);
    return sv_format(arena, "not sealed: the run died before its verdict%s%.*s",
                     left.len > 0 ? ", at " : "", SV_ARG(left));
}

int run_record_status(const JournalProblem *problem, bool running) {
    bool goes_on = running && !problem->sealed && (problem->intact || problem->torn);
    return goes_on ? STATUS_UNDECIDED : STATUS_JOURNAL;
}

Sv run_record_problem(Arena *arena, const JournalProblem *problem, const VerdictAudit *audit,
                      const RunWatch *watch, bool running) {
    if (problem->torn && !running)
        return sv_format(arena, "%.*s: the run was killed while it wrote",
                         SV_ARG(problem->message));
    if (problem->torn) return unsealed(arena, watch, running);
    if (!problem->intact && !problem->line) return problem->message;
    if (!problem->intact) return journal_problem_words(arena, problem);
    if (!problem->sealed) return unsealed(arena, watch, running);
    return verdict_audit_contradicted(audit)
               ? sv_format(arena, "not to be believed: %.*s", SV_ARG(verdict_audit_sentence(audit)))
               : (Sv){0};
}

// Counting needs the journal's order, a report the runbook's.
typedef struct Both {
    Recount recount;
    RunWatch watch;
    LeftSoFar left;
    SavedFiles *saved; // NULL = they do not count
    EventSink next;
} Both;

static bool take(void *self, const Event *event) {
    Both *both = self;
    recount_take(&both->recount, event);
    run_watch_take(&both->watch, event);
    left_so_far_take(&both->left, event);
    if (both->saved) saved_files_take(both->saved, event);
    return both->next.take(both->next.self, event);
}

Sv run_record_doubt(Arena *arena, const Recount *recount) {
    if (recount->problem.len == 0) return (Sv){0};
    return sv_format(arena, "line %llu: %.*s", (unsigned long long)recount->line,
                     SV_ARG(recount->problem));
}

// How a command names it, whichever run is the latest one by then.
static Sv name_of(const Cli *cli, const ReportModel *record, Sv journal) {
    Sv folder = path_folder(journal), id = value_field_text(record->started, "run", (Sv){0});
    if (id.len > 0 && sv_eq(path_name(folder), id)) return id;
    BUF_AUTO Buf quoted = buf_new(LIMIT_STRING_BYTES);
    shown_add_shell_word(&quoted, runs_shown_path(cli->arena, folder));
    return buf_keep(&quoted, cli->arena);
}

static bool read_record(const Cli *cli, Sv journal, SavedFiles *saved, ReportModel *out,
                        JournalProblem *problem) {
    report_model_init(out, cli->arena);
    EventOrder *order = event_order_new(report_model_sink(out));
    Both both = {.next = event_order_sink(order), .saved = saved};
    recount_init(&both.recount, cli->arena);
    both.watch = run_watch_new(cli->arena);
    both.left = left_so_far_new(cli->arena);
    // Asked first: a run that ends meanwhile has its end in the file then.
    bool running = journal_running(cli->arena, journal);
    bool read = journal_read(cli->arena, journal, (EventSink){&both, take}, problem);
    event_order_free(order);
    if (!read) return false;
    out->audit.doubt = run_record_doubt(cli->arena, &both.recount);
    const char *url = cli->env->get(cli->env->self, "CI_RUN_URL");
    out->intact = problem->intact && problem->sealed;
    out->running = running && !problem->sealed;
    bool again = value_field_text(out->started, "again_of", (Sv){0}).len > 0;
    bool died = out->ended.kind != VALUE_MAP && !out->running && !again &&
                (problem->intact || problem->torn);
    out->word = name_of(cli, out, journal);
    if (died) out->left = left_so_far_fields(&both.left, cli->arena, out->word);
    out->now_ns = cli->env->stamp(cli->env->self).wall_ns;
    out->problem = run_record_problem(cli->arena, problem, &out->audit, &both.watch, out->running);
    out->journal = runs_shown_path(cli->arena, journal);
    if (problem->digest.len)
        out->digest = sv_format(cli->arena, "sha256:%.*s", SV_ARG(problem->digest));
    if (!out->ci_url.len && url) out->ci_url = sv_from_c(url);
    return true;
}

bool run_record_read(const Cli *cli, Sv journal, ReportModel *out, JournalProblem *problem) {
    return read_record(cli, journal, NULL, out, problem);
}

static int find(const Cli *cli, Sv root, Sv word, SavedFiles *saved, ReportModel *out,
                JournalProblem *problem) {
    RunEntry run;
    int found = runs_open(cli, root, word, &run);
    if (found != 0) return found;
    if (!read_record(cli, run.journal, saved, out, problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem->message));
    if (!saved || out->problem.len) return 0;
    Sv lost = saved_files_problem(saved, run.folder);
    if (lost.len == 0) return 0;
    out->problem = sv_format(cli->arena, "the file %.*s", SV_ARG(lost));
    out->intact = false;
    out->file_lost = true;
    return 0;
}

int run_record_find(const Cli *cli, Sv root, Sv word, ReportModel *out, JournalProblem *problem) {
    return find(cli, root, word, NULL, out, problem);
}

int run_record_find_whole(const Cli *cli, Sv root, Sv word, ReportModel *out,
                          JournalProblem *problem) {
    SavedFiles saved = {.arena = cli->arena};
    return find(cli, root, word, &saved, out, problem);
}
