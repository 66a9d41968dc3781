// A YAML node as a value, for data whose scalars have no declared type.
#ifndef INPUTS_NODE_VALUE_H
#define INPUTS_NODE_VALUE_H

#include "value/value.h"
#include "yaml/node.h"

// False with *error, and the node at fault in *at.
MUST_USE bool node_value(Arena *arena, const Node *node, Value *out, const Node **at, Sv *error);

#endif
