#include "plan/read/scope.h"
#include "base/limits.h"

#define EVERYWHERE(ID, name, doc) [SCOPE_##ID] = SV_INIT(name),
#define RUN_FIELD(ID, name, kind, doc)
#define END_FIELD(ID, name, kind, doc)
#define STEP_FIELD(ID, name, kind, doc)
#define LEFT_FIELD(ID, name, kind, doc)
static const Sv reserved[SCOPE_NAMES] = {
#include "plan/keys/names.def"
};
#undef EVERYWHERE

// The names that some place sees, kept for the next place that sees the same.
typedef struct NameSet {
    ScopeReader reader;
    CelNames names;
    struct NameSet *next;
} NameSet;

struct LoopScope {
    LoopScope *outer;
    LoopName *names; // outer ones first
    Sv *texts;       // the same, as steps keep them
    uint32_t count;
    NameSet *sets;
};

bool scope_reserved(Sv name) {
    for (uint32_t i = 0; i < SCOPE_NAMES; i++)
        if (sv_eq(reserved[i], name)) return true;
    return false;
}

// ── steps ──

static const CelField *find_step(const CelTypeNode *node, Sv name) {
    const Scope *scope = node->self;
    Known *known = svmap_get(&scope->known, name);
    if (!known) return NULL;
    known->field = (CelField){.name = known->id, .hidden = !known->visible};
    if (known->visible)
        known->field.type = scope_seen(scope, known);
    else
        known->field.why = sv_from_c(known->why);
    if (!known->visible && known->movable)
        known->field.hint = sv_format(scope->arena, "move step '%.*s' above the one that reads it",
                                      SV_ARG(known->id));
    return &known->field;
}

// ── the run ──

#define EVERYWHERE(ID, name, doc)
#undef RUN_FIELD
#define RUN_FIELD(ID, name, kind, doc) +1
enum {
    ABOUT_ALWAYS = 0
#include "plan/keys/names.def"
};
#undef END_FIELD
#define END_FIELD(ID, name, kind, doc) +1
enum {
    ABOUT_RUN = 0
#include "plan/keys/names.def"
};
#undef RUN_FIELD
#undef END_FIELD
#define RUN_FIELD(ID, label, of, doc) {.name = SV_INIT(label), .type = {.kind = CEL_TYPE_##of}},
// What becomes of it is known only where it is about to end.
#define END_FIELD(ID, label, of, doc) RUN_FIELD(ID, label, of, doc)
static const CelField about_run[ABOUT_RUN] = {
#include "plan/keys/names.def"
};

// The first ABOUT_RUN fields are those of steps, the rest those of finally and after_rollback.
static const CelField *find_about_run(const CelTypeNode *node, Sv name) {
    const Scope *scope = node->self;
    const CelField *fields = node->fields + (scope->closing ? ABOUT_RUN : 0);
    for (uint32_t i = 0; i < ABOUT_RUN; i++) {
        if (!sv_eq(fields[i].name, name)) continue;
        *scope->foresaw |= i >= ABOUT_ALWAYS;
        return &fields[i];
    }
    return NULL;
}

static void declare_run(Scope *scope) {
    CelField *fields = arena_new_array(scope->arena, CelField, 2 * ABOUT_RUN);
    for (uint32_t i = 0; i < ABOUT_RUN; i++) {
        fields[i] = about_run[i];
        if (sv_eq_c(fields[i].name, "verdict"))
            fields[i].range = cel_range_read(scope->arena, SV(RUN_VERDICTS));
        fields[ABOUT_RUN + i] = fields[i];
        if (i < ABOUT_ALWAYS) continue;
        fields[i].hidden = true;
        fields[i].why = SV("what becomes of the run is known only at its end");
        fields[i].hint = SV("a step beneath finally: or after_rollback: can read it");
    }
    scope->foresaw = arena_new_of(scope->arena, bool);
    scope->run = (CelTypeNode){.name = SV("run"),
                               .fields = fields,
                               .field_count = ABOUT_RUN,
                               .find = find_about_run,
                               .self = scope};
}

void scope_begin(Scope *scope, Arena *arena) {
    scope->arena = arena;
    declare_run(scope);
    scope->known = svmap_new(arena);
    scope->steps = (CelTypeNode){.name = SV("steps"), .find = find_step, .self = scope};
    scope->loops = arena_new_of(arena, LoopScope);
    scope->inputs = scope->secrets = scope->vars = scope->subject = cel_type(CEL_TYPE_DYN);
    scope->region = scope->regions = 1;
}

void scope_add(Scope *scope, Known *known) {
    known->visible = true;
    known->region = scope->region;
    known->guards =
        arena_copy(scope->arena, scope->guards, sizeof *scope->guards * scope->guard_count);
    known->guard_count = scope->guard_count;
    arena_grow(scope->arena, scope->order, scope->order_count, scope->order_capacity);
    scope->order[scope->order_count++] = known;
    arena_grow(scope->arena, scope->listed, scope->listed_count, scope->listed_capacity);
    scope->listed[scope->listed_count++] = (CelField){.name = known->id};
    scope->steps.fields = scope->listed;
    scope->steps.field_count = scope->listed_count;
}

uint32_t scope_mark(const Scope *scope) {
    return scope->order_count;
}

void scope_hide(Scope *scope, uint32_t mark, const char *why) {
    for (uint32_t i = mark; i < scope->order_count; i++) {
        scope->order[i]->visible = false;
        scope->order[i]->why = why;
    }
}

void scope_show(Scope *scope, uint32_t mark) {
    for (uint32_t i = mark; i < scope->order_count; i++)
        scope->order[i]->visible = true;
}

// ── what a step yields ──

static CelField plain_field(Arena *arena, const char *name, CelTypeKind kind, const char *range) {
    return (CelField){.name = sv_from_c(name),
                      .type = cel_type(kind),
                      .range = cel_range_read(arena, sv_from_c(range))};
}

// What a capture holds where it is there: an optional is opened when it is taken, and an empty one
// leaves no capture.
static CelField captured_field(Arena *arena, const Capture *capture) {
    CelType type = capture->expr.program.type;
    bool opened = type.kind == CEL_TYPE_OPTIONAL;
    while (type.kind == CEL_TYPE_OPTIONAL)
        type = type.node ? type.node->of : cel_type(CEL_TYPE_DYN);
    return (CelField){
        .name = capture->name,
        .type = type,
        .range =
            opened ? NULL : cel_range(arena, &capture->expr.program, &capture->expr.names, false)};
}

// A result that the step could keep and does not: reading it says what to add.
static uint32_t add_uncaptured(const Scope *scope, const Step *step, const Known *known,
                               const ResultField *result, CelField *fields, uint32_t count) {
    Sv name = sv_from_c(result->name);
    for (uint32_t i = 0; i < count; i++)
        if (sv_eq(fields[i].name, name)) return 0;
    const char *more = step->capture_count > 0 ? "among what it captures: " : "capture: { ";
    fields[count] = (CelField){
        .name = name,
        .hidden = true,
        .why = sv_format(scope->arena, "'%.*s' does not capture it", SV_ARG(known->id)),
        .hint = sv_format(scope->arena, "in '%.*s', beside the verb of that step: %s%s: %s%s",
                          SV_ARG(known->id), more, result->name, result->name,
                          step->capture_count > 0 ? "" : " }")};
    return 1;
}

void scope_type(Scope *scope, const Step *step, Known *known) {
    bool answer = step->action && step->action->effect == EFFECT_ANSWER;
    uint32_t extra = answer          ? (uint32_t)step->action->result_count
                     : step->include ? step->include->output_count
                                     : 0;
    uint32_t uncaptured = step->action && !answer ? (uint32_t)step->action->result_count : 0;
    CelField *fields =
        arena_new_array(scope->arena, CelField, 3 + extra + step->capture_count + uncaptured);
    uint32_t count = 0;
    Arena *arena = scope->arena;
    fields[count++] = plain_field(arena, "verdict", CEL_TYPE_STRING,
                                  "'passed', 'warned', 'failed', 'undecided', 'in_doubt', "
                                  "'skipped', 'waived'");
    fields[count++] = plain_field(arena, "attempts", CEL_TYPE_INT, "0..");
    fields[count++] = plain_field(arena, "elapsed", CEL_TYPE_DURATION, "0..");
    known->certain = count;
    for (uint32_t i = 0; answer && i < extra; i++) {
        fields[count].name = sv_from_c(step->action->results[i].name);
        if (!cel_type_parse(scope->arena, sv_from_c(step->action->results[i].type),
                            &fields[count].type))
            continue;
        count++;
    }
    for (uint32_t i = 0; step->include && i < extra; i++)
        fields[count++] = (CelField){.name = step->include->outputs[i].name,
                                     .type = step->include->outputs[i].expr.program.type,
                                     .range = step->include->outputs[i].range};
    for (uint32_t i = 0; i < step->capture_count; i++) {
        fields[count++] = captured_field(scope->arena, &step->captures[i]);
        known->secret = known->secret || step->captures[i].secret;
    }
    for (uint32_t i = 0; i < uncaptured; i++)
        count += add_uncaptured(scope, step, known, &step->action->results[i], fields, count);
    known->plain = cel_type_record(scope->arena, known->id, fields, count);
    known->step = step;
}

// ── loops ──

void scope_enter_loop(Scope *scope, const LoopName *names, uint32_t count) {
    LoopScope *outer = scope->loops;
    LoopScope *inner = arena_new_of(scope->arena, LoopScope);
    inner->outer = outer;
    inner->count = outer->count + count;
    inner->names = arena_new_array(scope->arena, LoopName, inner->count + 1);
    inner->texts = arena_new_array(scope->arena, Sv, inner->count + 1);
    for (uint32_t i = 0; i < inner->count; i++) {
        inner->names[i] = i < outer->count ? outer->names[i] : names[i - outer->count];
        inner->texts[i] = inner->names[i].name;
    }
    scope->loops = inner;
}

// An item of the list that a step in a loop becomes outside of it: the step's record and the loop's
// names.
static CelType listed_type(Scope *scope, Known *known, const LoopName *names, uint32_t count) {
    CelType item = known->plain.kind == CEL_TYPE_LIST ? known->plain.node->of : known->plain;
    const CelTypeNode *node = item.node;
    CelField *fields = arena_new_array(scope->arena, CelField, node->field_count + count);
    uint32_t to = 0;
    for (uint32_t i = 0; i < known->certain; i++)
        fields[to++] = node->fields[i];
    for (uint32_t i = 0; i < count; i++)
        fields[to++] = (CelField){.name = names[i].name, .type = names[i].type};
    for (uint32_t i = known->certain; i < node->field_count; i++)
        fields[to++] = node->fields[i];
    known->certain += count;
    return cel_type_list(scope->arena, cel_type_record(scope->arena, known->id, fields, to));
}

void scope_leave_loop(Scope *scope, uint32_t mark, uint32_t guards) {
    const LoopScope *inner = scope->loops, *outer = inner->outer;
    const LoopName *names = inner->names + outer->count;
    for (uint32_t i = mark; i < scope->order_count; i++) {
        Known *known = scope->order[i];
        known->plain = listed_type(scope, known, names, inner->count - outer->count);
        known->guarded = known->late = (CelType){.kind = CEL_TYPE_DYN};
        if (known->guard_count <= guards) continue;
        // From outside, the condition of one iteration cannot be asked for.
        Sv *kept = arena_new_array(scope->arena, Sv, guards + 1);
        for (uint32_t g = 0; g < guards; g++)
            kept[g] = known->guards[g];
        known->guards = kept;
        known->guard_count = guards + 1;
    }
    scope->loops = inner->outer;
}

uint32_t scope_loop_count(const Scope *scope) {
    return scope->loops->count;
}

const LoopName *scope_loop_name(const Scope *scope, uint32_t index) {
    return &scope->loops->names[index];
}

Sv *scope_loop_names(const Scope *scope) {
    return scope->loops->texts;
}

// ── guards and regions ──

void scope_guard(Scope *scope, Sv when) {
    arena_grow(scope->arena, scope->guards, scope->guard_count, scope->guard_capacity);
    scope->guards[scope->guard_count++] = when;
    scope->given = (CelGiven){scope->guards, scope->guard_count};
}

void scope_unguard(Scope *scope, uint32_t count) {
    scope->guard_count = count;
    scope->given.count = count;
}

uint32_t scope_enter_region(Scope *scope) {
    uint32_t before = scope->region;
    scope->region = ++scope->regions;
    return before;
}

void scope_leave_region(Scope *scope, uint32_t before) {
    scope->region = before;
}

// ── names ──

static CelType everywhere_type(Scope *scope, uint32_t index) {
    static const CelField step_fields[] = {
        {.name = SV_INIT("key"), .type = {.kind = CEL_TYPE_STRING}}};
    switch (index) {
    case SCOPE_INPUTS: return scope->inputs;
    case SCOPE_SECRETS: return scope->secrets;
    case SCOPE_VARS: return scope->vars;
    case SCOPE_STEPS: return (CelType){.kind = CEL_TYPE_RECORD, .node = &scope->steps};
    case SCOPE_RUN: return (CelType){.kind = CEL_TYPE_RECORD, .node = &scope->run};
    case SCOPE_STEP: return cel_type_record(scope->arena, SV("step"), step_fields, 1);
    case SCOPE_SUBJECT: return scope->subject;
    default: return cel_type(CEL_TYPE_TIMESTAMP);
    }
}

static uint32_t add_everywhere(Scope *scope, ScopeReader reader, CelName *out) {
    for (uint32_t i = 0; i < SCOPE_NAMES; i++) {
        const char *why = reader.without ? reader.without[i] : NULL;
        out[i] = (CelName){.name = reserved[i],
                           .type = everywhere_type(scope, i),
                           .index = i,
                           .observed = reader.check && i == SCOPE_STEPS,
                           .answered = i == SCOPE_STEPS || i == SCOPE_SUBJECT,
                           .unavailable = why != NULL,
                           .why = sv_from_c(why)};
    }
    return SCOPE_NAMES;
}

static uint32_t add_results(Scope *scope, ScopeReader reader, CelName *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; reader.action && i < reader.action->result_count; i++) {
        const ResultField *field = &reader.action->results[i];
        out[count] = (CelName){.name = sv_from_c(field->name),
                               .index = SCOPE_RESULT + i,
                               .observed = !field->not_observed,
                               .answered = true,
                               .result = true};
        if (reader.missing >> i & 1) {
            out[count].unavailable = true;
            out[count].why = action_missing_why(scope->arena, reader.action, i);
        }
        if (field->range) out[count].range = cel_range_read(scope->arena, sv_from_c(field->range));
        if (cel_type_parse(scope->arena, sv_from_c(field->type), &out[count].type)) count++;
    }
    for (uint32_t i = 0; reader.include && i < reader.include->output_count; i++)
        out[count++] = (CelName){.name = reader.include->outputs[i].name,
                                 .type = reader.include->outputs[i].expr.program.type,
                                 .range = reader.include->outputs[i].range,
                                 .index = SCOPE_RESULT + i,
                                 .observed = true,
                                 .answered = true,
                                 .result = true};
    return count;
}

// What a result always equals, over the names of the same place.
static void add_same(Scope *scope, ScopeReader reader, const CelNames *names, CelName *items) {
    Diags aside = diags_new(scope->arena);
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t result = items[i].index - SCOPE_RESULT;
        if (!items[i].result || result >= reader.action->result_count) continue;
        const char *text = reader.action->results[result].same_as;
        CelProgram program;
        if (text && cel_parse(scope->arena, sv_from_c(text), (SpanMap){0}, &aside, &program) &&
            cel_check(scope->arena, &program, names, items[i].type, &aside, NULL))
            items[i].same = program.root;
    }
}

static CelNames make_names(Scope *scope, ScopeReader reader) {
    const LoopScope *loops = scope->loops;
    size_t results = reader.action    ? reader.action->result_count
                     : reader.include ? reader.include->output_count
                                      : 0;
    CelName *items = arena_new_array(scope->arena, CelName, SCOPE_NAMES + loops->count + results);
    uint32_t count = add_everywhere(scope, reader, items);
    for (uint32_t i = 0; i < loops->count; i++)
        items[count++] = (CelName){.name = loops->names[i].name,
                                   .type = loops->names[i].type,
                                   .index = SCOPE_LOOP + i,
                                   .observed = reader.check && loops->names[i].observed,
                                   .answered = loops->names[i].observed};
    count += add_results(scope, reader, items + count);
    CelNames names = {.items = items,
                      .count = count,
                      .strict = true,
                      .given = &scope->given,
                      .options = scope->options};
    if (reader.action) add_same(scope, reader, &names, items);
    return names;
}

static bool same_reader(ScopeReader a, ScopeReader b) {
    return a.action == b.action && a.missing == b.missing && a.include == b.include &&
           a.check == b.check && a.without == b.without;
}

const CelNames *scope_names(Scope *scope, ScopeReader reader) {
    for (const NameSet *set = scope->loops->sets; set; set = set->next)
        if (same_reader(set->reader, reader)) return &set->names;
    NameSet *set = arena_new_of(scope->arena, NameSet);
    *set =
        (NameSet){.reader = reader, .names = make_names(scope, reader), .next = scope->loops->sets};
    scope->loops->sets = set;
    return &set->names;
}
