#include "cli/cli.h"
#include "plan/plan.h"

#include <unistd.h>

// `check *.yaml` means the runbooks among them.
static bool is_shared_file(const CommandLine *line, const Diags *diags) {
    return line->operands.count > 1 && diags->count == 1 && diags->items[0].id == DIAG_SHARED_FILE;
}

// One file with an arena of its own, so that many files take no more memory than the largest.
static bool check(const Cli *cli, const CommandLine *line, Sv path) {
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    Diags diags = diags_new(arena);
    Plan *plan = plan_load(arena, path,
                           &(PlanOptions){cli->registry, line->root, .undigested = true}, &diags);
    bool shared = is_shared_file(line, &diags);
    bool good = shared || (plan && !diags_failed(&diags));
    if (!shared) cli_diagnose(cli, &diags);
    if (shared)
        cli_writef(cli, STDOUT_FILENO, "%.*s is checked with the runbooks that use it\n",
                   SV_ARG(path));
    else if (good)
        cli_writef(cli, STDOUT_FILENO, "%.*s is in order: %u step%s\n", SV_ARG(path),
                   plan->total_steps, plan->total_steps == 1 ? "" : "s");
    else
        cli_writef(cli, STDERR_FILENO, "%u error%s in %.*s; nothing was run\n", diags.errors,
                   diags.errors == 1 ? "" : "s", SV_ARG(path));
    arena_free(arena);
    return good;
}

int cmd_CHECK(const Cli *cli, const CommandLine *line) {
    bool good = true;
    for (uint32_t i = 0; i < line->operands.count; i++) {
        if (!check(cli, line, line->operands.items[i])) good = false;
    }
    return good ? 0 : STATUS_RUNBOOK;
}
