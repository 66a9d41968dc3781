#include "inputs/node_value.h"
#include "yaml/scalar.h"

static bool scalar_value(Arena *arena, const Node *node, Value *out, const Node **at, Sv *error) {
    CoreValue core = scalar_core(arena, node);
    switch (core.kind) {
    case CORE_NULL: *out = value_null(); return true;
    case CORE_BOOL: *out = value_bool(core.boolean); return true;
    case CORE_INT: *out = value_int(core.integer); return true;
    case CORE_DOUBLE: *out = value_double(core.number); return true;
    case CORE_TEXT: *out = value_string(node->text); return true;
    case CORE_BIG:
        if (value_decimal(arena, node->text, out)) return true;
        break;
    case CORE_AMBIGUOUS: break;
    }
    *at = node;
    *error = sv_format(
        arena, "'%.*s' is read differently by different tools: quote it, or write it plainly",
        SV_ARG(node->text));
    return false;
}

bool node_value(Arena *arena, const Node *node, Value *out, const Node **at, Sv *error) {
    if (node->kind == NODE_SCALAR) return scalar_value(arena, node, out, at, error);
    ListBuilder items = list_builder(arena);
    MapBuilder entries = map_builder(arena);
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *inner = node->kind == NODE_LIST ? node->items[i] : node->pairs[i].value;
        Value value;
        if (!node_value(arena, inner, &value, at, error)) return false;
        if (node->kind == NODE_LIST)
            list_add(&items, value);
        else
            map_add_sv(&entries, node->pairs[i].key->text, value);
    }
    *out = node->kind == NODE_LIST ? list_done(&items) : map_done(&entries);
    return true;
}
