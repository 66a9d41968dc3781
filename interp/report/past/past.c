#include "report/past/past.h"
#include "base/map.h"

#include <stdlib.h>

bool past_passed(const PastStep *step) {
    return sv_eq_c(step->verdict, "passed") || sv_eq_c(step->verdict, "warned");
}

static bool is_failure(const PastStep *step) {
    return sv_eq_c(step->verdict, "failed") || sv_eq_c(step->verdict, "in_doubt") ||
           sv_eq_c(step->verdict, "waived");
}

bool past_was_made(const PastStep *step) {
    return !step->kept && (past_passed(step) || is_failure(step));
}

bool past_is_flaky(const PastRecord *record) {
    return record->one || record->retried > 0;
}

// ── which steps there are ──

static PastRecord *new_record(Arena *arena, PastBook *book, const PastStep *step) {
    arena_grow(arena, book->steps, book->step_count, book->step_capacity);
    PastRecord *record = &book->steps[book->step_count++];
    *record = (PastRecord){.number = step->number,
                           .address = step->address,
                           .name = step->name,
                           .in = arena_new_array(arena, const PastStep *, book->count + 1)};
    return record;
}

// In the order of the newest run; what only older ones have comes behind. A map of places, since
// the records move while they grow.
static void gather(Arena *arena, PastBook *book) {
    SvMap places = svmap_new(arena);
    for (uint32_t r = 0; r < book->count; r++) {
        const PastSteps *steps = &book->runs[r].steps;
        for (uint32_t i = 0; i < steps->count; i++) {
            const PastStep *step = &steps->items[i];
            if (!step->forward) continue;
            uint32_t *place = svmap_get(&places, step->address);
            if (!place) {
                place = arena_new_of(arena, uint32_t);
                *place = book->step_count;
                new_record(arena, book, step);
                svmap_set(&places, step->address, place);
            }
            book->steps[*place].in[r] = step;
        }
    }
}

// ── flaky ──

// Runs of the same runbook, inputs and subject ought to agree.
static void find_change(const PastBook *book, PastRecord *record) {
    for (uint32_t a = 0; a < book->count && !record->one; a++) {
        const PastStep *one = record->in[a];
        if (!one || one->person || !past_was_made(one) || !book->runs[a].alike.len) continue;
        for (uint32_t b = a + 1; b < book->count && !record->one; b++) {
            const PastStep *other = record->in[b];
            if (!other || !past_was_made(other) || !sv_eq(book->runs[a].alike, book->runs[b].alike))
                continue;
            if (past_passed(one) == past_passed(other)) continue;
            record->one = past_passed(one) ? &book->runs[a] : &book->runs[b];
            record->other = past_passed(one) ? &book->runs[b] : &book->runs[a];
        }
    }
}

static void count(const PastBook *book, PastRecord *record) {
    for (uint32_t r = 0; r < book->count; r++) {
        const PastStep *step = record->in[r];
        if (!step || !past_was_made(step)) continue;
        record->made++;
        record->passed += past_passed(step);
        record->retried += past_passed(step) && step->attempts > 1 && !step->waits;
    }
}

// ── slower ──

uint32_t past_times(const PastBook *book, const PastRecord *record, int64_t *out) {
    uint32_t found = 0;
    for (uint32_t r = book->count; r > 0; r--) {
        const PastStep *step = record->in[r - 1];
        if (step && !step->person && past_was_made(step) && past_passed(step) && found < PAST_RUNS)
            out[found++] = step->elapsed_ns;
    }
    return found;
}

static int by_length(const void *a, const void *b) {
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

// Of an even number the greater one of the two in the middle, as everywhere here.
static int64_t median(int64_t *times, uint32_t count) {
    if (count == 0) return 0;
    qsort(times, count, sizeof *times, by_length);
    return times[count / 2];
}

static bool newest_passed(const PastBook *book, const PastRecord *record) {
    for (uint32_t r = 0; r < book->count; r++)
        if (record->in[r] && past_was_made(record->in[r])) return past_passed(record->in[r]);
    return false;
}

static void time(const PastBook *book, PastRecord *record) {
    int64_t times[PAST_RUNS];
    uint32_t found = past_times(book, record, times);
    if (found == 0) return;
    record->last_ns = times[found - 1];
    record->earlier = found - 1;
    record->earlier_ns = median(times, found - 1);
    found = past_times(book, record, times);
    record->median_ns = median(times, found);
    int64_t more = record->last_ns - record->earlier_ns;
    record->slower = newest_passed(book, record) && record->earlier >= PAST_EARLIER &&
                     more >= PAST_SLOWER_NS &&
                     more >= record->earlier_ns / 100 * PAST_SLOWER_PERCENT;
}

void past_settle(Arena *arena, PastBook *book) {
    gather(arena, book);
    for (uint32_t i = 0; i < book->step_count; i++) {
        count(book, &book->steps[i]);
        find_change(book, &book->steps[i]);
        time(book, &book->steps[i]);
    }
}
