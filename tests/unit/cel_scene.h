// A scene for the tests of expressions: the names that a step of a runbook would see, with their
// types and values.
#ifndef TESTS_UNIT_CEL_SCENE_H
#define TESTS_UNIT_CEL_SCENE_H

#include "base/limits.h"
#include "cel/cel.h"
#include "value/json.h"

#define SCENE_JSON                                                                                 \
    "{\"ok\": true, \"count\": 3, \"sessions\": ["                                                 \
    "{\"id\": \"s1\", \"user_id\": \"ada\", \"age\": 5},"                                          \
    "{\"id\": \"s2\", \"user_id\": \"\", \"age\": 900},"                                           \
    "{\"id\": \"s3\", \"user_id\": \"björn\", \"age\": 17}], \"empty\": [], \"error\": null,"     \
    "\"tags\": [\"a\", \"b\"], \"meta\": {\"name\": \"北京のサーバー\", \"region\": \"eu-west-1\"}}"

typedef struct Scene {
    CelName names[32];
    Value values[32];
    uint32_t count;
} Scene;

static inline bool scene_get(void *self, uint32_t index, Value *out, Fault *fault) {
    const Scene *scene = self;
    if (sv_eq_c(scene->names[index].name, "later")) {
        *fault =
            (Fault){.kind = FAULT_MISSING, .message = SV("needs later, which was not reached")};
        return false;
    }
    *out = scene->values[index];
    return true;
}

static inline CelName *scene_add(Scene *scene, const char *name, CelType type, Value value) {
    CelName *row = &scene->names[scene->count];
    *row = (CelName){.name = sv_from_c(name),
                     .type = type,
                     .index = scene->count,
                     .observed = true,
                     .result = true};
    scene->values[scene->count++] = value;
    return row;
}

static inline CelType scene_type(Arena *arena, const char *text) {
    CelType type = cel_type(CEL_TYPE_ERROR);
    cel_type_parse(arena, sv_from_c(text), &type);
    return type;
}

static inline Value scene_json(Arena *arena, const char *text) {
    Value value = value_null();
    JsonError error;
    json_parse(arena, sv_from_c(text), &value, &error);
    return value;
}

static inline CelType scene_record(Arena *arena, const char *name, const char *const (*fields)[3],
                                   uint32_t count) {
    CelField *rows = arena_new_array(arena, CelField, count);
    for (uint32_t i = 0; i < count; i++) {
        rows[i].name = sv_from_c(fields[i][0]);
        rows[i].type = scene_type(arena, fields[i][1]);
        rows[i].why = sv_from_c(fields[i][2]);
        rows[i].optional = fields[i][2] != NULL;
    }
    return cel_type_record(arena, sv_from_c(name), rows, count);
}

static inline void scene_fill(Arena *arena, Scene *scene) {
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
    *scene = (Scene){0};
    scene_add(scene, "status", scene_type(arena, "int"), value_int(503));
    scene_add(scene, "headers", scene_type(arena, "map(string, string)"),
              scene_json(arena, "{\"content-type\": \"text/html\", \"retry-after\": \"120\"}"));
    scene_add(scene, "body", scene_type(arena, "string"),
              value_string(SV("<h1>Service unavailable</h1>")));
    scene_add(scene, "json", scene_type(arena, "dyn"), scene_json(arena, SCENE_JSON));
    scene_add(scene, "rows", scene_type(arena, "list(map(string, dyn))"),
              scene_json(arena, "[{\"n\": 1}, {\"n\": 2}]"));
    scene_add(scene, "lines", scene_type(arena, "list(string)"),
              scene_json(arena, "[\"one\", \"two\"]"));
    scene_add(scene, "elapsed", scene_type(arena, "duration"), value_duration_ns(1500000000));
    scene_add(scene, "size", scene_type(arena, "int"), value_int(28));
    Value price = value_null();
    value_decimal(arena, SV("19.90"), &price);
    scene_add(scene, "price", scene_type(arena, "decimal"), price);
    scene_add(scene, "exit_code", scene_type(arena, "int?"), value_null());
    scene_add(scene, "now", scene_type(arena, "timestamp"), value_timestamp(1772323200, 0))
        ->observed = false;
    scene_add(
        scene, "inputs", scene_record(arena, "inputs", input_fields, 4),
        scene_json(
            arena,
            "{\"base_url\": \"http://127.0.0.1:8080\", \"tenants\": [\"acme\", \"globex\"], \"limit\": 2, \"ratio\": 0.5}"))
        ->observed = false;
    MapBuilder secrets = map_builder(arena);
    map_add_c(&secrets, "api_key", value_tainted(value_string(SV("hunter22-hunter22")), 2));
    scene_add(scene, "secrets", scene_record(arena, "secrets", secret_fields, 2),
              map_done(&secrets))
        ->observed = false;
    CelField *steps = arena_new_array(arena, CelField, 2);
    steps[0] = (CelField){.name = SV("login"),
                          .type = scene_record(arena, "steps.login", login_fields, 2)};
    steps[1] = (CelField){.name = SV("probe"),
                          .type = scene_record(arena, "steps.probe", probe_fields, 2)};
    scene_add(
        scene, "steps", cel_type_record(arena, SV("steps"), steps, 2),
        scene_json(
            arena,
            "{\"login\": {\"verdict\": \"passed\", \"token\": \"t\"}, \"probe\": {\"verdict\": \"passed\"}}"));
    for (uint32_t i = 0; i < scene->count; i++) {
        if (sv_eq_c(scene->names[i].name, "steps")) scene->names[i].result = false;
    }
    CelName *later = scene_add(scene, "later", cel_type(CEL_TYPE_DYN), value_null());
    later->result = false;
    CelName *hidden = scene_add(scene, "sibling", cel_type(CEL_TYPE_DYN), value_null());
    hidden->unavailable = true;
    hidden->why = SV("it runs in parallel with this step");
}

static inline CelNames scene_names(const Scene *scene) {
    return (CelNames){.items = scene->names, .count = scene->count, .strict = true};
}

#endif
