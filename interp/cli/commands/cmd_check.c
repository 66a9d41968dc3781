#include "cli/check_told.h"
#include "cli/cli.h"
#include "cli/deep.h"
#include "cli/found/books.h"
#include "cli/plan/plan_view.h"
#include "plan/plan.h"

// `check *.yaml` means the runbooks among these files.
static bool is_shared_file(const CommandLine *line, const Diags *diags) {
    return line->operands.count > 1 && diags->count == 1 && diags->items[0].id == DIAG_SHARED_FILE;
}

typedef enum Checked { CHECKED_GOOD, CHECKED_WRONG, CHECKED_PARTLY } Checked;

static Checked tell(const Cli *cli, Sv path, const Plan *plan, const Diags *diags, Sv why) {
    cli_diagnose(cli, diags);
    if (!plan || diags_failed(diags)) {
        cli_errf(cli, "%u error%s in %.*s; nothing was run\n", diags->errors,
                 diags->errors == 1 ? "" : "s", SV_ARG(path));
        return CHECKED_WRONG;
    }
    if (why.len > 0) {
        cli_errf(cli, "the scripts of %.*s were not looked at: %.*s\n", SV_ARG(path), SV_ARG(why));
        return CHECKED_PARTLY;
    }
    uint32_t steps = plan_step_count(plan);
    cli_outf(cli, "%.*s is in order: %u step%s\n", SV_ARG(path), steps, steps == 1 ? "" : "s");
    return CHECKED_GOOD;
}

static Checked judge(const Plan *plan, const Diags *diags, Sv why) {
    if (!plan || diags_failed(diags)) return CHECKED_WRONG;
    return why.len > 0 ? CHECKED_PARTLY : CHECKED_GOOD;
}

// Each file has an arena of its own, so that many files take no more memory than the largest.
static Checked check(const Cli *cli, const CommandLine *line, Sv path, CheckTold *told) {
    static const char *const ends[] = {"in order", "wrong", "partly"};
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    Diags diags = diags_new(arena);
    PlanOptions options = {cli->registry, line->root, .scripts = line->deep, .undigested = true};
    path = books_path(cli, line->root, path, &options.meant);
    Plan *plan = plan_load(arena, path, &options, &diags);
    Checked checked = CHECKED_GOOD;
    if (is_shared_file(line, &diags)) {
        if (told->text)
            cli_outf(cli, "%.*s is checked with the runbooks that use it\n", SV_ARG(path));
        check_told_file(told, path, &(Diags){0}, "shared", 0);
    } else {
        Sv why = SV("");
        // What kept it from looking deeper is told in `why`.
        if (plan && line->deep) ignore_result(deep_check(cli, plan, arena, &diags, &why));
        checked = told->text ? tell(cli, path, plan, &diags, why) : judge(plan, &diags, why);
        check_told_file(told, path, &diags, ends[checked], plan ? plan->total_steps : 0);
    }
    arena_free(arena);
    return checked;
}

int cmd_CHECK(const Cli *cli, const CommandLine *line) {
    bool wrong = false, partly = false;
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    CheckTold told;
    if (!check_told_begin(&told, cli, line, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    for (uint32_t i = 0; i < line->operands.count; i++) {
        Checked checked = check(cli, line, line->operands.items[i], &told);
        wrong = wrong || checked == CHECKED_WRONG;
        partly = partly || checked == CHECKED_PARTLY;
    }
    check_told_end(&told);
    return wrong ? STATUS_RUNBOOK : partly ? STATUS_UNDECIDED : 0;
}
