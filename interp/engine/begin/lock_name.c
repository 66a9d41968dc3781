#include "engine/begin/lock_name.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "inputs/known_connection.h"

static bool look_for_change(void *self, Step *step, const char *phase, uint32_t depth) {
    bool *changes = self;
    (void)phase, (void)depth;
    *changes |= step->kind == STEP_ACTION &&
                (step->effect == EFFECT_CHANGE || step->effect == EFFECT_IDEMPOTENT);
    return true;
}

bool lock_wanted(const Plan *plan) {
    bool changes = plan->top->lock_name.len > 0;
    plan_visit(plan->top, look_for_change, &changes);
    return changes;
}

typedef struct Places {
    Worker *worker;
    Arena *arena;
    SvMap seen;
    Buf *name;
    bool open; // one of them cannot be said yet
} Places;

static void add(Places *places, const Connection *connection, const void *params) {
    const Run *run = places->worker->run;
    const ConnectionKind *kind = connection->kind;
    Sv place = {0};
    if (!params) {
        places->open = true;
        return;
    }
    place = kind->place ? kind->place(params, run->folder, places->arena)
                        : kind->show(params, run->folder, places->arena);
    if (!place.len || svmap_has(&places->seen, place)) return;
    svmap_add(&places->seen, place, places);
    buf_add_char(places->name, '\n');
    buf_add(places->name, place);
}

static bool add_included(void *self, Step *step, const char *phase, uint32_t depth) {
    Places *places = self;
    const Run *run = places->worker->run;
    (void)phase, (void)depth;
    const KnownBy by = {places->arena, run->plan, &run->options->sources, NULL};
    for (uint32_t i = 0; step->include && i < step->include->connection_count; i++) {
        const Connection *connection = &step->include->connections[i];
        Value address;
        add(places, connection, known_connection(&by, step->include, connection, &address));
    }
    return true;
}

Sv lock_name(Worker *worker, Frame *frame) {
    const Run *run = worker->run;
    const Runbook *top = frame->runbook;
    Arena *arena = run->arena;
    if (top->lock_name.len > 0) return top->lock_name;
    StepContext context = {.frame = frame, .step_results = frame->step_results};
    BUF_AUTO Buf name = buf_new(LIMIT_FILE_BYTES);
    Places places = {worker, arena, svmap_new(arena), &name, false};
    buf_add(&name, top->name);
    for (uint32_t i = 0; i < top->connection_count; i++) {
        EvalContext eval = eval_context_of(worker, &context, arena);
        add(&places, &top->connections[i], frame_address(&top->connections[i], &eval, arena));
    }
    plan_visit(top, add_included, &places);
    if (places.seen.count == 0 || places.open) {
        Sv path = path_real(arena, top->path);
        buf_addf(&name, "\n%.*s\n%.*s", SV_ARG(run->plan->root),
                 SV_ARG(path.at ? path : top->path));
    }
    return buf_keep(&name, arena);
}
