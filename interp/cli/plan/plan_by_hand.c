// What a step would ask, as a line for a shell: what is not known before the run, and no secret is
// fetched for a plan, stands in it as a variable.
#include "base/ascii.h"
#include "base/limits.h"
#include "cel/ast.h"
#include "cli/plan/plan_view.h"
#include "hand/hand_lines.h"
#include "inputs/known_connection.h"
#include "mask/url_password.h"
#include "spec/action.h"

enum { FIRST_NUMBER = 770177000 };

typedef struct StandIn {
    Sv name; // as the masker knows it
    Sv is;   // "${steps.login.token}"; empty = a secret
    Value value;
} StandIn;

// What stands in runbooks is looked for once for all steps.
typedef struct PlanByHand {
    PlanView *view;
    const Runbook *runbook; // of the step
    Masker *masker;
    StandIn *items;
    uint32_t count, capacity;
} PlanByHand;

static Sv name_of(const PlanByHand *hand, Sv expression) {
    static const char *const roots[] = {"steps.", "inputs.", "vars.", "secrets."};
    Sv text = sv_trim(expression);
    for (uint32_t i = 0; i < hand->runbook->input_count; i++) {
        const Input *input = &hand->runbook->inputs[i];
        if (input->env.len && sv_starts(text, SV("inputs.")) &&
            sv_eq(sv_slice(text, sizeof "inputs." - 1, text.len), input->name))
            return input->env;
    }
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (sv_starts(text, sv_from_c(roots[i])))
            text = sv_slice(text, sv_from_c(roots[i]).len, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_word(text.at[i]) && text.at[i] != '.')
            return sv_format(hand->view->arena, "value_%u", hand->count + 1);
    return text;
}

static bool is_number(const CelProgram *program) {
    switch (program->root->type.kind) {
    case CEL_TYPE_BOOL:
    case CEL_TYPE_INT:
    case CEL_TYPE_UINT:
    case CEL_TYPE_DOUBLE:
    case CEL_TYPE_DECIMAL:
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP: return true;
    default: return false;
    }
}

static void add(PlanByHand *hand, StandIn stand_in) {
    arena_grow(hand->view->arena, hand->items, hand->count, hand->capacity);
    hand->items[hand->count++] = stand_in;
}

static const StandIn *find(const PlanByHand *hand, Sv name) {
    for (uint32_t i = 0; i < hand->count; i++)
        if (sv_eq(hand->items[i].name, name)) return &hand->items[i];
    return NULL;
}

// Nobody writes it, and nothing in it is ever escaped or encoded.
static Sv unlike_any(const PlanByHand *hand, const char *front) {
    return sv_format(hand->view->arena, "%szq7k%05uw3jx", front, hand->count);
}

static bool unknown(void *self, const CelProgram *program, bool start, Value *out) {
    PlanByHand *hand = self;
    Sv name = name_of(hand, program->text);
    Sv is = sv_format(hand->view->arena, "${%.*s}", SV_ARG(sv_trim(program->text)));
    const StandIn *before = find(hand, name);
    if (before && !sv_eq(before->is, is))
        name = sv_format(hand->view->arena, "value_%u", hand->count + 1);
    bool same = before && sv_eq(before->is, is) && !start &&
                (before->value.kind == VALUE_INT) == is_number(program);
    if (same) {
        *out = before->value;
        return true;
    }
    if (is_number(program))
        *out = value_int((int64_t)FIRST_NUMBER * 1000 + hand->count);
    else
        *out = value_string(unlike_any(hand, start ? "http://" : ""));
    add(hand, (StandIn){name, is, *out});
    masker_add_value(hand->masker, name, *out, 1);
    return true;
}

static Value secret(void *self, const Runbook *runbook, Sv name) {
    PlanByHand *hand = self;
    (void)runbook;
    const StandIn *before = find(hand, name);
    if (before && before->is.len == 0) return before->value;
    Sv text = unlike_any(hand, "");
    Value value = value_tainted(value_string(text), masker_add(hand->masker, name, text, 1));
    add(hand, (StandIn){name, (Sv){0}, value});
    return value;
}

static Sv what_it_is(void *self, Sv name) {
    const StandIn *stand_in = find(self, name);
    return stand_in ? stand_in->is : (Sv){0};
}

// ── what stands in runbooks, and nobody is shown ──

static void hide_written(const PlanByHand *hand, const PlanFile *file) {
    for (uint32_t i = 0; i < file->written.count; i++)
        if (file->written.items[i].sought)
            masker_add(hand->masker, file->written.items[i].name,
                       file->written.items[i].value->text, LIMIT_SECRET_MIN_BYTES);
    url_password_remember(hand->masker, hand->view->arena, SV(""), file->text);
}

static void hide_sent(const PlanByHand *hand, const Step *step, const KnownAsked *asked) {
    PlanView *view = hand->view;
    for (size_t i = 0; i < step->action->param_count; i++)
        url_passwords_remember(hand->masker, view->arena, sv_from_c(step->action->params[i].name),
                               asked->values[i]);
    for (size_t i = 0; step->via && i < step->via->kind->param_count; i++)
        url_passwords_remember(hand->masker, view->arena, step->via->name, asked->homes[i]);
}

// ── asking the action, which sends nothing ──

static bool permitted(void *self, const char *kind, Sv what, Sv *reason) {
    (void)self, (void)kind, (void)what, (void)reason;
    return true;
}

static bool may_go(void *self, const Caution *caution, Sv *reason) {
    (void)self, (void)caution, (void)reason;
    return true;
}

static void ask(const PlanByHand *hand, const Step *step, const KnownAsked *asked, HandLines *out) {
    ActionCall call = {.arena = hand->view->arena,
                       .params = asked->params,
                       .connection = asked->connection,
                       .connection_name = step->via ? step->via->name : SV(""),
                       .waiter = {.deadline_ns = NO_DEADLINE},
                       .env = hand->view->cli->env,
                       .folder = hand->view->options->sources.folder,
                       .permitted = permitted,
                       .may_go = may_go,
                       .values = asked->values,
                       .secret_params = asked->taint | asked->home_taint,
                       .home_taint = asked->home_taint};
    step->action->by_hand(&call, out);
}

static PlanByHand *hand_of(PlanView *view, const Step *step) {
    if (!view->hand) {
        view->hand = arena_new_of(view->arena, PlanByHand);
        *view->hand = (PlanByHand){.view = view, .masker = masker_new()};
        for (uint32_t i = 0; i < view->plan->file_count; i++)
            hide_written(view->hand, &view->plan->files[i]);
    }
    view->hand->runbook = step->runbook;
    return view->hand;
}

void plan_by_hand(PlanView *view, const Step *step, PlanHand *take, void *self) {
    if (!step->action || !step->action->by_hand) return;
    PlanByHand *hand = hand_of(view, step);
    StandIns stand_ins = {secret, unknown, hand};
    KnownBy by = {view->arena, view->plan, &view->options->sources, &stand_ins};
    HandSay say = {.masker = hand->masker,
                   .runbook = step->runbook,
                   .arena = view->arena,
                   .unknown = "",
                   .is = what_it_is,
                   .self = hand};
    KnownAsked asked;
    HandLines lines = {0};
    if (known_asked(&by, step, &asked)) {
        hide_sent(hand, step, &asked);
        ask(hand, step, &asked, &lines);
    }
    for (uint32_t i = 0; i < lines.count; i++) {
        HandSaid said = hand_say(&say, &lines.items[i]);
        take(self, said.line, said.note);
    }
}

void plan_by_hand_end(PlanView *view) {
    if (view->hand) masker_free(view->hand->masker);
}
