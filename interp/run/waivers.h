// Failures that someone has taken on themselves, for a time and with a reason: `--waivers FILE`.
#ifndef RUN_WAIVERS_H
#define RUN_WAIVERS_H

#include "run/state.h"

typedef struct Waiver {
    Sv address, reason, by;
    Sv expires;         // as written
    int64_t expires_ns; // wall clock
    Sv finding;         // why it does not count; empty where it does
    bool used;          // behind the emitter's lock
} Waiver;

struct Waivers {
    Waiver *items;
    uint32_t count;
};

// Reads the file; what is malformed goes to the diagnostics. NULL on failure.
Waivers *waivers_read(Arena *arena, Sv path, int64_t now_ns, Diags *diags);
// The waiver that covers the failure of a step which began at that time; NULL where there is none.
// It is used from then on.
const Waiver *waivers_find(Run *run, Sv address, int64_t now_ns);
// What is wrong with the list, one line each: expired, without a reason, not used.
void waivers_report(Worker *worker);
Value waivers_value(Arena *arena, const Waivers *waivers);
Value waiver_value(Arena *arena, const Waiver *waiver);

#endif
