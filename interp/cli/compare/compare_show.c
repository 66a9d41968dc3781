#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cli/compare/compare_print.h"
#include "cli/found/run_watch.h"
#include "cli/found/runs.h"
#include "cli/look/look_page.h"
#include "report/verdict.h"

enum {
    COLUMN = 14,
    BOTH_COLUMNS = 100,
    FOLDED = 3,
    BENEATH = 9,
    TIMES_LISTED = 10,
    ONLY_LISTED = 40,
    LINE_CEILING = 16 * 1024 * 1024
};

typedef struct Showing {
    LookPage page;
    const Comparison *comparison;
    size_t room; // columns of a line that is told at once
} Showing;

static Sv human(Arena *arena, int64_t ns) {
    BUF_AUTO Buf text = buf_new(64);
    duration_add_human(&text, ns);
    return buf_keep(&text, arena);
}

// ── the runs ──

static void add_run(const Showing *showing, const ReportModel *record) {
    Buf *out = showing->page.out;
    bool color = showing->page.cli->out_color;
    Arena *arena = showing->comparison->arena;
    Sv state = compare_run_state(record);
    ink_text(out, color, INK_PLAIN, runs_short_id_told(arena, record->started));
    buf_add_char(out, ' ');
    ink_text(out, color, run_look(state)->ink, state);
    buf_add_char(out, ' ');
    ink_text(out, color, INK_DIM, run_watch_time(arena, record->started_ns));
    if (record->ended.kind != VALUE_MAP) return;
    buf_add_char(out, ' ');
    ink_text(out, color, INK_DIM, human(arena, value_field_int(record->ended, "elapsed", 0)));
}

static Sv or_nothing(Sv text) {
    return text.at ? text.len ? text : SV("(empty)") : SV("(not there)");
}

// Digests are told apart by their beginnings.
static Sv shortened(Sv text) {
    bool digest = sv_starts(text, SV("sha256:")) && text.len == 71;
    return digest ? sv_slice(text, 0, 15) : text;
}

static void show_given(const Showing *showing) {
    const Comparison *comparison = showing->comparison;
    for (uint32_t i = 0; i < comparison->given.count; i++) {
        const RunDifference *each = &comparison->given.items[i];
        look_entry(&showing->page, 2, each->what, COLUMN,
                   sv_format(comparison->arena, "%.*s%s%.*s → %.*s", SV_ARG(each->name),
                             each->name.len ? "  " : "", SV_ARG(shortened(or_nothing(each->a))),
                             SV_ARG(shortened(or_nothing(each->b)))));
    }
    look_entry(&showing->page, 2, "unchanged", COLUMN, comparison->same);
}

// ── steps ──

static void add_mark(const Showing *showing, Sv verdict) {
    const VerdictLook *look = verdict_look(verdict);
    ink_text(showing->page.out, showing->page.cli->out_color, look->ink, sv_from_c(look->mark));
}

static Sv name_of(const Showing *showing, const ReportEntry *entry) {
    return sv_format(showing->comparison->arena, "%.*s %.*s", SV_ARG(entry_text(entry, "number")),
                     SV_ARG(entry_text(entry, "name")));
}

static Sv value_line(const Showing *showing, const RunDifference *value) {
    return sv_format(showing->comparison->arena, "%.*s  %.*s → %.*s", SV_ARG(value->name),
                     SV_ARG(value->a), SV_ARG(value->b));
}

static Sv why(const Showing *showing, const StepDifference *step) {
    Sv reason = entry_reason(step->b), was = entry_reason(step->a);
    if (reason.len || !was.len) return reason;
    return sv_format(showing->comparison->arena, "it was: %.*s", SV_ARG(was));
}

static void add_marks(const Showing *showing, const StepDifference *step) {
    buf_add_c(showing->page.out, "  ");
    add_mark(showing, entry_verdict(step->a));
    buf_add_c(showing->page.out, " → ");
    add_mark(showing, entry_verdict(step->b));
    buf_add_c(showing->page.out, "  ");
}

static void show_step(const Showing *showing, const StepDifference *step) {
    add_marks(showing, step);
    Sv name = name_of(showing, step->b);
    Sv only = step->values.count == 1   ? value_line(showing, &step->values.items[0])
              : step->values.count == 0 ? why(showing, step)
                                        : (Sv){0};
    bool fits = BENEATH + utf8_width(name) + 2 + utf8_width(only) <= showing->room;
    if (only.len && fits)
        name = sv_format(showing->comparison->arena, "%.*s  %.*s", SV_ARG(name), SV_ARG(only));
    look_rest(&showing->page, BENEATH, INK_PLAIN, name);
    if (fits && only.len) return;
    look_line(&showing->page, BENEATH, "", INK_PLAIN, step->values.count == 0 ? only : (Sv){0});
    for (uint32_t i = 0; i < step->values.count; i++)
        look_line(&showing->page, BENEATH, "", INK_PLAIN,
                  value_line(showing, &step->values.items[i]));
}

static bool alike(const Showing *showing, const StepDifference *a, const StepDifference *b) {
    return a->values.count == 0 && b->values.count == 0 &&
           sv_eq(entry_verdict(a->a), entry_verdict(b->a)) &&
           sv_eq(entry_verdict(a->b), entry_verdict(b->b)) &&
           sv_eq(why(showing, a), why(showing, b));
}

// Many that were not reached for one reason are one line.
static void show_steps(const Showing *showing) {
    const Comparison *comparison = showing->comparison;
    for (uint32_t i = 0, next; i < comparison->step_count; i = next) {
        const StepDifference *first = &comparison->steps[i];
        for (next = i + 1; next < comparison->step_count; next++)
            if (!alike(showing, first, &comparison->steps[next])) break;
        if (next - i < FOLDED) {
            show_step(showing, first);
            next = i + 1;
            continue;
        }
        BUF_AUTO Buf line = buf_new(LINE_CEILING);
        for (uint32_t k = i; k < next; k++)
            buf_addf(&line, "%s%.*s", k > i ? ", " : "",
                     SV_ARG(entry_text(comparison->steps[k].b, "number")));
        buf_addf(&line, "  %.*s", SV_ARG(why(showing, first)));
        add_marks(showing, first);
        look_rest(&showing->page, BENEATH, INK_PLAIN, buf_sv(&line));
    }
}

static void show_only(const Showing *showing, const StepList *entries, const ReportModel *in) {
    for (uint32_t i = 0; i < entries->count && i < ONLY_LISTED; i++) {
        Sv where = sv_format(showing->comparison->arena, "  only in %.*s  ",
                             SV_ARG(runs_short_id_told(showing->comparison->arena, in->started)));
        buf_add(showing->page.out, where);
        add_mark(showing, entry_verdict(entries->items[i]));
        buf_add_char(showing->page.out, ' ');
        look_rest(&showing->page, utf8_width(where) + 2, INK_PLAIN,
                  name_of(showing, entries->items[i]));
    }
    if (entries->count > ONLY_LISTED)
        buf_addf(showing->page.out, "  only in %.*s  and %u more\n",
                 SV_ARG(runs_short_id_told(showing->comparison->arena, in->started)),
                 entries->count - ONLY_LISTED);
}

static void show_times(const Showing *showing) {
    const Comparison *comparison = showing->comparison;
    for (uint32_t i = 0; i < comparison->slower_count && i < TIMES_LISTED; i++) {
        const StepDifference *step = &comparison->slower[i];
        look_line(&showing->page, 2, "time   ", INK_PLAIN,
                  sv_format(comparison->arena, "%.*s  %.*s → %.*s",
                            SV_ARG(name_of(showing, step->b)),
                            SV_ARG(human(comparison->arena, entry_int(step->a, "elapsed"))),
                            SV_ARG(human(comparison->arena, entry_int(step->b, "elapsed")))));
    }
    if (comparison->slower_count > TIMES_LISTED)
        buf_addf(showing->page.out, "  time   and %u more\n",
                 comparison->slower_count - TIMES_LISTED);
}

static void show_doubts(const Showing *showing, const ReportModel *record) {
    if (record->problem.len == 0) return;
    look_line(&showing->page, 0, "! ", INK_PLAIN,
              sv_format(showing->comparison->arena, "run %.*s is %.*s",
                        SV_ARG(runs_short_id_told(showing->comparison->arena, record->started)),
                        SV_ARG(record->problem)));
}

static void show_rest(const Showing *showing) {
    const Comparison *comparison = showing->comparison;
    bool some = comparison->step_count > 0 || comparison->only_a.count > 0 ||
                comparison->only_b.count > 0 || comparison->left_out > 0;
    if (comparison->left_out > 0)
        buf_addf(showing->page.out, "  %u left out by choice in one of them\n",
                 comparison->left_out);
    if (comparison->alike > 0 || !some)
        buf_addf(showing->page.out, "  %u %s%s as before\n", comparison->alike, some ? "more " : "",
                 comparison->alike == 1 ? "step" : "steps");
}

void compare_show(const Cli *cli, const Comparison *comparison, Buf *out) {
    Showing showing = {look_page_new(cli, out), comparison, cli->out_terminal ? cli->width : 100};
    const ReportModel *a = comparison->a, *b = comparison->b;
    add_run(&showing, a);
    bool narrow = cli->out_terminal && cli->width < BOTH_COLUMNS;
    buf_add_c(out, narrow ? "\n→ " : "  →  ");
    add_run(&showing, b);
    buf_add_char(out, '\n');
    show_doubts(&showing, a);
    show_doubts(&showing, b);
    show_given(&showing);
    show_steps(&showing);
    show_only(&showing, &comparison->only_a, a);
    show_only(&showing, &comparison->only_b, b);
    show_times(&showing);
    show_rest(&showing);
}
