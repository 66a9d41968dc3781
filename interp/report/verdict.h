// The wording of verdicts and sums, the same in every report.
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "base/buf.h"
#include "report/ink.h"
#include "value/value.h"

typedef struct RunLook {
    const char *verdict;  // "NO-GO"
    const char *sentence; // what it means, for someone who sees it for the first time
    Ink ink;
} RunLook;
// Never NULL; an unknown word looks undecided.
const RunLook *run_look(Sv verdict);
// The sentence for a verdict, given the counts of run_ended: a GO that rests on a waiver says so.
const char *run_sentence(Sv verdict, Value counts);

// "Rollback", "Finally": the heading of a part of the run, by the word of its `phase`.
const char *phase_title(Sv phase);

// Whether a line of foreign text begins as one of ours does: with the mark of a step, a verdict, or
// what leads a command to copy. Such a line has to be set apart.
bool verdict_is_imitated(Sv line);

// "12 steps planned = 10 passed + 1 failed + 1 skipped": zeros are left out, and the sum is always
// complete.
void verdict_add_sum(Buf *out, Value counts, const char *what);
// Whether a step belongs to what was to be judged: a loop without an item does not, nor a question
// that need not be asked.
bool verdict_judges(Sv effect, Sv cause);
// "in part: 34 of 103 steps", for what passed although steps in it were skipped; else nothing.
void verdict_add_part(Buf *out, Sv verdict, uint32_t steps, uint32_t skipped);
// "5 required checks held, 1 did not, 2 were not judged, 6 did not apply; people confirmed 2".
// `not_judged` of those that are counted as missed were not judged.
void verdict_add_checks(Buf *out, Value checks, uint32_t not_judged);
// How many were missed without these.
int64_t verdict_missed(Value checks, uint32_t not_judged);

#endif
