#include "engine/context/step_instance.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "engine/context/patience.h"
#include "history/rerun.h"
#include "select/item_name.h"
#include <string.h>

enum { KEY_DIGITS = 32 };

// Every step makes several of these, and printf would be a good part of their cost.
static Sv joined(Arena *arena, Sv a, char between, Sv b) {
    size_t gap = between ? 1 : 0;
    char *text = arena_alloc_raw(arena, a.len + gap + b.len + 1);
    if (a.len > 0) memcpy(text, a.at, a.len);
    text[a.len] = between;
    if (b.len > 0) memcpy(text + a.len + gap, b.at, b.len);
    text[a.len + gap + b.len] = '\0';
    return (Sv){text, a.len + gap + b.len};
}

// An address is a word of ours: it is the same in every event, so it is neither masked nor cut
// later. One that is too long ends with what tells it apart from others with the same beginning.
static Sv fitting(Arena *arena, Sv address) {
    if (address.len <= LIMIT_ADDRESS_BYTES) return address;
    Sha256 digest = sha256_of(address);
    BUF_AUTO Buf text = buf_new(2 * LIMIT_ADDRESS_BYTES);
    size_t end = LIMIT_ADDRESS_BYTES - 2 * sizeof digest.bytes - 1;
    while (((unsigned char)address.at[end] & 0xC0) == 0x80)
        end--;
    buf_add(&text, sv_slice(address, 0, end));
    buf_add_char(&text, '~');
    hex_add(&text, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return buf_keep(&text, arena);
}

// The same in all attempts, different for each step and iteration, and nothing that a server could
// guess.
static Sv new_key(Worker *worker, Sv within, Sv address) {
    Sha256 digest = sha256_of(joined(worker->step, within, '\n', address));
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return sv_copy(worker->keep, sv_slice(buf_sv(&hex), 0, KEY_DIGITS));
}

static Sv key_of(Worker *worker, Sv address) {
    const Rerun *rerun = worker->run->options->sources.rerun;
    // An item that is only known by its place may be another one today.
    bool same = rerun && sv_find_char(address, '#', 0) == SV_NONE;
    Sv before = same ? rerun_key(rerun, address) : SV("");
    return before.len > 0 ? before : new_key(worker, worker->run->id, address);
}

void step_instance_make_another(Worker *worker, StepInstance *instance, int64_t session) {
    Sv within = sv_format(worker->step, "%.*s\n%lld", SV_ARG(worker->run->id), (long long)session);
    instance->key = new_key(worker, within, instance->address);
}

static Sv number_of(Arena *arena, Sv context, uint32_t index, bool undoes) {
    static const char undo[] = {'u', 'n', 'd', 'o'};
    char digits[16];
    size_t at = sizeof digits;
    for (uint32_t rest = index; rest > 0 || at == sizeof digits; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    // Otherwise it would have the name of a child.
    for (size_t i = sizeof undo; undoes && i > 0; i--)
        digits[--at] = undo[i - 1];
    Sv last = {digits + at, sizeof digits - at};
    return context.len == 0 ? sv_copy(arena, last) : joined(arena, context, '.', last);
}

Sv step_instance_number(Arena *arena, Sv surroundings, const Step *step) {
    return number_of(arena, surroundings, step->position, step->undoes);
}

StepInstance step_instance_of(Worker *worker, const StepContext *context, const Step *step) {
    Sv last = step->id.len > 0 ? step->id : step->number;
    StepInstance instance = {.context = *context, .step = step, .name = step->name};
    instance.address = fitting(worker->keep, joined(worker->keep, context->path, '\0', last));
    instance.number = step_instance_number(worker->keep, context->number, step);
    instance.context.patience = patience_of(worker->run, context->phase);
    instance.level = context->level > step->level ? context->level : step->level;
    instance.key = key_of(worker, instance.address);
    instance.outlook =
        step->foresees ? worker->run->outlook(worker->run, worker->keep) : VALUE_NONE;
    return instance;
}

static bool holds_secret(Worker *worker, Sv text) {
    return masker_text(worker->run->masker, worker->step, text).at != text.at;
}

// An item that would show a secret is called by its place, as one that has no name.
static void add_item(Worker *worker, Buf *address, Value item, uint32_t index) {
    BUF_AUTO Buf name = buf_new(LIMIT_STRING_BYTES);
    Value by;
    bool named = item_name_add(&name, item, &by) && !holds_secret(worker, buf_sv(&name)) &&
                 (by.kind != VALUE_STRING || !holds_secret(worker, value_text(by)));
    if (named)
        buf_add(address, buf_sv(&name));
    else
        buf_addf(address, "#%u", index);
}

static void add_items(Worker *worker, Buf *address, const Step *step, const Value *items,
                      uint32_t index) {
    for (uint32_t i = 0; i < step->loop_count; i++) {
        buf_addf(address, "%c%.*s=", i ? ',' : '[', SV_ARG(step->loops[i].name));
        add_item(worker, address, items[i], index);
    }
}

StepInstance step_instance_of_iteration(Worker *worker, const StepInstance *loop,
                                        const StepContext *context, uint32_t index, SvMap *taken) {
    const Step *step = loop->step;
    StepInstance instance = *loop;
    BUF_AUTO Buf address = buf_new(LIMIT_STRING_BYTES);
    buf_add(&address, loop->address);
    add_items(worker, &address, step, context->loops + step->loop_name_count - step->loop_count,
              index);
    // Equal names are told apart by their place.
    if (svmap_has(taken, buf_sv(&address))) buf_addf(&address, "#%u", index);
    svmap_add(taken, buf_keep(&address, worker->keep), worker);
    Sv fits = fitting(worker->keep, buf_sv(&address));
    instance.context = *context;
    instance.iteration = true;
    instance.address = joined(worker->keep, fits, '\0', SV("]"));
    instance.number = number_of(worker->keep, loop->number, index, false);
    instance.key = key_of(worker, instance.address);
    return instance;
}

StepContext step_context_within(const StepInstance *instance) {
    StepContext context = instance->context;
    context.number = instance->number;
    context.depth = instance->context.depth + 1;
    context.level = instance->level;
    context.cleanup = NULL;
    return context;
}

static void name(Worker *worker, StepInstance *instance, bool gaps) {
    if (!instance->step->name_text) {
        // A name without ${…} would be the same for all iterations: the items are added to it.
        size_t bracket = instance->address.len;
        while (instance->iteration && bracket > 0 && instance->address.at[bracket - 1] != '[')
            bracket--;
        if (instance->iteration)
            instance->name =
                sv_format(worker->keep, "%.*s [%.*s", SV_ARG(instance->step->name),
                          SV_ARG(sv_slice(instance->address, bracket, instance->address.len)));
        return;
    }
    EvalContext eval =
        eval_context_of_instance(worker, instance, worker->step, worker->run->started);
    instance->name =
        sv_copy(worker->keep, eval_context_title(&eval, instance->step->name_text, gaps));
}

void step_instance_name(Worker *worker, StepInstance *instance) {
    name(worker, instance, false);
}

void step_instance_name_loop(Worker *worker, StepInstance *instance) {
    name(worker, instance, true);
}

OnFailure step_instance_rule(const StepInstance *instance) {
    OnFailure own = instance->step->on_failure;
    // On a group it governs the children alone.
    if (own == ON_FAILURE_INHERIT || instance->step->kind == STEP_GROUP)
        return instance->context.rule;
    return own;
}

bool step_instance_undo(const StepInstance *instance) {
    return strcmp(instance->context.phase, "undo") == 0;
}
