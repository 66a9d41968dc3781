// Which verdict the events of a run bear out, whatever its last one says. Keeps a handful of facts,
// not the events; a transcript whose last line claims more than its lines show is found by it.
#ifndef REPORT_BEARING_H
#define REPORT_BEARING_H

#include "event/event.h"

// A step that is not over, or the last answer of which did not hold.
typedef struct BearingStep {
    Sv number;
    bool open, acted; // began and has not ended; was about to change something
    bool missed;      // a `must` expectation did not hold
} BearingStep;

typedef struct Bearing {
    Arena *arena; // not owned
    BearingStep *steps;
    uint32_t count, capacity;
    bool in_doubt, denied, failed, undecided, partial;
    bool evidence;  // a step that must pass did
    bool signalled; // the last event was that somebody stopped it
    bool stopped;   // and it was not over by then
    bool ended;     // there is a last event
    Sv said;        // the verdict it says; one of the known words, "UNDECIDED" for others
} Bearing;

void bearing_init(Bearing *bearing, Arena *arena);
// In the order of the journal or of the runbook.
void bearing_take(Bearing *bearing, const Event *event);
// The worse of what the last event says and what the others bear out; "NO VERDICT" where there is
// no last event.
Sv bearing_verdict(const Bearing *bearing);
// The last event says better than the others bear out.
bool bearing_contradicted(const Bearing *bearing);
// The sentence for it, for people; it does not repeat the word that is not true.
extern const char bearing_sentence[];

#endif
