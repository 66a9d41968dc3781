// Every row of every table is a topic of explain, alone and with what it stands in, and a topic
// that is misspelled finds it. The actions are of a registry of its own.
#include "base/limits.h"
#include "cel/function.h"
#include "check.h"
#include "diag/diag.h"
#include "event/event.h"
#include "plan/keys/keys.h"
#include "reference/explain.h"

#include <string.h>

typedef struct Clapper {
    Sv metal;
} Clapper;
typedef struct Bell {
    Sv tone;
    int mood;
    Clapper clapper;
    bool clapper_given;
    Records parts;
} Bell;

static const char *const moods[] = {"calm", "urgent", NULL};
static const Param clapper_params[] = {
    PARAM(Clapper, metal, TEXT, .doc = "What it is made of."),
};
static const Param bell_params[] = {
    PARAM(Bell, tone, TEXT, .flags = PARAM_SHORT, .doc = "The tone."),
    PARAM(Bell, mood, CHOICE, .choices = moods, .default_text = "calm", .doc = "How it sounds."),
    PARAM_OF_RECORD(Bell, clapper, Clapper, clapper_params, .doc = "What strikes it."),
    PARAM(Bell, parts, RECORDS, .fields = clapper_params, .field_count = 1,
          .record_size = sizeof(Clapper), .doc = "Further clappers."),
};
static const ResultField bell_results[] = {
    {.name = "heard", .type = "int", .doc = "By how many.", .range = "0..9"},
};
static const Action bell = {.name = "bell",
                            .summary = "Rings.",
                            .params = bell_params,
                            .param_count = sizeof bell_params / sizeof *bell_params,
                            .results = bell_results,
                            .result_count = 1,
                            .timeout_ns = NO_DEADLINE};
static const ConnectionKind tower = {
    .name = "tower", .summary = "Where bells hang.", .params = clapper_params, .param_count = 1};
static const Action *const actions[] = {&bell};
static const ConnectionKind *const kinds[] = {&tower};
static const Registry registry = {
    .actions = actions, .action_count = 1, .kinds = kinds, .kind_count = 1};

static bool says(const char *topic, const char *words) {
    BUF_AUTO Buf out = buf_new(1 << 20);
    bool found = explain_topic(&registry, sv_from_c(topic), 80, &out);
    return found && sv_find(buf_sv(&out), sv_from_c(words), 0) != SV_NONE;
}

static void test_topic(const char *owner, const char *name, const char *words) {
    char topic[256];
    snprintf(topic, sizeof topic, "%s%s%s", owner, *owner ? "." : "", name);
    bool good = says(topic, words);
    if (!good) printf("topic '%s'\n", topic);
    CHECK(good);
}

static void test_keys(void) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        const PlaceRow *place = &place_rows[row->place];
        test_topic("", row->name, place->key);
        if (*place->schema) test_topic(place->schema, row->name, place->key);
        for (size_t k = 0; row->choices && row->choices[k]; k++) {
            test_topic("", row->choices[k], place->key);
            CHECK(says(row->choices[k], row->name));
        }
    }
    test_topic("inputs", "env", "a key of an input");
    CHECK(!says("inputs.env", "a key of a secret"));
    CHECK(!says("inputs.attempts", ""));
    CHECK(says("on_failure.rollback", "a word of on_failure"));
    CHECK(!says("level.rollback", ""));
}

static void test_tables(void) {
    for (size_t i = 0; i < DIAG_COUNT; i++)
        test_topic("", diag_rows[i].name,
                   diag_rows[i].severity == SEVERITY_ERROR ? "an error" : "a warning");
    for (size_t i = 0; i < limit_row_count; i++)
        test_topic("", limit_rows[i].name, "a limit");
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
        test_topic("", event_rows[i].name, "an event");
        for (size_t k = 0; k < event_rows[i].field_count; k++)
            test_topic(event_rows[i].name, event_rows[i].fields[k].name, event_rows[i].name);
    }
    for (uint32_t i = 0; i < cel_family_count; i++)
        for (uint32_t k = 0; k < cel_families[i]->count; k++)
            test_topic("", cel_families[i]->rows[k].name, "function of expressions");
}

static void test_actions(void) {
    test_topic("", "bell", "what a step does");
    test_topic("", "heard", "heard (a result of bell)");
    test_topic("bell", "heard", "of the type int: 0 to 9");
    test_topic("bell", "mood", "choice, default calm: calm | urgent");
    test_topic("", "urgent", "urgent (a word of mood, a parameter of bell)");
    test_topic("bell", "clapper.metal", "clapper.metal (a parameter of bell)");
    test_topic("bell", "parts.NAME.metal", "parts.NAME.metal (a parameter of bell)");
    test_topic("tower", "metal", "metal (a parameter of tower connections)");
    CHECK(!says("tower.metal", "bell"));
    CHECK(!says("bell.metal", ""));
    CHECK(!says("tower.heard", ""));
}

static void test_meant(const char *topic, const char *meant) {
    Arena *arena = arena_new(4 << 20);
    Sv near = explain_closest(arena, &registry, sv_from_c(topic));
    bool good = sv_eq_c(near, meant);
    if (!good) printf("'%s' → '%.*s'\n", topic, SV_ARG(near));
    CHECK(good);
    arena_free(arena);
}

// One of each table, and none that is far from all.
static void test_misses(void) {
    test_meant("bel", "bell");
    test_meant("bell.herad", "bell.heard");
    test_meant("bell.clapper.mettal", "bell.clapper.metal");
    test_meant("bell.parts.NAME.mettal", "bell.parts.NAME.metal");
    test_meant("tower.mettal", "tower.metal");
    test_meant("urgnet", "urgent");
    test_meant("on_falure", "on_failure");
    test_meant("idempotnet", "idempotent");
    test_meant("retry.atempts", "retry.attempts");
    test_meant("inputs.descrption", "inputs.description");
    test_meant("run_strated.began", "run_started.began");
    test_meant("run_strated", "run_started");
    test_meant("FILE_BITES", "FILE_BYTES");
    test_meant("unknown-kye", "unknown-key");
    test_meant("math.abbs", "math.abs");
    test_meant("zzzzzzzzz.zzzzzzz", "");
    CHECK(!says("", "") && !says(".", "") && !says("bell.", "") && !says(".heard", ""));
}

int main(void) {
    test_keys();
    test_tables();
    test_actions();
    test_misses();
    return check_done();
}
