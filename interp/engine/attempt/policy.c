#include "engine/attempt/policy.h"
#include "plan/permit.h"

static Touch touch_of(Arena *arena, const Env *env, const char *kind, Sv what) {
    Sv word = sv_from_c(kind);
    if (sv_eq_c(word, "host")) return touch_host(arena, what);
    if (sv_eq_c(word, "database")) return touch_database(arena, what);
    if (sv_eq_c(word, "program")) {
        Touch touch = touch_program(arena, env, what, (Sv){0});
        // One that is found by its name is known by that.
        touch.shown = sv_find_char(touch.entry, '/', 0) == SV_NONE ? touch.entry : what;
        return touch;
    }
    return touch_path(arena, what, what);
}

bool policy_permits(const Frame *frame, const Env *env, Arena *arena, const char *kind, Sv what,
                    Sv *reason, Sv *hint) {
    if (!permit_bounded(frame->runbook)) return true;
    Touch touch = touch_of(arena, env, kind, what);
    PermitRefusal refusal;
    if (permit(frame->runbook, arena, &touch, &refusal)) return true;
    *reason = refusal.reason;
    *hint = refusal.hint;
    return false;
}

bool policy_permits_way(const Frame *frame, Arena *arena, const Caution *caution, Sv *reason) {
    for (; frame; frame = frame->parent) {
        if (runbook_allows_way(frame->runbook, caution)) continue;
        *reason = way_refusal(arena, frame->runbook, caution);
        return false;
    }
    return true;
}
