// matchesSchema() and schemaErrors(). A schema is a map, or the path of a JSON file beneath the
// project root; files are read through the evaluation's options alone, and a literal path is read
// once, before anything runs.
#include "base/limits.h"
#include "base/system/file.h"
#include "cel/functions/call.h"
#include "jsonschema/jsonschema.h"
#include "value/json.h"

static Schema *from_file(Arena *arena, const CelOptions *options, Sv path, Sv *error) {
    Sv text = {0}, why = {0};
    if (options == NULL || options->read_file == NULL) {
        *error = SV("files cannot be read here");
        return NULL;
    }
    Sv whole = options->base_folder.len > 0 ? path_join(arena, options->base_folder, path) : path;
    if (!options->read_file(options->files, whole, "schema", arena, &text, &why)) {
        *error = sv_format(arena, "%.*s: %.*s", SV_ARG(path), SV_ARG(why));
        return NULL;
    }
    if (text.len > LIMIT_SCHEMA_BYTES) {
        *error = sv_format(arena, "%.*s: larger than %d bytes", SV_ARG(path), LIMIT_SCHEMA_BYTES);
        return NULL;
    }
    Value document = value_null();
    JsonError bad = {0};
    if (!json_parse(arena, text, &document, &bad)) {
        *error =
            sv_format(arena, "%.*s: not JSON: byte %zu: %s", SV_ARG(path), bad.offset, bad.message);
        return NULL;
    }
    Schema *schema = schema_compile(arena, document, &why);
    if (schema == NULL)
        *error = sv_format(arena, "%.*s: bad schema: %.*s", SV_ARG(path), SV_ARG(why));
    return schema;
}

static bool prepare_schema(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                           const CelOptions *options, const void **out, Sv *error) {
    if (count < 2 || !literal[1]) return true;
    if (args[1].kind == VALUE_MAP) {
        Sv why = {0};
        *out = schema_compile(arena, args[1], &why);
        if (*out == NULL) *error = sv_format(arena, "bad schema: %.*s", SV_ARG(why));
        return *out != NULL;
    }
    if (args[1].kind != VALUE_STRING) return true;
    // If files cannot be read yet, the call itself will report it.
    if (options == NULL || options->read_file == NULL) return true;
    *out = from_file(arena, options, value_text(args[1]), error);
    return *out != NULL;
}

static const Schema *schema_of(CelCall *call, Value source) {
    if (call->prepared != NULL) return call->prepared;
    Sv error = {0};
    // Reading a schema costs as much as its length.
    if (!call_spend(call, 1000)) return NULL;
    const Schema *schema =
        source.kind == VALUE_STRING
            ? from_file(call->work.arena, call->options, value_text(source), &error)
            : schema_compile(call->work.arena, source, &error);
    if (schema == NULL)
        call_fail(call, "%s%.*s", source.kind == VALUE_STRING ? "" : "bad schema: ", SV_ARG(error));
    return schema;
}

static bool matches_schema(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool matches = false;
    const Schema *schema = schema_of(call, args[1]);
    if (schema == NULL || !schema_matches(&call->work, schema, args[0], &matches, NULL))
        return false;
    *out = value_bool(matches);
    return true;
}

static bool schema_errors(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool matches = false;
    SchemaErrors errors = {.count = 0};
    const Schema *schema = schema_of(call, args[1]);
    if (schema == NULL || !schema_matches(&call->work, schema, args[0], &matches, &errors))
        return false;
    ListBuilder lines = list_builder(call->work.arena);
    for (uint32_t i = 0; i < errors.count; i++) {
        Sv place = errors.items[i].place.len > 0 ? errors.items[i].place : SV("the value");
        Sv line = sv_format(call->work.arena, "%.*s: %.*s", SV_ARG(place),
                            SV_ARG(errors.items[i].message));
        list_add(&lines, value_string(line));
    }
    *out = list_done(&lines);
    return call_has_memory(call);
}

static uint32_t why_no_match(CelCall *call, const Value *args, uint32_t count, CelReason *out,
                             uint32_t limit) {
    (void)count;
    bool matches = false;
    SchemaErrors errors = {.count = 0};
    const Schema *schema = schema_of(call, args[1]);
    if (schema == NULL || !schema_matches(&call->work, schema, args[0], &matches, &errors))
        return 0;
    uint32_t made = 0;
    for (; made < errors.count && made < limit; made++) {
        const SchemaError *error = &errors.items[made];
        Sv about = error->place.len > 0
                       ? sv_format(call->work.arena, "at %.*s", SV_ARG(error->place))
                       : SV("the value");
        out[made] = (CelReason){about, error->message};
    }
    return made;
}

static const CelOverload matches_overloads[] = {
    {"(dyn, string) -> bool", matches_schema},
    {"(dyn, map(string, dyn)) -> bool", matches_schema},
};
static const CelOverload errors_overloads[] = {
    {"(dyn, string) -> list(string)", schema_errors},
    {"(dyn, map(string, dyn)) -> list(string)", schema_errors},
};

static const CelFunction rows[] = {
    {.name = "matchesSchema",
     .summary =
         "Whether a value matches a JSON Schema (draft 2020-12): the path of a JSON file, or a map.",
     .example =
         "matchesSchema({'id': 1}, {'required': ['id'], 'properties': {'id': {'type': 'integer'}}})",
     .since = "0.1",
     CEL_OVERLOADS(matches_overloads),
     .extension = true,
     .prepare = prepare_schema,
     .why = why_no_match},
    {.name = "schemaErrors",
     .summary =
         "Where a value does not match a JSON Schema: the place, the reason, and the place in the schema.",
     .example = "schemaErrors({'id': 'x'}, {'properties': {'id': {'type': 'integer'}}}) == "
                "['/id: \"x\" is of type string, not \"integer\" (#/properties/id/type)']",
     .since = "0.1",
     CEL_OVERLOADS(errors_overloads),
     .extension = true,
     .prepare = prepare_schema},
};

const CelFamily cel_family_schema = {
    .name = "schema",
    .summary = "Values held against a JSON Schema.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
