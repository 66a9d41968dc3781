#include "engine/attempt/policy.h"
#include "plan/database_pattern.h"

// A host may be named with or without its port.
static bool matches_host(Sv pattern, Sv host) {
    if (sv_matches(pattern, host)) return true;
    size_t colon = host.len;
    while (colon > 0 && host.at[colon - 1] != ':')
        colon--;
    return colon > 0 && sv_matches(pattern, sv_slice(host, 0, colon - 1));
}

static bool listed(Arena *arena, const Runbook *runbook, Value patterns, Sv kind, Sv what) {
    bool host = sv_eq_c(kind, "host"), database = sv_eq_c(kind, "database");
    for (size_t i = 0; i < value_count(patterns); i++) {
        Sv pattern = value_text(value_item(patterns, i));
        if (database && database_matches(arena, runbook->folder, pattern, what)) return true;
        if (database) continue;
        if (host ? matches_host(pattern, what) : sv_matches(pattern, what)) return true;
    }
    return false;
}

bool policy_permits(const Frame *frame, Arena *arena, const char *kind, Sv what, Sv *reason) {
    Sv key = sv_format(arena, "%ss", kind);
    for (; frame; frame = frame->parent) {
        if (!frame->runbook->has_allow) continue;
        const Value *patterns = value_get_sv(frame->runbook->allow, key);
        if (patterns && patterns->kind == VALUE_LIST &&
            listed(arena, frame->runbook, *patterns, sv_from_c(kind), what))
            continue;
        *reason = sv_format(arena, "%s '%.*s' is not among allow.%.*s of %.*s", kind, SV_ARG(what),
                            SV_ARG(key), SV_ARG(frame->runbook->path));
        return false;
    }
    return true;
}

bool policy_permits_way(const Frame *frame, Arena *arena, const Caution *caution, Sv *reason) {
    for (; frame; frame = frame->parent) {
        if (runbook_allows_way(frame->runbook, caution)) continue;
        *reason = way_refusal(arena, frame->runbook, caution);
        return false;
    }
    return true;
}
