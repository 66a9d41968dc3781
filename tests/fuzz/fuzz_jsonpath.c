// JSONPath: the first line is a query, the rest a JSON text. Every normalized path leads to its
// node alone.
#include "fuzz.h"
#include "jsonpath/jsonpath.h"
#include "value/json.h"

enum { COST = 100000, PATHS_MOST = 50 };

static void lead_back(Arena *arena, Value root, Value node, Value path) {
    Sv error = {0};
    size_t at = 0;
    uint64_t cost = 0;
    Value nodes = value_null(), paths = value_null();
    JsonPath *compiled = jsonpath_compile(arena, value_text(path), &error, &at);
    FUZZ_CLAIM(compiled != NULL);
    if (!jsonpath_apply(arena, compiled, root, &cost, COST, &nodes, &paths, &error)) return;
    FUZZ_CLAIM(value_count(nodes) == 1 && value_equal(value_item(nodes, 0), node));
    FUZZ_CLAIM(value_equal(value_item(paths, 0), path));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv rest = fuzz_text(data, size), query = {0}, error = {0};
    sv_next_line(&rest, &query);
    size_t at = 0;
    uint64_t cost = 0;
    Value root = value_null(), nodes = value_null(), paths = value_null();
    JsonPath *path = jsonpath_compile(arena, query, &error, &at);
    FUZZ_CLAIM(path != NULL || (error.len > 0 && at <= query.len));
    if (path != NULL && json_parse(arena, rest, &root, NULL) &&
        jsonpath_apply(arena, path, root, &cost, COST, &nodes, &paths, &error)) {
        FUZZ_CLAIM(value_count(nodes) == value_count(paths));
        for (size_t i = 0; i < value_count(nodes) && i < PATHS_MOST; i++) {
            lead_back(arena, root, value_item(nodes, i), value_item(paths, i));
        }
    }
    arena_free(arena);
    return 0;
}
