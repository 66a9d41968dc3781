#include "cli/runs/step_facts.h"
#include "base/map.h"

struct StepFacts {
    Arena *arena;
    SvMap steps; // "path:line:column" → Step
};

static Sv key_of(Arena *arena, Sv path, int64_t line, int64_t column) {
    return sv_format(arena, "%.*s:%lld:%lld", SV_ARG(path), (long long)line, (long long)column);
}

static bool add(void *self, Step *step, const char *phase, uint32_t depth) {
    StepFacts *facts = self;
    (void)phase, (void)depth;
    if (!step->span.source) return true;
    Place at = source_place(step->span.source, step->span.offset);
    svmap_set(&facts->steps, key_of(facts->arena, step->span.source->path, at.line, at.column),
              step);
    return true;
}

StepFacts *step_facts_new(Arena *arena, const Plan *plan) {
    StepFacts *facts = arena_new_of(arena, StepFacts);
    *facts = (StepFacts){arena, svmap_new(arena)};
    plan_visit(plan->top, add, facts);
    return facts;
}

// How often it can be tried at most; 0 = that is not bounded, or not known.
static int64_t attempts_of(const Repeat *repeat) {
    if (repeat->attempts > 0 || repeat->for_ns <= 0 || repeat->every_ns <= 0)
        return repeat->attempts;
    if (repeat->backoff > 1 || repeat->jitter > 0) return 0;
    return (repeat->for_ns + repeat->every_ns - 1) / repeat->every_ns;
}

void step_facts_find(const StepFacts *facts, const Event *started, StepKnown *out) {
    Value place = event_value(started, "place");
    Arena *arena = arena_new((size_t)64 * 1024);
    Sv key = key_of(arena, value_field_text(place, "path", SV("")),
                    value_field_int(place, "line", 0), value_field_int(place, "column", 0));
    const Step *step = svmap_get(&facts->steps, key);
    arena_free(arena);
    if (!step) return;
    const Repeat *repeat = step->poll.given ? &step->poll : step->retry.given ? &step->retry : NULL;
    int64_t limit = repeat ? repeat->for_ns : step->timeout_ns;
    out->limit_ns = limit == NO_DEADLINE ? 0 : limit;
    out->attempts = repeat ? attempts_of(repeat) : 0;
}
