// Applies compiled schemas to values: places, scopes, evaluated items, and the wording of
// mismatches.
#include "base/limits.h"
#include "jsonschema/jsonschema_node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// ── mismatches ──

bool schema_goes_on(const SchemaFrame *frame) {
    const SchemaRun *run = frame->run;
    return run->quiet == 0 && run->errors != NULL && run->errors->count < LIMIT_SCHEMA_ERRORS;
}

static Sv place_text(Arena *arena, const SchemaPlace *place) {
    if (place == NULL) return SV("");
    Sv parent = place_text(arena, place->parent);
    if (place->key.kind == VALUE_STRING) return schema_path(arena, parent, value_text(place->key));
    return sv_format(arena, "%.*s/%lld", SV_ARG(parent), (long long)place->key.integer);
}

void schema_error(SchemaFrame *frame, const SchemaRule *rule, const char *format, ...) {
    if (!schema_goes_on(frame)) return;
    char text[400];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    Arena *arena = frame->run->work->arena;
    Sv where = frame->node->path;
    if (rule != NULL) where = schema_path(arena, where, sv_from_c(rule->keyword->name));
    frame->run->errors->items[frame->run->errors->count++] = (SchemaError){
        .place = place_text(arena, frame->place),
        .message = sv_format(arena, "%.*s (%.*s)", (int)len, text, SV_ARG(where)),
    };
}

// ── frames ──

static size_t part_count(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP ? value_count(value) : 0;
}

static bool check_rules(SchemaFrame *frame, Value value, bool *holds) {
    const SchemaNode *node = frame->node;
    *holds = true;
    for (uint32_t i = 0; i < node->count; i++) {
        const SchemaRule *rule = &node->rules[i];
        bool good = true;
        if (rule->keyword->check == NULL) continue;
        if (!work_spend(frame->run->work, 1) || !rule->keyword->check(frame, rule, value, &good))
            return false;
        if (good) continue;
        *holds = false;
        if (!schema_goes_on(frame)) return true;
    }
    return true;
}

// The 2020-12 metaschema stands for the checks that schema_compile makes.
static bool check_metaschema(SchemaFrame *frame, Value value, bool *holds) {
    Sv error = {0};
    *holds = schema_compile(frame->run->work->arena, value, &error) != NULL;
    if (!*holds) schema_error(frame, NULL, "not a schema: %.*s", SV_ARG(error));
    return work_spend(frame->run->work, 1000);
}

static bool check_node(SchemaFrame *frame, Value value, bool *holds) {
    const SchemaNode *node = frame->node;
    if (node->is_bool) {
        *holds = node->allows;
        if (!*holds) schema_error(frame, NULL, "nothing is allowed here");
        return true;
    }
    if (node->is_metaschema) return check_metaschema(frame, value, holds);
    SchemaRun *run = frame->run;
    if (run->depth >= LIMIT_SCHEMA_DEPTH) {
        return work_fail_limit(run->work, "the schema goes more than %d levels deep at %.*s",
                               LIMIT_SCHEMA_DEPTH, SV_ARG(node->path));
    }
    SchemaScope scope = {frame->scope, node->resource};
    SchemaFrame within = *frame;
    bool enters = frame->scope == NULL || frame->scope->resource != node->resource;
    if (enters) within.scope = &scope;
    run->depth++;
    bool good = check_rules(&within, value, holds);
    run->depth--;
    return good;
}

static bool new_marks(SchemaRun *run, Value value, bool **out) {
    *out = NULL;
    size_t count = run->schema->tracks ? part_count(value) : 0;
    if (count == 0) return true;
    if (!work_spend(run->work, count / 16 + 1)) return false;
    *out = arena_new_array(run->work->arena, bool, count);
    return work_has_memory(run->work);
}

void schema_saw(SchemaFrame *frame, size_t index) {
    if (frame->seen != NULL) frame->seen[index] = true;
}

bool schema_in_place(SchemaFrame *frame, const SchemaNode *node, Value value, bool *holds) {
    SchemaFrame inner = {
        .run = frame->run, .node = node, .place = frame->place, .scope = frame->scope};
    if (!new_marks(frame->run, value, &inner.seen) || !check_node(&inner, value, holds))
        return false;
    // What a schema evaluated does not count if it does not hold.
    for (size_t i = 0; *holds && inner.seen != NULL && i < part_count(value); i++) {
        if (inner.seen[i]) schema_saw(frame, i);
    }
    return true;
}

bool schema_below(SchemaFrame *frame, const SchemaNode *node, Value key, Value value, bool *holds) {
    SchemaPlace place = {frame->place, key};
    SchemaFrame inner = {.run = frame->run, .node = node, .place = &place, .scope = frame->scope};
    return new_marks(frame->run, value, &inner.seen) && check_node(&inner, value, holds);
}

bool schema_matches(Work *work, const Schema *schema, Value value, bool *matches,
                    SchemaErrors *errors) {
    SchemaRun run = {.work = work, .schema = schema, .errors = errors};
    SchemaFrame frame = {.run = &run, .node = schema->root};
    bool holds = false;
    if (!new_marks(&run, value, &frame.seen) || !check_node(&frame, value, &holds)) return false;
    *matches = holds;
    return true;
}

// ── references ──

bool schema_check_ref(SchemaFrame *frame, const SchemaRule *rule, Value value, bool *holds) {
    return schema_in_place(frame, rule->target, value, holds);
}

// Follows the dynamic scope from its outermost resource inwards to the first that has the anchor.
bool schema_check_dynamic_ref(SchemaFrame *frame, const SchemaRule *rule, Value value,
                              bool *holds) {
    const SchemaNode *target = rule->target;
    for (const SchemaScope *scope = frame->scope; rule->dynamic.len > 0 && scope != NULL;
         scope = scope->outer) {
        const SchemaNode *found = svmap_get(&scope->resource->dynamics, rule->dynamic);
        if (found != NULL) target = found;
    }
    return schema_in_place(frame, target, value, holds);
}
