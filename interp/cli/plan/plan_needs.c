// What a run needs from outside: inputs, secrets and connections, of the runbook and all its
// includes. Nothing is fetched and nobody is asked.
#include "cli/plan/plan_rows.h"
#include "inputs/known_connection.h"
#include "mask/url_password.h"
#include "plan/permit.h"
#include "value/show.h"

enum { TEXT_BYTES = 1024 * 1024, VALUE_COLUMNS = 60 };

Sv plan_address(const PlanView *view, const Runbook *runbook, const Connection *connection) {
    Value address;
    const KnownBy by = {view->arena, view->plan, &view->options->sources, NULL};
    const void *params = known_connection(&by, runbook, connection, &address);
    if (params) return connection->kind->show(params, view->options->sources.folder, view->arena);
    return address.kind == VALUE_STRING
               ? url_password_hidden(view->arena, connection->name, value_text(address))
               : plan_written(connection->params[0]);
}

// ── inputs ──

static bool handed_on(const Runbook *runbook, Sv name) {
    const Step *step = runbook->included_by;
    if (!step) return false;
    const ValueSource *given = step->include_inputs;
    for (uint32_t i = 0; given && given->kind == SOURCE_MAP && i < given->count; i++) {
        if (sv_eq(given->keys[i], name)) return true;
    }
    for (uint32_t i = 0; i < runbook->parent->input_count; i++) {
        if (sv_eq(runbook->parent->inputs[i].name, name)) return true;
    }
    return false;
}

static Sv input_shown(Arena *arena, const ResolvedInput *input) {
    if (!input->present) return input->input->required ? SV("MISSING") : SV("none");
    if (input->input->secret) return SV("there, not shown");
    BUF_AUTO Buf text = buf_new(TEXT_BYTES);
    if (input->value.kind == VALUE_STRING)
        buf_add(&text, url_password_hidden(arena, input->input->name, value_text(input->value)));
    else
        value_show(&text, url_passwords_hidden(arena, input->input->name, input->value),
                   VALUE_COLUMNS);
    return buf_keep(&text, arena);
}

static Sv input_origin(Arena *arena, const ResolvedInput *input) {
    bool named = input->input->env.len > 0;
    if (input->present && !sv_eq(input->from, SV("default")))
        return sv_format(arena, "from %.*s", SV_ARG(input->from));
    if (!named) return input->present ? SV("default") : (Sv){0};
    return sv_format(arena, "%s%.*s", input->present ? "default; or " : "",
                     SV_ARG(input->input->env));
}

static void list_inputs(const PlanView *view, const Plan *plan, PlanRows *rows, Diags *missing) {
    const Runbook *runbook = plan->top;
    ResolvedInput *inputs = arena_new_array(view->arena, ResolvedInput, runbook->input_count + 1);
    InputSources sources = view->options->sources;
    Diags own = diags_new(view->arena);
    if (runbook->included_by) sources.input_count = sources.file_count = 0;
    // What is missing is listed as missing.
    ignore_result(
        inputs_resolve(plan, &sources, view->arena, runbook->included_by ? &own : missing, inputs));
    for (uint32_t i = 0; i < runbook->input_count; i++) {
        if (handed_on(runbook, inputs[i].input->name)) continue;
        Sv note = input_origin(view->arena, &inputs[i]);
        if (runbook->included_by)
            note = sv_format(view->arena, "%.*s, of %.*s", SV_ARG(note), SV_ARG(runbook->path));
        plan_row(rows, inputs[i].input->name, input_shown(view->arena, &inputs[i]), note);
    }
}

// ── secrets ──

static Sv secret_shown(Arena *arena, const ResolvedSecret *secret) {
    if (!permit_secret(secret->secret, arena)) return SV("not allowed, so it is not taken");
    switch (secret->secret->from) {
    case SECRET_COMMAND: return SV("by a command, not run now");
    case SECRET_PROMPT: return SV("will be asked for");
    default: break;
    }
    if (secret->present) return SV("there");
    return secret->secret->optional ? SV("not there, optional") : sv_copy(arena, SV("not there"));
}

static bool listed(const PlanRows *rows, Sv name, Sv note) {
    for (uint32_t i = 0; i < rows->count; i++) {
        if (sv_eq(rows->items[i].name, name) && sv_eq(rows->items[i].note, note)) return true;
    }
    return false;
}

static void list_secrets(const PlanView *view, const Plan *plan, PlanRows *rows, Diags *missing) {
    const Runbook *runbook = plan->top;
    ResolvedSecret *secrets =
        arena_new_array(view->arena, ResolvedSecret, runbook->secret_count + 1);
    Diags own = diags_new(view->arena);
    // What is missing is listed as missing.
    ignore_result(secrets_resolve(plan, &view->options->sources, false, view->arena,
                                  runbook->included_by ? &own : missing, secrets));
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const ResolvedSecret *secret = &secrets[i];
        if (listed(rows, secret->secret->name, secret->from)) continue;
        plan_row(rows, secret->secret->name, secret_shown(view->arena, secret), secret->from);
    }
}

// ── connections ──

static bool leads_there(const PlanRows *rows, const PlanRow *other, Sv kind) {
    for (uint32_t i = 0; i < rows->count; i++) {
        const PlanRow *row = &rows->items[i];
        if (sv_eq(row->name, other->name) && sv_eq(row->what, other->what) &&
            sv_eq(row->cautions, other->cautions) && sv_starts(row->note, kind))
            return true;
    }
    return false;
}

static Sv cautions_of(const PlanView *view, const Runbook *runbook, const Connection *connection) {
    const KnownBy by = {view->arena, view->plan, &view->options->sources, NULL};
    Cautions cautions = known_cautions(&by, runbook, connection);
    Sv lines = {0};
    for (size_t i = 0; i < cautions.count; i++)
        lines = sv_format(view->arena, "%.*s%s%.*s", SV_ARG(lines), i ? "\n" : "",
                          SV_ARG(cautions.items[i].text));
    return lines;
}

// An include's connection with the same name and address, by the same way, adds nothing.
static void list_connections(const PlanView *view, const Plan *plan, PlanRows *rows) {
    const Runbook *runbook = plan->top;
    for (uint32_t i = 0; i < runbook->connection_count; i++) {
        const Connection *connection = &runbook->connections[i];
        Sv kind = sv_from_c(connection->kind->name), note = kind;
        const PlanRow row = {connection->name, plan_address(view, runbook, connection), kind,
                             cautions_of(view, runbook, connection)};
        if (leads_there(rows, &row, kind)) continue;
        if (runbook->included_by)
            note = sv_format(view->arena, "%.*s, of %.*s", SV_ARG(kind), SV_ARG(runbook->path));
        plan_row(rows, row.name, row.what, note);
        rows->items[rows->count - 1].cautions = row.cautions;
    }
}

// ── what is being judged ──

static Sv subject_written(Arena *arena, const Subject *subject) {
    if (subject->text) return plan_written(subject->text);
    BUF_AUTO Buf line = buf_new(TEXT_BYTES);
    const ValueSource *argv = subject->argv;
    bool known = argv->kind == SOURCE_CONSTANT;
    size_t count = known ? value_count(argv->constant) : argv->count;
    for (size_t i = 0; i < count; i++) {
        Sv word = known ? value_text(value_item(argv->constant, i)) : plan_written(&argv->items[i]);
        buf_addf(&line, "%s%.*s", i ? " " : "", SV_ARG(word));
    }
    return buf_keep(&line, arena);
}

static void list_subject(const PlanView *view, PlanRows *rows) {
    const Runbook *top = view->plan->top;
    for (uint32_t i = 0; i < top->subject_count; i++) {
        const Subject *subject = &top->subject[i];
        plan_row(rows, subject->name, subject_written(view->arena, subject),
                 subject->text ? (Sv){0} : SV("by a command"));
    }
}

// ── the whole tree ──

typedef struct RunNeeds {
    const PlanView *view;
    Diags *missing;
    PlanRows inputs, secrets, connections;
} RunNeeds;

static void list_runbook(RunNeeds *needs, const Plan *plan) {
    list_inputs(needs->view, plan, &needs->inputs, needs->missing);
    list_secrets(needs->view, plan, &needs->secrets, needs->missing);
    list_connections(needs->view, plan, &needs->connections);
}

static bool list_include(void *self, Step *step, const char *phase, uint32_t depth) {
    RunNeeds *needs = self;
    (void)phase;
    (void)depth;
    if (!step->include) return true;
    Plan included = *needs->view->plan;
    included.top = step->include;
    list_runbook(needs, &included);
    return true;
}

void plan_view_needs(const PlanView *view, Diags *missing) {
    PlanRows none = {.arena = view->arena};
    RunNeeds needs = {view, missing, none, none, none};
    list_runbook(&needs, view->plan);
    plan_visit(view->plan->top, list_include, &needs);
    PlanRows subject = none;
    list_subject(view, &subject);
    plan_rows_show(view, "what is being judged", &subject);
    plan_rows_show(view, "inputs", &needs.inputs);
    plan_rows_show(view, "secrets", &needs.secrets);
    plan_rows_show(view, "connections", &needs.connections);
}
