// What a runbook may touch, and its lock.
#include "plan/read/expr.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"

void allow_read(RunbookLoader *loader, const Node *node) {
    if (!read_keys(loader, node, KEY_ALLOW, NULL, NULL)) return;
    MapBuilder allow = map_builder(loader->arena);
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != KEY_ALLOW) continue;
        const Node *list = node_get(node, sv_from_c(row->name));
        ListBuilder patterns = list_builder(loader->arena);
        Sv *words = NULL;
        uint32_t count = 0;
        // An empty list allows nothing of its kind.
        bool empty = list && list->kind == NODE_LIST && list->count == 0;
        if (list && !empty) read_words(loader, list, row->name, &words, &count);
        for (uint32_t w = 0; w < count; w++)
            list_add(&patterns, value_string(words[w]));
        map_add_c(&allow, row->name, list_done(&patterns));
    }
    loader->runbook->has_allow = true;
    loader->runbook->allow = map_done(&allow);
}

static bool is_listed(const Runbook *runbook, Sv secret) {
    Value patterns = value_field(runbook->allow, "secrets");
    for (size_t i = 0; patterns.kind == VALUE_LIST && i < value_count(patterns); i++)
        if (sv_matches(value_text(value_item(patterns, i)), secret)) return true;
    return false;
}

bool allow_check(RunbookLoader *loader, const CelNames *names, const CelUse *use) {
    bool good = true;
    for (uint32_t i = 0; i < use->path_count; i++) {
        const CelPath *path = &use->paths[i];
        if (names->items[path->name].index != SCOPE_SECRETS) continue;
        Sv secret = path->count > 0 ? path->fields[0] : SV("*");
        for (const RunbookLoader *at = loader; at && good; at = at->outer) {
            if (!at->runbook->has_allow || is_listed(at->runbook, secret)) continue;
            Diag *diag = diag_add(loader->diags, DIAG_NOT_ALLOWED, path->span,
                                  "the secret '%.*s' is not among allow.secrets of %.*s",
                                  SV_ARG(secret), SV_ARG(at->runbook->path));
            diag_hint(
                loader->diags, diag,
                "with `allow` all else is refused; where the runbook is meant to read it, add it there");
            good = false;
        }
    }
    return good;
}

void lock_read(RunbookLoader *loader, const Node *node) {
    if (node->kind == NODE_SCALAR) {
        read_word(loader, node, "lock", &loader->runbook->lock_name);
        return;
    }
    if (!read_keys(loader, node, KEY_LOCK, NULL, NULL)) return;
    read_fields_LOCK(loader, node, loader->runbook);
}
