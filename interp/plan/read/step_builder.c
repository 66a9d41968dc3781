#include "plan/read/step_builder.h"

const Node *step_builder_key(const StepBuilder *builder, const char *key) {
    const NodePair *pair = node_pair(builder->node, sv_from_c(key));
    return pair ? pair->key : NULL;
}

const Node *step_builder_get(const StepBuilder *builder, const char *key) {
    const NodePair *pair = node_pair(builder->node, sv_from_c(key));
    return pair ? pair->value : NULL;
}

ScopeReader step_builder_reader(const StepBuilder *builder) {
    const Action *action = builder->step->action;
    uint64_t missing = builder->params ? action_missing_results(action, builder->params) : 0;
    return (ScopeReader){.action = action, .missing = missing};
}
