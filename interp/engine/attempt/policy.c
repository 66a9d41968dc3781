#include "engine/attempt/policy.h"

// A host may be named with or without its port.
static bool matches_host(Sv pattern, Sv host) {
    if (sv_matches(pattern, host)) return true;
    size_t colon = host.len;
    while (colon > 0 && host.at[colon - 1] != ':')
        colon--;
    return colon > 0 && sv_matches(pattern, sv_slice(host, 0, colon - 1));
}

static bool listed(Value patterns, bool host, Sv what) {
    for (size_t i = 0; i < value_count(patterns); i++) {
        Sv pattern = value_text(value_item(patterns, i));
        if (host ? matches_host(pattern, what) : sv_matches(pattern, what)) return true;
    }
    return false;
}

// The key of `allow`, and what is said of what it does not list. Ways are named by their key.
static Sv key_of(Arena *arena, const char *kind, Sv what, Sv *said) {
    Sv key = sv_from_c(kind);
    if (sv_eq_c(key, BOUND_INSECURE))
        *said = sv_format(arena, "it is not verified who answers, and '%.*s'", SV_ARG(what));
    else if (sv_eq_c(key, BOUND_PROXIES))
        *said = sv_format(arena, "the proxy '%.*s'", SV_ARG(what));
    else {
        *said = sv_format(arena, "%s '%.*s'", kind, SV_ARG(what));
        key = sv_format(arena, "%ss", kind);
    }
    return key;
}

bool policy_permits(const Frame *frame, Arena *arena, const char *kind, Sv what, Sv *reason) {
    Sv said, key = key_of(arena, kind, what, &said);
    bool host =
        sv_eq_c(key, "hosts") || sv_eq_c(key, BOUND_INSECURE) || sv_eq_c(key, BOUND_PROXIES);
    for (; frame; frame = frame->parent) {
        if (!frame->runbook->has_allow) continue;
        const Value *patterns = value_get_sv(frame->runbook->allow, key);
        if (patterns && patterns->kind == VALUE_LIST && listed(*patterns, host, what)) continue;
        *reason = sv_format(arena, "%.*s is not among allow.%.*s of %.*s", SV_ARG(said),
                            SV_ARG(key), SV_ARG(frame->runbook->path));
        return false;
    }
    return true;
}
