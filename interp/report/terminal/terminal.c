#include "base/heap.h"
#include "base/num.h"
#include "report/failure.h"
#include "report/terminal/stop_line.h"
#include "report/terminal/terminal_faults.h"
#include "report/verdict.h"

enum { SCRATCH_BYTES = 256 * 1024 * 1024, KEPT_BYTES = 64 * 1024 * 1024 };

void terminal_begin_notes(Terminal *terminal) {
    terminal->notes = notes_new(terminal->scratch);
    if (terminal->options.verbose) return;
    terminal->notes.few = terminal->few;
    terminal->notes.few_count = RETRIES_KEPT;
}

Terminal *terminal_new(const TerminalOptions *options) {
    Terminal *terminal = heap_alloc(sizeof *terminal);
    terminal->options = *options;
    terminal_set_width(terminal, options->width);
    terminal->out = buf_new((size_t)64 * 1024 * 1024);
    terminal->arena = arena_new(KEPT_BYTES);
    terminal->scratch = arena_new(SCRATCH_BYTES);
    terminal->held_lines.arena = arena_new(KEPT_BYTES);
    terminal->whole_lines.arena = arena_new(KEPT_BYTES);
    for (size_t i = 0; i < RETRIES_KEPT; i++)
        terminal->few[i] = arena_new(SCRATCH_BYTES);
    terminal_begin_notes(terminal);
    terminal->skipped.reason = buf_new(LINE_BYTES);
    terminal->skipped.first = buf_new(LINE_BYTES);
    terminal->skipped.last = buf_new(LINE_BYTES);
    terminal->skipped.name = buf_new(LINE_BYTES);
    terminal->skipped_group.number = buf_new(LINE_BYTES);
    terminal->skipped_group.name = buf_new(LINE_BYTES);
    terminal->skipped_group.reason = buf_new(LINE_BYTES);
    terminal->blank = true;
    return terminal;
}

static void write_now(Terminal *terminal) {
    if (terminal->out.len) terminal->options.write(terminal->options.self, buf_sv(&terminal->out));
    buf_clear(&terminal->out);
}

void terminal_flush(Terminal *terminal) {
    if (!terminal->held) write_now(terminal);
}

// Who presses Ctrl-C at a question hears at once what that does, on a line behind the question's.
static void break_in(Terminal *terminal) {
    terminal->options.write(terminal->options.self, SV("\n"));
    write_now(terminal);
}

void terminal_free(Terminal *terminal) {
    if (!terminal) return;
    terminal->held = false;
    terminal_live_erase(terminal);
    terminal_held_end(terminal);
    terminal_skip_end(terminal);
    terminal_flush(terminal);
    terminal_live_free(terminal);
    arena_free(terminal->arena);
    arena_free(terminal->scratch);
    for (size_t i = 0; i < RETRIES_KEPT; i++)
        arena_free(terminal->few[i]);
    arena_free(terminal->held_lines.arena);
    arena_free(terminal->whole_lines.arena);
    heap_free(terminal->whole_lines.lines);
    heap_free(terminal->held_lines.lines);
    slow_steps_free(&terminal->slow);
    buf_free(&terminal->out);
    buf_free(&terminal->skipped.reason);
    buf_free(&terminal->skipped.first);
    buf_free(&terminal->skipped.last);
    buf_free(&terminal->skipped.name);
    buf_free(&terminal->skipped_group.number);
    buf_free(&terminal->skipped_group.name);
    buf_free(&terminal->skipped_group.reason);
    heap_free(terminal);
}

void terminal_set_journal(Terminal *terminal, Sv path) {
    terminal->journal = sv_copy(terminal->arena, path);
}

void terminal_set_left(Terminal *terminal, Value left) {
    terminal->left = left;
}

void terminal_set_height(Terminal *terminal, size_t height) {
    terminal->height = height;
}

void terminal_set_width(Terminal *terminal, size_t width) {
    terminal->options.width = width;
    terminal->width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
}

static void draw_phase(Terminal *terminal, const Event *event) {
    if (terminal->options.quiet) return;
    terminal_blank(terminal);
    Sv title = sv_from_c(phase_title(event_text(event, "phase")));
    terminal_line(terminal, &(TerminalLine){
                                .mark = "▸", .ink = INK_CYAN, .name = title, .name_ink = INK_BOLD});
    terminal_prose(terminal, INK_DIM, "because ", event_text(event, "reason"));
}

// An event that belongs to no step.
static void draw_remark(Terminal *terminal, const char *mark, Ink ink, Sv text) {
    terminal_line(terminal,
                  &(TerminalLine){.mark = mark,
                                  .ink = ink,
                                  .name = text,
                                  .name_ink = ink == INK_YELLOW ? INK_REASON : INK_LABEL});
}

static void draw_subject(Terminal *terminal, const Event *event) {
    Value changed = event_value(event, "changed"), values = event_value(event, "values");
    for (size_t i = 0; i < value_count(changed); i++) {
        Sv name = value_text(value_item(changed, i));
        const Value *now = value_get_sv(values, name);
        BUF_AUTO Buf line = buf_new(LINE_BYTES);
        buf_addf(&line, "what is being judged has changed meanwhile: %.*s is now ", SV_ARG(name));
        buf_add(&line, now && now->kind == VALUE_STRING ? value_text(*now) : SV("not known"));
        draw_remark(terminal, "!", INK_YELLOW, buf_sv(&line));
    }
}

static void draw_stop(Terminal *terminal, const Event *event) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    stop_line(&line, event, terminal->undoing ? "undo" : "resume");
    draw_remark(terminal, "!", INK_YELLOW, buf_sv(&line));
}

// It ends there, and somebody will come.
static void draw_parked(Terminal *terminal, const Event *event) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "parked: %.*s waits for an answer: %.*s", SV_ARG(event_text(event, "number")),
             SV_ARG(event_text(event, "question")));
    draw_remark(terminal, "!", INK_YELLOW, buf_sv(&line));
}

static void draw_note(Terminal *terminal, const Event *event) {
    bool warning = sv_eq(event_text(event, "level"), SV("warning"));
    if (!warning && terminal->options.quiet) return;
    draw_remark(terminal, warning ? "!" : "·", warning ? INK_YELLOW : INK_DIM,
                event_text(event, "message"));
}

static void end_step(Terminal *terminal, const Event *event) {
    if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
    if (!sv_eq(event_text(event, "verdict"), SV("passed"))) {
        terminal->told++;
        if (!sv_eq_c(event_text(event, "phase"), "undo"))
            terminal->not_judged += failure_not_judged(&terminal->notes);
        faults_remember(terminal, event, terminal_where(terminal, event));
    }
    terminal_step(terminal, event);
    terminal->exchange_told = false;
    arena_reset(terminal->scratch);
    terminal_begin_notes(terminal);
}

// What is taken back is told in its own order, not in that of the tree.
static size_t indent_of(const Terminal *terminal, const Event *event) {
    if (terminal->options.quiet || sv_eq_c(event_text(event, "phase"), "undo")) return 0;
    return terminal_indent_of(terminal, event_int(event, "depth"));
}

static void draw(Terminal *terminal, const Event *event) {
    bool of_step = (event_rows[event->kind].flags & EVENT_OF_STEP) != 0;
    terminal->indent = of_step ? indent_of(terminal, event) : 0;
    if (event->kind == EVENT_STEP_ENDED) terminal_count_within(terminal, event);
    terminal_name_within(terminal, event);
    slow_steps_take(&terminal->slow, event);
    if (terminal_hold_line(terminal, event)) return;
    if (terminal_skip_group(terminal, event)) return;
    switch (event->kind) {
    case EVENT_RUN_STARTED: terminal_head(terminal, event); break;
    case EVENT_RUN_RESUMED: terminal_resume(terminal, event); break;
    case EVENT_GROUP_STARTED: terminal_group(terminal, event); break;
    case EVENT_GROUP_ENDED: terminal_group_end(terminal, event); break;
    case EVENT_ATTEMPT_ENDED:
    case EVENT_EXPECTATION:
    case EVENT_CAPTURED:
    case EVENT_ASKED:
    case EVENT_ANSWERED:
    case EVENT_PROBED:
    case EVENT_RESOLVED: notes_take(&terminal->notes, event); break;
    case EVENT_STEP_ENDED: end_step(terminal, event); break;
    case EVENT_PHASE: draw_phase(terminal, event); break;
    case EVENT_SUBJECT: draw_subject(terminal, event); break;
    case EVENT_NOTE: draw_note(terminal, event); break;
    case EVENT_STOPPED: draw_stop(terminal, event); break;
    case EVENT_PARKED: draw_parked(terminal, event); break;
    case EVENT_RUN_ENDED: terminal_end(terminal, event); break;
    default: break;
    }
}

static bool ends_skipped(const Event *event) {
    return event->kind != EVENT_STEP_ENDED && event->kind != EVENT_STEP_STARTED &&
           event->kind != EVENT_GROUP_STARTED && event->kind != EVENT_GROUP_ENDED;
}

static bool take(void *self, const Event *event) {
    Terminal *terminal = self;
    if (event->stamp.wall_ns) terminal->wall_ns = event->stamp.wall_ns;
    // A new last line is drawn by the next tick: watching must not slow down a chatty command.
    if (event->kind == EVENT_STEP_RUNNING) return true;
    if (!terminal->held) terminal->asked = false;
    terminal_live_erase(terminal);
    if (ends_skipped(event)) terminal_skip_end(terminal);
    draw(terminal, event);
    if (!terminal->held) terminal_live_draw(terminal);
    if (terminal->held && event->kind == EVENT_STOPPED) break_in(terminal);
    terminal_flush(terminal);
    return true;
}

EventSink terminal_sink(Terminal *terminal) {
    return (EventSink){terminal, take};
}

void terminal_tick(Terminal *terminal, int64_t mono_ns) {
    if (terminal->held) return;
    terminal->frame++;
    terminal->now_ns = mono_ns;
    terminal_live_draw(terminal);
    terminal_flush(terminal);
}

void terminal_remark(Terminal *terminal, Sv text) {
    if (terminal->held) return;
    terminal_live_erase(terminal);
    ink_text(&terminal->out, terminal->options.color, INK_DIM, text);
    buf_add_char(&terminal->out, '\n');
    terminal->blank = false;
    terminal_live_draw(terminal);
    terminal_flush(terminal);
}

void terminal_hold(Terminal *terminal) {
    terminal_live_erase(terminal);
    if (!terminal->asked) terminal_blank(terminal);
    terminal_flush(terminal);
    terminal->blank = false;
    terminal->asked = true;
    terminal->held = true;
}

void terminal_leave(Terminal *terminal) {
    terminal_live_erase(terminal);
    terminal_flush(terminal);
    terminal->held = true;
}

void terminal_release(Terminal *terminal) {
    terminal->held = false;
    terminal_live_draw(terminal);
    terminal_flush(terminal);
}

void terminal_cut(Terminal *terminal, Sv reason) {
    terminal_held_end(terminal);
    terminal_skip_end(terminal);
    terminal_left_open(terminal);
    terminal_blank(terminal);
    terminal_line(terminal, &(TerminalLine){.mark = "?",
                                            .ink = INK_YELLOW,
                                            .name = SV("No verdict"),
                                            .name_ink = INK_BOLD});
    terminal_prose(terminal, INK_PLAIN, "", reason);
    terminal_standing(terminal, terminal->left);
    terminal_end_pointers(terminal);
    terminal_flush(terminal);
}
