// What is made for people's shells and for `man`: completions and pages.
#include "cli/cli.h"
#include "cli/manual/man_pages.h"

enum { PAGE_BYTES = 4 * 1024 * 1024 };

int cmd_MAN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(PAGE_BYTES);
    if (!line->operands.count)
        manual_add_names(&out);
    else if (!manual_add_page(cli->registry, line->operands.items[0], &out))
        return cli_usage(cli, "there is no page '%.*s'; `runbook man` lists them",
                         SV_ARG(line->operands.items[0]));
    cli_out(cli, buf_sv(&out));
    return 0;
}

int cmd_COMPLETION(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(PAGE_BYTES);
    for (size_t i = 0; i < shell_row_count; i++) {
        const ShellRow *row = &shell_rows[i];
        if (line->operands.count) {
            if (sv_eq_c(line->operands.items[0], row->name)) row->render(cli->arena, &out);
            continue;
        }
        buf_addf(&out, "%-5s %s\n", row->name, row->file);
        if (row->also) buf_addf(&out, "%-5s %s\n", row->name, row->also);
    }
    if (!out.len) {
        for (size_t i = 0; i < shell_row_count; i++)
            buf_addf(&out, "%s%s",
                     i == 0                    ? ""
                     : i + 1 < shell_row_count ? ", "
                                               : " and ",
                     shell_rows[i].name);
        return cli_usage(cli, "there is no completion for '%.*s', but for %.*s",
                         SV_ARG(line->operands.items[0]), SV_ARG(buf_sv(&out)));
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}
