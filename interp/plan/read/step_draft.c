#include "plan/read/step_draft.h"

const Node *draft_key(const StepDraft *draft, const char *key) {
    const NodePair *pair = node_pair(draft->node, sv_from_c(key));
    return pair ? pair->key : NULL;
}

const Node *draft_get(const StepDraft *draft, const char *key) {
    const NodePair *pair = node_pair(draft->node, sv_from_c(key));
    return pair ? pair->value : NULL;
}
