#include "cli/deliver.h"
#include "base/shown/shown.h"
#include "base/system/file.h"

#include <errno.h>

int deliver(const Cli *cli, const CommandLine *line, Sv text) {
    if (!line->out.len) {
        cli_out(cli, text);
        return 0;
    }
    BUF_AUTO Buf safe = buf_new((size_t)4 * text.len + 64);
    shown_add_output(&safe, text, (ShownOutput){0});
    if (!file_write_atomic(line->out, buf_sv(&safe), 0666)) {
        Sv why = file_write_error(cli->arena, line->out, errno);
        return cli_fail(cli, STATUS_JOURNAL, "'%.*s' cannot be written: %.*s", SV_ARG(line->out),
                        SV_ARG(why));
    }
    cli_outf(cli, "wrote %.*s\n", SV_ARG(line->out));
    return 0;
}
