#include "plan/read/params.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEPS] = "defaults stand before all steps",
    [SCOPE_STEP] = "defaults stand before all steps",
};

// The row of a parameter that stands beside a verb, from the first action that has one of this
// name.
static const Param *beside_row(const Registry *registry, Sv name) {
    for (size_t i = 0; i < registry->action_count; i++) {
        int index = action_param(registry->actions[i], name);
        if (index >= 0 && registry->actions[i]->params[index].flags & PARAM_BESIDE)
            return &registry->actions[i]->params[index];
    }
    return NULL;
}

static void read_via(RunbookLoader *loader, const Node *node) {
    Sv *words;
    uint32_t count;
    if (!read_words(loader, node, "via", &words, &count)) return;
    loader->defaults.via = arena_new_array(loader->arena, const Connection *, count);
    for (uint32_t i = 0; i < count; i++) {
        const Connection *connection =
            via_find(loader, words[i], node->kind == NODE_LIST ? node->items[i]->span : node->span);
        if (connection) loader->defaults.via[loader->defaults.via_count++] = connection;
    }
}

static void read_default(RunbookLoader *loader, const NodePair *pair) {
    Sv key = pair->key->text;
    const Param *row = beside_row(loader->load->registry, key);
    if (sv_eq(key, SV("timeout"))) {
        read_duration(loader, pair->value, "timeout", &loader->defaults.timeout_ns);
    } else if (sv_eq(key, SV("via"))) {
        read_via(loader, pair->value);
    } else if (sv_eq(key, SV("retry"))) {
        const CelNames *names = scope_names(&loader->scope, (ScopeReader){.without = without});
        retry_read(loader, pair->value, names, &loader->defaults.retry);
    } else if (row) {
        ValueSource *source = arena_new_of(loader->arena, ValueSource);
        const CelNames *names = scope_names(&loader->scope, (ScopeReader){.without = without});
        if (param_read(loader, row, pair->value, names, source))
            svmap_set(&loader->defaults.params, key, source);
    }
}

void defaults_read(RunbookLoader *loader, const Node *node) {
    if (!read_keys(loader, node, KEY_DEFAULTS, NULL, NULL)) return;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!key_row(KEY_DEFAULTS, pair->key->text)) continue;
        const Node *first = svmap_get(&loader->default_keys, pair->key->text);
        if (first) {
            refuse_clash(loader, "default", pair->key, first->span);
            continue;
        }
        svmap_add(&loader->default_keys, pair->key->text, pair->key);
        read_default(loader, pair);
    }
}
