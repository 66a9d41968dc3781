// Where a run is: who has it, what of it is under way, whether it waits for somebody. From its
// events, all of them or the last ones.
#ifndef CLI_FOUND_RUN_WATCH_H
#define CLI_FOUND_RUN_WATCH_H

#include "event/event.h"

// A step that began and has not ended.
typedef struct WatchedStep {
    Sv number, name;
    int64_t since_ns; // wall clock
    bool change;      // it was about to change something
} WatchedStep;

typedef struct RunWatch {
    Arena *arena;       // not owned
    Sv user, host;      // of whoever began the session
    int64_t began_ns;   // the session, wall clock
    int64_t last_ns;    // of the last event, wall clock
    int64_t session;    // from 1
    WatchedStep *steps; // in the order in which they began
    uint32_t count, capacity;
    Sv waits_for, question; // number and name of the step at which it is parked; empty = it is not
    int64_t waits_ns;
} RunWatch;

RunWatch run_watch_new(Arena *arena);
void run_watch_take(RunWatch *watch, const Event *event);
// Of a run without a verdict, one line: "by ops-1 on build-7, at 2.1 Deploy since 02:14:03Z, and 2
// more".
Sv run_watch_where(const RunWatch *watch);
// "2.1 Deploy, which was about to change something": what had begun when it died; empty where
// nothing had.
Sv run_watch_left(const RunWatch *watch);
// "3.2 MFA is enforced, since 2026-03-01 02:14:00Z"; empty where it waits for nobody.
Sv run_watch_waits(const RunWatch *watch);
// "2026-03-01 02:03:04Z", in the arena.
Sv run_watch_time(Arena *arena, int64_t wall_ns);

#endif
