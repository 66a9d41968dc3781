// Which ways a runbook's `allow` permits: nobody verifies who answers, a proxy stands in between.
#include "plan/plan.h"

// A host may be named with or without its port.
static bool matches(Sv pattern, Sv host) {
    size_t colon = host.len;
    while (colon > 0 && host.at[colon - 1] != ':')
        colon--;
    return sv_matches(pattern, host) ||
           (colon > 0 && sv_matches(pattern, sv_slice(host, 0, colon - 1)));
}

bool runbook_allows_way(const Runbook *runbook, const Caution *caution) {
    if (!runbook->has_allow || !caution->bound) return true;
    Value patterns = value_field(runbook->allow, caution->bound);
    // Whoever is not known yet may be one of them, if there are any.
    if (caution->whom.len == 0) return value_count(patterns) > 0;
    for (size_t i = 0; i < value_count(patterns); i++)
        if (matches(value_text(value_item(patterns, i)), caution->whom)) return true;
    return false;
}

Sv way_refusal(Arena *arena, const Runbook *runbook, const Caution *caution) {
    bool proxy = sv_eq_c(sv_from_c(caution->bound), BOUND_PROXIES);
    if (caution->whom.len == 0)
        return sv_format(arena, "%.*s, and allow.%s of %.*s lists nobody", SV_ARG(caution->text),
                         caution->bound, SV_ARG(runbook->path));
    return sv_format(arena, "%.*s%s'%.*s' is not among allow.%s of %.*s",
                     proxy ? 0 : (int)caution->text.len, caution->text.at,
                     proxy ? "the proxy " : ", and ", SV_ARG(caution->whom), caution->bound,
                     SV_ARG(runbook->path));
}
