// A YAML document as a tree of nodes with byte-exact spans, read by libyaml's events under a strict
// profile (docs/LANGUAGE.md): no tags, anchors, aliases, merge keys, second documents,
// duplicate keys; depth and size capped. Scalars keep the very characters that were written; typing
// them is the reader's business (see scalar.h).
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "diag/diag.h"

typedef enum NodeKind { NODE_SCALAR, NODE_LIST, NODE_MAP } NodeKind;

typedef enum ScalarStyle {
    SCALAR_PLAIN,
    SCALAR_SINGLE,  // '…'
    SCALAR_DOUBLE,  // "…"
    SCALAR_LITERAL, // |
    SCALAR_FOLDED   // >
} ScalarStyle;

typedef struct Node Node;

typedef struct NodePair {
    Node *key; // always a scalar
    Node *value;
} NodePair;

struct Node {
    uint8_t kind;   // NodeKind
    uint8_t style;  // ScalarStyle, of a scalar
    bool flow;      // a list or map written with [ ] or { }
    bool in_flow;   // it is within [ ] or { }
    bool broken;    // its problem has been reported: later checks ignore it
    uint32_t count; // items or pairs
    Span span;      // the whole node as written, quotes and block header included
    Sv text;        // of a scalar: decoded
    union {
        Node **items;    // of a list
        NodePair *pairs; // of a map, in order
    };
};

// Reads one document and reports all errors that can be found to `diags`. NULL if no tree could be
// made. A tree may be returned despite errors, so that later checks can add theirs; diags_failed
// says whether it may be used.
Node *yaml_read(Arena *arena, const Source *source, Diags *diags);

// The value; NULL if the key is not there.
Node *node_get(const Node *map, Sv key);
const NodePair *node_pair(const Node *map, Sv key);
// "a list", "a map", "text", "nothing", for messages.
const char *node_kind_name(const Node *node);
// The source map of a scalar's text, made on demand, since few are needed.
SpanMap node_map(Arena *arena, const Node *scalar);
// The place of the bytes [from, to) of a scalar's text.
Span node_span(Arena *arena, const Node *scalar, size_t from, size_t to);
// True for an empty plain scalar (`key:` with nothing after it).
bool node_is_nothing(const Node *node);

#endif
