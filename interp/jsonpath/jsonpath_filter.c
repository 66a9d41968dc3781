// Reads the filters of JSONPath queries and checks their types (RFC 9535, section 2.4).
#include "base/ascii.h"
#include "base/limits.h"
#include "jsonpath/jsonpath_query.h"
#include "match/iregexp.h"
#include "value/json.h"
#include "value/reads_as.h"

typedef struct FunctionRow {
    const char *name;
    PathType result;
    PathType params[2];
    uint32_t param_count;
} FunctionRow;

static const FunctionRow functions[PATH_FUNCTION_COUNT] = {
    [PATH_LENGTH] = {"length", PATH_VALUE_TYPE, {PATH_VALUE_TYPE}, 1},
    [PATH_COUNT] = {"count", PATH_VALUE_TYPE, {PATH_NODES_TYPE}, 1},
    [PATH_MATCH] = {"match", PATH_LOGICAL_TYPE, {PATH_VALUE_TYPE, PATH_VALUE_TYPE}, 2},
    [PATH_SEARCH] = {"search", PATH_LOGICAL_TYPE, {PATH_VALUE_TYPE, PATH_VALUE_TYPE}, 2},
    [PATH_VALUE] = {"value", PATH_VALUE_TYPE, {PATH_NODES_TYPE}, 1},
};

static PathFilter *new_filter(PathReader *reader, PathFilterKind kind, size_t at) {
    PathFilter *filter = arena_new_of(reader->arena, PathFilter);
    filter->kind = kind;
    filter->at = at;
    return filter;
}

static void *fail(PathReader *reader, size_t at, const char *message) {
    path_fail(reader, at, "%s", message);
    return NULL;
}

static bool enter(PathReader *reader) {
    if (++reader->depth <= LIMIT_JSONPATH_NESTING) return true;
    return path_fail(reader, reader->at, "nested more than %d levels deep", LIMIT_JSONPATH_NESTING);
}

// ── literals ──

static void skip_digits(PathReader *reader) {
    while (ascii_is_digit(path_peek(reader)))
        reader->at++;
}

static PathFilter *read_number(PathReader *reader) {
    size_t from = reader->at;
    path_take(reader, "-");
    skip_digits(reader);
    if (path_take(reader, ".")) skip_digits(reader);
    if (path_take(reader, "e") || path_take(reader, "E")) {
        if (!path_take(reader, "-")) path_take(reader, "+");
        skip_digits(reader);
    }
    // The grammar of numbers is JSON's, and its reader refuses anything else.
    PathFilter *filter = new_filter(reader, FILTER_LITERAL, from);
    Sv written = sv_slice(reader->text, from, reader->at);
    JsonError error = {0};
    if (json_parse(reader->arena, written, &filter->literal, &error)) return filter;
    path_fail(reader, from, "'%.*s' is not a number as JSON has them", SV_ARG(written));
    return NULL;
}

static PathFilter *read_string(PathReader *reader) {
    PathFilter *filter = new_filter(reader, FILTER_LITERAL, reader->at);
    Sv text = {0};
    if (!path_read_text(reader, &text)) return NULL;
    filter->literal = value_string(text);
    return filter;
}

// ── functions ──

static PathFilter *read_operand(PathReader *reader);

static bool gives_value(const PathFilter *operand) {
    switch (operand->kind) {
    case FILTER_LITERAL: return true;
    case FILTER_QUERY: return operand->query.singular;
    case FILTER_FUNCTION: return functions[operand->function].result == PATH_VALUE_TYPE;
    default: return false;
    }
}

static PathFilter *read_argument(PathReader *reader, const FunctionRow *row, PathType wanted) {
    path_blank(reader);
    size_t at = reader->at;
    if (path_peek(reader) == ')') {
        path_fail(reader, at, "%s() takes %u argument%s", row->name, row->param_count,
                  row->param_count == 1 ? "" : "s");
        return NULL;
    }
    PathFilter *argument = read_operand(reader);
    if (argument == NULL) return NULL;
    if (wanted == PATH_NODES_TYPE && argument->kind != FILTER_QUERY) {
        path_fail(reader, at, "%s() takes a query, such as @.a or $..b", row->name);
        return NULL;
    }
    if (wanted == PATH_VALUE_TYPE && !gives_value(argument)) {
        path_fail(reader, at, "%s() takes one value: a literal or a query for a single node",
                  row->name);
        return NULL;
    }
    path_blank(reader);
    return argument;
}

static bool compile_literal_regex(PathReader *reader, PathFilter *call) {
    const PathFilter *pattern = call->right;
    if (pattern == NULL || pattern->kind != FILTER_LITERAL) return true;
    if (pattern->literal.kind != VALUE_STRING) return true;
    BUF_AUTO Buf translated = buf_new(LIMIT_STRING_BYTES);
    const char *why = NULL;
    size_t at = 0;
    Sv text = value_text(pattern->literal), error = {0};
    if (!iregexp_translate(&translated, text, call->function == PATH_MATCH, &why, &at)) {
        return path_fail(reader, pattern->at, "bad regular expression at its byte %zu: %s", at,
                         why);
    }
    call->regex = regex_compile(reader->arena, buf_sv(&translated), &error, &at);
    if (call->regex != NULL) return true;
    return path_fail(reader, pattern->at, "bad regular expression: %.*s", SV_ARG(error));
}

static PathFilter *read_call(PathReader *reader, PathFunction function, size_t at) {
    const FunctionRow *row = &functions[function];
    PathFilter *call = new_filter(reader, FILTER_FUNCTION, at);
    call->function = function;
    reader->at++; // the parenthesis
    if (!enter(reader)) return NULL;
    call->left = read_argument(reader, row, row->params[0]);
    if (call->left == NULL) return NULL;
    if (row->param_count == 2) {
        if (!path_take(reader, ",")) {
            path_fail(reader, reader->at, "%s() takes 2 arguments; expected ',' but found %.*s",
                      row->name, SV_ARG(path_found(reader)));
            return NULL;
        }
        call->right = read_argument(reader, row, row->params[1]);
        if (call->right == NULL) return NULL;
    }
    if (!path_take(reader, ")")) {
        path_fail(reader, reader->at, "expected ')' after the argument%s of %s() but found %.*s",
                  row->param_count == 1 ? "" : "s", row->name, SV_ARG(path_found(reader)));
        return NULL;
    }
    reader->depth--;
    bool regex = function == PATH_MATCH || function == PATH_SEARCH;
    return !regex || compile_literal_regex(reader, call) ? call : NULL;
}

static Sv read_word(PathReader *reader) {
    size_t from = reader->at;
    for (;;) {
        int c = path_peek(reader);
        bool letter = ascii_is_letter(c) || c == '_';
        if (!letter && !(ascii_is_digit(c) && reader->at > from)) break;
        reader->at++;
    }
    return sv_slice(reader->text, from, reader->at);
}

// true, false, null, or a function call.
static PathFilter *read_named(PathReader *reader) {
    size_t at = reader->at;
    Sv word = read_word(reader);
    if (word.len == 0) {
        path_fail(reader, at, "expected a value, a query or a function but found %.*s",
                  SV_ARG(path_found(reader)));
        return NULL;
    }
    bool call = path_peek(reader) == '(';
    if (!call) {
        PathFilter *filter = new_filter(reader, FILTER_LITERAL, at);
        bool yes = sv_eq_c(word, "true");
        if (sv_eq_c(word, "null"))
            filter->literal = value_null();
        else if (yes || sv_eq_c(word, "false"))
            filter->literal = value_bool(yes);
        else {
            path_fail(reader, at, "unknown word '%.*s': a text is quoted, a member is @.%.*s",
                      SV_ARG(word), SV_ARG(word));
            return NULL;
        }
        return filter;
    }
    Sv names[PATH_FUNCTION_COUNT];
    for (uint32_t i = 0; i < PATH_FUNCTION_COUNT; i++) {
        names[i] = sv_from_c(functions[i].name);
        if (sv_eq(word, names[i])) return read_call(reader, (PathFunction)i, at);
    }
    Sv close = sv_closest(word, names, PATH_FUNCTION_COUNT);
    path_fail(reader, at,
              "no function '%.*s'; there are length, count, match, search, value%s%.*s%s",
              SV_ARG(word), close.len > 0 ? "; did you mean '" : "", SV_ARG(close),
              close.len > 0 ? "'?" : "");
    return NULL;
}

static PathFilter *read_operand(PathReader *reader) {
    int next = path_peek(reader);
    if (next == '\'' || next == '"') return read_string(reader);
    if (next == '-' || ascii_is_digit(next)) return read_number(reader);
    if (next != '@' && next != '$') return read_named(reader);
    PathFilter *filter = new_filter(reader, FILTER_QUERY, reader->at);
    return path_read_query(reader, &filter->query) ? filter : NULL;
}

// ── comparisons and tests ──

static bool read_operator(PathReader *reader, PathOperator *out) {
    static const struct {
        const char *text;
        PathOperator op;
    } operators[] = {{"==", PATH_EQ}, {"!=", PATH_NE}, {"<=", PATH_LE},
                     {">=", PATH_GE}, {"<", PATH_LT},  {">", PATH_GT}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!path_take(reader, operators[i].text)) continue;
        *out = operators[i].op;
        return true;
    }
    return false;
}

static bool comparable(PathReader *reader, const PathFilter *operand) {
    if (gives_value(operand)) return true;
    if (operand->kind == FILTER_QUERY) {
        return path_fail(
            reader, operand->at,
            "a query that may give several nodes cannot be compared; use value() or a filter");
    }
    return path_fail(reader, operand->at, "%s() is true or false already and cannot be compared",
                     functions[operand->function].name);
}

static const PathFilter *as_test(PathReader *reader, const PathFilter *operand) {
    if (operand->kind == FILTER_QUERY) return operand;
    if (operand->kind == FILTER_LITERAL) {
        return fail(reader, operand->at,
                    "a literal alone is no condition; compare it with something");
    }
    if (functions[operand->function].result == PATH_LOGICAL_TYPE) return operand;
    path_fail(reader, operand->at, "the result of %s() must be compared with something",
              functions[operand->function].name);
    return NULL;
}

static const PathFilter *read_or(PathReader *reader);

static const PathFilter *read_parenthesis(PathReader *reader) {
    if (!enter(reader)) return NULL;
    path_take(reader, "(");
    path_blank(reader);
    const PathFilter *inner = read_or(reader);
    if (inner == NULL) return NULL;
    path_blank(reader);
    if (!path_take(reader, ")")) {
        path_fail(reader, reader->at, "expected ')', '&&' or '||' but found %.*s",
                  SV_ARG(path_found(reader)));
        return NULL;
    }
    reader->depth--;
    return inner;
}

static const PathFilter *read_negated(PathReader *reader) {
    PathFilter *negated = new_filter(reader, FILTER_NOT, reader->at);
    path_take(reader, "!");
    path_blank(reader);
    if (path_peek(reader) == '(') {
        negated->left = read_parenthesis(reader);
    } else {
        const PathFilter *operand = read_operand(reader);
        negated->left = operand != NULL ? as_test(reader, operand) : NULL;
    }
    return negated->left != NULL ? negated : NULL;
}

// Records an order comparison with a text that reads like a number: it would only be in order
// letter by letter.
static void note_order(PathReader *reader, const PathFilter *compare) {
    const PathFilter *sides[] = {compare->left, compare->right};
    bool order = compare->op != PATH_EQ && compare->op != PATH_NE;
    for (int i = 0; order && i < 2; i++) {
        bool text = sides[i]->kind == FILTER_LITERAL && sides[i]->literal.kind == VALUE_STRING;
        if (text && reads_as(value_text(sides[i]->literal)) != READS_AS_TEXT)
            reader->ordered_text = value_text(sides[i]->literal);
    }
}

static const PathFilter *read_basic(PathReader *reader) {
    if (path_peek(reader) == '!') return read_negated(reader);
    if (path_peek(reader) == '(') return read_parenthesis(reader);
    const PathFilter *left = read_operand(reader);
    if (left == NULL) return NULL;
    path_blank(reader);
    PathFilter *compare = new_filter(reader, FILTER_COMPARE, reader->at);
    if (!read_operator(reader, &compare->op)) {
        if (path_peek(reader) == '=') return fail(reader, reader->at, "equality is written '=='");
        return as_test(reader, left);
    }
    path_blank(reader);
    const PathFilter *right = read_operand(reader);
    if (right == NULL || !comparable(reader, left) || !comparable(reader, right)) return NULL;
    compare->left = left;
    compare->right = right;
    note_order(reader, compare);
    return compare;
}

// Items joined by an operator: the first on the left, the others in a chain of right sides, so that
// long chains are walked without recursion.
static const PathFilter *read_joined(PathReader *reader, const char *joint, PathFilterKind kind,
                                     const PathFilter *(*read_item)(PathReader *reader)) {
    const PathFilter *first = NULL;
    const PathFilter **end = &first;
    for (;;) {
        const PathFilter *item = read_item(reader);
        if (item == NULL) return NULL;
        *end = item;
        path_blank(reader);
        size_t at = reader->at;
        if (!path_take(reader, joint)) return first;
        path_blank(reader);
        PathFilter *joined = new_filter(reader, kind, at);
        joined->left = item;
        *end = joined;
        end = &joined->right;
    }
}

static const PathFilter *read_and(PathReader *reader) {
    return read_joined(reader, "&&", FILTER_AND, read_basic);
}

static const PathFilter *read_or(PathReader *reader) {
    return read_joined(reader, "||", FILTER_OR, read_and);
}

const PathFilter *path_read_filter(PathReader *reader) {
    if (!enter(reader)) return NULL;
    const PathFilter *filter = read_or(reader);
    reader->depth--;
    return filter;
}
