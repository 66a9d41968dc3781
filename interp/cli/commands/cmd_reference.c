#include "cli/cli.h"
#include "reference/reference.h"
#include "report/report.h"

#include <unistd.h>

static void add_option(Buf *out, const OptionRow *row) {
    buf_addf(out, "- `%s%s%s%s%s`: ", row->letter ? row->letter : "", row->letter ? ", " : "",
             row->name, row->argument ? " " : "", row->argument ? row->argument : "");
    doc_add(out, row->doc);
    buf_add_char(out, '\n');
}

static void add_command(Buf *out, int index) {
    const CommandRow *row = &command_rows[index];
    buf_addf(out, "\n## runbook %s %s\n\n", row->name, row->arguments);
    doc_add(out, row->doc);
    buf_add_c(out, ".\n\n");
    if (*row->more) buf_addf(out, "%s\n\n", row->more);
    for (uint32_t i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands & (1u << index)) add_option(out, &option_rows[i]);
    }
}

static void render_commands(Buf *out) {
    reference_head(out, "Commands",
                   "`runbook help COMMAND` prints the same. [Exit statuses](statuses.md)");
    for (int i = 0; i < COMMAND_COUNT; i++)
        add_command(out, i);
    buf_add_c(out, "\n## Reports\n\n| format | | |\n|---|---|---|\n");
    for (size_t i = 0; i < REPORT_COUNT; i++)
        reference_row(out, report_rows[i].name, report_rows[i].file, report_rows[i].doc);
}

// Without a chapter: their names, one a line.
static void list_chapters(Buf *out) {
    for (size_t i = 0; i < reference_chapter_count; i++)
        buf_addf(out, "%s\n", reference_chapters[i].name);
    buf_add_c(out, "commands\n");
}

static bool render(const Cli *cli, Sv chapter, Buf *out) {
    for (size_t i = 0; i < reference_chapter_count; i++) {
        if (!sv_eq_c(chapter, reference_chapters[i].name)) continue;
        reference_chapters[i].render(cli->registry, out);
        return true;
    }
    if (!sv_eq(chapter, SV("commands"))) return false;
    render_commands(out);
    return true;
}

int cmd_REFERENCE(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new((size_t)16 * 1024 * 1024);
    if (!line->operands.count)
        list_chapters(&out);
    else if (!render(cli, line->operands.items[0], &out))
        return cli_usage(cli, "the reference has no chapter '%.*s'; `runbook reference` lists them",
                         SV_ARG(line->operands.items[0]));
    cli_out(cli, buf_sv(&out));
    return 0;
}
