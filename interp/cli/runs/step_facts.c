#include "cli/runs/step_facts.h"
#include "base/map.h"

struct StepFacts {
    Arena *arena;
    SvMap steps; // "path:line:column" → Step
    const Plan *plan;
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
    *facts = (StepFacts){arena, svmap_new(arena), plan};
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

static bool is_group(const Step *step) {
    return step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
}

// Steps that are told one by one: neither groups nor what is only done if it comes to that.
static void count(Step *const *steps, uint32_t step_count, StepKnown *out);

static void count_runbook(const Runbook *runbook, StepKnown *out) {
    count(runbook->steps, runbook->step_count, out);
    count(runbook->finally, runbook->finally_count, out);
}

static void count_within(const Step *step, StepKnown *out) {
    if (!is_group(step)) out->steps++;
    count(step->children, step->child_count, out);
    if (step->include) count_runbook(step->include, out);
}

static void count(Step *const *steps, uint32_t step_count, StepKnown *out) {
    for (uint32_t i = 0; i < step_count; i++) {
        out->loops += steps[i]->loop_count > 0;
        count_within(steps[i], out);
    }
}

static const Step *step_of(const StepFacts *facts, const Event *event) {
    Value place = event_value(event, "place");
    Arena *arena = arena_new((size_t)64 * 1024);
    Sv key = key_of(arena, value_field_text(place, "path", SV("")),
                    value_field_int(place, "line", 0), value_field_int(place, "column", 0));
    const Step *step = svmap_get(&facts->steps, key);
    arena_free(arena);
    return step;
}

static int64_t limit_of(int64_t ns) {
    return ns == NO_DEADLINE ? 0 : ns;
}

void step_facts_find(const StepFacts *facts, const Event *event, StepKnown *out) {
    if (event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED) {
        count_runbook(facts->plan->top, out);
        return;
    }
    const Step *step = step_of(facts, event);
    if (!step) return;
    if (event->kind == EVENT_STEP_STARTED) {
        const Repeat *repeat = step->poll.given    ? &step->poll
                               : step->retry.given ? &step->retry
                                                   : NULL;
        out->limit_ns = limit_of(repeat ? repeat->for_ns : step->timeout_ns);
        out->attempts = repeat ? attempts_of(repeat) : 0;
        return;
    }
    bool iteration = sv_eq_c(event_text(event, "kind"), "iteration"); // the loop's limit is of all
    if (!iteration) out->limit_ns = limit_of(step->whole_ns);
    bool counts = event->kind == EVENT_STEP_ENDED || sv_eq_c(event_text(event, "kind"), "loop");
    if (counts) count_within(step, out);
}
