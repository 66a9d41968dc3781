#include "base/limits.h"
#include "report/compare/compare.h"
#include "value/json.h"

typedef struct Given {
    Comparison *comparison;
    Buf same;
} Given;

static Sv shown(Arena *arena, Value value) {
    if (value.kind == VALUE_NULL) return (Sv){0};
    if (value.kind == VALUE_STRING) return value_text(value);
    BUF_AUTO Buf json = buf_new(LIMIT_STRING_BYTES);
    json_write(&json, value, JSON_SPACED);
    return buf_keep(&json, arena);
}

static void add(Given *given, const char *what, Sv name, Sv a, Sv b) {
    Comparison *comparison = given->comparison;
    RunDifferences *out = &comparison->given;
    arena_grow(comparison->arena, out->items, out->count, out->capacity);
    out->items[out->count++] = (RunDifference){what, name, a, b};
}

static void alike(Given *given, const char *what) {
    buf_addf(&given->same, "%s%s", given->same.len ? ", " : "", what);
}

// One text that each run has.
static void text(Given *given, const char *what, Sv a, Sv b) {
    if (!sv_eq(a, b)) add(given, what, (Sv){0}, a, b);
}

// ── lists of records ──

static const Value *find(Value list, const char *key, Sv name) {
    for (size_t i = 0; list.kind == VALUE_LIST && i < value_count(list); i++) {
        Value item = value_item(list, i);
        if (sv_eq(value_field_text(item, key, SV("")), name)) {
            const struct ValueList *items = list.list;
            return &items->items[i];
        }
    }
    return NULL;
}

typedef struct GivenList {
    const char *what, *all; // "input", "inputs"
    const char *key, *field;
    Value a, b;
} GivenList;

static Sv field_of(Arena *arena, const Value *record, const char *field) {
    return record ? shown(arena, value_field(*record, field)) : (Sv){0};
}

static void records(Given *given, const GivenList *records) {
    Arena *arena = given->comparison->arena;
    uint32_t before = given->comparison->given.count;
    Value lists[] = {records->a, records->b};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < value_count(lists[side]); i++) {
            Sv name = value_field_text(value_item(lists[side], i), records->key, SV(""));
            const Value *a = find(records->a, records->key, name);
            const Value *b = find(records->b, records->key, name);
            if (side == 1 && a) continue;
            Sv was = field_of(arena, a, records->field), is = field_of(arena, b, records->field);
            if (a && b && sv_eq(was, is)) continue;
            add(given, records->what, name, a ? was : (Sv){0}, b ? is : (Sv){0});
        }
    }
    bool some = value_count(records->a) > 0 || value_count(records->b) > 0;
    if (some && given->comparison->given.count == before) alike(given, records->all);
}

// ── maps ──

static void maps(Given *given, const char *what, Value a, Value b) {
    Arena *arena = given->comparison->arena;
    Value sides[] = {a, b};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; sides[side].kind == VALUE_MAP && i < value_count(sides[side]); i++) {
            Sv name = value_text(value_key(sides[side], i));
            Sv was = shown(arena, a.kind == VALUE_MAP ? value_field(a, sv_to_c(arena, name))
                                                      : value_null());
            Sv is = shown(arena, b.kind == VALUE_MAP ? value_field(b, sv_to_c(arena, name))
                                                     : value_null());
            if (side == 1 && was.at) continue;
            if (sv_eq(was, is))
                alike(given, sv_to_c(arena, name));
            else
                add(given, what, name, was, is);
        }
    }
}

void compare_given(Comparison *comparison) {
    const ReportModel *a = comparison->a, *b = comparison->b;
    Given given = {comparison, buf_new(LIMIT_STRING_BYTES)};
    text(&given, "runbook", value_field_text(a->started, "path", SV("")),
         value_field_text(b->started, "path", SV("")));
    records(&given,
            &(GivenList){"file", "runbook", "path", "digest", report_model_began_with(a, "files"),
                         report_model_began_with(b, "files")});
    records(&given,
            &(GivenList){"input", "inputs", "name", "value", report_model_began_with(a, "inputs"),
                         report_model_began_with(b, "inputs")});
    records(&given, &(GivenList){"connection", "connections", "name", "target",
                                 value_field(a->started, "connections"),
                                 value_field(b->started, "connections")});
    maps(&given, "subject", report_model_began_with(a, "subject"),
         report_model_began_with(b, "subject"));
    maps(&given, "narrowed", value_field(a->started, "selection"),
         value_field(b->started, "selection"));
    text(&given, "by", report_model_user(a, 1), report_model_user(b, 1));
    text(&given, "host", value_field_text(a->started, "host", SV("")),
         value_field_text(b->started, "host", SV("")));
    text(&given, "tool", value_field_text(a->started, "tool", SV("")),
         value_field_text(b->started, "tool", SV("")));
    comparison->same = buf_keep(&given.same, comparison->arena);
    buf_free(&given.same);
}
