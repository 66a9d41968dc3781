// The tree of a JSONPath query, between its reader (jsonpath_read.c, jsonpath_filter.c) and its
// evaluation (jsonpath_apply.c). Well-typed (RFC 9535, section 2.4.3) once it has been read.
#ifndef JSONPATH_JSONPATH_QUERY_H
#define JSONPATH_JSONPATH_QUERY_H

#include "base/arena.h"
#include "jsonpath/jsonpath.h"
#include "match/regex.h"
#include "value/value.h"

typedef struct PathFilter PathFilter;

typedef enum PathSelectorKind {
    PATH_NAME,     // ['a']
    PATH_WILDCARD, // [*]
    PATH_INDEX,    // [-1]
    PATH_SLICE,    // [1:5:2]
    PATH_FILTER    // [?@.a]
} PathSelectorKind;

typedef struct PathSlice {
    int64_t start, end, step;
    bool has_start, has_end; // step is 1 where it is not written
} PathSlice;

typedef struct PathSelector {
    PathSelectorKind kind;
    union {
        Sv name;
        int64_t index;
        PathSlice slice;
        const PathFilter *filter;
    };
} PathSelector;

typedef struct PathSegment {
    bool descendant; // ..[…]: on every value at and below
    PathSelector *selectors;
    uint32_t count;
    uint32_t capacity;
} PathSegment;

typedef struct PathQuery {
    bool relative; // begins with @, else with $
    bool singular; // yields at most one node, whatever the value
    PathSegment *segments;
    uint32_t count;
    uint32_t capacity;
} PathQuery;

struct JsonPath {
    PathQuery query;
    Sv ordered_text; // a literal text that reads like a number and is an operand of < <= > >=
};

typedef enum PathFunction {
    PATH_LENGTH, // length(value) -> value
    PATH_COUNT,  // count(nodes) -> value
    PATH_MATCH,  // match(value, value) -> logical
    PATH_SEARCH, // search(value, value) -> logical
    PATH_VALUE,  // value(nodes) -> value
    PATH_FUNCTION_COUNT
} PathFunction;

// RFC 9535's three types of arguments and results of functions.
typedef enum PathType { PATH_VALUE_TYPE, PATH_LOGICAL_TYPE, PATH_NODES_TYPE } PathType;

typedef enum PathFilterKind {
    FILTER_OR,      // left || right
    FILTER_AND,     // left && right
    FILTER_NOT,     // ! left
    FILTER_COMPARE, // left op right, both values
    FILTER_LITERAL, // a value
    FILTER_QUERY,   // by itself: is there a node? as a value: the node of a singular query
    FILTER_FUNCTION // left and right are its arguments
} PathFilterKind;

typedef enum PathOperator { PATH_EQ, PATH_NE, PATH_LT, PATH_LE, PATH_GT, PATH_GE } PathOperator;

struct PathFilter {
    PathFilterKind kind;
    PathOperator op;        // of a comparison
    PathFunction function;  // of a function
    Value literal;          // of a literal
    PathQuery query;        // of a query
    const Regex *regex;     // of match and search with a literal pattern, else NULL
    const PathFilter *left; // operands, arguments
    const PathFilter *right;
    size_t at; // where it is written
};

// The reader of a query: a cursor over its text; the first error wins.
typedef struct PathReader {
    Arena *arena;
    Sv text;
    size_t at;
    uint32_t depth; // of filters and parentheses
    bool failed;
    Sv error;
    size_t error_at;
    Sv ordered_text; // see JsonPath
} PathReader;

// Notes the error unless there is one already. Always false.
bool path_fail(PathReader *reader, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int path_peek(const PathReader *reader);              // a byte, or -1 at the end
bool path_take(PathReader *reader, const char *text); // moves past it if it is next
void path_blank(PathReader *reader);                  // moves past blank space
// "'x'" or "the end": what stands here, for messages.
Sv path_found(const PathReader *reader);

MUST_USE bool path_read_query(PathReader *reader, PathQuery *out); // from $ or @ on
MUST_USE bool path_read_text(PathReader *reader, Sv *out);         // a quoted string
MUST_USE bool path_read_int(PathReader *reader, int64_t *out);     // without leading zeros, not -0
const PathFilter *path_read_filter(PathReader *reader); // a logical expression; NULL = failed

#endif
