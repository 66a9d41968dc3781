// The line that shows what is running, redrawn in place and removed before anything else is drawn.
#include "base/heap.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

#include <string.h>

static const char *const frames[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
enum { FRAMES = sizeof frames / sizeof *frames, LIVE_TEXT_BYTES = 400, SECOND = 1000000000 };

static void set_text(char **field, Sv text) {
    if (text.len > LIVE_TEXT_BYTES) text = sv_slice(text, 0, LIVE_TEXT_BYTES);
    *field = heap_resize(*field, text.len + 1);
    memcpy(*field, text.len ? text.at : "", text.len);
    (*field)[text.len] = '\0';
}

static RunningStep *find(Terminal *terminal, Sv number) {
    for (uint32_t i = 0; i < terminal->running_count; i++) {
        if (sv_eq_c(number, terminal->running[i].number)) return &terminal->running[i];
    }
    return NULL;
}

static void forget(RunningStep *running) {
    heap_free(running->number);
    heap_free(running->name);
    heap_free(running->line);
}

static void began(Terminal *terminal, const Event *event) {
    if (terminal->running_count == terminal->running_capacity) {
        terminal->running_capacity = terminal->running_capacity * 2 + 4;
        terminal->running =
            heap_resize(terminal->running, terminal->running_capacity * sizeof *terminal->running);
    }
    RunningStep *running = &terminal->running[terminal->running_count++];
    *running = (RunningStep){.since_ns = event->stamp.mono_ns};
    set_text(&running->number, event_text(event, "number"));
    set_text(&running->name, event_text(event, "name"));
    set_text(&running->line, (Sv){0});
}

static void ended(Terminal *terminal, const Event *event) {
    RunningStep *running = find(terminal, event_text(event, "number"));
    if (!running) return;
    bool undo = sv_eq_c(event_text(event, "phase"), "undo");
    if (running->change && !undo && !event_text(event, "stands").len) terminal->untold++;
    forget(running);
    size_t index = (size_t)(running - terminal->running);
    memmove(running, running + 1, (--terminal->running_count - index) * sizeof *running);
}

static void waits(RunningStep *running, const Event *event) {
    Value again = event_value(event, "again_in");
    if (again.kind != VALUE_INT) return;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    Sv reason = event_text(event, "reason"), answer = event_text(event, "answer");
    buf_addf(&line, "attempt %lld: %.*s; again in ", (long long)event_int(event, "attempt"),
             SV_ARG(reason.len ? reason : answer));
    duration_add_human(&line, again.integer);
    set_text(&running->line, buf_sv(&line));
}

void terminal_notice(Terminal *terminal, const Event *event) {
    if (!(event_rows[event->kind].flags & EVENT_OF_STEP)) return;
    if (event->stamp.mono_ns) terminal->now_ns = event->stamp.mono_ns;
    RunningStep *running = find(terminal, event_text(event, "number"));
    if (event->kind == EVENT_STEP_STARTED && !running)
        began(terminal, event);
    else if (event->kind == EVENT_STEP_ENDED)
        ended(terminal, event);
    else if (event->kind == EVENT_STEP_INTENT && running)
        running->change = true;
    else if (event->kind == EVENT_STEP_RUNNING && running)
        set_text(&running->line, event_text(event, "line"));
    else if (event->kind == EVENT_ATTEMPT_ENDED && running)
        waits(running, event);
}

void terminal_live_erase(Terminal *terminal) {
    if (!terminal->live_drawn) return;
    buf_add_c(&terminal->out, "\r\x1b[K");
    terminal->live_drawn = false;
}

static void add_running(const Terminal *terminal, Buf *line) {
    const RunningStep *running = &terminal->running[0];
    shown_add(line, sv_from_c(running->number), false);
    buf_add_char(line, ' ');
    shown_add(line, sv_from_c(running->name), false);
    int64_t elapsed = terminal->now_ns - running->since_ns;
    if (elapsed >= SECOND) {
        buf_add_c(line, "  ");
        duration_add_human(line, elapsed / SECOND * SECOND);
    }
    if (terminal->running_count > 1) buf_addf(line, "  and %u more", terminal->running_count - 1);
}

// The name takes at most two thirds of the line, so that the command's own output is always
// visible.
void terminal_live_draw(Terminal *terminal) {
    if (!terminal->options.live || terminal->running_count == 0) return;
    Buf *out = &terminal->out;
    terminal_live_erase(terminal);
    size_t room = terminal->options.width > 4 ? terminal->options.width - 3 : 1;
    ink_text(out, terminal->options.color, INK_CYAN, sv_from_c(frames[terminal->frame % FRAMES]));
    buf_add_char(out, ' ');
    BUF_AUTO Buf what = buf_new((size_t)64 * 1024);
    add_running(terminal, &what);
    Sv said = sv_trim(sv_from_c(terminal->running[0].line));
    Sv text = buf_sv(&what);
    size_t most = said.len ? room * 2 / 3 : room;
    bool cut = utf8_width(text) > most;
    if (cut) text = utf8_fit(text, most - 1);
    buf_add(out, text);
    if (cut) buf_add_c(out, "…");
    size_t used = utf8_width(text) + cut;
    if (said.len && used + 8 < room) {
        buf_add_c(out, " ");
        BUF_AUTO Buf tail = buf_new((size_t)64 * 1024);
        buf_add_c(&tail, "│ ");
        buf_add(&tail, said);
        terminal_add_fit(terminal, INK_DIM, buf_sv(&tail), room - used - 1);
    }
    terminal->live_drawn = true;
}

void terminal_live_forget(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->running_count; i++)
        forget(&terminal->running[i]);
    terminal->running_count = 0;
}

void terminal_live_free(Terminal *terminal) {
    terminal_live_forget(terminal);
    heap_free(terminal->running);
}
