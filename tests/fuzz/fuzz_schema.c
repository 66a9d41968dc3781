// JSON Schema: the first line is a schema, the rest a value. With and without messages the verdict
// is the same, and a mismatch always has a message.
#include "fuzz.h"
#include "jsonschema/jsonschema.h"
#include "value/json.h"

enum { COST = 100000 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv rest = fuzz_text(data, size), line = {0}, error = {0};
    sv_next_line(&rest, &line);
    Value document = value_null(), value = value_null();
    if (json_parse(arena, line, &document, NULL) && json_parse(arena, rest, &value, NULL)) {
        Schema *schema = schema_compile(arena, document, &error);
        FUZZ_CLAIM(schema != NULL || error.len > 0);
        Fault fault = {0};
        uint64_t cost = 0, again_cost = 0;
        Work call = {.arena = arena, .fault = &fault, .cost = &cost, .cost_limit = COST};
        Work again = {.arena = arena, .fault = &fault, .cost = &again_cost, .cost_limit = COST};
        SchemaErrors errors = {.count = 0};
        bool holds = false, holds_again = false;
        if (schema != NULL && schema_matches(&call, schema, value, &holds, NULL) &&
            schema_matches(&again, schema, value, &holds_again, &errors)) {
            FUZZ_CLAIM(holds == holds_again && holds == (errors.count == 0));
        }
    }
    arena_free(arena);
    return 0;
}
