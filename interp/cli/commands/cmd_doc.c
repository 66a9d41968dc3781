#include "cli/deliver.h"
#include "cli/found/books.h"
#include "docs/doc.h"
#include "plan/plan.h"

enum { PAGE_BYTES = 64 * 1024 * 1024 };

int cmd_DOC(const Cli *cli, const CommandLine *line) {
    Diags diags = diags_new(cli->arena);
    PlanOptions options = {cli->registry, line->root, .undigested = true};
    Sv path = books_path(cli, line->root, line->operands.items[0], &options.meant);
    Plan *plan = plan_load(cli->arena, path, &options, &diags);
    cli_diagnose(cli, &diags);
    if (!plan || diags_failed(&diags)) return STATUS_RUNBOOK;
    BUF_AUTO Buf page = buf_new(PAGE_BYTES);
    if (!doc_write(plan, line->linked, &page))
        return cli_fail(cli, STATUS_RUNBOOK, "the page of '%.*s' would be over 64 MiB",
                        SV_ARG(path));
    return deliver(cli, line, buf_sv(&page));
}
