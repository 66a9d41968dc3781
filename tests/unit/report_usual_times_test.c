// What steps usually take, and how long a run will take, from the events of earlier runs.
#include "check.h"
#include "report/times/usual_times.h"

static const int64_t second = 1000000000;
static Arena *arena;

static void step_in(UsualTimes *times, const char *address, const char *phase, const char *effect,
                    const char *verdict, int64_t seconds) {
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "address", value_string(sv_from_c(address)));
    map_add_c(&fields, "phase", value_string(sv_from_c(phase)));
    map_add_c(&fields, "effect", value_string(sv_from_c(effect)));
    map_add_c(&fields, "verdict", value_string(sv_from_c(verdict)));
    map_add_c(&fields, "elapsed", value_int(seconds * second));
    Event event = {.kind = EVENT_STEP_ENDED, .fields = map_done(&fields)};
    EventSink sink = usual_times_sink(times);
    CHECK(sink.take(sink.self, &event));
}

static void step(UsualTimes *times, const char *address, int64_t seconds) {
    step_in(times, address, "steps", "read", "passed", seconds);
}

static void run_ended(UsualTimes *times, int64_t seconds) {
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "elapsed", value_int(seconds * second));
    Event event = {.kind = EVENT_RUN_ENDED, .fields = map_done(&fields)};
    EventSink sink = usual_times_sink(times);
    CHECK(sink.take(sink.self, &event));
}

// The time of most runs, not that of the one that was slow, and no more runs than there should be.
static void medians(void) {
    UsualTimes *times = usual_times_new(arena);
    static const int64_t taken[] = {3, 50, 4, 2, 5, 1000};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        step(times, "build", taken[i]);
        run_ended(times, taken[i]);
    }
    usual_times_settle(times);
    CHECK_INT(usual_time(times, SV("build")), 4 * second);
    CHECK_INT(usual_time(times, SV("another")), 0);
}

// What a person took, what failed and what was undone is no measure.
static void measures(void) {
    UsualTimes *times = usual_times_new(arena);
    step_in(times, "asked", "steps", "answer", "passed", 600);
    step_in(times, "fails", "steps", "read", "failed", 30);
    step_in(times, "left", "steps", "read", "skipped", 0);
    step_in(times, "undone", "undo", "change", "passed", 9);
    step_in(times, "away", "finally", "change", "passed", 2);
    run_ended(times, 641);
    usual_times_settle(times);
    CHECK_INT(usual_time(times, SV("asked")), 0);
    CHECK_INT(usual_time(times, SV("fails")), 0);
    CHECK_INT(usual_time(times, SV("undone")), 0);
    CHECK_INT(usual_time(times, SV("away")), 2 * second);
    CHECK_INT(usual_steps(times), 4);
}

static void left(void) {
    UsualTimes *times = usual_times_new(arena);
    step(times, "one", 10);
    step(times, "two", 20);
    step(times, "three", 30);
    run_ended(times, 60);
    usual_times_settle(times);
    CHECK_INT(usual_times_left(times, SV("one"), 4 * second), 56 * second);
    // One that takes longer than it should takes nothing from the others.
    CHECK_INT(usual_times_left(times, SV("one"), 400 * second), 50 * second);
    usual_times_ended(times, SV("one"));
    CHECK_INT(usual_times_left(times, SV("two"), 0), 50 * second);
    usual_times_ended(times, SV("two"));
    usual_times_ended(times, SV("three"));
    CHECK_INT(usual_times_left(times, SV("more"), 5 * second), 0);
}

// Two steps beside each other take as long as one.
static void beside(void) {
    UsualTimes *times = usual_times_new(arena);
    step(times, "one", 20);
    step(times, "two", 20);
    run_ended(times, 20);
    usual_times_settle(times);
    CHECK_INT(usual_times_left(times, SV("none"), 0), 20 * second);
}

int main(void) {
    arena = arena_new((size_t)1 << 20);
    medians();
    measures();
    left();
    beside();
    arena_free(arena);
    return check_done();
}
