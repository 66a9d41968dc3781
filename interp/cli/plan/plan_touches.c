// What a run touches: the programs that it starts, the files that it reads, and what `allow` says
// of them. Hosts and databases stand among the connections.
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/system/lookup.h"
#include "cli/plan/plan_rows.h"
#include "plan/permit.h"

enum { TEXT_BYTES = 64 * 1024, MOST_PLACES = 3 };

// Something that is touched, and by what.
typedef struct TouchedRow {
    Sv name;
    bool program, bounded;
    Sv places[MOST_PLACES];
    uint32_t place_count; // all of them
} TouchedRow;

typedef struct TouchedRows {
    const PlanView *view;
    TouchedRow *items;
    uint32_t count, capacity;
} TouchedRows;

static void add(TouchedRows *rows, Sv name, bool program, Sv place, const Runbook *runbook) {
    if (!name.len) return;
    TouchedRow *row = NULL;
    for (uint32_t i = 0; i < rows->count && !row; i++)
        if (rows->items[i].program == program && sv_eq(rows->items[i].name, name))
            row = &rows->items[i];
    if (!row) {
        arena_grow(rows->view->arena, rows->items, rows->count, rows->capacity);
        row = &rows->items[rows->count++];
        *row = (TouchedRow){.name = name, .program = program};
    }
    row->bounded |= permit_bounded(runbook);
    if (row->place_count < MOST_PLACES) row->places[row->place_count] = place;
    row->place_count++;
}

// ── what it is touched by ──

static Sv from_here(Arena *arena, Sv path) {
    Sv here = path_real(arena, SV("."));
    bool beneath = here.len > 1 && sv_starts(path, here) && path.len > here.len + 1 &&
                   path.at[here.len] == '/';
    return beneath ? sv_slice(path, here.len + 1, path.len) : path;
}

static void add_files(TouchedRows *rows, const Param *param, const ValueSource *source,
                      const Step *step);

static void add_value_files(TouchedRows *rows, const Param *param, Value value, const Step *step) {
    if (param->kind == PARAM_PATH && value.kind == VALUE_STRING)
        add(rows, from_here(rows->view->arena, value_text(value)), false,
            step_number(rows->view->arena, step), step->runbook);
    if (param->kind == PARAM_FILE && value.kind == VALUE_MAP)
        add(rows, from_here(rows->view->arena, value_field_text(value, "path", (Sv){0})), false,
            step_number(rows->view->arena, step), step->runbook);
    for (size_t i = 0;
         value.kind == VALUE_LIST && param->kind == PARAM_RECORD && i < value_count(value); i++)
        add_value_files(rows, param, value_item(value, i), step);
    if (value.kind != VALUE_MAP || !param->field_count) return;
    Param record = *param;
    record.kind = PARAM_RECORD;
    for (size_t i = 0; i < value_count(value); i++) {
        if (param->kind == PARAM_RECORDS) add_value_files(rows, &record, value_at(value, i), step);
        for (size_t f = 0; param->kind == PARAM_RECORD && f < param->field_count; f++)
            if (sv_eq_c(value_text(value_key(value, i)), param->fields[f].name))
                add_value_files(rows, &param->fields[f], value_at(value, i), step);
    }
}

static void add_map_files(TouchedRows *rows, const Param *param, const ValueSource *source,
                          const Step *step) {
    Param record = *param;
    record.kind = PARAM_RECORD;
    for (uint32_t i = 0; i < source->count; i++) {
        if (param->kind == PARAM_RECORDS) add_files(rows, &record, &source->items[i], step);
        for (size_t f = 0; param->kind == PARAM_RECORD && f < param->field_count; f++)
            if (sv_eq_c(source->keys[i], param->fields[f].name))
                add_files(rows, &param->fields[f], &source->items[i], step);
    }
}

static void add_files(TouchedRows *rows, const Param *param, const ValueSource *source,
                      const Step *step) {
    if (source->kind == SOURCE_CONSTANT) add_value_files(rows, param, source->constant, step);
    if (source->kind == SOURCE_MAP) add_map_files(rows, param, source, step);
    for (uint32_t i = 0;
         source->kind == SOURCE_LIST && param->kind == PARAM_RECORD && i < source->count; i++)
        add_files(rows, param, &source->items[i], step);
    if (source->kind == SOURCE_TEMPLATE && (param->kind == PARAM_PATH || param->kind == PARAM_FILE))
        add(rows, source->template->text, false, step_number(rows->view->arena, step),
            step->runbook);
}

static bool add_step(void *self, Step *step, const char *phase, uint32_t depth);

static void add_runbook(TouchedRows *rows, const Runbook *runbook) {
    Arena *arena = rows->view->arena;
    for (uint32_t i = 0; i < runbook->subject_count; i++) {
        const ValueSource *argv = runbook->subject[i].argv;
        if (!argv) continue;
        Sv name = argv->kind == SOURCE_CONSTANT ? value_text(value_item(argv->constant, 0))
                                                : plan_written(&argv->items[0]);
        add(rows, name, true, SV("subject"), runbook);
    }
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const Secret *secret = &runbook->secrets[i];
        Sv place = sv_format(arena, "secret %.*s", SV_ARG(secret->name));
        if (!permit_secret(secret, arena)) continue;
        if (secret->from == SECRET_COMMAND) add(rows, secret->argv[0], true, place, runbook);
        if (secret->from == SECRET_FILE)
            add(rows, from_here(arena, secret->text), false, place, runbook);
    }
}

static bool add_step(void *self, Step *step, const char *phase, uint32_t depth) {
    TouchedRows *rows = self;
    (void)phase, (void)depth;
    if (step->include) add_runbook(rows, step->include);
    add(rows, step_program(rows->view->arena, step), true, step_number(rows->view->arena, step),
        step->runbook);
    for (size_t i = 0; step->action && i < step->action->param_count; i++)
        if (step->params[i]) add_files(rows, &step->action->params[i], step->params[i], step);
    return true;
}

// ── showing ──

static Sv places_of(Arena *arena, const TouchedRow *row) {
    BUF_AUTO Buf text = buf_new(TEXT_BYTES);
    for (uint32_t i = 0; i < row->place_count && i < MOST_PLACES; i++)
        buf_addf(&text, "%s%.*s", i ? ", " : "", SV_ARG(row->places[i]));
    if (row->place_count > MOST_PLACES) buf_add_c(&text, ", …");
    return buf_keep(&text, arena);
}

// A link may have a harmless name.
static const char *unbound(const PlanView *view, Sv name) {
    const Registry *registry = view->plan->registry;
    Sv file, near;
    if (!registry->unbound || sv_find(name, SV("${"), 0) != SV_NONE) return NULL;
    const char *why = registry->unbound(name);
    if (why ||
        !lookup_program(view->arena, name, lookup_path(view->cli->env), (Sv){0}, &file, &near))
        return why;
    Sv real = path_real(view->arena, file);
    return real.at ? registry->unbound(real) : NULL;
}

static Sv said_of(const PlanView *view, const TouchedRow *row) {
    if (sv_find(row->name, SV("${"), 0) != SV_NONE) return SV("known only when the step begins");
    const char *why = row->program && row->bounded ? unbound(view, row->name) : NULL;
    return why ? sv_from_c(why) : (Sv){0};
}

static void show_touched(const PlanView *view, const TouchedRows *touched, bool programs) {
    PlanRows rows = {.arena = view->arena};
    for (uint32_t i = 0; i < touched->count; i++) {
        const TouchedRow *row = &touched->items[i];
        if (row->program != programs) continue;
        BUF_AUTO Buf name = buf_new(TEXT_BYTES);
        shown_add(&name, row->name, false);
        plan_row(&rows, buf_keep(&name, view->arena), said_of(view, row),
                 places_of(view->arena, row));
    }
    plan_rows_show(view, programs ? "programs" : "files", &rows);
}

static void show_allowed(const PlanView *view, const Runbook *runbook) {
    PlanRows rows = {.arena = view->arena};
    for (size_t i = 0; runbook->has_allow && i < value_count(runbook->allow); i++) {
        Value list = value_at(runbook->allow, i);
        BUF_AUTO Buf text = buf_new(TEXT_BYTES);
        for (size_t k = 0; k < value_count(list); k++)
            buf_addf(&text, "%s%.*s", k ? ", " : "", SV_ARG(value_text(value_item(list, k))));
        plan_row(&rows, value_text(value_key(runbook->allow, i)),
                 text.len ? buf_keep(&text, view->arena) : SV("none"), (Sv){0});
    }
    Sv title = runbook->parent ? sv_format(view->arena, "allowed by %.*s", SV_ARG(runbook->path))
                               : SV("allowed");
    plan_rows_show(view, title.at, &rows);
}

static bool show_allowed_within(void *self, Step *step, const char *phase, uint32_t depth) {
    (void)phase, (void)depth;
    if (step->include) show_allowed(self, step->include);
    return true;
}

// Expectations name them.
static void add_schemas(TouchedRows *rows) {
    const Plan *plan = rows->view->plan;
    for (uint32_t i = 0; i < plan->file_count; i++)
        if (sv_eq_c(SV("schema"), plan->files[i].kind) ||
            sv_eq_c(SV("expected"), plan->files[i].kind))
            add(rows, plan->files[i].path, false, sv_from_c(plan->files[i].kind), plan->top);
}

void plan_view_touches(const PlanView *view) {
    TouchedRows touched = {.view = view};
    add_runbook(&touched, view->plan->top);
    plan_visit(view->plan->top, add_step, &touched);
    add_schemas(&touched);
    show_touched(view, &touched, true);
    show_touched(view, &touched, false);
    show_allowed(view, view->plan->top);
    plan_visit(view->plan->top, show_allowed_within, (void *)view);
}
