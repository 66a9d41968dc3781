#include "engine/context/frame.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "mask/url_password.h"
#include "value/json.h"
#include <string.h>

// In dependency order: each var sees those before it.
static void evaluate_vars(Worker *worker, Frame *frame) {
    const Runbook *runbook = frame->runbook;
    StepContext context = {.frame = frame, .step_results = frame->step_results};
    MapBuilder vars = map_builder(frame->arena);
    frame->var_faults = arena_new_array(frame->arena, Fault, runbook->var_count);
    for (uint32_t i = 0; i < runbook->var_count; i++) {
        EvalContext eval = eval_context_of(worker, &context, frame->arena);
        Value value;
        if (eval_context_value(&eval, &runbook->vars[i].value, &value, &frame->var_faults[i])) {
            frame_hides(&eval, runbook->vars[i].name, value);
            map_add_sv(&vars, runbook->vars[i].name, value);
        }
        MapBuilder so_far = vars;
        frame->vars = map_done(&so_far);
    }
}

Frame *frame_new(Worker *worker, const Runbook *runbook, Frame *parent, Value inputs,
                 Value secrets) {
    Frame *frame = arena_new_of(worker->keep, Frame);
    frame->runbook = runbook;
    frame->parent = parent;
    frame->arena = arena_new(LIMIT_RUN_MEMORY);
    frame->inputs = inputs;
    frame->secrets = secrets;
    MapBuilder none = map_builder(frame->arena);
    frame->vars = frame->subject = map_done(&none);
    frame->step_results = step_results_new(worker->keep, NULL);
    frame->opened = arena_new_array(frame->arena, Opened, runbook->connection_count);
    frame->memories = arena_new_array(frame->arena, ConnectionMemory, runbook->connection_count);
    for (uint32_t i = 0; i < runbook->connection_count; i++) {
        connection_memory_init(&frame->memories[i]);
        frame->opened[i].memory = &frame->memories[i];
    }
    pthread_mutex_init(&frame->lock, NULL);
    evaluate_vars(worker, frame);
    return frame;
}

void frame_drop(void *what) {
    Frame *frame = what;
    for (uint32_t i = 0; i < frame->runbook->connection_count; i++)
        connection_memory_end(&frame->memories[i]);
    pthread_mutex_destroy(&frame->lock);
    arena_free(frame->arena);
}

static uint64_t fingerprint(const Value *values, const bool *given, size_t count) {
    Hasher *hasher = hasher_new();
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
        if (given[i]) json_write(&json, values[i], JSON_COMPACT);
        buf_add_char(&json, '\n');
        hasher_add(hasher, buf_sv(&json));
    }
    Sha256 digest = hasher_end(hasher);
    uint64_t out;
    memcpy(&out, digest.bytes, sizeof out);
    return out;
}

static bool decode_fault(const Connection *connection, size_t param, Sv message, Sv hint,
                         Fault *fault) {
    *fault = (Fault){.kind = FAULT_ERROR, .message = message, .hint = hint};
    fault->span = connection->params[param] ? connection->params[param]->span : connection->span;
    return false;
}

static bool decode(const Connection *connection, const Value *values, const bool *given,
                   Arena *arena, void **out, Fault *fault) {
    const ConnectionKind *kind = connection->kind;
    void *params = arena_alloc(arena, kind->params_size);
    DecodeError error = {0};
    if (!params_decode(arena, kind->params, kind->param_count, values, given, false, params,
                       &error))
        return decode_fault(connection, error.param, error.message, error.hint, fault);
    int param = -1;
    Sv message, hint = {0};
    if (kind->validate && !kind->validate(params, arena, &param, &message, &hint))
        return decode_fault(connection, param < 0 ? 0 : (size_t)param, message, hint, fault);
    *out = params;
    return true;
}

void frame_hides(const EvalContext *eval, Sv name, Value value) {
    // Where a secret took part the whole is one.
    if (!value_taint(value))
        url_passwords_remember(eval->worker->run->masker, eval->arena, name, value);
}

// Call with the frame's lock held.
static bool open_now(Frame *frame, const Connection *connection, EvalContext *eval, Opened *out,
                     Fault *fault) {
    size_t count = connection->kind->param_count;
    Value *values = arena_new_array(frame->arena, Value, count);
    bool *given = arena_new_array(frame->arena, bool, count);
    Opened opened = *out;
    opened.ready = true;
    for (size_t i = 0; i < count; i++) {
        Value value;
        if (!connection->params[i]) continue;
        if (!eval_context_value(eval, connection->params[i], &value, fault)) return false;
        given[i] = true;
        values[i] = value_copy(frame->arena, value);
        frame_hides(eval, connection->name, value);
        opened.taint |= value_taint(value);
    }
    void *params;
    if (!decode(connection, values, given, frame->arena, &params, fault)) return false;
    opened.params = params;
    opened.credentials = fingerprint(values, given, count);
    *out = opened;
    return true;
}

bool frame_open(Frame *frame, const Connection *connection, EvalContext *eval, Opened *out,
                Fault *fault) {
    pthread_mutex_lock(&frame->lock);
    Opened *kept = &frame->opened[connection - frame->runbook->connections];
    bool open = kept->ready || open_now(frame, connection, eval, kept, fault);
    if (open) *out = *kept;
    pthread_mutex_unlock(&frame->lock);
    return open;
}

void frame_lose(Frame *frame, const Connection *connection, Value names, Sv by) {
    pthread_mutex_lock(&frame->lock);
    Opened *kept = &frame->opened[connection - frame->runbook->connections];
    size_t count = value_count(names);
    Sv *lost = arena_new_array(frame->arena, Sv, kept->lost.count + count);
    for (size_t i = 0; i < kept->lost.count; i++)
        lost[i] = kept->lost.items[i];
    for (size_t i = 0; i < count; i++)
        lost[kept->lost.count + i] = sv_copy(frame->arena, value_text(value_item(names, i)));
    kept->lost = (Texts){lost, kept->lost.count + count};
    kept->lost_by = sv_copy(frame->arena, by);
    pthread_mutex_unlock(&frame->lock);
}

// The first `most` parameters, as far as they can be evaluated: some may need what a step has yet
// to capture. NULL where they cannot be decoded.
static const void *known_so_far(const Connection *connection, size_t most, EvalContext *eval,
                                Arena *arena) {
    const ConnectionKind *kind = connection->kind;
    bool *given = arena_new_array(arena, bool, kind->param_count);
    Value *values = arena_new_array(arena, Value, kind->param_count);
    DecodeError error;
    for (size_t i = 0; i < most; i++) {
        Fault fault;
        given[i] = connection->params[i] &&
                   eval_context_value(eval, connection->params[i], &values[i], &fault);
    }
    // Without an address there is nothing to show, though much may be known of the way.
    if (most == 1 && !given[0]) return NULL;
    void *params = arena_alloc(arena, kind->params_size);
    bool decoded =
        params_decode(arena, kind->params, kind->param_count, values, given, true, params, &error);
    return decoded ? params : NULL;
}

const void *frame_address(const Connection *connection, EvalContext *eval, Arena *arena) {
    return known_so_far(connection, 1, eval, arena);
}

Cautions frame_cautions(const Connection *connection, EvalContext *eval, Arena *arena) {
    const ConnectionKind *kind = connection->kind;
    Cautions out = {0};
    if (!kind->cautions) return out;
    const void *params = known_so_far(connection, kind->param_count, eval, arena);
    if (params) kind->cautions(params, eval->worker->run->env, arena, &out);
    return out;
}

Sv frame_target(const Connection *connection, EvalContext *eval, Arena *arena) {
    const void *params = frame_address(connection, eval, arena);
    return params ? connection->kind->show(params, eval->worker->run->folder, arena) : SV("");
}
