// Shows the tree of steps.
#include "base/limits.h"
#include "base/num.h"
#include "cli/plan/plan_view.h"
#include "inputs/known_connection.h"

enum { TEXT_BYTES = 1024 * 1024, NOTE_COLUMN = 6, MOST_TOUCHES = 300 };

static void add_word(Buf *out, const char *word) {
    buf_addf(out, "%s%s", out->len ? ", " : "", word);
}

// "change, via app, should, 10m"
static Sv manner(PlanView *view, const Step *step) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    if (step->kind == STEP_ACTION || step->kind == STEP_CHECK) buf_add(&out, step->verb);
    if (step->via) buf_addf(&out, " via %.*s", SV_ARG(step->via->name));
    if (step->kind == STEP_ACTION && step->effect != EFFECT_ANSWER)
        add_word(&out, effect_name(step->effect));
    if (step->level != LEVEL_MUST) add_word(&out, level_name(step->level));
    if (step->required) add_word(&out, "required");
    if (step->parallel > 1) buf_addf(&out, "%s%u at once", out.len ? ", " : "", step->parallel);
    return buf_keep(&out, view->arena);
}

static void note(PlanView *view, const char *label, Sv text) {
    if (!text.len) return;
    page_entry(&view->page, NOTE_COLUMN, sv_from_c(label), NOTE_COLUMN + sizeof "ask first", text,
               (Sv){0});
}

// The same of a text with ${…} of the step.
static void note_text(PlanView *view, const char *label, const Step *step, Sv text) {
    note(view, label, plan_known_text(view, step->runbook, text));
}

static void note_loops(PlanView *view, const Step *step) {
    for (uint32_t i = 0; i < step->loop_count; i++) {
        const Loop *loop = &step->loops[i];
        Sv list = loop->list.kind == SOURCE_EXPR ? sv_trim(loop->list.expr->program.text)
                                                 : sv_trim(span_text(loop->list.span));
        note(view, "for each",
             sv_format(view->arena, "%.*s in %.*s", SV_ARG(loop->name),
                       SV_ARG(plan_folded(view->arena, list))));
    }
}

static Sv written(const ValueSource *source) {
    return source->kind == SOURCE_EXPR ? source->expr->program.text : span_text(source->span);
}

// What an include is given determines what it does.
static void note_given(PlanView *view, const Step *step) {
    const ValueSource *given = step->include_inputs;
    for (uint32_t i = 0; given && given->kind == SOURCE_MAP && i < given->count; i++)
        note(view, i ? "" : "given",
             sv_format(view->arena, "%.*s: %.*s", SV_ARG(given->keys[i]),
                       SV_ARG(plan_folded(view->arena, written(&given->items[i])))));
}

static void add_bounds(Buf *out, const Repeat *repeat) {
    if (repeat->attempts) buf_addf(out, "%lld attempts", (long long)repeat->attempts);
    if (repeat->for_ns) {
        buf_add_c(out, out->len ? ", for " : "for ");
        duration_add_human(out, repeat->for_ns);
    }
    buf_add_c(out, ", every ");
    duration_add_human(out, repeat->every_ns);
}

static void note_repeats(PlanView *view, const Step *step) {
    BUF_AUTO Buf retry = buf_new(TEXT_BYTES), poll = buf_new(TEXT_BYTES);
    if (step->retry.given) add_bounds(&retry, &step->retry);
    note(view, "retry", buf_sv(&retry));
    if (!step->poll.given) return;
    add_bounds(&poll, &step->poll);
    if (step->poll.until)
        buf_addf(&poll, ", until %.*s", SV_ARG(sv_trim(step->poll.until->program.text)));
    note(view, "poll", buf_sv(&poll));
}

// The expectations of a check.
static Sv checked(PlanView *view, const Step *step) {
    Sv first = step->expects[0].text;
    if (step->expect_count == 1) return first;
    return sv_format(view->arena, "%.*s and %u more", SV_ARG(first), step->expect_count - 1);
}

// A script is run as it is written.
static bool is_script(const Step *step) {
    return step->action && step->action->script && step->params[0] &&
           step->params[0]->kind == SOURCE_CONSTANT;
}

static Sv touches(PlanView *view, const Step *step) {
    if (step->kind == STEP_INCLUDE) return step->include->path;
    if (step->kind == STEP_CHECK) return checked(view, step);
    if (step->kind != STEP_ACTION) return (Sv){0};
    Sv text = sv_trim(step_touches(view->arena, step));
    if (!is_script(step)) text = plan_known_text(view, step->runbook, text);
    if (text.len <= MOST_TOUCHES) return text;
    return sv_format(view->arena, "%.*s…", SV_ARG(sv_slice(text, 0, MOST_TOUCHES)));
}

// What a step brings beyond its connection, which is told with the connections.
static void note_ways(PlanView *view, const char *label, const Step *step) {
    const KnownBy by = {view->arena, view->plan, &view->options->sources, NULL};
    Cautions own = known_step_cautions(&by, step), told = {0};
    if (own.count > 0 && step->via) told = known_cautions(&by, step->runbook, step->via);
    for (size_t i = 0; i < own.count; i++) {
        bool known = false;
        for (size_t k = 0; k < told.count; k++)
            known = known || (sv_eq(told.items[k].text, own.items[i].text) &&
                              sv_eq(told.items[k].whom, own.items[i].whom));
        if (known) continue;
        note(view, label, own.items[i].text);
        label = "";
    }
}

// "yes (replay them): passes"
static void note_answers(PlanView *view, const Step *step) {
    Question question;
    bool own;
    if (!step_question(view->arena, step, &question, &own) || !own) return;
    const Choice *choices = question.choices;
    for (size_t i = 0; i < question.count; i++) {
        Sv means = choices[i].means;
        note(view, i ? "" : "answers",
             sv_format(view->arena, "%.*s%s%.*s%s: %s", SV_ARG(choices[i].word),
                       means.len ? " (" : "", SV_ARG(means), means.len ? ")" : "",
                       choices[i].passes ? "passes" : "fails"));
    }
}

// Copied into a shell, so it is not wrapped.
static void note_line(void *self, Sv line, Sv how) {
    PlanView *view = self;
    if (line.len) {
        page_command(&view->page, NOTE_COLUMN, SV("by hand"), NOTE_COLUMN + sizeof "ask first",
                     line);
    }
    note(view, line.len ? "where" : "by hand", how);
}

static void note_step(PlanView *view, const Step *step) {
    if (step->when) note(view, "when", plan_folded(view->arena, step->when->program.text));
    note_given(view, step);
    note_loops(view, step);
    note_text(view, "ask first", step,
              plan_on_one_line(view->arena, plan_written(step->ask_first)));
    note_answers(view, step);
    note_repeats(view, step);
    plan_by_hand(view, step, note_line, view);
    note_ways(view, "beware", step);
    if (step->probe) note(view, "probe", touches(view, step->probe));
    if (step->probe) note_ways(view, "", step->probe);
    for (uint32_t i = 0; i < step->undo_count; i++) {
        note_text(view, "undo", step, step->undo[i]->name);
        note_ways(view, "", step->undo[i]);
    }
    if (!select_has(view->selection, step))
        note(view, "not run", select_reason(view->selection, step));
    else
        note(view, "runs", select_iterations(view->arena, view->selection, step));
}

// Whether the previous step, at the top, is a section.
static bool follows_section(PlanView *view, const Step *step) {
    const Runbook *top = view->plan->top;
    for (uint32_t i = 1; i < top->step_count; i++) {
        if (top->steps[i] == step)
            return top->steps[i - 1]->kind == STEP_GROUP || top->steps[i - 1]->kind == STEP_INCLUDE;
    }
    return false;
}

static void show_part(PlanView *view, Sv title) {
    buf_add_char(view->page.out, '\n');
    page_line(&view->page, 2, INK_BOLD, title, (Sv){0});
}

static Sv title_of(PlanView *view, const Step *step) {
    bool section = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    Sv name = plan_known_text(view, step->runbook, step->name);
    return sv_format(view->arena, "%s%.*s %.*s", section ? "▸ " : "",
                     SV_ARG(step_number(view->arena, step)), SV_ARG(name));
}

// Where after_rollback and finally begin.
static void begin_part(PlanView *view, const Step *step, uint32_t depth) {
    const Runbook *top = view->plan->top;
    if (depth == 0 && top->after_rollback_count && step == top->after_rollback[0])
        show_part(view, SV("▸ After a rollback"));
    if (depth == 0 && top->finally_count && step == top->finally[0])
        show_part(view, SV("▸ Finally"));
}

static Ink mark_ink(Sv mark) {
    return sv_eq_c(mark, "?") ? INK_CYAN : INK_YELLOW;
}

// "change, asks first, for each account"
static Sv brief(PlanView *view, const Step *step) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    if (!select_has(view->selection, step)) return select_reason(view->selection, step);
    if (step->kind == STEP_ACTION && step->effect != EFFECT_READ)
        add_word(&out, step->effect == EFFECT_ANSWER ? "asks" : effect_name(step->effect));
    if (step->ask_first) add_word(&out, "asks first");
    for (uint32_t i = 0; i < step->loop_count; i++)
        buf_addf(&out, "%s%s%.*s", out.len ? ", " : "", i ? "and " : "for each ",
                 SV_ARG(step->loops[i].name));
    return buf_keep(&out, view->arena);
}

static bool show_branch(void *self, Step *step, const char *phase, uint32_t depth) {
    PlanView *view = self;
    if (!sv_eq_c(SV("steps"), phase) && !phase_is_closing(phase)) return false;
    begin_part(view, step, depth);
    bool section = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    Sv mark = select_has(view->selection, step) ? plan_mark(step) : SV("–");
    page_marked(&view->page, 3 + (size_t)2 * depth, mark_ink(mark), mark,
                section ? INK_BOLD : INK_PLAIN, title_of(view, step), brief(view, step));
    return true;
}

static bool show_step(void *self, Step *step, const char *phase, uint32_t depth) {
    PlanView *view = self;
    if (!sv_eq_c(SV("steps"), phase) && !phase_is_closing(phase)) return false;
    begin_part(view, step, depth);
    bool section = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    bool after_section = depth == 0 && !section && follows_section(view, step);
    if (section || after_section) buf_add_char(view->page.out, '\n');
    Sv mark = select_has(view->selection, step) ? plan_mark(step) : (Sv){0};
    page_marked(&view->page, 2, mark_ink(mark), mark, section ? INK_BOLD : INK_PLAIN,
                title_of(view, step), step->id.len ? step_address(view->arena, step) : (Sv){0});
    Sv what = touches(view, step), how = manner(view, step);
    if (what.len || how.len) page_line(&view->page, NOTE_COLUMN, INK_CYAN, what, how);
    note_step(view, step);
    return true;
}

void plan_view_steps(PlanView *view) {
    const Runbook *top = view->plan->top;
    page_line(&view->page, 0, INK_BOLD, top->title, top->path);
    plan_view_sum(view);
    if (!view->tree) {
        if (top->description.len) buf_add_char(view->page.out, '\n');
        page_prose(&view->page, 2, INK_DIM, plan_folded(view->arena, top->description));
    }
    if (view->tree || top->steps[0]->kind == STEP_ACTION || top->steps[0]->kind == STEP_CHECK)
        buf_add_char(view->page.out, '\n');
    plan_visit(top, view->tree ? show_branch : show_step, view);
}
