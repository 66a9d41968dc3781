#include "cli/found/run_watch.h"
#include "value/time.h"

RunWatch run_watch_new(Arena *arena) {
    return (RunWatch){.arena = arena, .session = 1};
}

static void begin_session(RunWatch *watch, const Event *event) {
    watch->user = sv_copy(watch->arena, event_text(event, "user"));
    watch->host = sv_copy(watch->arena, event_text(event, "host"));
    watch->began_ns = event->stamp.wall_ns;
    watch->session = event->kind == EVENT_RUN_RESUMED ? event_int(event, "session") : 1;
    watch->count = 0;
    watch->waits_for = watch->question = (Sv){0};
}

static WatchedStep *find(const RunWatch *watch, Sv number) {
    for (uint32_t i = watch->count; i > 0; i--)
        if (sv_eq(watch->steps[i - 1].number, number)) return &watch->steps[i - 1];
    return NULL;
}

static void begin(RunWatch *watch, const Event *event) {
    arena_grow(watch->arena, watch->steps, watch->count, watch->capacity);
    watch->steps[watch->count++] =
        (WatchedStep){.number = sv_copy(watch->arena, event_text(event, "number")),
                      .name = sv_copy(watch->arena, event_text(event, "name")),
                      .since_ns = event->stamp.wall_ns};
}

static void end(RunWatch *watch, const Event *event) {
    WatchedStep *step = find(watch, event_text(event, "number"));
    if (!step) return;
    for (WatchedStep *last = &watch->steps[--watch->count]; step < last; step++)
        *step = step[1];
}

void run_watch_take(RunWatch *watch, const Event *event) {
    watch->last_ns = event->stamp.wall_ns;
    WatchedStep *step;
    switch (event->kind) {
    case EVENT_RUN_STARTED:
    case EVENT_RUN_RESUMED: begin_session(watch, event); break;
    case EVENT_STEP_STARTED: begin(watch, event); break;
    case EVENT_STEP_INTENT:
        step = find(watch, event_text(event, "number"));
        if (step) step->change = true;
        break;
    case EVENT_STEP_ENDED: end(watch, event); break;
    case EVENT_PARKED:
        watch->waits_for = sv_copy(watch->arena, event_text(event, "number"));
        watch->question = sv_copy(watch->arena, event_text(event, "question"));
        watch->waits_ns = event->stamp.wall_ns;
        break;
    default: break;
    }
}

Sv run_watch_time(Arena *arena, int64_t wall_ns) {
    BUF_AUTO Buf buf = buf_new(64);
    timestamp_add(&buf, timestamp_from_ns(wall_ns / 1000000000 * 1000000000));
    Sv text = buf_keep(&buf, arena);
    char *at = arena_copy(arena, text.at, text.len);
    if (text.len > 10) at[10] = ' ';
    return (Sv){at, text.len};
}

Sv run_watch_where(const RunWatch *watch) {
    BUF_AUTO Buf line = buf_new((size_t)256 * 1024);
    if (watch->user.len > 0)
        buf_addf(&line, "by %.*s on %.*s, ", SV_ARG(watch->user), SV_ARG(watch->host));
    if (watch->count > 0)
        buf_addf(&line, "at %.*s %.*s ", SV_ARG(watch->steps[0].number),
                 SV_ARG(watch->steps[0].name));
    Sv since =
        run_watch_time(watch->arena, watch->count > 0 ? watch->steps[0].since_ns : watch->began_ns);
    buf_addf(&line, "since %.*s", SV_ARG(since));
    if (watch->count > 1) buf_addf(&line, ", and %u more", watch->count - 1);
    return buf_keep(&line, watch->arena);
}

Sv run_watch_left(const RunWatch *watch) {
    if (watch->count == 0) return (Sv){0};
    const WatchedStep *told = &watch->steps[0];
    for (uint32_t i = 0; i < watch->count && !told->change; i++)
        if (watch->steps[i].change) told = &watch->steps[i];
    return sv_format(watch->arena, "%.*s %.*s, which %s", SV_ARG(told->number), SV_ARG(told->name),
                     told->change ? "was about to change something" : "had begun");
}

Sv run_watch_waits(const RunWatch *watch) {
    if (watch->waits_for.len == 0) return (Sv){0};
    return sv_format(watch->arena, "%.*s %.*s, since %.*s", SV_ARG(watch->waits_for),
                     SV_ARG(watch->question),
                     SV_ARG(run_watch_time(watch->arena, watch->waits_ns)));
}
