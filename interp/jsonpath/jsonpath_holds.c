// Whether the filters of a JSONPath query hold for a value (RFC 9535, section 2.3.5).
#include "base/limits.h"
#include "base/utf8.h"
#include "jsonpath/jsonpath_walk.h"
#include "match/iregexp.h"
#include "match/texts_in_order.h"

// What a comparable gives: a value, or nothing.
typedef struct Operand {
    bool present;
    Value value;
} Operand;

// Finds `enough` nodes of a filter's own query. Their paths are not needed.
static bool look_for(PathWalk *walk, const PathFilter *filter, Value current, uint32_t enough,
                     Sink *out) {
    bool paths = walk->paths;
    walk->paths = false;
    *out = (Sink){.enough = enough};
    bool good = walk_query(walk, &filter->query, current, out);
    walk->paths = paths;
    return good;
}

static bool operand_of(PathWalk *walk, const PathFilter *filter, Value current, Operand *out);

// length(): characters, items or members; nothing for other values.
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

static bool call_value(PathWalk *walk, const PathFilter *call, Value current, Operand *out) {
    if (call->function == PATH_LENGTH) {
        Operand operand = {0};
        if (!operand_of(walk, call->left, current, &operand)) return false;
        *out = length_of(operand);
        return true;
    }
    Sink found;
    bool all = call->function == PATH_COUNT;
    if (!look_for(walk, call->left, current, all ? UINT32_MAX : 2, &found)) return false;
    if (all)
        *out = (Operand){true, value_int(found.count)};
    else
        *out = (Operand){found.count == 1, found.first};
    return true;
}

static bool operand_of(PathWalk *walk, const PathFilter *filter, Value current, Operand *out) {
    if (filter->kind == FILTER_LITERAL) {
        *out = (Operand){true, filter->literal};
        return true;
    }
    if (filter->kind == FILTER_FUNCTION) return call_value(walk, filter, current, out);
    Sink found;
    if (!look_for(walk, filter, current, 1, &found)) return false;
    *out = (Operand){found.count == 1, found.first};
    return true;
}

// Charges for comparing two values before it is done.
static bool spend_size(PathWalk *walk, Value value, uint32_t depth) {
    if (depth > LIMIT_NESTING) return walk_fail(walk, SV("the value is nested too deeply"));
    if (value.kind == VALUE_STRING) return walk_spend(walk, value.text.len / 64 + 1);
    if (!walk_spend(walk, 1)) return false;
    size_t count = walk_has_children(value) ? value_count(value) : 0;
    for (size_t i = 0; i < count; i++) {
        Value inner = value.kind == VALUE_LIST ? value_item(value, i) : value_at(value, i);
        if (!spend_size(walk, inner, depth + 1)) return false;
    }
    return true;
}

static bool equal(PathWalk *walk, Operand a, Operand b, bool *out) {
    *out = a.present == b.present;
    if (!a.present || !b.present) return true;
    bool deep = walk_has_children(a.value) && a.value.kind == b.value.kind;
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

static bool mistake(PathWalk *walk, Sv error) {
    walk->mistaken = !walk->failed;
    return walk_fail(walk, error);
}

static bool is_nan(Value value) {
    return value.kind == VALUE_DOUBLE && value.number != value.number;
}

// In strict mode false, and the walk ends, if two existing values have no order, or texts that read
// like numbers only have that of their letters.
static bool may_order(PathWalk *walk, Operand a, Operand b) {
    if (!walk->strict || !a.present || !b.present) return true;
    if (is_nan(a.value) || is_nan(b.value))
        return mistake(walk, SV("a filter compares NaN (not a number), which shows nothing"));
    if (!ordered(a.value, b.value))
        return mistake(walk,
                       sv_format(walk->arena, "a filter orders %s and %s, which have no order",
                                 value_kind_name((ValueKind)a.value.kind),
                                 value_kind_name((ValueKind)b.value.kind)));
    Value both[] = {a.value, b.value};
    TextOrder instead;
    if (texts_in_order(both, 2, &instead)) return true;
    return mistake(
        walk, sv_format(walk->arena,
                        "a filter orders texts letter by letter, and these read like %s: filter "
                        "what they mean, list.filter(x, %s(x.field) < …)",
                        instead.words, instead.function ? instead.function : "duration"));
}

static bool is_container(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP;
}

// In strict mode false, and the walk ends, if comparing two existing values shows nothing: null
// with what is not null, NaN, values of unlike types.
static bool may_equal(PathWalk *walk, const PathFilter *filter, Operand a, Operand b) {
    if (!walk->strict || !a.present || !b.present) return true;
    if (is_nan(a.value) || is_nan(b.value))
        return mistake(walk, SV("a filter compares NaN (not a number), which shows nothing"));
    if (a.value.kind == b.value.kind || (value_is_number(a.value) && value_is_number(b.value)))
        return true;
    bool null = a.value.kind == VALUE_NULL || b.value.kind == VALUE_NULL;
    const PathFilter *side = a.value.kind == VALUE_NULL ? filter->left : filter->right;
    if (null && side->kind == FILTER_LITERAL) return true;
    if (null)
        return mistake(walk,
                       SV("a filter compares null with what is not null, which shows nothing: "
                          "say what null means, in the filter (@.field != null && …)"));
    if (is_container(a.value) || is_container(b.value)) return true;
    return mistake(walk,
                   sv_format(walk->arena, "a filter compares values of unlike types: %s and %s",
                             value_kind_name((ValueKind)a.value.kind),
                             value_kind_name((ValueKind)b.value.kind)));
}

static bool compare(PathWalk *walk, const PathFilter *filter, Value current, bool *out) {
    Operand left = {0}, right = {0};
    bool same = false;
    if (!operand_of(walk, filter->left, current, &left)) return false;
    if (!operand_of(walk, filter->right, current, &right)) return false;
    bool order = filter->op != PATH_EQ && filter->op != PATH_NE;
    if (order ? !may_order(walk, left, right) : !may_equal(walk, filter, left, right)) return false;
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

// A pattern from the value; one that is not an I-Regexp matches nothing, as RFC 9535 has it.
static const Regex *found_regex(PathWalk *walk, const PathFilter *call, Sv pattern, bool caseless) {
    if (call->regex != NULL && !caseless) return call->regex;
    if (!walk_spend(walk, 100 + pattern.len)) return NULL;
    BUF_AUTO Buf translated = buf_new(LIMIT_EXPRESSION_BYTES);
    if (caseless) buf_add_c(&translated, "(?i)");
    const char *why = NULL;
    Sv error = {0};
    size_t at = 0;
    if (!iregexp_translate(&translated, pattern, call->function == PATH_MATCH, &why, &at))
        return NULL;
    return regex_compile(walk->arena, buf_sv(&translated), &error, &at);
}

static bool call_match(PathWalk *walk, const PathFilter *call, Value current, bool *out) {
    Operand text = {0}, pattern = {0};
    if (!operand_of(walk, call->left, current, &text)) return false;
    if (!operand_of(walk, call->right, current, &pattern)) return false;
    *out = false;
    if (!text.present || text.value.kind != VALUE_STRING) return true;
    if (!pattern.present || pattern.value.kind != VALUE_STRING) return true;
    if (!walk_spend(walk, text.value.text.len / 16 + 1)) return false;
    const Regex *regex = found_regex(walk, call, value_text(pattern.value),
                                     (text.value.marks & VALUE_CASELESS) != 0);
    if (regex == NULL) return !walk->failed;
    RegexSearch asked = {.from = 0, .halt = walk->halt};
    RegexStatus status = regex_find(regex, value_text(text.value), &asked);
    walk->stopped = status == REGEX_LIMIT && halt_asked(walk->halt);
    if (status == REGEX_LIMIT)
        return walk_fail(walk, SV("a regular expression takes too long on a text"));
    *out = status == REGEX_MATCH;
    return walk_spend(walk, asked.work);
}

static bool test(PathWalk *walk, const PathFilter *filter, Value current, bool *out) {
    switch (filter->kind) {
    case FILTER_COMPARE: return compare(walk, filter, current, out);
    case FILTER_FUNCTION: return call_match(walk, filter, current, out);
    case FILTER_NOT:
        if (!walk_holds(walk, filter->left, current, out)) return false;
        *out = !*out;
        return true;
    default: {
        Sink found;
        if (!look_for(walk, filter, current, 1, &found)) return false;
        *out = found.count > 0;
        return true;
    }
    }
}

bool walk_holds(PathWalk *walk, const PathFilter *filter, Value current, bool *out) {
    while (filter->kind == FILTER_AND || filter->kind == FILTER_OR) {
        if (!walk_holds(walk, filter->left, current, out)) return false;
        if (*out == (filter->kind == FILTER_OR)) return true;
        filter = filter->right;
    }
    return test(walk, filter, current, out);
}
