#include "yaml/node.h"
#include "yaml/yaml_internal.h"

const NodePair *node_pair(const Node *map, Sv key) {
    if (!map || map->kind != NODE_MAP) return NULL;
    for (uint32_t i = 0; i < map->count; i++)
        if (sv_eq(map->pairs[i].key->text, key)) return &map->pairs[i];
    return NULL;
}

Node *node_get(const Node *map, Sv key) {
    const NodePair *pair = node_pair(map, key);
    return pair ? pair->value : NULL;
}

bool node_is_nothing(const Node *node) {
    return node->kind == NODE_SCALAR && node->style == SCALAR_PLAIN && node->text.len == 0;
}

const char *node_kind_name(const Node *node) {
    if (node->kind == NODE_LIST) return "a list";
    if (node->kind == NODE_MAP) return "a map";
    return node_is_nothing(node) ? "nothing" : "text";
}

SpanMap node_map(Arena *arena, const Node *scalar) {
    return scalar_map(arena, scalar->span, (ScalarStyle)scalar->style, scalar->in_flow,
                      scalar->text);
}

Span node_span(Arena *arena, const Node *scalar, size_t from, size_t to) {
    SpanMap map = node_map(arena, scalar);
    return spanmap_span(&map, from, to);
}
