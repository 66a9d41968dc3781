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

typedef struct TopicVisitor {
    TopicVisit *visit;
    void *self;
} TopicVisitor;

static void see(const TopicVisitor *visitor, const char *topic, const char *doc) {
    visitor->visit(visitor->self, topic, doc ? doc : "");
}

static void see_choices(const TopicVisitor *visitor, const char *const *choices, const char *doc) {
    for (size_t i = 0; choices && choices[i]; i++)
        see(visitor, choices[i], doc);
}

static void see_params(const TopicVisitor *visitor, const Param *params, size_t count, bool whole) {
    for (size_t i = 0; i < count; i++) {
        if (whole) see(visitor, params[i].name, params[i].doc);
        see_choices(visitor, params[i].choices, params[i].doc);
        see_params(visitor, params[i].fields, params[i].field_count, false);
    }
}

static void see_action(const TopicVisitor *visitor, const Action *action) {
    see(visitor, action->name, action->summary);
    see_params(visitor, action->params, action->param_count, true);
    for (size_t i = 0; i < action->result_count; i++)
        see(visitor, action->results[i].name, action->results[i].doc);
    for (size_t i = 0; i < action->words_count; i++)
        see(visitor, action->words[i].topic, action->words[i].doc);
}

static void see_functions(const TopicVisitor *visitor) {
    for (uint32_t i = 0; i < cel_family_count; i++)
        for (uint32_t k = 0; k < cel_families[i]->count; k++)
            see(visitor, cel_families[i]->rows[k].name, cel_families[i]->rows[k].summary);
    for (uint32_t i = 0; i < cel_macro_count; i++)
        see(visitor, cel_macros[i].name, cel_macros[i].summary);
}

void explain_visit(const Registry *registry, TopicVisit *visit, void *self) {
    const TopicVisitor visitor = {visit, self};
    explain_visit_terms(visit, self);
    for (uint32_t i = 0; i < key_row_count; i++) {
        see(&visitor, key_rows[i].name, key_rows[i].doc);
        see_choices(&visitor, key_rows[i].choices, key_rows[i].doc);
    }
    for (size_t i = 0; i < registry->action_count; i++)
        see_action(&visitor, registry->actions[i]);
    for (size_t i = 0; i < registry->kind_count; i++) {
        const ConnectionKind *kind = registry->kinds[i];
        see_params(&visitor, kind->params, kind->param_count, true);
    }
    see_functions(&visitor);
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        see(&visitor, diag_rows[i].name, diag_rows[i].title);
        see(&visitor, diag_rows[i].name, diag_rows[i].help);
    }
    for (size_t i = 0; i < limit_row_count; i++)
        see(&visitor, limit_rows[i].name, limit_rows[i].doc);
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++)
        see(&visitor, event_rows[i].name, event_rows[i].doc);
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

static void add_topic(void *self, const char *topic, const char *doc) {
    (void)doc;
    add(self, sv_from_c(topic));
}

Sv explain_closest(Arena *arena, const Registry *registry, Sv topic) {
    TopicWords words = {.arena = arena};
    if (sv_find_char(topic, '.', 0) != SV_NONE) add_dotted(&words, registry);
    Sv near = sv_closest(topic, words.list.items, words.list.count);
    if (near.len > 0) return near;
    explain_visit(registry, add_topic, &words);
    return sv_closest(topic, words.list.items, words.list.count);
}
