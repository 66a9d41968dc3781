// Applies a JSONPath query to a value. Every value that is looked at costs one operation; lists of
// nodes have a ceiling.
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/iregexp.h"
#include "cel/jsonpath_query.h"

#include <string.h>

// How a node was reached: a chain towards the root, shared by the nodes below it. Kept only where
// paths are asked for.
typedef struct Step {
    const struct Step *parent; // NULL at the root
    Value key;                 // name or index
} Step;

typedef struct Node {
    Value value;
    const Step *step;
} Node;

typedef struct Nodes {
    Node *items;
    uint32_t count, capacity;
} Nodes;

typedef struct Walk {
    Arena *arena;
    Value root;
    uint64_t *cost;
    uint64_t cost_limit;
    bool paths; // steps are kept
    bool failed;
    Sv error;
} Walk;

static bool fail(Walk *walk, Sv error) {
    if (!walk->failed) walk->error = error;
    walk->failed = true;
    return false;
}

static bool spend(Walk *walk, uint64_t work) {
    if (walk->failed) return false;
    if (work > walk->cost_limit || *walk->cost > walk->cost_limit - work) {
        return fail(walk, SV("the query looks at more values than the expression may"));
    }
    *walk->cost += work;
    return true;
}

static bool add_node(Walk *walk, Nodes *nodes, Node node) {
    if (!spend(walk, 1)) return false;
    if (nodes->count >= LIMIT_LIST_ITEMS) return fail(walk, SV("the query gives too many nodes"));
    arena_grow(walk->arena, nodes->items, nodes->count, nodes->capacity);
    if (arena_exhausted(walk->arena)) return fail(walk, SV("the query needs too much memory"));
    nodes->items[nodes->count++] = node;
    return true;
}

static Node child(Walk *walk, const Node *parent, Value key, Value value) {
    if (!walk->paths) return (Node){.value = value};
    Step *step = arena_new_of(walk->arena, Step);
    *step = (Step){parent->step, key};
    return (Node){value, step};
}

static bool has_children(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP;
}

static Node child_at(Walk *walk, const Node *parent, size_t index) {
    if (parent->value.kind == VALUE_LIST) {
        return child(walk, parent, value_int((int64_t)index), value_item(parent->value, index));
    }
    return child(walk, parent, value_key(parent->value, index), value_at(parent->value, index));
}

// ── filters ──

// What a comparable gives: a value, or nothing.
typedef struct Operand {
    bool present;
    Value value;
} Operand;

static bool run_query(Walk *walk, const PathQuery *query, Value current, Nodes *out);
static bool holds(Walk *walk, const PathFilter *filter, Value current, bool *out);

static bool query_nodes(Walk *walk, const PathFilter *filter, Value current, Nodes *out) {
    // Paths of a filter's own queries are of no use to anyone.
    bool paths = walk->paths;
    walk->paths = false;
    bool good = run_query(walk, &filter->query, current, out);
    walk->paths = paths;
    return good;
}

static bool operand_of(Walk *walk, const PathFilter *filter, Value current, Operand *out);

// length(): characters, items or members; nothing of other values.
static Operand length_of(Operand operand) {
    if (!operand.present) return operand;
    Value value = operand.value;
    switch (value.kind) {
    case VALUE_STRING: return (Operand){true, value_int((int64_t)utf8_count(value_text(value)))};
    case VALUE_LIST:
    case VALUE_MAP: return (Operand){true, value_int((int64_t)value_count(value))};
    default: return (Operand){0};
    }
}

static bool call_value(Walk *walk, const PathFilter *call, Value current, Operand *out) {
    if (call->function == PATH_LENGTH) {
        Operand operand = {0};
        if (!operand_of(walk, call->left, current, &operand)) return false;
        *out = length_of(operand);
        return true;
    }
    Nodes nodes = {0};
    if (!query_nodes(walk, call->left, current, &nodes)) return false;
    if (call->function == PATH_COUNT)
        *out = (Operand){true, value_int(nodes.count)};
    else
        *out = nodes.count == 1 ? (Operand){true, nodes.items[0].value} : (Operand){0};
    return true;
}

static bool operand_of(Walk *walk, const PathFilter *filter, Value current, Operand *out) {
    if (filter->kind == FILTER_LITERAL) {
        *out = (Operand){true, filter->literal};
        return true;
    }
    if (filter->kind == FILTER_FUNCTION) return call_value(walk, filter, current, out);
    Nodes nodes = {0};
    if (!query_nodes(walk, filter, current, &nodes)) return false;
    *out = nodes.count == 1 ? (Operand){true, nodes.items[0].value} : (Operand){0};
    return true;
}

// The work of comparing two values, spent before it is done.
static bool spend_size(Walk *walk, Value value, uint32_t depth) {
    if (depth > LIMIT_NESTING) return fail(walk, SV("the value is nested too deeply"));
    if (value.kind == VALUE_STRING) return spend(walk, value.text.len / 64 + 1);
    if (!spend(walk, 1)) return false;
    size_t count = has_children(value) ? value_count(value) : 0;
    for (size_t i = 0; i < count; i++) {
        Value inner = value.kind == VALUE_LIST ? value_item(value, i) : value_at(value, i);
        if (!spend_size(walk, inner, depth + 1)) return false;
    }
    return true;
}

static bool equal(Walk *walk, Operand a, Operand b, bool *out) {
    *out = a.present == b.present;
    if (!a.present || !b.present) return true;
    bool deep = has_children(a.value) && a.value.kind == b.value.kind;
    if (deep && value_count(a.value) == value_count(b.value) && !spend_size(walk, a.value, 0))
        return false;
    *out = value_equal(a.value, b.value);
    return true;
}

static bool ordered(Value a, Value b) {
    if (value_is_number(a)) return value_is_number(b);
    return a.kind == b.kind &&
           (a.kind == VALUE_STRING || a.kind == VALUE_TIMESTAMP || a.kind == VALUE_DURATION);
}

static bool less(Operand a, Operand b) {
    int order = 0;
    if (!a.present || !b.present || !ordered(a.value, b.value)) return false;
    return value_compare(a.value, b.value, &order) && order < 0;
}

static bool compare(Walk *walk, const PathFilter *filter, Value current, bool *out) {
    Operand left = {0}, right = {0};
    bool same = false;
    if (!operand_of(walk, filter->left, current, &left)) return false;
    if (!operand_of(walk, filter->right, current, &right)) return false;
    if (filter->op != PATH_LT && filter->op != PATH_GT && !equal(walk, left, right, &same))
        return false;
    switch (filter->op) {
    case PATH_EQ: *out = same; break;
    case PATH_NE: *out = !same; break;
    case PATH_LT: *out = less(left, right); break;
    case PATH_GT: *out = less(right, left); break;
    case PATH_LE: *out = same || less(left, right); break;
    case PATH_GE: *out = same || less(right, left); break;
    }
    return true;
}

// A pattern that came out of the value: one that is no I-Regexp matches nothing, as RFC 9535 has
// it.
static const Regex *found_regex(Walk *walk, const PathFilter *call, Sv pattern) {
    if (call->regex != NULL) return call->regex;
    if (!spend(walk, 100 + pattern.len)) return NULL;
    BUF_AUTO Buf translated = buf_new(LIMIT_EXPRESSION_BYTES);
    const char *why = NULL;
    Sv error = {0};
    size_t at = 0;
    if (!iregexp_translate(&translated, pattern, call->function == PATH_MATCH, &why, &at))
        return NULL;
    return regex_compile(walk->arena, buf_sv(&translated), &error, &at);
}

static bool call_match(Walk *walk, const PathFilter *call, Value current, bool *out) {
    Operand text = {0}, pattern = {0};
    if (!operand_of(walk, call->left, current, &text)) return false;
    if (!operand_of(walk, call->right, current, &pattern)) return false;
    *out = false;
    if (!text.present || text.value.kind != VALUE_STRING) return true;
    if (!pattern.present || pattern.value.kind != VALUE_STRING) return true;
    if (!spend(walk, text.value.text.len / 16 + 1)) return false;
    const Regex *regex = found_regex(walk, call, value_text(pattern.value));
    if (regex == NULL) return !walk->failed;
    RegexEnd end = regex_search(regex, value_text(text.value), 0, NULL, NULL);
    if (end == REGEX_LIMIT) return fail(walk, SV("a regular expression takes too long on a text"));
    *out = end == REGEX_MATCH;
    return true;
}

static bool test(Walk *walk, const PathFilter *filter, Value current, bool *out) {
    switch (filter->kind) {
    case FILTER_COMPARE: return compare(walk, filter, current, out);
    case FILTER_FUNCTION: return call_match(walk, filter, current, out);
    case FILTER_NOT:
        if (!holds(walk, filter->left, current, out)) return false;
        *out = !*out;
        return true;
    default: {
        Nodes nodes = {0};
        if (!query_nodes(walk, filter, current, &nodes)) return false;
        *out = nodes.count > 0;
        return true;
    }
    }
}

static bool holds(Walk *walk, const PathFilter *filter, Value current, bool *out) {
    while (filter->kind == FILTER_AND || filter->kind == FILTER_OR) {
        if (!holds(walk, filter->left, current, out)) return false;
        if (*out == (filter->kind == FILTER_OR)) return true;
        filter = filter->right;
    }
    return test(walk, filter, current, out);
}

// ── selectors ──

static bool select_name(Walk *walk, const Node *node, Sv name, Nodes *out) {
    if (node->value.kind != VALUE_MAP) return true;
    const Value *found = value_get_sv(node->value, name);
    return found == NULL || add_node(walk, out, child(walk, node, value_string(name), *found));
}

static bool select_index(Walk *walk, const Node *node, int64_t index, Nodes *out) {
    if (node->value.kind != VALUE_LIST) return true;
    int64_t count = (int64_t)value_count(node->value);
    if (index < 0) index += count;
    if (index < 0 || index >= count) return true;
    return add_node(walk, out, child_at(walk, node, (size_t)index));
}

static int64_t clamp(int64_t number, int64_t least, int64_t most) {
    return number < least ? least : number > most ? most : number;
}

// RFC 9535, section 2.3.4.2: bounds counted from the end where negative, then kept inside the list.
static bool select_slice(Walk *walk, const Node *node, const PathSlice *slice, Nodes *out) {
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
        if (!add_node(walk, out, child_at(walk, node, (size_t)i))) return false;
    }
    return true;
}

static bool select_filter(Walk *walk, const Node *node, const PathFilter *filter, Nodes *out) {
    size_t count = value_count(node->value);
    for (size_t i = 0; i < count; i++) {
        bool is_list = node->value.kind == VALUE_LIST, kept = false;
        Value value = is_list ? value_item(node->value, i) : value_at(node->value, i);
        if (!spend(walk, 1) || !holds(walk, filter, value, &kept)) return false;
        if (kept && !add_node(walk, out, child_at(walk, node, i))) return false;
    }
    return true;
}

static bool select_all(Walk *walk, const Node *node, Nodes *out) {
    size_t count = value_count(node->value);
    for (size_t i = 0; i < count; i++) {
        if (!add_node(walk, out, child_at(walk, node, i))) return false;
    }
    return true;
}

static bool select_from(Walk *walk, const Node *node, const PathSelector *selector, Nodes *out) {
    if (!has_children(node->value)) return true;
    switch (selector->kind) {
    case PATH_NAME: return select_name(walk, node, selector->name, out);
    case PATH_WILDCARD: return select_all(walk, node, out);
    case PATH_INDEX: return select_index(walk, node, selector->index, out);
    case PATH_SLICE: return select_slice(walk, node, &selector->slice, out);
    case PATH_FILTER: return select_filter(walk, node, selector->filter, out);
    }
    return true;
}

// ── segments ──

static bool apply_segment(Walk *walk, const PathSegment *segment, const Node *node, Nodes *out,
                          uint32_t depth) {
    if (depth > LIMIT_NESTING) return fail(walk, SV("the value is nested too deeply"));
    for (uint32_t i = 0; i < segment->count; i++) {
        if (!select_from(walk, node, &segment->selectors[i], out)) return false;
    }
    if (!segment->descendant || !has_children(node->value)) return true;
    size_t count = value_count(node->value);
    for (size_t i = 0; i < count; i++) {
        if (!spend(walk, 1)) return false;
        Node below = child_at(walk, node, i);
        if (has_children(below.value) && !apply_segment(walk, segment, &below, out, depth + 1))
            return false;
    }
    return true;
}

static bool run_query(Walk *walk, const PathQuery *query, Value current, Nodes *out) {
    Node start = {.value = query->relative ? current : walk->root};
    Nodes nodes = {.items = &start, .count = 1};
    for (uint32_t s = 0; s < query->count && nodes.count > 0; s++) {
        Nodes next = {0};
        for (uint32_t i = 0; i < nodes.count; i++) {
            if (!apply_segment(walk, &query->segments[s], &nodes.items[i], &next, 0)) return false;
        }
        nodes = next;
    }
    *out = (Nodes){0};
    if (nodes.items == &start) return add_node(walk, out, start);
    *out = nodes;
    return true;
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

// `root` is walked along so that an index and a map's whole number as a key are told apart.
static bool path_text(Walk *walk, const Step *last, Value *out) {
    uint32_t count = 0;
    for (const Step *step = last; step != NULL; step = step->parent)
        count++;
    const Step **steps = arena_new_array(walk->arena, const Step *, count);
    uint32_t at = count;
    for (const Step *step = last; step != NULL; step = step->parent)
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
    if (!spend(walk, 1 + text.len / 16)) return false;
    if (text.full) return fail(walk, SV("a path of the query is too long"));
    *out = value_string(buf_keep(&text, walk->arena));
    return true;
}

// ── the whole ──

static bool apply(Walk *walk, const JsonPath *path, Value *nodes_out, Value *paths_out) {
    Nodes nodes = {0};
    if (!run_query(walk, &path->query, walk->root, &nodes)) return false;
    ListBuilder values = list_builder(walk->arena), paths = list_builder(walk->arena);
    for (uint32_t i = 0; i < nodes.count; i++) {
        list_add(&values, nodes.items[i].value);
        Value text = value_null();
        if (!walk->paths) continue;
        if (!path_text(walk, nodes.items[i].step, &text)) return false;
        list_add(&paths, text);
    }
    if (arena_exhausted(walk->arena)) return fail(walk, SV("the query needs too much memory"));
    *nodes_out = list_done(&values);
    if (paths_out != NULL) *paths_out = list_done(&paths);
    return true;
}

bool jsonpath_apply(Arena *arena, const JsonPath *path, Value root, uint64_t *cost,
                    uint64_t cost_limit, Value *nodes, Value *paths, Sv *error) {
    Walk walk = {.arena = arena,
                 .root = root,
                 .cost = cost,
                 .cost_limit = cost_limit,
                 .paths = paths != NULL};
    if (apply(&walk, path, nodes, paths)) return true;
    *error = walk.error;
    return false;
}
