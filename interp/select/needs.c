#include "select/needs.h"
#include "base/map.h"

// The steps of one runbook.
typedef struct RunbookSteps {
    SvMap ids; // id → Step *
    const Step **leaves;
    uint32_t count, capacity;
} RunbookSteps;

struct Needs {
    Arena *arena;
    SvMap runbooks; // Runbook → Book
};

// Pointers as keys.
#define KEY_OF(pointer) ((Sv){(const char *)&(pointer), sizeof(pointer)})

// ── what a step reads ──

typedef struct NeedsLook {
    NeedsSee *see;
    void *self;
} NeedsLook;

static void look(void *self, const Step *reader, const CelPath *path) {
    const NeedsLook *looking = self;
    looking->see(looking->self, reader, path->count > 0 ? path->fields[0] : SV(""));
}

void needs_read(const Step *step, NeedsSee *see, void *self) {
    NeedsLook looking = {see, self};
    step_reads(step, look, &looking);
}

const Step *needs_above(const Step *step) {
    return step->parent ? step->parent : step->runbook->included_by;
}

bool needs_stands_in(const Step *step, const Step *above) {
    for (; step; step = needs_above(step))
        if (step == above) return true;
    return false;
}

bool needs_leaf(const Step *step) {
    return step->kind != STEP_GROUP && step->kind != STEP_INCLUDE;
}

bool needs_by_connection(const Step *step, const Step *earlier) {
    return step->via && earlier->via == step->via && earlier != step &&
           earlier->effect != EFFECT_CHANGE && connection_remembers(step->via);
}

// ── the plan's steps ──

static bool add_step(void *self, Step *step, const char *phase, uint32_t depth) {
    Needs *needs = self;
    (void)depth;
    Sv name = sv_from_c(phase);
    // Probes and undo steps leave nothing that other steps read.
    if (sv_eq_c(name, "probe") || sv_eq_c(name, "undo")) return false;
    RunbookSteps *known = svmap_get(&needs->runbooks, KEY_OF(step->runbook));
    if (!known) {
        known = arena_new_of(needs->arena, RunbookSteps);
        known->ids = svmap_new(needs->arena);
        svmap_add(&needs->runbooks, sv_copy(needs->arena, KEY_OF(step->runbook)), known);
    }
    if (step->id.len > 0) svmap_add(&known->ids, step->id, step);
    if (!needs_leaf(step)) return true;
    arena_grow(needs->arena, known->leaves, known->count, known->capacity);
    known->leaves[known->count++] = step;
    return true;
}

Needs *needs_new(Arena *arena, const Plan *plan) {
    Needs *needs = arena_new_of(arena, Needs);
    *needs = (Needs){.arena = arena, .runbooks = svmap_new(arena)};
    plan_visit(plan->top, add_step, needs);
    return needs;
}

// ── all that it needs ──

typedef struct NeedsWalk {
    const Needs *needs;
    Arena *arena;
    NeedList *list;
    SvMap taken; // Step → whatever
} NeedsWalk;

static void take(NeedsWalk *walk, const Step *step, const Step *reader, Sv id) {
    for (uint32_t i = 0; i < step->child_count; i++)
        take(walk, step->children[i], reader, id);
    for (uint32_t i = 0; step->include && i < step->include->step_count; i++)
        take(walk, step->include->steps[i], reader, id);
    if (!needs_leaf(step) || svmap_has(&walk->taken, KEY_OF(step))) return;
    svmap_add(&walk->taken, sv_copy(walk->arena, KEY_OF(step)), walk);
    arena_grow(walk->arena, walk->list->items, walk->list->count, walk->list->capacity);
    walk->list->items[walk->list->count++] = (Need){step, reader, id};
}

static void see(void *self, const Step *reader, Sv id) {
    NeedsWalk *walk = self;
    const RunbookSteps *known = svmap_get(&walk->needs->runbooks, KEY_OF(reader->runbook));
    if (!known) return;
    const Step *step = id.len > 0 ? svmap_get(&known->ids, id) : NULL;
    if (step && !needs_stands_in(reader, step)) take(walk, step, reader, id);
    // Everything before it.
    for (uint32_t i = 0; id.len == 0 && i < known->count; i++) {
        if (needs_stands_in(known->leaves[i], reader)) break;
        take(walk, known->leaves[i], reader, known->leaves[i]->id);
    }
}

static void take_by_connection(NeedsWalk *walk, const Step *step) {
    const RunbookSteps *known = svmap_get(&walk->needs->runbooks, KEY_OF(step->runbook));
    for (uint32_t i = 0; known && step->via && i < known->count; i++) {
        if (known->leaves[i] == step) break;
        if (needs_by_connection(step, known->leaves[i]))
            take(walk, known->leaves[i], step, known->leaves[i]->id);
    }
}

void needs_all(const Needs *needs, Arena *arena, const Step *step, NeedList *out) {
    NeedsWalk walk = {needs, arena, out, svmap_new(arena)};
    for (uint32_t i = 0; i < out->count; i++)
        svmap_add(&walk.taken, sv_copy(arena, KEY_OF(out->items[i].step)), &walk);
    uint32_t next = out->count;
    take(&walk, step, NULL, step->id);
    for (; next < out->count; next++) {
        const Step *needed = out->items[next].step;
        for (const Step *at = needed; at; at = needs_above(at))
            needs_read(at, see, &walk);
        take_by_connection(&walk, needed);
    }
}

const Need *needs_change(const NeedList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].step->effect == EFFECT_CHANGE) return &list->items[i];
    return NULL;
}
