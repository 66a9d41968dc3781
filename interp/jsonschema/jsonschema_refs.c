// Identities and references of a JSON Schema: $id, anchors, and what $ref and $dynamicRef lead to.
#include "base/ascii.h"
#include "base/num.h"
#include "jsonschema/jsonschema_node.h"
#include "jsonschema/jsonschema_uri.h"

#include <string.h>

#define METASCHEMA "https://json-schema.org/draft/2020-12/schema"

// ── identities ──

SchemaResource *schema_new_resource(SchemaReader *reader, Sv uri, Sv path) {
    SchemaResource *resource = arena_new_of(reader->arena, SchemaResource);
    *resource = (SchemaResource){.uri = uri,
                                 .path = path,
                                 .anchors = svmap_new(reader->arena),
                                 .dynamics = svmap_new(reader->arena)};
    svmap_set(&reader->resources, uri, resource);
    return resource;
}

// $schema names the draft; in another draft the same words would mean other things.
static bool check_draft(SchemaReader *reader, Value source, Sv path) {
    Sv draft = value_field_text(source, "$schema", SV(METASCHEMA));
    if (sv_ends(draft, SV("#"))) draft = sv_slice(draft, 0, draft.len - 1);
    if (sv_eq(draft, SV(METASCHEMA))) return true;
    return schema_fail(reader, path, "$schema names '%.*s', but only " METASCHEMA " is known",
                       SV_ARG(draft));
}

static bool is_anchor(Sv name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool start = ascii_is_letter(c) || c == '_';
        if (!start && (i == 0 || (!ascii_is_digit(c) && c != '-' && c != '.'))) return false;
    }
    return name.len > 0;
}

static bool add_anchor(SchemaReader *reader, SvMap *names, Sv name, SchemaNode *node) {
    if (!is_anchor(name))
        return schema_fail(reader, node->path, "'%.*s' is no name of an anchor", SV_ARG(name));
    if (svmap_add(names, name, node) || svmap_get(names, name) == node) return true;
    return schema_fail(reader, node->path, "the anchor '%.*s' is there twice", SV_ARG(name));
}

bool schema_identify(SchemaReader *reader, Value source, SchemaNode *node,
                     SchemaResource **resource) {
    if (!check_draft(reader, source, node->path)) return false;
    Sv id = value_field_text(source, "$id", (Sv){0});
    if (id.len > 0) {
        Sv uri = {0}, fragment = {0};
        uri_split(uri_resolve(reader->arena, (*resource)->uri, id), &uri, &fragment);
        if (fragment.len > 0)
            return schema_fail(reader, node->path, "$id has a fragment: use $anchor");
        SchemaResource *same = svmap_get(&reader->resources, uri);
        if (same != NULL && !sv_eq(same->path, node->path)) {
            return schema_fail(reader, node->path, "the $id '%.*s' is there twice", SV_ARG(uri));
        }
        *resource = schema_new_resource(reader, uri, node->path);
    }
    Sv anchor = value_field_text(source, "$anchor", (Sv){0});
    Sv dynamic = value_field_text(source, "$dynamicAnchor", (Sv){0});
    if (anchor.len > 0 && !add_anchor(reader, &(*resource)->anchors, anchor, node)) return false;
    if (dynamic.len == 0) return true;
    return add_anchor(reader, &(*resource)->anchors, dynamic, node) &&
           add_anchor(reader, &(*resource)->dynamics, dynamic, node);
}

// ── references ──

static Sv unescape(Arena *arena, Sv token) {
    BUF_AUTO Buf text = buf_new(token.len + 1);
    for (size_t i = 0; i < token.len; i++) {
        bool escape = token.at[i] == '~' && i + 1 < token.len &&
                      (token.at[i + 1] == '0' || token.at[i + 1] == '1');
        buf_add_char(&text, !escape ? token.at[i] : token.at[++i] == '0' ? '~' : '/');
    }
    return buf_keep(&text, arena);
}

// One step of a JSON pointer into a value.
static bool step(Value value, Sv token, Value *out) {
    const Value *found = value.kind == VALUE_MAP ? value_get_sv(value, token) : NULL;
    uint64_t index = 0;
    if (value.kind == VALUE_LIST && num_parse_u64(token, &index) && index < value_count(value)) {
        *out = value_item(value, index);
        return true;
    }
    if (found == NULL) return false;
    *out = *found;
    return true;
}

// Follows a pointer from `path` on. *resource becomes the innermost one with an $id on the way.
static bool follow(SchemaReader *reader, Value value, Sv *path, Sv pointer,
                   const SchemaResource **resource, Value *out) {
    Sv rest = pointer, token = {0};
    while (rest.len > 0) {
        rest = sv_slice(rest, 1, rest.len); // the slash
        size_t slash = sv_find_char(rest, '/', 0);
        token = unescape(reader->arena, sv_slice(rest, 0, slash));
        rest = slash == SV_NONE ? SV("") : sv_slice(rest, slash, rest.len);
        if (!step(value, token, &value)) return false;
        *path = schema_path(reader->arena, *path, token);
        const SchemaNode *node = svmap_get(&reader->nodes, *path);
        if (node != NULL) *resource = node->resource;
    }
    *out = value;
    return true;
}

static bool find_by_pointer(SchemaReader *reader, const SchemaResource *resource, Sv pointer,
                            SchemaNode **out) {
    Value start = reader->document, source = value_null();
    Sv path = SV("#"), whole = sv_slice(resource->path, 1, resource->path.len);
    const SchemaResource *within = resource;
    if (!follow(reader, start, &path, whole, &within, &start)) return false;
    if (!follow(reader, start, &path, pointer, &within, &source)) return false;
    if (source.kind != VALUE_MAP && source.kind != VALUE_BOOL) return false;
    return schema_read(reader, source, path, (SchemaResource *)(uintptr_t)within, out);
}

static SchemaNode *metaschema(SchemaReader *reader) {
    SchemaNode *node = arena_new_of(reader->arena, SchemaNode);
    node->path = SV(METASCHEMA);
    node->resource = schema_new_resource(reader, SV(METASCHEMA), SV("#"));
    node->is_metaschema = true;
    return node;
}

static bool not_found(SchemaReader *reader, const SchemaNode *node, Sv reference, Sv uri) {
    bool elsewhere = svmap_get(&reader->resources, uri) == NULL;
    return schema_fail(reader, node->path, "'%.*s' leads %s", SV_ARG(reference),
                       elsewhere
                           ? "to another document, and only references within this one are followed"
                           : "nowhere in this document");
}

static bool find_target(SchemaReader *reader, const SchemaNode *node, Sv reference,
                        SchemaNode **out, Sv *anchor) {
    Sv uri = {0}, raw = {0}, fragment = {0};
    uri_split(uri_resolve(reader->arena, node->resource->uri, reference), &uri, &raw);
    if (!uri_decode(reader->arena, raw, &fragment)) {
        return schema_fail(reader, node->path, "'%.*s' is not a URI reference", SV_ARG(reference));
    }
    const SchemaResource *resource = svmap_get(&reader->resources, uri);
    if (resource == NULL && sv_eq(uri, SV(METASCHEMA)) && fragment.len == 0) {
        *out = metaschema(reader);
        return true;
    }
    if (resource == NULL) return not_found(reader, node, reference, uri);
    if (fragment.len == 0 || fragment.at[0] == '/') {
        if (find_by_pointer(reader, resource, fragment, out)) return true;
        return reader->error.len > 0 ? false : not_found(reader, node, reference, uri);
    }
    *out = svmap_get(&resource->anchors, fragment);
    if (*out == NULL) return not_found(reader, node, reference, uri);
    if (svmap_get(&resource->dynamics, fragment) == *out) *anchor = fragment;
    return true;
}

bool schema_resolve(SchemaReader *reader) {
    // The target of a reference may only be read now, and may have references of its own.
    for (uint32_t i = 0; i < reader->nodes.count; i++) {
        SchemaNode *node = reader->nodes.entries[i].value;
        for (uint32_t r = 0; r < node->count; r++) {
            SchemaRule *rule = &node->rules[r];
            bool dynamic = strcmp(rule->keyword->name, "$dynamicRef") == 0;
            if (!dynamic && strcmp(rule->keyword->name, "$ref") != 0) continue;
            SchemaNode *target = NULL;
            Sv anchor = {0};
            if (!find_target(reader, node, value_text(rule->value), &target, &anchor)) return false;
            rule->target = target;
            if (dynamic) rule->dynamic = anchor;
        }
    }
    return true;
}
