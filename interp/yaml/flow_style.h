// Flow collections in the form that their author meant.
#ifndef YAML_FLOW_STYLE_H
#define YAML_FLOW_STYLE_H

#include "base/arena.h"
#include "base/sv.h"

// Quotes the values in `{ that: x[0] == 1, level: should }` that YAML would cut. False if the text
// is not a flow collection, or nothing has to be quoted.
MUST_USE bool flow_rewrite(Arena *arena, Sv text, Sv *out);

#endif
