// Every case of the CEL specification's suites that is at hand, in the specification's mode.
#include "base/limits.h"
#include "base/system/file.h"
#include "cel/cel.h"
#include "check.h"
#include "value/json.h"
#include "value/show.h"

#include <dirent.h>
#include <stdlib.h>

// Cases that only a protocol buffer message could be, each with its reason.
typedef struct Exempt {
    const char *suite, *section, *name, *why;
} Exempt;

static const Exempt exempt[] = {{NULL, NULL, NULL, NULL}};

static bool is_exempt(Value item) {
    for (const Exempt *at = exempt; at->suite != NULL; at++) {
        if (sv_eq_c(value_field_text(item, "suite", (Sv){0}), at->suite) &&
            sv_eq_c(value_field_text(item, "section", (Sv){0}), at->section) &&
            sv_eq_c(value_field_text(item, "name", (Sv){0}), at->name)) {
            return true;
        }
    }
    return false;
}

// ── bindings ──

typedef struct Bound {
    CelName *names;
    Value *values;
    uint32_t count;
} Bound;

static bool get_bound(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)fault;
    *out = ((Bound *)self)->values[index];
    return true;
}

static Bound read_bindings(Arena *arena, Value item) {
    Value map = value_field(item, "bindings");
    Bound bound = {0};
    if (map.kind != VALUE_MAP) return bound;
    bound.count = (uint32_t)value_count(map);
    bound.names = arena_new_array(arena, CelName, bound.count);
    bound.values = arena_new_array(arena, Value, bound.count);
    for (uint32_t i = 0; i < bound.count; i++) {
        bound.names[i] = (CelName){.name = value_text(value_key(map, i)), .index = i};
        CHECK(value_from_typed(arena, value_at(map, i), &bound.values[i]));
    }
    return bound;
}

// ── one case ──

static bool same(Value found, Value wanted) {
    if (found.kind != wanted.kind) return false;
    if (found.kind == VALUE_DOUBLE) {
        if (wanted.number != wanted.number) return found.number != found.number;
        return found.number == wanted.number;
    }
    return value_equal(found, wanted);
}

static bool evaluate(Arena *arena, Value item, Value *out, Sv *why) {
    Diags diags = diags_new(arena);
    CelProgram program;
    Bound bound = read_bindings(arena, item);
    Sv text = value_field_text(item, "expr", (Sv){0});
    CelNames names = {
        .items = bound.names,
        .count = bound.count,
        .container = value_field_text(item, "container", (Sv){0}),
        .allow_unknown = true,
    };
    bool fine = cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL);
    if (!fine) {
        *why = diags.count > 0 ? diags.items[0].message : SV("no diagnostic");
        return false;
    }
    CelBinding binding = {.self = &bound, .get = get_bound};
    Fault fault = {0};
    if (cel_eval(arena, &program, &binding, NULL, out, &fault)) return true;
    *why = fault.message;
    return false;
}

static bool case_holds(Arena *arena, Value item) {
    Value found = value_null(), wanted = value_null();
    Sv why = {0};
    bool fine = evaluate(arena, item, &found, &why);
    Value typed = value_field(item, "value");
    bool wants_value = typed.kind == VALUE_MAP;
    if (wants_value) CHECK(value_from_typed(arena, typed, &wanted));
    bool held = wants_value ? fine && same(found, wanted) : !fine && why.len > 0;
    if (held) return true;
    BUF_AUTO Buf shown = buf_new(4096);
    if (fine) value_show(&shown, found, 200);
    Sv result = fine ? buf_sv(&shown) : why;
    fprintf(stderr, "%.*s/%.*s/%.*s: %.*s\n    found %s%.*s\n",
            SV_ARG(value_field_text(item, "suite", (Sv){0})),
            SV_ARG(value_field_text(item, "section", (Sv){0})),
            SV_ARG(value_field_text(item, "name", (Sv){0})),
            SV_ARG(value_field_text(item, "expr", (Sv){0})), fine ? "" : "error: ", SV_ARG(result));
    return false;
}

// ── one suite ──

static void run_suite(Sv path) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Sv text = {0}, line = {0};
    CHECK(file_read(arena, path, LIMIT_JSON_BYTES, &text) == FILE_OK);
    unsigned held = 0, count = 0, skipped = 0;
    while (sv_next_line(&text, &line)) {
        Value item;
        JsonError error;
        if (line.len == 0) continue;
        CHECK(json_parse(arena, line, &item, &error));
        if (is_exempt(item)) {
            skipped++;
            continue;
        }
        count++;
        bool holds = case_holds(arena, item);
        CHECK(holds);
        if (holds) held++;
    }
    Sv stem = path_stem(path);
    printf("%-16.*s %4u of %4u hold, %u not applicable\n", SV_ARG(stem), held, count, skipped);
    arena_free(arena);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_suite(const struct dirent *entry) {
    return sv_ends(sv_from_c(entry->d_name), SV(".jsonl"));
}

int main(int argc, char **argv) {
    const char *shared = getenv("RUNBOOK_SHARED");
    Arena *arena = arena_new(LIMIT_JSON_BYTES);
    Sv folder = path_join(arena, shared != NULL ? sv_from_c(shared) : SV("../shared"),
                          SV("conformance/cel"));
    if (argc > 1) folder = sv_from_c(argv[1]);
    struct dirent **entries = NULL;
    int count = scandir(sv_to_c(arena, folder), &entries, is_suite, by_name);
    if (count <= 0) {
        printf("skipped: no suites in %.*s\n", SV_ARG(folder));
        arena_free(arena);
        return 77;
    }
    for (int i = 0; i < count; i++) {
        run_suite(path_join(arena, folder, sv_from_c(entries[i]->d_name)));
        free(entries[i]);
    }
    free(entries);
    arena_free(arena);
    return check_done();
}
