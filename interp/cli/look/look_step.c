#include "cli/look/look_step.h"
#include "journal/journal.h"
#include "report/recount/recount.h"
#include "report/verdict_audit.h"

typedef struct LookReading {
    LookStories stories;
    VerdictAudit audit;
    Recount recount;
} LookReading;

static bool take(void *self, const Event *event) {
    LookReading *reading = self;
    verdict_audit_take(&reading->audit, event);
    recount_take(&reading->recount, event);
    look_stories_take(&reading->stories, event);
    return true;
}

static int show(const Cli *cli, const RunEntry *run, Sv word, LookReading *reading, Arena *arena) {
    JournalProblem problem;
    if (!journal_read(arena, run->journal, (EventSink){reading, take}, &problem))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(problem.message));
    BUF_AUTO Buf out = buf_new(LIMIT_REPORT_BYTES);
    look_draw(cli, &reading->stories, word, &out);
    if (out.full)
        return cli_fail(cli, STATUS_JOURNAL,
                        "what was seen there is too much for one page [REPORT_BYTES]; name a step "
                        "within it");
    cli_out(cli, buf_sv(&out));
    Recount *recount = &reading->recount;
    if (recount->problem.len > 0)
        reading->audit.doubt = sv_format(
            arena, "line %llu: %.*s", (unsigned long long)recount->line, SV_ARG(recount->problem));
    if (!verdict_audit_contradicted(&reading->audit)) return 0;
    return cli_fail(cli, STATUS_JOURNAL, "%.*s: the journal is not to be believed: %.*s",
                    SV_ARG(runs_shown_path(cli->arena, run->journal)),
                    SV_ARG(verdict_audit_sentence(&reading->audit)));
}

static int find_and_show(const Cli *cli, const RunEntry *run, Sv word, Sv step, Arena *arena) {
    RecordedRun recorded;
    Sv message;
    if (!recorded_run_read(arena, runs_shown_path(arena, run->journal), &recorded, &message))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message));
    BUF_AUTO Buf error = buf_new((size_t)256 * 1024);
    const RecordedStep *found = look_find(&recorded, step, &error);
    if (!found) return cli_fail(cli, STATUS_USAGE, "%.*s", SV_ARG(buf_sv(&error)));
    LookReading reading = {0};
    look_stories_init(&reading.stories, arena, &recorded, found);
    verdict_audit_init(&reading.audit, arena);
    recount_init(&reading.recount, arena);
    return show(cli, run, word, &reading, arena);
}

int look_at_step(const Cli *cli, const CommandLine *line, const RunEntry *run) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    int status = find_and_show(cli, run, runs_word(cli->arena, line->root, run),
                               line->operands.items[1], arena);
    arena_free(arena);
    return status;
}
