#include "engine/attempt/invoke.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "engine/attempt/ask.h"
#include "engine/attempt/kept_names.h"
#include "engine/attempt/policy.h"
#include "engine/attempt/saved.h"
#include "engine/context/patience.h"
#include "engine/context/run_files.h"
#include "engine/events/emit.h"
#include "engine/events/ways.h"
#include "plan/permit.h"
#include "value/json.h"

// ── paths: relative to the file that names them, and never outside the project ──

static bool deny(const PermitRefusal *refusal, Outcome *out) {
    out->end = OUTCOME_DENIED;
    out->reason = refusal->reason;
    out->hint = refusal->hint;
    return false;
}

static bool may_touch(Invocation *invocation, Sv written, Sv path, Outcome *out) {
    const Runbook *runbook = invocation->instance->context.frame->runbook;
    if (!permit_bounded(runbook)) return true;
    PermitRefusal refusal;
    Touch touch = touch_path(invocation->eval->arena, written, path);
    return permit(runbook, invocation->eval->arena, &touch, &refusal) || deny(&refusal, out);
}

static bool resolve_path(Invocation *invocation, Value *value, Outcome *out) {
    Arena *arena = invocation->eval->arena;
    const Frame *frame = invocation->instance->context.frame;
    Sv path = path_join(arena, frame->runbook->folder, value_text(*value));
    Sv real = path_real(arena, path);
    if (real.len == 0) {
        out->end = OUTCOME_BAD_VALUE;
        out->reason = sv_format(arena, "there is no file '%.*s'", SV_ARG(path));
        return false;
    }
    if (!path_beneath(arena, invocation->worker->run->plan->root, real)) {
        out->end = OUTCOME_DENIED;
        out->reason = sv_format(arena, "'%.*s' lies outside the project's root", SV_ARG(path));
        return false;
    }
    if (!may_touch(invocation, value_text(*value), path, out)) return false;
    *value = value_tainted(value_string(real), value->taint);
    return true;
}

// What belongs to the runbook was read when the run began. What only a step can name is read now.
static bool read_now(Invocation *invocation, Value *value, Outcome *out) {
    Arena *arena = invocation->eval->arena;
    Sv named =
        path_join(arena, invocation->instance->context.frame->runbook->folder, value_text(*value));
    // Another runbook may have read it that is allowed to.
    if (!may_touch(invocation, value_text(*value), named, out)) return false;
    const PlanFile *known = run_file(invocation->worker->run, named);
    if (!known && !resolve_path(invocation, value, out)) return false;
    Sv real = value_text(*value), text;
    if (!known) known = run_file(invocation->worker->run, real);
    if (known) {
        *value = value_tainted(file_value(arena, known->real, known->text), value->taint);
        return true;
    }
    FileStatus status = file_read(arena, real, LIMIT_FILE_BYTES, &text);
    if (status != FILE_OK) {
        out->end = OUTCOME_BAD_VALUE;
        out->reason =
            status == FILE_TOO_LARGE
                ? sv_format(arena, "'%.*s' is over the limit of 4 MiB (FILE_BYTES)", SV_ARG(real))
                : sv_format(arena, "'%.*s' cannot be read", SV_ARG(real));
        return false;
    }
    used_files_add(&invocation->files, (UsedFile){.path = real,
                                                  .as = SV("statement"),
                                                  .digest = sha256_text(arena, sha256_of(text)),
                                                  .size = (int64_t)text.len});
    *value = value_tainted(file_value(arena, real, text), value->taint);
    return true;
}

static bool resolve_paths(Invocation *invocation, const Param *param, Value *value, Outcome *out);

// Several records of one name.
static bool resolve_items(Invocation *invocation, const Param *param, Value *value, Outcome *out) {
    ListBuilder items = list_builder(invocation->eval->arena);
    for (size_t i = 0; i < value_count(*value); i++) {
        Value item = value_item(*value, i);
        if (!resolve_paths(invocation, param, &item, out)) return false;
        list_add(&items, item);
    }
    *value = value_tainted(list_done(&items), value->taint);
    return true;
}

static bool resolve_fields(Invocation *invocation, const Param *param, Value *value, Outcome *out) {
    if (value->kind == VALUE_LIST) return resolve_items(invocation, param, value, out);
    if (value->kind != VALUE_MAP) return true;
    MapBuilder fields = map_builder(invocation->eval->arena);
    for (size_t i = 0; i < value_count(*value); i++) {
        Value field = value_at(*value, i), key = value_key(*value, i);
        for (size_t f = 0; f < param->field_count; f++) {
            // In a list of records any key is a record's name.
            bool within =
                param->kind == PARAM_RECORDS || sv_eq_c(value_text(key), param->fields[f].name);
            if (!within) continue;
            Param record = {
                .kind = PARAM_RECORD, .fields = param->fields, .field_count = param->field_count};
            const Param *inner = param->kind == PARAM_RECORDS ? &record : &param->fields[f];
            if (!resolve_paths(invocation, inner, &field, out)) return false;
            break;
        }
        map_add(&fields, key, field);
    }
    *value = value_tainted(map_done(&fields), value->taint);
    return true;
}

static bool resolve_paths(Invocation *invocation, const Param *param, Value *value, Outcome *out) {
    if (param->kind == PARAM_PATH && value->kind == VALUE_STRING && value_text(*value).len > 0)
        return resolve_path(invocation, value, out);
    if (param->kind == PARAM_FILE && value->kind == VALUE_STRING && value_text(*value).len > 0)
        return read_now(invocation, value, out);
    if (param->kind == PARAM_RECORD || param->kind == PARAM_RECORDS)
        return resolve_fields(invocation, param, value, out);
    return true;
}

// ── variables: those that are passed on, and those that are set ──

static bool may_pass(Invocation *invocation, Value name, Outcome *out) {
    PermitRefusal refusal;
    return name.kind != VALUE_STRING ||
           permit_variable(invocation->instance->context.frame->runbook, invocation->eval->arena,
                           value_text(name), &refusal) ||
           deny(&refusal, out);
}

static bool may_set(Invocation *invocation, Value name, Outcome *out) {
    PermitRefusal refusal;
    return permit_setting(invocation->instance->context.frame->runbook, invocation->eval->arena,
                          value_text(name), &refusal) ||
           deny(&refusal, out);
}

static bool hold_variables(Invocation *invocation, const Param *param, Value value, Outcome *out) {
    bool good = true;
    if (param->flags & PARAM_VARIABLES && value.kind == VALUE_STRING)
        return may_pass(invocation, value, out);
    for (size_t i = 0; param->flags & PARAM_VARIABLES && value.kind == VALUE_LIST && good &&
                       i < value_count(value);
         i++)
        good = may_pass(invocation, value_item(value, i), out);
    for (size_t i = 0; param->flags & PARAM_ENVIRONMENT && value.kind == VALUE_MAP && good &&
                       i < value_count(value);
         i++)
        good = may_set(invocation, value_key(value, i), out);
    return good;
}

// ── parameters ──

static bool bad_value(Invocation *invocation, const Fault *fault, Outcome *out) {
    out->end = OUTCOME_BAD_VALUE;
    out->reason = fault_line(invocation->eval->arena, fault);
    out->hint = fault->hint;
    invocation->missing = fault->kind == FAULT_MISSING;
    invocation->lost = fault->lost;
    out->cancelled = fault->kind == FAULT_STOPPED;
    return false;
}

static bool evaluate(Invocation *invocation, Value *values, bool *given, Outcome *out) {
    const Action *action = invocation->step->action;
    invocation->action.values = values;
    for (size_t i = 0; i < action->param_count; i++) {
        const ValueSource *source = invocation->step->params[i];
        Fault fault = {0};
        if (!source) continue;
        if (!eval_context_value(invocation->eval, source, &values[i], &fault))
            return bad_value(invocation, &fault, out);
        if (!resolve_paths(invocation, &action->params[i], &values[i], out) ||
            !hold_variables(invocation, &action->params[i], values[i], out))
            return false;
        given[i] = true;
        if (action->params[i].kind == PARAM_TEXT)
            frame_hides(invocation->eval, sv_from_c(action->params[i].name), values[i]);
        invocation->action.secret_params |= value_taint(values[i]);
    }
    return true;
}

static bool decode(Invocation *invocation, const Value *values, const bool *given, Outcome *out) {
    const Action *action = invocation->step->action;
    Arena *arena = invocation->eval->arena;
    void *params = arena_alloc(arena, action->params_size);
    DecodeError error = {0};
    out->end = OUTCOME_BAD_VALUE;
    if (!params_decode(arena, action->params, action->param_count, values, given, false, params,
                       &error)) {
        out->reason = error.message;
        out->hint = error.hint;
        return false;
    }
    int param = -1;
    if (action->validate && !action->validate(params, arena, &param, &out->reason, &out->hint))
        return false;
    invocation->action.params = params;
    return true;
}

// An action that knows no ways takes those of its connection; one that does asks by itself.
static bool may_go(Invocation *invocation, const ConnectionKind *kind, Outcome *out) {
    Arena *arena = invocation->eval->arena;
    Cautions *way = &invocation->cautions;
    if (invocation->step->action->cautions || !kind->cautions) return true;
    kind->cautions(invocation->action.connection, invocation->action.env, arena, way);
    for (size_t i = 0; i < way->count; i++) {
        const Caution *caution = &way->items[i];
        if (policy_permits_way(invocation->instance->context.frame, arena, caution, &out->reason))
            continue;
        out->end = OUTCOME_DENIED;
        out->hint = caution_hint(arena, caution);
        return false;
    }
    return true;
}

static bool connect(Invocation *invocation, Outcome *out) {
    const Connection *connection = invocation->step->via;
    if (!connection) return true;
    Fault fault = {0};
    Opened opened;
    if (!frame_open(invocation->instance->context.frame, connection, invocation->eval, &opened,
                    &fault)) {
        bad_value(invocation, &fault, out);
        Sv reason = out->reason;
        out->reason = sv_format(invocation->eval->arena, "connection '%.*s': %.*s",
                                SV_ARG(connection->name), SV_ARG(reason));
        return false;
    }
    invocation->action.connection = opened.params;
    invocation->action.connection_name = connection->name;
    invocation->action.credentials = opened.credentials;
    invocation->action.secret_params |= opened.taint;
    invocation->action.home_taint = opened.taint;
    invocation->action.memory = opened.memory;
    invocation->action.branch = invocation->instance->context.branch;
    invocation->action.lost = opened.lost;
    invocation->action.lost_by = opened.lost_by;
    return may_go(invocation, connection->kind, out);
}

// ── what it is about to do ──

enum { REQUEST_BYTES = 200 };

static Sv one_line(Arena *arena, Sv text) {
    Sv rest = text, line = {0};
    while (sv_next_line(&rest, &line) && sv_trim(line).len == 0)
        continue;
    line = sv_trim(line);
    if (line.len <= REQUEST_BYTES && sv_trim(rest).len == 0) return line;
    return sv_format(arena, "%.*s …", (int)(line.len < REQUEST_BYTES ? line.len : REQUEST_BYTES),
                     line.at);
}

// What stands behind the verb, where the action has no better word for it.
static Sv short_form(Invocation *invocation, const Value *values, const bool *given) {
    const Action *action = invocation->step->action;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 0; i < action->param_count; i++) {
        if (!given[i] || !(action->params[i].flags & PARAM_SHORT)) continue;
        if (values[i].kind != VALUE_LIST) template_add_value(&text, values[i]);
        for (size_t k = 0; values[i].kind == VALUE_LIST && k < value_count(values[i]); k++) {
            if (k > 0) buf_add_char(&text, ' ');
            template_add_value(&text, value_item(values[i], k));
        }
    }
    return text.len > 0 ? buf_keep(&text, invocation->eval->arena) : sv_from_c(action->name);
}

// For the intent of a change; a read has none.
static void describe(Invocation *invocation, const Value *values, const bool *given) {
    const Action *action = invocation->step->action;
    Arena *arena = invocation->eval->arena;
    invocation->request = sv_from_c(action->name);
    if (invocation->step->effect != EFFECT_CHANGE) return;
    Sv touched = action->touches ? action->touches(invocation->action.params, arena)
                                 : short_form(invocation, values, given);
    // Masked before it is cut.
    invocation->request =
        one_line(arena, masker_text(invocation->worker->run->masker, arena, touched));
    // Secrets count by their name: a digest over a short one could be guessed by trying them all.
    MapBuilder shown = map_builder(arena);
    for (size_t i = 0; i < action->param_count; i++)
        if (given[i])
            map_add_c(&shown, action->params[i].name,
                      masker_value(invocation->worker->run->masker, arena, values[i]));
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, map_done(&shown), JSON_COMPACT);
    invocation->digest = sha256_text(arena, sha256_of(buf_sv(&json)));
}

// ── what an action may ask of the run ──

static bool captures_secret(const Step *step) {
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (step->captures[i].secret) return true;
    return false;
}

static void live(void *self, Sv line) {
    Invocation *invocation = self;
    // What a secret will be taken from is not shown before it is known.
    if (!invocation->quiet && !captures_secret(invocation->step))
        emit_running(invocation->worker, invocation->instance, line);
}

static bool ask_person(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                       Answer *out) {
    Invocation *invocation = self;
    return ask(invocation->worker, invocation->instance, question, waiter, arena, out);
}

static bool permitted(void *self, const char *kind, Sv what, Sv *reason) {
    Invocation *invocation = self;
    return policy_permits(invocation->instance->context.frame, invocation->worker->run->env,
                          invocation->eval->arena, kind, what, reason, &invocation->permit);
}

static bool may_take(void *self, const Caution *caution, Sv *reason) {
    Invocation *invocation = self;
    return policy_permits_way(invocation->instance->context.frame, invocation->eval->arena, caution,
                              reason);
}

static bool may_stay(void *self, const Outcome *so_far) {
    Invocation *invocation = self;
    return invocation->may_stay(invocation->attempt, so_far);
}

static bool takes_secret(const Step *step) {
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (step->captures[i].secret) return true;
    return false;
}

bool invoke_prepare(Invocation *invocation, Outcome *out) {
    Run *run = invocation->worker->run;
    const Action *action = invocation->step->action;
    Arena *arena = invocation->eval->arena;
    *out = (Outcome){0};
    invocation->files.arena = arena;
    invocation->quiet = takes_secret(invocation->step);
    invocation->action = (ActionCall){.arena = arena,
                                      .connection_name = SV(""),
                                      .env = run->env,
                                      .folder = run->folder,
                                      .key = invocation->instance->key,
                                      .pool = run->pool,
                                      .live = live,
                                      .ask = ask_person,
                                      .permitted = permitted,
                                      .may_go = may_take,
                                      .may_stay = may_stay,
                                      .self = invocation,
                                      .secret_variables = run->secret_variables};
    Value *values = arena_new_array(arena, Value, action->param_count);
    bool *given = arena_new_array(arena, bool, action->param_count);
    if (!evaluate(invocation, values, given, out) || !decode(invocation, values, given, out) ||
        !connect(invocation, out))
        return false;
    if (!saved_may_be(invocation, out)) return false;
    describe(invocation, values, given);
    return true;
}

// ── which kept connections will do ──

// A connection that was opened before a change may still lead to the old process, the old
// certificate or the old server behind the name.
static uint64_t kept_since(const Invocation *invocation) {
    const Step *step = invocation->step;
    if (step->fresh == FRESH_NEVER) return POOL_ANY;
    if (step->fresh == FRESH_ALWAYS || step->close) return POOL_ASKED;
    bool again = step->poll.given || invocation->number > 1;
    if (step->reads_opening || again) return POOL_NONE;
    // Changes in a row keep theirs.
    return step->effect == EFFECT_READ ? pool_changes(invocation->action.pool) : POOL_ANY;
}

// Between a question to a person and its answer, or during a pause, something may have changed as
// well.
static bool may_have_changed(const Step *step) {
    return step->effect != EFFECT_READ || step->action->shows_nothing;
}

// As it is shown; a step may have changed a service file or a link since the run began.
static Sv where_it_leads(const Invocation *invocation) {
    const Connection *connection = invocation->step->via;
    const ActionCall *call = &invocation->action;
    if (!connection) return (Sv){0};
    return connection->kind->show(call->connection, call->folder, call->arena);
}

void invoke_run(Invocation *invocation, int64_t deadline_ns, Outcome *out) {
    invocation->action.waiter = patience_waiter(
        invocation->worker->run, invocation->instance->context.patience, deadline_ns);
    *out = (Outcome){.request = invocation->request};
    if (invocation->step->close)
        pool_close(invocation->action.pool, invocation->action.connection_name);
    if (invocation->step->effect != EFFECT_READ)
        pool_make_way(invocation->action.pool, invocation->action.connection_name);
    invocation->action.kept_since = kept_since(invocation);
    invocation->action.acts_once = invocation->step->effect == EFFECT_CHANGE;
    invocation->permit = (Sv){0};
    Sv target = where_it_leads(invocation);
    invocation->step->action->run(&invocation->action, out);
    if (out->end == OUTCOME_DENIED && !out->hint.len) out->hint = invocation->permit;
    if (out->results) saved_keep(invocation, out);
    if (invocation->step->via && !out->note.len)
        out->note = kept_names_left_out(invocation->worker, invocation->eval->arena,
                                        invocation->step, invocation->action.memory);
    if (!invocation->step->action->cautions) out->cautions = invocation->cautions;
    ways_add_elsewhere(invocation->worker->run, invocation->eval->arena, invocation->step->via,
                       target, &out->cautions);
    if (may_have_changed(invocation->step)) pool_note_change(invocation->action.pool);
    if (out->request.len == 0) out->request = invocation->request;
    if (!arena_exhausted(invocation->eval->arena)) return;
    // The answer was over a limit: results may have been cut anywhere.
    out->end = OUTCOME_NO_ANSWER;
    out->results = NULL;
    out->reason = SV("the answer is over the limit of 512 MiB for one attempt (ATTEMPT_MEMORY)");
}
