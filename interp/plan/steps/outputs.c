#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEP] = "outputs are computed when all steps are over",
    [SCOPE_SECRETS] = "an output is read by another runbook, which has secrets of its own",
};

void outputs_read(Book *book, const Node *node) {
    if (!read_map(book, node, "outputs")) return;
    Runbook *runbook = book->runbook;
    runbook->outputs = arena_new_array(book->arena, Output, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(book, pair->key->text, pair->key->span, "an output's name")) continue;
        if (scope_reserved(pair->key->text) ||
            step_has_result(book->load->registry, pair->key->text)) {
            diag_add(book->diags, DIAG_SHADOWED, pair->key->span,
                     "an output cannot be called '%.*s': the name means something else already",
                     SV_ARG(pair->key->text));
            continue;
        }
        Output *output = &runbook->outputs[runbook->output_count];
        *output = (Output){.name = pair->key->text, .span = pair->key->span};
        const CelNames *names = scope_names(&book->scope, (Reader){.without = without});
        if (!expr_read(book, pair->value, "an output", names, cel_type(CEL_TYPE_DYN),
                       &output->expr))
            continue;
        output->range = cel_range(book->arena, &output->expr.program, &output->expr.names, false);
        runbook->output_count++;
    }
}
