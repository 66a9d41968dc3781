#include "base/ascii.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/cli.h"

#include <unistd.h>

static void add_doc(const Cli *cli, const char *doc, size_t indent, Buf *out) {
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    doc_add(&text, doc);
    wrap_add(out, buf_sv(&text), indent, indent, cli->width);
}

static void add_options(const Cli *cli, unsigned bit, Buf *out) {
    buf_add_c(out, "\nOptions:\n");
    for (uint32_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        if (!(row->commands & bit)) continue;
        size_t before = out->len;
        buf_addf(out, "  %s%s%s%s%s", row->letter ? row->letter : "", row->letter ? ", " : "",
                 row->name, row->argument ? " " : "", row->argument ? row->argument : "");
        size_t used = out->len - before;
        size_t indent = 27;
        if (used + 2 > indent) {
            buf_add_char(out, '\n');
            buf_add_repeat(out, ' ', indent);
        } else {
            buf_add_repeat(out, ' ', indent - used);
        }
        add_doc(cli, row->doc, indent, out);
        buf_add_char(out, '\n');
    }
}

// The one line of the table as a sentence.
static void add_sentence(const Cli *cli, const char *doc, Buf *out) {
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    doc_add(&text, doc);
    text.at[0] = ascii_upper(text.at[0]);
    buf_add_char(&text, '.');
    wrap_add(out, buf_sv(&text), 2, 2, cli->width);
    buf_add_char(out, '\n');
}

static void add_statuses(const Cli *cli, Buf *out) {
    buf_add_c(out, "\nStatus:\n");
    for (size_t i = 0; i < status_row_count; i++) {
        buf_addf(out, "  %2d  ", status_rows[i].number);
        wrap_add(out, sv_from_c(status_rows[i].doc), 6, 6, cli->width);
        buf_add_char(out, '\n');
    }
}

static void add_command_help(const Cli *cli, int index, Buf *out) {
    const CommandRow *row = &command_rows[index];
    buf_addf(out, "runbook %s%s%s [OPTIONS]\n\n  ", row->name, *row->arguments ? " " : "",
             row->arguments);
    add_sentence(cli, row->doc, out);
    if (*row->more) {
        buf_add_c(out, "\n  ");
        wrap_add(out, sv_from_c(row->more), 2, 2, cli->width);
        buf_add_char(out, '\n');
    }
    add_options(cli, 1u << index, out);
    if (index == C_INDEX_RUN) add_statuses(cli, out);
}

static void add_overview(const Cli *cli, Buf *out) {
    wrap_add(out, SV("runbook: operational procedures that run, and say GO only on evidence."), 0,
             0, cli->width);
    buf_add_c(out, "\n\nUsage: runbook COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands:\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        size_t before = out->len;
        buf_addf(out, "  %s %s", command_rows[i].name, command_rows[i].arguments);
        size_t used = utf8_width(sv_slice(buf_sv(out), before, out->len));
        buf_add_repeat(out, ' ', used < 27 ? 27 - used : 1);
        add_doc(cli, command_rows[i].doc, 27, out);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
    wrap_add(out,
             SV("`runbook help COMMAND` has its options. `runbook explain` tells of the language."),
             0, 0, cli->width);
    buf_add_c(out, "\nA first runbook, hello.yaml:\n\n"
                   "  runbook: 1\n"
                   "  title: The front page answers\n"
                   "  steps:\n"
                   "    - name: The front page is there\n"
                   "      http: GET http://127.0.0.1:8080/\n"
                   "\nThen: runbook run hello.yaml\n");
}

int cmd_HELP(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(1024 * 1024);
    if (line->operands.count == 0) {
        add_overview(cli, &out);
    } else {
        Sv word = line->operands.items[0];
        int index = -1;
        for (int i = 0; i < COMMAND_COUNT; i++)
            if (sv_eq_c(word, command_rows[i].name)) index = i;
        if (index < 0) {
            BUF_AUTO Buf error = buf_new(64 * 1024);
            command_refuse(word, &error);
            if (!sv_ends(buf_sv(&error), SV("lists them")))
                return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
            return cli_usage(cli, "%.*s, `runbook explain %.*s` looks in the language",
                             SV_ARG(buf_sv(&error)), SV_ARG(word));
        }
        add_command_help(cli, index, &out);
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}
