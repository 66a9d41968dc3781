#include "engine/attempt/act.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "engine/attempt/ask.h"
#include "engine/attempt/permit.h"
#include "engine/events/emit.h"
#include "value/json.h"

// ── paths: relative to the file that names them, and never outside the project ──

static bool resolve_path(Act *act, Value *value, Outcome *out) {
    Arena *arena = act->eval->arena;
    const Frame *frame = act->instance->context.frame;
    Sv path = path_join(arena, frame->runbook->folder, value_text(*value));
    Sv real = path_real(arena, path);
    if (real.len == 0) {
        out->end = OUTCOME_BAD_VALUE;
        out->reason = sv_format(arena, "there is no file '%.*s'", SV_ARG(path));
        return false;
    }
    if (!path_beneath(arena, act->worker->run->plan->root, real)) {
        out->end = OUTCOME_DENIED;
        out->reason = sv_format(arena, "'%.*s' lies outside the project's root", SV_ARG(path));
        return false;
    }
    *value = value_tainted(value_string(real), value->taint);
    return true;
}

static bool resolve_paths(Act *act, const Param *param, Value *value, Outcome *out);

static bool resolve_fields(Act *act, const Param *param, Value *value, Outcome *out) {
    if (value->kind != VALUE_MAP) return true;
    MapBuilder fields = map_builder(act->eval->arena);
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
            if (!resolve_paths(act, inner, &field, out)) return false;
            break;
        }
        map_add(&fields, key, field);
    }
    *value = value_tainted(map_done(&fields), value->taint);
    return true;
}

static bool resolve_paths(Act *act, const Param *param, Value *value, Outcome *out) {
    if (param->kind == PARAM_PATH && value->kind == VALUE_STRING && value_text(*value).len > 0)
        return resolve_path(act, value, out);
    if (param->kind == PARAM_RECORD || param->kind == PARAM_RECORDS)
        return resolve_fields(act, param, value, out);
    return true;
}

// ── parameters ──

static bool bad_value(Act *act, const Fault *fault, Outcome *out) {
    out->end = OUTCOME_BAD_VALUE;
    out->reason = fault_line(act->eval->arena, fault);
    out->mend = fault->mend;
    act->missing = fault->kind == FAULT_MISSING;
    return false;
}

static bool evaluate(Act *act, Value *values, bool *given, Outcome *out) {
    const Action *action = act->step->action;
    for (size_t i = 0; i < action->param_count; i++) {
        const ValueSource *source = act->step->params[i];
        Fault fault = {0};
        if (!source) continue;
        if (!eval_context_value(act->eval, source, &values[i], &fault))
            return bad_value(act, &fault, out);
        if (!resolve_paths(act, &action->params[i], &values[i], out)) return false;
        given[i] = true;
        act->action.secret_params |= value_taint(values[i]);
    }
    return true;
}

static bool decode(Act *act, const Value *values, const bool *given, Outcome *out) {
    const Action *action = act->step->action;
    Arena *arena = act->eval->arena;
    void *params = arena_alloc(arena, action->params_size);
    DecodeError error = {0};
    out->end = OUTCOME_BAD_VALUE;
    if (!params_decode(arena, action->params, action->param_count, values, given, false, params,
                       &error)) {
        out->reason = error.message;
        out->mend = error.mend;
        return false;
    }
    int param = -1;
    if (action->validate && !action->validate(params, arena, &param, &out->reason, &out->mend))
        return false;
    act->action.params = params;
    return true;
}

static bool connect(Act *act, Outcome *out) {
    const Connection *connection = act->step->via;
    if (!connection) return true;
    Fault fault = {0};
    Opened opened;
    if (!frame_open(act->instance->context.frame, connection, act->eval, &opened, &fault)) {
        bad_value(act, &fault, out);
        Sv reason = out->reason;
        out->reason = sv_format(act->eval->arena, "connection '%.*s': %.*s",
                                SV_ARG(connection->name), SV_ARG(reason));
        return false;
    }
    act->action.connection = opened.params;
    act->action.connection_name = connection->name;
    act->action.credentials = opened.credentials;
    act->action.secret_params |= opened.taint;
    return true;
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
static Sv short_form(Act *act, const Value *values, const bool *given) {
    const Action *action = act->step->action;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 0; i < action->param_count; i++) {
        if (!given[i] || !(action->params[i].flags & PARAM_SHORT)) continue;
        if (values[i].kind != VALUE_LIST) template_add_value(&text, values[i]);
        for (size_t k = 0; values[i].kind == VALUE_LIST && k < value_count(values[i]); k++) {
            if (k > 0) buf_add_char(&text, ' ');
            template_add_value(&text, value_item(values[i], k));
        }
    }
    return text.len > 0 ? buf_keep(&text, act->eval->arena) : sv_from_c(action->name);
}

// For the intent of a change; a read has none.
static void describe(Act *act, const Value *values, const bool *given) {
    const Action *action = act->step->action;
    Arena *arena = act->eval->arena;
    act->request = sv_from_c(action->name);
    if (act->step->effect != EFFECT_CHANGE) return;
    Sv touched = action->touches ? action->touches(act->action.params, arena)
                                 : short_form(act, values, given);
    // Masked before it is cut.
    act->request = one_line(arena, masker_text(act->worker->run->masker, arena, touched));
    // Secrets take part by name: a digest over a short one would give it away to whoever tries them
    // all.
    MapBuilder shown = map_builder(arena);
    for (size_t i = 0; i < action->param_count; i++)
        if (given[i])
            map_add_c(&shown, action->params[i].name,
                      masker_value(act->worker->run->masker, arena, values[i]));
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, map_done(&shown), JSON_COMPACT);
    act->digest = sha256_text(arena, sha256_of(buf_sv(&json)));
}

// ── what an action may ask of the run ──

static void live(void *self, Sv line) {
    Act *act = self;
    if (!act->quiet) emit_running(act->worker, act->instance, line);
}

static bool ask_person(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                       Answer *out) {
    Act *act = self;
    return ask(act->worker, act->instance, question, waiter, arena, out);
}

static bool permitted(void *self, const char *kind, Sv what, Sv *reason) {
    Act *act = self;
    return permit(act->instance->context.frame, act->eval->arena, kind, what, reason);
}

static bool may_stay(void *self, const Outcome *so_far) {
    Act *act = self;
    return act->may_stay(act->attempt, so_far);
}

static bool takes_secret(const Step *step) {
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (step->captures[i].secret) return true;
    return false;
}

bool act_prepare(Act *act, Outcome *out) {
    Run *run = act->worker->run;
    const Action *action = act->step->action;
    Arena *arena = act->eval->arena;
    *out = (Outcome){0};
    act->quiet = takes_secret(act->step);
    act->action = (ActionCall){.arena = arena,
                               .connection_name = SV(""),
                               .env = run->env,
                               .folder = run->folder,
                               .key = act->instance->key,
                               .pool = run->pool,
                               .live = live,
                               .ask = ask_person,
                               .permitted = permitted,
                               .may_stay = may_stay,
                               .self = act,
                               .secret_variables = run->secret_variables};
    Value *values = arena_new_array(arena, Value, action->param_count);
    bool *given = arena_new_array(arena, bool, action->param_count);
    if (!evaluate(act, values, given, out) || !decode(act, values, given, out) ||
        !connect(act, out))
        return false;
    describe(act, values, given);
    return true;
}

// ── which kept connections will do ──

// A connection that was opened before something changed speaks for what was there before: the old
// process, the old certificate, the old server behind the name.
static uint64_t kept_since(const Act *act) {
    const Step *step = act->step;
    if (step->fresh == FRESH_NEVER) return POOL_ANY;
    if (step->fresh == FRESH_ALWAYS || step->close) return POOL_ASKED;
    bool again = step->poll.given || act->number > 1;
    if (step->reads_opening || again) return POOL_NONE;
    // Changes in a row keep theirs.
    return step->effect == EFFECT_READ ? pool_changes(act->action.pool) : POOL_ANY;
}

// What a person was asked to do, and what a pause is for, changes things as well.
static bool may_have_changed(const Step *step) {
    return step->effect != EFFECT_READ || step->action->shows_nothing;
}

void act_run(Act *act, int64_t deadline_ns, int cancel_fd, Outcome *out) {
    act->action.waiter =
        (Waiter){.env = act->worker->run->env, .cancel_fd = cancel_fd, .deadline_ns = deadline_ns};
    *out = (Outcome){.request = act->request};
    if (act->step->close) pool_close(act->action.pool, act->action.connection_name);
    act->action.kept_since = kept_since(act);
    act->action.acts_once = act->step->effect == EFFECT_CHANGE;
    act->step->action->run(&act->action, out);
    if (may_have_changed(act->step)) pool_note_change(act->action.pool);
    if (out->request.len == 0) out->request = act->request;
    if (!arena_exhausted(act->eval->arena)) return;
    // What was answered did not fit: results may be cut anywhere.
    out->end = OUTCOME_NO_ANSWER;
    out->results = NULL;
    out->reason = SV("the answer is over the limit of 512 MiB for one attempt (ATTEMPT_MEMORY)");
}
