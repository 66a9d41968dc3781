// Ways that are written out and that `allow` does not permit: a server that nobody verifies, a
// proxy in between. What is only known at run time is refused then.
#include "plan/read/known_param.h"
#include "plan/read/read.h"

// A place that takes a way: a connection, or a step.
typedef struct WayPlace {
    const Param *rows;
    size_t count;
    ValueSource *const *sources;
    Span span;
} WayPlace;

// The value that brings it, or all of the parameter that it stands in.
static Span place_of(const WayPlace *place, const Caution *caution) {
    for (size_t i = 0; caution->param && i < place->count; i++) {
        if (!sv_eq_c(sv_from_c(place->rows[i].name), caution->param) || !place->sources[i])
            continue;
        const ValueSource *source = place->sources[i];
        for (uint32_t k = 0; source->kind == SOURCE_MAP && k < source->count; k++)
            if (sv_eq_c(source->keys[k], caution->bound)) return first_line(source->items[k].span);
        return first_line(source->span);
    }
    return first_line(place->span);
}

// The whole list as it is to stand there, in one line.
static Sv list_with(Arena *arena, const Runbook *runbook, const Caution *caution) {
    Value listed = value_field(runbook->allow, caution->bound);
    Sv list = sv_format(arena, "%s: [", caution->bound);
    for (size_t i = 0; i < value_count(listed); i++)
        list = sv_format(arena, "%.*s'%.*s', ", SV_ARG(list),
                         SV_ARG(value_text(value_item(listed, i))));
    Sv whom = caution->whom.len ? sv_format(arena, "'%.*s'", SV_ARG(caution->whom)) : SV("…");
    return sv_format(arena, "%.*s%.*s]", SV_ARG(list), SV_ARG(whom));
}

static void check(RunbookLoader *loader, const WayPlace *place, const Cautions *cautions) {
    for (size_t i = 0; i < cautions->count; i++) {
        const Caution *caution = &cautions->items[i];
        for (const RunbookLoader *at = loader; at; at = at->outer) {
            if (runbook_allows_way(at->runbook, caution)) continue;
            Sv refusal = way_refusal(loader->load->scratch, at->runbook, caution);
            Diag *diag = diag_add(loader->diags, DIAG_NOT_ALLOWED, place_of(place, caution), "%.*s",
                                  SV_ARG(refusal));
            Sv list = list_with(loader->load->scratch, at->runbook, caution);
            diag_hint(loader->diags, diag, "if that is meant, write beneath allow:\n%.*s",
                      SV_ARG(list));
            break;
        }
    }
}

static void check_connection(RunbookLoader *loader, const Connection *connection) {
    const ConnectionKind *kind = connection->kind;
    Arena *scratch = loader->load->scratch;
    if (!kind->cautions || !connection->params) return;
    const ParamRows rows = {kind->params, kind->param_count, kind->params_size};
    const void *params = known_params(scratch, &rows, connection->params);
    Cautions cautions = {0};
    if (params) kind->cautions(params, NULL, scratch, &cautions);
    const WayPlace place = {kind->params, kind->param_count, connection->params, connection->span};
    check(loader, &place, &cautions);
}

static bool check_step(void *self, Step *step, const char *phase, uint32_t depth) {
    RunbookLoader *loader = self;
    Arena *scratch = loader->load->scratch;
    (void)phase;
    (void)depth;
    const Action *action = step->action;
    // An include was checked when it was read.
    if (step->runbook != loader->runbook) return false;
    if (!action || !action->cautions || !step->params) return true;
    const ConnectionKind *kind = step->via && step->via->params ? step->via->kind : NULL;
    const ParamRows rows = {action->params, action->param_count, action->params_size};
    const void *home = NULL, *params = known_params(scratch, &rows, step->params);
    if (kind) {
        const ParamRows of_kind = {kind->params, kind->param_count, kind->params_size};
        home = known_params(scratch, &of_kind, step->via->params);
    }
    Cautions cautions = {0};
    if (params) action->cautions(params, home, NULL, scratch, &cautions);
    const WayPlace place = {action->params, action->param_count, step->params, step->verb_span};
    check(loader, &place, &cautions);
    return true;
}

void ways_check(RunbookLoader *loader) {
    const RunbookLoader *bound = loader;
    while (bound && !bound->runbook->has_allow)
        bound = bound->outer;
    if (!bound) return;
    for (uint32_t i = 0; i < loader->runbook->connection_count; i++)
        check_connection(loader, &loader->runbook->connections[i]);
    plan_visit(loader->runbook, check_step, loader);
}
