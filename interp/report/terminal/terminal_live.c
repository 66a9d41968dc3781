// What is running, and what has become of the run so far: for the live area (terminal_area.c) and
// for what is said where there is none (terminal_tell.c).
#include "base/heap.h"
#include "base/num.h"
#include "report/terminal/terminal_internal.h"

#include <string.h>

enum { LIVE_TEXT_BYTES = 400, UNMARKED_MOST = 10000 };

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
    set_text(&running->number, event_text(event, "number"));
    set_text(&running->name, event_text(event, "name"));
    set_text(&running->line, (Sv){0});
    if (!is_watched(terminal)) return;
    set_text(&running->address, event_text(event, "address"));
    if (terminal->options.known)
        terminal->options.known(terminal->options.self, event, &running->known);
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

// ── the whole ──

static void forget_unmarked(Progress *progress) {
    for (uint32_t i = 0; i < progress->unmarked_count; i++)
        heap_free(progress->unmarked[i]);
    heap_free(progress->unmarked);
    progress->unmarked = NULL;
    progress->unmarked_count = progress->unmarked_capacity = 0;
}

static void mark(Progress *progress, Sv address) {
    if (progress->usual) {
        usual_times_ended(progress->usual, address);
        return;
    }
    if (progress->unmarked_count == UNMARKED_MOST) return;
    if (progress->unmarked_count == progress->unmarked_capacity) {
        progress->unmarked_capacity = progress->unmarked_capacity * 2 + 16;
        progress->unmarked = heap_resize(progress->unmarked,
                                         progress->unmarked_capacity * sizeof *progress->unmarked);
    }
    char **address_of = &progress->unmarked[progress->unmarked_count++];
    *address_of = NULL;
    set_text(address_of, address);
}

static void count(Progress *progress, const Event *event) {
    Sv phase = event_text(event, "phase");
    if (!sv_eq_c(phase, "steps") && !sv_eq_c(phase, "finally")) return;
    const VerdictLook *look = verdict_look(event_text(event, "verdict"));
    progress->by_verdict[look - verdict_looks]++;
    progress->ended++;
    mark(progress, event_text(event, "address"));
}

static void begin_run(Terminal *terminal, const Event *event) {
    Progress *progress = &terminal->progress;
    forget_unmarked(progress);
    *progress = (Progress){.begun = true,
                           .since_ns = event->stamp.mono_ns,
                           .steps = event_int(event, "steps"),
                           .usual = progress->usual};
}

void terminal_set_usual(Terminal *terminal, UsualTimes *usual) {
    Progress *progress = &terminal->progress;
    progress->usual = usual;
    for (uint32_t i = 0; i < progress->unmarked_count; i++)
        usual_times_ended(usual, sv_from_c(progress->unmarked[i]));
    forget_unmarked(progress);
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
    set_text(&running->line, buf_sv(&line));
}

void terminal_notice(Terminal *terminal, const Event *event) {
    if (event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED)
        begin_run(terminal, event);
    if (event->kind == EVENT_GROUP_STARTED && sv_eq_c(event_text(event, "kind"), "loop"))
        terminal->progress.more = true;
    if (!(event_rows[event->kind].flags & EVENT_OF_STEP)) return;
    if (event->stamp.mono_ns) terminal->now_ns = event->stamp.mono_ns;
    RunningStep *running = find(terminal, event_text(event, "number"));
    if (event->kind == EVENT_STEP_STARTED && !running)
        began(terminal, event);
    else if (event->kind == EVENT_STEP_ENDED) {
        if (is_watched(terminal)) count(&terminal->progress, event);
        ended(terminal, event);
    } else if (event->kind == EVENT_STEP_INTENT && running) {
        running->change = !running->repeatable;
    } else if (event->kind == EVENT_STEP_RUNNING && running) {
        set_text(&running->line, event_text(event, "line"));
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

void terminal_live_forget(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->running_count; i++)
        forget(&terminal->running[i]);
    terminal->running_count = 0;
}

void terminal_live_free(Terminal *terminal) {
    terminal_live_forget(terminal);
    forget_unmarked(&terminal->progress);
    heap_free(terminal->running);
}
