#include "cli/runs/run_desk.h"
#include "base/system/file.h"
#include "cli/ask/input_question.h"
#include "cli/ask/question.h"
#include "cli/found/run_rows.h"
#include "cli/found/run_told.h"
#include "cli/runs/event_stream.h"
#include "cli/runs/last_words.h"
#include "cli/runs/run_model.h"
#include "cli/runs/run_reports.h"
#include "cli/runs/screen.h"
#include "inputs/asked_inputs.h"
#include "plan/plan.h"
#include <sys/stat.h>
#include <unistd.h>

// The callbacks of a run.
typedef struct Desk {
    const Cli *cli;
    const CommandLine *line;
    Screen *screen;
    Console console;
    EventSink next;      // the screen's
    EventStream *stream; // --events; NULL = none
    const DeskEnd *end;
    const DeskTaking *taking; // a run that is taken up again; NULL = a new one
    Sv run;                   // its id
    bool unasked;             // nobody was there to say that it goes on
    int cancel_fd;
} Desk;

static bool hush(const Desk *desk, bool hushes) {
    return desk->console.fd >= 0 && desk->cli->hush && desk->cli->hush(desk->console.fd, hushes);
}

// The terminal is the questions' meanwhile.
static void begin_asking(Desk *desk) {
    screen_hold(desk->screen);
    hush(desk, false);
}

static void end_asking(Desk *desk) {
    hush(desk, true);
    screen_release(desk->screen);
}

static bool put_question(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                         Answer *out) {
    Desk *desk = self;
    begin_asking(desk);
    bool answered = ask_question(&desk->console, question, waiter, arena, out);
    end_asking(desk);
    return answered;
}

static bool put_input(void *self, const Input *input, Sv wrong, Arena *arena, Sv *out) {
    Desk *desk = self;
    Waiter waiter = {
        .env = desk->cli->env, .cancel_fd = desk->cancel_fd, .deadline_ns = NO_DEADLINE};
    begin_asking(desk);
    bool answered = ask_input(&desk->console, input, wrong, &waiter, arena, out);
    end_asking(desk);
    return answered;
}

static bool put_prompt(void *self, Sv question, Arena *arena, Sv *out) {
    Desk *desk = self;
    Waiter waiter = {
        .env = desk->cli->env, .cancel_fd = desk->cancel_fd, .deadline_ns = NO_DEADLINE};
    begin_asking(desk);
    bool answered = ask_secret(&desk->console, question, &waiter, arena, out);
    end_asking(desk);
    return answered;
}

// The last block says where the journal is; the run itself only returns that at the end.
static void find_journal(Desk *desk, const Event *event) {
    Arena *arena = arena_new((size_t)1024 * 1024);
    Sv folder = desk->line->run_dir;
    if (!folder.len) {
        folder = path_join(arena, path_join(arena, event_text(event, "root"), SV(".runbook/runs")),
                           event_text(event, "run"));
    }
    Sv journal = path_join(arena, folder, SV("journal.jsonl"));
    screen_set_journal(desk->screen, runs_shown_path(arena, journal));
    event_stream_follow(desk->stream, journal, 0);
    if (desk->end->began) desk->end->began(desk->end->self, journal);
    Sv runs = path_join(arena, event_text(event, "root"), SV(".runbook/runs"));
    screen_set_earlier(desk->screen, runs, event_text(event, "name"), event_text(event, "run"));
    arena_free(arena);
}

// Whether it was yes; nobody there is no.
static bool confirm(void *self, Sv words, Sv question, const Waiter *waiter) {
    Desk *desk = self;
    bool agreed = false;
    if (desk->console.fd < 0) {
        desk->unasked = true;
        cli_errf(desk->cli,
                 "nobody is there to say yes, so nothing was done; --go-on goes on without "
                 "asking\n");
        return false;
    }
    begin_asking(desk);
    // Where the output goes elsewhere, whoever is asked has not seen it.
    if (!isatty(STDOUT_FILENO)) console_write(&desk->console, words);
    console_forget(&desk->console);
    Arena *arena = arena_new(LIMIT_ATTEMPT_MEMORY);
    for (bool answered = false; !answered;) {
        Sv word;
        if (console_line(&desk->console, waiter, question, NULL, arena, &word) != CONSOLE_LINE)
            break;
        agreed = sv_eq_nocase(word, SV("yes")) || sv_eq_nocase(word, SV("y"));
        answered = agreed || sv_eq_nocase(word, SV("no")) || sv_eq_nocase(word, SV("n"));
    }
    arena_free(arena);
    if (!agreed) console_write(&desk->console, SV("Nothing was done.\n"));
    end_asking(desk);
    return agreed;
}

static bool agree(void *self, Sv by, const Sv *accepted, uint32_t count, const Waiter *waiter) {
    Desk *desk = self;
    const DeskTaking *taking = desk->taking;
    return taking->agreed(taking->self, by, accepted, count, waiter, confirm, desk);
}

static bool take(void *self, const Event *event) {
    Desk *desk = self;
    if (event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED)
        desk->run = sv_copy(desk->cli->arena, event_text(event, "run"));
    if (event->kind == EVENT_RUN_STARTED) find_journal(desk, event);
    if (!(event_rows[event->kind].flags & EVENT_LIVE_ONLY)) event_stream_next(desk->stream);
    return desk->next.take(desk->next.self, event);
}

// The run does not come to its end although it was asked to leave. What its commands do is ended by
// those who keep them.
static void leave(void *self, const char *signal) {
    Desk *desk = self;
    Sv run = desk->line->run_dir.len ? desk->line->run_dir : desk->run;
    if (!run.len && desk->taking) run = desk->line->operands.items[0];
    screen_leave(desk->screen);
    cli_errf(desk->cli, "runbook: left by %s, without a verdict; go on: runbook resume %.*s\n",
             signal, SV_ARG(run));
    hush(desk, false);
    _exit(STATUS_STOPPED);
}

// The first problem, and how many there are.
static Sv first_wrong(const Cli *cli, const Diags *diags) {
    Sv first = {0};
    for (uint32_t i = 0; i < diags->count && !first.len; i++)
        if (diag_rows[diags->items[i].id].severity == SEVERITY_ERROR)
            first = diags->items[i].message;
    if (diags->errors < 2) return first;
    return sv_format(cli->arena, "%.*s (and %u more)", SV_ARG(first), diags->errors - 1);
}

static int refuse(const Cli *cli, const CommandLine *line, Sv path, int status, Sv reason) {
    Sv why = reason.len ? sv_format(cli->arena, "nothing was run (status %d): %.*s", status,
                                    SV_ARG(reason))
                        : sv_format(cli->arena, "nothing was run (status %d)", status);
    bool reported = run_reports_refuse(cli, line, path, why);
    return reported || status == STATUS_DEFECT ? status : STATUS_JOURNAL;
}

static int nothing_run(const Cli *cli, const CommandLine *line, const Diags *diags, Sv path,
                       DeskEnd *end) {
    cli_diagnose(cli, diags);
    cli_errf(cli, "%u error%s in %.*s; nothing was run\n", diags->errors,
             diags->errors == 1 ? "" : "s", SV_ARG(path));
    bool denied = diags_failed_by(diags, DIAG_NOT_ALLOWED);
    end->message = first_wrong(cli, diags);
    return refuse(cli, line, path, denied ? STATUS_DENIED : STATUS_RUNBOOK,
                  first_wrong(cli, diags));
}

int desk_refuse(const Cli *cli, const CommandLine *line, Sv path, int status) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    // An invalid command line does not name files that may be written to.
    bool known = status != STATUS_USAGE && run_reports_check(cli, line, path, &error);
    return known ? refuse(cli, line, path, status, (Sv){0}) : status;
}

// What an earlier session wrote is told already, but for a torn last line.
static void follow_taken_up(EventStream *stream, const Cli *cli, const TakeUp *take_up) {
    struct stat about;
    const char *name = sv_to_c(cli->arena, take_up->path);
    if (name && stat(name, &about) == 0)
        event_stream_follow(stream, take_up->path, (uint64_t)about.st_size - take_up->cut);
}

static bool is_kept_ill(const RecordedStep *step) {
    Sv verdict = value_field_text(step->end, "verdict", SV(""));
    if (step->kind.len > 0 || sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped"))
        return false;
    return step->intent > 0 || !sv_eq_c(verdict, "undecided");
}

// Whether of anything that is kept more is shown than that it is: to read a long journal once more
// takes a third of the time until a run goes on.
static bool shows_what_was_seen(const CommandLine *line, const TakeUp *take_up) {
    if (line->verbose || take_up->purpose != PURPOSE_RESUME) return true;
    for (uint32_t i = 0; i < take_up->recorded->count; i++)
        if (is_kept_ill(take_up->recorded->steps[i])) return true;
    return false;
}

static void go(const Cli *cli, const CommandLine *line, const Plan *plan, RunOptions options,
               const DeskTaking *taking, EventStream *stream, const DeskEnd *end, Diags *diags,
               RunResult *out) {
    Desk desk = {.cli = cli,
                 .line = line,
                 .taking = taking,
                 .stream = stream,
                 .end = end,
                 .screen = screen_new(cli, line, true)};
    screen_set_facts(desk.screen, step_facts_new(cli->arena, plan));
    desk.console = console_open(cli->env, cli->out_color || cli->err_color);
    desk.console.went_on = cli->went_on;
    desk.next = screen_sink(desk.screen);
    EventSink sink = {&desk, take};
    desk.cancel_fd = cli->catch_signals();
    options.interactive = desk.console.fd >= 0;
    if (options.interactive && hush(&desk, true)) screen_watch_keys(desk.screen, &desk.console);
    options.sources.cancel_fd = desk.cancel_fd;
    options.ask = options.interactive ? put_question : NULL;
    AskedInputs asked = {.arena = cli->arena, .ask = put_input, .self = &desk};
    options.sources.asked = options.interactive ? &asked : NULL;
    options.sources.prompt = options.interactive ? put_prompt : NULL;
    options.agree = taking ? agree : NULL;
    if (taking) screen_set_journal(desk.screen, runs_shown_path(cli->arena, options.take_up->path));
    if (taking && shows_what_was_seen(line, options.take_up))
        screen_recall(desk.screen, options.take_up->path);
    if (taking) follow_taken_up(stream, cli, options.take_up);
    options.leave = leave;
    options.self = options.sources.self = &desk;
    options.sinks = &sink;
    options.sink_count = 1;
    run_plan(plan, &options, diags, cli->arena, out);
    screen_watch_keys(desk.screen, NULL);
    if (options.interactive) console_forget(&desk.console);
    hush(&desk, false);
    if (desk.unasked) out->status = STATUS_USAGE;
    if (out->left) screen_cut(desk.screen, SV("it was left before its end"));
    screen_free(desk.screen);
    console_close(&desk.console);
}

enum { SHORT_JOURNAL = 1024 * 1024 };

// What its steps did, where that is quickly read.
static const RunTold *told_of(const Cli *cli, Sv journal) {
    struct stat about;
    ReportModel record;
    JournalProblem problem;
    const char *path = sv_to_c(cli->arena, journal);
    if (!path || stat(path, &about) != 0 || about.st_size > SHORT_JOURNAL) return NULL;
    bool read = run_record_read(cli, journal, &record, &problem) && record.intact &&
                !verdict_audit_contradicted(&record.audit);
    return read ? run_told_of(cli->arena, &record) : NULL;
}

// The index is derived from the journals, and can be made again: without this row it will be.
static void note_in_index(const Cli *cli, const CommandLine *line, Sv journal) {
    Cli own = *cli;
    own.arena = arena_new(LIMIT_RUN_MEMORY);
    own.env = env_system(); // that the run was noted takes none of its time
    Sv why, shown = runs_shown_path(own.arena, journal);
    bool noted = run_rows_note(own.arena, shown, told_of(&own, journal), &why);
    if (!noted && line->verbose)
        cli_errf(cli, "runbook: the index of runs was not written%s%.*s\n", why.len ? ": " : "",
                 SV_ARG(why));
    arena_free(own.arena);
}

static const Plan *plan_of(const Cli *cli, DeskBook book, Diags *diags) {
    if (book.ahead) return plan_ahead_take(book.ahead, diags);
    *diags = diags_new(cli->arena);
    return plan_load(
        cli->arena, book.path,
        &(PlanOptions){.registry = cli->registry, .root = book.root, .meant = book.meant}, diags);
}

static int run_it(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                  const DeskTaking *taking, EventStream *stream, DeskEnd *end) {
    Diags diags;
    const Plan *plan = plan_of(cli, book, &diags);
    if (!plan) return nothing_run(cli, line, &diags, book.path, end);
    cli_diagnose(cli, &diags);
    int bad = taking ? taking->prepare(taking->self, plan) : 0;
    if (bad != 0) return bad;
    Diags wrong = diags_new(cli->arena);
    RunResult result = {0};
    go(cli, line, plan, *options, taking, stream, end, &wrong, &result);
    cli_diagnose(cli, &wrong);
    bool differs = taking && result.status == STATUS_RUNBOOK;
    if (!differs && !result.run_id.len && diags_failed(&wrong)) cli_errf(cli, "nothing was run\n");
    for (Sv rest = result.message, each; sv_next_line(&rest, &each);)
        cli_fail(cli, result.status, "%.*s", SV_ARG(each));
    if (differs && diags_failed(&wrong)) cli_errf(cli, "nothing was run\n");
    last_words(cli, &result);
    if (!result.journal.len) {
        Sv reason = result.message.len ? result.message : first_wrong(cli, &wrong);
        end->message = reason;
        return refuse(cli, line, book.path, result.status, reason);
    }
    end->journal = result.journal;
    note_in_index(cli, line, result.journal);
    bool reported = run_reports_write(cli, line, result.journal);
    return reported || result.status == STATUS_DEFECT ? result.status : STATUS_JOURNAL;
}

static int make(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                const DeskTaking *taking, DeskEnd *end) {
    if (line->answers.count && !line->as.len)
        return cli_usage(cli, "--answer needs --as NAME: who answers is part of the record");
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    if (!run_reports_check(cli, line, book.path, &error) ||
        !event_stream_check(cli, line, book.path, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    EventStream *stream = NULL;
    if (!run_reports_begin(cli, line, book.path) || !event_stream_open(cli, line, &stream)) {
        cli_errf(cli, "nothing was run\n");
        return STATUS_JOURNAL;
    }
    int status = run_it(cli, line, book, options, taking, stream, end);
    bool streamed = event_stream_close(stream);
    return streamed || status == STATUS_DEFECT ? status : STATUS_JOURNAL;
}

int desk_run(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options) {
    return desk_take_up(cli, line, book, options, NULL);
}

int desk_run_told(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                  DeskEnd *end) {
    return make(cli, line, book, options, NULL, end);
}

int desk_take_up(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                 const DeskTaking *taking) {
    DeskEnd end = {0};
    return make(cli, line, book, options, taking, &end);
}
