// What is made for editors: schemas and snippets.
#include "cli/deliver.h"
#include "schema/schema.h"
#include "schema/snippets.h"

int cmd_SCHEMA(const Cli *cli, const CommandLine *line) {
    Sv which = line->operands.count ? line->operands.items[0] : SV("runbook");
    BUF_AUTO Buf out = buf_new((size_t)16 * 1024 * 1024);
    if (sv_eq(which, SV("runbook")))
        schema_runbook(cli->registry, &out);
    else if (sv_eq(which, SV("journal")))
        schema_journal(&out);
    else
        return cli_usage(cli,
                         "there is no schema of '%.*s': `runbook schema runbook`, or `journal`",
                         SV_ARG(which));
    return deliver(cli, line, buf_sv(&out));
}

int cmd_SNIPPETS(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new((size_t)16 * 1024 * 1024);
    for (size_t i = 0; i < snippet_form_count; i++) {
        if (!line->operands.count)
            buf_addf(&out, "%-10s %s\n", snippet_forms[i].name, snippet_forms[i].file);
        else if (sv_eq_c(line->operands.items[0], snippet_forms[i].name))
            snippet_forms[i].render(cli->registry, &out);
    }
    if (!out.len)
        return cli_usage(cli, "there are no snippets for '%.*s'; `runbook snippets` lists editors",
                         SV_ARG(line->operands.items[0]));
    return deliver(cli, line, buf_sv(&out));
}
