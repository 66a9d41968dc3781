#include "base/ascii.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/found/run_watch.h"
#include "cli/list/list.h"
#include "report/ink.h"
#include "report/verdict.h"
#include "value/json.h"

enum {
    TIME_COLUMNS = sizeof "2026-03-01 02:03:04Z" - 1,
    STATE_COLUMNS = sizeof "no verdict" - 1,
    ELAPSED_COLUMNS = sizeof "59m 59s" - 1,
};
enum { REASONS_LISTED = 3, VALUE_COLUMNS = 24, COMMIT_COLUMNS = 12, REST_INDENT = 4 };

typedef struct RunTable {
    const Cli *cli;
    const ListedRuns *runs;
    size_t id_width;
    bool minutes; // there is no room for more of the time than that
    int64_t now_ns;
    Buf *out;
    size_t used; // columns of this row
} RunTable;

// ── cells ──

static void add(RunTable *table, Ink ink, Sv text) {
    BUF_AUTO Buf shown = buf_new((size_t)10 * text.len + 64);
    shown_add(&shown, text, false);
    ink_text(table->out, table->cli->out_color, ink, buf_sv(&shown));
    table->used += utf8_width(buf_sv(&shown));
}

static void add_cell(RunTable *table, Ink ink, Sv text, size_t width) {
    size_t before = table->used;
    add(table, ink, text);
    size_t wide = table->used - before, pad = wide < width ? width - wide + 2 : 2;
    buf_add_repeat(table->out, ' ', pad);
    table->used += pad;
}

// What is told behind the name; at a terminal that is too narrow it goes on in a row of its own.
static void add_rest(RunTable *table, Ink ink, Sv text) {
    if (text.len == 0) return;
    bool breaks = table->cli->out_terminal && table->used > REST_INDENT &&
                  table->used + 2 + utf8_width(text) > table->cli->width;
    if (breaks) buf_add_char(table->out, '\n');
    size_t blanks = breaks ? REST_INDENT : 2;
    buf_add_repeat(table->out, ' ', blanks);
    table->used = breaks ? blanks : table->used + blanks;
    add(table, ink, text);
}

// ── what became of it ──

static Sv again_text(Arena *arena, const RunTable *table, const RunEntry *entry) {
    Sv of = entry->again_of;
    if (runs_has_id(table->runs->all, of)) of = runs_short_id(table->runs->all, of);
    if (entry->again_count > 1)
        return sv_format(arena, "(%u steps of %.*s again)", entry->again_count, SV_ARG(of));
    return sv_format(arena, "(a step of %.*s again)", SV_ARG(of));
}

static void add_standing(RunTable *table, const RunEntry *entry) {
    if (entry->standing == 0) return;
    add_rest(table, INK_BOLD,
             sv_format(table->cli->arena, "(%u change%s still in place)", entry->standing,
                       entry->standing == 1 ? "" : "s"));
}

// Where it is, what it waits for, how often it was taken up again.
static void add_where(RunTable *table, const RunEntry *entry) {
    Arena *arena = table->cli->arena;
    if (entry->running && entry->at.len)
        add_rest(table, INK_PLAIN, sv_format(arena, "(at %.*s)", SV_ARG(entry->at)));
    if (entry->waits_for.len)
        add_rest(table, INK_PLAIN,
                 sv_format(arena, "(waiting for %.*s since %.*s)", SV_ARG(entry->waits_for),
                           SV_ARG(run_watch_time(arena, entry->waits_ns))));
    if (entry->sessions == 2) add_rest(table, INK_DIM, SV("(taken up again)"));
    if (entry->sessions > 2)
        add_rest(table, INK_DIM,
                 sv_format(arena, "(taken up again %u times)", entry->sessions - 1));
    if (entry->again_of.len)
        add_rest(table, INK_DIM, again_text(arena, table, entry));
    else if (entry->narrowed)
        add_rest(table, INK_DIM, SV("(narrowed)"));
}

static void add_reasons(RunTable *table, const RunEntry *entry) {
    if (!list_failed(entry)) return;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    uint32_t listed = 0, left = 0;
    for (size_t i = 0; entry->reasons.kind == VALUE_LIST && i < value_count(entry->reasons); i++) {
        Value reason = value_item(entry->reasons, i);
        Sv address = value_field_text(reason, "address", SV(""));
        if (!address.len) continue;
        if (listed == REASONS_LISTED) {
            left++;
            continue;
        }
        buf_addf(&line, "%s%s %.*s", listed++ ? " " : "",
                 verdict_look(value_field_text(reason, "verdict", SV("")))->mark, SV_ARG(address));
    }
    if (left > 0) buf_addf(&line, " and %u more", left);
    add_rest(table, INK_PLAIN, buf_sv(&line));
}

// ── what it was given ──

static Sv short_text(Arena *arena, Sv text) {
    Sv kept = utf8_fit(text, VALUE_COLUMNS);
    if (kept.len == text.len) return text;
    return sv_format(arena, "%.*s…", SV_ARG(utf8_fit(text, VALUE_COLUMNS - 1)));
}

static void add_inputs(RunTable *table, const RunEntry *entry) {
    Arena *arena = table->cli->arena;
    for (size_t i = 0; entry->inputs.kind == VALUE_LIST && i < value_count(entry->inputs); i++) {
        Value input = value_item(entry->inputs, i), value = value_field(input, "value");
        BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
        if (value.kind == VALUE_STRING)
            buf_add(&text, value_text(value));
        else
            json_write(&text, value, JSON_SPACED);
        add_rest(table, INK_PLAIN,
                 sv_format(arena, "%.*s=%.*s", SV_ARG(value_field_text(input, "name", SV(""))),
                           SV_ARG(short_text(arena, buf_sv(&text)))));
    }
}

static bool is_hex(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_hex(text.at[i])) return false;
    return true;
}

static void add_subject(RunTable *table, const RunEntry *entry) {
    Arena *arena = table->cli->arena;
    for (size_t i = 0; entry->subject.kind == VALUE_MAP && i < value_count(entry->subject); i++) {
        if (value_at(entry->subject, i).kind != VALUE_STRING) continue;
        Sv text = value_text(value_at(entry->subject, i));
        bool digest = text.len > COMMIT_COLUMNS && is_hex(text);
        Sv shown = digest ? sv_slice(text, 0, COMMIT_COLUMNS) : short_text(arena, text);
        add_rest(table, INK_DIM,
                 sv_format(arena, "%.*s %.*s", SV_ARG(value_text(value_key(entry->subject, i))),
                           SV_ARG(shown)));
    }
}

// ── rows ──

static Ink state_ink(const RunEntry *entry) {
    if (entry->state == RUN_SEALED) return run_look(entry->verdict)->ink;
    return entry->state == RUN_DAMAGED ? INK_RED : INK_BOLD;
}

static Sv elapsed_text(const RunTable *table, const RunEntry *entry) {
    BUF_AUTO Buf elapsed = buf_new(64);
    int64_t since = table->now_ns - entry->started_ns;
    if (entry->state == RUN_SEALED) duration_add_human(&elapsed, entry->elapsed_ns);
    if (entry->running && since > 0) duration_add_human(&elapsed, since);
    return buf_keep(&elapsed, table->cli->arena);
}

// "2026-03-01 02:03Z"
static Sv to_the_minute(Arena *arena, Sv time) {
    return sv_format(arena, "%.*sZ", SV_ARG(sv_slice(time, 0, sizeof "2026-03-01 02:03" - 1)));
}

static void add_whole(RunTable *table, const RunEntry *entry) {
    bool beside =
        !table->cli->out_terminal || table->used + utf8_width(entry->name) <= table->cli->width;
    if (beside)
        add(table, INK_PLAIN, entry->name);
    else
        add_rest(table, INK_PLAIN, entry->name);
    add_standing(table, entry);
    add_where(table, entry);
    add_reasons(table, entry);
    add_inputs(table, entry);
    add_subject(table, entry);
    if (entry->user.len)
        add_rest(table, INK_DIM, sv_format(table->cli->arena, "by %.*s", SV_ARG(entry->user)));
    if (entry->resumable)
        add_rest(table, INK_BOLD, SV("→ resume"));
    else if (entry->state == RUN_OPEN && !entry->running && entry->again_of.len == 0)
        add_rest(table, INK_BOLD, SV("→ undo"));
}

static void add_broken(RunTable *table, const RunEntry *entry) {
    if (entry->name.len) add(table, INK_PLAIN, entry->name);
    size_t before = entry->name.len ? 2 : 0;
    size_t columns = table->used + before + utf8_width(entry->problem);
    if (!table->cli->out_terminal || columns <= table->cli->width) {
        buf_add_repeat(table->out, ' ', before);
        add(table, INK_DIM, entry->problem);
        return;
    }
    BUF_AUTO Buf safe = buf_new((size_t)10 * entry->problem.len + 64);
    shown_add(&safe, entry->problem, false);
    buf_add_char(table->out, '\n');
    buf_add_repeat(table->out, ' ', REST_INDENT);
    ink_begin(table->out, table->cli->out_color, INK_DIM);
    wrap_add(table->out, buf_sv(&safe), REST_INDENT, REST_INDENT, table->cli->width);
    ink_end(table->out, table->cli->out_color, INK_DIM);
}

static void add_row(RunTable *table, const RunEntry *entry) {
    table->used = 0;
    Sv id = entry->id.len ? runs_short_id(table->runs->all, entry->id) : path_name(entry->folder);
    add_cell(table, entry->id.len ? INK_PLAIN : INK_DIM, id, table->id_width);
    Sv began =
        entry->started_ns > 0 ? run_watch_time(table->cli->arena, entry->started_ns) : SV("");
    if (table->minutes && began.len == TIME_COLUMNS)
        began = to_the_minute(table->cli->arena, began);
    add_cell(table, INK_DIM, began, TIME_COLUMNS - (table->minutes ? sizeof ":04" - 1 : 0));
    add_cell(table, state_ink(entry), runs_state(entry), STATE_COLUMNS);
    add_cell(table, INK_PLAIN, elapsed_text(table, entry), ELAPSED_COLUMNS);
    if (entry->state == RUN_UNBEGUN || entry->state == RUN_DAMAGED)
        add_broken(table, entry);
    else
        add_whole(table, entry);
    buf_add_char(table->out, '\n');
}

void list_table(const Cli *cli, const ListedRuns *runs, Buf *out) {
    RunTable table = {.cli = cli, .runs = runs, .out = out};
    table.now_ns = cli->env->stamp(cli->env->self).wall_ns;
    for (uint32_t i = 0; i < runs->count; i++) {
        Sv id = runs_short_id(runs->all, runs->items[i]->id);
        if (id.len > table.id_width) table.id_width = id.len;
    }
    size_t names = 0;
    for (uint32_t i = 0; i < runs->count; i++) {
        size_t width = utf8_width(runs->items[i]->name);
        if (width > names) names = width;
    }
    size_t wide = table.id_width + TIME_COLUMNS + STATE_COLUMNS + ELAPSED_COLUMNS + 4 * 2 + names;
    table.minutes = cli->out_terminal && wide > cli->width;
    for (uint32_t i = 0; i < runs->count; i++)
        add_row(&table, runs->items[i]);
    if (runs->more > 0) buf_addf(out, "… and %u more; -n says how many are listed\n", runs->more);
}
