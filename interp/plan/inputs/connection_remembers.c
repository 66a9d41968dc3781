// Whether a connection's memory holds something between steps.
#include "plan/plan.h"

static bool is_so_by(const Param *param, const ValueSource *source) {
    if (!source) return false;
    return param->kind != PARAM_TEXT_MAP ||
           (source->kind == SOURCE_CONSTANT && source->constant.kind == VALUE_STRING);
}

bool connection_remembers(const Connection *connection) {
    const ConnectionKind *kind = connection->kind;
    for (const char *const *name = kind->remembers_by; name && *name; name++)
        for (size_t i = 0; i < kind->param_count; i++)
            if (sv_eq_c(sv_from_c(kind->params[i].name), *name) &&
                is_so_by(&kind->params[i], connection->params[i]))
                return true;
    return false;
}
