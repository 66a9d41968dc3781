// An action's parameters, short and long form, and its effect.
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static bool is_map_kind(ParamKind kind) {
    return kind == PARAM_TEXT_MAP || kind == PARAM_RECORD || kind == PARAM_RECORDS ||
           kind == PARAM_DATA;
}

static const char *expected_of(ParamKind kind) {
    if (kind == PARAM_ARGV || kind == PARAM_TEXTS) return "a list of texts";
    if (is_map_kind(kind)) return "a map";
    return kind == PARAM_DURATION ? "a duration such as 30s" : "text";
}

// Whether only a shell makes of it what is meant: `ls | wc -l`, `cd x && make`.
static bool wants_shell(Sv text) {
    static const char *const signs[] = {" | ", " && ", " || ", " > ", " >> ",
                                        " < ", "; ",   "$(",   "`"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (sv_find(text, sv_from_c(signs[i]), 0) != SV_NONE) return true;
    return false;
}

// Reports a list where the verb takes a script, or the other way round.
static bool refuse_other_form(StepBuilder *builder, const Param *row) {
    RunbookLoader *loader = builder->loader;
    const Node *node = builder->verb;
    bool list = node->kind == NODE_LIST, wanted = row->kind == PARAM_ARGV;
    if (list == wanted || node->kind == NODE_MAP || (row->kind != PARAM_VERBATIM && !wanted))
        return false;
    const Action *other = wanted ? registry_taking_script(loader->load->registry)
                                 : registry_taking_list(loader->load->registry);
    if (!other || (!list && sv_find_char(node->text, ' ', 0) == SV_NONE)) return false;
    Diag *diag = refuse_value(loader, node, builder->step->action->name, expected_of(row->kind));
    if (list) {
        diag_hint(loader->diags, diag, "a program and its arguments are a list behind '%s'",
                  other->name);
        return true;
    }
    Sv items = argv_items(loader->arena, node->text),
       words = first_words(loader->arena, node->text);
    if (wants_shell(node->text) && sv_find(node->text, SV("${"), 0) == SV_NONE) {
        diag_hint(loader->diags, diag, "write: %s: %.*s\nwhat joins commands is a shell's",
                  other->name, SV_ARG(words));
        return true;
    }
    diag_hint(loader->diags, diag,
              "write each argument as an item: %s: [%.*s]\nor, as a script: %s: %.*s",
              builder->step->action->name, SV_ARG(items), other->name, SV_ARG(words));
    return true;
}

// Reads what is written behind the verb: its short form, or a map of parameters.
static bool read_verb(StepBuilder *builder, ParamSet *set) {
    const Action *action = builder->step->action;
    const Node *node = builder->verb;
    int brief = action_short(action);
    bool own_map = brief >= 0 && is_map_kind(action->params[brief].kind);
    if (node->broken) return false;
    if (node->kind == NODE_MAP && !own_map) return params_read_map(builder->loader, set, node);
    if (brief < 0) {
        refuse_value(builder->loader, node, action->name, "a map of its parameters");
        return false;
    }
    if (node_is_nothing(node)) {
        Diag *diag = refuse_value(builder->loader, node, action->name,
                                  expected_of(action->params[brief].kind));
        if (action->example_count > 0)
            diag_hint(builder->loader->diags, diag, "for example:\n%s", action->examples[0].yaml);
        return false;
    }
    if (refuse_other_form(builder, &action->params[brief])) return false;
    ValueSource *source = arena_new_of(builder->loader->arena, ValueSource);
    Param row = action->params[brief];
    row.name = action->name; // as its author calls it
    if (!param_read(builder->loader, &row, node, set->names, source)) return false;
    set->sources[brief] = source;
    return true;
}

static bool read_beside(StepBuilder *builder, ParamSet *set) {
    const Action *action = builder->step->action;
    bool good = true;
    for (size_t i = 0; i < action->param_count; i++) {
        const Param *row = &action->params[i];
        if (!(row->flags & PARAM_BESIDE)) continue;
        const Node *node = step_builder_get(builder, row->name);
        if (!node && set->sources[i]) continue;
        if (!node) {
            set->sources[i] = svmap_get(&builder->loader->defaults.params, sv_from_c(row->name));
            continue;
        }
        ValueSource *source = arena_new_of(builder->loader->arena, ValueSource);
        if (param_read(builder->loader, row, node, set->names, source))
            set->sources[i] = source;
        else
            good = false;
    }
    return good;
}

// Messages about a short form call it as its author did: by the verb.
static const Param *rows_as_written(StepBuilder *builder) {
    const Action *action = builder->step->action;
    int brief = action_short(action);
    bool written_out =
        builder->verb->kind == NODE_MAP && !(brief >= 0 && is_map_kind(action->params[brief].kind));
    if (brief < 0 || written_out) return action->params;
    Param *rows = arena_copy(builder->loader->load->scratch, action->params,
                             sizeof *rows * action->param_count);
    rows[brief].name = action->name;
    return rows;
}

static bool check_together(StepBuilder *builder, const ParamSet *set) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    void *decoded = arena_alloc(loader->load->scratch, action->params_size + 1);
    ParamSet written = *set;
    written.rows = rows_as_written(builder);
    if (!params_check_given(loader, set, builder->step->verb_span) ||
        !params_decode_known(loader, &written, decoded))
        return false;
    builder->params = decoded;
    if (!check_declared(builder, set, decoded)) return false;
    if (!action->validate || params_open(set)) return true;
    int param = -1;
    Sv error = {0}, hint = {0};
    if (action->validate(decoded, loader->load->scratch, &param, &error, &hint)) return true;
    params_refuse(loader, set, param, builder->step->verb_span, error, hint);
    return false;
}

// Where a parameter is written: its node, or the verb's key.
static Span place_of(StepBuilder *builder, int param) {
    const Action *action = builder->step->action;
    const Node *node = builder->verb;
    if (!builder->step->params[param]) return builder->step->verb_span;
    if (node->kind == NODE_MAP) node = node_get(node, sv_from_c(action->params[param].name));
    if (!node) return builder->step->verb_span;
    return node->kind == NODE_LIST && node->count > 0 ? node->items[0]->span : node->span;
}

static void hold_program(StepBuilder *builder) {
    const Action *action = builder->step->action;
    Sv name;
    int param;
    if (!action->program || !builder->params || !action->program(builder->params, &name, &param))
        return;
    const ValueSource *written = builder->step->params[param];
    if (written && written->kind == SOURCE_TEMPLATE) return;
    allow_program(builder->loader, place_of(builder, param), name);
}

static void read_effect(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Action *action = step->action;
    const Node *node = step_builder_get(builder, "effect");
    step->effect =
        action->effect_of && builder->params ? action->effect_of(builder->params) : action->effect;
    if (!node) return;
    Sv word;
    Effect effect;
    int choice;
    if (!read_choice(loader, node, KEY_STEP, "effect", &choice) ||
        !read_word(loader, node, "effect", &word) || !effect_parse(word, &effect))
        return;
    if (step->effect == EFFECT_ANSWER || action->shows_nothing) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "effect")->span,
                     "the effect of '%s' is always the same", action->name);
        diag_hint(loader->diags, diag, "remove 'effect'");
        return;
    }
    if (effect == EFFECT_READ && step->effect == EFFECT_CHANGE && action->undeclared) {
        const char *declares = action->params[action->declares].name;
        Diag *diag = diag_add(
            loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "effect")->span,
            "'%s: true' says that the step changes something, 'effect: read' that it does not",
            declares);
        diag_hint(loader->diags, diag, "remove it; what only reads needs no '%s'", declares);
        return;
    }
    step->effect = effect;
}

static ParamSet set_of(const StepBuilder *builder) {
    const Action *action = builder->step->action;
    return (ParamSet){.owner = action->name,
                      .rows = action->params,
                      .count = action->param_count,
                      .sources = builder->step->params,
                      .names = builder->before};
}

void action_read(StepBuilder *builder) {
    Step *step = builder->step;
    const Action *action = step->action;
    step->params = arena_new_array(builder->loader->arena, ValueSource *, action->param_count + 1);
    ParamSet set = set_of(builder);
    bool good = read_verb(builder, &set);
    good = read_beside(builder, &set) && good;
    builder->sound = good && check_together(builder, &set);
    if (builder->sound) hold_program(builder);
    read_effect(builder);
}

void action_check_via(StepBuilder *builder, Sv address) {
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    ParamSet set = set_of(builder);
    int param = -1;
    Sv error = {0}, hint = {0};
    if (!action->fits || !builder->sound || params_open(&set) ||
        action->fits(builder->params, address, loader->load->scratch, &param, &error, &hint))
        return;
    params_refuse(loader, &set, param, builder->step->verb_span, error, hint);
}
