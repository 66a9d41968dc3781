#include "base/shown/shown.h"
#include "base/system/file.h"
#include "cli/cli.h"
#include "cli/found/books.h"
#include "docs/doc.h"
#include "plan/plan.h"

#include <errno.h>
enum { PAGE_BYTES = 64 * 1024 * 1024 };

static int deliver(const Cli *cli, const CommandLine *line, Sv page) {
    if (!line->out.len) {
        cli_out(cli, page);
        return 0;
    }
    BUF_AUTO Buf safe = buf_new((size_t)4 * page.len + 64);
    shown_add_output(&safe, page, (ShownOutput){0});
    if (!file_write_atomic(line->out, buf_sv(&safe), 0666)) {
        Sv why = file_write_error(cli->arena, line->out, errno);
        return cli_fail(cli, STATUS_JOURNAL, "'%.*s' cannot be written: %.*s", SV_ARG(line->out),
                        SV_ARG(why));
    }
    cli_outf(cli, "wrote %.*s\n", SV_ARG(line->out));
    return 0;
}

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
