#include "base/limits.h"
#include "history/run_id.h"
#include "history/seen_internal.h"
#include "journal/type_notes.h"
#include "value/time.h"

enum { LISTED = 4 };

// ── values from the journal ──

Value seen_restored(Arena *arena, Value fields, const char *field, Sv name, Value shown,
                    CelType type) {
    return type_notes_restore(arena, shown, type_notes_path(arena, field, name),
                              value_field(fields, "kinds"), type);
}

static Value restored_map(Arena *arena, Value fields, const char *field) {
    MapBuilder map = map_builder(arena);
    Value shown = fields.kind == VALUE_MAP ? value_field(fields, field) : value_null();
    for (size_t i = 0; shown.kind == VALUE_MAP && i < value_count(shown); i++) {
        Sv name = value_text(value_key(shown, i));
        map_add_sv(
            &map, name,
            seen_restored(arena, fields, field, name, value_at(shown, i), cel_type(CEL_TYPE_DYN)));
    }
    return value_tainted(map_done(&map), type_notes_field_cut(fields, field) ? TYPE_NOTES_CUT : 0);
}

static Value top_inputs(Arena *arena, const RecordedRun *then) {
    MapBuilder map = map_builder(arena);
    Value given = recorded_run_giving(then, "inputs"), inputs = value_field(given, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Sv name = value_field_text(value_item(inputs, i), "name", SV(""));
        Value value;
        if (recorded_run_input(then, arena, name, &value)) map_add_sv(&map, name, value);
    }
    return value_tainted(map_done(&map),
                         type_notes_field_cut(given, "inputs") ? TYPE_NOTES_CUT : 0);
}

// Earlier versions did not say what vars were once something else had been accepted.
static Value top_vars(Arena *arena, const RecordedRun *then) {
    Value given = recorded_run_giving(then, "vars"), vars = restored_map(arena, given, "vars");
    bool told = then->accepted.kind != VALUE_MAP || value_get_c(then->accepted, "vars");
    return told ? vars : value_tainted(vars, TYPE_NOTES_CUT);
}

// Their names are known; their values are not.
static Value top_secrets(Arena *arena, const RecordedRun *recorded) {
    MapBuilder map = map_builder(arena);
    Value secrets = value_field(recorded->started, "secrets");
    for (size_t i = 0; secrets.kind == VALUE_LIST && i < value_count(secrets); i++) {
        Value secret = value_item(secrets, i);
        Sv name = value_field_text(secret, "name", SV(""));
        Sv shown = sv_format(arena, "\xc2\xab%.*s\xc2\xbb", SV_ARG(name));
        if (value_field_bool(secret, "set", false))
            map_add_sv(&map, name, value_tainted(value_string(shown), TYPE_NOTES_MASKED));
    }
    return map_done(&map);
}

static Value run_of(Arena *arena, const RecordedRun *recorded, const RecordedStep *step) {
    Value started = timestamp_from_ns(recorded->started_ns);
    // Where the run does not say when it began, its first event does.
    ignore_result(timestamp_parse(value_field_text(recorded->started, "began", SV("")), &started));
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "id", value_string(recorded->id));
    map_add_c(&map, "started", started);
    bool anew = recorded->resumed.kind == VALUE_MAP;
    map_add_c(&map, "by", value_field(anew ? recorded->resumed : recorded->started, "user"));
    Value outlook = value_field(step->begin, "run");
    for (size_t i = 0; outlook.kind == VALUE_MAP && i < value_count(outlook); i++)
        map_add(&map, value_key(outlook, i), value_at(outlook, i));
    return map_done(&map);
}

// The start of the last attempt; for a step without attempts its own start.
static Value now_of(const RecordedStep *step) {
    if (step->attempt.kind != VALUE_MAP) return timestamp_from_ns(step->began_ns);
    return timestamp_from_ns(step->attempted_ns - value_field_int(step->attempt, "elapsed", 0));
}

static void fill_everywhere(Seen *seen, const Registry *registry) {
    Arena *arena = seen->arena;
    Sv scope = seen_scope(seen->recorded, seen->step->address);
    const RecordedStep *include =
        scope.len > 0 ? recorded_run_step(seen->recorded, sv_slice(scope, 0, scope.len - 1)) : NULL;
    RecordedRun then = recorded_run_when(seen->recorded, seen->step);
    Value *to = seen->everywhere;
    MapBuilder none = map_builder(arena), step = map_builder(arena);
    map_add_c(&step, "key", value_string(value_field_text(seen->step->begin, "key", SV(""))));
    to[SCOPE_INPUTS] =
        include ? restored_map(arena, include->begin, "inputs") : top_inputs(arena, &then);
    to[SCOPE_SECRETS] = include ? value_tainted(map_done(&none), TYPE_NOTES_MASKED)
                                : top_secrets(arena, seen->recorded);
    to[SCOPE_VARS] = include ? restored_map(arena, include->begin, "vars") : top_vars(arena, &then);
    to[SCOPE_STEPS] = seen_steps(arena, seen->recorded, registry, seen->step);
    to[SCOPE_RUN] = run_of(arena, &then, seen->step);
    to[SCOPE_STEP] = map_done(&step);
    to[SCOPE_SUBJECT] = restored_map(
        arena, include ? include->begin : recorded_run_giving(&then, "subject"), "subject");
    to[SCOPE_NOW] = now_of(seen->step);
}

// ── names ──

typedef struct SeenNames {
    Arena *arena;
    CelName *items;
    uint32_t count, capacity;
} SeenNames;

static void add_name(SeenNames *names, Sv name, CelType type, uint32_t index) {
    arena_grow(names->arena, names->items, names->count, names->capacity);
    names->items[names->count++] =
        (CelName){.name = name,
                  .type = type,
                  .index = index,
                  .observed = true,
                  .answered = index >= SCOPE_LOOP || index == SCOPE_STEPS || index == SCOPE_SUBJECT,
                  .result = index >= SCOPE_RESULT};
}

static void name_everywhere(SeenNames *names) {
    static const char *const words[EVERYWHERE] = {
        [SCOPE_INPUTS] = "inputs",   [SCOPE_SECRETS] = "secrets", [SCOPE_VARS] = "vars",
        [SCOPE_STEPS] = "steps",     [SCOPE_RUN] = "run",         [SCOPE_STEP] = "step",
        [SCOPE_SUBJECT] = "subject", [SCOPE_NOW] = "now"};
    for (uint32_t i = 0; i < EVERYWHERE; i++)
        add_name(names, sv_from_c(words[i]),
                 cel_type(i == SCOPE_NOW ? CEL_TYPE_TIMESTAMP : CEL_TYPE_DYN), i);
}

// The loops around the step in its runbook, outermost first.
static void name_loops(Seen *seen, SeenNames *names) {
    Sv scope = seen_scope(seen->recorded, seen->step->address), address = seen->step->address;
    ListBuilder values = list_builder(seen->arena);
    for (size_t end = scope.len; (end = sv_find_char(address, ']', end)) != SV_NONE; end++) {
        const RecordedStep *at = recorded_run_step(seen->recorded, sv_slice(address, 0, end + 1));
        Value loop = at && at->begin.kind == VALUE_MAP
                         ? restored_map(seen->arena, at->begin, "loop")
                         : value_null();
        for (size_t i = 0; loop.kind == VALUE_MAP && i < value_count(loop); i++) {
            add_name(names, value_text(value_key(loop, i)), cel_type(CEL_TYPE_DYN),
                     SCOPE_LOOP + values.count);
            list_add(&values, value_at(loop, i));
        }
    }
    seen->loops = values.items;
}

static void name_results(Seen *seen, SeenNames *names) {
    for (uint32_t i = 0; seen->action && i < seen->action->result_count; i++) {
        const ResultField *field = &seen->action->results[i];
        CelType type = cel_type(CEL_TYPE_DYN);
        // A row's type is a word of our own.
        ignore_result(cel_type_parse(seen->arena, sv_from_c(field->type), &type));
        add_name(names, sv_from_c(field->name), type, SCOPE_RESULT + i);
    }
    for (uint32_t i = 0; seen->outputs.kind == VALUE_MAP && i < value_count(seen->outputs); i++)
        add_name(names, value_text(value_key(seen->outputs, i)), cel_type(CEL_TYPE_DYN),
                 SCOPE_RESULT + i);
}

// ── which step ──

static bool no_such_step(const RecordedRun *recorded, Sv address, Buf *error) {
    Sv *addresses = arena_new_array(recorded->arena, Sv, recorded->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < recorded->count; i++)
        if (recorded_run_may_mean(address, recorded->steps[i]->address))
            addresses[count++] = recorded->steps[i]->address;
    Sv meant = sv_closest(address, addresses, count);
    buf_addf(error, "run %.*s has no step '%.*s'",
             SV_ARG(run_id_told(recorded->arena, recorded->started)), SV_ARG(address));
    if (meant.len > 0)
        buf_addf(error, "; did you mean '%.*s'?", SV_ARG(meant));
    else
        buf_add_c(error,
                  "; `runbook show` draws them, and `runbook report … json` has their addresses");
    return false;
}

// A group has no answer of its own: offers the steps in it.
static bool sees_nothing(const RecordedRun *recorded, const RecordedStep *group, Buf *error) {
    buf_addf(error, "'%.*s' is a%s %.*s, which has no answer of its own; give a step in it",
             SV_ARG(group->address), sv_eq_c(group->kind, "iteration") ? "n" : "",
             SV_ARG(group->kind));
    uint32_t listed = 0;
    for (uint32_t i = 0; i < recorded->count && listed < LISTED; i++) {
        const RecordedStep *step = recorded->steps[i];
        bool within = step->address.len > group->address.len &&
                      sv_starts(step->address, group->address) &&
                      (step->address.at[group->address.len] == '/' ||
                       step->address.at[group->address.len] == '[');
        if (!within || step->kind.len > 0) continue;
        buf_addf(error, "%s%.*s", listed++ == 0 ? ", such as " : ", ", SV_ARG(step->address));
    }
    return false;
}

static bool find_step(const RecordedRun *recorded, Sv address, const RecordedStep **out,
                      Buf *error) {
    const RecordedStep *step = recorded_run_meant(recorded, address);
    if (!step) return no_such_step(recorded, address, error);
    bool group = step->kind.len > 0 && !sv_eq_c(step->kind, "include");
    if (group) return sees_nothing(recorded, step, error);
    *out = step;
    return true;
}

// ── asking ──

Seen *seen_new(Arena *arena, const RecordedRun *recorded, const Registry *registry, Sv address,
               Buf *error) {
    const RecordedStep *step = NULL;
    if (!find_step(recorded, address, &step, error) || !step) return NULL;
    Seen *seen = arena_new_of(arena, Seen);
    *seen = (Seen){.arena = arena, .recorded = recorded, .step = step};
    Value told = step->end.kind == VALUE_MAP ? step->end : step->begin;
    seen->action = registry_action(registry, value_field_text(told, "verb", SV("")));
    MapBuilder none = map_builder(arena);
    seen->results_shown = map_done(&none);
    if (step->attempt.kind == VALUE_MAP)
        seen->results_shown = value_field(step->attempt, "observed");
    if (seen->action) seen->results = arena_new_array(arena, Result, seen->action->result_count);
    seen->outputs = restored_map(arena, step->end, "outputs");
    fill_everywhere(seen, registry);
    SeenNames names = {.arena = arena};
    name_everywhere(&names);
    name_loops(seen, &names);
    name_results(seen, &names);
    seen->names = (CelNames){.items = names.items, .count = names.count, .strict = true};
    return seen;
}

const CelNames *seen_names(const Seen *seen) {
    return &seen->names;
}

Sv seen_file(const Seen *seen) {
    Sv scope = seen_scope(seen->recorded, seen->step->address);
    const RecordedStep *include =
        scope.len > 0 ? recorded_run_step(seen->recorded, sv_slice(scope, 0, scope.len - 1)) : NULL;
    return value_field_text(include ? include->begin : seen->recorded->started, "path", SV(""));
}

static bool get(void *self, uint32_t index, Value *out, Fault *fault) {
    Seen *seen = self;
    if (index >= SCOPE_RESULT) return seen_result(seen, index - SCOPE_RESULT, out, fault);
    *out = index < EVERYWHERE ? seen->everywhere[index] : seen->loops[index - SCOPE_LOOP];
    return true;
}

CelBinding seen_binding(Seen *seen) {
    return (CelBinding){.self = seen, .get = get};
}

CelOptions seen_options(void) {
    return (CelOptions){.strict = true, .unknown = TYPE_NOTES_LOST, .unknown_why = type_notes_lost};
}
