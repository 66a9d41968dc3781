// All that is wrong with any of several runbooks, or with what they are given, is said before the
// first of them begins. Nothing is fetched and nobody is asked.
#include "base/limits.h"
#include "cli/runs/run_options.h"
#include "cli/several/several_internal.h"
#include "inputs/answers.h"
#include "select/select.h"

// Which of what may be for one runbook alone some runbook has taken.
typedef struct Taken {
    bool *inputs, *answers;
} Taken;

static bool declares(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, name)) return true;
    return false;
}

static void add(Arena *arena, NamedTexts *list, NamedText item) {
    arena_grow(arena, list->items, list->count, list->capacity);
    list->items[list->count++] = item;
}

static bool asks(Arena *arena, const Plan *plan, const Addresses *addresses,
                 const NamedText *answer) {
    Diags own = diags_new(arena);
    answers_check(arena, plan, addresses, answer, 1, &own);
    // What is wrong with an answer to a question of its own is said below.
    return !diags_failed(&own) || diags_failed_by(&own, DIAG_ANSWER_WRONG);
}

// A runbook is given the inputs that it declares, and the answers to its own questions.
static void give(Several *several, Job *job, const Plan *plan, Arena *arena, Taken *taken) {
    const CommandLine *line = several->line;
    Arena *keep = several->cli->arena;
    job->line.inputs = job->line.answers = (NamedTexts){0};
    for (uint32_t i = 0; i < line->inputs.count; i++) {
        if (!declares(plan->top, line->inputs.items[i].name)) continue;
        add(keep, &job->line.inputs, line->inputs.items[i]);
        taken->inputs[i] = true;
    }
    const Addresses *addresses = line->answers.count ? addresses_new(arena, plan) : NULL;
    for (uint32_t i = 0; i < line->answers.count; i++) {
        if (!asks(arena, plan, addresses, &line->answers.items[i])) continue;
        add(keep, &job->line.answers, line->answers.items[i]);
        taken->answers[i] = true;
    }
}

static int judged(const Diags *diags, int else_status) {
    return diags_failed_by(diags, DIAG_NOT_ALLOWED) ? STATUS_DENIED : else_status;
}

static int check_given(const Job *job, const Cli *cli, const Plan *plan, Arena *arena,
                       Diags *diags) {
    RunOptions options = run_options(cli, &job->line);
    const Runbook *top = plan->top;
    if (!select_steps(arena, plan, &options.select, diags)) return STATUS_USAGE;
    if (job->line.answers.count)
        answers_check(arena, plan, addresses_new(arena, plan), job->line.answers.items,
                      job->line.answers.count, diags);
    if (diags_failed(diags)) return STATUS_USAGE;
    if (job->line.locked && !top->has_allow) {
        diag_add(diags, DIAG_ALLOW_MISSING, (Span){0},
                 "--locked: %.*s does not say what it may touch", SV_ARG(top->path));
        return STATUS_DENIED;
    }
    ResolvedInput *inputs = arena_new_array(arena, ResolvedInput, top->input_count + 1);
    ResolvedSecret *secrets = arena_new_array(arena, ResolvedSecret, top->secret_count + 1);
    // What is missing or wrong is a diagnostic.
    ignore_result(inputs_resolve(plan, &options.sources, arena, diags, inputs));
    ignore_result(secrets_resolve(plan, &options.sources, false, arena, diags, secrets));
    return diags_failed(diags) ? judged(diags, STATUS_RUNBOOK) : 0;
}

static int check(Several *several, Job *job, Taken *taken) {
    Cli own = *several->cli;
    own.arena = arena_new(LIMIT_PROGRAM_MEMORY);
    Diags diags = diags_new(own.arena), given = diags_new(own.arena);
    const Plan *plan = plan_load(
        own.arena, job->path,
        &(PlanOptions){own.registry, job->line.root, .undigested = true, .meant = job->meant},
        &diags);
    int status = plan ? 0 : judged(&diags, STATUS_RUNBOOK);
    // Warnings come when it runs.
    if (!plan) cli_diagnose(&own, &diags);
    if (plan) {
        give(several, job, plan, own.arena, taken);
        status = check_given(job, &own, plan, own.arena, &given);
        if (status != 0) cli_diagnose(&own, &given);
    }
    uint32_t errors = plan ? given.errors : diags.errors;
    if (status != 0)
        cli_errf(&own, "%u error%s in %.*s\n", errors, errors == 1 ? "" : "s", SV_ARG(job->path));
    arena_free(own.arena);
    return status;
}

// An input or an answer that is nobody's is a typing mistake.
static int check_taken(const Several *several, const Taken *taken) {
    const Cli *cli = several->cli;
    const CommandLine *line = several->line;
    int status = 0;
    for (uint32_t i = 0; i < line->inputs.count; i++)
        if (!taken->inputs[i])
            status =
                cli_fail(cli, STATUS_RUNBOOK, "--input: none of the runbooks has an input '%.*s'",
                         SV_ARG(line->inputs.items[i].name));
    for (uint32_t i = 0; i < line->answers.count; i++)
        if (!taken->answers[i])
            status = cli_fail(cli, STATUS_USAGE, "--answer: none of the runbooks asks '%.*s'",
                              SV_ARG(line->answers.items[i].name));
    return status;
}

int several_check(Several *several) {
    const CommandLine *line = several->line;
    Arena *arena = several->cli->arena;
    Taken taken = {arena_new_array(arena, bool, line->inputs.count + 1),
                   arena_new_array(arena, bool, line->answers.count + 1)};
    for (uint32_t i = 0; i < line->inputs.count; i++)
        taken.inputs[i] = false;
    for (uint32_t i = 0; i < line->answers.count; i++)
        taken.answers[i] = false;
    int status = 0;
    for (uint32_t i = 0; i < several->count; i++) {
        int found = check(several, &several->jobs[i], &taken);
        if (found != 0) status = status == 0 ? found : several_worst(status, found);
    }
    return status != 0 ? status : check_taken(several, &taken);
}
