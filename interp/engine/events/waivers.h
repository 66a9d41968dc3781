// Waivers (`--waivers FILE`): failures that somebody has accepted, for a time and with a reason.
#ifndef ENGINE_EVENTS_WAIVERS_H
#define ENGINE_EVENTS_WAIVERS_H

#include "engine/context/state.h"

// What the run found at the address of a waiver.
typedef enum Met { MET_NOTHING, MET_GROUP, MET_NO_FAILURE, MET_UNDECIDED, MET_COVERED } Met;

typedef struct Waiver {
    Sv address, reason, by;
    Sv meant;           // the address it stands for: for a number that of its step
    Sv expires;         // as written
    int64_t expires_ns; // wall clock
    Sv hint;            // if no step has that address: which may be meant; may be empty
    Sv finding;         // why it does not count; empty if it does
    bool used;          // guarded by `emitting`, as is `met`
    Met met;
} Waiver;

struct Waivers {
    Waiver *items;
    uint32_t count;
    PlanFile file; // they were read from; without a path there are none
};

// Reads the file and reports what is malformed. NULL on failure.
Waivers *waivers_read(const Run *run, Sv path, int64_t now_ns, Diags *diags);
// Those that a run was given which is taken up again, as its journal tells them.
Waivers *waivers_recorded(Arena *arena, Value given);
// The waiver that covers a failure of the step, which began at that time; NULL if there is none. It
// counts as used from then on.
const Waiver *waivers_find(Run *run, Sv address, int64_t now_ns);
// Note that something other than a covered failure was found at that address: a step with this
// verdict, or a group.
void waivers_met_step(Run *run, Sv address, Verdict verdict);
void waivers_met_group(Run *run, Sv address);
// Reports what is wrong with the waivers, one line each: expired, without a reason, not used. One
// that was used and has expired since leaves the run undecided.
void waivers_report(Worker *worker);
Value waivers_value(Arena *arena, const Waivers *waivers);
Value waiver_value(Arena *arena, const Waiver *waiver);

#endif
