// What a loss of power leaves. Until it is synced a file may have got its new length and not all of
// its new bytes: zeros, which no line can hold, stand for those that never reached the disk, and
// lines behind them may be there. None of that was durable, so nothing rests on it, and it counts
// as not written. But where a step went on behind its intent the disk had been waited for by then:
// what is missing there was written once, and that is damage.
#include "base/limits.h"
#include "base/map.h"
#include "journal/journal_internal.h"

typedef enum StepSign {
    SIGN_NONE,
    SIGN_HARMLESS, // it began, and changes nothing
    SIGN_CHANGE,   // it began, and its intent has not come
    SIGN_ACTING,   // its intent has come
    SIGN_WENT_ON,  // it did, and where it began does not stand behind the hole
    SIGN_ENDED,    // the same of one that ended, and had changed something
    SIGN_MISSED    // the same, and it began before the hole without its intent
} StepSign;

struct JournalHole {
    Arena *arena;   // addresses
    Arena *scratch; // one event
    SvMap steps;    // address to a StepSign
    bool damage;
    bool asks; // what stands before the hole must be looked at
};

JournalHole *journal_hole_new(Arena *arena) {
    JournalHole *hole = arena_new_of(arena, JournalHole);
    hole->arena = arena;
    hole->scratch = arena_new(LIMIT_ATTEMPT_MEMORY);
    hole->steps = svmap_new(arena);
    return hole;
}

void journal_hole_free(JournalHole *hole) {
    if (hole) arena_free(hole->scratch);
}

static void set(JournalHole *hole, Sv address, StepSign sign) {
    StepSign *known = svmap_get(&hole->steps, address);
    if (known) {
        *known = sign;
        return;
    }
    svmap_add(&hole->steps, sv_copy(hole->arena, address),
              arena_copy(hole->arena, &sign, sizeof sign));
}

static StepSign sign_of(const JournalHole *hole, Sv address) {
    const StepSign *known = svmap_get(&hole->steps, address);
    return known ? *known : SIGN_NONE;
}

static bool changes(const Event *event) {
    return sv_eq_c(event_text(event, "effect"), "change");
}

// A step goes on: what it did, and that it has ended.
static void goes_on(JournalHole *hole, const Event *event, Sv address) {
    StepSign sign = sign_of(hole, address);
    bool ended = event->kind == EVENT_STEP_ENDED;
    if (ended && (event_int(event, "attempts") == 0 || !changes(event))) return;
    if (sign == SIGN_ACTING || sign == SIGN_CHANGE) hole->damage = true;
    if (sign != SIGN_NONE && sign != SIGN_WENT_ON) return;
    set(hole, address, ended ? SIGN_ENDED : SIGN_WENT_ON);
    hole->asks = true;
}

bool journal_hole_take(JournalHole *hole, Sv line) {
    Event event;
    Sv prev, error;
    arena_reset(hole->scratch);
    if (!event_read(hole->scratch, line, &event, &prev, &error)) return true;
    Sv address = event_text(&event, "address");
    switch (event.kind) {
    case EVENT_RUN_RESUMED: hole->damage = true; break; // all before it lasted by then
    case EVENT_STEP_STARTED:
        set(hole, address, changes(&event) ? SIGN_CHANGE : SIGN_HARMLESS);
        break;
    case EVENT_STEP_INTENT: set(hole, address, SIGN_ACTING); break;
    case EVENT_ATTEMPT_ENDED:
    case EVENT_EXPECTATION:
    case EVENT_CAPTURED:
    case EVENT_PROBED:
    case EVENT_STEP_ENDED: goes_on(hole, &event, address); break;
    default: break;
    }
    return !hole->damage;
}

bool journal_hole_asks(const JournalHole *hole) {
    return hole->asks && !hole->damage;
}

bool journal_hole_before(void *self, Sv line, bool whole) {
    JournalHole *hole = self;
    Event event;
    Sv prev, error;
    arena_reset(hole->scratch);
    if (!whole || sv_find_char(line, '\0', 0) != SV_NONE) return false;
    if (!event_read(hole->scratch, line, &event, &prev, &error)) return false;
    Sv address = event_text(&event, "address");
    if (event.kind != EVENT_STEP_STARTED && event.kind != EVENT_STEP_INTENT) return true;
    // One that has not gone on behind the hole had nothing to wait for: its intent may be there.
    StepSign sign = sign_of(hole, address);
    if (sign != SIGN_WENT_ON && sign != SIGN_ENDED && sign != SIGN_MISSED) return true;
    // Its intent stands before the hole, or it needs none; else that is what is missing.
    bool harmless = event.kind == EVENT_STEP_INTENT || !changes(&event);
    set(hole, address, harmless ? SIGN_HARMLESS : SIGN_MISSED);
    return true;
}

bool journal_hole_is_torn(const JournalHole *hole) {
    bool torn = !hole->damage;
    for (uint32_t i = 0; i < hole->steps.count; i++)
        torn = torn && *(StepSign *)hole->steps.entries[i].value != SIGN_ENDED &&
               *(StepSign *)hole->steps.entries[i].value != SIGN_MISSED;
    return torn;
}
