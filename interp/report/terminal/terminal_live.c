// What is running: for the live area (terminal_area.c), and what is said of a step that takes long
// where nothing is drawn in place: in a pipe, in the log of a CI system.
#include "base/heap.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

#include <string.h>

enum { LIVE_TEXT_BYTES = 400, GAP = 2, LEAST_NAME = 8 };
static const int64_t second_ns = 1000000000;
static const int64_t first_ns = 10 * (int64_t)1000000000, each_ns = 60 * (int64_t)1000000000;

void terminal_set_text(char **field, Sv text) {
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
    heap_free(running->address);
}

// Somebody may be told how far it is.
static bool is_watched(const Terminal *terminal) {
    return terminal->options.live || !terminal->options.quiet;
}

static void began(Terminal *terminal, const Event *event) {
    if (terminal->running_count == terminal->running_capacity) {
        terminal->running_capacity = terminal->running_capacity * 2 + 4;
        terminal->running =
            heap_resize(terminal->running, terminal->running_capacity * sizeof *terminal->running);
    }
    RunningStep *running = &terminal->running[terminal->running_count++];
    *running = (RunningStep){.since_ns = event->stamp.mono_ns,
                             .repeatable = sv_eq_c(event_text(event, "effect"), "idempotent")};
    terminal_set_text(&running->number, event_text(event, "number"));
    terminal_set_text(&running->name, event_text(event, "name"));
    terminal_set_text(&running->line, (Sv){0});
    if (!is_watched(terminal)) return;
    terminal_set_text(&running->address, event_text(event, "address"));
    if (terminal->options.known)
        terminal->options.known(terminal->options.self, event, &running->known);
    int64_t around = terminal_limit_around(terminal, event), *limit = &running->known.limit_ns;
    if (around > 0 && (*limit == 0 || around < *limit)) *limit = around;
}

static void ended(Terminal *terminal, const Event *event) {
    RunningStep *running = find(terminal, event_text(event, "number"));
    if (!running) return;
    Sv phase = event_text(event, "phase");
    bool undo = sv_eq_c(phase, "undo"), acted = running->change && !event_text(event, "stands").len;
    if (acted && !undo) (*(sv_eq_c(phase, "steps") ? &terminal->untold : &terminal->cleaned))++;
    forget(running);
    size_t index = (size_t)(running - terminal->running);
    memmove(running, running + 1, (--terminal->running_count - index) * sizeof *running);
}

// ── one step ──

static void waits(RunningStep *running, const Event *event) {
    Value again = event_value(event, "again_in");
    running->again_ns = 0;
    if (again.kind != VALUE_INT) return;
    running->again_ns = event->stamp.mono_ns + again.integer;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    Sv reason = event_text(event, "reason"), saw = event_text(event, "saw");
    buf_addf(&line, "attempt %lld", (long long)event_int(event, "attempt"));
    if (running->known.attempts) buf_addf(&line, " of %lld", (long long)running->known.attempts);
    Sv what = reason.len ? reason : saw.len ? saw : event_text(event, "answer");
    buf_addf(&line, ": %.*s", SV_ARG(what));
    terminal_set_text(&running->line, buf_sv(&line));
}

void terminal_notice(Terminal *terminal, const Event *event) {
    if (is_watched(terminal)) terminal_progress(terminal, event);
    if (!(event_rows[event->kind].flags & EVENT_OF_STEP)) return;
    if (event->stamp.mono_ns) terminal->now_ns = event->stamp.mono_ns;
    RunningStep *running = find(terminal, event_text(event, "number"));
    if (event->kind == EVENT_STEP_STARTED && !running)
        began(terminal, event);
    else if (event->kind == EVENT_STEP_ENDED)
        ended(terminal, event);
    else if (event->kind == EVENT_STEP_INTENT && running) {
        running->change = !running->repeatable;
    } else if (event->kind == EVENT_STEP_RUNNING && running) {
        terminal_set_text(&running->line, event_text(event, "line"));
        running->again_ns = 0;
    } else if (event->kind == EVENT_ATTEMPT_ENDED && running) {
        waits(running, event);
    }
}

// As people write it: 30m, 90s, 1h.
void terminal_add_limit(Buf *out, int64_t ns) {
    const int64_t second = 1000000000, minute = 60 * second, hour = 60 * minute;
    if (ns % hour == 0)
        buf_addf(out, "%lldh", (long long)(ns / hour));
    else if (ns % minute == 0)
        buf_addf(out, "%lldm", (long long)(ns / minute));
    else if (ns % second == 0 && ns < 10 * minute)
        buf_addf(out, "%llds", (long long)(ns / second));
    else
        duration_add_human(out, ns);
}

// ── where nothing is drawn in place ──

static bool is_due(const RunningStep *running, int64_t now_ns) {
    int64_t gone = now_ns - running->seen_ns;
    return running->told == 0 ? gone >= first_ns : gone >= running->told * each_ns;
}

// "began 10s ago, may take 30m, usually takes 58s", "goes on, 2m so far of 30m".
static void add_words(const Terminal *terminal, const RunningStep *running, int64_t gone,
                      Buf *out) {
    int64_t limit = running->known.limit_ns;
    const UsualTimes *times = terminal->progress.usual;
    int64_t usual = times ? usual_time(times, sv_from_c(running->address)) : 0;
    buf_add_c(out, running->told == 0 ? "began " : "goes on, ");
    terminal_add_limit(out, running->told == 0 ? first_ns : gone / each_ns * each_ns);
    buf_add_c(out, running->told == 0 ? " ago" : " so far");
    if (limit > 0) {
        buf_add_c(out, running->told == 0 ? ", may take " : " of ");
        terminal_add_limit(out, limit);
    }
    if (running->told > 0 || usual < first_ns) return;
    buf_add_c(out, ", usually takes ");
    terminal_add_limit(out, usual / second_ns * second_ns);
}

static void tell(Terminal *terminal, RunningStep *running, int64_t now_ns) {
    BUF_AUTO Buf words = buf_new(LINE_BYTES), name = buf_new(LINE_BYTES);
    add_words(terminal, running, now_ns - running->seen_ns, &words);
    shown_addf(&name, "%s %s", running->number, running->name);
    Sv mark = SV("… ");
    size_t taken = utf8_width(mark) + GAP + words.len;
    size_t most = terminal->width > taken + LEAST_NAME ? terminal->width - taken : LEAST_NAME;
    buf_add(&terminal->out, mark);
    terminal_add_fit(terminal, INK_PLAIN, buf_sv(&name), most);
    buf_addf(&terminal->out, "  %.*s\n", SV_ARG(buf_sv(&words)));
    terminal->blank = false;
    running->told++;
}

void terminal_tell(Terminal *terminal, int64_t now_ns) {
    if (terminal->options.live || !terminal->options.tells || terminal->held) return;
    for (uint32_t i = 0; i < terminal->running_count; i++) {
        RunningStep *running = &terminal->running[i];
        if (running->seen_ns == 0) running->seen_ns = now_ns;
        if (is_due(running, now_ns)) tell(terminal, running, now_ns);
    }
    terminal_flush(terminal);
}

// ── all of it ──

void terminal_live_forget(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->running_count; i++)
        forget(&terminal->running[i]);
    terminal->running_count = 0;
}

void terminal_live_free(Terminal *terminal) {
    terminal_live_forget(terminal);
    terminal_progress_free(terminal);
    heap_free(terminal->running);
}
