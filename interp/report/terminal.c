#include "base/heap.h"
#include "report/terminal_parts.h"

Terminal *terminal_new(const TerminalOptions *options) {
    Terminal *terminal = heap_alloc(sizeof *terminal);
    terminal->options = *options;
    size_t width = options->width;
    terminal->width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    terminal->out = buf_new((size_t)16 * 1024 * 1024);
    terminal->running = buf_new((size_t)64 * 1024);
    terminal->last_line = buf_new((size_t)64 * 1024);
    terminal->arena = arena_new((size_t)1024 * 1024);
    terminal->blank = true;
    notes_init(&terminal->notes);
    return terminal;
}

void terminal_free(Terminal *terminal) {
    if (!terminal) return;
    terminal_pause(terminal);
    notes_free(&terminal->notes);
    arena_free(terminal->arena);
    buf_free(&terminal->out);
    buf_free(&terminal->running);
    buf_free(&terminal->last_line);
    heap_free(terminal);
}

static void flush(Terminal *terminal) {
    if (terminal->out.len) terminal->options.write(terminal->options.self, buf_sv(&terminal->out));
    buf_clear(&terminal->out);
}

void terminal_set_journal(Terminal *terminal, Sv path) {
    terminal->options.journal = sv_copy(terminal->arena, path);
}

static void begin_running(Terminal *terminal, const Event *event) {
    buf_clear(&terminal->running);
    buf_clear(&terminal->last_line);
    buf_add(&terminal->running, event_text(event, "number"));
    buf_add_char(&terminal->running, ' ');
    buf_add(&terminal->running, event_text(event, "name"));
}

static void set_last_line(Terminal *terminal, Sv line) {
    buf_clear(&terminal->last_line);
    buf_add(&terminal->last_line, line);
}

static void draw_phase(Terminal *terminal, const Event *event) {
    if (terminal->options.quiet) return;
    terminal_blank(terminal);
    bool undo = sv_eq(event_text(event, "phase"), SV("undo"));
    terminal_line(terminal, SV("▸"), INK_CYAN, (Sv){0}, undo ? SV("Rollback") : SV("Finally"),
                  INK_BOLD, (Sv){0});
    terminal_prose(terminal, INK_DIM, "", event_text(event, "reason"));
}

static void draw_subject(Terminal *terminal, const Event *event) {
    Value changed = event_value(event, "changed");
    for (size_t i = 0; i < value_count(changed); i++) {
        Sv name = value_text(value_item(changed, i));
        Sv now = value_field_text(event_value(event, "values"),
                                  sv_to_c(terminal->notes.arena, name), (Sv){0});
        BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
        buf_addf(&line, "what is being judged has changed meanwhile: %.*s is now %.*s",
                 SV_ARG(name), SV_ARG(now));
        terminal_prose(terminal, INK_YELLOW, "! ", buf_sv(&line));
    }
}

static void draw_probe(Terminal *terminal, const Event *event) {
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    Sv found = event_text(event, "found");
    buf_addf(&line, "the probe says: %s",
             sv_eq(found, SV("done"))       ? "it happened"
             : sv_eq(found, SV("not_done")) ? "it did not happen"
                                            : "it cannot tell");
    Sv reason = event_text(event, "reason");
    if (reason.len) buf_addf(&line, " (%.*s)", SV_ARG(reason));
    terminal_prose(terminal, INK_DIM, "", buf_sv(&line));
}

static void draw(Terminal *terminal, const Event *event) {
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        terminal->run = sv_copy(terminal->arena, event_text(event, "run"));
        terminal->path = sv_copy(terminal->arena, event_text(event, "path"));
        terminal_head(terminal, event);
        break;
    case EVENT_GROUP_STARTED: terminal_group(terminal, event); break;
    case EVENT_STEP_STARTED: begin_running(terminal, event); break;
    case EVENT_STEP_RUNNING: set_last_line(terminal, event_text(event, "line")); break;
    case EVENT_ATTEMPT_ENDED:
    case EVENT_EXPECTATION:
    case EVENT_CAPTURED:
    case EVENT_ASKED:
    case EVENT_ANSWERED: notes_take(&terminal->notes, event); break;
    case EVENT_PROBED: draw_probe(terminal, event); break;
    case EVENT_STEP_ENDED:
        terminal_step(terminal, event);
        notes_clear(&terminal->notes);
        buf_clear(&terminal->running);
        buf_clear(&terminal->last_line);
        break;
    case EVENT_PHASE: draw_phase(terminal, event); break;
    case EVENT_SUBJECT: draw_subject(terminal, event); break;
    case EVENT_NOTE:
        terminal_prose(terminal,
                       sv_eq(event_text(event, "level"), SV("warning")) ? INK_YELLOW : INK_DIM, "",
                       event_text(event, "message"));
        break;
    case EVENT_STOPPED: {
        BUF_AUTO Buf line = buf_new(4096);
        buf_addf(&line, "stopped by %.*s: nothing new begins", SV_ARG(event_text(event, "signal")));
        terminal_prose(terminal, INK_YELLOW, "", buf_sv(&line));
        break;
    }
    case EVENT_RUN_ENDED: terminal_end(terminal, event); break;
    default: break;
    }
}

static bool take(void *self, const Event *event) {
    Terminal *terminal = self;
    // A last line alone is drawn by the next tick: a chatty command must not be slowed down by its
    // audience.
    if (event->kind == EVENT_STEP_RUNNING) {
        if (terminal->options.live) draw(terminal, event);
        return true;
    }
    terminal_live_erase(terminal);
    draw(terminal, event);
    terminal_live_draw(terminal);
    flush(terminal);
    return true;
}

EventSink terminal_sink(Terminal *terminal) {
    return (EventSink){terminal, take};
}

void terminal_tick(Terminal *terminal) {
    terminal->frame++;
    terminal_live_draw(terminal);
    flush(terminal);
}

void terminal_pause(Terminal *terminal) {
    terminal_live_erase(terminal);
    flush(terminal);
}
