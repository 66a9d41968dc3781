// Detects schemas that demand nothing: {}, only annotations, and keywords that every value
// satisfies.
#include "jsonschema/jsonschema_node.h"

enum { DEPTH = 16 }; // nesting of schemas, and of references

static bool asks_nothing(const SchemaNode *node, int depth);

static bool all_ask_nothing(const SchemaRule *rule, int depth) {
    for (uint32_t i = 0; i < rule->count; i++)
        if (!asks_nothing(rule->nodes[i], depth)) return false;
    return true;
}

static bool one_asks_nothing(const SchemaRule *rule, int depth) {
    for (uint32_t i = 0; i < rule->count; i++)
        if (asks_nothing(rule->nodes[i], depth)) return true;
    return false;
}

static bool has_text(Value list, const char *text) {
    for (size_t i = 0; list.kind == VALUE_LIST && i < value_count(list); i++)
        if (sv_eq_c(value_text(value_item(list, i)), text)) return true;
    return false;
}

static bool names_all_types(Value types) {
    static const char *const all[] = {"null", "boolean", "object", "array", "string", "number"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!has_text(types, all[i])) return false;
    return true;
}

static bool is_zero(Value value) {
    int order = 1;
    return value_compare(value, value_int(0), &order) && order <= 0;
}

static bool rule_asks_nothing(const SchemaRule *rule, int depth) {
    static SchemaCheck *const parts[] = {
        schema_check_properties,
        schema_check_pattern_properties,
        schema_check_items,
        schema_check_additional_properties,
        schema_check_prefix_items,
        schema_check_property_names,
        schema_check_dependent_schemas,
        schema_check_all_of,
        schema_check_unevaluated_items,
        schema_check_unevaluated_properties,
    };
    SchemaCheck *check = rule->keyword->check;
    if (check == NULL) return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (check == parts[i]) return all_ask_nothing(rule, depth);
    if (check == schema_check_any_of) return one_asks_nothing(rule, depth);
    if (check == schema_check_ref) return rule->target && asks_nothing(rule->target, depth);
    if (check == schema_check_type) return names_all_types(rule->value);
    if (check == schema_check_required || check == schema_check_dependent_required)
        return value_count(rule->value) == 0;
    bool count = check == schema_check_min_items || check == schema_check_min_length ||
                 check == schema_check_min_properties;
    return count && is_zero(rule->value);
}

static bool asks_nothing(const SchemaNode *node, int depth) {
    if (node->is_bool) return node->allows;
    if (node->is_metaschema || depth >= DEPTH) return false;
    for (uint32_t i = 0; i < node->count; i++)
        if (!rule_asks_nothing(&node->rules[i], depth + 1)) return false;
    return true;
}

SchemaAsks schema_asks(const Schema *schema) {
    const SchemaNode *root = schema->root;
    if (root->is_bool && !root->allows) return SCHEMA_ASKS_TOO_MUCH;
    return asks_nothing(root, 0) ? SCHEMA_ASKS_NOTHING : SCHEMA_ASKS_SOMETHING;
}
