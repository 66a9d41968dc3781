#include "base/num.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "cli/found/run_watch.h"
#include "cli/found/runs.h"
#include "report/ink.h"
#include "report/verdict.h"

typedef struct Table {
    const Cli *cli;
    RunList list;
    size_t id_width, name_width;
    Buf *out;
} Table;

static void add_cell(Table *table, Ink ink, Sv text, size_t width) {
    BUF_AUTO Buf shown = buf_new((size_t)10 * text.len + 64);
    shown_add(&shown, text, false);
    ink_text(table->out, table->cli->out_color, ink, buf_sv(&shown));
    size_t used = utf8_width(buf_sv(&shown));
    buf_add_repeat(table->out, ' ', used < width ? width - used + 2 : 2);
}

static void add_state(Table *table, Ink ink, Sv word) {
    add_cell(table, ink, word, sizeof "no verdict" - 1);
}

// What can be said about a run whose journal cannot be trusted.
static void add_broken(Table *table, const RunEntry *entry) {
    bool unbegun = entry->state == RUN_UNBEGUN;
    add_state(table, unbegun ? INK_YELLOW : INK_RED, unbegun ? SV("never began") : SV("damaged"));
    add_cell(table, INK_PLAIN, SV(""), sizeof "59m 59s" - 1);
    if (entry->name.len) add_cell(table, INK_PLAIN, entry->name, 0);
    ink_text(table->out, table->cli->out_color, INK_DIM, entry->problem);
}

static void add_remark(Table *table, Sv text) {
    ink_text(table->out, table->cli->out_color, INK_DIM, text);
}

// Where it is, what it waits for, how often it was taken up again.
static void add_where(Table *table, const RunEntry *entry) {
    Arena *arena = table->cli->arena;
    if (entry->running && entry->at.len)
        add_remark(table, sv_format(arena, "  (at %.*s)", SV_ARG(entry->at)));
    if (entry->waits_for.len)
        add_remark(table,
                   sv_format(arena, "  (waiting for %.*s since %.*s)", SV_ARG(entry->waits_for),
                             SV_ARG(run_watch_time(arena, entry->waits_ns))));
    if (entry->sessions == 2) add_remark(table, SV("  (taken up again)"));
    if (entry->sessions > 2)
        add_remark(table, sv_format(arena, "  (taken up again %u times)", entry->sessions - 1));
}

static void add_whole(Table *table, const RunEntry *entry) {
    bool sealed = entry->state == RUN_SEALED;
    Sv verdict = sealed ? entry->verdict : entry->running ? SV("running") : SV("no verdict");
    add_state(table, sealed ? run_look(verdict)->ink : INK_YELLOW, verdict);
    BUF_AUTO Buf elapsed = buf_new(64);
    if (sealed) duration_add_human(&elapsed, entry->elapsed_ns);
    add_cell(table, INK_PLAIN, buf_sv(&elapsed), sizeof "59m 59s" - 1);
    ink_text(table->out, false, INK_PLAIN, entry->name);
    if (entry->standing > 0)
        ink_text(table->out, table->cli->out_color, INK_YELLOW,
                 sv_format(table->cli->arena, "  (%u change%s still in place)", entry->standing,
                           entry->standing == 1 ? "" : "s"));
    add_where(table, entry);
    if (!entry->narrowed) return;
    Sv of = runs_short_id(&table->list, entry->again_of);
    ink_text(table->out, table->cli->out_color, INK_DIM,
             of.len ? sv_format(table->cli->arena, "  (a step of %.*s again)", SV_ARG(of))
                    : SV("  (narrowed)"));
}

static void add_row(Table *table, const RunEntry *entry) {
    Arena *arena = table->cli->arena;
    Sv id = entry->id.len ? runs_short_id(&table->list, entry->id) : path_name(entry->folder);
    add_cell(table, entry->id.len ? INK_PLAIN : INK_DIM, id, table->id_width);
    Sv began = entry->started_ns > 0 ? run_watch_time(arena, entry->started_ns) : SV("");
    add_cell(table, INK_DIM, began, sizeof "2026-03-01 02:03:04Z" - 1);
    if (entry->state == RUN_UNBEGUN || entry->state == RUN_DAMAGED)
        add_broken(table, entry);
    else
        add_whole(table, entry);
    buf_add_char(table->out, '\n');
}

int cmd_RUNS(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024 * 1024);
    Table table = {.cli = cli, .out = &out};
    runs_list(cli->arena, line->root, &table.list);
    if (table.list.count == 0) {
        BUF_AUTO Buf why = buf_new((size_t)64 * 1024);
        int status = runs_empty(&table.list, &why);
        if (status != 0) return cli_fail(cli, status, "%.*s", SV_ARG(buf_sv(&why)));
        cli_errf(cli, "%.*s\n", SV_ARG(buf_sv(&why)));
        return 0;
    }
    for (uint32_t i = 0; i < table.list.count; i++) {
        runs_check(cli->arena, &table.list.items[i]);
        size_t width = runs_short_id(&table.list, table.list.items[i].id).len;
        if (width > table.id_width) table.id_width = width;
    }
    for (uint32_t i = 0; i < table.list.count; i++)
        add_row(&table, &table.list.items[i]);
    cli_out(cli, buf_sv(&out));
    return 0;
}
