// Reads a JSON Schema document into nodes and rules: the shape of every keyword is checked here.
#include "base/limits.h"
#include "jsonschema/jsonschema_node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool schema_fail(SchemaReader *reader, Sv path, const char *format, ...) {
    if (reader->error.len > 0) return false;
    char text[400];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    reader->error = sv_format(reader->arena, "%.*s: %.*s", SV_ARG(path), (int)len, text);
    return false;
}

Sv schema_path(Arena *arena, Sv path, Sv key) {
    BUF_AUTO Buf text = buf_new(path.len + key.len * 2 + 2);
    buf_add(&text, path);
    buf_add_char(&text, '/');
    for (size_t i = 0; i < key.len; i++) {
        if (key.at[i] == '~')
            buf_add_c(&text, "~0");
        else if (key.at[i] == '/')
            buf_add_c(&text, "~1");
        else
            buf_add_char(&text, key.at[i]);
    }
    return buf_keep(&text, arena);
}

static Sv item_path(Arena *arena, Sv path, size_t index) {
    return sv_format(arena, "%.*s/%zu", SV_ARG(path), index);
}

const SchemaRule *schema_rule(const SchemaNode *node, const char *keyword) {
    for (uint32_t i = 0; i < node->count; i++) {
        if (strcmp(node->rules[i].keyword->name, keyword) == 0) return &node->rules[i];
    }
    return NULL;
}

// ── shapes ──

static bool is_text_list(Value value) {
    if (value.kind != VALUE_LIST) return false;
    for (size_t i = 0; i < value_count(value); i++) {
        if (value_item(value, i).kind != VALUE_STRING) return false;
    }
    return true;
}

static bool is_type_name(Value value) {
    static const char *const names[] = {"null",   "boolean", "object", "array",
                                        "number", "string",  "integer"};
    for (size_t i = 0; value.kind == VALUE_STRING && i < sizeof names / sizeof *names; i++) {
        if (sv_eq_c(value_text(value), names[i])) return true;
    }
    return false;
}

static bool are_types(Value value) {
    if (value.kind != VALUE_LIST) return is_type_name(value);
    for (size_t i = 0; i < value_count(value); i++) {
        if (!is_type_name(value_item(value, i))) return false;
    }
    return value_count(value) > 0;
}

static bool are_text_lists(Value value) {
    if (value.kind != VALUE_MAP) return false;
    for (size_t i = 0; i < value_count(value); i++) {
        if (!is_text_list(value_at(value, i))) return false;
    }
    return true;
}

static bool at_least(Value value, int64_t least, bool itself) {
    int order = 0;
    if (!value_is_number(value) || !value_compare(value, value_int(least), &order)) return false;
    return order > 0 || (itself && order == 0);
}

// What the shape requires, or NULL if the value has it.
static const char *missing_shape(SchemaShape shape, Value value) {
    switch (shape) {
    case SHAPE_ANY: return NULL;
    case SHAPE_TEXT:
    case SHAPE_REGEX: return value.kind == VALUE_STRING ? NULL : "a string";
    case SHAPE_BOOL: return value.kind == VALUE_BOOL ? NULL : "true or false";
    case SHAPE_NUMBER: return value_is_number(value) ? NULL : "a number";
    case SHAPE_POSITIVE: return at_least(value, 0, false) ? NULL : "a number greater than 0";
    case SHAPE_COUNT:
        return at_least(value, 0, true) && schema_is_integer(value)
                   ? NULL
                   : "a whole number that is not negative";
    case SHAPE_LIST: return value.kind == VALUE_LIST ? NULL : "a list";
    case SHAPE_TEXTS: return is_text_list(value) ? NULL : "a list of strings";
    case SHAPE_TEXTS_MAP: return are_text_lists(value) ? NULL : "a map to lists of strings";
    case SHAPE_TYPES:
        return are_types(value)
                   ? NULL
                   : "null, boolean, object, array, number, string, integer or a list of them";
    case SHAPE_SCHEMA:
        return value.kind == VALUE_MAP || value.kind == VALUE_BOOL
                   ? NULL
                   : "a schema: a map, true or false";
    case SHAPE_SCHEMAS:
        return value.kind == VALUE_LIST && value_count(value) > 0 ? NULL
                                                                  : "a list of at least one schema";
    case SHAPE_SCHEMA_MAP: return value.kind == VALUE_MAP ? NULL : "a map to schemas";
    case SHAPE_REGEX_MAP:
        return value.kind == VALUE_MAP ? NULL : "a map from regular expressions to schemas";
    }
    return NULL;
}

// ── rules ──

static bool add_regex(SchemaReader *reader, Sv path, Sv pattern, const Regex **out) {
    Sv error = {0};
    *out = schema_regex(reader->arena, pattern, &error);
    if (*out != NULL) return true;
    return schema_fail(reader, path, "bad regular expression: %.*s", SV_ARG(error));
}

static bool read_one(SchemaReader *reader, Value source, Sv path, SchemaResource *resource,
                     SchemaRule *rule, uint32_t index) {
    SchemaNode *node = NULL;
    if (!schema_read(reader, source, path, resource, &node)) return false;
    rule->nodes[index] = node;
    return true;
}

static bool read_parts(SchemaReader *reader, Sv path, SchemaResource *resource, SchemaRule *rule) {
    Value value = rule->value;
    bool is_list = rule->keyword->shape == SHAPE_SCHEMAS,
         is_one = rule->keyword->shape == SHAPE_SCHEMA;
    rule->count = is_one ? 1 : (uint32_t)value_count(value);
    rule->nodes = arena_new_array(reader->arena, const SchemaNode *, rule->count);
    if (is_one) return read_one(reader, value, path, resource, rule, 0);
    bool regexes = rule->keyword->shape == SHAPE_REGEX_MAP;
    if (regexes) rule->regexes = arena_new_array(reader->arena, const Regex *, rule->count);
    for (uint32_t i = 0; i < rule->count; i++) {
        Sv key = is_list ? SV("") : value_text(value_key(value, i));
        Sv at = is_list ? item_path(reader->arena, path, i) : schema_path(reader->arena, path, key);
        if (regexes && !add_regex(reader, at, key, &rule->regexes[i])) return false;
        Value source = is_list ? value_item(value, i) : value_at(value, i);
        if (!read_one(reader, source, at, resource, rule, i)) return false;
    }
    return true;
}

static bool read_rule(SchemaReader *reader, Sv path, SchemaResource *resource, SchemaRule *rule) {
    switch (rule->keyword->shape) {
    case SHAPE_SCHEMA:
    case SHAPE_SCHEMAS:
    case SHAPE_SCHEMA_MAP:
    case SHAPE_REGEX_MAP: return read_parts(reader, path, resource, rule);
    case SHAPE_REGEX:
        rule->count = 1;
        rule->regexes = arena_new_array(reader->arena, const Regex *, 1);
        return add_regex(reader, path, value_text(rule->value), &rule->regexes[0]);
    default: return true;
    }
}

// Keywords of older drafts, which this draft ignores: a schema that relies on them would check
// nothing.
static const char *const former[][2] = {
    {"dependencies", "dependentRequired or dependentSchemas"},
    {"additionalItems", "items beside prefixItems"},
    {"$recursiveRef", "$dynamicRef"},
    {"$recursiveAnchor", "$dynamicAnchor"},
    {"divisibleBy", "multipleOf"},
    {"disallow", "not"},
};

static bool refuse_former(SchemaReader *reader, Sv path, Sv word) {
    for (size_t i = 0; i < sizeof former / sizeof *former; i++) {
        if (!sv_eq_c(word, former[i][0])) continue;
        return schema_fail(reader, path, "'%s' is a keyword of an older draft; write %s",
                           former[i][0], former[i][1]);
    }
    return true;
}

// A misspelled keyword would silently check nothing.
static bool refuse_near_miss(SchemaReader *reader, Sv path, Sv word) {
    Sv near = {0};
    for (uint32_t i = 0; i < schema_keyword_count && near.len == 0; i++) {
        Sv name = sv_from_c(schema_keywords[i].name);
        if (schema_keywords[i].harmless) continue;
        bool close = name.len >= 5 && sv_distance(word, name) <= (name.len >= 7 ? 2u : 1u);
        if (close || sv_eq_nocase(word, name)) near = name;
    }
    if (near.len == 0) return true;
    return schema_fail(reader, path, "no keyword '%.*s'; did you mean '%.*s'?", SV_ARG(word),
                       SV_ARG(near));
}

static const SchemaKeyword *keyword_of(Sv name) {
    for (uint32_t i = 0; i < schema_keyword_count; i++) {
        if (sv_eq_c(name, schema_keywords[i].name)) return &schema_keywords[i];
    }
    return NULL;
}

static bool check_words(SchemaReader *reader, Value source, Sv path) {
    for (size_t i = 0; i < value_count(source); i++) {
        Value key = value_key(source, i);
        if (key.kind != VALUE_STRING)
            return schema_fail(reader, path, "the keywords of a schema are strings");
        Sv word = value_text(key);
        const SchemaKeyword *keyword = keyword_of(word);
        if (keyword == NULL) {
            if (!refuse_former(reader, path, word) || !refuse_near_miss(reader, path, word))
                return false;
            continue;
        }
        const char *missing = missing_shape(keyword->shape, value_at(source, i));
        if (missing == NULL) continue;
        return schema_fail(reader, schema_path(reader->arena, path, word), "%s must be %s, not %s",
                           keyword->name, missing,
                           value_kind_name((ValueKind)value_at(source, i).kind));
    }
    return true;
}

static bool read_rules(SchemaReader *reader, Value source, SchemaNode *node,
                       SchemaResource *resource) {
    uint32_t known = 0;
    for (size_t i = 0; i < value_count(source); i++) {
        if (keyword_of(value_text(value_key(source, i))) != NULL) known++;
    }
    node->rules = arena_new_array(reader->arena, SchemaRule, known);
    for (uint32_t i = 0; i < schema_keyword_count; i++) {
        const Value *value = value_get_c(source, schema_keywords[i].name);
        if (value == NULL) continue;
        // Only counted once it is complete, so that readers of a schema in progress find whole
        // rules.
        SchemaRule *rule = &node->rules[node->count];
        *rule = (SchemaRule){.keyword = &schema_keywords[i], .value = *value};
        Sv path = schema_path(reader->arena, node->path, sv_from_c(schema_keywords[i].name));
        if (!read_rule(reader, path, resource, rule)) return false;
        node->count++;
        if (sv_starts(sv_from_c(schema_keywords[i].name), SV("unevaluated"))) reader->tracks = true;
    }
    return true;
}

static bool read_map(SchemaReader *reader, Value source, SchemaNode *node,
                     SchemaResource *resource) {
    if (!check_words(reader, source, node->path)) return false;
    if (!schema_identify(reader, source, node, &resource)) return false;
    node->resource = resource;
    return read_rules(reader, source, node, resource);
}

bool schema_read(SchemaReader *reader, Value source, Sv path, SchemaResource *resource,
                 SchemaNode **out) {
    SchemaNode *known = svmap_get(&reader->nodes, path);
    if (known != NULL) {
        *out = known;
        return true;
    }
    if (reader->depth >= LIMIT_SCHEMA_DEPTH || arena_exhausted(reader->arena)) {
        return schema_fail(reader, path, "the schema is nested more than %d levels deep",
                           LIMIT_SCHEMA_DEPTH);
    }
    const char *missing = missing_shape(SHAPE_SCHEMA, source);
    if (missing != NULL) return schema_fail(reader, path, "expected %s", missing);
    SchemaNode *node = arena_new_of(reader->arena, SchemaNode);
    node->path = path;
    node->resource = resource;
    node->is_bool = source.kind == VALUE_BOOL;
    node->allows = node->is_bool && source.boolean;
    svmap_add(&reader->nodes, path, node);
    reader->depth++;
    bool good = node->is_bool || read_map(reader, source, node, resource);
    reader->depth--;
    *out = node;
    return good;
}

Schema *schema_compile(Arena *arena, Value document, Sv *error) {
    SchemaReader reader = {.arena = arena, .document = document};
    reader.nodes = svmap_new(arena);
    reader.resources = svmap_new(arena);
    // A made-up URI, so that relative references have a base.
    SchemaResource *resource = schema_new_resource(&reader, SV("schema:///"), SV("#"));
    SchemaNode *root = NULL;
    if (!schema_read(&reader, document, SV("#"), resource, &root) || !schema_resolve(&reader)) {
        *error = reader.error;
        return NULL;
    }
    Schema *schema = arena_new_of(arena, Schema);
    *schema = (Schema){.root = root, .tracks = reader.tracks};
    return schema;
}
