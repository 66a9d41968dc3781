// The compiled form of a JSON Schema, shared by its reader (jsonschema_read.c, jsonschema_refs.c),
// the table of keywords (jsonschema_keywords.c) and the checks (jsonschema_check.c,
// jsonschema_assert.c, jsonschema_apply.c).
#ifndef JSONSCHEMA_JSONSCHEMA_NODE_H
#define JSONSCHEMA_JSONSCHEMA_NODE_H

#include "base/map.h"
#include "jsonschema/jsonschema.h"
#include "match/work.h"

typedef struct SchemaNode SchemaNode;
typedef struct SchemaRule SchemaRule;
typedef struct SchemaFrame SchemaFrame;

// A part of the document with an identity of its own ($id).
typedef struct SchemaResource {
    Sv uri;         // absolute, without fragment
    Sv path;        // where it begins: "#" or "#/$defs/x"
    SvMap anchors;  // name → SchemaNode, $anchor and $dynamicAnchor alike
    SvMap dynamics; // name → SchemaNode, $dynamicAnchor only
} SchemaResource;

// What a keyword's own value must be.
typedef enum SchemaShape {
    SHAPE_ANY,
    SHAPE_TEXT,
    SHAPE_BOOL,
    SHAPE_NUMBER,
    SHAPE_POSITIVE,   // a number over 0
    SHAPE_COUNT,      // a whole number, not negative
    SHAPE_LIST,       // any items
    SHAPE_TEXTS,      // a list of texts
    SHAPE_TEXTS_MAP,  // a map to lists of texts
    SHAPE_TYPES,      // a type's name or a list of them
    SHAPE_REGEX,      // a regular expression
    SHAPE_SCHEMA,     // one schema
    SHAPE_SCHEMAS,    // a list of at least one
    SHAPE_SCHEMA_MAP, // a map to schemas
    SHAPE_REGEX_MAP   // a map from regular expressions to schemas
} SchemaShape;

typedef bool SchemaCheck(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds);

// A row of the table; rules are checked in the table's order.
typedef struct SchemaKeyword {
    const char *name;
    SchemaShape shape;
    SchemaCheck *check; // NULL: an annotation, or read by another keyword's check
    bool harmless;      // only an annotation: a similar word is no mistake worth refusing
} SchemaKeyword;

extern const SchemaKeyword schema_keywords[];
extern const uint32_t schema_keyword_count;

// A keyword in a schema.
struct SchemaRule {
    const SchemaKeyword *keyword;
    Value value;              // as written
    const SchemaNode **nodes; // the schemas of a schema, a list or a map, in order
    const Regex **regexes;    // of a regex (one) or a map from them, in order
    uint32_t count;           // of nodes; of regexes where there are no nodes
    const SchemaNode *target; // of $ref and $dynamicRef
    Sv dynamic; // for a $dynamicRef that follows the dynamic scope: the name of the anchor
};

struct SchemaNode {
    Sv path;                        // "#/properties/a"
    const SchemaResource *resource; // the resource it is in
    bool is_bool;                   // true or false, without rules
    bool allows;                    // what true and false say
    bool is_metaschema;             // stands for the 2020-12 metaschema: the value must be a schema
    SchemaRule *rules;              // in the table's order
    uint32_t count;
};

struct Schema {
    const SchemaNode *root;
    bool tracks; // has unevaluatedItems or unevaluatedProperties, so what was evaluated is recorded
};

// The rule of a keyword in the same schema; NULL where it is not there.
const SchemaRule *schema_rule(const SchemaNode *node, const char *keyword);

// ── reading ──

typedef struct SchemaReader {
    Arena *arena;
    SvMap nodes;     // path → SchemaNode, in order of reading
    SvMap resources; // URI → SchemaResource
    Value document;
    uint32_t depth;
    bool tracks;
    Sv error; // the first one; empty = none
} SchemaReader;

bool schema_fail(SchemaReader *reader, Sv path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Reads a schema and everything in it. A path that was read before gives the same node again.
MUST_USE bool schema_read(SchemaReader *reader, Value source, Sv path, SchemaResource *resource,
                          SchemaNode **out);
Sv schema_path(Arena *arena, Sv path, Sv key);
// Records $id, $anchor and $dynamicAnchor of a schema; *resource is replaced if an $id begins a new
// one.
bool schema_identify(SchemaReader *reader, Value source, SchemaNode *node,
                     SchemaResource **resource);
SchemaResource *schema_new_resource(SchemaReader *reader, Sv uri, Sv path);
// Finds the targets of all references, and reads what only a reference leads to.
bool schema_resolve(SchemaReader *reader);
// Compiles a regular expression of JSON Schema (ECMA-262) with PCRE2.
Regex *schema_regex(Arena *arena, Sv pattern, Sv *error);

// ── checking ──

// Where in the value: a chain towards its root.
typedef struct SchemaPlace {
    const struct SchemaPlace *parent;
    Value key; // name or index
} SchemaPlace;

// The resources entered on the way, innermost first.
typedef struct SchemaScope {
    const struct SchemaScope *outer;
    const SchemaResource *resource;
} SchemaScope;

// What one whole check shares.
typedef struct SchemaRun {
    Work *work;
    const Schema *schema;
    SchemaErrors *errors; // NULL: not asked for
    uint32_t quiet;       // within anyOf, not and the like: a mismatch is no error yet
    uint32_t depth;
} SchemaRun;

// One schema applied to one value.
struct SchemaFrame {
    SchemaRun *run;
    const SchemaNode *node;
    const SchemaPlace *place;
    const SchemaScope *scope;
    bool *seen; // for each item or entry: some schema evaluated it; NULL if not tracked
};

// Applies a schema to the frame's own value; what it evaluated counts if it holds.
bool schema_in_place(SchemaFrame *frame, const SchemaNode *node, Value value, bool *holds);
// Applies a schema to an item or entry.
bool schema_below(SchemaFrame *frame, const SchemaNode *node, Value key, Value value, bool *holds);
void schema_saw(SchemaFrame *frame, size_t index);
// Records a mismatch of the rule (unless quiet).
void schema_error(SchemaFrame *frame, const SchemaRule *rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// False if the first mismatch settles everything.
bool schema_goes_on(const SchemaFrame *frame);
bool schema_is_integer(Value value);

// One for each keyword that checks something; see jsonschema_keywords.c.
SchemaCheck schema_check_ref, schema_check_dynamic_ref;
SchemaCheck schema_check_type, schema_check_enum, schema_check_const;
SchemaCheck schema_check_multiple_of, schema_check_maximum, schema_check_exclusive_maximum,
    schema_check_minimum, schema_check_exclusive_minimum;
SchemaCheck schema_check_max_length, schema_check_min_length, schema_check_pattern;
SchemaCheck schema_check_max_items, schema_check_min_items, schema_check_unique_items;
SchemaCheck schema_check_max_properties, schema_check_min_properties, schema_check_required,
    schema_check_dependent_required;
SchemaCheck schema_check_all_of, schema_check_any_of, schema_check_one_of, schema_check_not,
    schema_check_if, schema_check_dependent_schemas;
SchemaCheck schema_check_prefix_items, schema_check_items, schema_check_contains,
    schema_check_unevaluated_items;
SchemaCheck schema_check_properties, schema_check_pattern_properties,
    schema_check_additional_properties, schema_check_property_names,
    schema_check_unevaluated_properties;

#endif
