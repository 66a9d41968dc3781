// A scene for the tests of expressions: the names that a step of a runbook would see, with their
// types and values.
#ifndef TESTS_UNIT_CEL_FIXTURE_H
#define TESTS_UNIT_CEL_FIXTURE_H

#include "base/limits.h"
#include "cel/cel.h"
#include "value/json.h"
#include <stdlib.h>

#define SCENE_JSON                                                                                 \
    "{\"ok\": true, \"count\": 3, \"sessions\": ["                                                 \
    "{\"id\": \"s1\", \"user_id\": \"ada\", \"age\": 5},"                                          \
    "{\"id\": \"s2\", \"user_id\": \"\", \"age\": 900},"                                           \
    "{\"id\": \"s3\", \"user_id\": \"björn\", \"age\": 17}], \"empty\": [], \"error\": null,"     \
    "\"tags\": [\"a\", \"b\"], \"meta\": {\"name\": \"北京のサーバー\", \"region\": \"eu-west-1\"}}"

typedef struct Fixture {
    CelName names[32];
    Value values[32];
    uint32_t count;
} Fixture;

static inline bool fixture_get(void *self, uint32_t index, Value *out, Fault *fault) {
    const Fixture *fixture = self;
    if (sv_eq_c(fixture->names[index].name, "later")) {
        *fault =
            (Fault){.kind = FAULT_MISSING, .message = SV("needs later, which was not reached")};
        return false;
    }
    *out = fixture->values[index];
    return true;
}

static inline CelName *fixture_add(Fixture *fixture, const char *name, CelType type, Value value) {
    CelName *row = &fixture->names[fixture->count];
    *row = (CelName){.name = sv_from_c(name),
                     .type = type,
                     .index = fixture->count,
                     .observed = true,
                     .result = true};
    fixture->values[fixture->count++] = value;
    return row;
}

static inline CelType fixture_type(Arena *arena, const char *text) {
    CelType type = cel_type(CEL_TYPE_ERROR);
    if (!cel_type_parse(arena, sv_from_c(text), &type)) abort();
    return type;
}

static inline Value fixture_json(Arena *arena, const char *text) {
    Value value = value_null();
    JsonError error;
    if (!json_parse(arena, sv_from_c(text), &value, &error)) abort();
    return value;
}

static inline CelType fixture_record(Arena *arena, const char *name, const char *const (*fields)[3],
                                     uint32_t count) {
    CelField *rows = arena_new_array(arena, CelField, count);
    for (uint32_t i = 0; i < count; i++) {
        rows[i].name = sv_from_c(fields[i][0]);
        rows[i].type = fixture_type(arena, fields[i][1]);
        rows[i].why = sv_from_c(fields[i][2]);
        rows[i].optional = fields[i][2] != NULL;
    }
    return cel_type_record(arena, sv_from_c(name), rows, count);
}

static inline void fixture_fill(Arena *arena, Fixture *fixture) {
    static const char *const input_fields[][3] = {{"base_url", "string", NULL},
                                                  {"tenants", "list(string)", NULL},
                                                  {"limit", "int", NULL},
                                                  {"ratio", "double", NULL}};
    static const char *const secret_fields[][3] = {
        {"admin_token", "string", "the secret is optional"}, {"api_key", "string", NULL}};
    static const char *const login_fields[][3] = {{"verdict", "string", NULL},
                                                  {"token", "string", NULL}};
    static const char *const probe_fields[][3] = {
        {"verdict", "string", NULL}, {"note", "string", "the step stands under `when`"}};
    *fixture = (Fixture){0};
    fixture_add(fixture, "status", fixture_type(arena, "int"), value_int(503));
    fixture_add(fixture, "headers", fixture_type(arena, "map(string, string)"),
                fixture_json(arena, "{\"content-type\": \"text/html\", \"retry-after\": \"120\"}"));
    fixture_add(fixture, "body", fixture_type(arena, "string"),
                value_string(SV("<h1>Service unavailable</h1>")));
    fixture_add(fixture, "json", fixture_type(arena, "dyn"), fixture_json(arena, SCENE_JSON));
    fixture_add(fixture, "rows", fixture_type(arena, "list(map(string, dyn))"),
                fixture_json(arena, "[{\"n\": 1}, {\"n\": 2}]"));
    fixture_add(fixture, "lines", fixture_type(arena, "list(string)"),
                fixture_json(arena, "[\"one\", \"two\"]"));
    fixture_add(fixture, "elapsed", fixture_type(arena, "duration"), value_duration_ns(1500000000));
    fixture_add(fixture, "size", fixture_type(arena, "int"), value_int(28));
    Value price = value_null();
    if (!value_decimal(arena, SV("19.90"), &price)) abort();
    fixture_add(fixture, "price", fixture_type(arena, "decimal"), price);
    fixture_add(fixture, "exit_code", fixture_type(arena, "int?"), value_null());
    fixture_add(fixture, "now", fixture_type(arena, "timestamp"), value_timestamp(1772323200, 0))
        ->observed = false;
    fixture_add(
        fixture, "inputs", fixture_record(arena, "inputs", input_fields, 4),
        fixture_json(
            arena,
            "{\"base_url\": \"http://127.0.0.1:8080\", \"tenants\": [\"acme\", \"globex\"], \"limit\": 2, \"ratio\": 0.5}"))
        ->observed = false;
    MapBuilder secrets = map_builder(arena);
    map_add_c(&secrets, "api_key", value_tainted(value_string(SV("hunter22-hunter22")), 2));
    fixture_add(fixture, "secrets", fixture_record(arena, "secrets", secret_fields, 2),
                map_done(&secrets))
        ->observed = false;
    CelField *steps = arena_new_array(arena, CelField, 2);
    steps[0] = (CelField){.name = SV("login"),
                          .type = fixture_record(arena, "steps.login", login_fields, 2)};
    steps[1] = (CelField){.name = SV("probe"),
                          .type = fixture_record(arena, "steps.probe", probe_fields, 2)};
    fixture_add(
        fixture, "steps", cel_type_record(arena, SV("steps"), steps, 2),
        fixture_json(
            arena,
            "{\"login\": {\"verdict\": \"passed\", \"token\": \"t\"}, \"probe\": {\"verdict\": \"passed\"}}"));
    for (uint32_t i = 0; i < fixture->count; i++) {
        if (sv_eq_c(fixture->names[i].name, "steps")) fixture->names[i].result = false;
    }
    CelName *later = fixture_add(fixture, "later", cel_type(CEL_TYPE_DYN), value_null());
    later->result = false;
    CelName *hidden = fixture_add(fixture, "sibling", cel_type(CEL_TYPE_DYN), value_null());
    hidden->unavailable = true;
    hidden->why = SV("it runs in parallel with this step");
}

static inline CelNames fixture_names(const Fixture *fixture) {
    return (CelNames){.items = fixture->names, .count = fixture->count, .strict = true};
}

#endif
