// The plan knows actions only by their rows: here by those of a registry that has a bell and a
// doorkeeper, and nothing else.
#include "base/limits.h"
#include "base/system/file.h"
#include "check.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Bell {
    Sv tone;
    int64_t times;
    int64_t length_ns;
    int mood;
    Texts rooms;
    Sv door;
} Bell;

static const char *const moods[] = {"calm", "urgent", NULL};
static const Param bell_params[] = {
    PARAM(Bell, tone, TEXT, .flags = PARAM_SHORT, .doc = "The tone."),
    PARAM(Bell, times, INT, .min = 1, .max = 5, .default_text = "1", .doc = "How often."),
    PARAM(Bell, length_ns, DURATION, .doc = "How long."),
    PARAM(Bell, mood, CHOICE, .choices = moods, .default_text = "calm", .doc = "How it sounds."),
    PARAM(Bell, rooms, TEXTS, .flags = PARAM_NO_SECRET, .doc = "Where."),
    PARAM(Bell, door, TEXT, .flags = PARAM_BESIDE, .doc = "At which door."),
};
static const ResultField bell_results[] = {
    {.name = "heard", .type = "int", .doc = "By how many."},
    {.name = "echo", .type = "string", .doc = "What came back."},
    {.name = "elapsed", .type = "duration", .doc = "How long it took.", .not_observed = true},
};

static Effect bell_effect(const void *params) {
    return ((const Bell *)params)->mood == 1 ? EFFECT_CHANGE : EFFECT_READ;
}

static bool bell_needs(const void *params) {
    return ((const Bell *)params)->times > 1;
}

static bool bell_validate(const void *params, Arena *arena, int *param, Sv *error, Sv *hint) {
    (void)arena;
    const Bell *bell = params;
    if (!sv_eq(bell->tone, SV("silence"))) return true;
    *param = 0;
    *error = SV("silence cannot be rung");
    *hint = SV("choose a tone");
    return false;
}

static void run_nothing(const ActionCall *call, Outcome *out) {
    (void)call;
    out->end = OUTCOME_NOT_STARTED;
}

static const Action bell = {
    .name = "ring",
    .summary = "Rings a bell.",
    .since = "1",
    .doc = "Rings.",
    .effect = EFFECT_READ,
    .effect_of = bell_effect,
    .timeout_ns = 5000000000,
    .params = bell_params,
    .param_count = sizeof bell_params / sizeof *bell_params,
    .params_size = sizeof(Bell),
    .validate = bell_validate,
    .results = bell_results,
    .result_count = sizeof bell_results / sizeof *bell_results,
    .implied_expect = "heard > 0",
    .implied_unless = "heard",
    .needs_expect = true,
    .expect_needed = bell_needs,
    .run = run_nothing,
};

static const Action *const actions[] = {&bell};
static const Registry registry = {.actions = actions, .action_count = 1};
static Arena *arena;
static Sv path;

static Plan *load(const char *steps, const char *wanted) {
    Sv text = sv_format(arena, "runbook: 1\ntitle: A case\nsteps:\n%s", steps);
    CHECK(file_write_atomic(path, text, 0600));
    Diags diags = diags_new(arena);
    Plan *plan = plan_load(
        arena, path, &(PlanOptions){.registry = &registry, .root = path_folder(path)}, &diags);
    Buf out BUF_AUTO = buf_new(1 << 20);
    for (uint32_t i = 0; i < diags.count; i++)
        buf_addf(&out, "%s: %.*s\n", diag_rows[diags.items[i].id].name,
                 SV_ARG(diags.items[i].message));
    CHECK_C(buf_sv(&out), wanted);
    return plan;
}

static void test_good(void) {
    Plan *plan = load(
        "  - ring: high\n    door: front\n"
        "  - ring: { tone: low, times: 2, length_ns: 1m30s, mood: urgent, rooms: [hall, attic] }\n    expect: echo != ''\n",
        "");
    CHECK(plan != NULL);
    if (!plan) return;
    Step *first = plan->top->steps[0], *second = plan->top->steps[1];
    CHECK_INT(first->kind, STEP_ACTION);
    CHECK_C(first->name, "high");
    CHECK_INT(first->effect, EFFECT_READ);
    CHECK_INT(first->expect_count, 1);
    CHECK_C(first->expects[0].text, "heard > 0");
    CHECK_INT(first->timeout_ns, 5000000000);
    CHECK_C(value_text(first->params[5]->constant), "front");
    CHECK_INT(second->effect, EFFECT_CHANGE);
    CHECK_INT(second->expect_count, 2);
}

static void test_refused(void) {
    load("  - rign: high\n", "unknown-key: a step has no key 'rign'; did you mean 'ring'?\n");
    load("  - ring: silence\n", "bad-parameter: silence cannot be rung\n");
    load("  - ring: { tone: x, times: 9 }\n    expect: echo != ''\n",
         "wrong-value: 'times' must be a whole number from 1 to 5, found \"9\"\n");
    load("  - ring: { tone: x, mood: calmly }\n",
         "wrong-value: 'mood' must be calm or urgent, found \"calmly\"\n");
    load("  - ring: { tone: x, tmies: 2 }\n",
         "unknown-key: 'ring' has no parameter 'tmies'; did you mean 'times'?\n");
    load("  - ring: { tone: x, door: back }\n", "unknown-key: 'ring' has no parameter 'door'\n");
    load("  - ring: x\n    rooms: [hall]\n",
         "misplaced-key: 'rooms' stands within 'ring', not beside it\n");
    load("  - ring: { tone: x, times: 2 }\n    expect: elapsed < seconds(1)\n    level: info\n",
         "");
    load("  - ring: x\n    expect: ecoh == ''\n",
         "unknown-name: the name 'ecoh' is not known; did you mean 'echo'?\n");
    load("  - ring: x\n    via: somewhere\n", "misplaced-key: 'ring' goes by no connection\n");
    load("  - http: GET /x\n", "unknown-key: a step has no key 'http'\n");
}

int main(void) {
    char folder[] = "/tmp/plan-registry-XXXXXX";
    arena = arena_new(LIMIT_PROGRAM_MEMORY);
    if (!mkdtemp(folder)) return 1;
    path = path_join(arena, sv_from_c(folder), SV("case.yaml"));
    test_good();
    test_refused();
    unlink(path.at);
    CHECK_INT(rmdir(folder), 0);
    arena_free(arena);
    return check_done();
}
