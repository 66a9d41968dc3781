// Of a large run neighbours stand folded, a hundred to a row: what passed, and what did not beyond
// the first of them. Thousands of rows can neither be read nor drawn at once. Of a huge run such a
// row says how many they are, and does not hold them.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/page/criteria.h"
#include "report/standing.h"

enum {
    LARGE = 1000,
    HUGE_RUN = 25000,
    LEAST = 10,
    MOST = 100,
    FAILURES_OPEN = 100,
    DEEPEST = 32,
    VERDICTS = 8
};

typedef struct Bucket {
    uint32_t first, last, count;
} Bucket;

static void settle(RunFolds *folds, Bucket *bucket) {
    if (bucket->count >= LEAST) {
        folds->last[bucket->first] = bucket->last;
        folds->ends[bucket->last] = true;
    }
    *bucket = (Bucket){0};
}

static void settle_from(RunFolds *folds, Bucket *buckets, int64_t depth) {
    for (int64_t i = depth < 0 ? 0 : depth; i < DEEPEST; i++)
        settle(folds, &buckets[i]);
}

static bool is_row(const ReportEntry *entry) {
    return (entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP) && !entry_is_undo(entry);
}

uint32_t run_fold_end(const ReportModel *record, const RunFolds *folds, uint32_t first) {
    int64_t depth = entry_int(&record->entries[first], "depth");
    uint32_t end = folds->last[first] + 1;
    while (end < record->count && is_row(&record->entries[end]) &&
           entry_int(&record->entries[end], "depth") > depth)
        end++;
    return end;
}

static void leave_out(const ReportModel *record, RunFolds *folds) {
    for (uint32_t i = 0; i < record->count; i++) {
        if (!folds->last[i]) continue;
        uint32_t end = run_fold_end(record, folds, i);
        for (uint32_t k = i; k < end; k++)
            folds->out[k] = true;
        i = end - 1;
    }
}

RunFolds run_folds(const ReportModel *record) {
    Bucket buckets[DEEPEST] = {{0}};
    RunFolds folds = {.last = arena_new_array(record->arena, uint32_t, record->count + 1),
                      .ends = arena_new_array(record->arena, bool, record->count + 1),
                      .out = arena_new_array(record->arena, bool, record->count + 1)};
    for (uint32_t i = 0; i < record->count; i++)
        folds.last[i] = folds.ends[i] = folds.out[i] = 0;
    folds.out[record->count] = record->count > HUGE_RUN;
    uint32_t failures = 0;
    for (uint32_t i = 0; record->count > LARGE && i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry_is_undo(entry)) continue;
        int64_t depth = entry_int(entry, "depth");
        bool row = is_row(entry), well = row && run_is_well(record, entry);
        bool folded = row && depth >= 0 && depth < DEEPEST && (well || failures > FAILURES_OPEN);
        failures += row && !well && entry->kind == ENTRY_STEP;
        settle_from(&folds, buckets, !row ? 0 : folded ? depth + 1 : depth);
        if (!folded) continue;
        Bucket *bucket = &buckets[depth];
        if (bucket->count++ == 0) bucket->first = i;
        bucket->last = i;
        if (bucket->count == MOST) settle(&folds, bucket);
    }
    settle_from(&folds, buckets, 0);
    if (record->count > HUGE_RUN) leave_out(record, &folds);
    return folds;
}

// ── its row ──

typedef struct FoldWords {
    Buf words;
    const char *look; // as the first of them that did not pass
} FoldWords;

// "98 passed, 2 skipped"
static FoldWords fold_words(const ReportModel *record, uint32_t first, uint32_t last) {
    uint32_t counts[VERDICTS] = {0}, going = 0;
    FoldWords fold = {buf_new(1000), NULL};
    int64_t depth = entry_int(&record->entries[first], "depth");
    for (uint32_t i = first; i <= last; i++) {
        const ReportEntry *entry = &record->entries[i];
        bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (!step || entry_is_undo(entry) || entry_int(entry, "depth") != depth) continue;
        bool goes_on = entry_goes_on(record, entry);
        going += goes_on;
        if (!goes_on) counts[verdict_look(entry_verdict(entry)) - verdict_looks]++;
        if (!fold.look && !run_is_well(record, entry)) fold.look = run_look_class(record, entry);
    }
    if (!fold.look) fold.look = run_look_class(record, &record->entries[first]);
    for (size_t k = 0; k < verdict_look_count && k < VERDICTS; k++)
        if (counts[k])
            buf_addf(&fold.words, "%s%u %s", fold.words.len ? ", " : "", counts[k],
                     verdict_looks[k].word);
    if (going) buf_addf(&fold.words, "%s%u goes on", fold.words.len ? ", " : "", going);
    return fold;
}

// "2.1 – 2.100  98 passed, 2 skipped"
void run_fold_row(RunPage *page, uint32_t first) {
    const ReportModel *record = page->record;
    uint32_t last = page->folds.last[first];
    bool bare = page->folds.out[first];
    FoldWords fold = fold_words(record, first, last);
    buf_addf(page->out, "<li class=\"fold %s%s\" data-holds>%s", fold.look, bare ? " row" : "",
             bare ? "" : "<details><summary class=\"row\">");
    html_leaf(page->out, "span", "name",
              sv_format(record->arena, "%.*s – %.*s",
                        SV_ARG(entry_text(&record->entries[first], "number")),
                        SV_ARG(entry_text(&record->entries[last], "number"))));
    buf_add_char(page->out, ' ');
    html_leaf(page->out, "span", "became", buf_sv(&fold.words));
    buf_add_c(page->out, bare ? "</li>\n" : "</summary>\n<ol class=\"steps\">\n");
    buf_free(&fold.words);
}
