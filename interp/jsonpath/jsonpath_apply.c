// Applies a JSONPath query to a value: selectors and segments, normalized paths.
#include "base/limits.h"
#include "jsonpath/jsonpath_walk.h"

#include <string.h>

bool walk_fail(PathWalk *walk, Sv error) {
    if (!walk->failed) walk->error = error;
    walk->failed = true;
    return false;
}

bool walk_spend(PathWalk *walk, uint64_t work) {
    if (walk->failed) return false;
    if (work > walk->cost_limit || *walk->cost > walk->cost_limit - work) {
        return walk_fail(walk, SV("the query looks at more values than the expression may"));
    }
    uint64_t before = *walk->cost / WORK_LOOK_EVERY;
    *walk->cost += work;
    if (before == *walk->cost / WORK_LOOK_EVERY || !halt_asked(walk->halt)) return true;
    walk->stopped = true;
    return walk_fail(walk, SV(""));
}

// False if the walk must end: enough was found, or it failed.
static bool deliver(PathWalk *walk, Sink *sink, FoundNode node) {
    if (!walk_spend(walk, 1)) return false;
    if (sink->count == 0) sink->first = node.value;
    if (sink->keep) {
        if (sink->count >= LIMIT_LIST_ITEMS)
            return walk_fail(walk, SV("the query gives too many nodes"));
        arena_grow(walk->arena, sink->nodes, sink->count, sink->capacity);
        if (arena_exhausted(walk->arena))
            return walk_fail(walk, SV("the query needs too much memory"));
        sink->nodes[sink->count] = node;
    }
    return ++sink->count < sink->enough;
}

static FoundNode child(PathWalk *walk, const FoundNode *parent, Value key, Value value) {
    if (!walk->paths) return (FoundNode){.value = value};
    WalkStep *step = arena_new_of(walk->arena, WalkStep);
    *step = (WalkStep){parent->step, key};
    if (arena_exhausted(walk->arena)) walk_fail(walk, SV("the query needs too much memory"));
    return (FoundNode){value, step};
}

bool walk_has_children(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP;
}

static FoundNode child_at(PathWalk *walk, const FoundNode *parent, size_t index) {
    if (parent->value.kind == VALUE_LIST) {
        return child(walk, parent, value_int((int64_t)index), value_item(parent->value, index));
    }
    return child(walk, parent, value_key(parent->value, index), value_at(parent->value, index));
}

// ── selectors ──

// One place on the way; the segments from `segment` on are still to be applied.
typedef struct PathOrder {
    const PathQuery *query;
    uint32_t segment;
    Sink *sink;
} PathOrder;

static bool go_on(PathWalk *walk, const PathOrder *way, FoundNode node);

static bool select_name(PathWalk *walk, const PathOrder *way, const FoundNode *node, Sv name) {
    if (node->value.kind != VALUE_MAP) return true;
    const Value *found = value_get_sv(node->value, name);
    return found == NULL || go_on(walk, way, child(walk, node, value_string(name), *found));
}

static bool select_index(PathWalk *walk, const PathOrder *way, const FoundNode *node,
                         int64_t index) {
    if (node->value.kind != VALUE_LIST) return true;
    int64_t count = (int64_t)value_count(node->value);
    if (index < 0) index += count;
    if (index < 0 || index >= count) return true;
    return go_on(walk, way, child_at(walk, node, (size_t)index));
}

static int64_t clamp(int64_t number, int64_t least, int64_t most) {
    return number < least ? least : number > most ? most : number;
}

// RFC 9535, section 2.3.4.2: negative bounds count from the end, then all are clamped to the list.
static bool select_slice(PathWalk *walk, const PathOrder *way, const FoundNode *node,
                         const PathSlice *slice) {
    if (node->value.kind != VALUE_LIST || slice->step == 0) return true;
    int64_t count = (int64_t)value_count(node->value), step = slice->step;
    bool forward = step > 0;
    int64_t start = slice->has_start ? slice->start : forward ? 0 : count - 1;
    int64_t end = slice->has_end ? slice->end : forward ? count : -count - 1;
    if (start < 0 && slice->has_start) start += count;
    if (end < 0) end += count;
    start = forward ? clamp(start, 0, count) : clamp(start, -1, count - 1);
    end = forward ? clamp(end, 0, count) : clamp(end, -1, count - 1);
    for (int64_t i = start; forward ? i < end : i > end; i += step) {
        if (!go_on(walk, way, child_at(walk, node, (size_t)i))) return false;
    }
    return true;
}

static bool select_filter(PathWalk *walk, const PathOrder *way, const FoundNode *node,
                          const PathFilter *filter) {
    size_t count = value_count(node->value);
    for (size_t i = 0; i < count; i++) {
        bool is_list = node->value.kind == VALUE_LIST, kept = false;
        Value value = is_list ? value_item(node->value, i) : value_at(node->value, i);
        if (!walk_spend(walk, 1) || !walk_holds(walk, filter, value, &kept)) return false;
        if (kept && !go_on(walk, way, child_at(walk, node, i))) return false;
    }
    return true;
}

static bool select_all(PathWalk *walk, const PathOrder *way, const FoundNode *node) {
    size_t count = value_count(node->value);
    for (size_t i = 0; i < count; i++) {
        if (!go_on(walk, way, child_at(walk, node, i))) return false;
    }
    return true;
}

static bool select_from(PathWalk *walk, const PathOrder *way, const FoundNode *node,
                        const PathSelector *selector) {
    if (!walk_has_children(node->value)) return true;
    switch (selector->kind) {
    case PATH_NAME: return select_name(walk, way, node, selector->name);
    case PATH_WILDCARD: return select_all(walk, way, node);
    case PATH_INDEX: return select_index(walk, way, node, selector->index);
    case PATH_SLICE: return select_slice(walk, way, node, &selector->slice);
    case PATH_FILTER: return select_filter(walk, way, node, selector->filter);
    }
    return true;
}

// ── segments ──

// Every segment descends at least one level, so the depth of the value bounds the recursion.
static bool apply_segment(PathWalk *walk, const PathOrder *way, const PathSegment *segment,
                          const FoundNode *node) {
    for (uint32_t i = 0; i < segment->count; i++) {
        if (!select_from(walk, way, node, &segment->selectors[i])) return false;
    }
    if (!segment->descendant || !walk_has_children(node->value)) return true;
    if (walk->depth >= LIMIT_NESTING) return walk_fail(walk, SV("the value is nested too deeply"));
    walk->depth++;
    bool good = true;
    size_t count = value_count(node->value);
    for (size_t i = 0; good && i < count; i++) {
        FoundNode below = child_at(walk, node, i);
        good = walk_spend(walk, 1) &&
               (!walk_has_children(below.value) || apply_segment(walk, way, segment, &below));
    }
    walk->depth--;
    return good;
}

static bool go_on(PathWalk *walk, const PathOrder *way, FoundNode node) {
    if (way->segment == way->query->count) return deliver(walk, way->sink, node);
    if (walk->depth >= LIMIT_NESTING) return walk_fail(walk, SV("the value is nested too deeply"));
    PathOrder next = {way->query, way->segment + 1, way->sink};
    walk->depth++;
    bool good = walk_spend(walk, 1) &&
                apply_segment(walk, &next, &way->query->segments[way->segment], &node);
    walk->depth--;
    return good;
}

bool walk_query(PathWalk *walk, const PathQuery *query, Value current, Sink *sink) {
    PathOrder way = {query, 0, sink};
    go_on(walk, &way, (FoundNode){.value = query->relative ? current : walk->root});
    return !walk->failed;
}

// ── normalized paths (RFC 9535, section 2.7) ──

static void add_name(Buf *out, Sv name) {
    static const char plain[] = "\b\t\n\f\r'\\", codes[] = "btnfr'\\";
    buf_add_c(out, "['");
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        const char *special = c != '\0' ? strchr(plain, c) : NULL;
        if (special != NULL)
            buf_addf(out, "\\%c", codes[special - plain]);
        else if ((unsigned char)c < 0x20)
            buf_addf(out, "\\u%04x", (unsigned)(unsigned char)c);
        else
            buf_add_char(out, c);
    }
    buf_add_c(out, "']");
}

static void add_key(Buf *out, Value key, bool of_list) {
    if (key.kind == VALUE_STRING)
        add_name(out, value_text(key));
    else if (of_list)
        buf_addf(out, "[%lld]", (long long)key.integer);
    else if (key.kind == VALUE_INT)
        buf_addf(out, "['%lld']", (long long)key.integer);
    else if (key.kind == VALUE_UINT)
        buf_addf(out, "['%llu']", (unsigned long long)key.uinteger);
    else
        buf_add_c(out, key.boolean ? "['true']" : "['false']");
}

// Follows the path from `root`, to distinguish an index from a whole number as a key of a map.
static bool path_text(PathWalk *walk, const WalkStep *last, Value *out) {
    uint32_t count = 0;
    for (const WalkStep *step = last; step != NULL; step = step->parent)
        count++;
    const WalkStep **steps = arena_new_array(walk->arena, const WalkStep *, count);
    uint32_t at = count;
    for (const WalkStep *step = last; step != NULL; step = step->parent)
        steps[--at] = step;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    buf_add_char(&text, '$');
    Value value = walk->root;
    for (uint32_t i = 0; i < count; i++) {
        Value key = steps[i]->key;
        bool of_list = value.kind == VALUE_LIST;
        add_key(&text, key, of_list);
        const Value *next = of_list ? NULL : value_get(value, key);
        value = of_list        ? value_item(value, (size_t)key.integer)
                : next != NULL ? *next
                               : value_null();
    }
    if (!walk_spend(walk, 1 + text.len / 16)) return false;
    if (text.full) return walk_fail(walk, SV("a path of the query is too long"));
    *out = value_string(buf_keep(&text, walk->arena));
    return true;
}

// ── the whole ──

static bool apply(PathWalk *walk, const JsonPath *path, Value *nodes_out, Value *paths_out) {
    Sink found = {.keep = true, .enough = UINT32_MAX};
    if (!walk_query(walk, &path->query, walk->root, &found)) return false;
    ListBuilder values = list_builder(walk->arena), paths = list_builder(walk->arena);
    for (uint32_t i = 0; i < found.count; i++) {
        list_add(&values, found.nodes[i].value);
        Value text = value_null();
        if (!walk->paths) continue;
        if (!path_text(walk, found.nodes[i].step, &text)) return false;
        list_add(&paths, text);
    }
    if (arena_exhausted(walk->arena)) return walk_fail(walk, SV("the query needs too much memory"));
    *nodes_out = list_done(&values);
    if (paths_out != NULL) *paths_out = list_done(&paths);
    return true;
}

bool jsonpath_select(Work *work, const JsonPath *path, Value root, Value *nodes, Value *paths) {
    PathWalk walk = {.arena = work->arena,
                     .root = root,
                     .cost = work->cost,
                     .cost_limit = work->cost_limit,
                     .paths = paths != NULL,
                     .strict = work->strict,
                     .halt = work->halt};
    if (apply(&walk, path, nodes, paths)) return true;
    // What was asked a moment ago is asked still.
    if (walk.stopped && !work_is_wanted(work)) return false;
    if (walk.mistaken) return work_fail(work, "%.*s", SV_ARG(walk.error));
    return work_fail_limit(work, "%.*s", SV_ARG(walk.error));
}

Sv jsonpath_ordered_text(const JsonPath *path) {
    return path->ordered_text;
}

bool jsonpath_apply(Arena *arena, const JsonPath *path, Value root, uint64_t *cost,
                    uint64_t cost_limit, Value *nodes, Value *paths, Sv *error) {
    PathWalk walk = {.arena = arena,
                     .root = root,
                     .cost = cost,
                     .cost_limit = cost_limit,
                     .paths = paths != NULL};
    if (apply(&walk, path, nodes, paths)) return true;
    *error = walk.error;
    return false;
}
