// Finds the verb of a step, and checks which keys go with it.
#include "base/text_list.h"
#include "plan/keys/synonyms.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"
#include "words/words.h"

enum { ON_ACTION = 1, ON_CHECK = 2, ON_GROUP = 4, ON_INCLUDE = 8 };

// Modifiers that do not go with every kind of step, and what to do instead.
typedef struct Belonging {
    const char *key;
    unsigned kinds;
    const char *hint;
} Belonging;

static const Belonging belongings[] = {
    {"expect", ON_ACTION | ON_INCLUDE,
     "a check's expectations stand behind check: itself; a group's on the steps within it, or in a check behind it"},
    {"no_answer", ON_ACTION, "it looks at what the step itself was answered"},
    {"capture", ON_ACTION | ON_INCLUDE | ON_CHECK, "put it on the steps within"},
    {"retry", ON_ACTION, "put it on the step that acts"},
    {"poll", ON_ACTION, "put it on the step that observes"},
    {"effect", ON_ACTION, "only what acts has an effect of its own"},
    {"probe", ON_ACTION, "put it on the step that changes something"},
    {"undo", ON_ACTION | ON_GROUP | ON_INCLUDE, "a check changes nothing that could be reverted"},
    {"via", ON_ACTION, "put it on the steps that talk to it"},
    {"timeout", ON_ACTION | ON_GROUP | ON_INCLUDE, "a check takes no time"},
    {"inputs", ON_INCLUDE, "inputs stand beside include"},
};

static bool is_verb(const RunbookLoader *loader, Sv key) {
    return registry_action(loader->load->registry, key) || key_row(KEY_VERB, key);
}

static TextList verb_names(RunbookLoader *loader) {
    TextList words = {0};
    for (size_t i = 0; i < loader->load->registry->action_count; i++)
        text_list_add(loader->arena, &words, sv_from_c(loader->load->registry->actions[i]->name));
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].place == KEY_VERB)
            text_list_add(loader->arena, &words, sv_from_c(key_rows[i].name));
    return words;
}

// ── unknown keys ──

static const Action *action_with(const Registry *registry, Sv param, bool beside) {
    for (size_t i = 0; i < registry->action_count; i++) {
        int index = action_param(registry->actions[i], param);
        if (index >= 0 &&
            ((registry->actions[i]->params[index].flags & PARAM_BESIDE) != 0) == beside)
            return registry->actions[i];
    }
    return NULL;
}

static TextList verbs_with_beside(RunbookLoader *loader, Sv param) {
    TextList words = {0};
    const Registry *registry = loader->load->registry;
    for (size_t i = 0; i < registry->action_count; i++) {
        int index = action_param(registry->actions[i], param);
        if (index >= 0 && registry->actions[i]->params[index].flags & PARAM_BESIDE)
            text_list_add(loader->arena, &words, sv_from_c(registry->actions[i]->name));
    }
    return words;
}

static TextList step_words(StepBuilder *builder) {
    TextList words = verb_names(builder->loader);
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].place == KEY_STEP)
            text_list_add(builder->loader->arena, &words, sv_from_c(key_rows[i].name));
    const Action *action = builder->step->action;
    for (size_t i = 0; action && i < action->param_count; i++)
        if (action->params[i].flags & PARAM_BESIDE)
            text_list_add(builder->loader->arena, &words, sv_from_c(action->params[i].name));
    return words;
}

// A value of one line, as it stands in the file.
static Sv as_written(const Node *value) {
    Sv text = span_text(value->span);
    bool one_line = text.len > 0 && sv_find_char(text, '\n', 0) == SV_NONE;
    return one_line ? text : SV("…");
}

// The verb written out, with the key within it. A verb without a value is one whose keys were not
// indented.
static void hint_misplaced(StepBuilder *builder, Diag *diag, const char *brief,
                           const NodePair *pair) {
    const Node *verb = builder->verb;
    const char *name = builder->step->action->name;
    Sv word = pair->key->text, value = as_written(pair->value);
    if (verb && verb->kind == NODE_SCALAR && node_is_nothing(verb)) {
        diag_hint(builder->loader->diags, diag, "write it out:\n%s:\n  %.*s: %.*s", name,
                  SV_ARG(word), SV_ARG(value));
        return;
    }
    Sv shown = verb && verb->kind == NODE_SCALAR ? as_written(verb) : SV("…");
    diag_hint(builder->loader->diags, diag, "write it out:\n%s:\n  %s: %.*s\n  %.*s: %.*s", name,
              brief, SV_ARG(shown), SV_ARG(word), SV_ARG(value));
}

// Another tool's loop over a list.
static bool refuse_loop(StepBuilder *builder, const NodePair *pair) {
    const OtherWord *word = synonym_find(KEY_STEP, pair->key->text);
    bool loop = word && word->here && sv_eq_c(SV("for_each"), word->here);
    if (!loop || pair->value->kind == NODE_MAP || pair->value->broken) return false;
    RunbookLoader *loader = builder->loader;
    Diag *diag =
        diag_add(loader->diags, DIAG_UNKNOWN_KEY, pair->key->span,
                 "a step has no key '%.*s'; here it is called 'for_each'", SV_ARG(pair->key->text));
    loop_hint(builder, diag, pair->value);
    return true;
}

static void refuse_unknown(StepBuilder *builder, const NodePair *pair) {
    const Node *key = pair->key;
    RunbookLoader *loader = builder->loader;
    const Action *action = builder->step->action;
    Sv word = key->text;
    if (refuse_loop(builder, pair) || refuse_synonym(loader, KEY_STEP, key)) return;
    if (action && action_param(action, word) >= 0) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISPLACED_KEY, key->span,
                     "'%.*s' stands within '%s', not beside it", SV_ARG(word), action->name);
        const char *brief = action->params[0].name;
        for (size_t i = 0; i < action->param_count; i++)
            if (action->params[i].flags & PARAM_SHORT) brief = action->params[i].name;
        hint_misplaced(builder, diag, brief, pair);
        return;
    }
    TextList beside = verbs_with_beside(loader, word);
    if (beside.count > 0) {
        Sv list = join_words(loader->arena, beside.items, beside.count, " and ");
        diag_add(loader->diags, DIAG_MISPLACED_KEY, key->span, "'%.*s' goes with %.*s alone",
                 SV_ARG(word), SV_ARG(list));
        return;
    }
    TextList words = step_words(builder);
    Sv meant = did_you_mean(loader->arena, word, words.items, words.count);
    Diag *diag = diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span,
                          "a step has no key '%.*s'%.*s", SV_ARG(word), SV_ARG(meant));
    if (meant.len > 0) return;
    const Action *other = action_with(loader->load->registry, word, false);
    if (other) {
        diag_hint(loader->diags, diag, "'%.*s' is a parameter of '%s'", SV_ARG(word), other->name);
        return;
    }
    if (key_row(KEY_TOP, word)) {
        diag_hint(loader->diags, diag, "'%.*s' is a key of the runbook, not of a step",
                  SV_ARG(word));
    } else if (!builder->verb_key) {
        TextList verbs = verb_names(loader);
        Sv list = join_words(loader->arena, verbs.items, verbs.count, " or ");
        diag_hint(loader->diags, diag, "what a step does is one of %.*s", SV_ARG(list));
    } else {
        diag_hint(loader->diags, diag, "`runbook explain keys` lists what a step can have");
    }
}

// ── the verb ──

// An unknown key may be the verb, misspelled or in the words of another tool.
static bool unknown_key(StepBuilder *builder) {
    for (uint32_t i = 0; i < builder->node->count; i++) {
        Sv key = builder->node->pairs[i].key->text;
        const OtherWord *synonym = synonym_find(KEY_STEP, key);
        bool verb = synonym && synonym->here && key_row(KEY_VERB, sv_from_c(synonym->here));
        if (verb || (!synonym && !key_row(KEY_STEP, key))) return true;
    }
    return false;
}

// Another tool's word for what an action does.
static const Action *other_word(StepBuilder *builder, const Node **key) {
    for (uint32_t i = 0; i < builder->node->count; i++) {
        *key = builder->node->pairs[i].key;
        const OtherWord *word = word_find(WORD_VERB, (*key)->text);
        if (word) return registry_action(builder->loader->load->registry, sv_from_c(word->here));
    }
    return NULL;
}

static void refuse_verbless(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    const Node *key;
    const Action *meant = other_word(builder, &key);
    if (meant) {
        Diag *diag = diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span,
                              "a step has no key '%.*s'; here it is called '%s'", SV_ARG(key->text),
                              meant->name);
        diag_hint(loader->diags, diag, "%s: %s", meant->name, meant->summary);
        builder->step->action = meant;
        return;
    }
    if (unknown_key(builder) || has_broken(builder->node))
        return; // most likely the verb, and reported as such
    TextList verbs = verb_names(loader);
    Sv list = join_words(loader->arena, verbs.items, verbs.count, " or ");
    Diag *diag = diag_add(loader->diags, DIAG_NO_VERB, node_place(builder->node),
                          "this step does nothing: it has no verb");
    diag_hint(loader->diags, diag, "say what it does by one of %.*s", SV_ARG(list));
}

static unsigned kind_bit(StepKind kind) {
    static const unsigned bits[] = {[STEP_ACTION] = ON_ACTION,
                                    [STEP_CHECK] = ON_CHECK,
                                    [STEP_GROUP] = ON_GROUP,
                                    [STEP_INCLUDE] = ON_INCLUDE};
    return bits[kind];
}

static void check_belonging(StepBuilder *builder, const NodePair *pair) {
    for (size_t i = 0; i < sizeof belongings / sizeof *belongings; i++) {
        const Belonging *row = &belongings[i];
        if (!sv_eq_c(pair->key->text, row->key) || row->kinds & kind_bit(builder->step->kind))
            continue;
        Diag *diag =
            diag_add(builder->loader->diags, DIAG_MISPLACED_KEY, pair->key->span,
                     "'%s' does not go with '%.*s'", row->key, SV_ARG(builder->step->verb));
        diag_hint(builder->loader->diags, diag, "%s", row->hint);
    }
}

static bool is_beside(const Action *action, Sv key) {
    int index = action ? action_param(action, key) : -1;
    return index >= 0 && action->params[index].flags & PARAM_BESIDE;
}

static void check_keys(StepBuilder *builder) {
    for (uint32_t i = 0; i < builder->node->count; i++) {
        const NodePair *pair = &builder->node->pairs[i];
        Sv key = pair->key->text;
        if (pair->key == builder->verb_key || is_beside(builder->step->action, key)) continue;
        const KeyRow *row = key_row(KEY_STEP, key);
        if (row && builder->verb_key)
            check_belonging(builder, pair);
        else if (!row && !is_verb(builder->loader, key))
            refuse_unknown(builder, pair);
    }
}

bool verb_find(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    bool good = true;
    for (uint32_t i = 0; i < builder->node->count; i++) {
        const NodePair *pair = &builder->node->pairs[i];
        if (!is_verb(loader, pair->key->text)) continue;
        if (!builder->verb_key) {
            builder->verb_key = pair->key;
            builder->verb = pair->value;
            continue;
        }
        Diag *diag = diag_add(loader->diags, DIAG_SEVERAL_VERBS, pair->key->span,
                              "a step does one thing: '%.*s' cannot stand beside '%.*s'",
                              SV_ARG(pair->key->text), SV_ARG(builder->verb_key->text));
        diag->related = builder->verb_key->span;
        diag->related_message =
            sv_format(loader->arena, "its verb is '%.*s'", SV_ARG(builder->verb_key->text));
        diag_hint(loader->diags, diag, "make two steps of it");
        good = false;
    }
    if (!builder->verb_key) {
        uint32_t errors = loader->diags->errors;
        refuse_verbless(builder);
        if (loader->diags->errors == errors || !builder->step->action) check_keys(builder);
        return false;
    }
    step->verb = builder->verb_key->text;
    step->verb_span = builder->verb_key->span;
    step->action = registry_action(loader->load->registry, step->verb);
    step->kind = step->action                     ? STEP_ACTION
                 : sv_eq(step->verb, SV("check")) ? STEP_CHECK
                 : sv_eq(step->verb, SV("steps")) ? STEP_GROUP
                                                  : STEP_INCLUDE;
    check_keys(builder);
    return good;
}
