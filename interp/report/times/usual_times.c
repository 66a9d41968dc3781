#include "report/times/usual_times.h"
#include "base/map.h"

#include <stdlib.h>

typedef struct UsualTime {
    int64_t taken[USUAL_RUNS];
    uint32_t count; // of `taken`
    int64_t median; // once all is settled
    bool ended;     // in the run that is going on
} UsualTime;

struct UsualTimes {
    Arena *arena;
    SvMap steps;       // address → UsualTime
    uint32_t runs;     // that have ended
    uint32_t in_run;   // steps of the one that is being read
    uint32_t in_first; // of the newest
    int64_t together;  // times of all steps of all runs …
    int64_t elapsed;   // … which took so long: less where some ran beside each other
};

UsualTimes *usual_times_new(Arena *arena) {
    UsualTimes *times = arena_new_of(arena, UsualTimes);
    *times = (UsualTimes){.arena = arena, .steps = svmap_new(arena)};
    return times;
}

static bool is_forward(const Event *event) {
    Sv phase = event_text(event, "phase");
    return sv_eq_c(phase, "steps") || sv_eq_c(phase, "finally");
}

static bool came_to_its_end(const Event *event) {
    Sv verdict = event_text(event, "verdict");
    bool person = sv_eq_c(event_text(event, "effect"), "answer");
    bool kept = event_value(event, "kept_from").kind == VALUE_INT;
    return !person && !kept && (sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned"));
}

static void note(UsualTimes *times, Sv address, int64_t elapsed) {
    UsualTime *time = svmap_get(&times->steps, address);
    if (!time) {
        time = arena_new_of(times->arena, UsualTime);
        *time = (UsualTime){0};
        svmap_set(&times->steps, sv_copy(times->arena, address), time);
    }
    if (time->count < USUAL_RUNS) time->taken[time->count++] = elapsed;
    times->together += elapsed;
}

static bool take(void *self, const Event *event) {
    UsualTimes *times = self;
    if (event->kind == EVENT_STEP_ENDED && is_forward(event)) {
        times->in_run++;
        if (came_to_its_end(event))
            note(times, event_text(event, "address"), event_int(event, "elapsed"));
    } else if (event->kind == EVENT_RUN_RESUMED) {
        times->in_run = 0;
    } else if (event->kind == EVENT_RUN_ENDED) {
        if (times->runs == 0) times->in_first = times->in_run;
        times->elapsed += event_int(event, "elapsed");
        times->in_run = 0;
        times->runs++;
    }
    return true;
}

EventSink usual_times_sink(UsualTimes *times) {
    return (EventSink){times, take};
}

static int by_length(const void *a, const void *b) {
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return one < other ? -1 : one > other;
}

void usual_times_settle(UsualTimes *times) {
    for (uint32_t i = 0; i < times->steps.count; i++) {
        UsualTime *time = times->steps.entries[i].value;
        qsort(time->taken, time->count, sizeof *time->taken, by_length);
        time->median = time->count ? time->taken[time->count / 2] : 0;
    }
}

int64_t usual_time(const UsualTimes *times, Sv address) {
    const UsualTime *time = svmap_get(&times->steps, address);
    return time ? time->median : 0;
}

uint32_t usual_steps(const UsualTimes *times) {
    return times->in_first;
}

void usual_times_ended(UsualTimes *times, Sv address) {
    UsualTime *time = svmap_get(&times->steps, address);
    if (time) time->ended = true;
}

int64_t usual_times_left(const UsualTimes *times, Sv running, int64_t running_ns) {
    int64_t left = 0;
    for (uint32_t i = 0; i < times->steps.count; i++) {
        const UsualTime *time = times->steps.entries[i].value;
        if (time->ended) continue;
        int64_t gone = sv_eq(times->steps.entries[i].key, running) ? running_ns : 0;
        if (time->median > gone) left += time->median - gone;
    }
    if (times->together > times->elapsed && times->together > 0)
        left = (int64_t)((double)left * (double)times->elapsed / (double)times->together);
    return left;
}
