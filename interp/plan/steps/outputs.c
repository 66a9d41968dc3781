#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEP] = "outputs are computed when all steps are over",
    [SCOPE_SECRETS] = "an output is read by another runbook, which has secrets of its own",
};

void outputs_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "outputs")) return;
    Runbook *runbook = loader->runbook;
    runbook->outputs = arena_new_array(loader->arena, Output, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(loader, pair->key->text, pair->key->span, "an output's name")) continue;
        if (scope_reserved(pair->key->text) ||
            step_has_result(loader->load->registry, pair->key->text)) {
            diag_add(loader->diags, DIAG_SHADOWED, pair->key->span,
                     "an output cannot be called '%.*s': the name means something else already",
                     SV_ARG(pair->key->text));
            continue;
        }
        Output *output = &runbook->outputs[runbook->output_count];
        *output = (Output){.name = pair->key->text, .span = pair->key->span};
        const CelNames *names = scope_names(&loader->scope, (ScopeReader){.without = without});
        if (!expr_read(loader, pair->value, "an output", names, cel_type(CEL_TYPE_DYN),
                       &output->expr))
            continue;
        output->range = cel_range(loader->arena, &output->expr.program, &output->expr.names, false);
        runbook->output_count++;
    }
}
