// What has become of the run so far, and within what time groups must end: for the live area.
#include "base/heap.h"
#include "report/terminal/terminal_internal.h"

#include <string.h>

enum { UNMARKED_MOST = 10000, SECOND = 1000000000 };

static StepKnown known_of(const Terminal *terminal, const Event *event) {
    StepKnown known = {0};
    if (terminal->options.known) terminal->options.known(terminal->options.self, event, &known);
    return known;
}

// ── what has ended, and how long it usually takes ──

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
    terminal_set_text(address_of, address);
}

static void count(Progress *progress, const Event *event) {
    const VerdictLook *look = verdict_look(event_text(event, "verdict"));
    progress->by_verdict[look - verdict_looks]++;
    progress->ended++;
    mark(progress, event_text(event, "address"));
}

void terminal_set_usual(Terminal *terminal, UsualTimes *usual) {
    Progress *progress = &terminal->progress;
    progress->usual = usual;
    for (uint32_t i = 0; i < progress->unmarked_count; i++)
        usual_times_ended(usual, sv_from_c(progress->unmarked[i]));
    forget_unmarked(progress);
}

// ── how many there are ──

static void begin_run(Terminal *terminal, const Event *event) {
    Progress *progress = &terminal->progress;
    UsualTimes *usual = progress->usual;
    progress->usual = NULL;
    terminal_progress_free(terminal);
    StepKnown known = known_of(terminal, event);
    *progress = (Progress){.begun = true,
                           .since_ns = event->stamp.mono_ns,
                           .steps = known.steps ? known.steps : event_int(event, "steps"),
                           .loops = known.loops,
                           .usual = usual};
}

// What is written once is there for each item.
static void multiply(Progress *progress, const Event *loop, const StepKnown *known) {
    int64_t items = event_int(loop, "children");
    progress->steps += (items - 1) * known->steps;
    progress->loops += (items - 1) * known->loops - 1;
}

// What is skipped as one is counted as one.
static void take_as_one(Terminal *terminal, const Event *skipped) {
    StepKnown known = known_of(terminal, skipped);
    if (known.steps == 0) return;
    terminal->progress.steps -= known.steps - 1;
    terminal->progress.loops -= known.loops;
}

static bool is_running(const Terminal *terminal, const Event *event) {
    for (uint32_t i = 0; i < terminal->running_count; i++)
        if (sv_eq_c(event_text(event, "number"), terminal->running[i].number)) return true;
    return false;
}

// ── the limits of groups ──

static void forget_limit(OpenLimit *limit) {
    heap_free(limit->number);
    heap_free(limit->phase);
}

static void open_limit(Terminal *terminal, const Event *event, int64_t limit_ns) {
    Progress *progress = &terminal->progress;
    int64_t around = terminal_limit_around(terminal, event);
    if (around > 0 && around < limit_ns) return; // the outer one is told
    if (progress->limit_count == progress->limit_capacity) {
        progress->limit_capacity = progress->limit_capacity * 2 + 4;
        progress->limits =
            heap_resize(progress->limits, progress->limit_capacity * sizeof *progress->limits);
    }
    OpenLimit *limit = &progress->limits[progress->limit_count++];
    *limit = (OpenLimit){.ends_ns = event->stamp.mono_ns + limit_ns};
    terminal_set_text(&limit->number, event_text(event, "number"));
    terminal_set_text(&limit->phase, event_text(event, "phase"));
}

static void close_limit(Progress *progress, const Event *event) {
    for (uint32_t i = 0; i < progress->limit_count; i++) {
        OpenLimit *limit = &progress->limits[i];
        if (!sv_eq_c(event_text(event, "number"), limit->number)) continue;
        forget_limit(limit);
        *limit = progress->limits[--progress->limit_count];
        return;
    }
}

int64_t terminal_limit_around(const Terminal *terminal, const Event *started) {
    const Progress *progress = &terminal->progress;
    Sv number = event_text(started, "number"), phase = event_text(started, "phase");
    int64_t least = 0;
    for (uint32_t i = 0; i < progress->limit_count; i++) {
        const OpenLimit *limit = &progress->limits[i];
        Sv outer = sv_from_c(limit->number);
        int64_t left = limit->ends_ns - started->stamp.mono_ns;
        bool within = number.len > outer.len && sv_starts(number, outer) &&
                      number.at[outer.len] == '.' && sv_eq_c(phase, limit->phase);
        if (within && left > 0 && (least == 0 || left < least)) least = left;
    }
    return (least + SECOND - 1) / SECOND * SECOND; // without fractions
}

// ── all of it ──

void terminal_progress(Terminal *terminal, const Event *event) {
    Progress *progress = &terminal->progress;
    if (event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED)
        begin_run(terminal, event);
    Sv phase = event_text(event, "phase");
    bool counted = sv_eq_c(phase, "steps") || sv_eq_c(phase, "finally");
    if (event->kind == EVENT_GROUP_STARTED) {
        StepKnown known = known_of(terminal, event);
        bool loop = sv_eq_c(event_text(event, "kind"), "loop");
        if (known.limit_ns > 0) open_limit(terminal, event, known.limit_ns);
        if (loop && counted && known.steps > 0) multiply(progress, event, &known);
    } else if (event->kind == EVENT_GROUP_ENDED) {
        close_limit(progress, event);
    } else if (event->kind == EVENT_STEP_ENDED && counted) {
        if (!is_running(terminal, event)) take_as_one(terminal, event);
        count(progress, event);
    }
}

void terminal_progress_free(Terminal *terminal) {
    Progress *progress = &terminal->progress;
    forget_unmarked(progress);
    for (uint32_t i = 0; i < progress->limit_count; i++)
        forget_limit(&progress->limits[i]);
    heap_free(progress->limits);
    *progress = (Progress){.usual = progress->usual};
}
