// Every topic of explain, so that a misspelled one finds what was meant.
#include "reference/explain_internal.h"

#include "base/limits.h"
#include "cel/function.h"
#include "diag/diag.h"
#include "event/event.h"
#include "plan/keys/keys.h"

static void add(TopicWords *words, Sv word) {
    text_list_add(words->arena, &words->list, word);
}

void topic_words_add(TopicWords *words, const char *text) {
    text_list_add_once(words->arena, &words->list, sv_from_c(text));
}

void topic_words_functions(TopicWords *words) {
    for (uint32_t i = 0; i < cel_family_count; i++) {
        for (uint32_t j = 0; j < cel_families[i]->count; j++)
            topic_words_add(words, cel_families[i]->rows[j].name);
    }
    for (uint32_t i = 0; i < cel_macro_count; i++)
        topic_words_add(words, cel_macros[i].name);
}

// ── words alone ──

static void add_choices(TopicWords *words, const char *const *choices) {
    for (size_t i = 0; choices && choices[i]; i++)
        add(words, sv_from_c(choices[i]));
}

static void add_param_choices(TopicWords *words, const Param *params, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add_choices(words, params[i].choices);
        add_param_choices(words, params[i].fields, params[i].field_count);
    }
}

static void add_action(TopicWords *words, const Action *action) {
    add(words, sv_from_c(action->name));
    for (size_t i = 0; i < action->param_count; i++)
        add(words, sv_from_c(action->params[i].name));
    for (size_t i = 0; i < action->result_count; i++)
        add(words, sv_from_c(action->results[i].name));
    add_param_choices(words, action->params, action->param_count);
    for (size_t i = 0; i < action->words_count; i++)
        add(words, sv_from_c(action->words[i].topic));
}

static void add_key(TopicWords *words, const KeyRow *row) {
    add(words, sv_from_c(row->name));
    add_choices(words, row->choices);
}

static void add_whole(TopicWords *words, const Registry *registry) {
    for (size_t i = 0; i < registry->action_count; i++)
        add_action(words, registry->actions[i]);
    for (uint32_t i = 0; i < key_row_count; i++)
        add_key(words, &key_rows[i]);
    for (size_t i = 0; i < DIAG_COUNT; i++)
        add(words, sv_from_c(diag_rows[i].name));
    for (size_t i = 0; i < limit_row_count; i++)
        add(words, sv_from_c(limit_rows[i].name));
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++)
        add(words, sv_from_c(event_rows[i].name));
    topic_words_functions(words);
}

// ── what stands within something else ──

static void add_within(TopicWords *words, const char *owner, const char *name) {
    add(words, sv_format(words->arena, "%s.%s", owner, name));
}

static void add_params(TopicWords *words, const char *owner, const Param *params, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Param *param = &params[i];
        const char *entry = param->kind == PARAM_RECORDS ? ".NAME" : "";
        add_within(words, owner, param->name);
        Sv inner = sv_format(words->arena, "%s.%s%s", owner, param->name, entry);
        add_params(words, inner.at, param->fields, param->field_count);
    }
}

static void add_keys_within(TopicWords *words) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (*place_rows[row->place].schema)
            add_within(words, place_rows[row->place].schema, row->name);
        for (uint32_t k = 0; k < key_row_count; k++)
            if (key_rows[k].inner == row->place) add_within(words, key_rows[k].name, row->name);
    }
}

static void add_dotted(TopicWords *words, const Registry *registry) {
    for (size_t i = 0; i < registry->action_count; i++) {
        const Action *action = registry->actions[i];
        add_params(words, action->name, action->params, action->param_count);
        for (size_t k = 0; k < action->result_count; k++)
            add_within(words, action->name, action->results[k].name);
    }
    for (size_t i = 0; i < registry->kind_count; i++) {
        const ConnectionKind *kind = registry->kinds[i];
        add_params(words, kind->name, kind->params, kind->param_count);
    }
    add_keys_within(words);
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++)
        for (size_t k = 0; k < event_rows[i].field_count; k++)
            add_within(words, event_rows[i].name, event_rows[i].fields[k].name);
}

Sv explain_closest(Arena *arena, const Registry *registry, Sv topic) {
    TopicWords words = {.arena = arena};
    if (sv_find_char(topic, '.', 0) != SV_NONE) add_dotted(&words, registry);
    Sv near = sv_closest(topic, words.list.items, words.list.count);
    if (near.len > 0) return near;
    add_whole(&words, registry);
    return sv_closest(topic, words.list.items, words.list.count);
}
