// jsonpath() and jsonpathPaths().
#include "cel/functions/call.h"
#include "jsonpath/jsonpath.h"

static bool prepare_path(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                         const CelOptions *options, const void **out, Sv *error) {
    (void)options;
    if (count < 2 || !literal[1] || args[1].kind != VALUE_STRING) return true;
    Sv why = {0};
    size_t at = 0;
    JsonPath *path = jsonpath_compile(arena, value_text(args[1]), &why, &at);
    if (path == NULL) *error = sv_format(arena, "bad JSONPath at byte %zu: %.*s", at, SV_ARG(why));
    *out = path;
    if (path == NULL) return false;
    Sv ordered = jsonpath_ordered_text(path);
    if (ordered.len == 0) return true;
    *error =
        sv_format(arena,
                  "the filter orders texts letter by letter, and '%.*s' reads like a number or "
                  "version: write it as list.filter(x, version(x.field) < version('%.*s')), or "
                  "with int(…) or double(…)",
                  SV_ARG(ordered), SV_ARG(ordered));
    return false;
}

static bool apply(CelCall *call, const Value *args, Value *nodes, Value *paths) {
    const JsonPath *path = call->prepared;
    Sv error = {0};
    size_t at = 0;
    if (path == NULL) {
        if (!call_spend(call, args[1].text.len + 1)) return false;
        path = jsonpath_compile(call->work.arena, value_text(args[1]), &error, &at);
    }
    if (path == NULL) return call_fail(call, "bad JSONPath at byte %zu: %.*s", at, SV_ARG(error));
    return jsonpath_select(&call->work, path, args[0], nodes, paths);
}

static bool jsonpath(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return apply(call, args, out, NULL);
}

static bool jsonpath_paths(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Value nodes = value_null();
    return apply(call, args, &nodes, out);
}

static const CelOverload nodes_overloads[] = {{"(dyn, string) -> list(dyn)", jsonpath}};
static const CelOverload paths_overloads[] = {{"(dyn, string) -> list(string)", jsonpath_paths}};

static const CelFunction rows[] = {
    {.name = "jsonpath",
     .summary = "The values a JSONPath query (RFC 9535) finds, in order.",
     .example = "jsonpath({'a': [{'id': 1}, {'id': 2}]}, '$..id') == [1, 2]\n"
                "jsonpath([1, 5, 9], '$[?@ > 4]') == [5, 9]",
     .since = "0.1",
     CEL_OVERLOADS(nodes_overloads),
     .extension = true,
     .prepare = prepare_path},
    {.name = "jsonpathPaths",
     .summary = "Where a JSONPath query finds something: normalized paths, in order.",
     .example = "jsonpathPaths({'a': [{'id': 1}]}, '$..id') == [\"$['a'][0]['id']\"]",
     .since = "0.1",
     CEL_OVERLOADS(paths_overloads),
     .extension = true,
     .prepare = prepare_path},
};

const CelFamily cel_family_jsonpath = {
    .name = "jsonpath",
    .summary = "Queries of RFC 9535 over lists and maps.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
