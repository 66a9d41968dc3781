// Failures that someone has taken on themselves, for a time and with a reason: `--waivers FILE`.
#ifndef ENGINE_EVENTS_WAIVERS_H
#define ENGINE_EVENTS_WAIVERS_H

#include "engine/context/state.h"

// What the run met at the address of a waiver that covers nothing.
typedef enum Met { MET_NOTHING, MET_GROUP, MET_NO_FAILURE, MET_UNDECIDED, MET_COVERED } Met;

typedef struct Waiver {
    Sv address, reason, by;
    Sv meant;           // the address that it stands for: of a number that of its step
    Sv expires;         // as written
    int64_t expires_ns; // wall clock
    Sv hint;            // where no step has that address: which may be meant; may be empty
    Sv finding;         // why it does not count; empty where it does
    bool used;          // behind the emitter's lock, as is `met`
    Met met;
} Waiver;

struct Waivers {
    Waiver *items;
    uint32_t count;
};

// Reads the file; what is malformed goes to the diagnostics. NULL on failure.
Waivers *waivers_read(const Run *run, Sv path, int64_t now_ns, Diags *diags);
// The waiver that covers the failure of a step which began at that time; NULL where there is none.
// It is used from then on.
const Waiver *waivers_find(Run *run, Sv address, int64_t now_ns);
// Something else than a failure that is covered stood at that address: a step with this verdict, a
// group.
void waivers_met_step(Run *run, Sv address, Verdict verdict);
void waivers_met_group(Run *run, Sv address);
// What is wrong with the list, one line each: expired, without a reason, not used. One that was
// used and has expired since leaves the run undecided.
void waivers_report(Worker *worker);
Value waivers_value(Arena *arena, const Waivers *waivers);
Value waiver_value(Arena *arena, const Waiver *waiver);

#endif
