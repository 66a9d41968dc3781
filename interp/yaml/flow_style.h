// Flow collections as their author meant them.
#ifndef YAML_FLOW_STYLE_H
#define YAML_FLOW_STYLE_H

#include "base/arena.h"
#include "base/sv.h"

// `{ that: x[0] == 1, level: should }` with the values that YAML would cut in quotes. False where
// the text is no flow collection, or nothing is to be quoted.
MUST_USE bool flow_rewrite(Arena *arena, Sv text, Sv *out);

#endif
