// All steps as the runbook has them, each a row that opens: groups within groups, undo steps
// beneath what they undo.
#include "report/failure.h"
#include "report/html/html_page.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/page/criteria.h"
#include "report/page/page_text.h"
#include "report/standing.h"
#include "report/verdict.h"

enum { GOES_ON = 1 << 30, DEEPEST = 24, OPEN_WHOLE = 60, BODY_BYTES = 64 * 1024 * 1024 };

// ── the filter ──

static uint32_t verdict_index(Sv verdict) {
    return (uint32_t)(verdict_look(verdict) - verdict_looks);
}

// A bit for each verdict that a reader finds there: its own, and those of what undoes it.
static uint32_t kinds_of(const ReportModel *record, const ReportEntry *entry) {
    bool goes_on = entry_goes_on(record, entry);
    uint32_t kinds = goes_on ? GOES_ON : 1U << verdict_index(entry_verdict(entry));
    const ReportEntry *undo = undone_first(record, entry);
    for (; undo; undo = undone_next(record, undo))
        kinds |= 1U << verdict_index(entry_verdict(undo));
    return kinds;
}

static void add_filter(RunPage *page) {
    HtmlKind kinds[16];
    size_t count = 0;
    for (size_t k = 0; k < verdict_look_count && k < sizeof kinds / sizeof *kinds; k++) {
        const VerdictLook *look = &verdict_looks[k];
        HtmlKind kind = {sv_from_c(look->verdict), sv_from_c(look->mark), sv_from_c(look->word), 0};
        for (uint32_t i = 0; i < page->record->count; i++) {
            const ReportEntry *entry = &page->record->entries[i];
            kind.count += run_is_step(entry) && !page->folds.out[i] &&
                          (kinds_of(page->record, entry) >> k & 1);
        }
        if (kind.count > 0) kinds[count++] = kind;
    }
    HtmlKind going = {SV("goes_on"), SV("…"), SV("goes on"), 0};
    for (uint32_t i = 0; i < page->record->count; i++) {
        const ReportEntry *entry = &page->record->entries[i];
        going.count +=
            run_is_step(entry) && !page->folds.out[i] && entry_goes_on(page->record, entry);
    }
    if (going.count > 0 && count < sizeof kinds / sizeof *kinds) kinds[count++] = going;
    html_filter(page->out, "all", "steps", kinds, count);
}

static void add_kinds(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    uint32_t kinds = kinds_of(record, entry);
    const char *behind = "";
    buf_add_c(out, " data-kind=\"");
    for (size_t k = 0; k < verdict_look_count; k++) {
        if (!(kinds >> k & 1)) continue;
        buf_addf(out, "%s%s", behind, verdict_looks[k].verdict);
        behind = " ";
    }
    if (kinds & GOES_ON) buf_addf(out, "%sgoes_on", behind);
    buf_add_char(out, '"');
}

// ── a row ──

static void add_aside(RunPage *page, const ReportEntry *entry) {
    Arena *arena = page->record->arena;
    Buf *out = page->out;
    Sv reason = entry_goes_on(page->record, entry) ? (Sv){0} : failure_cause(entry),
       file = value_field_text(entry->begin, "path", (Sv){0});
    html_leaf(out, "span", "why", reason.len ? reason : file);
    if (!notes_refused(&entry->notes, reason))
        html_leaf(out, "span", "why", notes_answer(&entry->notes));
    if (entry->kept)
        html_leaf(out, "span", "why",
                  sv_format(arena, "kept, %.*s", SV_ARG(page_time(arena, entry->ended_ns))));
}

static void add_row(RunPage *page, uint32_t index) {
    const ReportModel *record = page->record;
    const ReportEntry *entry = &record->entries[index];
    Buf *out = page->out;
    html_leaf(out, "span", "at", entry_text(entry, "number"));
    buf_add_c(out, " <span class=\"name\">");
    if (entry_is_undo(entry)) buf_add_c(out, "undo: ");
    html_text(out, entry_text(entry, "name"));
    buf_add_c(out, "</span> ");
    html_leaf(out, "span", "became",
              entry_goes_on(record, entry) ? SV("goes on") : undone_word(record, entry));
    int64_t elapsed = entry_int(entry, "elapsed");
    buf_add_c(out, " ");
    if (elapsed) html_leaf(out, "span", "took", run_duration(record->arena, elapsed));
    add_aside(page, entry);
}

// ── a step ──

static void add_undo(RunPage *page, const ReportEntry *of);

// What was told of the same cause at another step is told there.
static void add_same(RunPage *page, uint32_t index) {
    uint32_t first = page->alike.first[index];
    BUF_AUTO Buf line = buf_new(BODY_BYTES);
    failure_add_alike(&line, page->record, &page->alike, index);
    html_leaf(page->out, "p", "alike", sv_trim(buf_sv(&line)));
    if (first == index) return;
    buf_add_c(page->out, "<p class=\"alike\">The same as ");
    run_link(page, first);
    buf_add_c(page->out, ".</p>\n");
}

static void add_step(RunPage *page, uint32_t index) {
    const ReportModel *record = page->record;
    const ReportEntry *entry = &record->entries[index];
    Buf *out = page->out;
    bool well = run_is_well(record, entry);
    BUF_AUTO Buf body = buf_new(BODY_BYTES);
    run_body(page, &body, index, well ? page->well : page->unwell);
    if (!well && body.len > page->room) {
        page->without_body++;
        buf_clear(&body);
    } else if (!well) {
        page->room -= body.len;
    }
    bool open = !well && body.len > 0 && page->open > 0 && page->open-- > 0;
    bool leaf = body.len == 0 && !undone_first(record, entry);
    buf_addf(out, "<li id=\"%.*s\" class=\"step %s%s\"", SV_ARG(page->ids[index]),
             run_look_class(record, entry), leaf ? " row" : "");
    if (!entry_is_undo(entry)) add_kinds(out, record, entry);
    buf_add_c(out, leaf            ? ">"
                   : body.len == 0 ? "><div class=\"row\">"
                   : open          ? "><details open><summary class=\"row\">"
                                   : "><details><summary class=\"row\">");
    add_row(page, index);
    buf_add_c(out, leaf ? "" : body.len == 0 ? "</div>" : "</summary>\n<div class=\"body\">\n");
    if (body.len) {
        if (!well) add_same(page, index);
        buf_add(out, buf_sv(&body));
        buf_add_c(out, "</div></details>");
    }
    add_undo(page, entry);
    buf_add_c(out, "</li>\n");
    out->full |= body.full;
}

static void add_undo(RunPage *page, const ReportEntry *of) {
    const ReportEntry *undo = undone_first(page->record, of);
    if (!undo) return;
    buf_add_c(page->out, "\n<ol class=\"steps\">\n");
    for (; undo; undo = undone_next(page->record, undo))
        add_step(page, (uint32_t)(undo - page->record->entries));
    buf_add_c(page->out, "</ol>");
}

// ── groups ──

// Those that passed whole are folded where there are many steps.
static bool is_open(const RunPage *page, const ReportEntry *group) {
    return page->record->count <= OPEN_WHOLE || !run_is_well(page->record, group);
}

static void open_group(RunPage *page, uint32_t index) {
    const ReportEntry *entry = &page->record->entries[index];
    buf_addf(page->out, "<li id=\"%.*s\" class=\"group %s\" data-holds>", SV_ARG(page->ids[index]),
             run_look_class(page->record, entry));
    buf_add_c(page->out, page->folded > 0       ? "<div class=\"row\">"
                         : is_open(page, entry) ? "<details open><summary class=\"row\">"
                                                : "<details><summary class=\"row\">");
    add_row(page, index);
    buf_add_c(page->out, page->folded > 0 ? "</div>\n<ol class=\"steps\">\n"
                                          : "</summary>\n<ol class=\"steps\">\n");
}

static void close_fold(RunPage *page, uint32_t index) {
    if (!page->folds.ends[index]) return;
    page->folded--;
    buf_add_c(page->out, "</ol></details></li>\n");
}

static void close_group(RunPage *page, uint32_t index) {
    buf_add_c(page->out, page->folded > 0 ? "</ol>" : "</ol></details>");
    add_undo(page, &page->record->entries[index]);
    buf_add_c(page->out, "</li>\n");
    close_fold(page, index);
}

static void open_fold(RunPage *page, uint32_t first) {
    if (page->folds.last[first] == 0) return;
    run_fold_row(page, first);
    page->folded++;
}

// ── what belongs to no step ──

static void add_phase(RunPage *page, const ReportEntry *entry) {
    Sv reason = value_field_text(entry->begin, "reason", (Sv){0}),
       phase = value_field_text(entry->begin, "phase", (Sv){0});
    buf_addf(page->out, "<li class=\"phase\"><h3>%s</h3>", phase_title(phase));
    if (reason.len) buf_add_c(page->out, " because ");
    html_leaf(page->out, "span", "why", reason);
    if (sv_eq_c(phase, "undo"))
        buf_add_c(page->out, "<p class=\"rest\">Undo steps stand beneath what they undo.</p>");
    buf_add_c(page->out, "</li>\n");
}

static void add_note(RunPage *page, const ReportEntry *entry) {
    bool warning = sv_eq_c(value_field_text(entry->begin, "level", (Sv){0}), "warning");
    buf_addf(page->out, "<li class=\"note%s\">", warning ? " warned" : "");
    run_mark(page->out, warning ? "!" : "·");
    html_text(page->out, value_field_text(entry->begin, "message", (Sv){0}));
    buf_add_c(page->out, "</li>\n");
}

// ── all of them ──

static void add_bound(RunPage *page) {
    const ReportModel *record = page->record;
    bool whole = page->well == TELL_ALL && page->unwell == TELL_ALL && !page->without_body;
    if (whole && !page->folds.out[record->count]) return;
    Buf *out = page->out;
    buf_add_c(out, "<p class=\"rest\">This run is too large for one page. ");
    if (page->well == TELL_JUDGED)
        buf_add_c(out, "Of steps that passed it holds what was judged, not what came back. ");
    if (page->folds.out[page->record->count])
        buf_add_c(out, "A hundred neighbours have one row. ");
    else if (page->well == TELL_ROW)
        buf_add_c(out, "Steps that passed have one row each. ");
    if (page->unwell == TELL_JUDGED)
        buf_add_c(out, "Of steps that did not pass it holds what was judged, not what came back. ");
    if (page->without_body)
        buf_addf(out, "For %u of these there was room for one row alone. ", page->without_body);
    if (record->word.len) buf_add_c(out, "All that is known of a step: ");
    html_leaf(out, "code", NULL,
              record->word.len
                  ? sv_format(record->arena, "runbook show %.*s STEP", SV_ARG(record->word))
                  : (Sv){0});
    buf_add_c(out, "</p>\n");
}

static void add_all(RunPage *page) {
    const ReportModel *record = page->record;
    uint32_t open[DEEPEST], depth = 0;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry_is_undo(entry)) continue;
        int64_t own = entry_int(entry, "depth");
        bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        while (depth > 0 && (step ? (int64_t)depth > own : entry->kind == ENTRY_PHASE))
            close_group(page, open[--depth]);
        if (entry->kind == ENTRY_PHASE) add_phase(page, entry);
        if (entry->kind == ENTRY_NOTE) add_note(page, entry);
        if (page->folds.out[i]) {
            run_fold_row(page, i);
            i = run_fold_end(record, &page->folds, i) - 1;
            continue;
        }
        open_fold(page, i);
        bool alone = entry->kind == ENTRY_STEP || (step && depth == DEEPEST);
        if (alone) add_step(page, i);
        if (alone) close_fold(page, i);
        if (entry->kind != ENTRY_GROUP || depth == DEEPEST) continue;
        open_group(page, i);
        open[depth++] = i;
    }
    while (depth > 0)
        close_group(page, open[--depth]);
}

void run_steps(RunPage *page) {
    Buf *out = page->out;
    if (page->record->count == 0) return;
    buf_add_c(out, "<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">Steps</h2>\n");
    BUF_AUTO Buf list = buf_new(out->ceiling);
    page->out = &list;
    add_all(page);
    page->out = out;
    add_bound(page);
    add_filter(page);
    buf_add_c(out, "<ol id=\"all\" class=\"steps\">\n");
    buf_add(out, buf_sv(&list));
    buf_add_c(out, "</ol>\n</section>\n");
    out->full |= list.full;
}
