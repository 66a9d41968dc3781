// The keywords of JSON Schema that apply other schemas: to the value itself, to items, to
// properties.
#include "jsonschema/jsonschema_node.h"

// ── to the value itself ──

bool schema_check_all_of(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    for (uint32_t i = 0; i < rule->count; i++) {
        bool good = false;
        if (!schema_in_place(frame, rule->nodes[i], value, &good)) return false;
        *holds = *holds && good;
        if (!good && !schema_goes_on(frame)) return true;
    }
    return true;
}

// How many of the schemas hold; all are applied if it matters what they evaluate.
static bool count_holding(SchemaFrame *frame, const SchemaRule *rule, Value value, uint32_t enough,
                          uint32_t *out) {
    *out = 0;
    frame->run->quiet++;
    bool done = true;
    for (uint32_t i = 0; done && i < rule->count && (*out < enough || frame->seen != NULL); i++) {
        bool good = false;
        done = schema_in_place(frame, rule->nodes[i], value, &good);
        if (good) ++*out;
    }
    frame->run->quiet--;
    return done;
}

bool schema_check_any_of(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    uint32_t holding = 0;
    if (!count_holding(frame, rule, value, 1, &holding)) return false;
    *holds = holding > 0;
    if (!*holds) schema_error(frame, rule, "none of the %u schemas holds", rule->count);
    return true;
}

bool schema_check_one_of(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    uint32_t holding = 0;
    if (!count_holding(frame, rule, value, 2, &holding)) return false;
    *holds = holding == 1;
    if (holding == 0) schema_error(frame, rule, "none of the %u schemas holds", rule->count);
    if (holding > 1)
        schema_error(frame, rule, "more than one of the %u schemas holds", rule->count);
    return true;
}

static bool holds_quietly(SchemaFrame *frame, const SchemaNode *node, Value value, bool *holds) {
    frame->run->quiet++;
    bool done = schema_in_place(frame, node, value, holds);
    frame->run->quiet--;
    return done;
}

bool schema_check_not(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    bool good = false;
    // What the schema evaluated does not count, whether it holds or not.
    bool *seen = frame->seen;
    frame->seen = NULL;
    bool done = holds_quietly(frame, rule->nodes[0], value, &good);
    frame->seen = seen;
    if (!done) return false;
    *holds = !good;
    if (good) schema_error(frame, rule, "the schema holds that must not");
    return true;
}

bool schema_check_if(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    bool good = false;
    if (!holds_quietly(frame, rule->nodes[0], value, &good)) return false;
    const SchemaRule *next = schema_rule(frame->node, good ? "then" : "else");
    return next == NULL || schema_in_place(frame, next->nodes[0], value, holds);
}

bool schema_check_dependent_schemas(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                    bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (uint32_t i = 0; i < rule->count; i++) {
        bool good = true;
        if (value_get_sv(value, value_text(value_key(rule->value, i))) == NULL) continue;
        if (!schema_in_place(frame, rule->nodes[i], value, &good)) return false;
        *holds = *holds && good;
    }
    return true;
}

// ── to items ──

static bool apply_to_item(SchemaFrame *frame, const SchemaNode *node, Value list, size_t index,
                          bool *holds) {
    bool good = false;
    Value key = value_int((int64_t)index);
    if (!work_spend(frame->run->work, 1)) return false;
    if (!schema_below(frame, node, key, value_item(list, index), &good)) return false;
    schema_saw(frame, index);
    *holds = *holds && good;
    return true;
}

bool schema_check_prefix_items(SchemaFrame *frame, const SchemaRule *rule, Value value,
                               bool *holds) {
    if (value.kind != VALUE_LIST) return true;
    for (size_t i = 0; i < rule->count && i < value_count(value); i++) {
        if (!apply_to_item(frame, rule->nodes[i], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}

bool schema_check_items(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (value.kind != VALUE_LIST) return true;
    const SchemaRule *prefix = schema_rule(frame->node, "prefixItems");
    for (size_t i = prefix != NULL ? prefix->count : 0; i < value_count(value); i++) {
        if (!apply_to_item(frame, rule->nodes[0], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}

static bool within(const SchemaRule *bound, size_t count, bool at_most) {
    int order = 0;
    if (bound == NULL || !value_compare(value_int((int64_t)count), bound->value, &order))
        return true;
    return at_most ? order <= 0 : order >= 0;
}

bool schema_check_contains(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (value.kind != VALUE_LIST) return true;
    const SchemaRule *least = schema_rule(frame->node, "minContains");
    const SchemaRule *most = schema_rule(frame->node, "maxContains");
    size_t found = 0;
    frame->run->quiet++;
    bool done = true;
    for (size_t i = 0; done && i < value_count(value); i++) {
        bool good = false;
        done =
            work_spend(frame->run->work, 1) &&
            schema_below(frame, rule->nodes[0], value_int((int64_t)i), value_item(value, i), &good);
        if (!good) continue;
        found++;
        schema_saw(frame, i);
    }
    frame->run->quiet--;
    if (!done) return false;
    bool enough = least != NULL ? within(least, found, false) : found > 0;
    *holds = enough && within(most, found, true);
    if (!enough)
        schema_error(frame, least != NULL ? least : rule, "%zu items match, and more must", found);
    else if (!*holds)
        schema_error(frame, most, "%zu items match, and fewer must", found);
    return true;
}

bool schema_check_unevaluated_items(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                    bool *holds) {
    if (value.kind != VALUE_LIST) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        if (frame->seen != NULL && frame->seen[i]) continue;
        if (!apply_to_item(frame, rule->nodes[0], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}

// ── to properties ──

static bool apply_to_entry(SchemaFrame *frame, const SchemaNode *node, Value map, size_t index,
                           bool *holds) {
    bool good = false;
    if (!work_spend(frame->run->work, 1)) return false;
    if (!schema_below(frame, node, value_key(map, index), value_at(map, index), &good))
        return false;
    schema_saw(frame, index);
    *holds = *holds && good;
    return true;
}

static Sv name_at(Value map, size_t index) {
    Value key = value_key(map, index);
    return key.kind == VALUE_STRING ? value_text(key) : (Sv){0};
}

bool schema_check_properties(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        const Value *source = value_get_sv(rule->value, name_at(value, i));
        if (!work_spend(frame->run->work, 1)) return false;
        if (source == NULL) continue;
        // The schemas are in the order of the map's entries.
        size_t at = (size_t)(source - &rule->value.map->values[0]);
        if (!apply_to_entry(frame, rule->nodes[at], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}

bool schema_check_pattern_properties(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                     bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        for (uint32_t p = 0; p < rule->count; p++) {
            bool named = false;
            if (!work_matches(frame->run->work, rule->regexes[p], name_at(value, i), &named))
                return false;
            if (named && !apply_to_entry(frame, rule->nodes[p], value, i, holds)) return false;
            if (!*holds && !schema_goes_on(frame)) return true;
        }
    }
    return true;
}

// Whether `properties` or `patternProperties` of the same schema cover the name.
static bool is_named(SchemaFrame *frame, Sv name, bool *out) {
    const SchemaRule *properties = schema_rule(frame->node, "properties");
    const SchemaRule *patterns = schema_rule(frame->node, "patternProperties");
    *out = properties != NULL && value_get_sv(properties->value, name) != NULL;
    for (uint32_t p = 0; patterns != NULL && !*out && p < patterns->count; p++) {
        if (!work_matches(frame->run->work, patterns->regexes[p], name, out)) return false;
    }
    return true;
}

bool schema_check_additional_properties(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                        bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        bool named = false;
        if (!is_named(frame, name_at(value, i), &named)) return false;
        if (!named && !apply_to_entry(frame, rule->nodes[0], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}

bool schema_check_property_names(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                 bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        bool good = false;
        Value name = value_string(name_at(value, i));
        if (!work_spend(frame->run->work, 1)) return false;
        if (!schema_below(frame, rule->nodes[0], value_key(value, i), name, &good)) return false;
        *holds = *holds && good;
        if (!good && !schema_goes_on(frame)) return true;
    }
    return true;
}

bool schema_check_unevaluated_properties(SchemaFrame *frame, const SchemaRule *rule, Value value,
                                         bool *holds) {
    if (value.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(value); i++) {
        if (frame->seen != NULL && frame->seen[i]) continue;
        if (!apply_to_entry(frame, rule->nodes[0], value, i, holds)) return false;
        if (!*holds && !schema_goes_on(frame)) return true;
    }
    return true;
}
