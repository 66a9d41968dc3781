#include "plan/steps/step_read.h"
#include "base/limits.h"
#include "base/text_list.h"
#include "cel/ast.h"
#include "plan/lint/lint.h"
#include "plan/read/read.h"
#include "yaml/pitfalls.h"

static bool within_limit(RunbookLoader *loader, const Node *node) {
    PlanLoader *load = loader->load;
    if (load->over) return false;
    if (++load->steps <= LIMIT_STEPS && !arena_exhausted(load->arena)) return true;
    load->over = true;
    Diag *diag =
        load->steps > LIMIT_STEPS
            ? diag_add(loader->diags, DIAG_LIMIT, first_line(node->span),
                       "more steps than the limit of 100,000, all includes counted (STEPS)")
            : diag_add(loader->diags, DIAG_LIMIT, first_line(node->span),
                       "the runbook needs more memory than the limit of 1 GiB (PROGRAM_MEMORY)");
    diag_hint(loader->diags, diag, "for_each does one step for many items");
    return false;
}

static void refuse_shape(RunbookLoader *loader, const Node *node) {
    if (node->broken || pitfall_node(loader->diags, node)) return;
    Diag *diag = refuse_value(loader, node, "a step", "a map of keys");
    const Action *script = registry_taking_script(loader->load->registry);
    if (node->kind == NODE_SCALAR && !node_is_nothing(node) && script) {
        Sv words = first_words(loader->arena, node->text);
        diag_hint(loader->diags, diag, "say what is to be done with it: - %s: %.*s", script->name,
                  SV_ARG(words));
    } else {
        diag_hint(loader->diags, diag,
                  "a step is a list item with keys, one of them its verb:\n- name: …");
    }
}

// What is used as the name if there is none.
static Sv verb_words(StepBuilder *builder) {
    Arena *arena = builder->loader->arena;
    const Node *node = builder->verb;
    if (node->kind == NODE_LIST && node->count > 0) {
        TextList words = {0};
        for (uint32_t i = 0; i < node->count && node->items[i]->kind == NODE_SCALAR; i++)
            text_list_add(arena, &words, node->items[i]->text);
        if (words.count < node->count || builder->step->kind != STEP_ACTION)
            return builder->step->verb;
        Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
        for (uint32_t i = 0; i < words.count; i++)
            buf_addf(&out, "%s%.*s", i > 0 ? " " : "", SV_ARG(words.items[i]));
        return first_words(arena, buf_keep(&out, arena));
    }
    if (node->kind == NODE_MAP && builder->step->action)
        for (size_t i = 0; i < builder->step->action->param_count; i++) {
            const Param *param = &builder->step->action->params[i];
            const Node *brief =
                param->flags & PARAM_SHORT ? node_get(node, sv_from_c(param->name)) : NULL;
            if (brief && brief->kind == NODE_SCALAR) return first_words(arena, brief->text);
        }
    if (node->kind != NODE_SCALAR || node->text.len == 0) return builder->step->verb;
    return first_words(arena, node->text);
}

static void read_step_name(StepBuilder *builder) {
    Step *step = builder->step;
    const Node *node = step_builder_get(builder, "name");
    step->name = verb_words(builder);
    if (!node) return;
    TextRules rules = {.key = "name",
                       .names = builder->before,
                       .no_secret = "the step's name, which everything shows"};
    ValueSource *text = text_new(builder->loader, node, &rules);
    if (!text) return;
    step->name = sv_trim(node->text);
    if (text->kind == SOURCE_TEMPLATE)
        step->name_text = text;
    else
        step->name = sv_trim(value_text(text->constant));
    if (step->name.len == 0)
        diag_add(builder->loader->diags, DIAG_EMPTY_VALUE, node->span, "'name' is empty");
}

// a && b holds where both do, in whatever order a reader asks for them.
static void add_guards(RunbookLoader *loader, const CelProgram *program, const CelExpr *expr) {
    for (uint32_t i = 0; expr->kind == CEL_AND && i < expr->count; i++)
        add_guards(loader, program, expr->args[i]);
    Sv text = sv_slice(program->text, expr->from, expr->to);
    if (expr->kind != CEL_AND) scope_guard(&loader->scope, scope_folded(loader->arena, text));
}

static void read_conditions(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Node *when = step_builder_get(builder, "when"),
               *ask = step_builder_get(builder, "ask_first");
    if (when) step->when = expr_new(loader, when, "when", builder->before, cel_type(CEL_TYPE_BOOL));
    if (when && step->when) {
        refuse_constant(loader, step->when, when->span, "when");
        refuse_decided(loader, step->when, when->span, "when");
        add_guards(loader, &step->when->program, step->when->program.root);
    }
    if (!ask) return;
    TextRules rules = {.key = "ask_first",
                       .names = builder->before,
                       .no_secret = "a question, which the transcript keeps"};
    step->ask_first = text_new(loader, ask, &rules);
}

static void read_group(StepBuilder *builder) {
    Step *step = builder->step;
    StepPlace place = {.parent = step, .position = 1, .level = step->level};
    place.prefix = sv_format(builder->loader->arena, "%.*s.", SV_ARG(step->number));
    step->children =
        steps_read(builder->loader, builder->verb, "steps", &place, &step->child_count);
}

// A step without a name is called by what it does, with its values.
static void name_by_verb(StepBuilder *builder) {
    Step *step = builder->step;
    for (size_t i = 0; step->action && i < step->action->param_count; i++) {
        const Param *param = &step->action->params[i];
        ValueSource *source = step->params[i];
        bool told = param->flags & PARAM_SHORT && source && source->kind == SOURCE_TEMPLATE;
        if (told && source_secret(builder->loader, source).len == 0) step->name_text = source;
    }
}

static void read_body(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    switch (step->kind) {
    case STEP_ACTION:
        arena_reset(loader->load->scratch);
        action_read(builder);
        via_read(builder);
        if (!step_builder_key(builder, "name")) name_by_verb(builder);
        builder->after = scope_names(&loader->scope, step_builder_reader(builder));
        break;
    case STEP_CHECK:
        arena_reset(loader->load->scratch);
        builder->after = scope_names(&loader->scope, (ScopeReader){.check = true});
        break;
    case STEP_GROUP: read_group(builder); return;
    case STEP_INCLUDE:
        include_read(builder);
        builder->after = scope_names(&loader->scope, (ScopeReader){.include = step->include});
        break;
    }
    // If a runbook could not be read, nothing is reported about what reads it.
    if (step->kind == STEP_INCLUDE && !step->include) return;
    builder->expect =
        step->kind == STEP_CHECK ? builder->verb : step_builder_get(builder, "expect");
    if (builder->expect)
        expects_read(builder, builder->expect, step->kind == STEP_CHECK ? "check" : "expect");
    const Node *no_answer = step_builder_get(builder, "no_answer"),
               *capture = step_builder_get(builder, "capture");
    if (no_answer && step->kind == STEP_ACTION)
        step->no_answer =
            expr_new(loader, no_answer, "no_answer", builder->after, cel_type(CEL_TYPE_BOOL));
    if (no_answer && step->no_answer)
        refuse_decided(loader, step->no_answer, no_answer->span, "no_answer");
    if (capture) captures_read(builder, capture);
    repeats_read(builder);
    expects_imply(builder);
    expects_judge(builder);
    scripts_check(builder);
    variables_check(builder);
    fresh_follow(step);
}

// NULL where it has no id, or one that another step has.
static Known *own_known(StepBuilder *builder) {
    const Node *id = step_builder_get(builder, "id");
    Known *known = id && builder->step->id.len > 0
                       ? svmap_get(&builder->loader->ids, builder->step->id)
                       : NULL;
    return known && known->span.offset == id->span.offset ? known : NULL;
}

static void bind_id(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    Known *known = own_known(builder);
    if (!known) return;
    scope_type(&loader->scope, step, known);
    step->outputs_type = known->plain;
    scope_add(&loader->scope, known);
}

static void read_parts(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    Scope *scope = &loader->scope;
    uint32_t mark = scope_mark(scope), guards = scope->guard_count;
    bool foresaw = *scope->foresaw;
    *scope->foresaw = false;
    modifiers_read(builder);
    Known *known = own_known(builder);
    if (known) known->movable = false;
    if (known)
        known->why = step->kind == STEP_GROUP
                         ? "it is not over yet"
                         : "it is this very step, whose results are read by their own names";
    loops_read(builder);
    step->in_loop = scope_loop_count(scope) > 0;
    step->loop_names = scope_loop_names(scope);
    step->loop_name_count = scope_loop_count(scope);
    if (step->in_loop && step->id.len == 0 && !loops_guessed(step)) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISSING_KEY, step->span,
                     "a step inside a loop needs an id, so that its iterations can be told apart");
        diag_hint(loader->diags, diag, "add it: id: …");
    }
    builder->before = scope_names(scope, (ScopeReader){0});
    read_step_name(builder);
    read_conditions(builder);
    read_body(builder);
    bind_id(builder);
    const Node *probe = step_builder_get(builder, "probe"),
               *undo = step_builder_get(builder, "undo");
    if (probe) probe_read(builder, probe);
    if (undo) undo_read(builder, undo);
    step->foresees = *scope->foresaw;
    *scope->foresaw |= foresaw;
    scope_unguard(scope, guards);
    if (step->loop_count > 0) scope_leave_loop(scope, mark, guards);
}

Step *step_read(RunbookLoader *loader, const Node *node, const StepPlace *place) {
    if (!within_limit(loader, node)) return NULL;
    if (node->kind != NODE_MAP || node->count == 0 || node->broken) {
        refuse_shape(loader, node);
        return NULL;
    }
    Step *step = arena_new_of(loader->arena, Step);
    *step = (Step){.span = first_line(node->span),
                   .file = loader->at->shown,
                   .position = place->position,
                   .parent = place->parent,
                   .runbook = loader->runbook,
                   .parallel = 1,
                   .timeout_ns = NO_DEADLINE,
                   .whole_ns = NO_DEADLINE,
                   .level = place->level};
    step->number = sv_format(loader->arena, "%.*s%u", SV_ARG(place->prefix), place->position);
    StepBuilder builder = {.loader = loader, .step = step, .node = node, .place = place};
    uint32_t errors = loader->diags->errors;
    if (!verb_find(&builder)) return NULL;
    read_parts(&builder);
    return loader->diags->errors == errors ? step : NULL;
}
