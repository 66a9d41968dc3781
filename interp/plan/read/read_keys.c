// Checks which keys a map has: known ones, required ones, and what to say about the others.
#include "base/text_list.h"
#include "plan/keys/synonyms.h"
#include "plan/read/read.h"
#include "plan/read/runbook_loader.h"

static TextList keys_of(RunbookLoader *loader, KeyPlace place) {
    TextList words = {0};
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].place == place)
            text_list_add(loader->arena, &words, sv_from_c(key_rows[i].name));
    return words;
}

// Where else a key is known, for one at the wrong place.
static const KeyRow *known_elsewhere(KeyPlace place, Sv name) {
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].place != place && sv_eq_c(name, key_rows[i].name)) return &key_rows[i];
    return NULL;
}

bool refuse_synonym(RunbookLoader *loader, KeyPlace place, const Node *key) {
    const OtherWord *synonym = synonym_find(place, key->text);
    if (!synonym) return false;
    const char *where = place_rows[place].name;
    Diag *diag = synonym->here ? diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span,
                                          "%s has no key '%.*s'; here it is called '%s'", where,
                                          SV_ARG(key->text), synonym->here)
                               : diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span,
                                          "%s has no key '%.*s'", where, SV_ARG(key->text));
    if (synonym->how) diag_hint(loader->diags, diag, "%s", synonym->how);
    return true;
}

static void refuse_key(RunbookLoader *loader, KeyPlace place, const Node *key) {
    if (refuse_synonym(loader, place, key)) return;
    TextList known = keys_of(loader, place);
    Sv meant = did_you_mean(loader->arena, key->text, known.items, known.count);
    Diag *diag = diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span, "%s has no key '%.*s'%.*s",
                          place_rows[place].name, SV_ARG(key->text), SV_ARG(meant));
    if (meant.len > 0) return;
    const KeyRow *row = known_elsewhere(place, key->text);
    if (row && row->place != KEY_VERB) {
        diag_hint(loader->diags, diag, "'%s' is a key of %s", row->name,
                  place_rows[row->place].name);
        return;
    }
    Sv list = join_words(loader->arena, known.items, known.count, " and ");
    diag_hint(loader->diags, diag, "its keys are %.*s", SV_ARG(list));
}

bool has_broken(const Node *map) {
    for (uint32_t i = 0; i < map->count; i++)
        if (map->kind == NODE_MAP && map->pairs[i].value->broken) return true;
    return false;
}

// A missing key was most likely meant by a misspelled one.
static bool is_misspelled(RunbookLoader *loader, const Node *map, KeyPlace place, const char *key) {
    TextList known = keys_of(loader, place);
    for (uint32_t i = 0; i < map->count; i++) {
        Sv word = map->pairs[i].key->text;
        if (key_row(place, word)) continue;
        const OtherWord *synonym = synonym_find(place, word);
        if (synonym && synonym->here && sv_eq_c(sv_from_c(synonym->here), key)) return true;
        if (sv_eq_c(sv_closest(word, known.items, known.count), key)) return true;
    }
    return false;
}

// What a probe looks at depends on its verb.
static Sv example_of(RunbookLoader *loader, const Node *map, const KeyRow *row) {
    const Action *action = NULL;
    for (uint32_t i = 0; i < map->count && row->place == KEY_PROBE && !action; i++)
        action = registry_action(loader->load->registry, map->pairs[i].key->text);
    if (!action || !action->holds) return sv_from_c(row->example);
    bool done = sv_eq_c(SV("done"), row->name);
    if (!done && !sv_eq_c(SV("not_done"), row->name)) return sv_from_c(row->example);
    return sv_format(loader->arena, "%s: %s", row->name, done ? action->holds : action->fails);
}

static void check_required(RunbookLoader *loader, const Node *map, KeyPlace place) {
    if (has_broken(map)) return;
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != place || !row->required || node_get(map, sv_from_c(row->name))) continue;
        if (is_misspelled(loader, map, place, row->name)) continue;
        Diag *diag = diag_add(loader->diags, DIAG_MISSING_KEY, node_place(map),
                              "%s needs the key '%s'", place_rows[place].name, row->name);
        Sv example = example_of(loader, map, row);
        diag_hint(loader->diags, diag, "add it:\n%.*s", SV_ARG(example));
    }
}

bool read_keys(RunbookLoader *loader, const Node *map, KeyPlace place, ReadExtra *extra,
               void *self) {
    if (map->broken) return false;
    if (map->kind != NODE_MAP) {
        refuse_value(loader, map, place_rows[place].name, "a map of keys");
        return false;
    }
    for (uint32_t i = 0; i < map->count; i++) {
        const NodePair *pair = &map->pairs[i];
        const KeyRow *row = key_row(place, pair->key->text);
        if (!row && !(extra && extra(self, pair))) refuse_key(loader, place, pair->key);
    }
    check_required(loader, map, place);
    return true;
}
