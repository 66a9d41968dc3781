// What of a step is there at another place: under which conditions, at the end, in an undo. Part of
// scope.h.
#include "base/limits.h"
#include "plan/read/scope.h"
#include "yaml/pitfalls.h"

// ── under conditions, and at the end ──

Sv scope_folded(Arena *arena, Sv when) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    bool blank = false;
    for (size_t i = 0; i < when.len; i++) {
        bool here =
            when.at[i] == ' ' || when.at[i] == '\n' || when.at[i] == '\t' || when.at[i] == '\r';
        if (!here && blank && out.len > 0) buf_add_char(&out, ' ');
        if (!here) buf_add_char(&out, when.at[i]);
        blank = here;
    }
    return buf_keep(&out, arena);
}

static bool in_force(const Scope *scope, Sv guard) {
    for (uint32_t i = 0; i < scope->guard_count; i++)
        if (sv_eq(scope->guards[i], guard)) return true;
    return false;
}

// The conditions that the step is under and this place is not, joined by &&; *some is the first.
// False if there is none.
static bool missing_guards(const Scope *scope, const Known *known, Sv *all) {
    BUF_AUTO Buf text = buf_new(LIMIT_EXPRESSION_BYTES);
    bool some = false;
    for (uint32_t i = 0; i < known->guard_count; i++) {
        Sv guard = known->guards[i];
        if (in_force(scope, guard)) continue;
        some = true;
        if (guard.len == 0) continue;
        bool loose =
            sv_find(guard, SV("||"), 0) != SV_NONE || sv_find(guard, SV("?"), 0) != SV_NONE;
        bool bracket = loose && known->guard_count > 1;
        buf_addf(&text, "%s%s%.*s%s", text.len > 0 ? " && " : "", bracket ? "(" : "", SV_ARG(guard),
                 bracket ? ")" : "");
    }
    *all = buf_keep(&text, scope->arena);
    return some;
}

// Why a field may be missing, and what to do; an empty `hint`: ask for the field itself.
typedef struct Doubt {
    Sv id;
    Sv why, hint;
    const char *before; // what the hint says before the question for the field; NULL = as where the
                        // step was not reached
    Sv beside;          // a condition that stands there already
} Doubt;

static Sv hint_of(Arena *arena, const Doubt *doubt, Sv field) {
    if (doubt->hint.len > 0) return doubt->hint;
    Sv asked = sv_format(arena, "has(steps.%.*s.%.*s)", SV_ARG(doubt->id), SV_ARG(field));
    if (doubt->beside.len > 0)
        asked = yaml_scalar(
            arena, sv_format(arena, "%.*s && (%.*s)", SV_ARG(asked), SV_ARG(doubt->beside)));
    return sv_format(arena, "%s: when: %.*s",
                     doubt->before
                         ? doubt->before
                         : "where it was not reached there is nothing to read; beside the verb",
                     SV_ARG(asked));
}

// The record, with `why` on all fields that are only there if the step ran.
static CelType unsure_record(Arena *arena, CelType record, uint32_t certain, const Doubt *doubt) {
    const CelTypeNode *node = record.node;
    CelField *fields = arena_new_array(arena, CelField, node->field_count + 1);
    for (uint32_t i = 0; i < node->field_count; i++) {
        fields[i] = node->fields[i];
        if (i < certain || fields[i].why.len > 0) continue;
        fields[i].optional = true;
        fields[i].why = doubt->why;
        fields[i].hint = hint_of(arena, doubt, fields[i].name);
    }
    return cel_type_record(arena, node->name, fields, node->field_count);
}

// For a loop, each iteration has to be asked.
static CelType unsure_list(Arena *arena, const Known *known, const Doubt *doubt) {
    Doubt of_item = *doubt;
    of_item.hint = sv_format(arena, "go over those that have it: steps.%.*s.filter(r, has(r.…))",
                             SV_ARG(known->id));
    return cel_type_list(arena,
                         unsure_record(arena, known->plain.node->of, known->certain, &of_item));
}

static CelType unsure(Arena *arena, const Known *known, const Doubt *doubt) {
    return known->plain.kind == CEL_TYPE_LIST
               ? unsure_list(arena, known, doubt)
               : unsure_record(arena, known->plain, known->certain, doubt);
}

static CelType late_type(const Scope *scope, const Known *known) {
    Doubt doubt = {.id = known->id};
    doubt.why = sv_format(scope->arena, "step '%.*s' may not have been reached", SV_ARG(known->id));
    return unsure(scope->arena, known, &doubt);
}

static CelType guarded_type(const Scope *scope, const Known *known, Sv guards) {
    Doubt doubt = {.id = known->id};
    bool named = guards.len > 0;
    doubt.why = named ? sv_format(scope->arena, "step '%.*s' runs only when %.*s",
                                  SV_ARG(known->id), SV_ARG(guards))
                      : sv_format(scope->arena, "step '%.*s' runs only in some iterations",
                                  SV_ARG(known->id));
    if (named)
        doubt.hint = sv_format(scope->arena,
                               "where that did not run there is nothing to read; "
                               "beside the verb: when: %.*s",
                               SV_ARG(yaml_scalar(scope->arena, guards)));
    return unsure(scope->arena, known, &doubt);
}

// ── what an undo can rely on ──

struct OwnReads {
    const Step *own;
    uint32_t region;       // of its undo steps
    uint32_t outer;        // the one that it stands in
    uint32_t known_region; // that of its own Known before
    SvMap paths;           // "id" and "id.capture", as it read them without asking
    const OwnReads *before;
};

static bool stands_in(const Step *step, const Step *group) {
    for (; step; step = step->parent)
        if (step == group) return true;
    return false;
}

// A step that the one which is taken back did not need.
static CelType unread_type(const Scope *scope, const Known *known, const OwnReads *reads) {
    Arena *arena = scope->arena;
    Doubt doubt = {.id = known->id};
    if (stands_in(known->step, reads->own)) {
        doubt.why = sv_format(arena, "step '%.*s' may not have been reached", SV_ARG(known->id));
        doubt.hint =
            sv_format(arena, "give '%.*s' an undo of its own, which reads what it captured",
                      SV_ARG(known->id));
    } else {
        doubt.why = SV("the step that is taken back may have acted without it");
        doubt.before = "an undo has what its own step needed; beside the verb of that step";
        if (reads->own->when)
            doubt.beside = scope_folded(arena, sv_trim(reads->own->when->program.text));
    }
    return unsure(arena, known, &doubt);
}

static bool was_read(const Scope *scope, const OwnReads *reads, Sv id, Sv field) {
    if (svmap_has(&reads->paths, id)) return true;
    return svmap_has(&reads->paths,
                     sv_format(scope->arena, "%.*s.%.*s", SV_ARG(id), SV_ARG(field)));
}

static CelType seen_from(const Scope *scope, Known *known, uint32_t region);

static CelType undo_type(const Scope *scope, Known *known, const OwnReads *reads) {
    CelType seen = seen_from(scope, known, reads->outer);
    if (svmap_has(&reads->paths, known->id)) return seen;
    CelType unread = unread_type(scope, known, reads);
    if (seen.kind == CEL_TYPE_LIST) return unread;
    const CelTypeNode *node = seen.node;
    CelField *fields = arena_new_array(scope->arena, CelField, node->field_count + 1);
    for (uint32_t i = 0; i < node->field_count; i++)
        fields[i] = was_read(scope, reads, known->id, node->fields[i].name)
                        ? node->fields[i]
                        : unread.node->fields[i];
    return cel_type_record(scope->arena, node->name, fields, node->field_count);
}

static CelType seen_from(const Scope *scope, Known *known, uint32_t region) {
    const OwnReads *reads = scope->undoing;
    while (reads && reads->region != region)
        reads = reads->before;
    if (known->region != region) {
        if (reads) return undo_type(scope, known, reads);
        if (!known->late.node) known->late = late_type(scope, known);
        return known->late;
    }
    Sv guards;
    if (!missing_guards(scope, known, &guards)) return known->plain;
    if (!known->guarded.node || !sv_eq(known->missing, guards)) {
        known->guarded = guarded_type(scope, known, guards);
        known->missing = guards;
    }
    return known->guarded;
}

CelType scope_seen(const Scope *scope, Known *known) {
    const CelTypeNode *record =
        known->plain.kind == CEL_TYPE_LIST ? known->plain.node->of.node : known->plain.node;
    if (!record || record->field_count == known->certain) return known->plain;
    return seen_from(scope, known, scope->region);
}

typedef struct Gathering {
    Scope *scope;
    SvMap *paths;
} Gathering;

static void gather(void *self, const Step *step, const CelPath *path) {
    (void)step;
    const Gathering *to = self;
    if (path->optional || path->count == 0) return;
    Sv whole = path->fields[0];
    if (path->count > 1)
        whole = sv_format(to->scope->arena, "%.*s.%.*s", SV_ARG(whole), SV_ARG(path->fields[1]));
    svmap_set(to->paths, whole, to->scope);
}

void scope_enter_undo(Scope *scope, const Step *own) {
    OwnReads *reads = arena_new_of(scope->arena, OwnReads);
    *reads = (OwnReads){.own = own, .before = scope->undoing, .paths = svmap_new(scope->arena)};
    Gathering to = {scope, &reads->paths};
    step_reads(own, gather, &to);
    for (const Step *around = own->parent; around; around = around->parent)
        step_reads_to_begin(around, gather, &to);
    reads->outer = scope_enter_region(scope);
    reads->region = scope->region;
    Known *known = own->id.len > 0 ? svmap_get(&scope->known, own->id) : NULL;
    if (known && known->step == own) {
        reads->known_region = known->region;
        known->region = scope->region;
    }
    scope->undoing = reads;
}

void scope_leave_undo(Scope *scope) {
    const OwnReads *reads = scope->undoing;
    Known *known = reads->own->id.len > 0 ? svmap_get(&scope->known, reads->own->id) : NULL;
    if (known && known->step == reads->own) known->region = reads->known_region;
    scope->undoing = reads->before;
    scope_leave_region(scope, reads->outer);
}
