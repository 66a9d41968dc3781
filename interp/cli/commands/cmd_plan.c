#include "cli/found/books.h"
#include "cli/plan/plan_view.h"
#include "cli/runs/run_options.h"

Sv plan_written(const ValueSource *source) {
    if (!source) return (Sv){0};
    if (source->kind == SOURCE_TEMPLATE) return source->template->text;
    if (source->kind == SOURCE_CONSTANT && source->constant.kind == VALUE_STRING)
        return value_text(source->constant);
    return sv_trim(span_text(source->span));
}

static void show(const Cli *cli, const CommandLine *line, const Plan *plan,
                 const RunOptions *options, const Selection *selection, Diags *missing) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024 * 1024);
    PlanView view = {.cli = cli,
                     .plan = plan,
                     .options = options,
                     .selection = selection,
                     .arena = cli->arena,
                     .page = page_new(cli, &out),
                     .tree = line->tree};
    plan_view_steps(&view);
    if (!line->tree) {
        buf_add_char(&out, '\n');
        plan_view_needs(&view, missing);
        plan_view_touches(&view);
    }
    plan_by_hand_end(&view);
    cli_out(cli, buf_sv(&out));
}

int cmd_PLAN(const Cli *cli, const CommandLine *line) {
    PlanOptions reading = {cli->registry, line->root, .undigested = true};
    books_show_folder(cli, line->root, line->operands.items[0]);
    Sv path = books_path(cli, line->root, line->operands.items[0], &reading.meant);
    Diags diags = diags_new(cli->arena);
    const Plan *plan = plan_load(cli->arena, path, &reading, &diags);
    cli_diagnose(cli, &diags);
    if (!plan) return STATUS_RUNBOOK;
    RunOptions options = run_options(cli, line);
    Diags missing = diags_new(cli->arena);
    const Selection *selection = select_steps(cli->arena, plan, &options.select, &missing);
    if (!selection) {
        cli_diagnose(cli, &missing);
        return STATUS_USAGE;
    }
    show(cli, line, plan, &options, selection, &missing);
    if (!diags_failed(&missing)) return 0;
    cli_outf(cli, "\n");
    cli_diagnose(cli, &missing);
    return STATUS_RUNBOOK;
}
