// Each folder of tests/transcripts holds events written by hand and what every view makes of them.
// With --update the views are written again; a person reads the difference.
#include "base/limits.h"
#include "base/system/file.h"
#include "check.h"
#include "event/display_order.h"
#include "golden.h"
#include "played_events.h"
#include "report/left_so_far.h"
#include "report/report.h"
#include "report/terminal/terminal.h"

#include <dirent.h>

static const char folder[] = PROJECT_ROOT "/tests/transcripts";

typedef struct View {
    const char *file;
    bool quiet, verbose, color;
    size_t width;
    TerminalFold fold;
} View;

static const View views[] = {
    {"terminal.txt", .width = 80},
    {"terminal-60.txt", .width = 60},
    {"terminal-100.txt", .width = 100},
    {"terminal-200.txt", .width = 200},
    {"quiet.txt", .width = 80, .quiet = true},
    {"verbose.txt", .width = 80, .verbose = true},
    {"color.txt", .width = 80, .color = true},
    {"github.txt", .width = 80, .fold = TERMINAL_FOLD_GROUPS},
    {"gitlab.txt", .width = 80, .fold = TERMINAL_FOLD_SECTIONS},
    {"color-60.txt", .width = 60, .color = true},
    {"color-100.txt", .width = 100, .color = true},
    {"color-200.txt", .width = 200, .color = true},
};

static void collect(void *self, Sv text) {
    buf_add(self, text);
}

// A view that a folder holds no file of is not asked for, except for the plain one.
static void hold(Arena *arena, Sv place, const char *file, Sv found, bool wanted_always) {
    Sv path = path_join(arena, place, sv_from_c(file)), wanted = {"", 0};
    bool there = file_read(arena, path, (size_t)16 * 1024 * 1024, &wanted) == FILE_OK;
    if (!there && !wanted_always) return;
    if (golden_update)
        CHECK(file_write_atomic(path, found, 0644));
    else
        CHECK_SV(found, wanted);
}

// As a command has it: told of each event at once, drawn in order.
typedef struct Listener {
    Terminal *terminal;
    EventOrder *order;
    LeftSoFar left;
    bool sealed;
} Listener;

static bool listen(void *self, const Event *event) {
    Listener *listener = self;
    EventSink next = event_order_sink(listener->order);
    terminal_notice(listener->terminal, event);
    left_so_far_take(&listener->left, event);
    listener->sealed = event->kind == EVENT_RUN_ENDED;
    return next.take(next.self, event);
}

static void draw(Arena *arena, Sv place, Sv events, const View *view) {
    BUF_AUTO Buf out = buf_new((size_t)16 * 1024 * 1024);
    TerminalOptions options = {.write = collect,
                               .command = collect,
                               .self = &out,
                               .fold = view->fold,
                               .width = view->width,
                               .color = view->color,
                               .quiet = view->quiet,
                               .verbose = view->verbose};
    Terminal *terminal = terminal_new(&options);
    terminal_set_journal(terminal, SV(".runbook/runs/019cda10-0000/journal.jsonl"));
    Listener listener = {terminal, event_order_new(terminal_sink(terminal)), left_so_far_new(arena),
                         false};
    play(events, (EventSink){&listener, listen});
    event_order_free(listener.order);
    terminal_set_left(terminal, left_so_far_fields(&listener.left, arena, SV("019cda10")));
    if (!listener.sealed) terminal_cut(terminal, SV("the run was cut off"));
    terminal_free(terminal);
    hold(arena, place, view->file, buf_sv(&out), view == views);
}

// What does not fit is never handed out with a part of it missing.
static void cut(const ReportModel *record, const ReportRow *row, Sv whole) {
    size_t most = whole.len / 7;
    for (size_t i = 0; i <= 7; i++) {
        BUF_AUTO Buf out = buf_new(i < 7 ? i * most : whole.len - 1);
        report_render(row, record, &out);
        CHECK(out.full);
    }
}

static void report(Arena *arena, Sv place, Sv events) {
    ReportModel record;
    report_model_init(&record, arena);
    EventOrder *order = event_order_new(report_model_sink(&record));
    play(events, event_order_sink(order));
    event_order_free(order);
    record.intact = record.ended.kind == VALUE_MAP;
    record.digest = SV("sha256:0f1e2d");
    record.word = SV("019cda10");
    record.journal = SV(".runbook/runs/019cda10-0000/journal.jsonl");
    record.word = SV("019cda10");
    for (size_t i = 0; i < REPORT_COUNT; i++) {
        BUF_AUTO Buf out = buf_new(LIMIT_REPORT_BYTES);
        report_render(&report_rows[i], &record, &out);
        hold(arena, place, report_rows[i].file, buf_sv(&out), false);
        cut(&record, &report_rows[i], buf_sv(&out));
    }
    BUF_AUTO Buf evidence = buf_new(LIMIT_REPORT_BYTES), annotations = buf_new(LIMIT_REPORT_BYTES);
    report_evidence(&record, &evidence);
    hold(arena, place, "evidence.md", buf_sv(&evidence), false);
    report_annotations(&(const ReportModel *){&record}, 1, &annotations);
    hold(arena, place, "annotations.txt", buf_sv(&annotations), false);
}

static void transcript(Sv name) {
    Arena *arena = arena_new((size_t)512 * 1024 * 1024);
    Sv place = path_join(arena, sv_from_c(folder), name), events;
    if (file_read(arena, path_join(arena, place, SV("events.jsonl")), (size_t)16 * 1024 * 1024,
                  &events) == FILE_OK) {
        int before = check_failures;
        for (size_t i = 0; i < sizeof views / sizeof *views; i++)
            draw(arena, place, events, &views[i]);
        report(arena, place, events);
        if (check_failures != before) fprintf(stderr, "in tests/transcripts/%.*s\n", SV_ARG(name));
    }
    arena_free(arena);
}

int main(int argc, char **argv) {
    golden_options(argc, argv);
    DIR *all = opendir(folder);
    CHECK(all != NULL);
    for (struct dirent *each; all && (each = readdir(all));) {
        if (each->d_name[0] != '.' && golden_asked(each->d_name))
            transcript(sv_from_c(each->d_name));
    }
    if (all) closedir(all);
    return golden_done(check_done());
}
