// A run that is taken up again: where a session ends and the next one begins, as a colleague would
// note it, and where the events end for now.
#include "report/sessions.h"
#include "report/terminal/terminal_internal.h"

// What had begun and has no end.
void terminal_left_open(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->running_count; i++) {
        const RunningStep *running = &terminal->running[i];
        terminal_line(terminal, &(TerminalLine){.mark = running->change ? "‽" : "?",
                                                .ink = running->change ? INK_RED : INK_YELLOW,
                                                .number = sv_from_c(running->number),
                                                .name = sv_from_c(running->name),
                                                .name_ink = INK_BOLD});
        terminal_prose(
            terminal, INK_PLAIN, "",
            running->change
                ? SV("in doubt: it began to change something, and its end was not recorded")
                : SV("it began, and its end was not recorded"));
    }
}

static void forget_session(Terminal *terminal) {
    terminal_live_forget(terminal);
    terminal->skipped_group.open = terminal->skipped_group.steps = 0;
    terminal->item_count = 0;
    terminal->within_steps = terminal->within_skipped = terminal->within_acted = 0;
    terminal->fault_count = terminal->not_judged = terminal->told = terminal->open_count = 0;
    terminal->exchange_told = false;
    terminal->notes = notes_new(terminal->scratch);
}

static void draw_remarks(Terminal *terminal, const Event *event) {
    SessionRemarks remarks = session_remarks(terminal->scratch, event->fields);
    for (uint32_t i = 0; i < remarks.count; i++)
        terminal_wrapped(terminal, INK_PLAIN, remarks.items[i], 2);
}

void terminal_resume(Terminal *terminal, const Event *event) {
    terminal_skip_end(terminal);
    terminal_left_open(terminal);
    forget_session(terminal);
    // The process that takes it up has not drawn the sessions before.
    if (!terminal->begun) terminal_head_again(terminal, event);
    terminal->begun = true;
    terminal->session_ns = event->stamp.wall_ns;
    terminal->undoing = sv_eq_c(event_text(event, "purpose"), "undo");
    terminal_blank(terminal);
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    session_add_sentence(&line, event->fields, event->stamp.wall_ns, (Sv){0});
    terminal_line(
        terminal,
        &(TerminalLine){.mark = "▸", .ink = INK_CYAN, .name = buf_sv(&line), .name_ink = INK_BOLD});
    draw_remarks(terminal, event);
    terminal_blank(terminal);
    arena_reset(terminal->scratch);
    terminal->notes = notes_new(terminal->scratch);
}

void terminal_going_on(Terminal *terminal, Sv where) {
    terminal_held_end(terminal);
    terminal_skip_end(terminal);
    terminal_blank(terminal);
    terminal_line(terminal, &(TerminalLine){.mark = "…",
                                            .ink = INK_CYAN,
                                            .name = SV("No verdict so far"),
                                            .name_ink = INK_BOLD});
    terminal_prose(terminal, INK_PLAIN, "", where);
    terminal_end_pointers(terminal);
    terminal_flush(terminal);
}
