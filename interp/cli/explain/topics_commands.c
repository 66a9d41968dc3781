// The commands and options of the command line, as topics.
#include "base/ascii.h"
#include "base/wrap.h"
#include "cli/explain/topics_internal.h"

static void begin(Buf *out) {
    if (out->len > 0 && !sv_ends(buf_sv(out), SV("\n\n"))) buf_add_char(out, '\n');
}

static void add_prose(const Cli *cli, const char *doc, Buf *out) {
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    doc_add(&text, doc);
    if (text.len > 0) text.at[0] = ascii_upper(text.at[0]);
    if (!sv_ends(buf_sv(&text), SV("."))) buf_add_char(&text, '.');
    buf_add_c(out, "  ");
    wrap_add(out, buf_sv(&text), 2, 2, cli->width);
    buf_add_char(out, '\n');
}

bool topics_tell_command(const Cli *cli, Sv topic, Buf *out) {
    Sv before = SV("runbook ");
    if (sv_starts(topic, before)) topic = sv_slice(topic, before.len, topic.len);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const CommandRow *row = &command_rows[i];
        if (!sv_eq_c(topic, row->name)) continue;
        begin(out);
        buf_addf(out, "%s (a command)\n\n    runbook %s%s%s\n\n", row->name, row->name,
                 *row->arguments ? " " : "", row->arguments);
        add_prose(cli, row->doc, out);
        buf_addf(out, "\n  More, and its options: runbook help %s\n", row->name);
        return true;
    }
    return false;
}

static bool is_option(const OptionRow *row, Sv topic) {
    return sv_eq_c(topic, row->name) || (row->letter && sv_eq_c(topic, row->letter));
}

bool topics_tell_option(const Cli *cli, Sv topic, Buf *out) {
    bool found = false;
    size_t equals = sv_find_char(topic, '=', 0);
    if (equals != SV_NONE) topic = sv_slice(topic, 0, equals);
    for (uint32_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        if (!is_option(row, topic)) continue;
        begin(out);
        buf_addf(out, "%s%s%s%s%s (an option", row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "", row->letter ? ", " : "",
                 row->letter ? row->letter : "");
        bool all = row->commands == C_ALL;
        buf_add_c(out, all ? " of every command" : " of");
        for (int k = 0, told = 0; k < COMMAND_COUNT && !all; k++)
            if (row->commands & 1u << k)
                buf_addf(out, "%s %s", told++ ? "," : "", command_rows[k].name);
        buf_add_c(out, ")\n\n");
        add_prose(cli, row->doc, out);
        found = true;
    }
    return found;
}
