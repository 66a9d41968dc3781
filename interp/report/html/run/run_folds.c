// Of a large run, what passed stands folded, a hundred neighbours to a row: thousands of rows can
// neither be read nor drawn at once.
#include "report/html/run/run_page.h"
#include "report/standing.h"

enum { LARGE = 1000, LEAST = 10, MOST = 100, DEEPEST = 32 };

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

RunFolds run_folds(const ReportModel *record) {
    Bucket buckets[DEEPEST] = {{0}};
    RunFolds folds = {.last = arena_new_array(record->arena, uint32_t, record->count + 1),
                      .ends = arena_new_array(record->arena, bool, record->count + 1)};
    for (uint32_t i = 0; i < record->count; i++)
        folds.last[i] = folds.ends[i] = 0;
    for (uint32_t i = 0; record->count > LARGE && i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        int64_t depth = entry_int(entry, "depth");
        bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (entry_is_undo(entry)) continue;
        bool folded = step && depth >= 0 && depth < DEEPEST && run_is_well(record, entry);
        settle_from(&folds, buckets, !step ? 0 : folded ? depth + 1 : depth);
        if (!folded) continue;
        Bucket *bucket = &buckets[depth];
        if (bucket->count++ == 0) bucket->first = i;
        bucket->last = i;
        if (bucket->count == MOST) settle(&folds, bucket);
    }
    settle_from(&folds, buckets, 0);
    return folds;
}
