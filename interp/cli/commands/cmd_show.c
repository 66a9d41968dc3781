#include "base/system/file.h"
#include "cli/found/runs.h"
#include "cli/look/look_step.h"
#include "cli/runs/run_model.h"
#include "cli/runs/screen.h"
#include "journal/journal.h"
#include "report/left_so_far.h"

// Draws the events, the last one with the recomputed verdict.
typedef struct ShownRun {
    EventSink next;
    Arena *arena;
    VerdictAudit audit;
    Recount recount;
    RunWatch watch;
    LeftSoFar left;
} ShownRun;

static bool take(void *self, const Event *event) {
    ShownRun *shown = self;
    verdict_audit_take(&shown->audit, event);
    recount_take(&shown->recount, event);
    run_watch_take(&shown->watch, event);
    left_so_far_take(&shown->left, event);
    shown->audit.doubt = run_record_doubt(shown->arena, &shown->recount);
    if (!verdict_audit_contradicted(&shown->audit))
        return shown->next.take(shown->next.self, event);
    MapBuilder fields = map_builder(shown->arena);
    for (size_t i = 0; i < value_count(event->fields); i++) {
        Value key = value_key(event->fields, i), value = value_at(event->fields, i);
        bool verdict = sv_eq_c(value_text(key), "verdict");
        map_add(&fields, key, verdict ? value_string(verdict_audit_verdict(&shown->audit)) : value);
    }
    Event mended = *event;
    mended.fields = map_done(&fields);
    return shown->next.take(shown->next.self, &mended);
}

// Draws the transcript up to where the journal can be trusted, then what is wrong with it.
int cmd_SHOW(const Cli *cli, const CommandLine *line) {
    RunEntry run;
    int found = runs_open(cli, line->root, line->operands.items[0], &run);
    if (found != 0) return found;
    if (line->operands.count > 1) return look_at_step(cli, line, &run);
    Screen *screen = screen_new(cli, line, false);
    screen_set_journal(screen, runs_shown_path(cli->arena, run.journal));
    JournalProblem problem;
    ShownRun shown = {.next = screen_sink(screen), .arena = cli->arena};
    verdict_audit_init(&shown.audit, cli->arena);
    recount_init(&shown.recount, cli->arena);
    shown.watch = run_watch_new(cli->arena);
    shown.left = left_so_far_new(cli->arena);
    // Asked first: a run that ends meanwhile has its end in the file then.
    bool running = journal_running(cli->arena, run.journal);
    bool read = journal_read(cli->arena, run.journal, (EventSink){&shown, take}, &problem);
    bool damaged = read && !problem.intact && !problem.torn;
    if (read && !damaged && !problem.sealed && running)
        screen_going_on(screen, sv_format(cli->arena, "the run is still going on, %.*s",
                                          SV_ARG(run_watch_where(&shown.watch))));
    else if (read && !damaged && !problem.sealed) {
        if (run.again_of.len == 0)
            screen_set_left(screen, left_so_far_fields(&shown.left, cli->arena,
                                                       runs_word(cli->arena, line->root, &run)));
        screen_cut(screen, SV("the run died before its verdict"));
    }
    screen_free(screen);
    if (!read) return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    if (read && problem.newer)
        return cli_fail(cli, STATUS_JOURNAL, "%.*s is %.*s",
                        SV_ARG(runs_shown_path(cli->arena, run.journal)), SV_ARG(problem.message));
    if (damaged)
        return cli_fail(cli, STATUS_JOURNAL, "%.*s:%llu: the journal is damaged here: %.*s",
                        SV_ARG(runs_shown_path(cli->arena, run.journal)),
                        (unsigned long long)problem.line, SV_ARG(problem.message));
    if (verdict_audit_contradicted(&shown.audit))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s: the journal is not to be believed: %.*s",
                        SV_ARG(runs_shown_path(cli->arena, run.journal)),
                        SV_ARG(verdict_audit_sentence(&shown.audit)));
    return 0;
}
